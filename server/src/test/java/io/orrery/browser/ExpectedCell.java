package io.orrery.browser;

import io.orrery.graph.Weights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arithmetic that a cell's card must show: the formulas of GPT-2 and Llama, written here a second time, over the tensors
 * that {@code orrery trace} wrote and the weights in the model's file.
 *
 * @param terms in the order in which a card shows them
 * @param lines the lines from the terms to the value by their key in the strings files, in order; the last is the value
 */
record ExpectedCell(List<Term> terms, Map<String, Double> lines) {
    static final int MOST_ROWS = 7;
    private static final double EPSILON = 1e-5;
    /** The base of the tiny Llama's rotary positions. */
    private static final double THETA = 10_000;
    /** If an exponent is larger, the card shows all relative to the largest one. */
    private static final double LARGEST_POWER = 8;

    /** For a softmax over more, the server adds the smaller exponentials, relative to the largest (docs/protocol.md). */
    private static final int MOST_MEMBERS = 256;

    /** @param own whether it belongs to the explained cell itself; such a term always has a row */
    record Term(List<Double> operands, double value, boolean own) {
        static Term of(double... operands) {
            double product = 1;
            var list = new ArrayList<Double>();
            for (double operand : operands) {
                product *= operand;
                list.add(operand);
            }
            return new Term(list, product, false);
        }
    }

    /** Reads a cell of the trace or of the weights. */
    record Numbers(TraceFile trace, Weights weights, List<Integer> tokens, int layers) {
        double at(String name, int... index) {
            var weight = weights.find(name);
            return weight.isPresent() ? weight.get().at(index) : trace.tensor(name)[flat(trace.shape(name), index)];
        }

        boolean has(String name) {
            return weights.find(name).isPresent() || trace.has(name);
        }

        /** The key and value head that a query head reads; several may share one. */
        int shared(String block, int head) {
            return head / (size(block + "attn.hook_q", 1) / size(block + "attn.hook_k", 1));
        }

        int size(String name, int axis) {
            return trace.shape(name)[axis];
        }

        private static int flat(int[] shape, int[] index) {
            int at = 0;
            for (int axis = 0; axis < shape.length; axis++) {
                at = at * shape[axis] + index[axis];
            }
            return at;
        }
    }

    /** @param c the index of an unmasked cell of an activation */
    static ExpectedCell of(Numbers n, String name, int[] c) {
        String block = name.startsWith("blocks.") ? name.substring(0, name.indexOf('.', 7) + 1) : "";
        String norm = name.replaceFirst("hook_\\w+$", "");
        switch (name.substring(block.length())) {
            case "hook_embed":
                return new ExpectedCell(List.of(Term.of(n.at("embed.W_E", n.tokens.get(c[0]), c[1]))), Map.of());
            case "hook_pos_embed":
                return new ExpectedCell(List.of(Term.of(n.at("pos_embed.W_pos", c))), Map.of());
            case "hook_resid_pre":
                return addition(n.at("hook_embed", c), n.at("hook_pos_embed", c));
            case "hook_resid_mid":
                return addition(n.at(stream(n, block), c), n.at(block + "hook_attn_out", c));
            case "hook_resid_post":
                return addition(n.at(block + "hook_resid_mid", c), n.at(block + "hook_mlp_out", c));
            case "attn.hook_q", "attn.hook_k", "attn.hook_v":
                return headed(n, block, name.substring(name.length() - 1).toUpperCase(java.util.Locale.ROOT), c);
            case "attn.hook_rot_q", "attn.hook_rot_k":
                return turned(n, name.replace("rot_", ""), c);
            case "attn.hook_attn_scores":
                return scores(n, block, c, true);
            case "attn.hook_attn_scores_unscaled":
                return scores(n, block, c, false);
            case "attn.hook_pattern":
                return softmax(column(n, block + "attn.hook_attn_scores", c[1] + 1, c[0], c[1]), c[2]);
            case "attn.hook_z":
                var mixed = new ArrayList<Term>();
                for (int k = 0; k <= c[0]; k++) {
                    mixed.add(Term.of(
                            n.at(block + "attn.hook_pattern", c[1], c[0], k),
                            n.at(block + "attn.hook_v", k, n.shared(block, c[1]), c[2])));
                }
                return product(mixed);
            case "attn.hook_result":
                var found = new ArrayList<Term>();
                for (int d = 0; d < n.size(block + "attn.hook_z", 2); d++) {
                    found.add(Term.of(
                            n.at(block + "attn.hook_z", c[0], c[1], d), n.at(block + "attn.W_O", c[1], d, c[2])));
                }
                return product(found);
            case "hook_attn_out":
                return attentionOut(n, block, c);
            case "mlp.hook_pre":
                String way = n.has(block + "mlp.W_gate") ? "mlp.W_gate" : "mlp.W_in";
                return linear(n, block + "ln2.hook_out", block + way, block + "mlp.b_in", c);
            case "mlp.hook_pre_linear":
                return linear(n, block + "ln2.hook_out", block + "mlp.W_in", block + "mlp.b_in", c);
            case "mlp.hook_gate":
                double opens = n.at(block + "mlp.hook_pre", c);
                return new ExpectedCell(List.of(), lines("before", opens, "result", opens / (1 + Math.exp(-opens))));
            case "mlp.hook_post":
                if (n.has(block + "mlp.hook_gate")) {
                    return product(
                            List.of(Term.of(n.at(block + "mlp.hook_gate", c), n.at(block + "mlp.hook_pre_linear", c))));
                }
                double x = n.at(block + "mlp.hook_pre", c);
                double gelu = 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
                return new ExpectedCell(List.of(), lines("before", x, "result", gelu));
            case "hook_mlp_out":
                return linear(n, block + "mlp.hook_post", block + "mlp.W_out", block + "mlp.b_out", c);
            case "logits":
                return linear(n, "ln_final.hook_out", "unembed.W_U", "", c);
            case "probs":
                return softmax(column(n, "logits", n.size("logits", 1), c[0]), c[1]);
            default:
                return norm(n, norm, normed(n, norm, block), name.substring(norm.length()), c);
        }
    }

    private static ExpectedCell norm(Numbers n, String norm, String x, String part, int[] c) {
        boolean isRms = !n.has(norm + "hook_mean");
        if (part.equals("hook_out")) {
            if (isRms) {
                return product(List.of(Term.of(n.at(norm + "hook_normalized", c), n.at(norm + "w", c[1]))));
            }
            double bias = n.at(norm + "b", c[1]);
            var term = Term.of(n.at(norm + "hook_normalized", c), n.at(norm + "w", c[1]));
            return new ExpectedCell(List.of(term), lines("bias", bias, "total", term.value + bias));
        }
        double mean = isRms || part.equals("hook_mean") ? 0 : n.at(norm + "hook_mean", c[0], 0);
        if (part.equals("hook_normalized")) {
            double scale = n.at(norm + "hook_scale", c[0], 0);
            double number = n.at(x, c);
            if (isRms) {
                return new ExpectedCell(List.of(), lines("input", number, "overRms", scale, "result", number / scale));
            }
            return new ExpectedCell(
                    List.of(),
                    lines("input", number, "lessMean", mean, "overSpread", scale, "result", (number - mean) / scale));
        }
        double[] column = column(n, x, n.size(x, 1), c[0]);
        var terms = new ArrayList<Term>();
        double sum = 0;
        for (double number : column) {
            double distance = number - mean;
            double value = part.equals("hook_scale") ? distance * distance : number;
            sum += value;
            terms.add(new Term(part.equals("hook_scale") ? List.of(distance) : List.of(), value, false));
        }
        double average = sum / column.length;
        return new ExpectedCell(
                inOrder(terms),
                part.equals("hook_mean")
                        ? lines("sum", sum, "over", average)
                        : lines("sum", sum, "over", average, "epsilon", EPSILON, "root", Math.sqrt(average + EPSILON)));
    }

    /** The tensor that a norm reads. */
    private static String normed(Numbers n, String norm, String block) {
        return switch (norm.substring(block.length())) {
            case "ln1." -> stream(n, block);
            case "ln2." -> block + "hook_resid_mid";
            case "ln_final." -> "blocks." + (n.layers - 1) + ".hook_resid_post";
            default -> throw new IllegalArgumentException("no norm " + norm);
        };
    }

    /** The residual stream that enters a layer: the one that leaves the layer before. */
    private static String stream(Numbers n, String block) {
        int layer = Integer.parseInt(block.replaceAll("\\D", ""));
        if (layer == 0 && !n.has("hook_pos_embed")) {
            return "hook_embed";
        }
        return layer == 0 ? "blocks.0.hook_resid_pre" : "blocks." + (layer - 1) + ".hook_resid_post";
    }

    private static ExpectedCell addition(double left, double right) {
        return new ExpectedCell(
                List.of(new Term(List.of(), left, false), new Term(List.of(), right, false)),
                lines("total", left + right));
    }

    private static ExpectedCell headed(Numbers n, String block, String letter, int[] c) {
        String x = block + "ln1.hook_out";
        var terms = new ArrayList<Term>();
        for (int i = 0; i < n.size(x, 1); i++) {
            terms.add(Term.of(n.at(x, c[0], i), n.at(block + "attn.W_" + letter, c[1], i, c[2])));
        }
        String bias = block + "attn.b_" + letter;
        return n.has(bias) ? product(terms, n.at(bias, c[1], c[2])) : product(terms);
    }

    /** Rotary positions (Su et al. 2021) with Hugging Face's pairs: i with i + d_head/2. */
    private static ExpectedCell turned(Numbers n, String x, int[] c) {
        int dHead = n.size(x, 2);
        int half = dHead / 2;
        boolean isFirst = c[2] < half;
        double angle = c[0] * Math.pow(THETA, -2.0 * (c[2] % half) / dHead) * (isFirst ? 1 : -1);
        double own = n.at(x, c);
        double partner = -n.at(x, c[0], c[1], isFirst ? c[2] + half : c[2] - half);
        var terms = List.of(
                new Term(List.of(own), own * Math.cos(angle), false),
                new Term(List.of(partner), partner * Math.sin(angle), false));
        return new ExpectedCell(
                terms, lines("result", terms.stream().mapToDouble(Term::value).sum()));
    }

    private static ExpectedCell scores(Numbers n, String block, int[] c, boolean isScaled) {
        var terms = new ArrayList<Term>();
        String turned = n.has(block + "attn.hook_rot_q") ? "attn.hook_rot_" : "attn.hook_";
        int dHead = n.size(block + "attn.hook_q", 2);
        for (int d = 0; d < dHead; d++) {
            terms.add(Term.of(
                    n.at(block + turned + "q", c[1], c[0], d),
                    n.at(block + turned + "k", c[2], n.shared(block, c[0]), d)));
        }
        double sum = terms.stream().mapToDouble(Term::value).sum();
        if (!isScaled) {
            return product(terms);
        }
        return new ExpectedCell(inOrder(terms), lines("sum", sum, "overRoot", sum / Math.sqrt(dHead)));
    }

    private static ExpectedCell attentionOut(Numbers n, String block, int[] c) {
        String z = block + "attn.hook_z";
        var terms = new ArrayList<Term>();
        for (int h = 0; h < n.size(z, 1); h++) {
            for (int d = 0; d < n.size(z, 2); d++) {
                terms.add(Term.of(n.at(z, c[0], h, d), n.at(block + "attn.W_O", h, d, c[1])));
            }
        }
        return n.has(block + "attn.b_O") ? product(terms, n.at(block + "attn.b_O", c[1])) : product(terms);
    }

    private static ExpectedCell linear(Numbers n, String x, String weight, String bias, int[] c) {
        var terms = new ArrayList<Term>();
        for (int i = 0; i < n.size(x, 1); i++) {
            terms.add(Term.of(n.at(x, c[0], i), n.at(weight, i, c[1])));
        }
        return n.has(bias) ? product(terms, n.at(bias, c[1])) : product(terms);
    }

    private static ExpectedCell softmax(double[] over, int at) {
        double largest = java.util.Arrays.stream(over).max().orElseThrow();
        double shift = over.length > MOST_MEMBERS || Math.abs(largest) > LARGEST_POWER ? largest : 0;
        var terms = new ArrayList<Term>();
        double sum = 0;
        for (int i = 0; i < over.length; i++) {
            double power = Math.exp(over[i] - shift);
            sum += power;
            terms.add(new Term(List.of(over[i] - shift), power, i == at));
        }
        double share = Math.exp(over[at] - shift) / sum;
        return new ExpectedCell(inOrder(terms), lines("sum", sum, "share", share));
    }

    private static ExpectedCell product(List<Term> terms) {
        double sum = terms.stream().mapToDouble(Term::value).sum();
        return new ExpectedCell(inOrder(terms), lines("total", sum));
    }

    private static ExpectedCell product(List<Term> terms, double bias) {
        double sum = terms.stream().mapToDouble(Term::value).sum();
        return new ExpectedCell(inOrder(terms), lines("bias", bias, "total", sum + bias));
    }

    /** The first values along the last axis. */
    private static double[] column(Numbers n, String name, int size, int... before) {
        var column = new double[size];
        int[] index = java.util.Arrays.copyOf(before, before.length + 1);
        for (int i = 0; i < size; i++) {
            index[before.length] = i;
            column[i] = n.at(name, index);
        }
        return column;
    }

    /** Largest first; if the explained cell's own term would have no row, it takes the last one. */
    private static List<Term> inOrder(List<Term> terms) {
        var sorted = new ArrayList<>(terms);
        sorted.sort(Comparator.comparingDouble(term -> -Math.abs(term.value)));
        for (int i = MOST_ROWS; i < sorted.size(); i++) {
            if (sorted.get(i).own) {
                sorted.add(MOST_ROWS - 1, sorted.remove(i));
            }
        }
        return sorted;
    }

    private static Map<String, Double> lines(Object... keysAndValues) {
        var lines = new LinkedHashMap<String, Double>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            lines.put((String) keysAndValues[i], (Double) keysAndValues[i + 1]);
        }
        return lines;
    }
}

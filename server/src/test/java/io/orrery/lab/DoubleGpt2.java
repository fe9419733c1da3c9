package io.orrery.lab;

import io.orrery.graph.architecture.Positions;
import io.orrery.model.Model;
import io.orrery.model.config.Gpt2Config;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * GPT-2 in double precision, written from its formulas (Radford et al. 2019) and the weights alone: it shares nothing with the graph, so
 * it is an independent reference. Slow and plain.
 */
public final class DoubleGpt2 {
    private static final double EPSILON = 1e-5;

    private final Model model;
    private final Positions positions;
    private final int heads;
    private final int width;
    private final int headWidth;
    private final Map<String, double[]> weights = new HashMap<>();

    public DoubleGpt2(Model model) {
        this.model = model;
        this.positions = ((Gpt2Config) model.config()).positions();
        var sizes = model.graph().sizes();
        this.heads = sizes.n_heads();
        this.width = sizes.d_model();
        this.headWidth = sizes.d_head();
    }

    /**
     * One layer of a run, by position.
     *
     * @param parts what has been added to the stream before the MLP's norm, by name
     * @param divisor of that norm
     * @param post the neurons' values
     */
    record Layer(List<Map<String, double[]>> parts, double[] divisor, double[][] pre, double[][] post) {}

    /** The layers of a run. */
    List<Layer> run(List<Integer> tokens) {
        return run(tokens, new ArrayList<>());
    }

    /** The logits at each position. */
    public double[][] logits(List<Integer> tokens) {
        List<Map<String, double[]>> parts = new ArrayList<>();
        run(tokens, parts);
        return parts.stream()
                .map(this::sum)
                .map(x -> times(normed(x, deviation(x), "ln_final."), "unembed.W_U"))
                .toArray(double[][]::new);
    }

    /** @param parts gets all that has been added to the stream, by position and name */
    private List<Layer> run(List<Integer> tokens, List<Map<String, double[]>> parts) {
        int length = tokens.size();
        for (int i = 0; i < length; i++) {
            Map<String, double[]> at = new HashMap<>();
            at.put("hook_embed", row("embed.W_E", tokens.get(i), width));
            if (positions.hasTable()) {
                at.put("hook_pos_embed", row("pos_embed.W_pos", i, width));
            }
            parts.add(at);
        }
        var layers = new ArrayList<Layer>();
        for (int layer = 0; layer < model.graph().sizes().n_layers(); layer++) {
            String block = "blocks." + layer + ".";
            addAttention(parts, block);
            var divisors = new double[length];
            var pre = new double[length][];
            var post = new double[length][];
            var before = new ArrayList<Map<String, double[]>>();
            for (int i = 0; i < length; i++) {
                before.add(Map.copyOf(parts.get(i)));
                double[] x = sum(parts.get(i));
                divisors[i] = deviation(x);
                pre[i] = times(normed(x, divisors[i], block + "ln2."), block + "mlp.W_in");
                add(pre[i], weight(block + "mlp.b_in"), 1);
                post[i] = new double[pre[i].length];
                for (int n = 0; n < post[i].length; n++) {
                    post[i][n] = gelu(pre[i][n]);
                }
                double[] out = times(post[i], block + "mlp.W_out");
                add(out, weight(block + "mlp.b_out"), 1);
                parts.get(i).put(block + "hook_mlp_out", out);
            }
            layers.add(new Layer(before, divisors, pre, post));
        }
        return layers;
    }

    private void addAttention(List<Map<String, double[]>> parts, String block) {
        int length = parts.size();
        var x = new double[length][];
        for (int i = 0; i < length; i++) {
            double[] stream = sum(parts.get(i));
            x[i] = normed(stream, deviation(stream), block + "ln1.");
        }
        for (int head = 0; head < heads; head++) {
            double[][] q = projected(x, block + "attn.", "Q", head);
            double[][] k = projected(x, block + "attn.", "K", head);
            double[][] v = projected(x, block + "attn.", "V", head);
            if (positions == Positions.ROTARY) {
                rotate(q);
                rotate(k);
            }
            for (int i = 0; i < length; i++) {
                var shares = new double[i + 1];
                double all = 0;
                for (int j = 0; j <= i; j++) {
                    shares[j] = Math.exp(dot(q[i], k[j]) / Math.sqrt(headWidth));
                    all += shares[j];
                }
                var z = new double[headWidth];
                for (int j = 0; j <= i; j++) {
                    add(z, v[j], shares[j] / all);
                }
                var out = new double[width];
                for (int d = 0; d < headWidth; d++) {
                    add(out, row(block + "attn.W_O", head * headWidth + d, width), z[d]);
                }
                parts.get(i).put(block + "attn.hook_result[" + head + "]", out);
            }
        }
        parts.forEach(at -> at.put(block + "attn.b_O", weight(block + "attn.b_O")));
    }

    /** Numbers i and i + d/2 are a point of the plane, which turns by position · 10000^(−2i/d) (Su et al. 2021). */
    private void rotate(double[][] x) {
        int half = headWidth / 2;
        for (int position = 0; position < x.length; position++) {
            for (int i = 0; i < half; i++) {
                double angle = position / Math.pow(10_000, 2.0 * i / headWidth);
                double a = x[position][i];
                double b = x[position][i + half];
                x[position][i] = a * Math.cos(angle) - b * Math.sin(angle);
                x[position][i + half] = a * Math.sin(angle) + b * Math.cos(angle);
            }
        }
    }

    private double[][] projected(double[][] x, String attention, String letter, int head) {
        var projected = new double[x.length][headWidth];
        double[] w = weight(attention + "W_" + letter);
        double[] b = weight(attention + "b_" + letter);
        for (int i = 0; i < x.length; i++) {
            for (int d = 0; d < headWidth; d++) {
                double sum = b[head * headWidth + d];
                for (int m = 0; m < width; m++) {
                    sum += x[i][m] * w[(head * width + m) * headWidth + d];
                }
                projected[i][d] = sum;
            }
        }
        return projected;
    }

    /** What a part adds to a neuron's sum, with the divisor of the norm before the MLP held fixed. */
    double feed(double[] part, double divisor, int layer, int neuron) {
        String block = "blocks." + layer + ".";
        double[] gamma = weight(block + "ln2.w");
        double[] wIn = weight(block + "mlp.W_in");
        double mean = mean(part);
        double sum = 0;
        for (int m = 0; m < width; m++) {
            sum += (part[m] - mean) / divisor * gamma[m] * wIn[m * wIn.length / width + neuron];
        }
        return sum;
    }

    /** W_out[n] · γ_final · W_U, of a row without its mean, and centred over the vocabulary. */
    double[] speaks(int layer, int neuron) {
        double[] out = row("blocks." + layer + ".mlp.W_out", neuron, width);
        double mean = mean(out);
        double[] gamma = weight("ln_final.w");
        var direction = new double[width];
        for (int m = 0; m < width; m++) {
            direction[m] = (out[m] - mean) * gamma[m];
        }
        double[] logits = times(direction, "unembed.W_U");
        double middle = mean(logits);
        for (int t = 0; t < logits.length; t++) {
            logits[t] -= middle;
        }
        return logits;
    }

    private double[] normed(double[] x, double divisor, String norm) {
        double mean = mean(x);
        var normed = weight(norm + "b").clone();
        double[] gamma = weight(norm + "w");
        for (int m = 0; m < width; m++) {
            normed[m] += (x[m] - mean) / divisor * gamma[m];
        }
        return normed;
    }

    private static double deviation(double[] x) {
        double mean = mean(x);
        double sum = 0;
        for (double each : x) {
            sum += (each - mean) * (each - mean);
        }
        return Math.sqrt(sum / x.length + EPSILON);
    }

    private static double gelu(double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    private double[] times(double[] x, String name) {
        double[] w = weight(name);
        int columns = w.length / x.length;
        var y = new double[columns];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < columns; j++) {
                y[j] += x[i] * w[i * columns + j];
            }
        }
        return y;
    }

    private double[] row(String name, int row, int columns) {
        var values = new double[columns];
        System.arraycopy(weight(name), row * columns, values, 0, columns);
        return values;
    }

    /** In row-major order. */
    private double[] weight(String name) {
        return weights.computeIfAbsent(name, missing -> {
            float[] values =
                    model.weights().get(model.graph().node(name).orElseThrow()).toArray();
            var copy = new double[values.length];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = values[i];
            }
            return copy;
        });
    }

    private double[] sum(Map<String, double[]> parts) {
        var sum = new double[width];
        parts.values().forEach(part -> add(sum, part, 1));
        return sum;
    }

    private static void add(double[] to, double[] x, double times) {
        for (int i = 0; i < to.length; i++) {
            to[i] += times * x[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double mean(double[] x) {
        double sum = 0;
        for (double each : x) {
            sum += each;
        }
        return sum / x.length;
    }
}

package io.orrery.graph.architecture;

import io.orrery.graph.Sizes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.numbers.gamma.Erf;

/**
 * The arithmetic of {@link AlternatingModel} in plain loops over doubles, with nothing of the graph: each tensor by its
 * name, in row-major order of its axes.
 */
final class PlainAlternating {
    private static final Sizes S = AlternatingModel.SIZES;
    private static final int D = S.d_model();
    private static final int E = S.d_head();
    private static final int H = S.n_heads();
    private static final int G = S.n_key_value_heads();
    private static final int M = S.d_mlp();
    private static final int V = S.d_vocab();

    private final Map<String, double[]> weights;
    private final int[] tokens;
    private final Map<String, double[]> tensors = new LinkedHashMap<>();

    private PlainAlternating(Map<String, double[]> weights, int... tokens) {
        this.weights = weights;
        this.tokens = tokens;
    }

    /** Every tensor that is not a weight. */
    static Map<String, double[]> run(Map<String, double[]> weights, int... tokens) {
        var plain = new PlainAlternating(weights, tokens);
        plain.run();
        return plain.tensors;
    }

    /** The mean of −log p(next token). */
    static double loss(Map<String, double[]> weights, int... tokens) {
        double[] probs = run(weights, tokens).get("probs");
        double sum = 0;
        for (int i = 0; i + 1 < tokens.length; i++) {
            sum -= Math.log(probs[i * V + tokens[i + 1]]);
        }
        return sum / (tokens.length - 1);
    }

    private void run() {
        int n = tokens.length;
        var x = new double[n * D];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < D; j++) {
                x[i * D + j] = weights.get("embed.W_E")[tokens[i] * D + j];
            }
        }
        tensors.put("hook_embed", x);
        for (int layer = 0; layer < S.n_layers(); layer++) {
            boolean isLocal = layer % 2 == 0;
            String block = "blocks." + layer + ".";
            double[] normed = norm(block + "ln1", x);
            double[] mid = sum(x, attention(block, normed, isLocal));
            tensors.put(block + "hook_resid_mid", mid);
            double[] mlpIn = norm(block + "ln2", mid);
            x = sum(mid, isLocal ? gatedMlp(block, mlpIn) : plainMlp(block, mlpIn));
            tensors.put(block + "hook_resid_post", x);
        }
        double[] logits = product(norm("ln_final", x), weights.get("unembed.W_U"), D, V, new double[V]);
        tensors.put("logits", logits);
        tensors.put("probs", softmax(logits, V));
    }

    private double[] norm(String name, double[] x) {
        int n = tokens.length;
        var scale = new double[n];
        var normalized = new double[n * D];
        var out = new double[n * D];
        for (int i = 0; i < n; i++) {
            double squares = 0;
            for (int j = 0; j < D; j++) {
                squares += x[i * D + j] * x[i * D + j];
            }
            scale[i] = Math.sqrt(squares / D + AlternatingModel.EPSILON);
            for (int j = 0; j < D; j++) {
                normalized[i * D + j] = x[i * D + j] / scale[i];
                out[i * D + j] = normalized[i * D + j] * weights.get(name + ".w")[j];
            }
        }
        tensors.put(name + ".hook_scale", scale);
        tensors.put(name + ".hook_normalized", normalized);
        tensors.put(name + ".hook_out", out);
        return out;
    }

    private double[] attention(String block, double[] x, boolean isLocal) {
        String attn = block + "attn.";
        double[] q = heads(attn, "Q", x, H);
        double[] k = heads(attn, "K", x, G);
        double[] v = heads(attn, "V", x, G);
        if (isLocal) {
            q = rotated(q, H);
            k = rotated(k, G);
            tensors.put(attn + "hook_rot_q", q);
            tensors.put(attn + "hook_rot_k", k);
        }
        int n = tokens.length;
        int window = isLocal ? AlternatingModel.WINDOW : n;
        double divisor = isLocal ? Math.sqrt(E) : E;
        var unscaled = new double[H * n * n];
        var scores = new double[H * n * n];
        var pattern = new double[H * n * n];
        var z = new double[n * H * E];
        for (int h = 0; h < H; h++) {
            int shared = h / (H / G);
            for (int i = 0; i < n; i++) {
                double total = 0;
                for (int j = 0; j < n; j++) {
                    int at = (h * n + i) * n + j;
                    boolean isSeen = j <= i && i - j < window;
                    double dot = 0;
                    for (int d = 0; d < E; d++) {
                        dot += q[(i * H + h) * E + d] * k[(j * G + shared) * E + d];
                    }
                    unscaled[at] = isSeen ? dot : Double.NEGATIVE_INFINITY;
                    scores[at] = unscaled[at] / divisor;
                    total += isSeen ? Math.exp(scores[at]) : 0;
                }
                for (int j = 0; j < n; j++) {
                    int at = (h * n + i) * n + j;
                    pattern[at] = Math.exp(scores[at]) / total;
                    for (int d = 0; d < E; d++) {
                        z[(i * H + h) * E + d] += pattern[at] * v[(j * G + shared) * E + d];
                    }
                }
            }
        }
        tensors.put(attn + "hook_attn_scores_unscaled", unscaled);
        tensors.put(attn + "hook_attn_scores", scores);
        tensors.put(attn + "hook_pattern", pattern);
        tensors.put(attn + "hook_z", z);
        double[] wO = weights.get(attn + "W_O");
        var result = new double[n * H * D];
        var out = new double[n * D];
        for (int i = 0; i < n; i++) {
            for (int h = 0; h < H; h++) {
                for (int m = 0; m < D; m++) {
                    for (int d = 0; d < E; d++) {
                        result[(i * H + h) * D + m] += z[(i * H + h) * E + d] * wO[(h * E + d) * D + m];
                    }
                    out[i * D + m] += result[(i * H + h) * D + m];
                }
            }
        }
        tensors.put(attn + "hook_result", result);
        tensors.put(block + "hook_attn_out", out);
        return out;
    }

    private double[] heads(String attn, String letter, double[] x, int heads) {
        double[] w = weights.get(attn + "W_" + letter);
        var y = new double[tokens.length * heads * E];
        for (int i = 0; i < tokens.length; i++) {
            for (int h = 0; h < heads; h++) {
                for (int d = 0; d < E; d++) {
                    for (int j = 0; j < D; j++) {
                        y[(i * heads + h) * E + d] += x[i * D + j] * w[(h * D + j) * E + d];
                    }
                }
            }
        }
        tensors.put(attn + "hook_" + letter.toLowerCase(java.util.Locale.ROOT), y);
        return y;
    }

    private double[] rotated(double[] x, int heads) {
        var y = new double[x.length];
        int half = E / 2;
        for (int i = 0; i < tokens.length; i++) {
            for (int h = 0; h < heads; h++) {
                int at = (i * heads + h) * E;
                for (int d = 0; d < half; d++) {
                    double angle = i * Math.pow(AlternatingModel.THETA, -2.0 * d / E);
                    y[at + d] = x[at + d] * Math.cos(angle) - x[at + half + d] * Math.sin(angle);
                    y[at + half + d] = x[at + half + d] * Math.cos(angle) + x[at + d] * Math.sin(angle);
                }
            }
        }
        return y;
    }

    private double[] gatedMlp(String block, double[] x) {
        double[] pre = product(x, weights.get(block + "mlp.W_gate"), D, M, new double[M]);
        double[] linear = product(x, weights.get(block + "mlp.W_in"), D, M, new double[M]);
        var gate = new double[pre.length];
        var post = new double[pre.length];
        for (int i = 0; i < pre.length; i++) {
            gate[i] = pre[i] / (1 + Math.exp(-pre[i]));
            post[i] = gate[i] * linear[i];
        }
        tensors.put(block + "mlp.hook_pre", pre);
        tensors.put(block + "mlp.hook_pre_linear", linear);
        tensors.put(block + "mlp.hook_gate", gate);
        return mlpOut(block, post, new double[D]);
    }

    private double[] plainMlp(String block, double[] x) {
        double[] pre = product(x, weights.get(block + "mlp.W_in"), D, M, weights.get(block + "mlp.b_in"));
        var post = new double[pre.length];
        for (int i = 0; i < pre.length; i++) {
            post[i] = 0.5 * pre[i] * (1 + Erf.value(pre[i] / Math.sqrt(2)));
        }
        tensors.put(block + "mlp.hook_pre", pre);
        return mlpOut(block, post, weights.get(block + "mlp.b_out"));
    }

    private double[] mlpOut(String block, double[] post, double[] bias) {
        double[] out = product(post, weights.get(block + "mlp.W_out"), M, D, bias);
        tensors.put(block + "mlp.hook_post", post);
        tensors.put(block + "hook_mlp_out", out);
        return out;
    }

    private double[] product(double[] x, double[] w, int from, int to, double[] bias) {
        var y = new double[tokens.length * to];
        for (int i = 0; i < tokens.length; i++) {
            for (int c = 0; c < to; c++) {
                y[i * to + c] = bias[c];
                for (int r = 0; r < from; r++) {
                    y[i * to + c] += x[i * from + r] * w[r * to + c];
                }
            }
        }
        return y;
    }

    private static double[] softmax(double[] x, int width) {
        var y = new double[x.length];
        for (int start = 0; start < x.length; start += width) {
            double total = 0;
            for (int j = start; j < start + width; j++) {
                total += Math.exp(x[j]);
            }
            for (int j = start; j < start + width; j++) {
                y[j] = Math.exp(x[j]) / total;
            }
        }
        return y;
    }

    private static double[] sum(double[] a, double[] b) {
        var sum = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }
}

package io.orrery.lab;

import io.orrery.tensor.Kernels;
import io.orrery.tensor.Workers;
import java.util.Arrays;

/**
 * Principal component analysis of the token embeddings (Pearson 1901; Hotelling 1933): the directions in which the centred
 * table is widest. Immutable.
 */
public final class PrincipalAxes {
    /** Rows whose products are summed in single precision before they are added to the sum in double. */
    private static final int PIECE = 256;

    private final float[] mean;
    private final double[][] axes;
    private final double[] explained;

    private PrincipalAxes(float[] mean, double[][] axes, double[] explained) {
        this.mean = mean;
        this.axes = axes;
        this.explained = explained;
    }

    /**
     * Finds the widest axes.
     *
     * @param count how many, at most {@code d_model}
     */
    public static PrincipalAxes of(Embedding embedding, int count, Workers workers, Progress progress) {
        float[] mean = embedding.mean();
        double[][] covariance = covariance(embedding, mean, workers, progress);
        double all = 0;
        for (int i = 0; i < covariance.length; i++) {
            all += covariance[i][i];
        }
        var eigen = new SymmetricEigen(covariance);
        int found = Math.min(count, covariance.length);
        var explained = new double[found];
        var axes = new double[found][];
        for (int i = 0; i < found; i++) {
            explained[i] = eigen.value(i) / all;
            axes[i] = eigen.vector(i);
        }
        return new PrincipalAxes(mean, axes, explained);
    }

    /** The share of the variance that an axis holds. */
    public double[] explained() {
        return explained.clone();
    }

    /** The place of a vector on the axes, {@code [d_model] → [axes]}. The sign of an axis is arbitrary. */
    public double[] place(float[] vector) {
        return Arrays.stream(axes).mapToDouble(axis -> along(axis, vector)).toArray();
    }

    private double along(double[] axis, float[] vector) {
        double sum = 0;
        for (int j = 0; j < axis.length; j++) {
            sum += axis[j] * ((double) vector[j] - mean[j]);
        }
        return sum;
    }

    /** The sums of products of all pairs of columns, over all tokens. */
    private static double[][] covariance(Embedding embedding, float[] mean, Workers workers, Progress progress) {
        int width = embedding.width();
        var sums = new double[width][width];
        for (int from = 0; from < embedding.tokens(); from += PIECE) {
            var piece = new float[Math.min(PIECE, embedding.tokens() - from)][];
            for (int i = 0; i < piece.length; i++) {
                piece[i] = embedding.vector(from + i);
                for (int j = 0; j < width; j++) {
                    piece[i][j] -= mean[j];
                }
            }
            workers.share(0, width, (long) piece.length * width, (first, end) -> {
                var products = new float[width];
                for (int k = first; k < end; k++) {
                    Arrays.fill(products, 0);
                    for (float[] row : piece) {
                        Kernels.addScaled(row[k], row, products, 0, width);
                    }
                    for (int j = 0; j < width; j++) {
                        sums[k][j] += products[j];
                    }
                }
            });
            progress.done(Math.min(from + PIECE, embedding.tokens()), embedding.tokens());
        }
        return sums;
    }
}

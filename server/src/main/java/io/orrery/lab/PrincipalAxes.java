package io.orrery.lab;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.orrery.tensor.Kernels;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import java.util.Arrays;

/**
 * Principal component analysis of the token embeddings (Pearson 1901; Hotelling 1933): the directions in which the centred
 * table is widest. Of the two directions of an axis it is the one whose largest component is positive. Immutable.
 */
public final class PrincipalAxes {
    /** Rows whose products are summed in single precision before they are added to the sum in double. */
    private static final int PIECE = 256;

    /** The axes of tables in memory: they take seconds, and many questions of a room need the same. */
    private static final Cache<Tensor, PrincipalAxes> KNOWN =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    private final float[] mean;
    private final double[][] axes;
    private final double[] explained;

    private PrincipalAxes(float[] mean, double[][] axes, double[] explained) {
        this.mean = mean;
        this.axes = axes;
        this.explained = explained;
    }

    /** Like {@link #of}, once for each table. */
    public static PrincipalAxes known(Embedding embedding, int count, Workers workers, Progress progress) {
        PrincipalAxes known = KNOWN.getIfPresent(embedding.table());
        if (known == null || known.axes.length < Math.min(count, embedding.width())) {
            known = of(embedding, count, workers, progress);
            KNOWN.put(embedding.table(), known);
        }
        return known;
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
            // the places of a single token, or of equal ones, are all the same
            explained[i] = all > 0 ? eigen.value(i) / all : 0;
            axes[i] = signed(eigen.vector(i));
        }
        return new PrincipalAxes(mean, axes, explained);
    }

    private static double[] signed(double[] axis) {
        double largest = 0;
        for (double component : axis) {
            largest = Math.abs(component) > Math.abs(largest) ? component : largest;
        }
        double sign = largest < 0 ? -1 : 1;
        return Arrays.stream(axis).map(component -> sign * component).toArray();
    }

    /** The share of the variance that an axis holds. */
    public double[] explained() {
        return explained.clone();
    }

    /** The place of a vector on the axes, {@code [d_model] → [axes]}. */
    public double[] place(float[] vector) {
        return Arrays.stream(axes).mapToDouble(axis -> along(axis, vector)).toArray();
    }

    /** The places of rows of vectors, {@code [rows, d_model] → [rows, axes]}. */
    public double[][] places(float[][] rows) {
        return Arrays.stream(rows).map(this::place).toArray(double[][]::new);
    }

    /** The places of all tokens, row-major in the order of {@code [d_vocab, 3]}; an axis that a narrow table lacks is 0. */
    public float[] places(Embedding embedding) {
        var places = new float[3 * embedding.tokens()];
        for (int token = 0; token < embedding.tokens(); token++) {
            double[] place = place(embedding.vector(token));
            for (int axis = 0; axis < Math.min(3, place.length); axis++) {
                places[3 * token + axis] = (float) place[axis];
            }
        }
        return places;
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

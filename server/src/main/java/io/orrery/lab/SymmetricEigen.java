package io.orrery.lab;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to a tridiagonal matrix, then QL steps with
 * implicit shifts (Golub and Van Loan, "Matrix Computations", sections 8.3.1 and 8.3.3).
 */
final class SymmetricEigen {
    private static final int MOST_STEPS = 60;

    private final int n;
    /** The rows become the eigenvectors' transposed columns: {@code v[i][k]} is component i of vector k. */
    private final double[][] v;

    private final double[] d;
    private final double[] e;
    private final int[] order;

    /** @param matrix symmetric; not modified */
    SymmetricEigen(double[][] matrix) {
        this.n = matrix.length;
        this.d = new double[n];
        this.e = new double[n];
        this.v = new double[n][];
        var a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = matrix[i].clone();
            v[i] = new double[n];
            v[i][i] = 1;
        }
        reduce(a);
        diagonalize();
        this.order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -d[i]))
                .mapToInt(i -> i)
                .toArray();
    }

    /** The eigenvalue of this rank; the largest has rank 0. */
    double value(int rank) {
        return d[order[rank]];
    }

    /** Its eigenvector, of length 1. */
    double[] vector(int rank) {
        return IntStream.range(0, n).mapToDouble(i -> v[i][order[rank]]).toArray();
    }

    /** Makes {@code a} tridiagonal by reflections, and collects them in {@code v}. */
    private void reduce(double[][] a) {
        for (int k = 0; k < n - 2; k++) {
            double norm = 0;
            for (int i = k + 1; i < n; i++) {
                norm += a[i][k] * a[i][k];
            }
            norm = Math.sqrt(norm);
            if (norm == 0) {
                continue;
            }
            double alpha = a[k + 1][k] > 0 ? -norm : norm;
            var w = new double[n];
            for (int i = k + 1; i < n; i++) {
                w[i] = a[i][k];
            }
            w[k + 1] -= alpha;
            double length = 0;
            for (int i = k + 1; i < n; i++) {
                length += w[i] * w[i];
            }
            if (length == 0) {
                continue;
            }
            double beta = 2 / length;
            reflect(a, w, beta, k);
            // v = v · (I − beta·w·wᵀ)
            for (double[] row : v) {
                double sum = 0;
                for (int i = k + 1; i < n; i++) {
                    sum += row[i] * w[i];
                }
                sum *= beta;
                for (int i = k + 1; i < n; i++) {
                    row[i] -= sum * w[i];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            d[i] = a[i][i];
            e[i] = i + 1 < n ? a[i + 1][i] : 0;
        }
    }

    /** a = (I − beta·w·wᵀ) · a · (I − beta·w·wᵀ), as a symmetric update of rank 2. */
    private void reflect(double[][] a, double[] w, double beta, int k) {
        var p = new double[n];
        double wp = 0;
        for (int i = k; i < n; i++) {
            double sum = 0;
            for (int j = k + 1; j < n; j++) {
                sum += a[i][j] * w[j];
            }
            p[i] = beta * sum;
            wp += w[i] * p[i];
        }
        double half = beta * wp / 2;
        for (int i = k; i < n; i++) {
            p[i] -= half * w[i];
        }
        for (int i = k; i < n; i++) {
            for (int j = k; j < n; j++) {
                a[i][j] -= w[i] * p[j] + p[i] * w[j];
            }
        }
    }

    /** QL steps with implicit shifts until every off-diagonal number is negligible. */
    private void diagonalize() {
        for (int l = 0; l < n; l++) {
            int steps = 0;
            int m = firstNegligible(l);
            while (m != l) {
                if (steps++ == MOST_STEPS) {
                    throw new ArithmeticException("the eigenvalues do not converge");
                }
                step(l, m);
                m = firstNegligible(l);
            }
        }
    }

    private int firstNegligible(int l) {
        int m = l;
        while (m < n - 1) {
            double size = Math.abs(d[m]) + Math.abs(d[m + 1]);
            if (Math.abs(e[m]) <= Math.ulp(size)) {
                break;
            }
            m++;
        }
        return m;
    }

    private void step(int l, int m) {
        double g = (d[l + 1] - d[l]) / (2 * e[l]);
        double r = Math.hypot(g, 1);
        g = d[m] - d[l] + e[l] / (g + Math.copySign(r, g));
        double s = 1;
        double c = 1;
        double p = 0;
        for (int i = m - 1; i >= l; i--) {
            double f = s * e[i];
            double b = c * e[i];
            r = Math.hypot(f, g);
            e[i + 1] = r;
            if (r == 0) {
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }
            s = f / r;
            c = g / r;
            g = d[i + 1] - p;
            r = (d[i] - g) * s + 2 * c * b;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - b;
            for (double[] row : v) {
                double right = row[i + 1];
                row[i + 1] = s * row[i] + c * right;
                row[i] = c * row[i] - s * right;
            }
        }
        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }
}

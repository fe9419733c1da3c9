package io.orrery.lab;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Eigenvalues and eigenvectors of a symmetric matrix, the largest value first. */
final class SymmetricEigen {
    private final EigenDecomposition_F64<DMatrixRMaj> decomposition;
    private final int[] order;

    /**
     * @param matrix symmetric; not modified
     * @throws ArithmeticException if the values do not converge, as with numbers that are not finite
     */
    SymmetricEigen(double[][] matrix) {
        this.decomposition = DecompositionFactory_DDRM.eig(matrix.length, true, true);
        if (!decomposition.decompose(new DMatrixRMaj(matrix))) {
            throw new ArithmeticException("the eigenvalues do not converge");
        }
        this.order = IntStream.range(0, matrix.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -valueAt(i)))
                .mapToInt(i -> i)
                .toArray();
    }

    /** The eigenvalue of this rank; the largest has rank 0. */
    double value(int rank) {
        return valueAt(order[rank]);
    }

    /** Its eigenvector, of length 1. */
    double[] vector(int rank) {
        return decomposition.getEigenVector(order[rank]).getData().clone();
    }

    private double valueAt(int index) {
        return decomposition.getEigenvalue(index).getReal();
    }
}

package io.orrery.graph;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The operands of one cell, and the arithmetic that computed it. */
public sealed interface Explanation {

    /** The cell computed again, in double precision, from the cells that the explanation names. */
    double recompute(ToDoubleFunction<Cell> read);

    /** Σ|terms|: the scale against which a rounding error is judged. */
    double magnitude(ToDoubleFunction<Cell> read);

    /** {@code scale · Σ terms}: dot products, sums, means, look-ups. */
    record Sum(List<Product> terms, double scale) implements Explanation {
        @Override
        public double recompute(ToDoubleFunction<Cell> read) {
            return scale * terms.stream().mapToDouble(term -> term.value(read)).sum();
        }

        @Override
        public double magnitude(ToDoubleFunction<Cell> read) {
            return Math.abs(scale)
                    * terms.stream()
                            .mapToDouble(term -> Math.abs(term.value(read)))
                            .sum();
        }
    }

    /** A term of a sum: the product of one or two cells. */
    record Product(List<Cell> factors) {
        public double value(ToDoubleFunction<Cell> read) {
            double product = 1;
            for (Cell factor : factors) {
                product *= read.applyAsDouble(factor);
            }
            return product;
        }
    }

    /** {@code sum / scale · (weight + about)}: a part of a sum behind the norm that reads the whole sum. */
    record NormedSum(Sum sum, Cell scale, Cell weight, double about) implements Explanation {
        private double factor(ToDoubleFunction<Cell> read) {
            return (read.applyAsDouble(weight) + about) / read.applyAsDouble(scale);
        }

        @Override
        public double recompute(ToDoubleFunction<Cell> read) {
            return sum.recompute(read) * factor(read);
        }

        @Override
        public double magnitude(ToDoubleFunction<Cell> read) {
            return sum.magnitude(read) * Math.abs(factor(read));
        }
    }

    /** {@code exp(of) / Σ exp(over)}; {@code of} is one of {@code over}. */
    record Softmax(Cell of, List<Cell> over) implements Explanation {
        @Override
        public double recompute(ToDoubleFunction<Cell> read) {
            double largest = over.stream().mapToDouble(read).max().orElseThrow();
            double sum = over.stream()
                    .mapToDouble(cell -> power(read.applyAsDouble(cell), largest))
                    .sum();
            return power(read.applyAsDouble(of), largest) / sum;
        }

        /** The limit where the largest is ∞. */
        private static double power(double x, double largest) {
            return x == largest ? 1 : Math.exp(x - largest);
        }

        @Override
        public double magnitude(ToDoubleFunction<Cell> read) {
            return 1;
        }
    }

    /** The place of the cell that is the largest but {@code rank}: from 0; of equal cells the first comes first. */
    record Ranked(List<Cell> over, int rank) implements Explanation {
        @Override
        public double recompute(ToDoubleFunction<Cell> read) {
            double[] values = over.stream().mapToDouble(read).toArray();
            return IntStream.range(0, values.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> -values[i]))
                    .skip(rank)
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public double magnitude(ToDoubleFunction<Cell> read) {
            return 0;
        }
    }

    /**
     * {@code of}, or 0 if it is not one of {@code taken}.
     *
     * @param shared whether it is divided by the sum of those that are taken
     */
    record Share(Cell of, List<Cell> taken, boolean shared) implements Explanation {
        public boolean isTaken() {
            return taken.contains(of);
        }

        @Override
        public double recompute(ToDoubleFunction<Cell> read) {
            double sum = taken.stream().mapToDouble(read).sum();
            return isTaken() ? read.applyAsDouble(of) / (shared ? sum : 1) : 0;
        }

        @Override
        public double magnitude(ToDoubleFunction<Cell> read) {
            return Math.abs(recompute(read));
        }
    }

    /** {@code √(Σ(x − mean)² / n + epsilon)}: the divisor of a layer norm, with the biased variance. */
    record Deviation(List<Cell> over, Cell mean, double epsilon) implements Explanation {
        @Override
        public double recompute(ToDoubleFunction<Cell> read) {
            double centre = read.applyAsDouble(mean);
            double squares = over.stream()
                    .mapToDouble(cell -> Math.pow(read.applyAsDouble(cell) - centre, 2))
                    .sum();
            return Math.sqrt(squares / over.size() + epsilon);
        }

        @Override
        public double magnitude(ToDoubleFunction<Cell> read) {
            return recompute(read);
        }
    }

    /** {@code (x − mean) / scale}. */
    record Normalized(Cell x, Cell mean, Cell scale) implements Explanation {
        @Override
        public double recompute(ToDoubleFunction<Cell> read) {
            return (read.applyAsDouble(x) - read.applyAsDouble(mean)) / read.applyAsDouble(scale);
        }

        @Override
        public double magnitude(ToDoubleFunction<Cell> read) {
            return (Math.abs(read.applyAsDouble(x)) + Math.abs(read.applyAsDouble(mean))) / read.applyAsDouble(scale);
        }
    }

    /** {@code √(Σx² / n + epsilon)}: the divisor of a root-mean-square norm. */
    record RootMeanSquare(List<Cell> over, double epsilon) implements Explanation {
        @Override
        public double recompute(ToDoubleFunction<Cell> read) {
            double squares = over.stream()
                    .mapToDouble(cell -> Math.pow(read.applyAsDouble(cell), 2))
                    .sum();
            return Math.sqrt(squares / over.size() + epsilon);
        }

        @Override
        public double magnitude(ToDoubleFunction<Cell> read) {
            return recompute(read);
        }
    }

    /** {@code x / scale}. */
    record Quotient(Cell x, Cell scale) implements Explanation {
        @Override
        public double recompute(ToDoubleFunction<Cell> read) {
            return read.applyAsDouble(x) / read.applyAsDouble(scale);
        }

        @Override
        public double magnitude(ToDoubleFunction<Cell> read) {
            return Math.abs(recompute(read));
        }
    }

    /** {@code x · cos(angle) − other · sin(angle)}: one of two dimensions that are turned together; radians. */
    record Rotation(Cell x, Cell other, double angle) implements Explanation {
        @Override
        public double recompute(ToDoubleFunction<Cell> read) {
            return read.applyAsDouble(x) * Math.cos(angle) - read.applyAsDouble(other) * Math.sin(angle);
        }

        @Override
        public double magnitude(ToDoubleFunction<Cell> read) {
            return Math.abs(read.applyAsDouble(x) * Math.cos(angle))
                    + Math.abs(read.applyAsDouble(other) * Math.sin(angle));
        }
    }

    /** A function of one cell. */
    record Activation(ActivationFunction form, Cell x) implements Explanation {
        @Override
        public double recompute(ToDoubleFunction<Cell> read) {
            return form.value(read.applyAsDouble(x));
        }

        @Override
        public double magnitude(ToDoubleFunction<Cell> read) {
            return Math.abs(read.applyAsDouble(x));
        }
    }

    /**
     * A hidden cell: the key comes after the query or, with a window, too far before it.
     *
     * @param window how many positions the query sees; empty if the key comes after the query
     * @param value −∞, or 0 in a pattern
     */
    record Masked(int query, int key, OptionalInt window, double value) implements Explanation {
        public Masked(int query, int key, double value) {
            this(query, key, OptionalInt.empty(), value);
        }

        @Override
        public double recompute(ToDoubleFunction<Cell> read) {
            return value;
        }

        @Override
        public double magnitude(ToDoubleFunction<Cell> read) {
            return 0;
        }
    }

    /** A weight: learned in training, not computed. */
    record Learned(Cell cell) implements Explanation {
        @Override
        public double recompute(ToDoubleFunction<Cell> read) {
            return read.applyAsDouble(cell);
        }

        @Override
        public double magnitude(ToDoubleFunction<Cell> read) {
            return 0;
        }
    }
}

package io.orrery.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.tensor.Layout;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places, neighbours and sums of words, computed again by other means. */
class PlacesTest {
    private static final int AXES = 3;
    private static final int ROUNDS = 5000;
    private static final double CLOSE = 1e-4;
    private static final Workers WORKERS = new Workers(1);

    /** Power iteration on the centred table, one axis after the other, and a sum of all squares. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void placesAreTheCentredTableTimesItsWidestAxes(int rowAxis) {
        double[][] table = table(60, 12, 7);
        var embedding = embedding(table, rowAxis);
        var axes = PrincipalAxes.of(embedding, AXES, WORKERS, Progress.NONE);
        float[] places = axes.places(embedding);
        double[][] rest = centred(table);
        double all = squares(rest);
        for (int axis = 0; axis < AXES; axis++) {
            double[] direction = widest(rest);
            double along = 0;
            for (int token = 0; token < table.length; token++) {
                double at = dot(rest[token], direction);
                along += at * at;
                assertThat((double) places[AXES * token + axis]).isCloseTo(at, within(CLOSE));
                for (int j = 0; j < direction.length; j++) {
                    rest[token][j] -= at * direction[j];
                }
            }
            assertThat(axes.explained()[axis]).isCloseTo(along / all, within(CLOSE));
        }
    }

    @Test
    void axesOfOneTableAreFoundOnce() {
        var embedding = embedding(table(9, 5, 3), 0);
        var first = PrincipalAxes.known(embedding, AXES, WORKERS, Progress.NONE);
        assertThat(PrincipalAxes.known(embedding, AXES, WORKERS, Progress.NONE)).isSameAs(first);
        assertThat(PrincipalAxes.known(embedding(table(9, 5, 3), 0), AXES, WORKERS, Progress.NONE))
                .isNotSameAs(first);
    }

    @Test
    void neighboursAreThoseOfLargestCosine() {
        double[][] table = table(40, 6, 11);
        var embedding = embedding(table, 0);
        for (int token = 0; token < table.length; token++) {
            int asked = token;
            var expected = order(table, table[token]).stream()
                    .filter(other -> other != asked)
                    .limit(10)
                    .toList();
            var near = embedding.nearest(token, 10);
            assertThat(near.stream().map(Embedding.Near::token).toList()).isEqualTo(expected);
            assertThat(near.get(0).cosine()).isCloseTo(cosine(table[expected.get(0)], table[token]), within(CLOSE));
        }
    }

    @Test
    void sumLeavesOutWhatWentInAndSaysWhereItWouldHaveBeen() {
        double[][] table = table(40, 6, 13);
        var embedding = embedding(table, 0);
        var sum = new double[6];
        for (int j = 0; j < sum.length; j++) {
            sum[j] = unit(table[3])[j] - unit(table[5])[j] + unit(table[8])[j];
        }
        var all = order(table, sum);
        var used = List.of(3, 8, 5);
        var answers = embedding.arithmetic(List.of(3, 8), List.of(5), 10);
        assertThat(answers.stream().map(Embedding.Near::token).toList())
                .isEqualTo(all.stream()
                        .filter(token -> !used.contains(token))
                        .limit(10)
                        .toList());
        var leftOut = embedding.leftOut(List.of(3, 8), List.of(5));
        assertThat(leftOut.stream().map(Embedding.LeftOut::token).toList()).isEqualTo(used);
        for (var each : leftOut) {
            assertThat(each.rank()).isEqualTo(all.indexOf(each.token()) + 1);
            assertThat(each.cosine()).isCloseTo(cosine(table[each.token()], sum), within(CLOSE));
        }
    }

    @Test
    void sumOfWhichNothingIsLeftHasNoNeighbours() {
        var embedding = embedding(table(9, 5, 3), 0);
        assertThat(embedding.arithmetic(List.of(2), List.of(2), 10)).isEmpty();
        assertThat(embedding.leftOut(List.of(2), List.of(2)))
                .allSatisfy(each -> assertThat(each.cosine()).isZero());
    }

    @Test
    void modelOfOneTokenHasOnePlace() {
        var embedding = embedding(table(1, 5, 3), 0);
        var axes = PrincipalAxes.of(embedding, AXES, WORKERS, Progress.NONE);
        assertThat(axes.explained()).containsOnly(0);
        assertThat(axes.places(embedding)).containsOnly(0);
        assertThat(embedding.nearest(0, 10)).isEmpty();
    }

    @Test
    void narrowTableHasFewerAxesAndVectorsOfZerosHaveNoDirection() {
        double[][] table = table(9, 2, 3);
        table[4] = new double[2];
        var embedding = embedding(table, 0);
        var axes = PrincipalAxes.of(embedding, AXES, WORKERS, Progress.NONE);
        assertThat(axes.explained()).hasSize(2);
        float[] places = axes.places(embedding);
        assertThat(places).hasSize(AXES * 9);
        assertThat(places[2]).isZero();
        assertThat(embedding.nearest(4, 3)).isEmpty();
        assertThat(embedding.nearest(1, 8)).anySatisfy(near -> {
            assertThat(near.token()).isEqualTo(4);
            assertThat(near.cosine()).isZero();
        });
    }

    private static double[][] table(int tokens, int width, int seed) {
        var random = new Random(seed);
        var table = new double[tokens][width];
        for (double[] row : table) {
            for (int j = 0; j < width; j++) {
                // wider along some columns than along others, and away from zero
                row[j] = (float) (1 + random.nextGaussian() * 3 / (1 + j));
            }
        }
        return table;
    }

    private static Embedding embedding(double[][] table, int rowAxis) {
        int width = table[0].length;
        var values = new float[table.length * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) table[i / width][i % width];
        }
        var layout = Layout.of(List.of("d_vocab", "d_model"), new int[] {table.length, width}, rowAxis);
        return new Embedding(Tensor.of(layout, values));
    }

    private static double[][] centred(double[][] table) {
        var mean = new double[table[0].length];
        for (double[] row : table) {
            for (int j = 0; j < row.length; j++) {
                mean[j] += row[j] / table.length;
            }
        }
        return Arrays.stream(table)
                .map(row -> IntStream.range(0, row.length)
                        .mapToDouble(j -> row[j] - mean[j])
                        .toArray())
                .toArray(double[][]::new);
    }

    /** The direction, of length 1, along which rows are widest; its largest component is positive. */
    private static double[] widest(double[][] rows) {
        var direction = new double[rows[0].length];
        Arrays.setAll(direction, j -> 1 + 0.1 * j);
        for (int round = 0; round < ROUNDS; round++) {
            var next = new double[direction.length];
            for (double[] row : rows) {
                double at = dot(row, direction);
                for (int j = 0; j < next.length; j++) {
                    next[j] += at * row[j];
                }
            }
            direction = unit(next);
        }
        double largest = Arrays.stream(direction)
                .boxed()
                .max(Comparator.comparingDouble(Math::abs))
                .orElseThrow();
        double sign = Math.signum(largest);
        return Arrays.stream(direction).map(component -> sign * component).toArray();
    }

    /** All tokens, those whose vectors are most alike to one first. */
    private static List<Integer> order(double[][] table, double[] to) {
        return IntStream.range(0, table.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer token) -> -cosine(table[token], to)))
                .toList();
    }

    private static double cosine(double[] one, double[] other) {
        return dot(unit(one), unit(other));
    }

    private static double[] unit(double[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        return Arrays.stream(vector).map(component -> component / length).toArray();
    }

    private static double dot(double[] one, double[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(j -> one[j] * other[j])
                .sum();
    }

    private static double squares(double[][] rows) {
        return Arrays.stream(rows).mapToDouble(row -> dot(row, row)).sum();
    }
}

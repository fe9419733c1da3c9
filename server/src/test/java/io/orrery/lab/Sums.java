package io.orrery.lab;

import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;

/** How far a sum of floats may be from what it must add up to. */
final class Sums {
    /** As a share of the sizes of the parts. */
    static final double SUMS = 1e-4;

    private Sums() {}

    /** @param parts of the sum */
    static Offset<Double> ofSum(DoubleStream parts) {
        return within(SUMS * (1 + parts.map(Math::abs).sum()));
    }
}

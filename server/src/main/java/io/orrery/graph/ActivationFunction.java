package io.orrery.graph;

/** The nonlinearity of an MLP: a function of one number. */
public interface ActivationFunction {
    /** Its name in JSON. */
    String word();

    double value(double x);

    /** Its derivative. */
    double slope(double x);
}

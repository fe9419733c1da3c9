package io.orrery.graph;

/** A function of one number, by which an MLP bends what goes through it. */
public interface Curve {
    /** As it is written in JSON. */
    String word();

    double value(double x);

    /** Its derivative. */
    double slope(double x);
}

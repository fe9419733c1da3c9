package io.orrery.room;

/** Who opens a room: it decides which limits apply. */
public sealed interface Opener {
    Opener SERVER = new Server();
    Opener OPERATOR = new Operator();

    /** The server itself, when it starts. Its room is exempt from all limits, and never closes. */
    record Server() implements Opener {}

    /** The operator, for whom some places are kept. Also stands for the unknown opener of a restored room. */
    record Operator() implements Opener {}

    /**
     * Anyone, where the operator allows it.
     *
     * @param network by which visitors are counted: people behind one router share it
     */
    record Visitor(String network) implements Opener {}
}

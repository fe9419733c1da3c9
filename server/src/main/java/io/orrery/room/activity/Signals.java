package io.orrery.room.activity;

import java.util.Optional;

/** An activity by which people signal something to those who present. How many gave each signal is kept by step. */
public interface Signals {
    /** The word for the signal that a new answer gives; empty if it gives none. */
    Optional<String> signalOf(Outcome.Answer answer);
}

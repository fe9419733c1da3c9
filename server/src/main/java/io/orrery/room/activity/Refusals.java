package io.orrery.room.activity;

import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Outcome.Refusal;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes refusals of the engine's failures. */
public final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    /** The refusal for a failure. A failure that is not a {@link OrreryException} is a fault, and is logged here. */
    public static Refusal of(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof OrreryException refused) {
            return new Refusal(refused.error());
        }
        LOG.error("A command or its question has failed", cause);
        return new Refusal(new RoomError.NotComputed());
    }

    /** An outcome; if it cannot be made, the refusal for the failure. */
    public static Outcome orRefusal(Supplier<Outcome> outcome) {
        try {
            return outcome.get();
        } catch (RuntimeException e) {
            return of(e);
        }
    }
}

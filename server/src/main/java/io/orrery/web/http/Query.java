package io.orrery.web.http;

import io.javalin.http.Context;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.trace.Sampling;
import java.util.function.Function;

/** Reads query parameters strictly: a number that is malformed or out of range is a problem. */
public record Query(Context ctx) {
    /** An integer from {@code least} to {@code largest}; {@code usual} if the parameter is absent. */
    public int whole(String name, int usual, int least, int largest) {
        int value = read(name, usual, Integer::valueOf);
        if (value < least || value > largest) {
            throw new OrreryException(new RequestError.OutOfRange(name, least, largest));
        }
        return value;
    }

    /** The sampling parameters; those that are absent have the values of {@link Sampling#GREEDY}. */
    public Sampling sampling() {
        var usual = Sampling.GREEDY;
        return new Sampling(
                read("temperature", usual.temperature(), Double::valueOf),
                read("topK", usual.topK(), Integer::valueOf),
                read("topP", usual.topP(), Double::valueOf),
                read("seed", usual.seed(), Long::valueOf));
    }

    private <T> T read(String name, T usual, Function<String, T> number) {
        String text = ctx.queryParam(name);
        if (text == null) {
            return usual;
        }
        try {
            return number.apply(text);
        } catch (NumberFormatException e) {
            throw new OrreryException(new RequestError.NotANumber(name));
        }
    }
}

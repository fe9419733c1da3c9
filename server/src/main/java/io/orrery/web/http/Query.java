package io.orrery.web.http;

import io.javalin.http.Context;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.trace.Sampling;
import java.util.function.Function;

/** The parameters of an address, read strictly: a number within its bounds, or a problem that says so. */
public record Query(Context ctx) {
    /** A whole number from {@code least} to {@code largest}. */
    public int whole(String name, int usual, int least, int largest) {
        int value = read(name, usual, Integer::valueOf);
        if (value < least || value > largest) {
            throw new OrreryException(new RequestError.OutOfRange(name, least, largest));
        }
        return value;
    }

    /** How tokens are chosen; what is left out has its default. */
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

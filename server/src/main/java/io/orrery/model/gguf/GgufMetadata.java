package io.orrery.model.gguf;

import io.orrery.error.OrreryException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a GGUF file says of itself, by key.
 *
 * @param file what the file is called in messages
 */
public record GgufMetadata(String file, Map<String, Object> values) {
    Set<String> keys() {
        return values.keySet();
    }

    public Optional<String> text(String key) {
        return value(key, String.class, "a text");
    }

    String requiredText(String key) {
        return text(key).orElseThrow(() -> missing(key));
    }

    Optional<Boolean> flag(String key) {
        return value(key, Boolean.class, "true or false");
    }

    /** A whole number from 1. */
    int size(String key, int largest) {
        return optionalSize(key, largest).orElseThrow(() -> missing(key));
    }

    Optional<Integer> optionalSize(String key, int largest) {
        return whole(key).map(number -> {
            if (number < 1 || number > largest) {
                throw bad("gives %s as %s; it must be a whole number from 1 to %d".formatted(key, number, largest));
            }
            return number.intValue();
        });
    }

    public Optional<Long> whole(String key) {
        return value(key, Long.class, "a whole number");
    }

    /** A number between two bounds, themselves excluded. */
    Optional<Double> number(String key, double above, double below) {
        var given = Optional.ofNullable(values.get(key));
        return given.map(value -> {
            double number = value instanceof Number any ? any.doubleValue() : Double.NaN;
            if (!(number > above && number < below)) {
                throw bad("gives %s as %s; it must be a number between %s and %s".formatted(key, value, above, below));
            }
            return number;
        });
    }

    /** A list whose items are all of one class; empty if there is none. */
    public <T> Optional<List<T>> list(String key, Class<T> items) {
        return value(key, List.class, "a list").map(list -> {
            for (Object item : list) {
                if (!items.isInstance(item)) {
                    throw bad("holds %s in the list %s".formatted(item, key));
                }
            }
            @SuppressWarnings("unchecked")
            var checked = (List<T>) list;
            return checked;
        });
    }

    private <T> Optional<T> value(String key, Class<T> type, String what) {
        var value = values.get(key);
        if (value != null && !type.isInstance(value)) {
            throw bad("gives %s as %s; it must be %s".formatted(key, value, what));
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    OrreryException missing(String key) {
        return bad("does not give " + key);
    }

    OrreryException unsupported(String key, String why) {
        var text = String.valueOf(values.get(key));
        return new OrreryException(
                "unsupported-config",
                "%s sets \"%s\" to %s; %s."
                        .formatted(file, key, text.length() > 80 ? text.substring(0, 80) + "…" : text, why),
                Map.of("file", file, "key", key));
    }

    OrreryException bad(String what) {
        return new OrreryException("bad-config", file + " " + what + ".", Map.of("file", file));
    }
}

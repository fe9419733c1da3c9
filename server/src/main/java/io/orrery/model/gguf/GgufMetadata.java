package io.orrery.model.gguf;

import io.orrery.error.ConfigError;
import io.orrery.error.OrreryException;
import io.orrery.model.config.ConfigObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The metadata of a GGUF file, by key.
 *
 * @param file the file's name in messages
 */
public record GgufMetadata(String file, Map<String, Object> values) {
    private static final int LONGEST_SHOWN = 80;

    Set<String> keys() {
        return values.keySet();
    }

    public Optional<String> text(String key) {
        return value(key, String.class, ConfigError.NotAText::new);
    }

    String requiredText(String key) {
        return text(key).orElseThrow(() -> missing(key));
    }

    Optional<Boolean> flag(String key) {
        return value(key, Boolean.class, ConfigError.NotAFlag::new);
    }

    /** A whole number of at least 1. */
    int size(String key, int largest) {
        return optionalSize(key, largest).orElseThrow(() -> missing(key));
    }

    Optional<Integer> optionalSize(String key, int largest) {
        return whole(key).map(number -> {
            if (number < 1 || number > largest) {
                throw new OrreryException(new ConfigError.SizeOutOfRange(file, key, String.valueOf(number), largest));
            }
            return number.intValue();
        });
    }

    public Optional<Long> whole(String key) {
        return value(key, Long.class, ConfigError.NotAWholeSetting::new);
    }

    /** A number between two bounds, exclusive. */
    Optional<Double> number(String key, double above, double below) {
        var given = Optional.ofNullable(values.get(key));
        return given.map(value -> {
            double number = value instanceof Number any ? any.doubleValue() : Double.NaN;
            if (!(number > above && number < below)) {
                throw new OrreryException(new ConfigError.NumberOutOfRange(
                        file, key, String.valueOf(value), String.valueOf(above), String.valueOf(below)));
            }
            return number;
        });
    }

    /** A list whose items all have one class; empty if there is none. */
    public <T> Optional<List<T>> list(String key, Class<T> items) {
        return value(key, List.class, ConfigError.NotAListSetting::new).map(list -> {
            for (Object item : list) {
                if (!items.isInstance(item)) {
                    throw new OrreryException(new ConfigError.WrongItem(file, String.valueOf(item), key));
                }
            }
            @SuppressWarnings("unchecked")
            var checked = (List<T>) list;
            return checked;
        });
    }

    private <T> Optional<T> value(String key, Class<T> type, ConfigObject.Objection otherwise) {
        var value = values.get(key);
        if (value != null && !type.isInstance(value)) {
            throw new OrreryException(otherwise.to(file, key, String.valueOf(value)));
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    OrreryException missing(String key) {
        return new OrreryException(new ConfigError.MissingSetting(file, key));
    }

    OrreryException unsupported(String key, ConfigObject.Objection objection) {
        var text = String.valueOf(values.get(key));
        return new OrreryException(
                objection.to(file, key, text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text));
    }
}

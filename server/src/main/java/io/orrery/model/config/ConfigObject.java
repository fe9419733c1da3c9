package io.orrery.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.ConfigError;
import io.orrery.error.OrreryException;
import io.orrery.model.file.JsonFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Strict reader for the keys of a JSON object in a configuration file. A key whose value is null counts as missing. */
public final class ConfigObject {
    private static final int LONGEST_SHOWN = 80;

    private final String file;
    private final ObjectNode config;

    /** The keys that lead to {@link #config}, each followed by a dot. */
    private final String path;

    private ConfigObject(String file, ObjectNode config, String path) {
        this.file = file;
        this.config = config;
        this.path = path;
    }

    /**
     * Parses a file with one JSON object.
     *
     * @param file the file's name in error messages
     */
    public static ConfigObject of(String file, byte[] json) throws IOException {
        return new ConfigObject(file, JsonFile.parse(file, json), "");
    }

    /** Refuses every key that is not in the set. */
    public void checkOnly(Set<String> known) {
        for (var entry : config.properties()) {
            if (!known.contains(entry.getKey()) && !hasNoEffect(entry.getValue())) {
                throw unsupported(entry.getKey(), ConfigError.UnknownSetting::new);
            }
        }
    }

    /** Whether a value has no effect, such as null, or an empty list of pruned heads. */
    private static boolean hasNoEffect(JsonNode value) {
        return value.isNull() || (value.isContainerNode() && value.isEmpty());
    }

    /** The keys whose value is {@code false}. */
    public Set<String> switchedOff() {
        return config.properties().stream()
                .filter(entry ->
                        entry.getValue().isBoolean() && !entry.getValue().booleanValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Refuses a flag with the other value. */
    void requireValue(String key, boolean only) {
        if (flag(key, only) != only) {
            throw unsupported(
                    key, (in, name, value) -> new ConfigError.FixedSetting(in, name, value, String.valueOf(only)));
        }
    }

    /** Refuses every other text, and a missing one. */
    public void requireText(String key, String only) {
        if (!value(key).map(JsonNode::asText).orElse("").equals(only)) {
            throw unsupported(key, (in, name, value) -> new ConfigError.FixedText(in, name, value, only));
        }
    }

    /**
     * A positive integer that may have several names; if several are present, they must be equal.
     *
     * @throws OrreryException with a {@link ConfigError} if none is present, they differ, or the value exceeds {@code largest}
     */
    public int size(int largest, String... names) {
        int size = 0;
        var from = "";
        for (var name : names) {
            var value = value(name);
            if (value.isEmpty()) {
                continue;
            }
            var number = value.get();
            if (!number.canConvertToInt()
                    || !number.isIntegralNumber()
                    || number.intValue() < 1
                    || number.intValue() > largest) {
                throw new OrreryException(
                        new ConfigError.SizeOutOfRange(file, path + name, number.toString(), largest));
            }
            if (size != 0 && size != number.intValue()) {
                throw new OrreryException(
                        new ConfigError.SettingsDiffer(file, from, String.valueOf(size), name, number.toString()));
            }
            size = number.intValue();
            from = name;
        }
        if (size == 0) {
            throw missing(names[0]);
        }
        return size;
    }

    /**
     * A number.
     *
     * @param above lower bound, exclusive
     * @param below upper bound, exclusive
     * @throws OrreryException with a {@link ConfigError} if it is missing or out of bounds
     */
    public double number(String key, double above, double below) {
        var value = value(key).orElseThrow(() -> missing(key));
        double number = value.asDouble();
        if (!value.isNumber() || !(number > above && number < below)) {
            throw new OrreryException(new ConfigError.NumberOutOfRange(
                    file, path + key, value.toString(), shortest(above), shortest(below)));
        }
        return number;
    }

    public double number(String key, double above, double below, double otherwise) {
        return value(key).isPresent() ? number(key, above, below) : otherwise;
    }

    private static String shortest(double bound) {
        return bound == Math.rint(bound) ? String.valueOf((long) bound) : String.valueOf(bound);
    }

    /** The object at a key, if there is one. */
    Optional<ConfigObject> object(String key) {
        return value(key).map(value -> {
            if (value instanceof ObjectNode object) {
                return new ConfigObject(file, object, path + key + ".");
            }
            throw new OrreryException(new ConfigError.NotAnObject(file, path + key, value.toString()));
        });
    }

    /** Whether a key is present, even with the value null. */
    boolean has(String key) {
        return config.has(key);
    }

    public boolean flag(String key, boolean otherwise) {
        var value = value(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (!value.get().isBoolean()) {
            throw new OrreryException(
                    new ConfigError.NotAFlag(file, key, value.get().toString()));
        }
        return value.get().booleanValue();
    }

    /** The items of a list; empty if there is none. */
    Optional<List<JsonNode>> list(String key) {
        return value(key).map(value -> {
            if (!value.isArray()) {
                throw unsupported(key, ConfigError.NotAListSetting::new);
            }
            List<JsonNode> items = new ArrayList<>();
            value.forEach(items::add);
            return items;
        });
    }

    /** The value of a key; empty if it is missing or null. */
    public Optional<JsonNode> value(String key) {
        return Optional.ofNullable(config.get(key)).filter(value -> !value.isNull());
    }

    private OrreryException missing(String key) {
        return new OrreryException(new ConfigError.MissingSetting(file, path + key));
    }

    /** Makes the error about an unsupported setting. */
    public interface Objection {
        ConfigError to(String file, String key, String value);
    }

    /** The exception for an unsupported setting. Long values are truncated. */
    public OrreryException unsupported(String key, Objection objection) {
        return new OrreryException(objection.to(file, path + key, shown(key)));
    }

    /** A value as messages show it: a long one is truncated. */
    String shown(String key) {
        var text = config.path(key).toString();
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    }

    /** The file's name in error messages. */
    String file() {
        return file;
    }
}

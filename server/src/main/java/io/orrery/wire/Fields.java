package io.orrery.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Strict reader for the fields of one untrusted JSON object. A field of the wrong type or size is an error with a
 * message that says what is expected.
 */
public final class Fields {
    /** 2^53 − 1: the largest integer that a browser's number holds exactly. */
    private static final long LARGEST_INTEGER = (1L << 53) - 1;

    private final String where;
    private final JsonNode object;

    private Fields(String where, JsonNode object) {
        this.where = where;
        this.object = object;
    }

    /**
     * @param where the object's name in error messages, such as {@code "hello"}
     * @throws MalformedException if the value is not an object
     */
    public static Fields of(String where, JsonNode value) throws MalformedException {
        if (!value.isObject()) {
            throw new MalformedException(where + " must be an object.");
        }
        return new Fields(where, value);
    }

    /** Whether the field is present and not {@code null}. */
    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** A text of 1 to {@code longest} characters. */
    public String text(String name, int longest) throws MalformedException {
        JsonNode value = object.path(name);
        if (!value.isTextual()
                || value.textValue().isEmpty()
                || value.textValue().length() > longest) {
            throw wrong(name, "must be a text of 1 to " + longest + " characters");
        }
        return value.textValue();
    }

    /** A text of at most {@code longest} characters, which may be empty. */
    public String anyText(String name, int longest) throws MalformedException {
        JsonNode value = object.path(name);
        if (!value.isTextual() || value.textValue().length() > longest) {
            throw wrong(name, "must be a text of at most " + longest + " characters");
        }
        return value.textValue();
    }

    public Optional<String> optionalText(String name, int longest) throws MalformedException {
        return has(name) ? Optional.of(text(name, longest)) : Optional.empty();
    }

    /** An integer from 0 to 2^53 − 1. */
    public long count(String name) throws MalformedException {
        JsonNode value = object.path(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > LARGEST_INTEGER) {
            throw wrong(name, "must be a whole number from 0");
        }
        return value.longValue();
    }

    /** A finite number. */
    public double number(String name) throws MalformedException {
        JsonNode value = object.path(name);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong(name, "must be a number");
        }
        return value.doubleValue();
    }

    /** A finite number from {@code -largest} to {@code largest}. */
    public double number(String name, double largest) throws MalformedException {
        double number = number(name);
        if (Math.abs(number) > largest) {
            throw wrong(name, "must be a number of at most " + largest + " in size");
        }
        return number;
    }

    public boolean flag(String name) throws MalformedException {
        JsonNode value = object.path(name);
        if (!value.isBoolean()) {
            throw wrong(name, "must be true or false");
        }
        return value.booleanValue();
    }

    public Fields object(String name) throws MalformedException {
        return of(where + "." + name, object.path(name));
    }

    /** An array of at most {@code most} integers, each of which fits an int. */
    public int[] integers(String name, int most) throws MalformedException {
        JsonNode value = object.path(name);
        if (!value.isArray() || value.size() > most) {
            throw wrong(name, "must be a list of at most " + most + " whole numbers");
        }
        int[] numbers = new int[value.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode element = value.get(i);
            if (!element.isIntegralNumber() || !element.canConvertToInt()) {
                throw wrong(name, "must be a list of at most " + most + " whole numbers");
            }
            numbers[i] = element.intValue();
        }
        return numbers;
    }

    /** An array of at most {@code most} integers from {@code least} to {@code largest}. */
    public List<Integer> integers(String name, int most, int least, int largest) throws MalformedException {
        var list = new ArrayList<Integer>();
        for (int number : integers(name, most)) {
            if (number < least || number > largest) {
                throw wrong(name, "must hold whole numbers from " + least + " to " + largest);
            }
            list.add(number);
        }
        return list;
    }

    /** An array of at most {@code most} objects. */
    public List<Fields> list(String name, int most) throws MalformedException {
        JsonNode value = object.path(name);
        if (!value.isArray() || value.size() > most) {
            throw wrong(name, "must be a list of at most " + most);
        }
        var list = new ArrayList<Fields>();
        for (JsonNode element : value) {
            list.add(of(where + "." + name, element));
        }
        return list;
    }

    private MalformedException wrong(String name, String shouldBe) {
        return new MalformedException(where + "." + name + " " + shouldBe + ".");
    }
}

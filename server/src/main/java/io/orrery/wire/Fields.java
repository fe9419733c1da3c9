package io.orrery.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.JsonError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Strict reader for the fields of one untrusted JSON object. A field of the wrong type or size is a {@link JsonError} that says
 * what is expected.
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
     * @param where the path of the object, by which errors name its fields, such as {@code "hello"}
     * @throws MalformedException if the value is not an object
     */
    public static Fields of(String where, JsonNode value) throws MalformedException {
        if (!value.isObject()) {
            throw new MalformedException(new JsonError.FieldNotObject(where));
        }
        return new Fields(where, value);
    }

    /** The object as JSON. */
    public String json() {
        return object.toString();
    }

    /** The names of all fields, at most {@code most} of 1 to {@code longest} characters. */
    public List<String> names(int most, int longest) throws MalformedException {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.size() > most) {
            throw new MalformedException(new JsonError.FieldNotList(where, most));
        }
        for (String name : names) {
            if (name.isEmpty() || name.length() > longest) {
                throw new MalformedException(new JsonError.FieldNotText(where, longest));
            }
        }
        return names;
    }

    /** Whether the field is present and not {@code null}. */
    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** A text of 1 to {@code longest} characters. */
    public String text(String name, int longest) throws MalformedException {
        return text(name, object.path(name), longest);
    }

    private String text(String name, JsonNode value, int longest) throws MalformedException {
        if (!value.isTextual()
                || value.textValue().isEmpty()
                || value.textValue().length() > longest) {
            throw new MalformedException(new JsonError.FieldNotText(path(name), longest));
        }
        return value.textValue();
    }

    /** A line that a person has written for others, as {@link TextSanitizer#name} cleans it; of 1 to {@code longest} characters. */
    public String line(String name, int longest) throws MalformedException {
        return written(name, TextSanitizer.name(text(name, longest)), longest);
    }

    /** A prompt that a person keeps for others, as {@link TextSanitizer#passage} cleans it; of 1 to {@code longest} characters. */
    public String passage(String name, int longest) throws MalformedException {
        return written(name, TextSanitizer.passage(text(name, longest)), longest);
    }

    /** @throws MalformedException if nothing is left of a text */
    private String written(String name, String cleaned, int longest) throws MalformedException {
        if (cleaned.isEmpty()) {
            throw new MalformedException(new JsonError.FieldNotText(path(name), longest));
        }
        return cleaned;
    }

    /** A text of at most {@code longest} characters, which may be empty. */
    public String anyText(String name, int longest) throws MalformedException {
        JsonNode value = object.path(name);
        if (!value.isTextual() || value.textValue().length() > longest) {
            throw new MalformedException(new JsonError.FieldTextTooLong(path(name), longest));
        }
        return value.textValue();
    }

    /** The error for a text of more than {@code longest} characters. */
    MalformedException tooLong(String name, int longest) {
        return new MalformedException(new JsonError.FieldTextTooLong(path(name), longest));
    }

    public Optional<String> optionalText(String name, int longest) throws MalformedException {
        return has(name) ? Optional.of(text(name, longest)) : Optional.empty();
    }

    /** One of the words of an enum. @param longest as in {@link #text} */
    public <E extends Enum<E> & Word> E word(String name, int longest, Class<E> type) throws MalformedException {
        String word = text(name, longest);
        List<E> all = List.of(type.getEnumConstants());
        return all.stream()
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new MalformedException(new JsonError.FieldNotOneOf(
                        path(name), all.stream().map(Word::word).collect(Collectors.joining(", ")))));
    }

    /** An integer from 0 to 2^53 − 1. */
    public long count(String name) throws MalformedException {
        JsonNode value = object.path(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > LARGEST_INTEGER) {
            throw new MalformedException(new JsonError.FieldNotCount(path(name)));
        }
        return value.longValue();
    }

    /** An integer from {@code least} to {@code most}. */
    public int count(String name, int least, int most) throws MalformedException {
        long count = count(name);
        if (count < least || count > most) {
            throw new MalformedException(new JsonError.FieldOutOfRange(path(name), least, most));
        }
        return (int) count;
    }

    /** An integer from 0, such as the number of a layer. One that an int cannot hold is read as the largest int, which nothing has. */
    public int index(String name) throws MalformedException {
        return (int) Math.min(Integer.MAX_VALUE, count(name));
    }

    /** A finite number. */
    public double number(String name) throws MalformedException {
        JsonNode value = object.path(name);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new MalformedException(new JsonError.FieldNotNumber(path(name)));
        }
        return value.doubleValue();
    }

    /** A finite number from {@code -largest} to {@code largest}. */
    public double number(String name, long largest) throws MalformedException {
        double number = number(name);
        if (Math.abs(number) > largest) {
            throw new MalformedException(new JsonError.FieldNumberTooLarge(path(name), largest));
        }
        return number;
    }

    public boolean flag(String name) throws MalformedException {
        JsonNode value = object.path(name);
        if (!value.isBoolean()) {
            throw new MalformedException(new JsonError.FieldNotFlag(path(name)));
        }
        return value.booleanValue();
    }

    public Fields object(String name) throws MalformedException {
        return of(path(name), object.path(name));
    }

    /** An array of at most {@code most} integers, each of which fits an int. */
    public int[] integers(String name, int most) throws MalformedException {
        JsonNode value = object.path(name);
        if (!value.isArray() || value.size() > most) {
            throw new MalformedException(new JsonError.FieldNotIntegers(path(name), most));
        }
        int[] numbers = new int[value.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode element = value.get(i);
            if (!element.isIntegralNumber() || !element.canConvertToInt()) {
                throw new MalformedException(new JsonError.FieldNotIntegers(path(name), most));
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
                throw new MalformedException(new JsonError.FieldIntegersOutOfRange(path(name), least, largest));
            }
            list.add(number);
        }
        return list;
    }

    /** An array of at most {@code most} objects. */
    public List<Fields> list(String name, int most) throws MalformedException {
        JsonNode value = object.path(name);
        if (!value.isArray() || value.size() > most) {
            throw new MalformedException(new JsonError.FieldNotList(path(name), most));
        }
        var list = new ArrayList<Fields>();
        for (JsonNode element : value) {
            list.add(of(path(name), element));
        }
        return list;
    }

    /** An array of at most {@code most} texts of 1 to {@code longest} characters. */
    public List<String> texts(String name, int most, int longest) throws MalformedException {
        JsonNode value = object.path(name);
        if (!value.isArray() || value.size() > most) {
            throw new MalformedException(new JsonError.FieldNotList(path(name), most));
        }
        var list = new ArrayList<String>();
        for (JsonNode element : value) {
            list.add(text(name, element, longest));
        }
        return list;
    }

    /** An array of at most {@code most} lines, each as {@link #line}. */
    public List<String> lines(String name, int most, int longest) throws MalformedException {
        var list = new ArrayList<String>();
        for (String text : texts(name, most, longest)) {
            list.add(written(name, TextSanitizer.name(text), longest));
        }
        return list;
    }

    private String path(String name) {
        return where + "." + name;
    }
}

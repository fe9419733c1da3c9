package io.orrery.error;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.ibm.icu.text.ListFormatter;
import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.text.NumberFormat;
import com.ibm.icu.util.ULocale;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The sentences for errors in one language, from the strings files that pages use, too. A file maps codes to sentences in ICU
 * MessageFormat.
 */
public final class Sentences {
    /** As much as a person reads; a hostile file's names may be as long as it likes. */
    private static final int LONGEST = 500;

    /** How much stays of the end of what is longer. */
    private static final int END = 200;

    /** Characters that would move the cursor of a terminal, or turn the direction of reading. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\u200e\\u200f\\u061c\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    /** The groups of texts, by the file that has them: errors that a page shows, and those of the terminal alone. */
    private static final Map<String, String> GROUPS = Map.of("problem", "problems", "terminal", "terminal");

    private static final String TITLES = "problem-title";

    /** For the command line, the log, and the {@code detail} of protocol 1. */
    public static final Sentences ENGLISH = new Sentences("en", ULocale.UK);

    private final ULocale locale;
    private final Map<String, String> sentences = new HashMap<>();
    private final Map<String, String> titles = new HashMap<>();

    private Sentences(String language, ULocale locale) {
        this.locale = locale;
        GROUPS.forEach((group, file) -> add(read(language, file).path(group), sentences));
        add(read(language, GROUPS.get("problem")).path(TITLES), titles);
    }

    /** The sentence for an error. */
    public String of(DomainError error) {
        String pattern = sentences.get(error.code());
        if (pattern == null) {
            throw new IllegalStateException("There is no sentence for " + error.code());
        }
        return readable(written(pattern, error.parameters()));
    }

    /** A few words that are the same whatever the parameters are: those of the code, or of its kind. */
    public String title(DomainError error) {
        String ofKind = titles.getOrDefault(error.type().word(), titles.get("other"));
        return titles.getOrDefault(error.code(), ofKind);
    }

    /** The pattern of each code, for tests. */
    Map<String, String> patterns() {
        return Map.copyOf(sentences);
    }

    private String written(String pattern, Map<String, Object> parameters) {
        var arguments = new HashMap<String, Object>();
        parameters.forEach(
                (name, value) -> arguments.put(name, argument(value, pattern.contains("{" + name + ", plural"))));
        return new MessageFormat(pattern, locale).format(arguments);
    }

    private Object argument(Object value, boolean isCounted) {
        if (value instanceof GroupedNumber grouped) {
            return NumberFormat.getIntegerInstance(locale).format(grouped.number());
        }
        if (value instanceof Series series) {
            return ListFormatter.getInstance(locale).format(series.items());
        }
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        // A number as Java writes it, unless the sentence depends on it.
        return isCounted ? value : String.valueOf(value);
    }

    /** What a file or a person wrote may stand in a sentence; it is shown whole only as far as one can read it. */
    private static String readable(String sentence) {
        String clean = UNSEEN.matcher(cut(sentence))
                .replaceAll(found -> "U+%04X".formatted((int) found.group().charAt(0)));
        return cut(clean);
    }

    private static String cut(String sentence) {
        return sentence.length() <= LONGEST
                ? sentence
                : sentence.substring(0, LONGEST - END) + "…" + sentence.substring(sentence.length() - END);
    }

    private static JsonNode read(String language, String file) {
        String path = "strings/" + language + "/" + file + ".json";
        try (InputStream in = Sentences.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The class path has no " + path);
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(JsonNode group, Map<String, String> to) {
        group.properties().forEach(text -> to.put(text.getKey(), text.getValue().textValue()));
    }
}

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
import java.util.stream.Stream;

/**
 * The sentences for errors in one language, from the strings files that pages use, too. The files map codes to patterns
 * in ICU MessageFormat.
 */
public final class Sentences {
    /** The most characters shown: as much as a person reads. Names in hostile files can be of any length. */
    private static final int LONGEST = 500;

    /** How many characters to keep at the end of a longer sentence. */
    private static final int END = 200;

    /** Characters that move a terminal's cursor or change the text direction. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\u200e\\u200f\\u061c\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    /** The top-level key and file name of errors that pages show, and of errors that only the terminal shows. */
    private static final Map<String, String> GROUPS = Map.of("problem", "problems", "terminal", "terminal");

    private static final String TITLES = "problem-title";

    /** English, for the log and {@code detail} in protocol 1. */
    public static final Sentences ENGLISH = new Sentences("en", ULocale.UK);

    private final ULocale locale;
    private final Map<String, String> sentences = new HashMap<>();
    private final Map<String, String> titles = new HashMap<>();

    private Sentences(String language, ULocale locale) {
        this.locale = locale;
        GROUPS.forEach((group, file) -> add(read(language, file).path(group), sentences));
        add(read(language, GROUPS.get("problem")).path(TITLES), titles);
    }

    /**
     * The sentences for the person at the command line: in the language of the environment if there are texts in it, otherwise
     * in English.
     *
     * @param environment in which {@code LC_ALL} comes before {@code LC_MESSAGES} and this before {@code LANG}
     */
    public static Sentences ofEnvironment(Map<String, String> environment) {
        String locale = Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
        // Such as de_AT.UTF-8@euro. "C" and "POSIX" are no languages.
        String tag = locale.replaceAll("[.@].*", "").replace('_', '-');
        return Stream.of(tag, tag.replaceAll("-.*", ""))
                .filter(language -> language.matches("[A-Za-z]{2,3}(-\\w+)*") && exists(language))
                .findFirst()
                .map(language -> new Sentences(language, ULocale.forLanguageTag(tag)))
                .orElse(ENGLISH);
    }

    private static boolean exists(String language) {
        return GROUPS.values().stream()
                .allMatch(file -> Sentences.class.getClassLoader().getResource(path(language, file)) != null);
    }

    /** The sentence for an error. */
    public String of(DomainError error) {
        String pattern = sentences.get(error.code());
        if (pattern == null) {
            throw new IllegalStateException("There is no sentence for " + error.code());
        }
        return readable(written(pattern, error.parameters()));
    }

    /** A few words that do not depend on the parameters: the title of the code or, if it has none, of its kind. */
    public String title(DomainError error) {
        return title(error.code(), error.type());
    }

    /** The same of an error that comes from elsewhere, by its code and kind. */
    public String title(String code, ErrorType kind) {
        return titles.getOrDefault(code, titles.getOrDefault(kind.word(), titles.get("other")));
    }

    /** The pattern of each code; for tests. */
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
        // Write numbers as Java does, unless the pattern selects by the number.
        return isCounted ? value : String.valueOf(value);
    }

    /**
     * Makes a sentence safe to show: it may quote files or people. Escapes control characters and shortens long text.
     */
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
        String path = path(language, file);
        try (InputStream in = Sentences.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The class path has no " + path);
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String path(String language, String file) {
        return "strings/" + language + "/" + file + ".json";
    }

    private static void add(JsonNode group, Map<String, String> to) {
        group.properties().forEach(text -> to.put(text.getKey(), text.getValue().textValue()));
    }
}

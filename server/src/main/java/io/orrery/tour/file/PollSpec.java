package io.orrery.tour.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.orrery.error.TourError;
import io.orrery.tour.yaml.Entries;
import io.orrery.tour.yaml.YamlNode;
import io.orrery.tour.yaml.YamlNode.Scalar;
import io.orrery.tour.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A poll as it is written: a question in words, and how it is answered.
 *
 * @param options what can be chosen; of a scale the words for its two ends, or none; none of a text
 * @param right the numbers of the options that are right, from 1; of a scale the value. None if nobody says so
 * @param words its words in other languages, by language; a page whose language is not among them has {@code question} and {@code options}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PollSpec(
        Kind kind, String question, List<String> options, List<Integer> right, Map<String, Words> words) {
    /** A poll's words in one language. @param options as many as the poll has */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Words(String question, List<String> options) {
        public Words {
            options = List.copyOf(options);
        }

        private Words each(UnaryOperator<String> change) {
            return new Words(
                    change.apply(question), options.stream().map(change).toList());
        }
    }

    /** The kinds of a poll. */
    public enum Kind {
        /** One of the options. */
        ONE,
        /** Any of the options, at least one. */
        SEVERAL,
        /** A whole number from 1 to {@link #HIGHEST}. */
        SCALE,
        /** A short text. */
        TEXT;

        /** The highest value of a scale. */
        public static final int HIGHEST = 5;

        private static final int ENDS = 2;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> of(String word) {
            return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
        }

        /** The words of all kinds. */
        public static List<String> words() {
            return Stream.of(values()).map(Kind::word).toList();
        }

        /** How many texts may stand as options: at least, and at most. */
        public int least() {
            return this == ONE || this == SEVERAL ? LEAST : 0;
        }

        public int most() {
            return this == SCALE ? ENDS : this == TEXT ? 0 : MOST;
        }

        /** Whether there may be so many texts as options. */
        public boolean takes(int count) {
            return count >= least() && count <= most() && (this != SCALE || count != 1);
        }

        /** How many answers there are to choose from. @param options the number of its texts */
        public int size(int options) {
            return this == SCALE ? HIGHEST : options;
        }

        /** The most answers that are right. */
        public int mostRight() {
            return this == SEVERAL ? MOST : this == TEXT ? 0 : 1;
        }
    }

    /** The fewest and the most options to choose from. */
    public static final int LEAST = 2;

    public static final int MOST = 6;

    /** The longest question, option and answer in words, in characters. */
    public static final int LONGEST_QUESTION = 200;

    public static final int LONGEST_OPTION = 60;

    /** The most languages besides the first. */
    public static final int MOST_LANGUAGES = 20;

    private static final List<String> WORDS = List.of("question", "options");

    static final List<String> KEYS = List.of("kind", "question", "options", "right", "words");

    public PollSpec {
        options = List.copyOf(options);
        right = List.copyOf(right);
        words = Map.copyOf(words);
    }

    /** The same poll, each of whose texts is changed. */
    public PollSpec each(UnaryOperator<String> change) {
        var others = new HashMap<String, Words>();
        words.forEach((language, own) -> others.put(language, own.each(change)));
        return new PollSpec(
                kind, change.apply(question), options.stream().map(change).toList(), right, others);
    }

    /** Reads the named values of a poll; empty if something is wrong, which is then a problem. */
    static Optional<PollSpec> read(Entries poll) {
        int before = poll.problems().all().size();
        var kind = poll.has("kind") ? poll.oneOf("kind", Kind.words()).flatMap(Kind::of) : Optional.of(Kind.ONE);
        var question = question(poll);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        var options = options(poll, kind.get());
        var right = right(poll, kind.get(), options.size());
        var words = words(poll, kind.get(), options.size());
        return poll.problems().all().size() > before
                ? Optional.empty()
                : question.map(text -> new PollSpec(kind.get(), text, options, right, words));
    }

    private static Optional<String> question(Entries poll) {
        var question = poll.requiredText("question");
        question.ifPresent(text -> requireShort(poll, "question", text, poll.line("question"), LONGEST_QUESTION));
        return question;
    }

    /** @param count of the poll's own options, which each language has */
    private static Map<String, Words> words(Entries poll, Kind kind, int count) {
        var all = new HashMap<String, Words>();
        Optional<Entries> written = poll.entries("words");
        if (written.isEmpty()) {
            return all;
        }
        Entries languages = written.get();
        if (languages.keys().size() > MOST_LANGUAGES) {
            poll.problem(
                    "words",
                    new TourError.TourNotANumber("words", languages.keys().size(), 1, MOST_LANGUAGES));
        }
        for (String language : languages.keys()) {
            if (!TourReader.LANGUAGE.matcher(language).matches()) {
                languages.problem(language, new TourError.TourLanguageUnknown(language));
            }
            languages.entries(language).ifPresent(entries -> {
                entries.known(WORDS);
                var question = question(entries);
                var options = options(entries, kind);
                if (options.size() != count && kind.takes(options.size())) {
                    entries.problem("options", new TourError.TourWordsCount(language, options.size(), count));
                }
                question.ifPresent(text -> all.put(language, new Words(text, options)));
            });
        }
        return all;
    }

    private static void requireShort(Entries poll, String key, String text, int line, int longest) {
        if (text.length() > longest) {
            poll.problems().add(line, new TourError.TourTextTooLong(key, text.length(), longest));
        }
    }

    private static List<String> options(Entries poll, Kind kind) {
        if (kind.least() > 0) {
            poll.required("options");
        }
        var options = new ArrayList<String>();
        var known = new HashSet<String>();
        for (YamlNode item : poll.list("options")) {
            if (!(item instanceof Scalar scalar)) {
                poll.problems().add(item.line(), new TourError.TourNotAText("options"));
                continue;
            }
            String text = scalar.text().strip();
            if (text.isEmpty()) {
                poll.problems().add(item.line(), new TourError.TourTextEmpty("options"));
            } else if (!known.add(text.toLowerCase(Locale.ROOT))) {
                poll.problems().add(item.line(), new TourError.TourOptionTwice(text));
            }
            requireShort(poll, "options", text, item.line(), LONGEST_OPTION);
            options.add(text);
        }
        if (!kind.takes(options.size()) && (poll.has("options") || kind.least() == 0)) {
            poll.problem(
                    "options", new TourError.TourOptionsCount(kind.word(), options.size(), kind.least(), kind.most()));
        }
        return options;
    }

    private static List<Integer> right(Entries poll, Kind kind, int options) {
        var right = new ArrayList<Integer>();
        int size = kind.size(options);
        for (YamlNode item : poll.node("right").stream()
                .flatMap(node -> node instanceof Sequence all ? all.items().stream() : Stream.of(node))
                .toList()) {
            if (kind.mostRight() == 0) {
                poll.problems().add(item.line(), new TourError.TourRightTooMany(kind.word(), kind.mostRight()));
            } else if (item instanceof Scalar scalar) {
                var number = Entries.number("right", scalar, 1, Math.max(1, size), poll.problems());
                if (number.isPresent() && number.getAsDouble() == Math.rint(number.getAsDouble())) {
                    right.add((int) number.getAsDouble());
                } else if (number.isPresent()) {
                    poll.problems()
                            .add(
                                    item.line(),
                                    new TourError.TourNotANumber("right", scalar.text(), "1", Integer.toString(size)));
                }
            } else {
                poll.problems().add(item.line(), new TourError.TourNotAText("right"));
            }
        }
        if (kind.mostRight() > 0 && right.size() > kind.mostRight()) {
            poll.problem("right", new TourError.TourRightTooMany(kind.word(), kind.mostRight()));
        }
        return right.stream().distinct().toList();
    }
}

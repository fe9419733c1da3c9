package io.orrery.train.tales;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Says whether a text can be derived from the {@link Grammar}: it goes from left to right, matches words to the pieces
 * of the templates, and notes which word a variable stands for. It shares no code with the {@link Storyteller}.
 */
final class StoryParser {
    private static final Set<String> ENDS = Set.of(".", "?");

    /** The names in a sentence are of different people. A list may contain a word twice. */
    private static final Set<String> UNIQUE = Set.of("name");

    private final Grammar grammar;
    private final Words words;

    StoryParser(Grammar grammar) {
        this.grammar = grammar;
        this.words = grammar.words();
    }

    /** The sentences of a story, without its end. Words after the last full stop are a sentence of their own. */
    static List<List<String>> sentences(List<String> story) {
        List<List<String>> sentences = new ArrayList<>();
        List<String> sentence = new ArrayList<>();
        for (String word : story) {
            if (word.equals(Grammar.END)) {
                break;
            }
            sentence.add(word);
            if (ENDS.contains(word)) {
                sentences.add(List.copyOf(sentence));
                sentence.clear();
            }
        }
        if (!sentence.isEmpty()) {
            sentences.add(List.copyOf(sentence));
        }
        return sentences;
    }

    /** Whether the grammar has this sentence, in whichever story. */
    boolean isSentence(List<String> sentence) {
        return grammar.templates().stream()
                .flatMap(template -> template.sentences().stream())
                .anyMatch(pieces -> pieces.size() == sentence.size()
                        && match(pieces, sentence, new Reading(Map.of(), Set.of()))
                                .isPresent());
    }

    /**
     * Whether the grammar has this story: each sentence where it belongs, the same two people and the same thing of theirs
     * throughout, pronouns that agree with the names, answers that agree with what was told, and nothing told of twice.
     */
    boolean isStory(List<String> story) {
        int end = story.size() - 1;
        if (end < 1 || !story.get(end).equals(Grammar.END)) {
            return false;
        }
        return goesOn(story.subList(0, end), 0, new Reading(Map.of(), Set.of()));
    }

    /**
     * What the words read so far have told.
     *
     * @param bound the words of the variables
     * @param told the animals whose place is known, and the things whose colour or owner is
     */
    private record Reading(Map<String, String> bound, Set<String> told) {
        Reading swapped() {
            var other = new HashMap<>(bound);
            other.put("name1", bound.get("name2"));
            other.put("name2", bound.get("name1"));
            return new Reading(other, told);
        }

        /** One of the people in both roles. */
        Reading alone(String name) {
            var other = new HashMap<>(bound);
            other.put("name1", bound.get(name));
            other.put("name2", bound.get(name));
            return new Reading(other, told);
        }

        Reading withoutThing() {
            var other = new HashMap<>(bound);
            other.remove("thing1");
            return new Reading(other, told);
        }

        /** What the next template begins with: the cast alone keeps its words. */
        Reading kept() {
            var cast = new HashMap<>(bound);
            cast.keySet().retainAll(Template.CAST);
            return new Reading(cast, told);
        }

        /** Notes what a template tells of; empty if it was told before. */
        Optional<Reading> telling(Template template) {
            if (!template.skill().isBinding()) {
                return Optional.of(this);
            }
            var all = new HashSet<>(told);
            for (var variable : bound.entrySet()) {
                boolean isSubject =
                        variable.getKey().matches("(animal|thing)\\d") && !Template.CAST.contains(variable.getKey());
                if (isSubject && !all.add(template.skill() + " " + variable.getValue())) {
                    return Optional.empty();
                }
            }
            return Optional.of(new Reading(bound, all));
        }

        boolean meets(Template.Needs needs, Words words) {
            boolean two = bound.containsKey("name1") && bound.containsKey("name2");
            return switch (needs) {
                case TWO -> two;
                case GIRL_AND_BOY -> two && words.isGirl(bound.get("name1")) != words.isGirl(bound.get("name2"));
            };
        }
    }

    private boolean goesOn(List<String> story, int from, Reading reading) {
        for (Template template : grammar.templates()) {
            int to = from + template.pieces().size();
            boolean last = to == story.size();
            boolean stands = switch (template.place()) {
                case OPENING -> from == 0 && !last;
                case MIDDLE -> !last;
                case CLOSING -> last;
            };
            if (to > story.size()
                    || !stands
                    || !template.needs().stream().allMatch(needs -> reading.meets(needs, words))) {
                continue;
            }
            var here = story.subList(from, to);
            for (Reading start : starts(template, reading)) {
                var read = match(template.pieces(), here, start).flatMap(reader -> reader.telling(template));
                // What is only so in this template is forgotten after it.
                boolean isAside = !start.equals(reading) && !start.equals(reading.swapped());
                if (read.isPresent()
                        && (last
                                || goesOn(
                                        story,
                                        to,
                                        isAside
                                                ? new Reading(
                                                        reading.bound(),
                                                        read.get().told())
                                                : read.get().kept()))) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Who may be whom in a template: the two people can change roles; one of them can say a list twice; and opposites can be
     * told of another thing than theirs.
     */
    private static List<Reading> starts(Template template, Reading reading) {
        if (!reading.bound().containsKey("name2")) {
            return List.of(reading);
        }
        return switch (template.skill()) {
            case REPETITION -> List.of(reading, reading.swapped(), reading.alone("name1"), reading.alone("name2"));
            case OPPOSITES -> List.of(reading, reading.withoutThing());
            default -> List.of(reading, reading.swapped());
        };
    }

    private Optional<Reading> match(List<Piece> pieces, List<String> text, Reading before) {
        return bound(pieces, text, before.bound())
                .filter(bound -> IntStream.range(0, text.size())
                        .allMatch(i -> !(pieces.get(i).kind() instanceof Piece.Kind.Bound place)
                                || place.isOwnWord()
                                || follows(place, text.get(i), bound)))
                .map(bound -> new Reading(bound, before.told()));
    }

    /**
     * The words of the variables, read where a variable's own word stands: an article comes before the noun that it follows
     * from. Empty if one of these words, or one that is no variable's, cannot stand there.
     *
     * @param text as many words as there are pieces
     */
    Optional<Map<String, String>> bound(List<Piece> pieces, List<String> text, Map<String, String> before) {
        var bound = new HashMap<>(before);
        var here = new HashSet<String>();
        for (int i = 0; i < text.size(); i++) {
            var word = text.get(i);
            boolean fits;
            if (pieces.get(i).kind() instanceof Piece.Kind.Fixed fixed) {
                fits = fixed.word().equals(word);
            } else if (pieces.get(i).kind() instanceof Piece.Kind.Any any) {
                fits = words.of(any.wordClass()).contains(word);
            } else {
                fits = binds((Piece.Kind.Bound) pieces.get(i).kind(), word, bound, here);
            }
            if (!fits) {
                return Optional.empty();
            }
        }
        return Optional.of(Collections.unmodifiableMap(bound));
    }

    /** @param here the people of this template; no two variables stand for the same one */
    private boolean binds(Piece.Kind.Bound place, String word, Map<String, String> bound, Set<String> here) {
        if (bound.containsKey(place.variable())) {
            here.add(bound.get(place.variable()));
            return !place.isOwnWord() || word.equals(bound.get(place.variable()));
        }
        if (!place.isOwnWord()) {
            return true;
        }
        if (!words.of(place.wordClass()).contains(word) || (UNIQUE.contains(place.wordClass()) && !here.add(word))) {
            return false;
        }
        bound.put(place.variable(), word);
        return true;
    }

    /** Whether a word follows from those of the variables; from any, if its own is not in this sentence. */
    boolean follows(Piece.Kind.Bound place, String word, Map<String, String> bound) {
        var own = bound.containsKey(place.variable())
                ? List.of(bound.get(place.variable()))
                : words.of(place.wordClass());
        return own.stream().anyMatch(from -> word.equals(follow(place, from, bound)));
    }

    /** The word that follows by the relations; the empty text if there is none. */
    private String follow(Piece.Kind.Bound place, String from, Map<String, String> bound) {
        var word = Optional.of(from);
        for (String relation : place.relations()) {
            word = word.flatMap(of -> words.related(relation, of));
        }
        if (place.agreesWith().isPresent()) {
            word = Optional.ofNullable(bound.get(place.agreesWith().get()))
                    .flatMap(noun -> words.related(Words.GENDER, noun))
                    .flatMap(gender -> words.related(gender, from));
        }
        return word.orElse("");
    }
}

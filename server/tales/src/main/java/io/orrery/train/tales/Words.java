package io.orrery.train.tales;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The words of a language's stories by class, and what one word says of another.
 *
 * @param girls those of the names
 * @param classes words of which a template takes one, by the name of their class
 * @param relations what follows from a word, by the name of the relation
 * @param forms relations that differ in case alone, such as the definite articles of a noun; none if the language has no
 *     genders
 */
record Words(
        Set<String> girls,
        Map<String, List<String>> classes,
        Map<String, Map<String, String>> relations,
        List<List<String>> forms) {
    /** The relation of a noun to its gender, which is the name of a relation, too: that of an adjective to its form. */
    static final String GENDER = "gender";

    /** The words of a class. */
    List<String> of(String wordClass) {
        return Optional.ofNullable(classes.get(wordClass))
                .orElseThrow(() -> new IllegalArgumentException("no words are called " + wordClass));
    }

    /** The word that has a relation to another: {@code sound} of {@code dog} is {@code woof}. Empty if there is none. */
    Optional<String> related(String relation, String word) {
        return Optional.ofNullable(relations.get(relation).get(word));
    }

    /** All words that can stand at a place of a template, words of the class first. */
    List<String> at(Piece.Kind.Bound place) {
        var own = of(place.wordClass());
        var names = place.agreesWith().isPresent() ? genders() : place.relations();
        return Stream.concat(
                        own.stream(),
                        names.stream().flatMap(name -> own.stream().flatMap(word -> related(name, word).stream())))
                .toList();
    }

    /** The genders of nouns, in order; none if the language has none. */
    List<String> genders() {
        return relations.getOrDefault(GENDER, Map.of()).values().stream()
                .distinct()
                .sorted()
                .toList();
    }

    boolean isGirl(String name) {
        return girls.contains(name);
    }

    /** Collects the words of a language. */
    static final class Builder {
        private final Map<String, List<String>> classes = new HashMap<>();
        private final Map<String, Map<String, String>> relations = new HashMap<>();
        private final List<List<String>> forms = new ArrayList<>();
        private List<String> girls = List.of();

        Builder people(List<String> girls, List<String> boys) {
            this.girls = List.copyOf(girls);
            classes.put("name", Stream.concat(girls.stream(), boys.stream()).toList());
            return this;
        }

        /** A word for people, by their gender. */
        Builder pronoun(String relation, String ofGirls, String ofBoys) {
            classes.get("name").forEach(name -> relate(relation, name, girls.contains(name) ? ofGirls : ofBoys));
            return this;
        }

        Builder words(String wordClass, String... words) {
            classes.put(wordClass, List.of(words));
            return this;
        }

        /** Nouns, each after its gender: {@code m Ball} or {@code f Puppe}. */
        Builder nouns(String wordClass, String... nouns) {
            List<String> words = new ArrayList<>();
            for (String noun : nouns) {
                var parts = noun.split(" ");
                words.add(parts[1]);
                relate(GENDER, parts[1], parts[0]);
            }
            classes.put(wordClass, List.copyOf(words));
            return this;
        }

        /** A word that goes with the nouns so far, such as an article in one case, by their gender. */
        Builder ofNouns(String relation, Map<String, String> byGender) {
            Map.copyOf(relations.get(GENDER)).forEach((noun, gender) -> relate(relation, noun, byGender.get(gender)));
            return this;
        }

        /** The forms of a class of adjectives, by gender of the noun: the adjective with an ending. */
        Builder endings(String wordClass, Map<String, String> byGender) {
            byGender.forEach(
                    (gender, ending) -> classes.get(wordClass).forEach(word -> relate(gender, word, word + ending)));
            return this;
        }

        /** Relations that differ in case alone. */
        Builder cases(String... relations) {
            forms.add(List.of(relations));
            return this;
        }

        /** Words of which each but the last has a next one. */
        Builder series(String wordClass, String... words) {
            for (int i = 1; i < words.length; i++) {
                relate("next", words[i - 1], words[i]);
            }
            return words(wordClass, words);
        }

        /** Words of which each has a next one. */
        Builder round(String wordClass, String... words) {
            relate("next", words[words.length - 1], words[0]);
            return series(wordClass, words);
        }

        /** Pairs of words. */
        Builder opposites(String wordClass, String... words) {
            for (int i = 0; i < words.length; i += 2) {
                relate("opposite", words[i], words[i + 1]);
                relate("opposite", words[i + 1], words[i]);
            }
            return words(wordClass, words);
        }

        Builder relation(String relation, Map<String, String> related) {
            related.forEach((word, other) -> relate(relation, word, other));
            return this;
        }

        private void relate(String relation, String word, String other) {
            relations.computeIfAbsent(relation, name -> new LinkedHashMap<>()).put(word, other);
        }

        Words build() {
            return new Words(Set.copyOf(girls), Map.copyOf(classes), Map.copyOf(relations), List.copyOf(forms));
        }
    }
}

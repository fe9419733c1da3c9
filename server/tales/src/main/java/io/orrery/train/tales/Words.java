package io.orrery.train.tales;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words of the stories by class, and what one word says of another. */
final class Words {
    /** Girls first. */
    private static final List<String> GIRLS = List.of("Lily", "Mia", "Anna", "Emma", "Zoe", "Lucy");

    private static final List<String> BOYS = List.of("Tom", "Ben", "Sam", "Max", "Leo", "Jack");

    /** Words of which a template takes one, by the name of their class. */
    private static final Map<String, List<String>> CLASSES = classes();

    /** What follows from a word, by the name of the relation. */
    private static final Map<String, Map<String, String>> RELATIONS = relations();

    private Words() {}

    private static Map<String, List<String>> classes() {
        var classes = new LinkedHashMap<String, List<String>>();
        classes.put("name", joined(GIRLS, BOYS));
        classes.put("place", List.of("park", "garden", "beach", "farm", "lake", "forest", "school", "shop"));
        classes.put("thing", List.of("ball", "kite", "hat", "book", "cup", "drum", "doll", "boat"));
        classes.put("animal", List.of("dog", "cat", "cow", "duck", "pig", "sheep", "bee"));
        classes.put("spot", List.of("bed", "table", "chair", "box", "tree", "door"));
        classes.put("near", List.of("under", "behind", "near", "beside"));
        classes.put("colour", List.of("red", "blue", "green", "yellow", "pink", "brown"));
        classes.put("number", List.of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"));
        classes.put("day", List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"));
        classes.put(
                "quality",
                List.of("big", "small", "hot", "cold", "new", "old", "wet", "dry", "hard", "soft", "clean", "dirty"));
        classes.put("happy", List.of("happy", "sad", "tired", "hungry", "proud"));
        classes.put("warm", List.of("warm", "sunny", "windy"));
        classes.put("went", List.of("went", "walked", "ran"));
        classes.put("gave", List.of("gave", "showed", "threw"));
        classes.put("jumped", List.of("jumped", "ran", "sang", "danced", "smiled", "laughed"));
        classes.put("saw", List.of("saw", "found", "liked", "wanted"));
        return Map.copyOf(classes);
    }

    private static Map<String, Map<String, String>> relations() {
        var relations = new LinkedHashMap<String, Map<String, String>>();
        relations.put("he", pronouns("she", "he"));
        relations.put("He", pronouns("She", "He"));
        relations.put(
                "sound",
                Map.of(
                        "dog", "woof", "cat", "meow", "cow", "moo", "duck", "quack", "pig", "oink", "sheep", "baa",
                        "bee", "buzz"));
        var next = new LinkedHashMap<String, String>();
        inOrder(CLASSES.get("number"), next);
        var days = CLASSES.get("day");
        inOrder(days, next);
        next.put(days.get(days.size() - 1), days.get(0));
        relations.put("next", Map.copyOf(next));
        var opposite = new LinkedHashMap<String, String>();
        var qualities = CLASSES.get("quality");
        for (int i = 0; i < qualities.size(); i += 2) {
            opposite.put(qualities.get(i), qualities.get(i + 1));
            opposite.put(qualities.get(i + 1), qualities.get(i));
        }
        relations.put("opposite", Map.copyOf(opposite));
        return Map.copyOf(relations);
    }

    private static void inOrder(List<String> words, Map<String, String> next) {
        for (int i = 1; i < words.size(); i++) {
            next.put(words.get(i - 1), words.get(i));
        }
    }

    private static Map<String, String> pronouns(String ofGirls, String ofBoys) {
        var pronouns = new LinkedHashMap<String, String>();
        GIRLS.forEach(name -> pronouns.put(name, ofGirls));
        BOYS.forEach(name -> pronouns.put(name, ofBoys));
        return Map.copyOf(pronouns);
    }

    private static List<String> joined(List<String> first, List<String> then) {
        var all = new ArrayList<>(first);
        all.addAll(then);
        return List.copyOf(all);
    }

    /** The words of a class. */
    static List<String> of(String wordClass) {
        return Optional.ofNullable(CLASSES.get(wordClass))
                .orElseThrow(() -> new IllegalArgumentException("no words are called " + wordClass));
    }

    /** The word that has a relation to another: {@code sound} of {@code dog} is {@code woof}. Empty if there is none. */
    static Optional<String> related(String relation, String word) {
        return Optional.ofNullable(RELATIONS.get(relation).get(word));
    }

    static boolean isGirl(String name) {
        return GIRLS.contains(name);
    }
}

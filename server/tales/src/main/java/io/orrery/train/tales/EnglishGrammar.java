package io.orrery.train.tales;

import static io.orrery.train.tales.Skill.COLOUR;
import static io.orrery.train.tales.Skill.COUNTING;
import static io.orrery.train.tales.Skill.DAYS;
import static io.orrery.train.tales.Skill.INDIRECT_OBJECT;
import static io.orrery.train.tales.Skill.NAME;
import static io.orrery.train.tales.Skill.NONE;
import static io.orrery.train.tales.Skill.OPPOSITES;
import static io.orrery.train.tales.Skill.PRONOUN;
import static io.orrery.train.tales.Skill.SOUNDS;
import static io.orrery.train.tales.Skill.WHERE;
import static io.orrery.train.tales.Skill.WHOSE;
import static io.orrery.train.tales.Template.Needs.GIRL_AND_BOY;
import static io.orrery.train.tales.Template.Needs.TWO;
import static io.orrery.train.tales.Template.Place.CLOSING;
import static io.orrery.train.tales.Template.Place.MIDDLE;
import static io.orrery.train.tales.Template.Place.OPENING;

import java.util.List;
import java.util.Map;

/** The English stories, with their words. */
final class EnglishGrammar {
    private EnglishGrammar() {}

    private static Words words() {
        return new Words.Builder()
                .people(
                        List.of("Lily", "Mia", "Anna", "Emma", "Zoe", "Lucy"),
                        List.of("Tom", "Ben", "Sam", "Max", "Leo", "Jack"))
                .pronoun("he", "she", "he")
                .pronoun("He", "She", "He")
                .words("place", "park", "garden", "beach", "farm", "lake", "forest", "school", "shop")
                .words("thing", "ball", "kite", "hat", "book", "cup", "drum", "doll", "boat")
                .words("animal", "dog", "cat", "cow", "duck", "pig", "sheep", "bee")
                .relation(
                        "sound",
                        Map.of(
                                "dog", "woof", "cat", "meow", "cow", "moo", "duck", "quack", "pig", "oink", "sheep",
                                "baa", "bee", "buzz"))
                .words("spot", "bed", "table", "chair", "box", "tree", "door")
                .words("near", "under", "behind", "near", "beside")
                .words("colour", "red", "blue", "green", "yellow", "pink", "brown")
                .series("number", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
                .round("day", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
                .opposites(
                        "quality", "big", "small", "hot", "cold", "new", "old", "wet", "dry", "hard", "soft", "clean",
                        "dirty")
                .words("happy", "happy", "sad", "tired", "hungry", "proud")
                .words("warm", "warm", "sunny", "windy")
                .words("went", "went", "walked", "ran")
                .words("gave", "gave", "showed", "threw")
                .words("jumped", "jumped", "ran", "sang", "danced", "smiled", "laughed")
                .words("saw", "saw", "found", "liked", "wanted")
                .build();
    }

    static Grammar grammar() {
        return new Grammar.Builder(words(), "{name1} said %s . {name2} said %s .")
                .add(
                        INDIRECT_OBJECT,
                        OPENING,
                        3,
                        "When {name1} and {name2} {went} to the {place1} , {name2} {gave} a {thing1} to *{name1} .")
                .add(
                        INDIRECT_OBJECT,
                        OPENING,
                        3,
                        "When {name1} and {name2} {went} to the {place1} , {name1} {gave} a {thing1} to *{name2} .")
                .add(NONE, OPENING, 3, "One day , {name1} and {name2} {went} to the {place1} with a {thing1} .")
                .add(NONE, OPENING, 3, "On {day1} , {name1} and {name2} {saw} a {thing1} at the {place1} .")
                .add(
                        NONE,
                        OPENING,
                        3,
                        "It was a {warm} day . {name1} and {name2} {went} to the {place1} with a {thing1} .")
                .add(NONE, OPENING, 3, "{name1} and {name2} {jumped} at the {place1} with a {thing1} .")
                .add(PRONOUN, MIDDLE, 5, "{name1} was {happy1} , because *{name1.he} {saw} the {thing1} .")
                .add(
                        NAME,
                        MIDDLE,
                        9,
                        GIRL_AND_BOY,
                        "{name1.He} was {happy1} . Who was {happy1} ? *{name1} was {happy1} .")
                .list("colour")
                .list("animal")
                .list("thing")
                .add(COUNTING, MIDDLE, 1, "{name1} counted {number1} , *{number1.next} , *{number1.next.next} .")
                .add(
                        COUNTING,
                        MIDDLE,
                        1,
                        "{name1} counted {number1} , *{number1.next} , *{number1.next.next} , *{number1.next.next.next} .")
                .add(DAYS, MIDDLE, 3, TWO, "They {jumped} on {day1} , *{day1.next} , *{day1.next.next} .")
                .add(OPPOSITES, MIDDLE, 4, "The {thing1} was not {quality1} , it was *{quality1.opposite} .")
                .add(SOUNDS, MIDDLE, 3, "The {animal1} says *{animal1.sound} .")
                .add(SOUNDS, MIDDLE, 3, "{name1} {saw} a {animal1} . The {animal1} says *{animal1.sound} .")
                .add(
                        WHERE,
                        MIDDLE,
                        5,
                        "The {animal1} is {near1} the {spot1} . Where is the {animal1} ? The {animal1} is *{near1} *the *{spot1} .")
                .add(
                        WHERE,
                        MIDDLE,
                        7,
                        "The {animal1} is {near1} the {spot1} . The {animal2} is {near2} the {spot2} . Where is the {animal1} ? The {animal1} is *{near1} *the *{spot1} .")
                .add(
                        WHERE,
                        MIDDLE,
                        7,
                        "The {animal1} is {near1} the {spot1} . The {animal2} is {near2} the {spot2} . Where is the {animal2} ? The {animal2} is *{near2} *the *{spot2} .")
                .add(
                        COLOUR,
                        MIDDLE,
                        4,
                        "The {thing2} is {colour1} . What colour is the {thing2} ? The {thing2} is *{colour1} .")
                .add(
                        COLOUR,
                        MIDDLE,
                        6,
                        "The {thing2} is {colour1} . The {thing3} is {colour2} . What colour is the {thing2} ? The {thing2} is *{colour1} .")
                .add(
                        COLOUR,
                        MIDDLE,
                        6,
                        "The {thing2} is {colour1} . The {thing3} is {colour2} . What colour is the {thing3} ? The {thing3} is *{colour2} .")
                .add(
                        WHOSE,
                        MIDDLE,
                        4,
                        "The {thing2} is for {name1} . Whose is the {thing2} ? The {thing2} is for *{name1} .")
                .add(
                        WHOSE,
                        MIDDLE,
                        6,
                        "The {thing2} is for {name1} . The {thing3} is for {name2} . Whose is the {thing2} ? The {thing2} is for *{name1} .")
                .add(
                        WHOSE,
                        MIDDLE,
                        6,
                        "The {thing2} is for {name1} . The {thing3} is for {name2} . Whose is the {thing3} ? The {thing3} is for *{name2} .")
                .add(NONE, MIDDLE, 4, "Then {name1} {jumped} and {name2} {jumped} .")
                .add(NONE, MIDDLE, 4, "{name1} {saw} a {colour1} {thing2} .")
                .add(NONE, MIDDLE, 11, "{name1} {saw} a {colour1} {thing2} {near} the {spot1} .")
                .add(NONE, MIDDLE, 7, "{name1} was {happy1} and {name2} was {happy2} .")
                .add(NONE, MIDDLE, 8, "{name1} {jumped} {near} the {spot1} .")
                .add(NONE, CLOSING, 2, "Then {name1} {went} home .")
                .add(NONE, CLOSING, 2, "Then {name1} {went} home with the {thing1} .")
                .add(NONE, CLOSING, 2, "{name1} and {name2} {jumped} .")
                .add(NONE, CLOSING, 3, TWO, "They were {happy1} .")
                .build();
    }
}

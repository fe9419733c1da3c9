package io.orrery.train.tales;

import static io.orrery.train.tales.Skill.COLOUR;
import static io.orrery.train.tales.Skill.COUNTING;
import static io.orrery.train.tales.Skill.DAYS;
import static io.orrery.train.tales.Skill.INDIRECT_OBJECT;
import static io.orrery.train.tales.Skill.NAME;
import static io.orrery.train.tales.Skill.NONE;
import static io.orrery.train.tales.Skill.OPPOSITES;
import static io.orrery.train.tales.Skill.PRONOUN;
import static io.orrery.train.tales.Skill.REPETITION;
import static io.orrery.train.tales.Skill.SOUNDS;
import static io.orrery.train.tales.Skill.WHERE;
import static io.orrery.train.tales.Skill.WHOSE;
import static io.orrery.train.tales.Template.Needs.GIRL_AND_BOY;
import static io.orrery.train.tales.Template.Needs.TWO;
import static io.orrery.train.tales.Template.Place.CLOSING;
import static io.orrery.train.tales.Template.Place.MIDDLE;
import static io.orrery.train.tales.Template.Place.OPENING;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The stories: an opening, a few of the middle, a closing, and the word {@link #END}. Places for words are written in
 * braces: <code>{went}</code> is any word of the class, <code>{name1}</code> the same word each time, and
 * <code>{name1.he}</code> the pronoun of that name. An asterisk marks a word that can be known from the text before.
 */
final class Grammar {
    /** The last word of every story. */
    static final String END = "<end>";

    /** The most words of a story, with its end: the context of the model. */
    static final int LONGEST = 64;

    static final List<Template> TEMPLATES = templates();

    private Grammar() {}

    private static List<Template> templates() {
        List<Template> all = new ArrayList<>();
        add(
                all,
                INDIRECT_OBJECT,
                OPENING,
                3,
                "When {name1} and {name2} {went} to the {place1} , {name2} {gave} a {thing1} to *{name1} .");
        add(
                all,
                INDIRECT_OBJECT,
                OPENING,
                3,
                "When {name1} and {name2} {went} to the {place1} , {name1} {gave} a {thing1} to *{name2} .");
        add(all, NONE, OPENING, 3, "One day , {name1} and {name2} {went} to the {place1} with a {thing1} .");
        add(all, NONE, OPENING, 3, "On {day1} , {name1} and {name2} {saw} a {thing1} at the {place1} .");
        add(
                all,
                NONE,
                OPENING,
                3,
                "It was a {warm} day . {name1} and {name2} {went} to the {place1} with a {thing1} .");
        add(all, NONE, OPENING, 3, "{name1} and {name2} {jumped} at the {place1} with a {thing1} .");

        add(all, PRONOUN, MIDDLE, 5, "{name1} was {happy1} , because *{name1.he} {saw} the {thing1} .");
        add(all, NAME, MIDDLE, 9, GIRL_AND_BOY, "{name1.He} was {happy1} . Who was {happy1} ? *{name1} was {happy1} .");
        for (String list : List.of("colour", "animal", "thing")) {
            add(all, REPETITION, MIDDLE, 3, said(list, 3));
            add(all, REPETITION, MIDDLE, 1, said(list, 4));
        }
        add(all, COUNTING, MIDDLE, 1, "{name1} counted {number1} , *{number1.next} , *{number1.next.next} .");
        add(
                all,
                COUNTING,
                MIDDLE,
                1,
                "{name1} counted {number1} , *{number1.next} , *{number1.next.next} , *{number1.next.next.next} .");
        add(all, DAYS, MIDDLE, 3, TWO, "They {jumped} on {day1} , *{day1.next} , *{day1.next.next} .");
        add(all, OPPOSITES, MIDDLE, 4, "The {thing1} was not {quality1} , it was *{quality1.opposite} .");
        add(all, SOUNDS, MIDDLE, 3, "The {animal1} says *{animal1.sound} .");
        add(all, SOUNDS, MIDDLE, 3, "{name1} {saw} a {animal1} . The {animal1} says *{animal1.sound} .");
        add(
                all,
                WHERE,
                MIDDLE,
                5,
                "The {animal1} is {near1} the {spot1} . Where is the {animal1} ? The {animal1} is *{near1} *the *{spot1} .");
        add(
                all,
                WHERE,
                MIDDLE,
                7,
                "The {animal1} is {near1} the {spot1} . The {animal2} is {near2} the {spot2} . Where is the {animal1} ? The {animal1} is *{near1} *the *{spot1} .");
        add(
                all,
                WHERE,
                MIDDLE,
                7,
                "The {animal1} is {near1} the {spot1} . The {animal2} is {near2} the {spot2} . Where is the {animal2} ? The {animal2} is *{near2} *the *{spot2} .");
        add(
                all,
                COLOUR,
                MIDDLE,
                4,
                "The {thing2} is {colour1} . What colour is the {thing2} ? The {thing2} is *{colour1} .");
        add(
                all,
                COLOUR,
                MIDDLE,
                6,
                "The {thing2} is {colour1} . The {thing3} is {colour2} . What colour is the {thing2} ? The {thing2} is *{colour1} .");
        add(
                all,
                COLOUR,
                MIDDLE,
                6,
                "The {thing2} is {colour1} . The {thing3} is {colour2} . What colour is the {thing3} ? The {thing3} is *{colour2} .");
        add(
                all,
                WHOSE,
                MIDDLE,
                4,
                "The {thing2} is for {name1} . Whose is the {thing2} ? The {thing2} is for *{name1} .");
        add(
                all,
                WHOSE,
                MIDDLE,
                6,
                "The {thing2} is for {name1} . The {thing3} is for {name2} . Whose is the {thing2} ? The {thing2} is for *{name1} .");
        add(
                all,
                WHOSE,
                MIDDLE,
                6,
                "The {thing2} is for {name1} . The {thing3} is for {name2} . Whose is the {thing3} ? The {thing3} is for *{name2} .");
        add(all, NONE, MIDDLE, 4, "Then {name1} {jumped} and {name2} {jumped} .");
        add(all, NONE, MIDDLE, 4, "{name1} {saw} a {colour1} {thing2} .");
        add(all, NONE, MIDDLE, 11, "{name1} {saw} a {colour1} {thing2} {near} the {spot1} .");
        add(all, NONE, MIDDLE, 7, "{name1} was {happy1} and {name2} was {happy2} .");
        add(all, NONE, MIDDLE, 8, "{name1} {jumped} {near} the {spot1} .");

        add(all, NONE, CLOSING, 2, "Then {name1} {went} home .");
        add(all, NONE, CLOSING, 2, "Then {name1} {went} home with the {thing1} .");
        add(all, NONE, CLOSING, 2, "{name1} and {name2} {jumped} .");
        add(all, NONE, CLOSING, 3, TWO, "They were {happy1} .");
        return List.copyOf(all);
    }

    /** A list of words of one class, said by one and then by the other. */
    private static String said(String wordClass, int length) {
        var first = new ArrayList<String>();
        var again = new ArrayList<String>();
        // The story's own thing may be in the list, too.
        int from = wordClass.equals("thing") ? 2 : 1;
        for (int i = from; i < from + length; i++) {
            first.add("{" + wordClass + i + "}");
            again.add("*{" + wordClass + i + "}");
        }
        return "{name1} said " + String.join(" , ", first) + " . {name2} said " + String.join(" , ", again) + " .";
    }

    private static void add(List<Template> all, Skill skill, Template.Place place, int often, String text) {
        all.add(Template.of(skill, place, Set.of(), often, text));
    }

    private static void add(
            List<Template> all, Skill skill, Template.Place place, int often, Template.Needs needs, String text) {
        all.add(Template.of(
                skill, place, needs == GIRL_AND_BOY ? Set.of(TWO, GIRL_AND_BOY) : Set.of(needs), often, text));
    }
}

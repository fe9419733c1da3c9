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

/**
 * The German stories, with their words. A place is where somebody goes to, which is the accusative; where somebody is, and
 * what they have with them, is the dative. {@code im} and {@code am} with a noun are avoided: they would be one word where
 * other nouns have two.
 */
final class GermanGrammar {
    private GermanGrammar() {}

    private static Words words() {
        return new Words.Builder()
                .people(
                        List.of("Lily", "Greta", "Frieda", "Ida", "Lena", "Marie"),
                        List.of("Paul", "Emil", "Felix", "Jonas", "Moritz", "Tim"))
                .nouns("place", "m Park", "m Garten", "m Wald", "m Hof", "f Wiese", "f Schule", "f Stadt", "n Dorf")
                .nouns("thing", "m Ball", "m Drachen", "m Hut", "f Puppe", "f Trommel", "f Tasse", "n Buch", "n Boot")
                .nouns("animal", "m Hund", "f Katze", "f Kuh", "f Ente", "n Schwein", "n Schaf", "f Biene")
                .nouns("spot", "n Bett", "m Tisch", "m Stuhl", "f Kiste", "m Baum", "f Tür")
                .ofNouns("Der", Map.of("m", "Der", "f", "Die", "n", "Das"))
                .ofNouns("der", Map.of("m", "der", "f", "die", "n", "das"))
                .ofNouns("den", Map.of("m", "den", "f", "die", "n", "das"))
                .ofNouns("dem", Map.of("m", "dem", "f", "der", "n", "dem"))
                .ofNouns("einen", Map.of("m", "einen", "f", "eine", "n", "ein"))
                .ofNouns("einem", Map.of("m", "einem", "f", "einer", "n", "einem"))
                .ofNouns("er", Map.of("m", "er", "f", "sie", "n", "es"))
                .pronoun("er", "sie", "er")
                .pronoun("Er", "Sie", "Er")
                .cases("der", "den", "dem")
                .cases("einen", "einem")
                .cases("er")
                .cases("Der")
                .cases("Er")
                .relation(
                        "in",
                        Map.of(
                                "Park", "in", "Garten", "in", "Wald", "in", "Hof", "auf", "Wiese", "auf", "Schule",
                                "in", "Stadt", "in", "Dorf", "in"))
                .relation(
                        "sound",
                        Map.of(
                                "Hund", "wau", "Katze", "miau", "Kuh", "muh", "Ente", "quak", "Schwein", "oink",
                                "Schaf", "mäh", "Biene", "summ"))
                .words("near", "unter", "hinter", "vor", "neben")
                .words("colour", "rot", "blau", "grün", "gelb", "weiß", "braun")
                .endings("colour", Map.of("m", "en", "f", "e", "n", "es"))
                .series("number", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn")
                .round("day", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
                .opposites(
                        "quality",
                        "groß",
                        "klein",
                        "heiß",
                        "kalt",
                        "neu",
                        "alt",
                        "nass",
                        "trocken",
                        "hart",
                        "weich",
                        "sauber",
                        "schmutzig")
                .words("froh", "froh", "traurig", "müde", "hungrig", "stolz")
                .words("warmer", "warmer", "sonniger", "windiger")
                .words("ging", "ging", "lief", "rannte")
                .words("gingen", "gingen", "liefen", "rannten")
                .words("gab", "gab", "schickte", "verschenkte")
                .words("sprang", "sprang", "lief", "sang", "tanzte", "lächelte", "lachte")
                .words("sprangen", "sprangen", "liefen", "sangen", "tanzten", "lächelten", "lachten")
                .words("sah", "sah", "fand", "mochte", "wollte")
                .words("sahen", "sahen", "fanden")
                .build();
    }

    static Grammar grammar() {
        return new Grammar.Builder(words(), "{name1} sagte %s . {name2} sagte %s .")
                .add(
                        INDIRECT_OBJECT,
                        OPENING,
                        3,
                        "Als {name1} und {name2} {place1.in} {place1.den} {place1} {gingen} , {gab} {name2} {thing1.einen} {thing1} an *{name1} .")
                .add(
                        INDIRECT_OBJECT,
                        OPENING,
                        3,
                        "Als {name1} und {name2} {place1.in} {place1.den} {place1} {gingen} , {gab} {name1} {thing1.einen} {thing1} an *{name2} .")
                .add(
                        NONE,
                        OPENING,
                        3,
                        "Eines Tages {gingen} {name1} und {name2} mit {thing1.einem} {thing1} {place1.in} {place1.den} {place1} .")
                .add(
                        NONE,
                        OPENING,
                        3,
                        "Am {day1} {sahen} {name1} und {name2} {thing1.einen} {thing1} auf dem Weg {place1.in} {place1.den} {place1} .")
                .add(
                        NONE,
                        OPENING,
                        3,
                        "Es war ein {warmer} Tag . {name1} und {name2} {gingen} mit {thing1.einem} {thing1} {place1.in} {place1.den} {place1} .")
                .add(
                        NONE,
                        OPENING,
                        3,
                        "{name1} und {name2} hatten {thing1.einen} {thing1} und {gingen} {place1.in} {place1.den} {place1} .")
                .add(PRONOUN, MIDDLE, 5, "{name1} war {froh} , weil *{name1.er} {thing1.den} {thing1} {sah} .")
                .add(NAME, MIDDLE, 9, GIRL_AND_BOY, "{name1.Er} war {froh1} . Wer war {froh1} ? *{name1} war {froh1} .")
                .list("colour")
                .list("animal")
                .list("thing")
                .add(COUNTING, MIDDLE, 1, "{name1} zählte {number1} , *{number1.next} , *{number1.next.next} .")
                .add(
                        COUNTING,
                        MIDDLE,
                        1,
                        "{name1} zählte {number1} , *{number1.next} , *{number1.next.next} , *{number1.next.next.next} .")
                .add(DAYS, MIDDLE, 3, TWO, "Sie {sprangen} am {day1} , *{day1.next} , *{day1.next.next} .")
                .add(
                        OPPOSITES,
                        MIDDLE,
                        4,
                        "{thing1.Der} {thing1} war nicht {quality1} , {thing1.er} war *{quality1.opposite} .")
                .add(SOUNDS, MIDDLE, 3, "{animal1.Der} {animal1} macht *{animal1.sound} .")
                .add(
                        SOUNDS,
                        MIDDLE,
                        3,
                        "{name1} {sah} {animal1.einen} {animal1} . {animal1.Der} {animal1} macht *{animal1.sound} .")
                .add(
                        WHERE,
                        MIDDLE,
                        5,
                        "{animal1.Der} {animal1} ist {near1} {spot1.dem} {spot1} . Wo ist {animal1.der} {animal1} ? {animal1.Der} {animal1} ist *{near1} *{spot1.dem} *{spot1} .")
                .add(
                        WHERE,
                        MIDDLE,
                        7,
                        "{animal1.Der} {animal1} ist {near1} {spot1.dem} {spot1} . {animal2.Der} {animal2} ist {near2} {spot2.dem} {spot2} . Wo ist {animal1.der} {animal1} ? {animal1.Der} {animal1} ist *{near1} *{spot1.dem} *{spot1} .")
                .add(
                        WHERE,
                        MIDDLE,
                        7,
                        "{animal1.Der} {animal1} ist {near1} {spot1.dem} {spot1} . {animal2.Der} {animal2} ist {near2} {spot2.dem} {spot2} . Wo ist {animal2.der} {animal2} ? {animal2.Der} {animal2} ist *{near2} *{spot2.dem} *{spot2} .")
                .add(
                        COLOUR,
                        MIDDLE,
                        4,
                        "{thing2.Der} {thing2} ist {colour1} . Welche Farbe hat {thing2.der} {thing2} ? {thing2.Der} {thing2} ist *{colour1} .")
                .add(
                        COLOUR,
                        MIDDLE,
                        6,
                        "{thing2.Der} {thing2} ist {colour1} . {thing3.Der} {thing3} ist {colour2} . Welche Farbe hat {thing2.der} {thing2} ? {thing2.Der} {thing2} ist *{colour1} .")
                .add(
                        COLOUR,
                        MIDDLE,
                        6,
                        "{thing2.Der} {thing2} ist {colour1} . {thing3.Der} {thing3} ist {colour2} . Welche Farbe hat {thing3.der} {thing3} ? {thing3.Der} {thing3} ist *{colour2} .")
                .add(
                        WHOSE,
                        MIDDLE,
                        4,
                        "{thing2.Der} {thing2} gehört {name1} . Wem gehört {thing2.der} {thing2} ? {thing2.Der} {thing2} gehört *{name1} .")
                .add(
                        WHOSE,
                        MIDDLE,
                        6,
                        "{thing2.Der} {thing2} gehört {name1} . {thing3.Der} {thing3} gehört {name2} . Wem gehört {thing2.der} {thing2} ? {thing2.Der} {thing2} gehört *{name1} .")
                .add(
                        WHOSE,
                        MIDDLE,
                        6,
                        "{thing2.Der} {thing2} gehört {name1} . {thing3.Der} {thing3} gehört {name2} . Wem gehört {thing3.der} {thing3} ? {thing3.Der} {thing3} gehört *{name2} .")
                .add(NONE, MIDDLE, 4, "Dann {sprang} {name1} und {name2} {sprang} .")
                .add(NONE, MIDDLE, 4, "{name1} {sah} {thing2.einen} {colour1.thing2} {thing2} .")
                .add(
                        NONE,
                        MIDDLE,
                        11,
                        "{name1} {sah} {thing2.einen} {colour1.thing2} {thing2} {near} {spot1.dem} {spot1} .")
                .add(NONE, MIDDLE, 7, "{name1} war {froh1} und {name2} war {froh2} .")
                .add(NONE, MIDDLE, 8, "{name1} {sprang} {near} {spot1.dem} {spot1} .")
                .add(NONE, CLOSING, 2, "Dann {ging} {name1} nach Hause .")
                .add(NONE, CLOSING, 2, "Dann {ging} {name1} mit {thing1.dem} {thing1} nach Hause .")
                .add(NONE, CLOSING, 2, "{name1} und {name2} {sprangen} .")
                .add(NONE, CLOSING, 3, TWO, "Sie waren {froh1} .")
                .build();
    }
}

package io.orrery.train.tales;

import static io.orrery.train.tales.Template.Needs.GIRL_AND_BOY;
import static io.orrery.train.tales.Template.Needs.TWO;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The stories of a language: an opening, a few of the middle, a closing, and the word {@link #END}. Places for words are
 * written in braces: <code>{went}</code> is any word of the class, <code>{name1}</code> the same word each time,
 * <code>{name1.he}</code> the pronoun of that name, and <code>{colour1.thing1}</code> the form of a word that suits
 * another's gender. An asterisk marks a word that can be known from the text before.
 */
record Grammar(Words words, List<Template> templates, Vocabulary vocabulary) {
    /** The last word of every story. */
    static final String END = "<end>";

    /** The most words of a story, with its end: the context of the models. */
    static final int LONGEST = 64;

    static final Grammar ENGLISH = EnglishGrammar.grammar();

    static final Grammar GERMAN = GermanGrammar.grammar();

    /** The grammar with this vocabulary, in the order of its tokens. */
    static Optional<Grammar> ofVocabulary(List<String> vocabulary) {
        return Stream.of(ENGLISH, GERMAN)
                .filter(grammar -> grammar.vocabulary().all().equals(vocabulary))
                .findFirst();
    }

    /** Writes the templates of a language, in the order in which the vocabulary has their words. */
    static final class Builder {
        private final Words words;
        private final String said;
        private final List<Template> templates = new ArrayList<>();

        /** @param said a list of words, and the same once more, each as %s */
        Builder(Words words, String said) {
            this.words = words;
            this.said = said;
        }

        Builder add(Skill skill, Template.Place place, int often, String text) {
            return add(skill, place, often, Set.of(), text);
        }

        Builder add(Skill skill, Template.Place place, int often, Template.Needs needs, String text) {
            return add(skill, place, often, needs == GIRL_AND_BOY ? Set.of(TWO, GIRL_AND_BOY) : Set.of(needs), text);
        }

        private Builder add(Skill skill, Template.Place place, int often, Set<Template.Needs> needs, String text) {
            templates.add(Template.of(words, skill, place, needs, often, text));
            return this;
        }

        /** Lists of words of one class, said by one and then by the other. */
        Builder list(String wordClass) {
            return add(Skill.REPETITION, Template.Place.MIDDLE, 3, said(wordClass, 3))
                    .add(Skill.REPETITION, Template.Place.MIDDLE, 1, said(wordClass, 4));
        }

        private String said(String wordClass, int length) {
            var first = new ArrayList<String>();
            var again = new ArrayList<String>();
            // The story's own thing may be in the list, too.
            int from = wordClass.equals("thing") ? 2 : 1;
            for (int i = from; i < from + length; i++) {
                first.add("{" + wordClass + i + "}");
                again.add("*{" + wordClass + i + "}");
            }
            return said.formatted(String.join(" , ", first), String.join(" , ", again));
        }

        Grammar build() {
            return new Grammar(words, List.copyOf(templates), Vocabulary.of(words, templates));
        }
    }
}

package io.orrery.train.tales;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes stories by the {@link Grammar}. */
final class Storyteller {
    /** In how many of a hundred stories there is an opening. */
    private static final int OPENINGS = 75;

    /** In how many of a hundred cases another part follows in the middle. */
    private static final int MORE = 75;

    /** Words that are left for the closing and the end. */
    private static final int CLOSING = 9;

    /** Of how many of a hundred pairs that are to be alike the second is chosen by the gender of the first. */
    private static final int ALIKE = 80;

    private final Grammar grammar;

    private final Words words;

    private final HeldOut heldOut;

    private final Random random;

    private final Asks asks;

    /** The number and the kind of the things that a question is about. */
    enum Asks {
        /** The only thing of its kind. */
        ABOUT_ONE,
        /** Also one of two things. */
        ABOUT_TWO,
        /**
         * Also one of two things, mostly of the same gender if the language has genders. Articles would tell other pairs
         * apart, so that a model would not learn to look for the noun.
         */
        ABOUT_TWO_ALIKE
    }

    Storyteller(Grammar grammar, Random random) {
        this(grammar, random, Asks.ABOUT_TWO);
    }

    Storyteller(Grammar grammar, Random random, Asks asks) {
        this.grammar = grammar;
        this.words = grammar.words();
        this.heldOut = new HeldOut(words);
        this.random = random;
        this.asks = asks;
    }

    /** A story for training, which contains no combination that is held out. */
    Story forTraining() {
        while (true) {
            var draft = new Draft(Map.of());
            if (random.nextInt(100) < OPENINGS) {
                draft.add(Template.Place.OPENING, Optional.empty());
            }
            var story = finished(draft);
            if (!heldOut.touches(story.words())) {
                return story;
            }
        }
    }

    /** A whole story about two people, a place and a thing that training never sees together. */
    Story heldOut() {
        var draft = new Draft(heldOutCast());
        draft.add(Template.Place.OPENING, Optional.empty());
        return finished(draft);
    }

    /**
     * A story about such people that ends with its first question's answer. A question of what was told of a thing comes
     * after two things were told of.
     */
    Story heldOut(Skill skill) {
        while (true) {
            var draft = new Draft(heldOutCast());
            draft.hard = true;
            boolean told;
            if (skill == Skill.INDIRECT_OBJECT) {
                told = draft.add(Template.Place.OPENING, Optional.of(skill));
            } else {
                draft.add(Template.Place.OPENING, Optional.of(Skill.NONE));
                told = draft.add(Template.Place.MIDDLE, Optional.of(skill));
            }
            if (told) {
                return draft.story();
            }
        }
    }

    private Story finished(Draft draft) {
        while (random.nextInt(100) < MORE || draft.isEmpty()) {
            if (!draft.add(Template.Place.MIDDLE, Optional.empty())) {
                break;
            }
        }
        draft.add(Template.Place.CLOSING, Optional.empty());
        draft.told.add(Grammar.END);
        return draft.story();
    }

    private Map<String, String> heldOutCast() {
        while (true) {
            var cast = new HashMap<String, String>();
            cast.put("name1", any(words.of("name")));
            cast.put("name2", any(words.of("name")));
            cast.put("place1", any(words.of("place")));
            cast.put("thing1", any(words.of("thing")));
            if (!cast.get("name1").equals(cast.get("name2"))
                    && heldOut.isHeldOut(cast.get("name1"), cast.get("place1"), cast.get("thing1"))
                    && heldOut.isHeldOut(cast.get("name2"), cast.get("place1"), cast.get("thing1"))) {
                return cast;
            }
        }
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** A story that is being made. */
    private final class Draft {
        private final List<String> told = new ArrayList<>();
        private final List<Integer> answers = new ArrayList<>();
        private final Map<String, String> cast = new HashMap<>();
        private final Set<String> used = new HashSet<>();
        private final Set<Skill> asked = new HashSet<>();
        private Skill first = Skill.NONE;
        private boolean hard;
        private List<Integer> firstAnswers = List.of();

        Draft(Map<String, String> cast) {
            this.cast.putAll(cast);
            this.used.addAll(cast.values());
        }

        boolean isEmpty() {
            return told.isEmpty();
        }

        Story story() {
            return new Story(List.copyOf(told), List.copyOf(answers), first, firstAnswers);
        }

        /** Adds a template of this place, and of this skill if one is given. Returns whether there is one that fits. */
        boolean add(Template.Place place, Optional<Skill> skill) {
            int left = Grammar.LONGEST - told.size() - (place == Template.Place.MIDDLE ? CLOSING : 1);
            var fitting = new ArrayList<>(grammar.templates().stream()
                    .filter(template -> template.place() == place
                            && (skill.isEmpty() || template.skill() == skill.get())
                            && template.pieces().size() <= left
                            && !asked.contains(template.skill())
                            && !(asks == Asks.ABOUT_ONE && template.isHard())
                            && !(hard && template.skill().isBinding() && !template.isHard())
                            && isFor(template))
                    .toList());
            while (!fitting.isEmpty()) {
                var template = anyByFrequency(fitting);
                if (add(template)) {
                    return true;
                }
                fitting.remove(template);
            }
            return false;
        }

        private Template anyByFrequency(List<Template> templates) {
            int chosen =
                    random.nextInt(templates.stream().mapToInt(Template::often).sum());
            for (Template template : templates) {
                chosen -= template.often();
                if (chosen < 0) {
                    return template;
                }
            }
            throw new IllegalStateException("the frequencies have another sum");
        }

        private boolean isFor(Template template) {
            boolean two = cast.containsKey("name1") && cast.containsKey("name2");
            return template.needs().stream().allMatch(needs -> switch (needs) {
                case TWO -> two;
                case GIRL_AND_BOY -> two && words.isGirl(cast.get("name1")) != words.isGirl(cast.get("name2"));
            });
        }

        /** Adds a template, unless there are too few unused words for it. */
        private boolean add(Template template) {
            if (cast.containsKey("name2") && random.nextBoolean()) {
                cast.put("name1", cast.put("name2", cast.get("name1")));
            }
            var bound = new HashMap<>(cast);
            if (!bind(template, bound)) {
                return false;
            }
            List<Integer> marked = new ArrayList<>();
            for (Piece piece : template.pieces()) {
                if (piece.answer()) {
                    marked.add(told.size());
                }
                told.add(word(piece.kind(), bound));
            }
            answers.addAll(marked);
            if (!marked.isEmpty() && first == Skill.NONE) {
                first = template.skill();
                firstAnswers = List.copyOf(marked);
            }
            if (template.skill() != Skill.NONE) {
                asked.add(template.skill());
            }
            used.addAll(bound.values());
            Template.CAST.forEach(variable -> {
                if (bound.containsKey(variable)) {
                    cast.put(variable, bound.get(variable));
                }
            });
            return true;
        }

        /** Gives each variable of the template a word that the story has not used yet, and from which all others follow. */
        private boolean bind(Template template, Map<String, String> bound) {
            boolean alike = asks == Asks.ABOUT_TWO_ALIKE
                    && template.isHard()
                    && !words.genders().isEmpty()
                    && random.nextInt(100) < ALIKE;
            var genders = new HashMap<String, String>();
            for (Piece piece : template.pieces()) {
                if (piece.kind() instanceof Piece.Kind.Bound variable && !bound.containsKey(variable.variable())) {
                    var free = words.of(variable.wordClass()).stream()
                            .filter(word -> !used.contains(word)
                                    && !bound.containsValue(word)
                                    && follows(template, variable.variable(), word, bound))
                            .toList();
                    if (free.isEmpty()) {
                        return false;
                    }
                    var chosen = any(alike ? ofGender(genders.get(variable.wordClass()), free) : free);
                    bound.put(variable.variable(), chosen);
                    if (alike) {
                        words.related(Words.GENDER, chosen)
                                .ifPresent(gender -> genders.put(variable.wordClass(), gender));
                    }
                }
            }
            return true;
        }

        /** The words of this gender; all if there is none. */
        private List<String> ofGender(@Nullable String gender, List<String> free) {
            var same = free.stream()
                    .filter(word -> words.related(Words.GENDER, word)
                            .filter(own -> own.equals(gender))
                            .isPresent())
                    .toList();
            return same.isEmpty() ? free : same;
        }

        private boolean follows(Template template, String variable, String word, Map<String, String> bound) {
            var others = new HashMap<>(bound);
            others.put(variable, word);
            return template.pieces().stream()
                    .map(Piece::kind)
                    .filter(kind -> kind instanceof Piece.Kind.Bound place
                            && place.variable().equals(variable))
                    .allMatch(kind -> follow((Piece.Kind.Bound) kind, others).isPresent());
        }

        /** The word of a place; a noun that it agrees with has been chosen before. */
        private Optional<String> follow(Piece.Kind.Bound kind, Map<String, String> bound) {
            var found = Optional.of(bound.get(kind.variable()));
            for (String relation : kind.relations()) {
                found = found.flatMap(from -> words.related(relation, from));
            }
            return kind.agreesWith().isEmpty()
                    ? found
                    : words.related(Words.GENDER, bound.get(kind.agreesWith().get()))
                            .flatMap(gender -> words.related(gender, bound.get(kind.variable())));
        }

        private String word(Piece.Kind kind, Map<String, String> bound) {
            if (kind instanceof Piece.Kind.Fixed fixed) {
                return fixed.word();
            }
            if (kind instanceof Piece.Kind.Any free) {
                return any(words.of(free.wordClass()));
            }
            return follow((Piece.Kind.Bound) kind, bound).orElseThrow();
        }
    }
}

package io.orrery.tour.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import io.orrery.error.Sentences;
import io.orrery.error.Series;
import io.orrery.error.TourError;
import io.orrery.tour.Problems;
import io.orrery.tour.fact.Condition;
import io.orrery.tour.fact.Fact;
import io.orrery.tour.fact.FactKind;
import io.orrery.tour.fact.Needs;
import io.orrery.tour.file.Act;
import io.orrery.tour.scene.BlockWord;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.tour.scene.TourModel;
import io.orrery.tour.text.Inline;
import io.orrery.tour.text.LinkTarget;
import io.orrery.tour.text.Rich;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the links and facts of texts against the model of their beat. */
final class TextCheck {
    private static final String GLOSSARY = "strings/en/glossary.json";

    /** The keys of the terms that the pages' glossary explains. */
    private static final List<String> TERMS = terms();

    private final ResolvedTour.Beat beat;
    private final Problems problems;

    TextCheck(ResolvedTour.Beat beat, Problems problems) {
        this.beat = beat;
        this.problems = problems;
    }

    private static List<String> terms() {
        try (InputStream in = TextCheck.class.getClassLoader().getResourceAsStream(GLOSSARY)) {
            if (in == null) {
                throw new IllegalStateException("The class path has no " + GLOSSARY);
            }
            JsonNode terms = new ObjectMapper().readTree(in).path("glossary").path("term");
            var keys = new ArrayList<String>();
            terms.fieldNames().forEachRemaining(keys::add);
            return List.copyOf(keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param answered the options of which one was chosen, if the text is said after an answer */
    void text(Rich.Words words, Optional<Act.Options> answered) {
        words.inlines().forEach(inline -> {
            if (inline instanceof Inline.Value value) {
                fact(value.fact(), answered, value.line());
            } else if (inline instanceof Inline.Form form) {
                condition(form.condition(), answered, form.line());
            } else if (inline instanceof Inline.Answer answer && answered.isEmpty()) {
                problems.add(answer.line(), new TourError.TourAnswerOutside());
            } else if (inline instanceof Inline.Link link) {
                link(link);
            }
        });
    }

    private void link(Inline.Link link) {
        beat.spot(link.target(), link.line(), problems);
        if (link.target() instanceof LinkTarget.Term term && !TERMS.contains(term.key())) {
            problems.add(link.line(), new TourError.TourTermUnknown(term.key(), new Series(TERMS)));
        }
    }

    void fact(String text, Optional<Act.Options> answered, int line) {
        try {
            require(Fact.parse(text).needs(), answered, text, line);
        } catch (OrreryException e) {
            problems.add(line, unreadable(text, e));
        }
    }

    /** Checks the fact that gives the right one of some options. */
    void right(String text, Act.Options options, int line) {
        try {
            Fact fact = Fact.parse(text);
            require(fact.needs(), Optional.empty(), text, line);
            FactKind wanted = kind(options);
            if (fact.kind() != wanted) {
                problems.add(line, new TourError.TourRightOfOtherKind(text, wanted.word()));
            }
        } catch (OrreryException e) {
            problems.add(line, unreadable(text, e));
        }
    }

    private static FactKind kind(Act.Options options) {
        if (options instanceof Act.Options.Heads) {
            return FactKind.PART;
        }
        return options instanceof Act.Options.Signs ? FactKind.SIGN : FactKind.TOKEN;
    }

    void condition(String text, Optional<Act.Options> answered, int line) {
        try {
            for (var named : Condition.parse(text).facts()) {
                require(named.fact().needs(), answered, text, line);
            }
        } catch (OrreryException e) {
            problems.add(line, unreadable(text, e));
        }
    }

    /** @throws OrreryException with a {@link FactError} if the model does not have what is needed */
    private void require(Needs needs, Optional<Act.Options> answered, String text, int line) {
        needs.check(beat.model().model());
        TourModel model = beat.model();
        if (needs.abilities().contains(Needs.Ability.TRAINING)
                && model.checkpoints().isEmpty()) {
            problems.add(
                    line,
                    new TourError.TourFactUnreadable(
                            text, Sentences.ENGLISH.of(new TourError.TourCheckpointsMissing(model.title()))));
        }
        for (String block : needs.blocks()) {
            boolean isThere = BlockWord.of(block)
                    .map(word -> word.isIn(model.graph()))
                    .orElseGet(() -> model.graph().node(block).isPresent());
            if (!isThere) {
                problems.add(line, new TourError.TourBlockUnknown(block, model.title()));
            }
        }
        if (!answers(answered).containsAll(needs.answers())) {
            problems.add(line, new TourError.TourAnswerOutside());
        }
    }

    private static Set<Needs.AnswerKind> answers(Optional<Act.Options> answered) {
        if (answered.isEmpty()) {
            return Set.of();
        }
        Act.Options options = answered.get();
        if (options instanceof Act.Options.Tokens) {
            return Set.of(Needs.AnswerKind.POSITION);
        }
        if (options instanceof Act.Options.Next) {
            return Set.of(Needs.AnswerKind.TOKEN);
        }
        return options instanceof Act.Options.Heads ? Set.of(Needs.AnswerKind.HEAD) : Set.of();
    }

    private static TourError unreadable(String text, OrreryException e) {
        return new TourError.TourFactUnreadable(text, Sentences.ENGLISH.of(e.error()));
    }
}

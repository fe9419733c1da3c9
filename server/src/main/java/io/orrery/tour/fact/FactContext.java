package io.orrery.tour.fact;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.DomainError;
import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import io.orrery.lab.Anatomy;
import io.orrery.model.Model;
import io.orrery.trace.Distribution;
import io.orrery.trace.Sampling;
import io.orrery.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is shown while facts are read: a trace, what is known beside it, and the answers to questions of why, which any thread may
 * add. What several facts need is computed once. Facts are read by one thread at a time.
 */
public final class FactContext {
    private final Model model;
    private final Trace trace;
    private final Trace unchanged;
    private final Beside beside;
    private final Anatomy anatomy;
    private final List<String> pieces;
    private final Map<String, Distribution> next = new HashMap<>();
    private final Map<String, float[]> probabilities = new HashMap<>();
    private final Map<ToolCall, JsonNode> answers = new ConcurrentHashMap<>();
    private final Map<ToolCall, DomainError> errors = new ConcurrentHashMap<>();

    /**
     * What a trace does not tell.
     *
     * @param promptLength the number of tokens that the model did not add itself
     * @param update after which the weights were saved, if known
     * @param updates of the whole training, if known
     * @param answer of the person who is asked
     */
    public record Beside(int promptLength, OptionalInt update, OptionalInt updates, Optional<GivenAnswer> answer) {}

    /**
     * @param model the trace's
     * @param trace that is shown
     * @param unchanged the trace of the same text without changes; the same if there are none
     */
    public FactContext(Model model, Trace trace, Trace unchanged, Beside beside) {
        this.model = model;
        this.trace = trace;
        this.unchanged = unchanged;
        this.beside = beside;
        this.anatomy = Anatomy.of(trace.graph());
        this.pieces = model.tokenizer().pieces(trace.recipe().tokens());
    }

    /** A fact was read whose question of why has not been answered yet. */
    static final class Unanswered extends RuntimeException {
        private final transient ToolCall asked;

        private Unanswered(ToolCall asked) {
            super("not yet answered", null, false, false);
            this.asked = asked;
        }

        ToolCall asked() {
            return asked;
        }
    }

    public void answered(ToolCall asked, JsonNode answer) {
        answers.put(asked, answer);
    }

    /** Keeps why a question has no answer. */
    public void failed(ToolCall asked, DomainError error) {
        errors.put(asked, error);
    }

    /**
     * @throws OrreryException if the question has no answer
     * @throws Unanswered if it has none yet
     */
    JsonNode answer(ToolCall asked) {
        if (errors.containsKey(asked)) {
            throw new OrreryException(errors.get(asked));
        }
        return Optional.ofNullable(answers.get(asked)).orElseThrow(() -> new Unanswered(asked));
    }

    Model model() {
        return model;
    }

    Trace trace() {
        return trace;
    }

    Beside beside() {
        return beside;
    }

    Anatomy anatomy() {
        return anatomy;
    }

    int positions() {
        return trace.positions();
    }

    List<Integer> tokens() {
        return trace.recipe().tokens();
    }

    private Trace of(Fact.Of run) {
        return run == Fact.Of.SHOWN ? trace : unchanged;
    }

    /** Logits of the token after the last, {@code [d_vocab]}. */
    float[] logits(Fact.Of run) {
        return of(run).logits(positions() - 1);
    }

    /** All tokens in the order of their probability after the last position. */
    Distribution next(Fact.Of run) {
        return next.computeIfAbsent(of(run).id(), id -> Distribution.of(logits(run), Sampling.GREEDY));
    }

    /** Probabilities of the token after a position, {@code [d_vocab]}. */
    float[] probabilities(Fact.Of run, int position) {
        return probabilities.computeIfAbsent(of(run).id() + " " + position, key -> of(run).probabilities(position));
    }

    /** A token of the text. @param position from 0 */
    FactValue tokenAt(int position) {
        return new FactValue.OfToken(pieces.get(position), tokens().get(position), OptionalInt.of(position));
    }

    /** A token of the vocabulary. */
    FactValue token(int token) {
        return new FactValue.OfToken(model.tokenizer().piece(token), token, OptionalInt.empty());
    }

    /** The token at a place in the order of probability after the last position. @param rank from 1 */
    int ranked(int rank, Fact.Of run) {
        var next = next(run);
        if (rank > next.size()) {
            throw new OrreryException(new FactError.NoSuchRank(rank, next.size()));
        }
        return next.token(rank - 1);
    }

    /** The number in the vocabulary of the token that the person answered with. */
    int answeredToken() {
        if (answer() instanceof GivenAnswer.OfToken token) {
            return TokenFinder.token(model, token.text());
        }
        if (answer() instanceof GivenAnswer.OfPosition at) {
            return tokens().get(inText(at.position()));
        }
        throw new OrreryException(new FactError.AnswerIsNot("token"));
    }

    /** A position from 0. */
    int position(Names.Spot spot) {
        if (spot.place().isPresent()) {
            return inText(spot.place().get().at(positions()) + 1);
        }
        if (answer() instanceof GivenAnswer.OfPosition at) {
            return inText(at.position());
        }
        throw new OrreryException(new FactError.AnswerIsNot("position"));
    }

    private int inText(int number) {
        if (number > positions()) {
            throw new OrreryException(new FactError.NoSuchTextPosition(number, positions()));
        }
        return number - 1;
    }

    /** A head that this model has. @param aim of the question, for the head that votes most */
    Names.HeadAt head(Names.Head name, Names.Aim aim) {
        Names.HeadAt head;
        if (name instanceof Names.HeadAt at) {
            head = at;
        } else if (name == Names.HeadOf.VOTER) {
            head = WhyFacts.voter(this, aim);
        } else if (answer() instanceof GivenAnswer.OfHead answered) {
            head = new Names.HeadAt(answered.layer(), answered.head());
        } else {
            throw new OrreryException(new FactError.AnswerIsNot("head"));
        }
        layer(head.layer());
        Needs.checkHead(
                head.head(),
                anatomy.attention(head.layer() - 1)
                        .map(io.orrery.lab.Attention::heads)
                        .orElse(0));
        return head;
    }

    /** A layer from 0. @param number from 1 */
    int layer(int number) {
        Needs.checkLayer(number, anatomy.layers());
        return number - 1;
    }

    private GivenAnswer answer() {
        return beside.answer().orElseThrow(() -> new OrreryException(new FactError.NoAnswerGiven()));
    }
}

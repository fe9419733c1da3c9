package io.orrery.tour.fact;

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

/**
 * What is shown while facts are read: a trace and what is known beside it. What several facts need is computed once. For one
 * thread.
 */
public final class Shown {
    private final Model model;
    private final Trace trace;
    private final Trace unchanged;
    private final Beside beside;
    private final Anatomy anatomy;
    private final List<String> pieces;
    private final Map<String, Distribution> next = new HashMap<>();
    private final Map<String, float[]> probabilities = new HashMap<>();
    private final Map<Aim, HeadName.At> voters = new HashMap<>();

    /**
     * What a trace does not tell.
     *
     * @param promptLength the number of tokens that the model did not add itself
     * @param update after which the weights were saved, if known
     * @param updates of the whole training, if known
     * @param answer of the person who is asked
     */
    public record Beside(int promptLength, OptionalInt update, OptionalInt updates, Optional<Answer> answer) {}

    /**
     * @param model the trace's
     * @param trace that is shown
     * @param unchanged the trace of the same text without changes; the same if there are none
     */
    public Shown(Model model, Trace trace, Trace unchanged, Beside beside) {
        this.model = model;
        this.trace = trace;
        this.unchanged = unchanged;
        this.beside = beside;
        this.anatomy = Anatomy.of(trace.graph());
        this.pieces = model.tokenizer().pieces(trace.recipe().tokens());
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

    /** A token's number in the vocabulary. */
    int number(TokenName name) {
        if (name instanceof TokenName.Written written) {
            return Vocabulary.token(model, written.text());
        }
        if (answer() instanceof Answer.OfToken token) {
            return Vocabulary.token(model, token.text());
        }
        if (answer() instanceof Answer.OfPosition at) {
            return tokens().get(inText(at.position()));
        }
        throw new OrreryException(new FactError.AnswerIsNot("token"));
    }

    /** A position from 0. */
    int position(Spot spot) {
        if (spot instanceof Spot.Last) {
            return positions() - 1;
        }
        if (spot instanceof Spot.First) {
            return 0;
        }
        if (spot instanceof Spot.At at) {
            return inText(at.number());
        }
        if (answer() instanceof Answer.OfPosition at) {
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

    /** A head with layer and head from 1, which this model has. */
    HeadName.At head(HeadName name) {
        return head(name, Aim.USUAL);
    }

    /** The same. @param aim of the question, for the head that votes most */
    HeadName.At head(HeadName name, Aim aim) {
        HeadName.At head;
        if (name instanceof HeadName.At at) {
            head = at;
        } else if (name instanceof HeadName.Voter) {
            head = Optional.ofNullable(voters.get(aim)).orElseThrow(() -> new IllegalStateException("not yet asked"));
        } else if (answer() instanceof Answer.OfHead answered) {
            head = new HeadName.At(answered.layer(), answered.head());
        } else {
            throw new OrreryException(new FactError.AnswerIsNot("head"));
        }
        layer(head.layer());
        FactSpots.checkHead(
                head.head(),
                anatomy.attention(head.layer() - 1)
                        .map(io.orrery.lab.Attention::heads)
                        .orElse(0));
        return head;
    }

    /** Remembers which head votes most. */
    void setVoter(Aim aim, HeadName.At head) {
        voters.put(aim, head);
    }

    /** A layer from 0. @param number from 1 */
    int layer(int number) {
        FactSpots.checkLayer(number, anatomy.layers());
        return number - 1;
    }

    private Answer answer() {
        return beside.answer().orElseThrow(() -> new OrreryException(new FactError.NoAnswerGiven()));
    }
}

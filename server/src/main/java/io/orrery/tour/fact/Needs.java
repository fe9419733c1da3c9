package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Sizes;
import io.orrery.model.Model;
import io.orrery.model.preset.Task;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a fact needs, so that it has a value. A text's length is not known before it is read, so {@link #check} leaves out positions.
 *
 * @param layer the last layer that is named, from 1; 0 for none
 * @param heads layer and head, from 1
 * @param rank the last place in the vocabulary that is named, from 1; 0 for none
 * @param position the last position that is named, from 1; 0 for none
 * @param tokens that must be in the vocabulary
 * @param blocks words of blocks
 * @param abilities of the model
 * @param answers the kinds of answers that are read
 * @param voter whether the head that votes most is found first
 */
public record Needs(
        int layer,
        List<HeadName.At> heads,
        int rank,
        int position,
        List<String> tokens,
        List<String> blocks,
        Set<Ability> abilities,
        Set<AnswerKind> answers,
        boolean voter) {
    /** Nothing. */
    public static final Needs NONE = new Needs(0, List.of(), 0, 0, List.of(), List.of(), Set.of(), Set.of(), false);

    public Needs {
        heads = List.copyOf(heads);
        tokens = List.copyOf(tokens);
        blocks = List.copyOf(blocks);
        abilities = Set.copyOf(abilities);
        answers = Set.copyOf(answers);
    }

    /** What only some models can do. */
    public enum Ability {
        /** Trained to sort letters. */
        SORTING,
        /** Has the weights of several updates of its training. */
        TRAINING
    }

    /** What a person can answer with. */
    public enum AnswerKind {
        POSITION,
        TOKEN,
        HEAD
    }

    /**
     * Checks that a model has what is needed.
     *
     * @throws OrreryException with a {@link FactError} if it does not
     */
    public void check(Model model) {
        Sizes sizes = model.graph().sizes();
        FactSpots.checkLayer(layer, sizes.n_layers());
        for (var head : heads) {
            FactSpots.checkLayer(head.layer(), sizes.n_layers());
            FactSpots.checkHead(head.head(), sizes.n_heads());
        }
        if (rank > sizes.d_vocab()) {
            throw new OrreryException(new FactError.NoSuchRank(rank, sizes.d_vocab()));
        }
        if (position > sizes.n_ctx()) {
            throw new OrreryException(new FactError.NoSuchTextPosition(position, sizes.n_ctx()));
        }
        tokens.forEach(token -> Vocabulary.token(model, token));
        if (abilities.contains(Ability.SORTING) && !(model.preset().task() instanceof Task.Sort)) {
            throw new OrreryException(new FactError.NotASortingModel());
        }
    }

    Needs and(Spot spot) {
        if (spot instanceof Spot.Answered) {
            return and(AnswerKind.POSITION);
        }
        return spot instanceof Spot.At at
                ? new Needs(
                        layer, heads, rank, Math.max(position, at.number()), tokens, blocks, abilities, answers, voter)
                : this;
    }

    Needs and(TokenName token) {
        return token instanceof TokenName.Written written
                ? new Needs(
                        layer, heads, rank, position, with(tokens, written.text()), blocks, abilities, answers, voter)
                : and(AnswerKind.TOKEN);
    }

    Needs and(HeadName head) {
        if (head instanceof HeadName.Voter) {
            return new Needs(layer, heads, rank, position, tokens, blocks, abilities, answers, true);
        }
        return head instanceof HeadName.At at
                ? new Needs(layer, with(heads, at), rank, position, tokens, blocks, abilities, answers, voter)
                : and(AnswerKind.HEAD);
    }

    Needs and(Aim aim) {
        Needs of = aim.of().map(this::and).orElse(this);
        return aim.against().map(of::and).orElse(of);
    }

    Needs and(Part part) {
        if (part instanceof Part.OfHead head) {
            return and(head.head());
        }
        return part instanceof Part.Mlp mlp ? andLayer(mlp.layer()) : this;
    }

    Needs andLayer(int named) {
        return new Needs(Math.max(layer, named), heads, rank, position, tokens, blocks, abilities, answers, voter);
    }

    Needs andRank(int named) {
        return new Needs(layer, heads, Math.max(rank, named), position, tokens, blocks, abilities, answers, voter);
    }

    Needs andBlock(String word) {
        return new Needs(layer, heads, rank, position, tokens, with(blocks, word), abilities, answers, voter);
    }

    Needs and(Ability ability) {
        return new Needs(layer, heads, rank, position, tokens, blocks, with(abilities, ability), answers, voter);
    }

    private Needs and(AnswerKind answer) {
        return new Needs(layer, heads, rank, position, tokens, blocks, abilities, with(answers, answer), voter);
    }

    private static <T> List<T> with(List<T> all, T one) {
        return Stream.concat(all.stream(), Stream.of(one)).toList();
    }

    private static <E extends Enum<E>> Set<E> with(Set<E> all, E one) {
        var set = EnumSet.of(one);
        set.addAll(all);
        return set;
    }
}

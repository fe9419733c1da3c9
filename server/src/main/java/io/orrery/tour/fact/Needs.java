package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Sizes;
import io.orrery.model.Model;
import io.orrery.model.preset.Task;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a fact needs, so that it has a value. It is gathered while the fact is read. A text's length is not known before, so
 * {@link #check} only compares positions with the longest text.
 */
public final class Needs {
    private int layer;
    private int rank;
    private int position;
    private final List<Names.HeadAt> heads = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<String> blocks = new ArrayList<>();
    private final Set<Ability> abilities = EnumSet.noneOf(Ability.class);
    private final Set<AnswerKind> answers = EnumSet.noneOf(AnswerKind.class);

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
        checkLayer(layer, sizes.n_layers());
        for (var head : heads) {
            checkLayer(head.layer(), sizes.n_layers());
            checkHead(head.head(), sizes.n_heads());
        }
        if (rank > sizes.d_vocab()) {
            throw new OrreryException(new FactError.NoSuchRank(rank, sizes.d_vocab()));
        }
        if (position > sizes.n_ctx()) {
            throw new OrreryException(new FactError.NoSuchTextPosition(position, sizes.n_ctx()));
        }
        tokens.forEach(token -> TokenFinder.token(model, token));
        if (abilities.contains(Ability.SORTING) && !(model.preset().task() instanceof Task.Sort)) {
            throw new OrreryException(new FactError.NotASortingModel());
        }
    }

    /** @param layer from 1; 0 for none */
    static void checkLayer(int layer, int layers) {
        if (layer > layers) {
            throw new OrreryException(new FactError.NoSuchLayerNumber(layer, layers));
        }
    }

    /** @param head from 1 */
    static void checkHead(int head, int heads) {
        if (head > heads) {
            throw new OrreryException(new FactError.NoSuchHeadNumber(head, heads));
        }
    }

    /** The last layer that is named, from 1; 0 for none. */
    int layer() {
        return layer;
    }

    /** The last position that is named, from 1; 0 for none. */
    int position() {
        return position;
    }

    List<Names.HeadAt> heads() {
        return List.copyOf(heads);
    }

    /** Texts of tokens that must be in the vocabulary. */
    List<String> tokens() {
        return List.copyOf(tokens);
    }

    /** Words of blocks. */
    public List<String> blocks() {
        return List.copyOf(blocks);
    }

    public Set<Ability> abilities() {
        return Set.copyOf(abilities);
    }

    /** The kinds of answers that are read. */
    public Set<AnswerKind> answers() {
        return Set.copyOf(answers);
    }

    void layer(int named) {
        layer = Math.max(layer, named);
    }

    void rank(int named) {
        rank = Math.max(rank, named);
    }

    void position(int named) {
        position = Math.max(position, named);
    }

    void head(Names.HeadAt named) {
        heads.add(named);
    }

    void token(String text) {
        tokens.add(text);
    }

    void block(String word) {
        blocks.add(word);
    }

    void ability(Ability ability) {
        abilities.add(ability);
    }

    void answer(AnswerKind answer) {
        answers.add(answer);
    }
}

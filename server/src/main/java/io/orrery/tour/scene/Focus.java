package io.orrery.tour.scene;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.orrery.error.DomainError;
import io.orrery.error.JsonError;
import io.orrery.error.RequestError;
import io.orrery.graph.Graph;
import io.orrery.tour.file.FocusSpec;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The part of the model that is in focus; pages dim the rest. Its JSON is the value of the browser's {@code
 * scene/layout/focus.js}. Layers and heads count from 0.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Focus.Step.class, name = "step"),
    @JsonSubTypes.Type(value = Focus.Everything.class, name = "everything"),
    @JsonSubTypes.Type(value = Focus.Section.class, name = "section"),
    @JsonSubTypes.Type(value = Focus.Layer.class, name = "layer"),
    @JsonSubTypes.Type(value = Focus.Branch.class, name = "part"),
    @JsonSubTypes.Type(value = Focus.Head.class, name = "head"),
    @JsonSubTypes.Type(value = Focus.Block.class, name = "block")
})
public sealed interface Focus {
    /** The step with its first head. */
    Focus FIRST = new Step(0);

    /** Why a model does not have this part; empty if it does. */
    default Optional<DomainError> problemIn(Graph graph) {
        return Optional.empty();
    }

    /**
     * The focus after the walk has gone to another step. A part that was chosen for one step ends with it. A head stays
     * while the walk is in its layer, and the whole model until something else is chosen.
     *
     * @param from the layer of the step before; empty outside of the layers
     * @param to the layer of the step now
     */
    default Focus carried(OptionalInt from, OptionalInt to) {
        return FIRST;
    }

    /** The focus at the same step, of another text: it has other words. */
    default Focus inOtherText() {
        return this;
    }

    /**
     * The part of the model that the step is about.
     *
     * @param head the head that is shown, if the step is about a single one
     * @param word the word that is shown, from 0, if the step shows how the text was cut
     * @param joins how many of its merges are shown
     */
    record Step(
            int head,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> word,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> joins)
            implements Focus {
        Step(int head) {
            this(head, Optional.empty(), Optional.empty());
        }

        @Override
        public Optional<DomainError> problemIn(Graph graph) {
            return outside("head", head, graph.sizes().n_heads())
                    .or(() ->
                            word.flatMap(at -> outside("word", at, graph.sizes().n_ctx())))
                    .or(() -> joins.flatMap(at -> outside("joins", at, FocusSpec.MOST_JOINS + 1)));
        }

        @Override
        public Focus inOtherText() {
            return new Step(head);
        }

        @Override
        public Focus carried(OptionalInt from, OptionalInt to) {
            return from.isPresent() && from.equals(to) ? this : FIRST;
        }
    }

    /** The whole model. */
    record Everything() implements Focus {
        @Override
        public Focus carried(OptionalInt from, OptionalInt to) {
            return this;
        }
    }

    /** All that comes before the layers, or after them. */
    record Section(End section) implements Focus {}

    record Layer(int layer) implements Focus {
        @Override
        public Optional<DomainError> problemIn(Graph graph) {
            return outside("layer", layer, graph.sizes().n_layers());
        }
    }

    /** The attention or the MLP of a layer. */
    record Branch(int layer, Kind part) implements Focus {
        @Override
        public Optional<DomainError> problemIn(Graph graph) {
            return outside("layer", layer, graph.sizes().n_layers());
        }
    }

    record Head(int layer, int head) implements Focus {
        @Override
        public Optional<DomainError> problemIn(Graph graph) {
            return outside("layer", layer, graph.sizes().n_layers())
                    .or(() -> outside("head", head, graph.sizes().n_heads()));
        }

        @Override
        public Focus carried(OptionalInt from, OptionalInt to) {
            return to.equals(OptionalInt.of(layer)) ? new Step(head) : FIRST;
        }
    }

    /**
     * A tensor.
     *
     * @param head one of its heads; empty for all of it
     */
    record Block(String node, Optional<Integer> head) implements Focus {
        @Override
        public Optional<DomainError> problemIn(Graph graph) {
            return graph.node(node).isEmpty()
                    ? Optional.of(new RequestError.UnknownTensor(node))
                    : head.flatMap(at -> outside("head", at, graph.sizes().n_heads()));
        }

        @Override
        public Focus carried(OptionalInt from, OptionalInt to) {
            boolean isHere = to.isPresent() && node.startsWith("blocks." + to.getAsInt() + ".");
            return isHere ? head.<Focus>map(Step::new).orElse(FIRST) : FIRST;
        }
    }

    /** The ends of the model. */
    enum End {
        @JsonProperty("embedding")
        EMBEDDING,
        @JsonProperty("output")
        OUTPUT
    }

    /** The branches of a layer. */
    enum Kind {
        @JsonProperty("attention")
        ATTENTION,
        @JsonProperty("mlp")
        MLP
    }

    private static Optional<DomainError> outside(String field, int at, int size) {
        return at < size
                ? Optional.empty()
                : Optional.of(new JsonError.FieldOutOfRange("command.on." + field, 0, size - 1));
    }
}

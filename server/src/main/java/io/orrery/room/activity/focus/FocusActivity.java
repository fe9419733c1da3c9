package io.orrery.room.activity.focus;

import static io.orrery.room.activity.focus.FocusActivity.FocusState.PART;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.error.DomainError;
import io.orrery.error.JsonError;
import io.orrery.error.RequestError;
import io.orrery.graph.Graph;
import io.orrery.graph.Step;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Reacts;
import io.orrery.room.activity.Reacts.Transition;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.focus.FocusActivity.FocusState;
import io.orrery.room.activity.lobby.LobbyActivity.LobbyState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.tour.scene.Focus;
import io.orrery.wire.CellMark;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Cursor;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Shows everyone what the driver chooses to look at. It ends with the step for which it was chosen. */
public final class FocusActivity implements Reacts<FocusState>, InRecordings.OfNobody<FocusState> {
    /**
     * What the driver has chosen to look at.
     *
     * @param step the id of the step at which it was chosen, or to which it was carried; empty if nothing is chosen
     * @param on the part in focus
     * @param cell the cell that the driver holds
     * @param tensors the tensors that a word of the step's card names, which the driver has pressed
     */
    public record FocusState(
            String step,
            Focus on,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<CellMark> cell,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> tensors) {
        /** Nothing is chosen: the step is in focus, with its first head. */
        public static final FocusState NONE = new FocusState("", Focus.FIRST, Optional.empty(), List.of());

        public static final StatePart<FocusState> PART = StatePart.member("focus", FocusState.class, NONE);

        public FocusState {
            Objects.requireNonNull(on);
            tensors = List.copyOf(tensors);
        }

        /** What is chosen at a step; {@link #NONE} if that is nothing. */
        public static FocusState of(String step, Focus on, Optional<CellMark> cell, List<String> tensors) {
            boolean isNothing = on.equals(Focus.FIRST) && cell.isEmpty() && tensors.isEmpty();
            return isNothing ? NONE : new FocusState(step, on, cell, tensors);
        }
    }

    /** More tensors than a step computes and reads. */
    private static final int MOST_TENSORS = 16;

    /** @param cursor the step for which the focus is chosen */
    record Choice(Cursor cursor, Focus on, Optional<CellMark> cell, List<String> tensors) {
        Choice {
            tensors = List.copyOf(tensors);
        }
    }

    @Override
    public StatePart<FocusState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(Command.of("focus", Who.DRIVER, FocusActivity::read, FocusActivity::focus));
    }

    private static Choice read(Fields fields) throws MalformedException {
        return new Choice(
                ClientMessages.cursor(fields.object("cursor")),
                fields.has("on") ? focus(fields.object("on")) : Focus.FIRST,
                fields.has("cell") ? Optional.of(ClientMessages.cell(fields.object("cell"))) : Optional.empty(),
                fields.has("tensors")
                        ? fields.texts("tensors", MOST_TENSORS, ClientMessages.LONGEST_ADDRESS)
                        : List.of());
    }

    /** Reads the focus of a command; whether the model has it is another question. */
    private static Focus focus(Fields fields) throws MalformedException {
        return switch (fields.text("kind", ClientMessages.LONGEST_ID)) {
            case "step" -> new Focus.Step(fields.index("head"), index(fields, "word"), index(fields, "joins"));
            case "everything" -> new Focus.Everything();
            case "section" -> new Focus.Section(section(fields));
            case "layer" -> new Focus.Layer(fields.index("layer"));
            case "part" -> new Focus.Branch(fields.index("layer"), branch(fields));
            case "head" -> new Focus.Head(fields.index("layer"), fields.index("head"));
            case "block" -> new Focus.Block(fields.text("node", ClientMessages.LONGEST_ADDRESS), index(fields, "head"));
            default -> throw notOneOf("kind", "step, everything, section, layer, part, head, block");
        };
    }

    private static Optional<Integer> index(Fields fields, String name) throws MalformedException {
        return fields.has(name) ? Optional.of(fields.index(name)) : Optional.empty();
    }

    private static Focus.End section(Fields fields) throws MalformedException {
        return switch (fields.text("section", ClientMessages.LONGEST_ID)) {
            case "embedding" -> Focus.End.EMBEDDING;
            case "output" -> Focus.End.OUTPUT;
            default -> throw notOneOf("section", "embedding, output");
        };
    }

    private static Focus.Kind branch(Fields fields) throws MalformedException {
        return switch (fields.text("part", ClientMessages.LONGEST_ID)) {
            case "attention" -> Focus.Kind.ATTENTION;
            case "mlp" -> Focus.Kind.MLP;
            default -> throw notOneOf("part", "attention, mlp");
        };
    }

    private static MalformedException notOneOf(String field, String values) {
        return new MalformedException(new JsonError.FieldNotOneOf("command.on." + field, values));
    }

    /** What was chosen for a step that the room has left in the meantime has ended: nothing changes. */
    private static Outcome focus(Choice choice, Invocation by) {
        WalkState walk = WalkState.PART.of(by.state());
        if (!choice.cursor().equals(walk.cursor())) {
            return by.unchanged();
        }
        Graph graph = by.walk(walk.trace()).graph();
        int positions = walk.trace().tokens().size();
        Stream<DomainError> problems = Stream.of(
                        choice.on().problemIn(graph).stream(),
                        choice.cell().flatMap(cell -> cell.problemIn(graph, positions)).stream(),
                        choice.tensors().stream()
                                .filter(name -> graph.node(name).isEmpty())
                                .map(RequestError.UnknownTensor::new))
                .flatMap(each -> each);
        return problems.findFirst()
                .<Outcome>map(Outcome.Refusal::new)
                .orElseGet(() -> by.put(
                        PART, FocusState.of(walk.cursor().step(), choice.on(), choice.cell(), choice.tensors())));
    }

    /** Omitted when nothing is chosen. */
    @Override
    public Optional<FocusState> seenBy(Role role, FocusState state) {
        return state.equals(FocusState.NONE) ? Optional.empty() : Optional.of(state);
    }

    @Override
    public FocusState after(Transition transition, FocusState state) {
        return LobbyState.opens(transition) ? FocusState.NONE : state;
    }

    /** The held cell, and the tensors that a word names, belong to one step of one trace. */
    @Override
    public FocusState moved(RoomState before, RoomState after, FocusState state, Engine engine) {
        WalkState from = WalkState.PART.of(before);
        WalkState to = WalkState.PART.of(after);
        String step = to.cursor().step();
        boolean isOtherModel = !to.trace().model().equals(from.trace().model());
        if (!isOtherModel && step.equals(from.cursor().step())) {
            return FocusState.of(step, state.on().inOtherText(), Optional.empty(), List.of());
        }
        // A layer of another model is another layer.
        Focus on = isOtherModel
                ? state.on().carried(OptionalInt.empty(), OptionalInt.empty())
                : state.on().carried(layer(engine, from), layer(engine, to));
        return FocusState.of(step, on, Optional.empty(), List.of());
    }

    private static OptionalInt layer(Engine engine, WalkState walk) {
        return engine.walk(walk.trace().model())
                .graph()
                .step(walk.cursor().step())
                .map(Step::layer)
                .orElse(OptionalInt.empty());
    }
}

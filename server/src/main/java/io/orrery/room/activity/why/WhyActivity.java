package io.orrery.room.activity.why;

import static io.orrery.room.activity.why.WhyActivity.WhyState.PART;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.error.JsonError;
import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.lab.tool.ToolRequest;
import io.orrery.lab.tool.Tools;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.CommandTrait;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Marked;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Reacts;
import io.orrery.room.activity.Reacts.Transition;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.lobby.LobbyActivity.LobbyState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.activity.why.WhyActivity.WhyState;
import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.tour.Walk;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Cursor;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Optional;

/**
 * Opens a tool that measures why the model gives its next token, for everyone. Pages ask for its numbers over HTTP. It is closed
 * with the step; another text keeps it open, about the last position.
 */
public final class WhyActivity
        implements Reacts<WhyState>, Undoes<WhyState>, InRecordings.OfNobody<WhyState>, Marked<WhyState> {
    /**
     * The question that the room looks at.
     *
     * @param tool the open tool; empty for none
     * @param step the id of the step at which it was opened: with the step it is closed
     * @param position the position before the token that is asked about; empty for the last
     * @param a that token; empty for the most probable
     * @param b what it is compared with: a token, or {@code all}, {@code second} or {@code rival}; empty for {@code rival}
     * @param view what is opened or chosen within the tool, as a query such as {@code layer=3&head=0}
     */
    public record WhyState(
            String tool,
            String step,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> position,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> a,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> b,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String view) {
        /** No tool is open. */
        public static final WhyState NONE =
                new WhyState("", "", Optional.empty(), Optional.empty(), Optional.empty(), "");

        public static final StatePart<WhyState> PART = StatePart.member("why", WhyState.class, NONE);

        public boolean hasTool() {
            return !tool.isEmpty();
        }

        /**
         * What is left of it after the walk has moved; a page without a room has the same rule ({@code features/why/question.js}). A step
         * closes it. A checkpoint's run of the same tokens is asked the same; another text has other answers. A model of another shape lacks
         * what was chosen in the tool: a head, a layer, a token.
         */
        public WhyState moved(boolean isSameStep, boolean isSameShape, boolean isSameText) {
            if (!hasTool() || !isSameStep) {
                return NONE;
            }
            if (isSameShape && isSameText) {
                return this;
            }
            return new WhyState(
                    tool, step, Optional.empty(), Optional.empty(), Optional.empty(), isSameShape ? view : "");
        }
    }

    /** Longer than what any tool needs. */
    private static final int LONGEST_VIEW = 2000;

    private static final int LONGEST_TOKEN = 9;

    /** @param cursor the step and the text that the question is about */
    record PlacedQuestion(Cursor cursor, WhyState question) {}

    @Override
    public StatePart<WhyState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(Command.of("why", Who.DRIVER, WhyActivity::read, WhyActivity::ask)
                .with(CommandTrait.BEGINS, CommandTrait.UNDOABLE));
    }

    private static PlacedQuestion read(Fields fields) throws MalformedException {
        Cursor cursor = ClientMessages.cursor(fields.object("cursor"));
        if (!fields.has("tool")) {
            return new PlacedQuestion(cursor, WhyState.NONE);
        }
        return new PlacedQuestion(
                cursor,
                new WhyState(
                        fields.text("tool", ClientMessages.LONGEST_ID),
                        cursor.step(),
                        index(fields, "position"),
                        index(fields, "a"),
                        fields.has("b") ? Optional.of(compared(fields)) : Optional.empty(),
                        fields.has("view") ? fields.line("view", LONGEST_VIEW) : ""));
    }

    private static Optional<Integer> index(Fields fields, String name) throws MalformedException {
        return fields.has(name) ? Optional.of(fields.index(name)) : Optional.empty();
    }

    private static String compared(Fields fields) throws MalformedException {
        String b = fields.text("b", LONGEST_TOKEN);
        if (!ToolRequest.COMPARED.contains(b) && !b.matches("\\d+")) {
            throw new MalformedException(new JsonError.FieldNotOneOf(
                    "command.b", "a token's number, " + String.join(", ", ToolRequest.COMPARED)));
        }
        return b;
    }

    /**
     * A question about a step that the room has left in the meantime changes nothing. Another run at the same step, such as one with a
     * part switched off, may have come while the question was on its way: it is then asked about that one, as if it had come before.
     */
    private static Outcome ask(PlacedQuestion asked, Invocation by) {
        WalkState walk = WalkState.PART.of(by.state());
        if (!asked.cursor().step().equals(walk.cursor().step())) {
            return by.unchanged();
        }
        Graph graph = by.walk(walk.trace()).graph();
        WhyState question = about(walk.trace(), asked, by);
        check(question, walk.trace().tokens().size(), graph.sizes().d_vocab());
        return by.put(PART, question);
    }

    /** What is asked about the present run: all of it if the sender saw the same text. Of a run that nobody remembers the text is not known. */
    private static WhyState about(TraceSummary present, PlacedQuestion asked, Invocation by) {
        String seen = asked.cursor().trace();
        if (!asked.question().hasTool() || seen.equals(present.id()) || seen.equals(present.unchanged())) {
            return asked.question();
        }
        Optional<TraceSummary> before = by.history().entries().stream()
                .map(entry -> WalkState.PART.of(entry.state()).trace())
                .filter(trace -> trace.id().equals(seen))
                .findFirst();
        boolean isSameShape = before.map(by::walk)
                .filter(walk -> sizes(walk).equals(sizes(by.walk(present))))
                .isPresent();
        boolean isSameText =
                before.filter(trace -> trace.tokens().equals(present.tokens())).isPresent();
        return asked.question().moved(true, isSameShape, isSameText);
    }

    /** @throws OrreryException if there is no such tool, position or token */
    private static void check(WhyState question, int positions, int vocabulary) {
        if (question.hasTool() && Tools.find(question.tool()).isEmpty()) {
            throw new OrreryException(new LabError.NoSuchTool(question.tool()));
        }
        check("position", question.position(), positions);
        check("a", question.a(), vocabulary);
        check(
                "b",
                question.b()
                        .filter(text -> !ToolRequest.COMPARED.contains(text))
                        .map(Integer::valueOf),
                vocabulary);
    }

    private static void check(String field, Optional<Integer> at, int size) {
        if (at.filter(value -> value >= size).isPresent()) {
            throw new OrreryException(new JsonError.FieldOutOfRange("command." + field, 0, size - 1));
        }
    }

    /** Nobody is sent that nothing is open. */
    @Override
    public Optional<WhyState> seenBy(Role role, WhyState state) {
        return state.hasTool() ? Optional.of(state) : Optional.empty();
    }

    @Override
    public WhyState after(Transition transition, WhyState state) {
        return LobbyState.opens(transition) ? WhyState.NONE : state;
    }

    @Override
    public WhyState moved(RoomState before, RoomState after, WhyState state, Engine engine) {
        WalkState from = WalkState.PART.of(before);
        WalkState to = WalkState.PART.of(after);
        return state.moved(
                state.step().equals(to.cursor().step()),
                sizes(engine.walk(from.trace().model()))
                        .equals(sizes(engine.walk(to.trace().model()))),
                from.trace().tokens().equals(to.trace().tokens()));
    }

    private static Sizes sizes(Walk walk) {
        return walk.graph().sizes();
    }

    @Override
    public Optional<Mark> mark(Optional<WhyState> before, WhyState now) {
        return now.hasTool()
                        && before.filter(old -> old.tool().equals(now.tool())).isEmpty()
                ? Optional.of(Mark.tool(now.step(), now.tool()))
                : Optional.empty();
    }
}

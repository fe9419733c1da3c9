package io.orrery.room.activity.mark;

import static io.orrery.room.activity.CommandTrait.UNDOABLE;
import static io.orrery.room.activity.mark.MarkActivity.MarkState.PART;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.graph.Graph;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.SeenByAll;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.mark.MarkActivity.MarkState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.state.StatePart;
import io.orrery.wire.CellMark;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.TraceSummary;
import java.util.ArrayList;
import java.util.List;

/** Marks cells, rows, heads and blocks for everyone. */
public final class MarkActivity implements SeenByAll<MarkState>, Undoes<MarkState>, InRecordings.OfNobody<MarkState> {
    /** @param marks all marks that everyone sees */
    public record MarkState(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<CellMark> marks) {
        public static final StatePart<MarkState> PART =
                StatePart.flat("mark", MarkState.class, new MarkState(List.of()));

        public MarkState {
            marks = List.copyOf(marks);
        }
    }

    /** More than people can keep apart. */
    private static final int MOST_MARKS = 16;

    @Override
    public StatePart<MarkState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(Command.of("mark", Who.DRIVER, MarkActivity::read, MarkActivity::mark)
                .with(UNDOABLE));
    }

    private static MarkState read(Fields fields) throws MalformedException {
        var marks = new ArrayList<CellMark>();
        for (Fields each : fields.list("marks", MOST_MARKS)) {
            marks.add(ClientMessages.mark(each));
        }
        return new MarkState(marks);
    }

    private static Outcome mark(MarkState next, Invocation by) {
        TraceSummary trace = WalkState.PART.of(by.state()).trace();
        Graph graph = by.walk(trace).graph();
        return next.marks().stream()
                .flatMap(mark -> mark.problemIn(graph, trace.tokens().size()).stream())
                .findFirst()
                .<Outcome>map(Outcome.Refusal::new)
                .orElseGet(() -> by.put(PART, next));
    }
}

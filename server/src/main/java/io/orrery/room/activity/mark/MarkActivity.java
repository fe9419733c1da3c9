package io.orrery.room.activity.mark;

import static io.orrery.room.activity.Trait.UNDOABLE;
import static io.orrery.room.activity.mark.MarkState.PART;

import io.orrery.error.DomainError;
import io.orrery.error.RequestError;
import io.orrery.graph.Axis;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.room.activity.Activity;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.state.Part;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Mark;
import io.orrery.wire.TraceSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Marks cells, rows, heads and blocks for everyone. */
public final class MarkActivity implements Activity<MarkState> {
    /** More than people can keep apart. */
    private static final int MOST_MARKS = 16;

    @Override
    public Part<MarkState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(Command.of("mark", Who.DRIVER, MarkActivity::read, MarkActivity::mark, UNDOABLE));
    }

    private static MarkState read(Fields fields) throws MalformedException {
        var marks = new ArrayList<Mark>();
        for (Fields each : fields.list("marks", MOST_MARKS)) {
            marks.add(ClientMessages.mark(each));
        }
        return new MarkState(marks);
    }

    private static Outcome mark(MarkState next, Invocation by) {
        TraceSummary trace = WalkState.PART.of(by.state()).trace();
        Graph graph = by.walk(trace).graph();
        return next.marks().stream()
                .flatMap(mark -> problem(mark, graph, trace.tokens().size()).stream())
                .findFirst()
                .<Outcome>map(Outcome.Refusal::new)
                .orElseGet(() -> new Outcome.Change(by.state().with(PART, next)));
    }

    /** Why a mark is on nothing: there is no such tensor, or no such cell in a text of this many positions. */
    private static Optional<DomainError> problem(Mark mark, Graph graph, int positions) {
        Optional<Node> node = graph.node(mark.name());
        if (node.isEmpty()) {
            return Optional.of(new RequestError.UnknownTensor(mark.name()));
        }
        List<Axis> axes = node.get().axes();
        boolean isThere = mark.index().size() == axes.size()
                && IntStream.range(0, axes.size())
                        .allMatch(i -> mark.index().get(i) < axes.get(i).length(graph.sizes(), positions));
        return isThere ? Optional.empty() : Optional.of(new RequestError.UnknownCell(mark.name() + " " + mark.index()));
    }

    @Override
    public MarkState undone(MarkState now, MarkState then) {
        return then;
    }
}

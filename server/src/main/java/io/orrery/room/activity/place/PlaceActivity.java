package io.orrery.room.activity.place;

import static io.orrery.room.activity.place.PlaceState.PART;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.error.JsonError;
import io.orrery.error.RoomError;
import io.orrery.graph.Axis;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Sizes;
import io.orrery.room.activity.Asks;
import io.orrery.room.activity.Background;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.CommandTrait;
import io.orrery.room.activity.InventedPerson;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.Withholds;
import io.orrery.room.activity.place.PlaceQuestion.Kind;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.activity.why.WhyActivity.WhyState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.engine.PlaceMeasure;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.tour.Walk;
import io.orrery.tour.file.SceneSpec.AskSpec;
import io.orrery.tour.file.SceneSpec.PlaceSpec;
import io.orrery.tour.text.PositionRef;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import io.orrery.wire.TraceSummary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks the room for a place: a word of the text, a head or a layer. Which place is right is measured while people answer, where the run knows it.
 * The question ends with its text and model, and with the beat that asked it.
 */
public final class PlaceActivity implements Asks<PlaceState>, Withholds<PlaceState>, Background.Works<PlaceState> {
    private static final int LONGEST_QUESTION = 200;
    private static final int LONGEST_KIND = 10;

    /** A layer, a head and a position. */
    private static final int ROW = 3;

    /** A place has a layer and a head at most. */
    private static final int MOST_INDICES = 2;

    /** The share of invented people who choose the place that is right. */
    private static final double RIGHT = 0.4;

    /** A large model without each of its heads, ms. */
    private static final double MEASURING_MS = 600_000;

    private record Wanted(String trace, Kind kind, Optional<String> question, List<Integer> row, boolean measured) {
        static Wanted read(Fields fields) throws MalformedException {
            Kind kind = fields.word("kind", LONGEST_KIND, Kind.class);
            List<Integer> row = fields.has("row") ? fields.integers("row", ROW, 0, Integer.MAX_VALUE) : List.of();
            if (fields.has("row") && (row.size() != ROW || kind != Kind.WORD)) {
                throw new MalformedException(new JsonError.FieldNotIntegers("command.row", ROW));
            }
            return new Wanted(
                    fields.text("trace", ClientMessages.LONGEST_ADDRESS),
                    kind,
                    fields.has("question") ? Optional.of(fields.line("question", LONGEST_QUESTION)) : Optional.empty(),
                    row,
                    fields.has("measured") && fields.flag("measured"));
        }
    }

    private record Touch(int number, List<Integer> at) {
        static Touch read(Fields fields) throws MalformedException {
            return new Touch(Asks.number(fields), fields.integers("place", MOST_INDICES, 0, Integer.MAX_VALUE));
        }
    }

    @Override
    public StatePart<PlaceState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return course(
                "place",
                Command.of("place", Who.DRIVER, Wanted::read, PlaceActivity::ask)
                        .with(CommandTrait.BEGINS, CommandTrait.SHOWS_MODEL),
                Command.of("touch", Who.ANYONE, Touch::read, this::touch));
    }

    private static Outcome ask(Wanted wanted, Invocation by) {
        Asks.check(by.state());
        TraceSummary shown = WalkState.PART.of(by.state()).trace();
        if (!wanted.trace().equals(shown.id())) {
            return new Refusal(new RoomError.Stale());
        }
        Sizes sizes = by.walk(shown).graph().sizes();
        if (!wanted.row().isEmpty() && !isIn(sizes, shown, wanted.row())) {
            return new Refusal(new RoomError.UnknownPlace(wanted.row().toString()));
        }
        return new Outcome.Change(asking(
                by.state(),
                wanted.kind(),
                wanted.question(),
                wanted.row(),
                wanted.measured(),
                sizes,
                Optional.empty()));
    }

    private static boolean isIn(Sizes sizes, TraceSummary trace, List<Integer> row) {
        return row.get(0) < sizes.n_layers()
                && row.get(1) < sizes.n_heads()
                && row.get(2) < trace.tokens().size();
    }

    private static RoomState asking(
            RoomState state,
            Kind kind,
            Optional<String> question,
            List<Integer> row,
            boolean isMeasured,
            Sizes sizes,
            Optional<String> beat) {
        TraceSummary shown = WalkState.PART.of(state).trace();
        // A query sees no word after its own.
        int words = row.isEmpty() ? shown.tokens().size() : row.get(2) + 1;
        Optional<PlaceMeasure> measure = !row.isEmpty()
                ? Optional.of(new PlaceMeasure(PlaceMeasure.Of.ATTENTION, row))
                : Optional.of(kind == Kind.HEAD ? PlaceMeasure.Of.REMOVAL : PlaceMeasure.Of.LENS)
                        .filter(any -> isMeasured && kind != Kind.WORD)
                        .map(PlaceMeasure::of);
        var asked = PlaceQuestion.asked(shown.id(), kind, kind.size(sizes, words), question, measure, beat);
        return Asks.asked(state, PART, number -> new PlaceState(number, Optional.of(asked)));
    }

    /**
     * The state once a beat has asked the room its question. It asks nothing if the text is too short for it.
     *
     * @param walk the walk through the steps of the shown model
     */
    public static RoomState askedByBeat(AskSpec ask, PlaceSpec place, String beat, Walk walk, RoomState state) {
        TraceSummary shown = WalkState.PART.of(state).trace();
        List<Integer> row = place.head()
                .map(head -> List.of(
                        head.layer() - 1,
                        head.head() - 1,
                        place.token()
                                .orElse(new PositionRef.Last())
                                .at(shown.tokens().size())))
                .orElse(List.of());
        Sizes sizes = walk.graph().sizes();
        Kind kind = Kind.valueOf(place.kind().toUpperCase(Locale.ROOT));
        return row.isEmpty() || isIn(sizes, shown, row)
                ? asking(state, kind, ask.question(), row, place.measured(), sizes, Optional.of(beat))
                : state;
    }

    private Outcome touch(Touch touch, Invocation by) {
        return answer(
                touch.number(),
                by,
                asked -> asked.question().orElseThrow().has(touch.at())
                        ? answered(PlaceQuestion.answer(touch.at()), by)
                        : new Refusal(new RoomError.UnknownPlace(touch.at().toString())));
    }

    /** A place is written as its numbers, from 0, such as {@code 2.5}: layer and head, a layer, or a word. */
    @Override
    public Optional<Result> result(PlaceState state, Ballots.Counts counts, Map<String, String> answers) {
        return state.question().map(asked -> {
            var places = new LinkedHashMap<List<Integer>, Integer>();
            asked.counts().orElse(List.of()).forEach(each -> places.put(each.at(), each.count()));
            var before = new HashMap<List<Integer>, Integer>();
            asked.first().orElse(List.of()).forEach(each -> before.put(each.at(), each.count()));
            before.keySet().forEach(at -> places.putIfAbsent(at, 0));
            List<Result.Option> options = places.entrySet().stream()
                    .map(place -> new Result.Option(
                            place.getKey().stream().map(String::valueOf).collect(Collectors.joining(".")),
                            place.getValue(),
                            asked.first().map(any -> before.getOrDefault(place.getKey(), 0)),
                            Optional.empty(),
                            asked.right()
                                    .filter(right -> right.at().equals(place.getKey()))
                                    .isPresent()))
                    .toList();
            return Result.of(state.number(), asked.question(), Optional.empty(), counts.people(), options, Map.of());
        });
    }

    /**
     * What the places of a question are, so that a reader can name them when the question is gone.
     *
     * @param measure empty if the question is the presenter's own
     * @param text the words of the run, as they are displayed; empty unless it is asked for one of them
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Places(Kind kind, List<Integer> size, Optional<PlaceMeasure> measure, List<String> text) {}

    @Override
    public Optional<Result> resultIn(RoomState state, Ballots ballots) {
        TraceSummary shown = WalkState.PART.of(state).trace();
        return Asks.super
                .resultIn(state, ballots)
                .flatMap(result -> PlaceState.PART.of(state).question().map(asked -> {
                    boolean isOfWords = asked.kind() == Kind.WORD && shown.id().equals(asked.trace());
                    List<String> text = isOfWords ? shown.text() : List.of();
                    return result.of(
                            new Places(asked.kind(), asked.size(), asked.measure(), text), String.join("", text));
                }));
    }

    @Override
    public Optional<Record> ownOf(PlaceState state, String answer) {
        return Optional.of(new PlaceState.Own(state.number(), PlaceQuestion.place(answer)));
    }

    /** Invented people lean to the place that is right, once it is measured; the others choose any. */
    @Override
    public Optional<Deed> deed(InventedPerson who, RoomState state, Ballots ballots) {
        PlaceState now = PART.of(state);
        return now.question().filter(any -> who.answers()).map(asked -> {
            List<Integer> place = asked.right()
                    .map(PlaceMeasure.Found::at)
                    .filter(any -> who.does(RIGHT))
                    .orElseGet(() -> asked.size().stream()
                            .map(size -> who.random().nextInt(size))
                            .toList());
            return new Deed("touch", Map.of("number", now.number(), "place", place));
        });
    }

    /** Measures which place is right, whatever phase the question is in. */
    @Override
    public Optional<Background> background(RoomState state, Ballots ballots, Engine engine) {
        PlaceState now = PART.of(state);
        return now.question()
                .filter(PlaceQuestion::isUnmeasured)
                .map(asked -> Background.of(
                        0,
                        now.number(),
                        new Background.BackgroundCall<>(
                                any -> engine.largest(
                                        asked.trace(), asked.measure().orElseThrow()),
                                (later, found) -> new Outcome.Change(measured(later, now.number(), found)),
                                (later, refusal) -> measured(later, now.number(), Optional.empty()),
                                Outcome.Subject.OWN,
                                MEASURING_MS)));
    }

    private static RoomState measured(RoomState state, int number, Optional<PlaceMeasure.Found> found) {
        return state.update(PART, now -> now.shows(number) ? now.measured(found) : now);
    }

    /** While a measured place is asked for, the audience is sent no tool of why, which may say it. */
    @Override
    public RoomState withheld(Role role, RoomState state, Walk walk) {
        return role.mayDrive() || asked(state).isEmpty() ? state : state.with(WhyState.PART, WhyState.NONE);
    }

    /** Nor the scores and weights of the layer that is asked about, nor what is computed from them. */
    @Override
    public boolean showsNumbers(Role role, RoomState state, Walk walk) {
        String step = WalkState.PART.of(state).cursor().step();
        return role.mayDrive()
                || asked(state)
                        .filter(measure -> measure.of() == PlaceMeasure.Of.ATTENTION)
                        .filter(measure -> tells(walk.graph(), step, measure.layer()))
                        .isEmpty();
    }

    /** Whether a step computes the scores or weights of a layer, or anything from them. */
    private static boolean tells(Graph graph, String step, int layer) {
        Set<String> telling = graph.steps().stream()
                .filter(each -> each.layer().equals(OptionalInt.of(layer)))
                .flatMap(each -> each.nodes().stream())
                .filter(node -> node.axes().contains(Axis.K_POS))
                .map(Node::name)
                .collect(Collectors.toCollection(HashSet::new));
        for (Node node : graph.nodes()) {
            if (node.inputs().stream().anyMatch(input -> telling.contains(input.name()))) {
                telling.add(node.name());
            }
        }
        return graph.step(step).stream()
                .flatMap(shown -> shown.nodes().stream())
                .anyMatch(node -> telling.contains(node.name()));
    }

    /** What is measured for the question that has not been revealed. */
    private static Optional<PlaceMeasure> asked(RoomState state) {
        PlaceState now = PART.of(state);
        return now.question().filter(any -> now.isPending()).flatMap(PlaceQuestion::measure);
    }

    /** The places are those of one run. */
    @Override
    public PlaceState moved(RoomState before, RoomState after, PlaceState state, Engine engine) {
        String shown = WalkState.PART.of(after).trace().id();
        return state.question().filter(asked -> !asked.trace().equals(shown)).isPresent() ? state.ended() : state;
    }

    @Override
    public PlaceState withoutPeople(PlaceState seen) {
        return seen;
    }
}

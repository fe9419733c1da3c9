package io.orrery.room.activity.prediction;

import static io.orrery.room.activity.prediction.SeriesActivity.SeriesState.PART;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Asks;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Marked;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.Reacts;
import io.orrery.room.activity.Reacts.Transition;
import io.orrery.room.activity.Recorded;
import io.orrery.room.activity.Rehearses;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.prediction.SeriesActivity.SeriesState;
import io.orrery.room.activity.prediction.SeriesActivity.SeriesState.Best;
import io.orrery.room.activity.prediction.SeriesActivity.SeriesState.Phase;
import io.orrery.room.activity.prediction.SeriesActivity.SeriesState.Text;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.wire.Role;
import io.orrery.wire.TraceSummary;
import io.orrery.wire.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Keeps score over a series of texts. While it is on, each revealed question of what comes next counts as one text: an answer's score is by how many
 * bits it surprises the model, so less is better; when somebody answered does not count. A person counts from the first text on that the person
 * answered. The room as a whole, chance and the model play along.
 *
 * <p>Scores are answers of people and no part of the room's own state, which has what belongs to nobody; they are put in when people are told.
 */
public final class SeriesActivity
        implements Recorded<SeriesState>,
                Rehearses<SeriesState>,
                Reacts<SeriesState>,
                InRecordings<SeriesState>,
                Marked<SeriesState> {
    /**
     * A series.
     *
     * @param number of the last series in this room, from 1; 0 before the first
     * @param texts those that were revealed
     * @param names whether the best are shown by their names
     * @param people how many people have a score; likewise only as pages are told
     * @param mean bits a text of one of them, on average; empty unless the result is shown
     * @param best the best ten; empty unless the result is shown with names
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record SeriesState(
            int number,
            Phase phase,
            List<Text> texts,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean names,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int people,
            Optional<Double> mean,
            List<Best> best) {
        static final SeriesState NONE = new SeriesState(0, Phase.OFF, List.of(), false, 0, Optional.empty(), List.of());

        public static final StatePart<SeriesState> PART = StatePart.member("series", SeriesState.class, NONE);

        SeriesState withoutNames() {
            return new SeriesState(number, phase, texts, false, people, mean, List.of());
        }

        /** The phases of a series. */
        public enum Phase implements Word {
            OFF,
            ON,
            /** The scores are shown. The next question goes on with the series. */
            RESULT
        }

        /**
         * A text that was revealed, and what others than people scored, bits.
         *
         * @param question the question's number
         * @param room by its most frequent answer; the mean if there are several
         * @param chance the mean of the options
         * @param model by its most probable token
         * @param reader the model's title; empty of a text from before it was kept
         * @param preset the id of the model's preset; empty of a text from before it was kept
         */
        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        public record Text(
                int question,
                double room,
                double chance,
                double model,
                Optional<String> reader,
                Optional<String> preset) {}

        /**
         * One of the best.
         *
         * @param place from 1; who has the same bits, to one decimal, has the same place
         * @param name empty if the person chose none
         * @param bits a text
         * @param texts over how many texts
         */
        public record Best(int place, String name, double bits, int texts) {}

        /**
         * A person's own score.
         *
         * @param number the series' number
         * @param from the text from which on the person counts, from 1
         * @param bits of each text from there on
         * @param mean bits a text
         */
        public record Own(int number, int from, List<Double> bits, double mean) {}

        public SeriesState {
            texts = List.copyOf(texts);
            best = List.copyOf(best);
        }

        boolean isAt(Phase one) {
            return phase == one;
        }

        SeriesState in(Phase next) {
            return new SeriesState(number, next, texts, names, 0, Optional.empty(), List.of());
        }

        SeriesState naming(boolean on) {
            return new SeriesState(number, phase, texts, on, 0, Optional.empty(), List.of());
        }

        SeriesState with(Text text) {
            var more = new ArrayList<>(texts);
            more.add(text);
            return new SeriesState(number, phase, more, names, 0, Optional.empty(), List.of());
        }

        SeriesState next() {
            return new SeriesState(number + 1, Phase.ON, List.of(), false, 0, Optional.empty(), List.of());
        }

        SeriesState ended() {
            return new SeriesState(number, Phase.OFF, List.of(), false, 0, Optional.empty(), List.of());
        }

        SeriesState counted(Ballots.Counts counts) {
            if (phase != Phase.RESULT || counts.people() == 0) {
                return new SeriesState(number, phase, texts, names, counts.people(), Optional.empty(), List.of());
            }
            List<Scores> all = counts.each().keySet().stream()
                    .map(Scores::read)
                    .sorted(Comparator.comparingDouble((Scores each) -> each.mean(texts.size()))
                            .thenComparing(Scores::person))
                    .toList();
            double mean = all.stream()
                    .mapToDouble(each -> each.mean(texts.size()))
                    .average()
                    .orElseThrow();
            List<Best> first = names
                    ? all.stream().limit(MOST_BEST).map(each -> best(each, all)).toList()
                    : List.of();
            return new SeriesState(number, phase, texts, names, counts.people(), Optional.of(mean), first);
        }

        private Best best(Scores of, List<Scores> all) {
            double bits = of.mean(texts.size());
            int better = (int) all.stream()
                    .filter(other -> tenths(other.mean(texts.size())) < tenths(bits))
                    .count();
            return new Best(better + 1, of.name(), bits, texts.size() - of.from() + 1);
        }

        /** Bits as they are shown. */
        private static long tenths(double bits) {
            return Math.round(bits * 10);
        }
    }

    /** What no answer scores, and the most that one does, bits. */
    static final double MOST_BITS = 20;

    private static final int MOST_BEST = 10;
    private static final int LONGEST_WORD = 10;

    /**
     * A person's scores, as the answer of a ballot: the person's id, each text with its bits, and the name, such as {@code p3 1:2.1430,2:20.0000 Ada}.
     *
     * @param bits of each text that the person answered, by its place from 1; of at least one
     */
    record Scores(String person, SortedMap<Integer, Double> bits, String name) {
        static Scores read(String answer) {
            String[] parts = answer.split(" ", 3);
            var bits = new TreeMap<Integer, Double>();
            for (String text : parts[1].split(",")) {
                int colon = text.indexOf(':');
                bits.put(Integer.parseInt(text.substring(0, colon)), Double.parseDouble(text.substring(colon + 1)));
            }
            return new Scores(parts[0], bits, parts[2]);
        }

        String answer() {
            String texts = bits.entrySet().stream()
                    .map(text -> String.format(Locale.ROOT, "%d:%.4f", text.getKey(), text.getValue()))
                    .collect(Collectors.joining(","));
            return person + " " + texts + " " + name;
        }

        Scores with(int text, double score, String newName) {
            var more = new TreeMap<>(bits);
            more.put(text, score);
            return new Scores(person, more, newName);
        }

        int from() {
            return bits.firstKey();
        }

        /** Bits of each text from the first that the person answered. @param texts of the series so far */
        List<Double> each(int texts) {
            return IntStream.rangeClosed(from(), texts)
                    .mapToObj(text -> bits.getOrDefault(text, MOST_BITS))
                    .toList();
        }

        double mean(int texts) {
            return each(texts).stream().mapToDouble(score -> score).average().orElse(MOST_BITS);
        }
    }

    /** By how much a token surprises the model, bits. @param p the probability that the model gives to it */
    static double bits(double p) {
        return Math.min(MOST_BITS, Math.max(0, -Math.log(p) / Math.log(2)));
    }

    @Override
    public StatePart<SeriesState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(
                Command.of(
                        "series",
                        Who.DRIVER,
                        fields -> fields.word("phase", LONGEST_WORD, Phase.class),
                        SeriesActivity::lead),
                Command.of(
                        "series-names",
                        Who.DRIVER,
                        fields -> fields.flag("on"),
                        (on, by) -> PART.of(by.state()).isAt(Phase.RESULT)
                                ? by.change(PART, now -> now.naming(on))
                                : new Refusal(new RoomError.NoSeries())));
    }

    private static Outcome lead(Phase to, Invocation by) {
        SeriesState now = PART.of(by.state());
        if (to == Phase.OFF) {
            return by.put(PART, now.isAt(Phase.OFF) ? now : now.ended());
        }
        if (to == Phase.ON) {
            return by.put(PART, now.isAt(Phase.OFF) ? now.next() : now.in(Phase.ON));
        }
        if (now.texts().isEmpty()) {
            return new Refusal(new RoomError.NoSeries());
        }
        // The hall has one screen: what was revealed gives way to the result.
        Asks.check(by.state());
        return new Outcome.Change(Asks.ended(by.state()).with(PART, now.in(Phase.RESULT)));
    }

    /**
     * The outcome that notes the scores of a question that has just been revealed, if a series is on.
     *
     * @param revealed the state, with the question
     * @param answers to it, by person
     * @param chances what the model gives to each token that was typed
     */
    static Outcome scored(
            RoomState revealed, Map<String, String> answers, Map<Integer, TraceSummary.Next> chances, Invocation by) {
        SeriesState series = PART.of(revealed);
        PredictionState asked = PredictionState.PART.of(revealed);
        Optional<List<Float>> model = asked.question()
                .filter(poll -> poll.phase() == Asks.Phase.REVEALED)
                .filter(poll -> series.texts().stream().noneMatch(text -> text.question() == asked.number()))
                .flatMap(Poll::model)
                .filter(any -> series.isAt(Phase.ON) && asked.reader().isPresent());
        if (model.isEmpty()) {
            return new Outcome.Change(revealed);
        }
        List<Float> options =
                model.get().subList(0, asked.question().orElseThrow().options().size());
        int place = series.texts().size() + 1;
        List<Outcome.Answer> scores = answers.entrySet().stream()
                .map(answer -> score(answer.getKey(), place, bits(answer.getValue(), options, chances), series, by))
                .toList();
        double chance =
                options.stream().mapToDouble(SeriesActivity::bits).average().orElseThrow();
        var text = new Text(
                asked.number(),
                ofRoom(answers, options, chances),
                chance,
                bits(asked.reader().flatMap(PredictionState.Reader::top).orElse(0f)),
                asked.reader().flatMap(PredictionState.Reader::title),
                asked.reader().flatMap(PredictionState.Reader::preset));
        return new Outcome.Noted(revealed.with(PART, series.with(text)), scores);
    }

    private static Outcome.Answer score(String person, int place, double bits, SeriesState series, Invocation by) {
        String ballot = ballotOf(series);
        Scores before =
                by.ballots().answer(ballot, person).map(Scores::read).orElse(new Scores(person, new TreeMap<>(), ""));
        String name = by.people()
                .apply(person)
                .map(now -> now.chosen() || now.name().equals(before.name()) ? now.name() : "")
                .orElse(before.name());
        return new Outcome.Answer(
                ballot, person, Optional.of(before.with(place, bits, name).answer()));
    }

    /** Of an answer of the question's ballot. "Something else" names no token, as no answer does. */
    private static double bits(String answer, List<Float> options, Map<Integer, TraceSummary.Next> chances) {
        Optional<TypedWord> typed = TypedWord.read(answer);
        if (typed.isPresent()) {
            return bits(chances.get(typed.get().token()).p());
        }
        int option = Integer.parseInt(answer);
        return option < options.size() ? bits(options.get(option)) : MOST_BITS;
    }

    private static double ofRoom(
            Map<String, String> answers, List<Float> options, Map<Integer, TraceSummary.Next> chances) {
        var people = new HashMap<String, Integer>();
        var score = new HashMap<String, Double>();
        for (String answer : answers.values()) {
            String token =
                    TypedWord.read(answer).map(typed -> "t" + typed.token()).orElse(answer);
            people.merge(token, 1, Integer::sum);
            score.put(token, bits(answer, options, chances));
        }
        int most = people.values().stream().mapToInt(count -> count).max().orElse(0);
        return people.entrySet().stream()
                .filter(token -> token.getValue() == most)
                .mapToDouble(token -> score.get(token.getKey()))
                .average()
                .orElse(MOST_BITS);
    }

    private static String ballotOf(SeriesState series) {
        return "series " + series.number();
    }

    @Override
    public Optional<SeriesState> seenBy(Role role, SeriesState state) {
        return state.isAt(Phase.OFF) ? Optional.empty() : Optional.of(state);
    }

    @Override
    public Optional<String> ballot(SeriesState state) {
        return state.isAt(Phase.OFF) ? Optional.empty() : Optional.of(ballotOf(state));
    }

    @Override
    public SeriesState counted(SeriesState state, Ballots.Counts counts) {
        return state.counted(counts);
    }

    @Override
    public Optional<Record> ownOf(SeriesState state, String answer) {
        Scores scores = Scores.read(answer);
        int texts = state.texts().size();
        return Optional.of(new SeriesState.Own(state.number(), scores.from(), scores.each(texts), scores.mean(texts)));
    }

    /** Scores of a rehearsal are nobody's. */
    @Override
    public RoomState rehearsed(RoomState state) {
        return state.update(PART, now -> now.isAt(Phase.OFF) ? now : now.ended());
    }

    @Override
    public boolean hasAnswers(RoomState state, Ballots ballots) {
        return ballotIn(state)
                .filter(ballot -> ballots.counts(ballot).people() > 0)
                .isPresent();
    }

    @Override
    public Optional<Integer> shownNumber(SeriesState state) {
        return state.isAt(Phase.OFF) ? Optional.empty() : Optional.of(state.number());
    }

    /** Of people's scores the best ten are kept, and the mean of all. */
    @Override
    public Optional<Result> result(SeriesState state, Ballots.Counts counts, Map<String, String> answers) {
        if (answers.isEmpty()) {
            return Optional.empty();
        }
        int texts = state.texts().size();
        List<Scores> all = answers.values().stream()
                .map(Scores::read)
                .sorted(Comparator.comparingDouble(each -> each.mean(texts)))
                .toList();
        Map<String, Result.Own> best = all.stream()
                .limit(MOST_BEST)
                .collect(Collectors.toMap(
                        Scores::person,
                        each -> new Result.Own(
                                Optional.empty(),
                                Optional.of(each.name()).filter(name -> !name.isEmpty()),
                                Optional.of(each.mean(texts)),
                                Optional.of(texts - each.from() + 1))));
        return Optional.of(new Result(
                state.number(),
                Optional.empty(),
                Optional.empty(),
                all.size(),
                List.of(),
                Optional.empty(),
                state.texts().stream()
                        .map(text -> new Result.Text(text.question(), text.room(), text.chance(), text.model()))
                        .toList(),
                Optional.of(all.stream()
                        .mapToDouble(each -> each.mean(texts))
                        .average()
                        .orElseThrow()),
                Map.of(),
                best));
    }

    @Override
    public SeriesState erased(SeriesState state) {
        return state.isAt(Phase.OFF) ? state : state.ended();
    }

    /** The next question goes on with the series whose result was shown. */
    @Override
    public SeriesState after(Transition transition, SeriesState state) {
        boolean isAsked = Asks.isPending(transition.after());
        return state.isAt(Phase.RESULT) && isAsked ? state.in(Phase.ON) : state;
    }

    @Override
    public SeriesState withoutPeople(SeriesState seen) {
        return seen.withoutNames();
    }

    /** A series has a mark where it begins, and one where its scores are shown; the questions between have their own. */
    @Override
    public Optional<Mark> mark(Optional<SeriesState> before, SeriesState now) {
        boolean isNew = before.filter(old -> old.number() == now.number()).isEmpty();
        boolean isResult = now.isAt(Phase.RESULT)
                && before.filter(old -> old.isAt(Phase.RESULT)).isEmpty();
        return isNew && now.isAt(Phase.ON) || isResult
                ? Optional.of(Mark.question(isResult ? "scores" : "series", ""))
                : Optional.empty();
    }
}

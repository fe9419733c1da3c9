package io.orrery.room.activity.proposals;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.StatePart;
import io.orrery.wire.TraceSummary;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Texts for the model that people propose. Texts, names and votes are answers of people and no part of the room's own state, which knows a text by its
 * id alone; they are put in when people are told.
 *
 * @param round grows when all texts are dropped
 * @param ran the ids of the texts that were run, latest last
 * @param shown the text that was run last; empty for none
 * @param texts the texts, those with most votes first
 * @param all how many texts are proposed that were not run
 * @param credit the name of who proposed the text that the room shows, if the person wishes to be named
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProposalsState(
        int round,
        List<String> ran,
        Optional<Shown> shown,
        List<Text> texts,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int all,
        String credit) {
    public static final StatePart<ProposalsState> PART =
            StatePart.member("proposals", ProposalsState.class, inRound(1));

    /** The most ids of texts that were run: as many as can be proposed. */
    private static final int MOST_RAN = ProposalsActivity.MOST;

    /** How many texts an attendee is sent: those with most votes, and the newest, as nobody could vote for one that nobody sees. */
    static final int WITH_MOST_VOTES = 8;

    static final int NEWEST = 4;

    /**
     * A text that was run.
     *
     * @param tokens the token ids of the prompt, by which the room knows whether it still shows this text
     */
    record Shown(String id, List<Integer> tokens) {
        Shown {
            tokens = List.copyOf(tokens);
        }
    }

    /**
     * A proposed text.
     *
     * @param name of who proposes it; empty if the person does not wish to be named
     * @param reading what the model makes of it; empty until that was computed
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Text(String id, String text, String name, int votes, Optional<Reading> reading) {
        Text withReading(Optional<Reading> other) {
            return new Text(id, text, name, votes, other);
        }
    }

    /**
     * What a model makes of a text.
     *
     * @param model its content id
     * @param tokens how many tokens the text has; 0 if this model cannot read it
     * @param next the most probable next token, and {@code p} its probability; not sent to attendees
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Reading(String model, int tokens, Optional<String> next, Optional<Float> p) {
        static final int UNREADABLE = 0;

        Reading withoutNext() {
            return new Reading(model, tokens, Optional.empty(), Optional.empty());
        }
    }

    public ProposalsState {
        ran = List.copyOf(ran);
        texts = List.copyOf(texts);
    }

    static ProposalsState inRound(int round) {
        return new ProposalsState(round, List.of(), Optional.empty(), List.of(), 0, "");
    }

    /** The name of the ballot with this round's texts. */
    String ballot() {
        return "proposals " + round;
    }

    boolean hasRun(String id) {
        return ran.contains(id);
    }

    ProposalsState with(String id, TraceSummary prompt) {
        List<String> next = Stream.concat(ran.stream().filter(other -> !other.equals(id)), Stream.of(id))
                .toList();
        return new ProposalsState(
                round,
                next.subList(Math.max(0, next.size() - MOST_RAN), next.size()),
                Optional.of(new Shown(id, promptOf(prompt))),
                List.of(),
                0,
                "");
    }

    /** The id of the text that was run last, if the room still shows it. */
    Optional<String> shownId(TraceSummary trace) {
        return shown.filter(text -> text.tokens().equals(promptOf(trace))).map(Shown::id);
    }

    private static List<Integer> promptOf(TraceSummary trace) {
        return trace.tokens().subList(0, trace.promptLength());
    }

    ProposalsState withoutTexts() {
        return inRound(round + 1);
    }

    /** With what people have answered, about the text that the room shows. */
    ProposalsState counted(Ballots.Counts counts, TraceSummary trace) {
        Map<String, Integer> votes = Answers.votes(counts);
        Map<String, Reading> readings = Answers.readings(counts, trace.model());
        List<Answers.Proposal> proposed = Answers.proposals(counts);
        List<Text> known = proposed.stream()
                .map(each -> new Text(
                        each.id(),
                        each.text(),
                        each.name(),
                        votes.getOrDefault(each.id(), 0),
                        Optional.ofNullable(readings.get(each.id()))))
                .sorted(Comparator.<Text, Boolean>comparing(each -> hasRun(each.id()))
                        .thenComparing(Comparator.comparingInt(Text::votes).reversed()))
                .toList();
        String name = shownId(trace)
                .flatMap(id ->
                        proposed.stream().filter(each -> each.id().equals(id)).findFirst())
                .map(Answers.Proposal::name)
                .orElse("");
        int open = (int) known.stream().filter(each -> !hasRun(each.id())).count();
        return new ProposalsState(round, ran, Optional.empty(), known, open, name);
    }

    /** As attendees see it: some of the texts that can be voted for, and not what the model would say. */
    ProposalsState forAttendees() {
        List<Text> open = texts.stream().filter(each -> !hasRun(each.id())).toList();
        Stream<Text> newest = open.stream()
                .skip(WITH_MOST_VOTES)
                .sorted(Comparator.comparing(Text::id).reversed())
                .limit(NEWEST);
        List<Text> seen = Stream.concat(open.stream().limit(WITH_MOST_VOTES), newest)
                .map(each -> each.withReading(each.reading().map(Reading::withoutNext)))
                .collect(Collectors.toList());
        return new ProposalsState(round, ran, Optional.empty(), seen, all, credit);
    }

    /** As the hall's screen sees it: nothing of what was not run. */
    ProposalsState forHall() {
        return new ProposalsState(round, List.of(), Optional.empty(), List.of(), 0, credit);
    }

    boolean isEmpty() {
        return ran.isEmpty() && texts.isEmpty() && credit.isEmpty();
    }
}

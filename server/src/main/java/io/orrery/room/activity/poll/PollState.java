package io.orrery.room.activity.poll;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.activity.Asks;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.StatePart;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The poll that a room's attendees answer. What they write is no part of the room's own state, which knows a text by its id alone.
 *
 * @param number the number of the last poll in this room, counted with all questions from 1; 0 before the first
 * @param question the poll that is shown; empty for none
 * @param hidden the ids of texts that somebody who may drive has hidden; pages are told with the texts
 */
public record PollState(
        int number,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<PollQuestion> question,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> hidden)
        implements Asks.Asked<PollQuestion, PollState> {
    static final PollState NONE = new PollState(0, Optional.empty(), List.of());

    public static final StatePart<PollState> PART = StatePart.member("poll", PollState.class, NONE);

    /**
     * A person's own answer.
     *
     * @param number the poll's number
     * @param options the indices of the chosen options; none of a text
     * @param text what the person wrote; empty for options
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Own(int number, List<Integer> options, Optional<String> text) {}

    public PollState {
        hidden = List.copyOf(hidden);
    }

    static PollState asking(int number, PollQuestion next) {
        return new PollState(number, Optional.of(next.kept()), List.of());
    }

    /** With a text that is hidden, or not any more. */
    PollState hiding(String id, boolean on) {
        Stream<String> others = hidden.stream().filter(each -> !each.equals(id));
        return new PollState(number, question, (on ? Stream.concat(others, Stream.of(id)) : others).toList());
    }

    boolean isText() {
        return question.filter(PollQuestion::isText).isPresent();
    }

    @Override
    public PollState counted(Ballots.Counts counts) {
        return with(question.map(asked -> asked.counted(counts, hidden)));
    }

    /** Without what people wrote, as the room's own state is. */
    PollState kept() {
        return with(question.map(PollQuestion::kept));
    }

    @Override
    public PollState ended() {
        return new PollState(number, Optional.empty(), List.of());
    }

    @Override
    public PollState with(Optional<PollQuestion> asked) {
        return new PollState(number, asked, hidden);
    }

    @Override
    public PollState seen() {
        return new PollState(number, question, List.of());
    }

    /** As those who may not drive see it after the reveal. */
    PollState revealed() {
        return new PollState(number, question.map(PollQuestion::revealed), List.of());
    }

    @Override
    public PollState withheld() {
        return new PollState(number, question.map(PollQuestion::withheld), List.of());
    }

    @Override
    public Optional<String> words() {
        return question.map(PollQuestion::question);
    }

    @Override
    public Map<String, String> otherWords() {
        return question.map(PollQuestion::words).orElse(Map.of()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().question()));
    }

    /** As those who may not drive see it, without what people wrote. */
    PollState withoutWords() {
        return new PollState(number, question.map(PollQuestion::withoutWords), List.of());
    }
}

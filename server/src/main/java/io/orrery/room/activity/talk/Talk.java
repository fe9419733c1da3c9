package io.orrery.room.activity.talk;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.tour.file.TalkBeat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A talk.
 *
 * @param id which no tour has
 * @param version another one after each change
 * @param title empty until somebody has named it
 * @param beats in order; pages are not sent them with the state
 * @param runs the last rehearsals, the newest last: for how many seconds each beat was shown, by id; pages are not sent them with the state
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Talk(
        String id,
        int version,
        String title,
        String speaker,
        String date,
        List<TalkBeat> beats,
        List<Map<String, Integer>> runs) {
    /** Begins the id of each talk. A tour of such a name is not served to rooms. */
    static final String PREFIX = "talk-";

    /** What a talk's minutes are planned from. */
    private static final int MOST_RUNS = 2;

    /** What a time takes in JSON beside its beat's id, in bytes, at most. */
    private static final int BYTES_OF_TIME = 10;

    public Talk {
        beats = List.copyOf(beats);
        runs = List.copyOf(runs);
    }

    /** An empty one. */
    static Talk of(String id) {
        return new Talk(id, 0, "", "", "", List.of(), List.of());
    }

    Talk at(int otherVersion) {
        return new Talk(id, otherVersion, title, speaker, date, beats, runs);
    }

    Talk with(List<TalkBeat> others) {
        return new Talk(id, version, title, speaker, date, others, runs);
    }

    Talk named(String otherTitle, String otherSpeaker, String otherDate) {
        return new Talk(id, version, otherTitle, otherSpeaker, otherDate, beats, runs);
    }

    /** Title, speaker and date, which stand above the beats. */
    Talk cover() {
        return new Talk(id, version, title, speaker, date, List.of(), List.of());
    }

    /** With one more rehearsal. @param seconds by beat */
    Talk rehearsed(Map<String, Integer> seconds) {
        var all = new ArrayList<>(runs);
        all.add(Map.copyOf(seconds));
        return withRuns(all.subList(Math.max(0, all.size() - MOST_RUNS), all.size()));
    }

    Talk withRuns(List<Map<String, Integer>> others) {
        return new Talk(id, version, title, speaker, date, beats, others);
    }

    /** With other planned times. @param seconds by beat; a beat without stays as it is @param beatVersion of the beats that are changed */
    Talk planned(Map<String, Integer> seconds, int beatVersion) {
        return with(beats.stream()
                .map(beat -> seconds.containsKey(beat.id()) ? beat.planned(seconds.get(beat.id()), beatVersion) : beat)
                .toList());
    }

    public Optional<TalkBeat> beat(String beat) {
        return beats.stream().filter(each -> each.id().equals(beat)).findFirst();
    }

    /** The place of a beat from 0; −1 if there is none. */
    public int indexOf(String beat) {
        return IntStream.range(0, beats.size())
                .filter(at -> beats.get(at).id().equals(beat))
                .findFirst()
                .orElse(-1);
    }

    /** The beats without some, and these behind another one. @param after its id; of one that is gone, at the end; empty for the beginning */
    Talk moved(List<TalkBeat> some, String after) {
        var next = new ArrayList<>(beats);
        next.removeIf(each -> some.stream().anyMatch(one -> one.id().equals(each.id())));
        int at = with(next).indexOf(after);
        next.addAll(after.isEmpty() ? 0 : at < 0 ? next.size() : at + 1, some);
        return with(next);
    }

    /** With one beat in the place of that of the same id. */
    Talk with(TalkBeat beat) {
        return with(beats.stream()
                .map(each -> each.id().equals(beat.id()) ? beat : each)
                .toList());
    }

    Talk without(String beat) {
        return with(beats.stream().filter(each -> !each.id().equals(beat)).toList());
    }

    int bytes() {
        return beats.stream().mapToInt(TalkBeat::bytes).sum()
                + runs.stream()
                        .flatMap(run -> run.keySet().stream())
                        .mapToInt(beat -> beat.length() + BYTES_OF_TIME)
                        .sum();
    }
}

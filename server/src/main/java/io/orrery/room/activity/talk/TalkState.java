package io.orrery.room.activity.talk;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.state.StatePart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The talks of a room.
 *
 * @param open the id of the one that grows when somebody keeps what is shown; empty if there is none
 * @param ended whether its title is on the hall's screen, behind its last beat
 * @param stamp the last version that was given; none is given twice
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record TalkState(List<Talk> talks, String open, boolean ended, int stamp) {
    static final TalkState NONE = new TalkState(List.of(), "", false, 0);

    public static final StatePart<TalkState> PART = StatePart.member("talk", TalkState.class, NONE);

    public TalkState {
        talks = List.copyOf(talks);
    }

    public Optional<Talk> talk(String id) {
        return talks.stream().filter(talk -> talk.id().equals(id)).findFirst();
    }

    public TalkState ended(boolean isEnded) {
        return isEnded == ended ? this : new TalkState(talks, open, isEnded, stamp);
    }

    TalkState opened(String id) {
        return new TalkState(talks, id, ended, stamp);
    }

    /** With a talk in the place of that of the same id, or behind all. Its version is the next. */
    TalkState with(Talk talk) {
        var next = new ArrayList<>(talks);
        Talk changed = talk.at(stamp + 1);
        if (talk(talk.id()).isPresent()) {
            next.replaceAll(each -> each.id().equals(talk.id()) ? changed : each);
        } else {
            next.add(changed);
        }
        return new TalkState(next, open, ended, stamp + 1);
    }

    TalkState without(String id) {
        var next = talks.stream().filter(talk -> !talk.id().equals(id)).toList();
        String opened =
                open.equals(id) ? next.stream().findFirst().map(Talk::id).orElse("") : open;
        return new TalkState(next, opened, ended, stamp + 1);
    }

    /**
     * The talks as they were then, with what was measured since. Those that come back have versions of their own: what pages hold of them is of
     * another time.
     */
    TalkState backTo(TalkState then) {
        List<Talk> back = then.talks.stream()
                .map(talk ->
                        talk(talk.id()).map(now -> talk.withRuns(now.runs())).orElse(talk))
                .toList();
        if (talks.equals(back)) {
            return this;
        }
        int next = stamp + 1;
        return new TalkState(
                back.stream()
                        .map(talk -> talk(talk.id()).filter(talk::equals).orElseGet(() -> talk.at(next)))
                        .toList(),
                then.open,
                ended,
                next);
    }

    /** As those who may drive are sent it: the beats are asked for when they have changed. */
    TalkState covers() {
        return new TalkState(talks.stream().map(Talk::cover).toList(), open, ended, 0);
    }

    /** As the audience is sent it. */
    TalkState title() {
        return new TalkState(talk(open).stream().map(Talk::cover).toList(), open, ended, 0);
    }

    int bytes() {
        return talks.stream().mapToInt(Talk::bytes).sum();
    }
}

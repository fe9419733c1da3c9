package io.orrery.room.activity.prompts;

import static io.orrery.room.activity.prompts.PromptsActivity.PromptsState.PART;

import io.orrery.error.RoomError;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.ShowsModels;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.prompts.PromptsActivity.PromptsState;
import io.orrery.room.activity.prompts.PromptsActivity.PromptsState.Kept;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import io.orrery.wire.TextSanitizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps prompts for this room, and drops them. They are part of the room's state, so they survive a restart, and end with the
 * room, and undo loses none. Nobody without a key is sent them: a presenter prepares them before the audience is to see them.
 */
public final class PromptsActivity implements ShowsModels<PromptsState> {
    /**
     * The prompts that presenters have kept.
     *
     * @param kept in the order in which they were kept
     */
    public record PromptsState(List<Kept> kept) {
        public static final StatePart<PromptsState> PART =
                StatePart.member("prompts", PromptsState.class, new PromptsState(List.of()));

        /** More would not be found again; the undo history is saved with all of them in each of its states. */
        static final int MOST = 20;

        /**
         * A prompt.
         *
         * @param model the content id of its model
         * @param text cleaned: also one from before kept prompts were cleaned, which could not be dropped otherwise
         * @param chat whether the text is a user's turn of a conversation
         */
        public record Kept(String model, String text, boolean chat) {
            public Kept {
                text = TextSanitizer.passage(text);
            }
        }

        public PromptsState {
            kept = kept.stream().filter(each -> !each.text().isEmpty()).toList();
        }

        /** Whether there is no room for another prompt. */
        boolean isFull() {
            return kept.size() >= MOST;
        }

        PromptsState with(Kept prompt) {
            if (kept.contains(prompt)) {
                return this;
            }
            var next = new ArrayList<>(kept);
            next.add(prompt);
            return new PromptsState(next);
        }

        PromptsState without(Kept prompt) {
            return new PromptsState(
                    kept.stream().filter(each -> !each.equals(prompt)).toList());
        }
    }

    /** Longer than the longest text that is traced for an audience by default, in characters. */
    private static final int LONGEST_TEXT = 500;

    @Override
    public StatePart<PromptsState> part() {
        return PART;
    }

    @Override
    public Stream<String> models(RoomState state) {
        return PART.of(state).kept().stream().map(PromptsState.Kept::model);
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(
                Command.of("keep-prompt", Who.PRESENTER, PromptsActivity::prompt, PromptsActivity::keep),
                Command.of("drop-prompt", Who.PRESENTER, PromptsActivity::prompt, PromptsActivity::drop));
    }

    private static Kept prompt(Fields fields) throws MalformedException {
        return new Kept(
                fields.line("model", ClientMessages.LONGEST_ADDRESS),
                fields.passage("text", LONGEST_TEXT),
                fields.has("chat") && fields.flag("chat"));
    }

    private static Outcome keep(Kept prompt, Invocation by) {
        PromptsState now = PART.of(by.state());
        if (now.isFull() && !now.kept().contains(prompt)) {
            return new Outcome.Refusal(new RoomError.TooManyKept(PromptsState.MOST));
        }
        return by.change(PART, prompts -> prompts.with(prompt));
    }

    private static Outcome drop(Kept prompt, Invocation by) {
        return by.change(PART, prompts -> prompts.without(prompt));
    }

    @Override
    public Optional<PromptsState> seenBy(Role role, PromptsState state) {
        return role.mayDrive() && !state.kept().isEmpty() ? Optional.of(state) : Optional.empty();
    }
}

package io.orrery.room.activity.prompts;

import io.orrery.room.state.Part;
import io.orrery.wire.TextSanitizer;
import java.util.ArrayList;
import java.util.List;

/**
 * The prompts that presenters have kept.
 *
 * @param kept in the order in which they were kept
 */
public record PromptsState(List<Kept> kept) {
    public static final Part<PromptsState> PART =
            Part.member("prompts", PromptsState.class, new PromptsState(List.of()));

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

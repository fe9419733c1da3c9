package io.orrery.room.activity.textsettings;

import static io.orrery.room.activity.textsettings.TextSettingsActivity.TextsState.PART;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.error.JsonError;
import io.orrery.room.activity.Activity;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.textsettings.TextSettingsActivity.TextsState;
import io.orrery.room.state.StatePart;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Optional;

/** Sets the level and the language of everyone's texts, or leaves them to each person. */
public final class TextSettingsActivity implements Activity<TextsState>, InRecordings.OfNobody<TextsState> {
    /**
     * What is set for the texts of every page in the room. Where nothing is set each person's own choice counts.
     *
     * @param level one of {@link #LEVELS}; empty for each person's own
     * @param language the tag of a language of the pages; empty for each person's own
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record TextsState(String level, String language) {
        /** The levels of texts that teach, as pages name them. */
        static final List<String> LEVELS = List.of("simple", "developer", "expert");

        static final TextsState OWN = new TextsState("", "");

        public static final StatePart<TextsState> PART = StatePart.member("texts", TextsState.class, OWN);
    }

    /** The longest tag of a language, in characters. */
    public static final int LONGEST_LANGUAGE = 35;

    private static final int LONGEST_LEVEL = 20;

    @Override
    public StatePart<TextsState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(
                Command.of("texts", Who.PRESENTER, TextSettingsActivity::read, (next, by) -> by.put(PART, next)));
    }

    private static TextsState read(Fields fields) throws MalformedException {
        return new TextsState(level(fields), fields.has("language") ? fields.line("language", LONGEST_LANGUAGE) : "");
    }

    /** The level that a command names as {@code level}; empty for none. */
    public static String level(Fields fields) throws MalformedException {
        String level = fields.optionalText("level", LONGEST_LEVEL).orElse("");
        if (!level.isEmpty() && !TextsState.LEVELS.contains(level)) {
            throw new MalformedException(
                    new JsonError.FieldNotOneOf("command.level", String.join(", ", TextsState.LEVELS)));
        }
        return level;
    }

    @Override
    public Optional<TextsState> seenBy(Role role, TextsState state) {
        return state.equals(TextsState.OWN) ? Optional.empty() : Optional.of(state);
    }
}

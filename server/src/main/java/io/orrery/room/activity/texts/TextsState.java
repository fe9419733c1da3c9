package io.orrery.room.activity.texts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.state.Part;
import java.util.List;

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

    public static final Part<TextsState> PART = Part.member("texts", TextsState.class, OWN);
}

package io.orrery.room.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.orrery.room.activity.Activities;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.DoneCommands;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StateJson;
import io.orrery.room.state.UndoHistory;
import io.orrery.wire.Mark;
import io.orrery.wire.Pose;
import io.orrery.wire.ServerMessage.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The JSON of {@link SavedState}. The states in it have the same form as in messages to pages. */
public final class SavedStateJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final StateJson STATES = Activities.ALL.json();

    private SavedStateJson() {}

    /** @param state as in messages to pages */
    private record Form(long seq, JsonNode state, List<Past> past, Pointed pointer, List<String> done) {
        Form {
            // Earlier versions did not write it.
            done = Objects.requireNonNullElse(done, List.of());
        }
    }

    /** An entry of the undo history. */
    private record Past(String command, JsonNode state) {}

    private record Pointed(List<Mark> cell, List<Pose> pose) {}

    public static String write(SavedState saved) {
        List<Past> past = saved.history().entries().stream()
                .map(entry -> new Past(entry.command(), written(entry.state())))
                .toList();
        var pointer = new Pointed(saved.pointer().cell(), saved.pointer().pose());
        try {
            return MAPPER.writeValueAsString(new Form(
                    saved.seq(),
                    written(saved.state()),
                    past,
                    pointer,
                    saved.done().list()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a state can always be written", e);
        }
    }

    private static JsonNode written(RoomState state) {
        return JsonNodeFactory.instance.rawValueNode(new RawValue(STATES.write(state)));
    }

    /**
     * What people answered, from a state of a version that kept it there: flags, guesses, and networks that were kept out. Empty if the
     * text cannot be read.
     */
    public static List<Ballots.Answer> earlierAnswers(String text) {
        JsonNode state;
        try {
            state = MAPPER.readTree(text).path("state");
        } catch (JsonProcessingException e) {
            return List.of();
        }
        var answers = new ArrayList<Ballots.Answer>();
        state.at("/lost/people")
                .properties()
                .forEach(flag -> answers.add(new Ballots.Answer(
                        "lost", flag.getKey(), flag.getValue().asText())));
        String ballot = "prediction " + state.at("/prediction/number").asInt();
        state.at("/prediction/people")
                .properties()
                .forEach(guess -> answers.add(new Ballots.Answer(
                        ballot, guess.getKey(), guess.getValue().asText())));
        state.at("/door/networks")
                .forEach(network -> answers.add(new Ballots.Answer("door 0", network.asText(), "kept out")));
        return answers;
    }

    /** Reads this format or the first one. @throws JsonProcessingException if the text cannot be read */
    public static SavedState read(String text) throws JsonProcessingException {
        JsonNode json = MAPPER.readTree(text);
        if (!json.has("state")) {
            return MAPPER.treeToValue(json, FirstSavedForm.class).saved();
        }
        Form form = MAPPER.treeToValue(json, Form.class);
        var entries = new ArrayList<UndoHistory.Entry>();
        for (Past past : form.past()) {
            RoomState state = STATES.read(past.state());
            entries.add(new UndoHistory.Entry(past.command(), state, false));
        }
        return new SavedState(
                form.seq(),
                STATES.read(form.state()),
                new UndoHistory(entries),
                new Pointer(form.pointer().cell(), form.pointer().pose()),
                new DoneCommands(form.done()));
    }
}

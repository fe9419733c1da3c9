package io.orrery.room.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Activity;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.state.Part;
import io.orrery.room.state.RoomState;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The JSON of entries. Each part of the state is a member under its name. */
final class EntryJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private EntryJson() {}

    /**
     * What is written of an entry.
     *
     * @param back {@link Entry#wentBackTo}
     * @param undo {@link Entry#undo}, if the whole state is written
     * @param recipes the ids of the traces that the parts show
     * @param parts the parts that changed, or all, by name
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    private record Form(
            long seq,
            double at,
            double start,
            int session,
            String role,
            int number,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String command,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String id,
            boolean undoable,
            long back,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Long> undo,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> recipes,
            Map<String, ?> parts) {}

    static String write(Entry entry) {
        var parts = new TreeMap<>(entry.isWhole() ? entry.state().parts() : entry.changed());
        List<Long> undo = entry.isWhole() ? entry.undo() : List.of();
        return written(new Form(
                entry.seq(),
                entry.at(),
                entry.start(),
                entry.session(),
                entry.by().role(),
                entry.by().number(),
                entry.command(),
                entry.id(),
                entry.undoable(),
                entry.wentBackTo(),
                undo,
                recipes(parts),
                parts));
    }

    private static List<String> recipes(Map<String, Record> parts) {
        return parts.get(WalkState.PART.name()) instanceof WalkState walk
                ? Stream.concat(Stream.of(walk.trace()), walk.second().stream())
                        .map(TraceSummary::id)
                        .toList()
                : List.of();
    }

    private static String written(Form form) {
        try {
            return MAPPER.writeValueAsString(form);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry can always be written", e);
        }
    }

    /** @throws IllegalArgumentException if the text is no entry of this version */
    static Entry read(String json, boolean isWhole, RoomState before) {
        JsonNode form = tree(json);
        RoomState state = isWhole ? Activities.ALL.first() : before;
        JsonNode parts = form.path("parts");
        for (Activity<?> activity : Activities.ALL.list()) {
            JsonNode part = parts.path(activity.part().name());
            state = part.isMissingNode() ? state : with(state, activity.part(), part);
        }
        return new Entry(
                form.path("seq").asLong(),
                form.path("at").asDouble(),
                form.path("start").asDouble(),
                form.path("session").asInt(),
                new Entry.By(form.path("role").asText(), form.path("number").asInt()),
                form.path("command").asText(),
                form.path("id").asText(),
                form.path("undoable").asBoolean(),
                form.path("back").asLong(),
                undo(form),
                state,
                state.changedSince(before),
                isWhole);
    }

    private static <S extends Record> RoomState with(RoomState state, Part<S> part, JsonNode json) {
        try {
            return state.with(part, MAPPER.treeToValue(json, part.type()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static List<Long> undo(String json) {
        return undo(tree(json));
    }

    private static List<Long> undo(JsonNode form) {
        return Stream.of(form.path("undo"))
                .flatMap(list -> java.util.stream.StreamSupport.stream(list.spliterator(), false))
                .map(JsonNode::asLong)
                .toList();
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

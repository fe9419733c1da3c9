package io.orrery.room.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Activity;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StateJson;
import io.orrery.room.state.StatePart;
import io.orrery.wire.Json;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The JSON of entries. Each part of the state is a member under its name. */
final class EntryJson {
    private static final JsonMapper MAPPER = StateJson.mapper().build();

    private EntryJson() {}

    /**
     * What is written of an entry.
     *
     * @param back {@link LogEntry#wentBackTo}
     * @param undo {@link LogEntry#undo}, if the whole state is written
     * @param recipes the ids of the traces that the parts show
     * @param parts the parts that changed, or all, by name
     * @param <P> the parts' type
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    private record Form<P>(
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
            Map<String, P> parts) {}

    static String write(LogEntry entry) {
        var parts = new TreeMap<>(entry.isWhole() ? entry.state().parts() : entry.changed());
        List<Long> undo = entry.isWhole() ? entry.undo() : List.of();
        return Json.write(new Form<>(
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

    /** @throws IllegalArgumentException if the text is no entry of this version */
    static LogEntry read(String json, boolean isWhole, RoomState before) {
        Form<JsonNode> form = form(json);
        RoomState state = isWhole ? Activities.ALL.first() : before;
        for (Activity<?> activity : Activities.ALL.list()) {
            state = with(state, activity.part(), form.parts());
        }
        return new LogEntry(
                form.seq(),
                form.at(),
                form.start(),
                form.session(),
                new LogEntry.By(form.role(), form.number()),
                form.command(),
                form.id(),
                form.undoable(),
                form.back(),
                form.undo(),
                state,
                state.changedSince(before),
                isWhole);
    }

    private static <S extends Record> RoomState with(RoomState state, StatePart<S> part, Map<String, JsonNode> parts) {
        return Optional.ofNullable(parts.get(part.name()))
                .map(json -> state.with(part, MAPPER.convertValue(json, part.type())))
                .orElse(state);
    }

    static List<Long> undo(String json) {
        return form(json).undo();
    }

    private static Form<JsonNode> form(String json) {
        try {
            return MAPPER.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

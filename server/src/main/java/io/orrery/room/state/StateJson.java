package io.orrery.room.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.List;
import java.util.Optional;

/**
 * The JSON form of a room's state, which is the same for pages and on disk. A part is a member under its name; the
 * fields of a flat part are members of the state itself.
 */
public final class StateJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final List<Part<?>> parts;

    /** @param parts the parts, in the order in which they are written */
    public StateJson(List<Part<?>> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Writes the parts that the state has. */
    public ObjectNode write(RoomState state) {
        ObjectNode json = MAPPER.createObjectNode();
        for (Part<?> part : parts) {
            if (state.has(part)) {
                JsonNode written = MAPPER.valueToTree(state.get(part));
                if (part.isFlat()) {
                    json.setAll((ObjectNode) written);
                } else {
                    json.set(part.name(), written);
                }
            }
        }
        return json;
    }

    /**
     * Reads a state. A part that is missing, because an earlier version wrote the JSON, has its value in a new room.
     *
     * @throws JsonProcessingException if the JSON cannot be read
     */
    public RoomState read(JsonNode json) throws JsonProcessingException {
        RoomState state = RoomState.EMPTY;
        for (Part<?> part : parts) {
            state = read(json, state, part);
        }
        return state;
    }

    private static <S extends Record> RoomState read(JsonNode json, RoomState state, Part<S> part)
            throws JsonProcessingException {
        Optional<JsonNode> written = part.isFlat() ? Optional.of(json) : Optional.ofNullable(json.get(part.name()));
        if (written.isEmpty()) {
            return part.first().map(first -> state.with(part, first)).orElse(state);
        }
        return state.with(part, MAPPER.treeToValue(written.get(), part.type()));
    }
}

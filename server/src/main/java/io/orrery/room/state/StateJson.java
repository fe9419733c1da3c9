package io.orrery.room.state;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.ResolvableSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.util.NameTransformer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The JSON form of a room's state, which is the same for pages and on disk. A part is a member under its name; the
 * fields of a flat part are members of the state itself.
 */
public final class StateJson {
    private final List<StatePart<?>> parts;
    private final JsonMapper mapper;

    /** Writes a state's parts one after the other, without a tree in between: a state is written at each step of a room. */
    private static final class StateSerializer extends StdSerializer<RoomState> implements ResolvableSerializer {
        private static final long serialVersionUID = 1;

        private final transient List<StatePart<?>> parts;
        /** By part; that of a flat part writes its fields without braces. */
        private final transient List<JsonSerializer<Object>> serializers = new ArrayList<>();

        /** @param parts the parts, in the order in which they are written */
        StateSerializer(List<StatePart<?>> parts) {
            super(RoomState.class);
            this.parts = parts;
        }

        @Override
        public void resolve(SerializerProvider provider) throws JsonMappingException {
            serializers.clear();
            for (StatePart<?> part : parts) {
                JsonSerializer<Object> serializer = provider.findValueSerializer(part.type());
                serializers.add(part.isFlat() ? serializer.unwrappingSerializer(NameTransformer.NOP) : serializer);
            }
        }

        @Override
        public void serialize(RoomState state, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStartObject();
            for (int i = 0; i < parts.size(); i++) {
                StatePart<?> part = parts.get(i);
                if (state.has(part)) {
                    if (!part.isFlat()) {
                        json.writeFieldName(part.name());
                    }
                    serializers.get(i).serialize(state.get(part), json, provider);
                }
            }
            json.writeEndObject();
        }
    }

    /** @param parts the parts, in the order in which they are written */
    public StateJson(List<StatePart<?>> parts) {
        this.parts = List.copyOf(parts);
        mapper = mapper().addModule(new SimpleModule().addSerializer(new StateSerializer(this.parts)))
                .build();
    }

    /** For a mapper that writes and reads parts. What is empty can be left out of the JSON: what is missing there is read as empty. */
    public static JsonMapper.Builder mapper() {
        var builder = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        for (Class<?> type : List.of(String.class, List.class, Map.class, SortedMap.class)) {
            builder.withConfigOverride(
                    type, config -> config.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)));
        }
        return builder;
    }

    /** Writes the parts that the state has. */
    public String write(RoomState state) {
        try {
            return mapper.writeValueAsString(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a state can always be written", e);
        }
    }

    /**
     * Reads a state. A part that is missing, because an earlier version wrote the JSON, has its value in a new room.
     *
     * @throws JsonProcessingException if the JSON cannot be read
     */
    public RoomState read(JsonNode json) throws JsonProcessingException {
        RoomState state = RoomState.EMPTY;
        for (StatePart<?> part : parts) {
            state = read(json, state, part);
        }
        return state;
    }

    private <S extends Record> RoomState read(JsonNode json, RoomState state, StatePart<S> part)
            throws JsonProcessingException {
        Optional<JsonNode> written = part.isFlat() ? Optional.of(json) : Optional.ofNullable(json.get(part.name()));
        if (written.isEmpty()) {
            return part.first().map(first -> state.with(part, first)).orElse(state);
        }
        return state.with(part, mapper.treeToValue(written.get(), part.type()));
    }
}

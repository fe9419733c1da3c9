package io.orrery.room.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.ResolvableSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes a state's parts one after the other, without a tree in between: a state is written at each step of a room. */
final class StateSerializer extends StdSerializer<RoomState> implements ResolvableSerializer {
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

package io.orrery.room.link;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Activity;
import io.orrery.room.link.Link.FromFront;
import io.orrery.room.link.Link.FromOwner;
import io.orrery.room.state.StateJson;
import io.orrery.wire.ClientMessage.CommandRequest;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.MalformedException;
import java.io.IOException;

/** The JSON of what passes between an owner and its fronts. A part of the state is read by its name, a command as pages write it. */
public final class LinkJson {
    private static final JsonMapper JSON = StateJson.mapper()
            .addModule(new SimpleModule()
                    .addDeserializer(Record.class, new PartReader())
                    .addSerializer(CommandRequest.class, new CommandWriter())
                    .addDeserializer(CommandRequest.class, new CommandReader()))
            .addMixIn(FromOwner.class, Named.class)
            .addMixIn(FromFront.class, Named.class)
            .build();

    private LinkJson() {}

    /** For the type of each value. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    private interface Named {}

    /** @param type {@link FromOwner}, {@link FromFront} or {@link Link.Summary} */
    public static <T> byte[] write(T said, Class<T> type) {
        try {
            return JSON.writerFor(type).writeValueAsBytes(said);
        } catch (IOException e) {
            throw new IllegalStateException("what is said over a link can always be written", e);
        }
    }

    /** @throws IOException if it is nothing that this version says */
    public static <T> T read(byte[] bytes, Class<T> type) throws IOException {
        return JSON.readValue(bytes, type);
    }

    /** Reads a part of the state, whose name tells its type. */
    private static final class PartReader extends JsonDeserializer<Record> {
        @Override
        public Record deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String name = json.currentName();
            Class<? extends Record> type = Activities.ALL.list().stream()
                    .map(Activity::part)
                    .filter(part -> part.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .type();
            return context.readValue(json, type);
        }
    }

    private static final class CommandWriter extends JsonSerializer<CommandRequest> {
        @Override
        public void serialize(CommandRequest request, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeString(request.fields().json());
        }
    }

    private static final class CommandReader extends JsonDeserializer<CommandRequest> {
        @Override
        public CommandRequest deserialize(JsonParser json, DeserializationContext context) throws IOException {
            try {
                return (CommandRequest) ClientMessages.read(json.getText());
            } catch (MalformedException e) {
                throw new IOException(e);
            }
        }
    }
}

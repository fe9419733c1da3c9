package io.orrery.room;

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
import io.orrery.room.link.Link;
import io.orrery.room.link.Link.FromFront;
import io.orrery.room.link.Link.FromOwner;
import io.orrery.room.link.Link.Seen;
import io.orrery.room.link.Link.Summary;
import io.orrery.room.state.StateJson;
import io.orrery.wire.ClientMessage.CommandRequest;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.MalformedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A link that passes everything on at once, as bytes. */
final class EncodedLink {
    private static final JsonMapper JSON = StateJson.mapper()
            .addModule(new SimpleModule()
                    .addDeserializer(Record.class, new PartReader())
                    .addSerializer(CommandRequest.class, new CommandWriter())
                    .addDeserializer(CommandRequest.class, new CommandReader()))
            .addMixIn(FromOwner.class, Named.class)
            .addMixIn(FromFront.class, Named.class)
            .build();

    private EncodedLink() {}

    /** For the type of each value. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    private interface Named {}

    static Link.Owner between(Room owner, Link.Front front) {
        Link.Owner end = owner.link(new Link.Front() {
            @Override
            public void hear(FromOwner said) {
                front.hear(copy(said, FromOwner.class));
            }

            @Override
            public List<Seen> seen() {
                return copy(new Summary(front.seen()), Summary.class).seen();
            }
        });
        return new Link.Owner() {
            @Override
            public void hear(FromFront said) {
                end.hear(copy(said, FromFront.class));
            }

            @Override
            public void lost() {
                end.lost();
            }
        };
    }

    /** What is left of a value that was written as bytes. */
    static <T> T copy(T said, Class<T> type) {
        try {
            return JSON.readValue(JSON.writerFor(type).writeValueAsBytes(said), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

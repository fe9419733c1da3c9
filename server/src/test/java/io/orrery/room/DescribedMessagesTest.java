package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Command;
import io.orrery.web.Routes;
import io.orrery.web.remote.Described;
import io.orrery.web.remote.Descriptions;
import io.orrery.wire.Fields;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Whatever a room takes and says is as the description for programs has it: random commands that are read fit the schema of their fields, and the messages that follow
 * have no member that is not described.
 */
class DescribedMessagesTest {
    private static final int TRIES = 8;

    @Test
    void commandsAndMessagesFitTheirSchemas() throws Exception {
        var described = new Described(Json.read(Json.write(new Descriptions(Routes.ALL).asyncApi())));
        var room = new RoomFixture();
        var random = new Random(1);
        List<HandSocket> all = List.of(room.presenter(), room.coPresenter(), room.attendee(), room.projector());
        var read = new TreeSet<String>();
        for (Command<?> command : Activities.ALL.commands()) {
            for (int i = 0; i < TRIES; i++) {
                String fields = FuzzMessages.fields(command.name(), random);
                String given = "'do':'" + command.name() + "'" + (fields.isEmpty() ? "" : "," + fields);
                JsonNode json = Json.read(("{" + given + "}").replace('\'', '"'));
                if (isRead(command, json)) {
                    read.add(command.name());
                    assertThat(described.errors(schema("command"), json))
                            .as(given)
                            .isEmpty();
                }
                room.command(all.get(random.nextInt(all.size())), 1_000_000, given);
                room.loop().advance(100);
            }
            all.forEach(HandSocket::flush);
        }
        assertThat(read).containsExactlyElementsOf(FuzzMessages.COMMANDS);
        var said = new TreeSet<String>();
        var seen = new HashSet<JsonNode>();
        for (HandSocket each : all) {
            for (JsonNode message : each.everything()) {
                String type = message.path("type").textValue();
                said.add(type);
                if (seen.add(message.path("state").isObject() ? message.path("state") : message)) {
                    assertThat(described.errorsOfGiven(schema(type), message))
                            .as(message.toString())
                            .isEmpty();
                }
            }
        }
        assertThat(said).contains("welcome", "state", "refused", "counts", "people");
    }

    private static String schema(String message) {
        return "/channels/room/messages/" + message + "/payload";
    }

    private static boolean isRead(Command<?> command, JsonNode given) {
        try {
            command.read(Fields.of("command", given));
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }
}

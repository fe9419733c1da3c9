package io.orrery.web.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Command;
import io.orrery.web.Routes;
import io.orrery.wire.ClientMessage;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The descriptions for programs have every route, command and message, and their references lead somewhere. */
class DescriptionsTest {
    private static final Descriptions ALL = new Descriptions(Routes.ALL);

    private static JsonNode json(Map<String, Object> description) throws Exception {
        return Json.read(Json.write(description));
    }

    private static List<String> fields(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void openApiHasEachRouteWithItsParametersAndWhoMayCallIt() throws Exception {
        JsonNode api = json(ALL.openApi());
        assertThat(api.get("openapi").textValue()).isEqualTo("3.1.0");
        var described = new ArrayList<String>();
        for (String path : fields(api.get("paths"))) {
            for (String method : fields(api.at("/paths").get(path))) {
                JsonNode operation = api.at("/paths").get(path).get(method);
                described.add(method.toUpperCase(Locale.ROOT) + " " + path + " "
                        + operation.get("x-who").textValue());
                assertThat(operation.get("parameters").size())
                        .as(path)
                        .isEqualTo(path.length() - path.replace("{", "").length());
                assertThat(operation.get("security").isEmpty())
                        .isEqualTo(operation.get("x-who").textValue().equals("anyone"));
            }
        }
        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(Routes.ALL.stream()
                        .filter(route -> !route.method().equals("WS"))
                        .map(route -> route.method() + " "
                                + route.path().replace("<path>", "{path}") + " "
                                + route.who().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList());
        assertThat(api.at("/components/schemas/Command/oneOf"))
                .extracting(command -> command.at("/properties/do/const").textValue())
                .containsExactlyInAnyOrderElementsOf(
                        Activities.ALL.commands().stream().map(Command::name).toList());
        assertReferencesLeadSomewhere(api);
    }

    @Test
    void asyncApiHasEachMessageThatTheProtocolDocumentsWithItsFields() throws Exception {
        JsonNode api = json(ALL.asyncApi());
        JsonNode messages = api.at("/channels/room/messages");
        String protocol = Files.readString(Path.of("..", "docs", "protocol.md"));
        String section = protocol.substring(protocol.indexOf("## The live room: `/ws/rooms/{code}`"));
        section = section.substring(0, section.indexOf("\n### "));
        var documented = new TreeSet<String>();
        var row = Pattern.compile("(?m)^\\| `([a-z]+)` \\| (.*) \\|$").matcher(section);
        while (row.find()) {
            documented.add(row.group(1));
            if (!row.group(1).equals("command")) {
                for (String field : fields(messages.path(row.group(1)).at("/payload/properties"))) {
                    assertThat("type " + row.group(2)).as(row.group(1)).contains(field);
                }
            }
        }
        assertThat(documented).isEqualTo(new TreeSet<>(fields(messages)));
        assertThat(Descriptions.clientMessages().values())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ClientMessage.class.getPermittedSubclasses())
                        .filter(record ->
                                record != ClientMessage.Unknown.class && record != ClientMessage.BadRequest.class)
                        .toList());
        for (String type : Descriptions.clientMessages().keySet()) {
            // Each is a type that is read, and not left out as one that is unknown.
            try {
                assertThat(ClientMessages.read("{\"type\":\"" + type + "\"}"))
                        .as(type)
                        .isNotInstanceOf(ClientMessage.Unknown.class);
            } catch (MalformedException e) {
                assertThat(e).hasMessageContaining(type);
            }
        }
        assertReferencesLeadSomewhere(api);
    }

    /** The readers know no documentation, so it is an independent list of their fields. */
    @Test
    void commandsHaveTheFieldsThatTheProtocolDocuments() throws Exception {
        String protocol = Files.readString(Path.of("..", "docs", "protocol.md"));
        protocol = protocol.substring(protocol.indexOf("### Commands\n"));
        protocol = protocol.substring(0, protocol.indexOf("\n### "));
        var row = Pattern.compile("(?m)^\\| (`[a-z-]+(?: \\{.*?}`.*?|`)) \\| [a-z, -]+ \\|")
                .matcher(protocol);
        var documented = new TreeMap<String, String>();
        while (row.find()) {
            var forms = new ArrayList<Map<String, Boolean>>();
            var form = Pattern.compile("`([a-z-]+)(?: \\{(.*?)})?`").matcher(row.group(1));
            String name = "";
            while (form.find()) {
                name = form.group(1);
                forms.add(documentedFields(Optional.ofNullable(form.group(2)).orElse("")));
            }
            documented.put(name, fields(forms));
        }
        documented.remove("do");
        var described = new TreeMap<String, String>();
        for (Command<?> command : Activities.ALL.commands()) {
            JsonNode schema = CommandFields.of(command);
            var form = new TreeMap<String, Boolean>();
            fields(schema.path("properties")).forEach(field -> form.put(field, false));
            schema.path("required").forEach(field -> form.put(field.textValue(), true));
            described.put(command.name(), fields(List.of(form)));
        }
        assertThat(described).isEqualTo(documented);
    }

    /** @return whether each field is required, by name */
    private static Map<String, Boolean> documentedFields(String list) {
        String flat = list;
        while (flat.matches(".*[\\[{].*")) {
            flat = flat.replaceAll(": \\[?\\{[^{}]*}?]?", "");
        }
        var fields = new TreeMap<String, Boolean>();
        Arrays.stream(flat.split(", "))
                .filter(each -> !each.isEmpty())
                .forEach(each -> fields.put(each.replace("?", ""), !each.endsWith("?")));
        return fields;
    }

    /** Of several forms of a command only what is in all is required. */
    private static String fields(List<Map<String, Boolean>> forms) {
        var all = new TreeSet<String>();
        forms.forEach(form -> all.addAll(form.keySet()));
        return all.stream()
                .map(field -> field + (forms.stream().allMatch(form -> form.getOrDefault(field, false)) ? "" : "?"))
                .collect(Collectors.joining(", "));
    }

    private static void assertReferencesLeadSomewhere(JsonNode api) {
        assertThat(api.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(
                        reference -> assertThat(api.at(reference.substring(1)).isMissingNode())
                                .as(reference)
                                .isFalse());
    }
}

package io.orrery.web.remote;

import static io.orrery.web.remote.RecordSchemas.object;
import static io.orrery.web.remote.RecordSchemas.type;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.CommandTrait;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Problem;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.wire.ClientMessage;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.ServerMessage;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the server offers, for programs: OpenAPI 3.1 of all routes, and AsyncAPI 3 of the messages of a room. Both are made from the declarations: routes, the readers of
 * commands ({@link CommandFields}), and the records that are written ({@link RecordSchemas}).
 */
public final class Descriptions {
    public static final List<Route> ROUTES = List.of(
            new Route("GET", "/api/openapi.json", Who.ANYONE), new Route("GET", "/api/asyncapi.json", Who.ANYONE));

    private static final String COMMANDS = "/api/rooms/{code}/commands";
    private static final String STATE = "/api/rooms/{code}/state";
    private static final String EVENTS = "/api/rooms/{code}/events";
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
    private static final String VERSION = "1";
    private static final String KEY = "key";

    private final Collection<Route> routes;

    /** @param routes all that are served */
    public Descriptions(Collection<Route> routes) {
        this.routes = routes;
    }

    public void addTo(RoutesConfig config) {
        config.get("/api/openapi.json", ctx -> Answers.checkedJson(ctx, openApi()));
        config.get("/api/asyncapi.json", ctx -> Answers.checkedJson(ctx, asyncApi()));
    }

    /** The records with which routes answer; other answers are in {@code docs/protocol.md}. */
    private static final Map<String, Class<?>> ANSWERS =
            Map.of("POST " + COMMANDS, RemoteSession.Answer.Done.class, "GET " + STATE, RemoteSession.Shown.class);

    /** OpenAPI 3.1 of all HTTP routes. */
    public Map<String, Object> openApi() {
        var schemas = new RecordSchemas();
        var paths = new LinkedHashMap<String, Map<String, Object>>();
        routes.stream()
                .filter(route -> !route.method().equals("WS"))
                .forEach(route -> paths.computeIfAbsent(path(route), any -> new LinkedHashMap<>())
                        .put(route.method().toLowerCase(Locale.ROOT), operation(route, schemas)));
        var all = new LinkedHashMap<String, Object>(schemas.named());
        all.put("Problem", problem());
        all.put("Command", AnyCommand.SCHEMA);
        var json = new LinkedHashMap<String, Object>();
        json.put("openapi", "3.1.0");
        json.put("info", info());
        json.put("paths", paths);
        json.put(
                "components",
                Map.of("securitySchemes", Map.of(KEY, Map.of("type", "http", "scheme", "bearer")), "schemas", all));
        return json;
    }

    private static Map<String, Object> info() {
        return Map.of("title", "Orrery", "version", VERSION, "license", Map.of("name", "Apache-2.0"));
    }

    private static String path(Route route) {
        return route.path().replace('<', '{').replace('>', '}');
    }

    private static Map<String, Object> operation(Route route, RecordSchemas schemas) {
        var json = new LinkedHashMap<String, Object>();
        json.put("operationId", route.method() + " " + route.path());
        json.put("x-who", route.who().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("security", route.who() == Who.ANYONE ? List.of() : List.of(Map.of(KEY, List.of())));
        json.put(
                "parameters",
                PARAMETER
                        .matcher(path(route))
                        .results()
                        .map(found -> Map.of(
                                "name", found.group(1), "in", "path", "required", true, "schema", type("string")))
                        .toList());
        if (route.path().equals(COMMANDS) && route.method().equals("POST")) {
            json.put("requestBody", Map.of("required", true, "content", content("application/json", "Command")));
        }
        Map<String, Object> done = new LinkedHashMap<>(Map.of("description", "Done."));
        Optional.ofNullable(ANSWERS.get(route.method() + " " + route.path()))
                .ifPresent(record ->
                        done.put("content", Map.of("application/json", Map.of("schema", schemas.of(record)))));
        json.put("responses", Map.of("2XX", done, "default", refusal()));
        return json;
    }

    private static Map<String, Object> refusal() {
        return Map.of("description", "Refused (RFC 9457).", "content", content(Problem.MEDIA_TYPE, "Problem"));
    }

    private static Map<String, Object> content(String type, String schema) {
        return Map.of(type, Map.of("schema", Map.of("$ref", "#/components/schemas/" + schema)));
    }

    private static Map<String, Object> problem() {
        var members = new LinkedHashMap<String, Object>();
        for (String text : List.of("type", "title", "detail", "code")) {
            members.put(text, type("string"));
        }
        members.put("status", type("integer"));
        members.put("params", type("object"));
        var required = List.copyOf(members.keySet());
        // Only the answer to a command has an id.
        members.put("id", type("string"));
        return object(members, required);
    }

    /** One of all commands; asking their readers takes time, so it is done once, when the first description is wanted. */
    private static final class AnyCommand {
        static final Map<String, Object> SCHEMA = Map.of(
                "oneOf",
                Activities.ALL.commands().stream().map(Descriptions::command).toList());
    }

    private static Map<String, Object> command(Command<?> command) {
        ObjectNode fields = CommandFields.of(command);
        var members = new LinkedHashMap<String, Object>();
        members.put("do", Map.of("const", command.name()));
        members.put("id", Map.of("type", "string", "minLength", 1, "maxLength", ClientMessages.LONGEST_ID));
        members.put("at", Map.of("type", "integer", "minimum", 0));
        fields.path("properties").properties().forEach(each -> members.put(each.getKey(), each.getValue()));
        var required = new ArrayList<>(List.of("do"));
        fields.path("required").forEach(name -> required.add(name.textValue()));
        var json = new LinkedHashMap<>(object(members, required));
        json.put("title", command.name());
        json.put("x-asks-for", command.who().words());
        json.put("x-undoable", command.is(CommandTrait.UNDOABLE));
        return json;
    }

    /** AsyncAPI 3 of a room's socket and of its stream of events. */
    public Map<String, Object> asyncApi() {
        var schemas = new RecordSchemas();
        var messages = new LinkedHashMap<String, Object>();
        var sent = new ArrayList<Map<String, Object>>();
        var heard = new ArrayList<Map<String, Object>>();
        clientMessages().forEach((name, record) -> {
            messages.put(name, message(name, name.equals("command") ? AnyCommand.SCHEMA : sent(record, name, schemas)));
            heard.add(reference("#/channels/room/messages/" + name));
        });
        serverMessages().forEach((name, record) -> {
            messages.put(name, message(name, schemas.message(record, name)));
            sent.add(reference("#/channels/room/messages/" + name));
        });
        var json = new LinkedHashMap<String, Object>();
        json.put("asyncapi", "3.0.0");
        json.put("info", info());
        var events = new LinkedHashMap<String, Object>();
        EventStream.PASSED_ON.forEach(name -> events.put(name, reference("#/channels/room/messages/" + name)));
        events.put("closed", message("closed", schemas.record(EventStream.Closed.class)));
        json.put("channels", Map.of("room", channel("/ws/rooms/{code}", messages), "events", channel(EVENTS, events)));
        json.put(
                "operations",
                Map.of(
                        "say",
                        Map.of("action", "receive", "channel", reference("#/channels/room"), "messages", heard),
                        "hear",
                        Map.of("action", "send", "channel", reference("#/channels/room"), "messages", sent),
                        "follow",
                        Map.of("action", "send", "channel", reference("#/channels/events"))));
        json.put("components", Map.of("schemas", schemas.named()));
        return json;
    }

    /** The records of the messages from the server, by type. */
    static Map<String, Class<?>> serverMessages() {
        var all = new LinkedHashMap<String, Class<?>>();
        for (JsonSubTypes.Type each :
                ServerMessage.class.getAnnotation(JsonSubTypes.class).value()) {
            all.put(each.name(), each.value());
        }
        return all;
    }

    /** The records of the messages to the server, by type. */
    static Map<String, Class<?>> clientMessages() {
        var all = new LinkedHashMap<String, Class<?>>();
        all.put("hello", ClientMessage.Hello.class);
        all.put("command", ClientMessage.CommandRequest.class);
        all.put("ping", ClientMessage.Ping.class);
        all.put("name", ClientMessage.Name.class);
        all.put("point", ClientMessage.Point.class);
        return all;
    }

    private static Map<String, Object> message(String name, Map<String, Object> payload) {
        return Map.of("name", name, "contentType", "application/json", "payload", payload);
    }

    private static Map<String, Object> channel(String address, Map<String, ?> messages) {
        return Map.of(
                "address",
                address,
                "parameters",
                Map.of("code", Map.of("description", "The code of the room.")),
                "messages",
                messages);
    }

    private static Map<String, Object> reference(String to) {
        return Map.of("$ref", to);
    }

    /** A message of a page. What may be empty is left out. */
    private static Map<String, Object> sent(Class<?> record, String name, RecordSchemas schemas) {
        var members = new LinkedHashMap<String, Object>();
        members.put("type", Map.of("const", name));
        var required = new ArrayList<>(List.of("type"));
        for (RecordComponent part : record.getRecordComponents()) {
            String member = member(record, part);
            members.put(member, schemas.of(part.getGenericType()));
            boolean isOptional = part.getType() == Optional.class
                    || record == ClientMessage.Ping.class && !member.equals("t")
                    || member.equals("name") && record == ClientMessage.Hello.class;
            if (!isOptional) {
                required.add(member);
            }
        }
        return object(members, required);
    }

    /** A member's name, which for what a page sends is shorter than that of the record. */
    private static String member(Class<?> record, RecordComponent part) {
        return switch (record.getSimpleName() + "." + part.getName()) {
            case "Hello.version" -> "v";
            case "Ping.roundTrip" -> "rtt";
            default -> part.getName();
        };
    }
}

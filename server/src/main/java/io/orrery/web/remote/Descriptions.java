package io.orrery.web.remote;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonValue;
import io.javalin.config.RoutesConfig;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.CommandTrait;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Problem;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.wire.ClientMessage;
import io.orrery.wire.ServerMessage;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the server offers, for programs: OpenAPI 3.1 of all routes, and AsyncAPI 3 of the messages of a room. Both are made from the declarations: routes, commands, and
 * the records of messages. The fields of a command are in {@code docs/protocol.md}, because a reader takes them, and no record.
 */
public final class Descriptions {
    public static final List<Route> ROUTES = List.of(
            new Route("GET", "/api/openapi.json", Who.ANYONE), new Route("GET", "/api/asyncapi.json", Who.ANYONE));

    private static final String COMMANDS = "/api/rooms/{code}/commands";
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

    /** OpenAPI 3.1 of all HTTP routes. */
    Map<String, Object> openApi() {
        var paths = new LinkedHashMap<String, Map<String, Object>>();
        routes.stream()
                .filter(route -> !route.method().equals("WS"))
                .forEach(route -> paths.computeIfAbsent(path(route), any -> new LinkedHashMap<>())
                        .put(route.method().toLowerCase(Locale.ROOT), operation(route)));
        var json = new LinkedHashMap<String, Object>();
        json.put("openapi", "3.1.0");
        json.put("info", info());
        json.put("paths", paths);
        json.put(
                "components",
                Map.of(
                        "securitySchemes",
                        Map.of(KEY, Map.of("type", "http", "scheme", "bearer")),
                        "schemas",
                        Map.of("Problem", problem(), "Command", anyCommand())));
        return json;
    }

    private static Map<String, Object> info() {
        return Map.of("title", "Orrery", "version", VERSION, "license", Map.of("name", "Apache-2.0"));
    }

    private static String path(Route route) {
        return route.path().replace('<', '{').replace('>', '}');
    }

    private static Map<String, Object> operation(Route route) {
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
        json.put("responses", Map.of("2XX", Map.of("description", "Done."), "default", refusal()));
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
        return object(members, members.keySet());
    }

    private static Map<String, Object> anyCommand() {
        return Map.of(
                "oneOf",
                Activities.ALL.commands().stream().map(Descriptions::command).toList());
    }

    private static Map<String, Object> command(Command<?> command) {
        var members = new LinkedHashMap<String, Object>();
        members.put("do", Map.of("const", command.name()));
        members.put("id", type("string"));
        members.put("at", type("integer"));
        var json = new LinkedHashMap<>(object(members, List.of("do")));
        json.put("title", command.name());
        json.put("x-asks-for", command.who().words());
        json.put("x-undoable", command.is(CommandTrait.UNDOABLE));
        return json;
    }

    /** AsyncAPI 3 of a room's socket and of its stream of events. */
    Map<String, Object> asyncApi() {
        var messages = new LinkedHashMap<String, Object>();
        var sent = new ArrayList<Map<String, Object>>();
        var heard = new ArrayList<Map<String, Object>>();
        clientMessages().forEach((name, record) -> {
            messages.put(name, message(name, name.equals("command") ? anyCommand() : schema(record, name)));
            heard.add(reference("#/channels/room/messages/" + name));
        });
        serverMessages().forEach((name, record) -> {
            messages.put(name, message(name, schema(record, name)));
            sent.add(reference("#/channels/room/messages/" + name));
        });
        var json = new LinkedHashMap<String, Object>();
        json.put("asyncapi", "3.0.0");
        json.put("info", info());
        json.put(
                "channels",
                Map.of(
                        "room",
                        Map.of(
                                "address",
                                "/ws/rooms/{code}",
                                "parameters",
                                Map.of("code", Map.of("description", "The code of the room.")),
                                "messages",
                                messages)));
        json.put(
                "operations",
                Map.of(
                        "say",
                        Map.of("action", "receive", "channel", reference("#/channels/room"), "messages", heard),
                        "hear",
                        Map.of("action", "send", "channel", reference("#/channels/room"), "messages", sent)));
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

    private static Map<String, Object> reference(String to) {
        return Map.of("$ref", to);
    }

    private static Map<String, Object> schema(Class<?> record, String name) {
        var members = new LinkedHashMap<String, Object>();
        members.put("type", Map.of("const", name));
        var required = new ArrayList<>(List.of("type"));
        for (RecordComponent part : record.getRecordComponents()) {
            String member = member(record, part);
            members.put(member, schema(part.getGenericType()));
            // What may be empty is left out.
            boolean isOptional = part.getType() == Optional.class
                    || part.getAccessor().isAnnotationPresent(JsonInclude.class)
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

    private static Map<String, Object> schema(Type of) {
        if (of instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == Optional.class) {
                return schema(last);
            }
            return Collection.class.isAssignableFrom((Class<?>) generic.getRawType())
                    ? Map.of("type", "array", "items", schema(last))
                    : Map.of("type", "object", "additionalProperties", schema(last));
        }
        if (of == long.class || of == int.class || of == Long.class || of == Integer.class) {
            return type("integer");
        }
        if (of == double.class || of == Double.class || of == float.class) {
            return type("number");
        }
        if (of == boolean.class) {
            return type("boolean");
        }
        return of instanceof Class<?> known && known.isEnum()
                ? words(known)
                : type(of == String.class ? "string" : "object");
    }

    /** The words for an enum's values in the protocol. */
    private static Map<String, Object> words(Class<?> known) {
        Method word = Arrays.stream(known.getMethods())
                .filter(each -> each.isAnnotationPresent(JsonValue.class))
                .findFirst()
                .orElseThrow();
        return Map.of(
                "enum",
                Stream.of(known.getEnumConstants())
                        .map(value -> {
                            try {
                                return word.invoke(value);
                            } catch (ReflectiveOperationException e) {
                                throw new IllegalStateException(e);
                            }
                        })
                        .toList());
    }

    private static Map<String, Object> object(Map<String, Object> members, Collection<String> required) {
        return Map.of("type", "object", "properties", members, "required", List.copyOf(required));
    }

    private static Map<String, Object> type(String name) {
        return Map.of("type", name);
    }
}

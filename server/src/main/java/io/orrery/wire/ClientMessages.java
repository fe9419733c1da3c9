package io.orrery.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.wire.ClientMessage.BadRequest;
import io.orrery.wire.ClientMessage.CommandRequest;
import io.orrery.wire.ClientMessage.Hello;
import io.orrery.wire.ClientMessage.Name;
import io.orrery.wire.ClientMessage.Ping;
import io.orrery.wire.ClientMessage.Point;
import io.orrery.wire.ClientMessage.Unknown;
import java.util.Optional;

/**
 * Reads messages from browsers. Strict about the types and sizes of fields; unknown fields and message types are ignored. A
 * command's own fields are read by its declaration.
 */
public final class ClientMessages {
    /** Size limit of a text message, in bytes of UTF-8. */
    public static final int LONGEST = 4096;

    /** The longest message of somebody who may drive, in bytes: beats of a talk have texts in several languages. */
    public static final int LONGEST_OF_DRIVERS = 48 * 1024;

    /** Longest name of a person, in characters as people see them. */
    public static final int LONGEST_NAME = 40;

    /** Longest name, in UTF-16 units: one character may have any number of accents. A family of four has 11 units. */
    private static final int LONGEST_NAME_UNITS = 12 * LONGEST_NAME;

    /** Longest id, command name or keyword, in UTF-16 units. */
    public static final int LONGEST_ID = 64;

    private static final int LONGEST_SECRET = 64;
    /** Longest content address, tensor name, step id or server address, in UTF-16 units. */
    public static final int LONGEST_ADDRESS = 128;

    private static final int MOST_AXES = 4;

    /** Largest index in a mark. */
    private static final int LONGEST_AXIS = 1 << 24;

    /** Limit of a pose's coordinates, in cells: larger than any machine. */
    private static final long FARTHEST = 10_000_000;

    /** Longer round trips are ignored: the clock was changed, or the computer was asleep. */
    private static final double LONGEST_ROUND_TRIP_MS = 60_000;

    private ClientMessages() {}

    public static ClientMessage read(String text) throws MalformedException {
        JsonNode json = Json.read(text);
        Fields message = Fields.of("message", json);
        String type = message.text("type", LONGEST_ID);
        return switch (type) {
            case "hello" -> hello(Fields.of("hello", json));
            case "command" -> command(Fields.of("command", json));
            case "ping" -> ping(Fields.of("ping", json));
            case "name" -> new Name(name(Fields.of("name", json)));
            case "point" -> point(Fields.of("point", json));
            default -> new Unknown();
        };
    }

    private static Hello hello(Fields fields) throws MalformedException {
        return new Hello(
                fields.count("v"),
                View.of(fields.text("view", LONGEST_ID)),
                // A key that is too long is reported as a wrong key, not as a malformed message.
                fields.has("key") ? Optional.of(fields.anyText("key", LONGEST)) : Optional.empty(),
                fields.has("name") ? name(fields) : "",
                fields.optionalText("me", LONGEST_SECRET));
    }

    /** A person's name, made fit to be shown. */
    public static String name(Fields fields) throws MalformedException {
        String name = TextSanitizer.name(fields.anyText("name", LONGEST_NAME_UNITS));
        if (TextSanitizer.characters(name) > LONGEST_NAME) {
            throw fields.tooLong("name", LONGEST_NAME);
        }
        return name;
    }

    private static ClientMessage command(Fields fields) throws MalformedException {
        String id = fields.text("id", LONGEST_ID);
        try {
            return new CommandRequest(id, fields.count("at"), fields.text("do", LONGEST_ID), fields);
        } catch (MalformedException e) {
            return new BadRequest(id, e.error());
        }
    }

    private static Ping ping(Fields fields) throws MalformedException {
        return new Ping(
                fields.number("t"),
                fields.has("painted") ? Optional.of(cursor(fields.object("painted"))) : Optional.empty(),
                fields.has("rtt") ? roundTrip(fields.number("rtt")) : Optional.empty(),
                fields.has("looking") && fields.flag("looking"),
                fields.optionalText("sees", LONGEST_ID).orElse(""));
    }

    private static Optional<Double> roundTrip(double ms) {
        return ms >= 0 && ms <= LONGEST_ROUND_TRIP_MS ? Optional.of(ms) : Optional.empty();
    }

    public static Cursor cursor(Fields fields) throws MalformedException {
        return new Cursor(fields.text("trace", LONGEST_ADDRESS), fields.text("step", LONGEST_ADDRESS));
    }

    public static CellMark mark(Fields fields) throws MalformedException {
        return new CellMark(
                fields.text("name", LONGEST_ADDRESS), fields.integers("index", MOST_AXES, CellMark.ALL, LONGEST_AXIS));
    }

    /** A cell: a mark with an index on every axis. */
    public static CellMark cell(Fields fields) throws MalformedException {
        return new CellMark(fields.text("name", LONGEST_ADDRESS), fields.integers("index", MOST_AXES, 0, LONGEST_AXIS));
    }

    private static Point point(Fields fields) throws MalformedException {
        return new Point(
                fields.has("cell") ? Optional.of(mark(fields.object("cell"))) : Optional.empty(),
                fields.has("pose") ? Optional.of(pose(fields.object("pose"))) : Optional.empty());
    }

    private static Pose pose(Fields fields) throws MalformedException {
        return new Pose(
                fields.number("x", FARTHEST),
                fields.number("y", FARTHEST),
                fields.number("z", FARTHEST),
                fields.number("azimuth", FARTHEST),
                fields.number("elevation", FARTHEST),
                fields.number("span", FARTHEST));
    }
}

package io.orrery.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.wire.ClientMessage.BadOrder;
import io.orrery.wire.ClientMessage.Hello;
import io.orrery.wire.ClientMessage.Name;
import io.orrery.wire.ClientMessage.Order;
import io.orrery.wire.ClientMessage.Ping;
import io.orrery.wire.ClientMessage.Point;
import io.orrery.wire.ClientMessage.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a browser says. Strict about type and size; fields and types that it does not know are ignored. */
public final class ClientMessages {
    /** The longest text message that is read, in bytes of UTF-8. */
    public static final int LONGEST = 4096;

    /** The longest name of a person, in UTF-16 units. */
    public static final int LONGEST_NAME = 40;

    private static final int LONGEST_ID = 64;
    private static final int LONGEST_SECRET = 64;
    private static final int LONGEST_ADDRESS = 128;

    /** Marks that a person can tell apart. */
    private static final int MOST_MARKS = 16;

    private static final int MOST_AXES = 4;

    /** The size of the largest axis that a mark may speak of. */
    private static final int LONGEST_AXIS = 1 << 24;

    /** Farther away than any machine is large, cells. */
    private static final double FARTHEST = 1e7;

    private static final Pattern ADDRESS = Pattern.compile("https?://(?:[\\w.-]+|\\[[0-9a-fA-F:]+])(?::\\d{1,5})?");

    /** A round trip longer than this is a clock that was changed or a computer that slept. */
    private static final double LONGEST_ROUND_TRIP_MS = 60_000;

    /** Ten minutes at the pace of a room. */
    private static final int MOST_GENERATED = 1000;

    /** Longer than any flight. */
    private static final double LONGEST_FLIGHT_S = 60;

    private static final int MOST_FORCED = 64;
    private static final int MOST_BACK = 100_000;

    private ClientMessages() {}

    public static ClientMessage read(String text) throws MalformedException {
        JsonNode json = Json.read(text);
        Fields message = Fields.of("A message", json);
        String type = message.text("type", LONGEST_ID);
        return switch (type) {
            case "hello" -> hello(Fields.of("hello", json));
            case "command" -> order(Fields.of("command", json));
            case "ping" -> ping(Fields.of("ping", json));
            case "name" -> new Name(Typed.name(Fields.of("name", json).anyText("name", LONGEST_NAME)));
            case "point" -> point(Fields.of("point", json));
            default -> new Unknown();
        };
    }

    private static Hello hello(Fields fields) throws MalformedException {
        return new Hello(
                fields.count("v"),
                View.of(fields.text("view", LONGEST_ID)),
                // One that is too long is a wrong key, not a message that cannot be read.
                fields.has("key") ? Optional.of(fields.anyText("key", LONGEST)) : Optional.empty(),
                fields.has("name") ? Typed.name(fields.anyText("name", LONGEST_NAME)) : "",
                fields.optionalText("me", LONGEST_SECRET));
    }

    private static ClientMessage order(Fields fields) throws MalformedException {
        String id = fields.text("id", LONGEST_ID);
        try {
            String what = fields.text("do", LONGEST_ID);
            return new Order(id, fields.count("at"), what, command(what, fields));
        } catch (MalformedException e) {
            return new BadOrder(id, e.getMessage());
        }
    }

    private static Command command(String what, Fields fields) throws MalformedException {
        return switch (what) {
            case "go" -> new Command.Go(cursor(fields.object("cursor")));
            case "prompt" -> new Command.Prompt(fields.text("trace", LONGEST_ADDRESS));
            case "generate" ->
                new Command.Generate(fields.text("trace", LONGEST_ADDRESS), tokens(fields, MOST_GENERATED));
            case "append" ->
                new Command.Append(
                        fields.text("trace", LONGEST_ADDRESS),
                        fields.integers("tokens", MOST_FORCED, 0, Integer.MAX_VALUE));
            case "back" -> new Command.Back(fields.text("trace", LONGEST_ADDRESS), tokens(fields, MOST_BACK));
            case "sampling" -> new Command.Sample(SamplingFields.read(fields));
            case "compare" -> new Command.Compare(fields.optionalText("model", LONGEST_ADDRESS));
            case "play" -> new Command.Play();
            case "pause" -> new Command.Pause();
            case "blank" -> new Command.Blank(fields.flag("on"));
            case "reset" -> new Command.Reset();
            case "lobby" -> new Command.Lobby(fields.flag("on"));
            case "address" -> new Command.Address(address(fields));
            case "mark" -> new Command.Highlight(marks(fields.list("marks", MOST_MARKS)));
            case "share" -> new Command.Share(fields.flag("on"));
            case "exhibit" ->
                new Command.Show(
                        fields.optionalText("subject", LONGEST_ID),
                        fields.has("seconds") ? fields.number("seconds", LONGEST_FLIGHT_S) : 0);
            case "undo" -> new Command.Undo();
            case "stop" -> new Command.Stop();
            case "kick" -> new Command.Kick(fields.text("person", LONGEST_ID));
            case "ask-wheel" -> new Command.AskWheel(fields.flag("on"));
            case "offer-wheel" -> new Command.OfferWheel(fields.anyText("to", LONGEST_ID));
            case "take-wheel" -> new Command.TakeWheel();
            default -> throw new MalformedException("command.do is not one of the commands of this version.");
        };
    }

    /** How many tokens a command is about: one, unless it says so. */
    private static int tokens(Fields fields, int most) throws MalformedException {
        long tokens = fields.has("tokens") ? fields.count("tokens") : 1;
        if (tokens < 1 || tokens > most) {
            throw new MalformedException("command.tokens must be from 1 to " + most + ".");
        }
        return (int) tokens;
    }

    private static Ping ping(Fields fields) throws MalformedException {
        return new Ping(
                fields.number("t"),
                fields.has("painted") ? Optional.of(cursor(fields.object("painted"))) : Optional.empty(),
                fields.has("rtt") ? roundTrip(fields.number("rtt")) : Optional.empty(),
                fields.has("looking") && fields.flag("looking"));
    }

    private static Optional<Double> roundTrip(double ms) {
        return ms >= 0 && ms <= LONGEST_ROUND_TRIP_MS ? Optional.of(ms) : Optional.empty();
    }

    private static Cursor cursor(Fields fields) throws MalformedException {
        return new Cursor(fields.text("trace", LONGEST_ADDRESS), fields.text("step", LONGEST_ADDRESS));
    }

    private static String address(Fields fields) throws MalformedException {
        String text = fields.text("address", LONGEST_ADDRESS);
        if (!ADDRESS.matcher(text).matches()) {
            throw new MalformedException("command.address must be like http://192.168.1.20:8080, without a path.");
        }
        return text;
    }

    private static List<Mark> marks(List<Fields> list) throws MalformedException {
        var marks = new ArrayList<Mark>();
        for (Fields each : list) {
            marks.add(mark(each));
        }
        return marks;
    }

    private static Mark mark(Fields fields) throws MalformedException {
        return new Mark(
                fields.text("name", LONGEST_ADDRESS), fields.integers("index", MOST_AXES, Mark.ALL, LONGEST_AXIS));
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

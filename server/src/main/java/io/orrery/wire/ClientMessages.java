package io.orrery.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.wire.ClientMessage.BadOrder;
import io.orrery.wire.ClientMessage.Hello;
import io.orrery.wire.ClientMessage.Order;
import io.orrery.wire.ClientMessage.Ping;
import io.orrery.wire.ClientMessage.Unknown;
import java.util.Optional;

/** Reads what a browser says. Strict about type and size; fields and types that it does not know are ignored. */
public final class ClientMessages {
    /** The longest text message that is read, in bytes of UTF-8. */
    public static final int LONGEST = 4096;

    /** The longest name of a person, in UTF-16 units. */
    public static final int LONGEST_NAME = 40;

    private static final int LONGEST_ID = 64;
    private static final int LONGEST_SECRET = 64;
    private static final int LONGEST_ADDRESS = 128;

    /** A round trip longer than this is a clock that was changed or a computer that slept. */
    private static final double LONGEST_ROUND_TRIP_MS = 60_000;

    private ClientMessages() {}

    public static ClientMessage read(String text) throws MalformedException {
        JsonNode json = Json.read(text);
        Fields message = Fields.of("A message", json);
        String type = message.text("type", LONGEST_ID);
        return switch (type) {
            case "hello" -> hello(Fields.of("hello", json));
            case "command" -> order(Fields.of("command", json));
            case "ping" -> ping(Fields.of("ping", json));
            default -> new Unknown();
        };
    }

    private static Hello hello(Fields fields) throws MalformedException {
        return new Hello(
                fields.count("v"),
                View.of(fields.text("view", LONGEST_ID)),
                // One that is too long is a wrong key, not a message that cannot be read.
                fields.has("key") ? Optional.of(fields.anyText("key", LONGEST)) : Optional.empty(),
                fields.has("name") ? printable(fields.anyText("name", LONGEST_NAME)) : "",
                fields.optionalText("me", LONGEST_SECRET));
    }

    private static ClientMessage order(Fields fields) throws MalformedException {
        String id = fields.text("id", LONGEST_ID);
        try {
            return new Order(id, fields.count("at"), command(fields));
        } catch (MalformedException e) {
            return new BadOrder(id, e.getMessage());
        }
    }

    private static Command command(Fields fields) throws MalformedException {
        String what = fields.text("do", LONGEST_ID);
        return switch (what) {
            case "go" -> new Command.Go(cursor(fields.object("cursor")));
            case "prompt" -> new Command.Prompt(fields.text("trace", LONGEST_ADDRESS));
            case "generate" -> new Command.Generate(fields.text("trace", LONGEST_ADDRESS));
            case "play" -> new Command.Play();
            case "pause" -> new Command.Pause();
            case "blank" -> new Command.Blank(fields.flag("on"));
            case "reset" -> new Command.Reset();
            default ->
                throw new MalformedException("command.do must be go, prompt, generate, play, pause, blank or reset.");
        };
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

    /** A name is shown to others: control and formatting characters could hide or reverse what stands beside it. */
    private static String printable(String name) {
        return name.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "").strip();
    }
}

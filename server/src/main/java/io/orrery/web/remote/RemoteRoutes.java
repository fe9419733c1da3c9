package io.orrery.web.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.error.AccessError;
import io.orrery.error.ErrorType;
import io.orrery.error.GroupedNumber;
import io.orrery.error.JsonError;
import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.error.Sentences;
import io.orrery.room.Rooms;
import io.orrery.room.access.Hashes;
import io.orrery.room.access.RoomCode;
import io.orrery.web.access.Guard;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Bodies;
import io.orrery.web.http.OutgoingAnswer;
import io.orrery.web.http.PendingRequest;
import io.orrery.web.http.Problem;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.web.remote.RemoteSession.Answer;
import io.orrery.web.socket.WriterThreads;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Json;
import io.orrery.wire.RefusalReason;
import io.orrery.wire.ServerMessage.Refused;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * Commands to a room, its state and its changes over HTTP, for programs and pages anywhere. The key is in the header {@code Authorization} alone, which no
 * browser adds by itself: so pages of all origins may ask.
 */
public final class RemoteRoutes {
    private static final String COMMANDS = "/api/rooms/{code}/commands";
    private static final String STATE = "/api/rooms/{code}/state";
    private static final String EVENTS = "/api/rooms/{code}/events";

    public static final List<Route> ROUTES = List.of(
            new Route("POST", COMMANDS, Who.REMOTE),
            new Route("GET", STATE, Who.REMOTE),
            new Route("GET", EVENTS, Who.REMOTE),
            new Route("OPTIONS", COMMANDS, Who.ANYONE),
            new Route("OPTIONS", STATE, Who.ANYONE),
            new Route("OPTIONS", EVENTS, Who.ANYONE));

    /** The streams of one key at the same time. */
    static final int MOST_STREAMS = 32;

    /** The longest command, in bytes: a driver's longest message, without what is added here. */
    private static final int LONGEST = ClientMessages.LONGEST_OF_DRIVERS - 1024;

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String PREFLIGHT_SECONDS = "7200";
    private static final int NO_CONTENT = 204;
    private static final int FORBIDDEN = 403;

    private final PendingRequest.Factory requests;
    private final Guard guard;
    private final WriterThreads writers;
    private final DoubleSupplier now;

    /** By the room's code and the hash of the key. */
    private final Map<String, RemoteSession> sessions = new ConcurrentHashMap<>();
    /** Which of the people are taken by whom a key's streams are known, likewise. */
    private final Map<String, BitSet> streams = new ConcurrentHashMap<>();
    /** So that nobody can be one of these people by knowing the key alone, and no other server is. */
    private final String secret = UUID.randomUUID().toString();

    /** @param now a clock in ms */
    public RemoteRoutes(PendingRequest.Factory requests, WriterThreads writers, DoubleSupplier now) {
        this.requests = requests;
        this.guard = requests.guard();
        this.writers = writers;
        this.now = now;
    }

    public void addTo(RoutesConfig routes) {
        for (String path : List.of(COMMANDS, STATE, EVENTS)) {
            routes.before(path, RemoteRoutes::allowAllOrigins);
            routes.options(path, ctx -> ctx.status(NO_CONTENT));
        }
        routes.post(COMMANDS, this::command);
        routes.get(STATE, this::state);
        routes.get(EVENTS, this::stream);
    }

    /** Without credentials: a browser then sends no cookies, and the key only where a page puts it. */
    private static void allowAllOrigins(Context ctx) {
        ctx.header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Methods", "GET, POST")
                .header("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, Last-Event-ID")
                .header("Access-Control-Expose-Headers", "Retry-After")
                .header("Access-Control-Max-Age", PREFLIGHT_SECONDS);
    }

    private void command(Context ctx) {
        RemoteSession session = session(ctx);
        Given given = Bodies.read(ctx, fields -> {
            fields.text("do", ClientMessages.LONGEST_ID);
            return new Given(
                    fields.optionalText("id", ClientMessages.LONGEST_ID),
                    fields.has("at") ? Optional.of(fields.count("at")) : Optional.empty(),
                    (ObjectNode) Json.read(fields.json()));
        });
        String id = given.id().orElseGet(() -> idempotencyKey(ctx));
        if (given.fields().toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new OrreryException(new RoomError.MessageTooLong(new GroupedNumber(LONGEST)));
        }
        if (!session.maySpeak()) {
            throw guard.tooManyCommands(ctx);
        }
        requests.of(ctx).answer(() -> session.command(id, given.at(), given.fields()), answer -> write(ctx, answer));
    }

    /** A command as it was sent. */
    private record Given(Optional<String> id, Optional<Long> at, ObjectNode fields) {}

    private static String idempotencyKey(Context ctx) {
        String key = ctx.header(IDEMPOTENCY_KEY);
        if (key == null) {
            return UUID.randomUUID().toString();
        }
        if (key.isEmpty() || key.length() > ClientMessages.LONGEST_ID) {
            throw new OrreryException(new JsonError.FieldNotText(IDEMPOTENCY_KEY, ClientMessages.LONGEST_ID));
        }
        return key;
    }

    private static void write(Context ctx, Answer answer) {
        if (answer instanceof Answer.Done done) {
            Answers.json(ctx, done);
        } else if (answer instanceof Answer.No no) {
            refuse(ctx, no.refused());
        }
    }

    /** A refusal as a problem. The key was right, so what it may not do is no 401. */
    private static void refuse(Context ctx, Refused refused) {
        ErrorType kind = ErrorType.valueOf(refused.reason().name());
        int status = refused.reason() == RefusalReason.NOT_ALLOWED ? FORBIDDEN : kind.status();
        var json = new LinkedHashMap<String, Object>();
        json.put("type", "/problems/" + refused.reason().word());
        json.put("title", Sentences.ENGLISH.title(refused.code(), kind));
        json.put("status", status);
        json.put("detail", refused.detail());
        json.put("code", refused.code());
        json.put("params", refused.params());
        json.put("id", refused.id());
        ctx.status(status)
                .header("Cache-Control", "no-store")
                .contentType(Problem.MEDIA_TYPE)
                .result(Json.bytes(json));
    }

    private void state(Context ctx) {
        RemoteSession session = session(ctx);
        if (!session.maySpeak()) {
            throw guard.tooManyCommands(ctx);
        }
        ctx.header("Cache-Control", "no-store");
        requests.of(ctx)
                .answer(
                        session::state,
                        json -> ctx.contentType("application/json").result(json));
    }

    /** The changes of the room, as server-sent events, until the client or the room goes. */
    private void stream(Context ctx) {
        guard.limitRemote(ctx);
        RoomCode code = code(ctx);
        String key = key(ctx);
        String name = name(code, key);
        if (OutgoingAnswer.of(ctx).isHead()) {
            ctx.contentType("text/event-stream");
            return;
        }
        int number = take(name);
        if (number < 0) {
            throw guard.refused(new AccessError.TooManyOpenRequests(1));
        }
        OutgoingAnswer answer = OutgoingAnswer.of(ctx);
        var stream = new EventStream(
                code,
                answer,
                guard.network(ctx),
                writers.next(),
                Optional.ofNullable(ctx.header("Last-Event-ID")).orElse(""));
        String me = Hashes.hash(String.join(" ", secret, name, Integer.toString(number)));
        ctx.header("Cache-Control", "no-store").contentType("text/event-stream");
        var unused = stream.ended().whenComplete((done, failure) -> give(name, number));
        requests.of(ctx)
                .answer(
                        () -> {
                            requests.opened()
                                    .get()
                                    .rooms()
                                    .connect(code, stream)
                                    .ifPresent(session -> stream.begin(session, hello(key, me)));
                            return stream.ended();
                        },
                        done -> {});
    }

    private int take(String name) {
        var number = new int[] {-1};
        streams.compute(name, (any, known) -> {
            BitSet taken = known == null ? new BitSet() : known;
            int free = taken.nextClearBit(0);
            if (free < MOST_STREAMS) {
                taken.set(free);
                number[0] = free;
            }
            return taken;
        });
        return number[0];
    }

    private void give(String name, int number) {
        streams.computeIfPresent(name, (any, taken) -> {
            taken.clear(number);
            return taken.isEmpty() ? null : taken;
        });
    }

    private RemoteSession session(Context ctx) {
        guard.limitRemote(ctx);
        RoomCode code = code(ctx);
        String key = key(ctx);
        String name = name(code, key);
        Rooms rooms = requests.opened().get().rooms();
        return sessions.computeIfAbsent(
                name,
                any -> new RemoteSession(
                        code,
                        session -> rooms.connect(code, session),
                        // The same on every server, so that a repeated command is done once wherever it is repeated.
                        hello(key, Hashes.hash("remote " + name)),
                        guard.network(ctx),
                        writers.next(),
                        now,
                        gone -> sessions.remove(name, gone)));
    }

    private static RoomCode code(Context ctx) {
        return RoomCode.typed(ctx.pathParam("code"));
    }

    private String key(Context ctx) {
        String key = Guard.bearer(ctx);
        if (key.isEmpty() || key.length() > ClientMessages.LONGEST_ADDRESS) {
            throw guard.refused(new AccessError.NotRemote());
        }
        return key;
    }

    private static String name(RoomCode code, String key) {
        return code.text() + " " + Hashes.hash(key);
    }

    private static String hello(String key, String me) {
        return Json.write(Map.of("type", "hello", "v", 1, "view", "remote", "key", key, "me", me));
    }
}

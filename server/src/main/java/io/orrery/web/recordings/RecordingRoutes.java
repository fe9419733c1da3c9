package io.orrery.web.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.error.AccessError;
import io.orrery.error.JsonError;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.error.RoomError;
import io.orrery.error.StorageError;
import io.orrery.model.Model;
import io.orrery.room.access.Hashes;
import io.orrery.room.access.RoomCode;
import io.orrery.room.recording.Recorder;
import io.orrery.room.recording.Recording;
import io.orrery.room.recording.Recording.Access;
import io.orrery.room.recording.Recordings;
import io.orrery.web.access.Guard;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Bodies;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.web.http.Services;
import io.orrery.wire.Fields;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import io.orrery.wire.TextSanitizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Gives out recordings. While one is on, whoever knows its id may read it, as all people in its room do; after that those who may present the room, the
 * operator, and whom it is published for.
 */
public final class RecordingRoutes {
    public static final List<Route> ROUTES = List.of(
            new Route("GET", "/api/recordings", Who.EDITOR),
            new Route("PATCH", "/api/recordings/{id}", Who.EDITOR),
            new Route("DELETE", "/api/recordings/{id}", Who.EDITOR),
            new Route("GET", "/api/recordings/{id}", Who.READER),
            new Route("GET", "/api/recordings/{id}/stretches/{n}", Who.READER));

    private static final int NO_CONTENT = 204;
    private static final int LONGEST_TITLE = 100;
    private static final int LONGEST_WORD = 16;

    private final Supplier<Services> opened;
    private final Guard guard;

    /** @param opened throws a problem while the models are being read */
    public RecordingRoutes(Supplier<Services> opened, Guard guard) {
        this.opened = opened;
        this.guard = guard;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/api/recordings", this::list);
        routes.patch("/api/recordings/{id}", this::edit);
        routes.delete("/api/recordings/{id}", this::erase);
        routes.get("/api/recordings/{id}", this::manifest);
        routes.get("/api/recordings/{id}/stretches/{n}", this::stretch);
    }

    private void manifest(Context ctx) {
        Services all = opened.get();
        Recording head = readable(ctx, all);
        Recording.Contents contents = recordings(all).contents(head.id()).orElseThrow(RecordingRoutes::unknown);
        boolean mayEdit = mayEdit(ctx, all, head);
        Map<String, Object> json = manifest(contents, mayEdit, all);
        // who may pass the recording on can say its link again
        if (head.access() == Access.LINK && (mayEdit || isByKey(ctx, head))) {
            json.put("key", head.key());
        }
        Answers.json(ctx, json);
    }

    /** The recordings of the room that the query names, or, for the operator, of all rooms. */
    private void list(Context ctx) {
        Services all = opened.get();
        String room = Optional.ofNullable(ctx.queryParam("room"))
                .map(RoomCode::typed)
                .map(RoomCode::text)
                .orElse("");
        if (!all.operator().isBehind(ctx) && !isDrivers(ctx, all, room)) {
            throw new OrreryException(new AccessError.NotPresenter());
        }
        Recordings recordings = recordings(all);
        List<Map<String, Object>> rows =
                recordings.list(room).stream().map(head -> listed(head, all)).toList();
        var json = new LinkedHashMap<String, Object>();
        json.put("recordings", rows);
        json.put("bytes", recordings.bytes());
        json.put("most", recordings.most());
        json.put(
                "next",
                recordings.erasable().stream()
                        .findFirst()
                        .filter(next -> room.isEmpty() || next.room().equals(room))
                        .map(Recording::id)
                        .orElse(""));
        Answers.json(ctx, json);
    }

    private static Map<String, Object> listed(Recording head, Services all) {
        Recording.Contents contents = recordings(all).contents(head.id()).orElseThrow(RecordingRoutes::unknown);
        var json = new LinkedHashMap<String, Object>();
        json.put("id", head.id());
        json.put("room", head.room());
        json.put("title", head.title());
        json.put("begun", head.begun());
        json.put("length", length(contents, all));
        json.put("state", head.state());
        json.put("bytes", recordings(all).bytes(head.id()));
        json.put("access", head.access());
        json.put("key", head.key());
        json.put("from", head.from());
        json.put("to", head.to());
        return json;
    }

    /** Changes what the body names. The whole time of a recording counts for {@code from} and {@code to}, also of one that is cut already. */
    private void edit(Context ctx) {
        guard.requireOwnOrigin(ctx);
        Services all = opened.get();
        Recording head = editable(ctx, all);
        Recording next = Bodies.read(ctx, fields -> changed(head, fields, all));
        recordings(all).put(next);
        ctx.status(NO_CONTENT);
    }

    private static Recording changed(Recording head, Fields fields, Services all) throws MalformedException {
        Recording next =
                fields.has("title") ? head.titled(TextSanitizer.name(fields.anyText("title", LONGEST_TITLE))) : head;
        if (fields.has("access")) {
            String word = fields.text("access", LONGEST_WORD);
            next = next.open(Stream.of(Access.values())
                    .filter(access -> access.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new MalformedException(
                            new JsonError.FieldNotOneOf("request.access", "closed, link, open"))));
        }
        if (fields.has("from") || fields.has("to")) {
            requireEnded(head);
            double length = recordings(all)
                    .contents(head.id())
                    .map(Recording.Contents::until)
                    .orElse(0.0);
            double from = fields.has("from") ? fields.number("from") : head.from();
            double to = fields.has("to") ? fields.number("to") : head.to();
            if (from < 0 || to < 0 || from > length || to > 0 && to <= from) {
                throw new OrreryException(new RequestError.CutOutside());
            }
            next = next.cut(from, to);
        }
        return next;
    }

    private void erase(Context ctx) {
        guard.requireOwnOrigin(ctx);
        Services all = opened.get();
        Recording head = editable(ctx, all);
        requireEnded(head);
        Recordings recordings = recordings(all);
        recordings.erase(head.id());
        recordings.scrub();
        if (recordings.isFailing()) {
            throw new OrreryException(new StorageError.StorageNotWritable());
        }
        ctx.status(NO_CONTENT);
    }

    private static void requireEnded(Recording head) {
        if (!head.hasEnded()) {
            throw new OrreryException(new RoomError.StillRecorded());
        }
    }

    static Map<String, Object> manifest(Recording.Contents whole, boolean mayEdit, Services all) {
        Recording.Contents contents = Cut.of(whole);
        Recording head = contents.head();
        var json = new LinkedHashMap<String, Object>();
        json.put("format", Recording.FORMAT);
        json.put("id", head.id());
        json.put("room", head.room());
        json.put("title", head.title());
        json.put("version", head.version());
        json.put("server", Recorder.VERSION);
        json.put("begun", head.begun());
        json.put("length", length(contents, all));
        json.put("state", head.state());
        if (head.state() == Recording.State.ON) {
            json.put("zero", head.zero());
        }
        json.put("models", head.models().stream().map(id -> model(id, all)).toList());
        json.put("stretches", contents.stretches());
        json.put("marks", contents.marks());
        VoiceRoutes.list(head, recordings(all), json);
        json.put("access", head.access());
        json.put("mayEdit", mayEdit);
        return json;
    }

    /** So far, ms. */
    static double length(Recording.Contents contents, Services all) {
        Recording head = contents.head();
        boolean runs = head.state() == Recording.State.ON
                && all.rooms().anywhere(new RoomCode(head.room())).isPresent();
        return Math.round(Math.max(contents.last(), runs ? all.rooms().now() - head.zero() : head.length()));
    }

    /** A model that is not on offer any more has its content id alone. */
    private static Map<String, Object> model(String id, Services all) {
        Optional<Model> known = offered(id, all);
        var json = new LinkedHashMap<String, Object>();
        json.put("id", id);
        json.put("name", known.map(model -> model.preset().title()).orElse(""));
        json.put("preset", known.map(model -> model.preset().id()).orElse(""));
        json.put("offered", known.isPresent());
        return json;
    }

    private static Optional<Model> offered(String id, Services all) {
        try {
            return Optional.of(
                    all.library().catalog().named(all.library().catalog().baseOf(id)));
        } catch (OrreryException e) {
            return Optional.empty();
        }
    }

    /** What follows in a stretch can only be new rows, so its length tells its version. */
    private void stretch(Context ctx) {
        Services all = opened.get();
        Recording head = readable(ctx, all);
        byte[] rows = number(ctx.pathParam("n"))
                .flatMap(n -> Cut.stretch(recordings(all), head, n))
                .orElseThrow(RecordingRoutes::unknown);
        learn(rows, all);
        String version = ctx.pathParam("n") + "-" + rows.length + "-" + head.from() + "-" + head.to();
        Answers.checkedJson(ctx, head.id() + "-" + version, () -> rows);
    }

    private static Optional<Integer> number(String text) {
        return text.matches("\\d{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    /** Makes the traces in the rows known, which the server may have forgotten: their numbers are asked for by id. */
    private static void learn(byte[] rows, Services all) {
        for (JsonNode row : Json.own(rows)) {
            Stream.of("trace", "second")
                    .map(row.path("state")::path)
                    .filter(JsonNode::isObject)
                    .forEach(trace -> all.library()
                            .learn(
                                    trace.path("model").asText(),
                                    Json.integers(trace.path("tokens")),
                                    Json.texts(trace.path("changes"))));
        }
    }

    /** The recording that the path names, if the caller may read it. */
    static Recording readable(Context ctx, Services all) {
        Recording head = recordings(all).find(ctx.pathParam("id")).orElseThrow(RecordingRoutes::unknown);
        if (head.hasEnded() && head.access() != Access.OPEN && !isByKey(ctx, head) && !mayEdit(ctx, all, head)) {
            throw new OrreryException(new AccessError.RecordingNotPublished());
        }
        return head;
    }

    /** Whether the caller has the key of the link by which the recording is published. */
    private static boolean isByKey(Context ctx, Recording head) {
        return head.access() == Access.LINK
                && Hashes.hash(Optional.ofNullable(ctx.queryParam("key")).orElseGet(() -> Guard.bearer(ctx)))
                        .equals(Hashes.hash(head.key()));
    }

    /** The recording that the path names, if the caller may change it. */
    static Recording editable(Context ctx, Services all) {
        Recording head = recordings(all).find(ctx.pathParam("id")).orElseThrow(RecordingRoutes::unknown);
        if (!mayEdit(ctx, all, head)) {
            throw new OrreryException(new AccessError.NotPresenter());
        }
        return head;
    }

    private static boolean mayEdit(Context ctx, Services all, Recording head) {
        return all.operator().isBehind(ctx) || isDrivers(ctx, all, head.room());
    }

    private static boolean isDrivers(Context ctx, Services all, String room) {
        return !room.isEmpty() && all.rooms().isDrivers(new RoomCode(room), Guard.bearer(ctx));
    }

    static Recordings recordings(Services all) {
        return all.data().storage().recordings();
    }

    static OrreryException unknown() {
        return new OrreryException(new RequestError.UnknownRecording());
    }
}

package io.orrery.web.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.error.AccessError;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.model.Model;
import io.orrery.room.access.Hashes;
import io.orrery.room.access.RoomCode;
import io.orrery.room.recording.Recording;
import io.orrery.room.recording.Recording.Access;
import io.orrery.room.recording.Recordings;
import io.orrery.web.access.Guard;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.web.http.Services;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
            new Route("GET", "/api/recordings/{id}", Who.READER),
            new Route("GET", "/api/recordings/{id}/stretches/{n}", Who.READER));

    private final Supplier<Services> opened;

    /** @param opened throws a problem while the models are being read */
    public RecordingRoutes(Supplier<Services> opened) {
        this.opened = opened;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/api/recordings/{id}", this::manifest);
        routes.get("/api/recordings/{id}/stretches/{n}", this::stretch);
    }

    private void manifest(Context ctx) {
        Services all = opened.get();
        Recording head = readable(ctx, all);
        Recording.Contents contents = recordings(all).contents(head.id()).orElseThrow(RecordingRoutes::unknown);
        Answers.json(ctx, manifest(contents, mayEdit(ctx, all, head), all));
    }

    private static Map<String, Object> manifest(Recording.Contents contents, boolean mayEdit, Services all) {
        Recording head = contents.head();
        var json = new LinkedHashMap<String, Object>();
        json.put("format", Recording.FORMAT);
        json.put("id", head.id());
        json.put("room", head.room());
        json.put("title", head.title());
        json.put("version", head.version());
        json.put("begun", head.begun());
        json.put("length", length(contents, all));
        json.put("state", head.state());
        if (head.state() == Recording.State.ON) {
            json.put("zero", head.zero());
        }
        json.put("models", head.models().stream().map(id -> model(id, all)).toList());
        json.put("stretches", contents.stretches());
        json.put("marks", contents.marks());
        VoiceRoutes.list(recordings(all).files(head.id()), json);
        json.put("access", head.access());
        json.put("mayEdit", mayEdit);
        return json;
    }

    /** So far, ms. */
    static double length(Recording.Contents contents, Services all) {
        Recording head = contents.head();
        boolean runs = head.state() == Recording.State.ON
                && all.rooms().find(new RoomCode(head.room())).isPresent();
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
                .flatMap(n -> recordings(all).stretch(head.id(), n))
                .orElseThrow(RecordingRoutes::unknown);
        learn(rows, all);
        Answers.checkedJson(ctx, head.id() + "-" + ctx.pathParam("n") + "-" + rows.length, () -> rows);
    }

    private static Optional<Integer> number(String text) {
        return text.matches("\\d{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    /** Makes the traces in the rows known, which the server may have forgotten: their numbers are asked for by id. */
    private static void learn(byte[] rows, Services all) {
        try {
            for (JsonNode row : Json.read(new String(rows, StandardCharsets.UTF_8))) {
                Stream.of("trace", "second")
                        .map(row.path("state")::path)
                        .filter(JsonNode::isObject)
                        .forEach(trace -> all.library()
                                .learn(
                                        trace.path("model").asText(),
                                        integers(trace.path("tokens")),
                                        texts(trace.path("changes"))));
            }
        } catch (MalformedException e) {
            throw new IllegalStateException("what was recorded is JSON", e);
        }
    }

    private static List<Integer> integers(JsonNode list) {
        var values = new ArrayList<Integer>();
        list.forEach(value -> values.add(value.asInt()));
        return values;
    }

    private static List<String> texts(JsonNode list) {
        var values = new ArrayList<String>();
        list.forEach(value -> values.add(value.asText()));
        return values;
    }

    /** The recording that the path names, if the caller may read it. */
    static Recording readable(Context ctx, Services all) {
        Recording head = recordings(all).find(ctx.pathParam("id")).orElseThrow(RecordingRoutes::unknown);
        boolean isByKey = head.access() == Access.LINK
                && Hashes.hash(Optional.ofNullable(ctx.queryParam("key")).orElse(""))
                        .equals(Hashes.hash(head.key()));
        if (head.hasEnded() && head.access() != Access.OPEN && !isByKey && !mayEdit(ctx, all, head)) {
            throw new OrreryException(new AccessError.RecordingNotPublished());
        }
        return head;
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
        return all.operator().isBehind(ctx) || all.rooms().isDrivers(new RoomCode(head.room()), Guard.bearer(ctx));
    }

    static Recordings recordings(Services all) {
        return all.data().storage().recordings();
    }

    static OrreryException unknown() {
        return new OrreryException(new RequestError.UnknownRecording());
    }
}

package io.orrery.web.tour;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.error.JsonError;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.graph.Step;
import io.orrery.library.TalkAnswers;
import io.orrery.library.TourLibrary;
import io.orrery.library.TourLibrary.ListedTour;
import io.orrery.library.TourLibrary.Version;
import io.orrery.room.OpenRoom;
import io.orrery.room.access.RoomCode;
import io.orrery.room.activity.talk.Talk;
import io.orrery.room.activity.talk.TalkState;
import io.orrery.room.activity.tour.TourState;
import io.orrery.room.engine.Tours;
import io.orrery.tour.file.TalkBeat;
import io.orrery.tour.file.TalkFile;
import io.orrery.tour.file.TourFolder;
import io.orrery.tour.file.TourReader;
import io.orrery.tour.scene.BlockWord;
import io.orrery.tour.served.TourJson;
import io.orrery.tour.yaml.Yaml;
import io.orrery.web.access.Guard;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Bodies;
import io.orrery.web.http.PendingRequest;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Lists the guided tours, and serves each in a language with what its beats show. The presenter's notes are for those who drive a room. */
public final class TourRoutes {
    public static final List<Route> ROUTES = List.of(
            new Route("GET", "/api/tours", Who.ANYONE),
            new Route("GET", "/api/tours/{id}", Who.ANYONE),
            new Route("GET", "/api/tours/{id}/beats", Who.ANYONE),
            new Route("GET", "/api/models/{id}/steps/{step}/words", Who.ANYONE),
            new Route("POST", "/api/talks", Who.ANYONE));

    /** Version in every {@code ETag}: increase it when the format of these answers changes. */
    private static final String FORM = "2-";

    /** The most blocks that are named in one answer. */
    private static final int MOST_BLOCKS = 64;

    /** What a language falls back to. */
    private static final String REFERENCE = "en";

    /** Size of the cache of tours as JSON, in bytes: a whole room asks for the same. */
    private static final long CACHE_BYTES = 8L << 20;

    private final PendingRequest.Factory requests;
    private final Guard guard;
    private final Cache<String, byte[]> encoded = Caffeine.newBuilder()
            .maximumWeight(CACHE_BYTES)
            .weigher((String version, byte[] bytes) -> bytes.length)
            .build();

    public TourRoutes(PendingRequest.Factory requests, Guard guard) {
        this.requests = requests;
        this.guard = guard;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/api/tours", this::list);
        routes.get("/api/tours/{id}", this::tour);
        routes.get("/api/tours/{id}/beats", this::beats);
        routes.get("/api/models/{id}/steps/{step}/words", this::words);
        routes.post("/api/talks", this::talk);
    }

    private void list(Context ctx) {
        TourLibrary tours = tours();
        var shown = new ArrayList<Object>();
        var broken = new ArrayList<Object>();
        for (ListedTour entry : tours.all()) {
            if (entry.files().isEmpty()) {
                broken.add(Map.of("id", entry.id(), "problems", TourJson.problems(entry.problems())));
                continue;
            }
            Version version = tours.version(entry, Optional.empty());
            if (!tours.isOffered(version, Optional.ofNullable(ctx.queryParam("model")), language(ctx, version))) {
                continue;
            }
            var json = new TourJson(version.words(), version.resolved(), language(ctx, version), false).summary();
            json.put("chapters", version.resolved().chapters().size());
            putProblems(entry, json);
            shown.add(json);
        }
        var json = new LinkedHashMap<String, Object>();
        json.put("tours", shown);
        if (!broken.isEmpty()) {
            json.put("broken", broken);
        }
        Answers.checkedJson(ctx, json);
    }

    private void tour(Context ctx) {
        Optional<OpenRoom> room = room(ctx);
        var talk = room.flatMap(found -> found.part(TalkState.PART).talk(ctx.pathParam("id")));
        if (talk.isPresent()) {
            talk(ctx, room.get(), talk.get());
            return;
        }
        TourLibrary tours = tours();
        ListedTour entry = tours.entry(ctx.pathParam("id"));
        Version version = tours.version(entry, Optional.ofNullable(ctx.queryParam("model")));
        String language = language(ctx, version);
        boolean hasNotes = requests.drivenRoom(ctx).isPresent();
        String tag = FORM + version.hash() + "-" + language + (hasNotes ? "-notes" : "")
                + (entry.problems().isEmpty()
                        ? ""
                        : "-" + Integer.toHexString(entry.problems().hashCode()));
        Answers.checkedJson(
                ctx,
                tag,
                () -> encoded.get(
                        entry.id() + " " + tag, missing -> Json.bytes(whole(entry, version, language, hasNotes, tag))));
    }

    private Optional<OpenRoom> room(Context ctx) {
        return Optional.ofNullable(ctx.queryParam("room"))
                .flatMap(code -> requests.opened().get().rooms().anywhere(RoomCode.typed(code)));
    }

    /** A talk of a room: all of it for those who drive there, for others the beat that is shown. */
    private void talk(Context ctx, OpenRoom room, Talk talk) {
        boolean drives = requests.drivenRoom(ctx).isPresent();
        TourState shown = room.part(TourState.PART);
        String path = talk.id().equals(shown.tour()) ? shown.beat() : "";
        List<TalkBeat> beats = drives
                ? talk.beats()
                : talk.beats().stream()
                        .filter(beat -> path.equals(TalkBeat.CHAPTER + "/" + beat.id()))
                        .toList();
        String language = Optional.ofNullable(ctx.queryParam("lang")).orElse(REFERENCE);
        String tag = FORM + talk.id() + "-" + talk.version() + "-" + language + "-" + (drives ? "all" : path);
        Answers.checkedJson(
                ctx,
                tag,
                () -> encoded.get(room.code().text() + " " + tag, missing -> {
                    var cover = new Tours.Cover(talk.id(), talk.title(), talk.speaker(), talk.date());
                    var json = new TalkAnswers(tours(), language, drives).of(cover, beats);
                    json.put("version", tag);
                    if (drives) {
                        json.put("talk", beats);
                        json.put("runs", talk.runs());
                    }
                    return Json.bytes(json);
                }));
    }

    /** The beats of a tour in their own words, for talks. What is right of what they ask a room is for those who drive one. */
    private void beats(Context ctx) {
        var read = tours().talkOf(tours().entry(ctx.pathParam("id")), Optional.ofNullable(ctx.queryParam("model")));
        Answers.checkedJson(ctx, requests.drivenRoom(ctx).isPresent() ? read : read.withoutRight());
    }

    /** The words by which a tour names blocks at a step, by hook name; without those that have none. */
    private void words(Context ctx) {
        var graph = requests.opened().get().library().model(ctx.pathParam("id")).graph();
        Step step = graph.step(ctx.pathParam("step"))
                .orElseThrow(() -> new OrreryException(new RequestError.UnknownStep(ctx.pathParam("step"))));
        var json = new LinkedHashMap<String, Object>();
        ctx.queryParams("block").stream()
                .limit(MOST_BLOCKS)
                .flatMap(name -> graph.node(name).stream())
                .forEach(node -> BlockWord.naming(node, graph, step).ifPresent(named -> {
                    var word = new LinkedHashMap<String, Object>();
                    word.put("block", named.block());
                    named.layer().ifPresent(layer -> word.put("layer", layer));
                    json.put(node.name(), word);
                }));
        Answers.checkedJson(ctx, json);
    }

    /** Reads a talk's file, for a page that keeps talks itself. */
    private void talk(Context ctx) {
        guard.requireOwnOrigin(ctx);
        String language = Optional.ofNullable(ctx.queryParam("lang")).orElse(REFERENCE);
        byte[] bytes = Bodies.read(
                ctx,
                fields -> fields.has("gzip")
                        ? unzipped(fields.anyText("gzip", Bodies.LARGEST))
                        : fields.anyText("yaml", Bodies.LARGEST).getBytes(StandardCharsets.UTF_8));
        TourFolder folder = TalkFile.file("", bytes);
        var reading = TourReader.read(folder, 1);
        var json = new LinkedHashMap<String, Object>();
        var serious = reading.problems().stream()
                .filter(problem -> !problem.isAdvice())
                .toList();
        json.put("problems", TourJson.problems(serious));
        if (serious.isEmpty() && reading.tour().isPresent()) {
            TalkFile.Read read = TalkFile.of(folder, reading.tour().get(), 1);
            var titles = read.titles();
            String title = titles.isEmpty() ? "" : titles.get(TalkAnswers.nearest(language, titles.keySet()));
            var cover = new Tours.Cover(TalkBeat.CHAPTER, title, read.speaker(), read.date());
            json.put("tour", new TalkAnswers(tours(), language, true).of(cover, read.beats()));
            json.put("talk", read.beats());
        }
        Answers.checkedJson(ctx, json);
    }

    /** At most as many bytes as a file may have, and one more. */
    private static byte[] unzipped(String base64) throws MalformedException {
        try (var in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))) {
            return in.readNBytes(Yaml.MOST_BYTES + 1);
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedException(new JsonError.FieldNotText("request.gzip", Bodies.LARGEST));
        }
    }

    private static Map<String, Object> whole(
            ListedTour entry, Version version, String language, boolean hasNotes, String tag) {
        var json = new LinkedHashMap<String, Object>();
        json.put("version", tag);
        json.put("watched", entry.isWatched());
        json.put("language", language);
        json.putAll(new TourJson(version.words(), version.resolved(), language, hasNotes).whole());
        putProblems(entry, json);
        return json;
    }

    private static void putProblems(ListedTour entry, Map<String, Object> json) {
        if (!entry.problems().isEmpty()) {
            json.put("problems", TourJson.problems(entry.problems()));
        }
    }

    /** The language that is asked for or, if the tour does not have it, the nearest that it has. */
    private static String language(Context ctx, Version version) {
        return TalkAnswers.nearest(
                Optional.ofNullable(ctx.queryParam("lang")).orElse(REFERENCE),
                version.words().words().keySet());
    }

    private TourLibrary tours() {
        return requests.opened().get().tours();
    }
}

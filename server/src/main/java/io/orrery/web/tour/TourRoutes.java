package io.orrery.web.tour;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.library.TourLibrary;
import io.orrery.library.TourLibrary.Entry;
import io.orrery.library.TourLibrary.Version;
import io.orrery.tour.served.TourJson;
import io.orrery.web.http.Answers;
import io.orrery.web.http.PendingRequest;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lists the guided tours, and serves each in a language with what its beats show. The presenter's notes are for those who drive a room. */
public final class TourRoutes {
    public static final List<Route> ROUTES =
            List.of(new Route("GET", "/api/tours", Who.ANYONE), new Route("GET", "/api/tours/{id}", Who.ANYONE));

    /** Version in every {@code ETag}: increase it when the format of these answers changes. */
    private static final String FORM = "1-";

    /** What a language falls back to. */
    private static final String REFERENCE = "en";

    /** Size of the cache of tours as JSON, in bytes: a whole room asks for the same. */
    private static final long CACHE_BYTES = 8L << 20;

    private final PendingRequest.Factory requests;
    private final Cache<String, byte[]> encoded = Caffeine.newBuilder()
            .maximumWeight(CACHE_BYTES)
            .weigher((String version, byte[] bytes) -> bytes.length)
            .build();

    public TourRoutes(PendingRequest.Factory requests) {
        this.requests = requests;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/api/tours", this::list);
        routes.get("/api/tours/{id}", this::tour);
    }

    private void list(Context ctx) {
        TourLibrary tours = tours();
        var shown = new ArrayList<Object>();
        var broken = new ArrayList<Object>();
        for (Entry entry : tours.all()) {
            if (entry.files().isEmpty()) {
                broken.add(Map.of("id", entry.id(), "problems", TourJson.problems(entry.problems())));
                continue;
            }
            Version version = tours.version(entry, Optional.empty());
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
        TourLibrary tours = tours();
        Entry entry = tours.entry(ctx.pathParam("id"));
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

    private static Map<String, Object> whole(
            Entry entry, Version version, String language, boolean hasNotes, String tag) {
        var json = new LinkedHashMap<String, Object>();
        json.put("version", tag);
        json.put("watched", entry.isWatched());
        json.put("language", language);
        json.putAll(new TourJson(version.words(), version.resolved(), language, hasNotes).whole());
        putProblems(entry, json);
        return json;
    }

    private static void putProblems(Entry entry, Map<String, Object> json) {
        if (!entry.problems().isEmpty()) {
            json.put("problems", TourJson.problems(entry.problems()));
        }
    }

    /** The language that is asked for or, if the tour does not have it, the nearest that it has. */
    private static String language(Context ctx, Version version) {
        Set<String> known = version.words().words().keySet();
        String asked = Optional.ofNullable(ctx.queryParam("lang")).orElse(REFERENCE);
        String found =
                known.contains(asked) ? asked : Locale.forLanguageTag(asked).getLanguage();
        if (known.contains(found)) {
            return found;
        }
        return known.contains(REFERENCE)
                ? REFERENCE
                : known.stream().sorted().findFirst().orElseThrow();
    }

    private TourLibrary tours() {
        return requests.opened().get().tours();
    }
}

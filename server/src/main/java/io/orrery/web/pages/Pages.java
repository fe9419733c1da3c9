package io.orrery.web.pages;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.room.access.RoomCode;
import io.orrery.web.access.FrameAncestors;
import io.orrery.web.access.SecurityHeaders;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Asset;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Serves the pages, all made from one shell, and the web client's files. */
public final class Pages {
    public static final List<Route> ROUTES = List.of(
            new Route("GET", "/", Who.ANYONE),
            new Route("GET", "/solo", Who.ANYONE),
            new Route("GET", "/remote", Who.ANYONE),
            new Route("GET", "/rooms", Who.ANYONE),
            new Route("GET", "/r/{code}", Who.ANYONE),
            new Route("GET", "/r/{code}/present", Who.ANYONE),
            new Route("GET", "/r/{code}/screen", Who.ANYONE),
            new Route("GET", "/r/{code}/afterwards", Who.ANYONE),
            new Route("GET", "/replay/{id}", Who.ANYONE),
            new Route("GET", "/web/{build}/<path>", Who.ANYONE));

    private static final Pattern HOST = Pattern.compile("[\\w.:\\[\\]-]+");

    /** Modules that pages load after their text is shown, in this order, by a short name. */
    private static final List<Map.Entry<String, String>> LATER =
            List.of(Map.entry("rest", "page/rest.js"), Map.entry("scene", "scene/machine.js"));

    /** The script of a worker, which has a policy of its own: it opens the socket of a room for the frames of a page. */
    private static final String WORKER = "made/room-worker.js";

    private final Assets assets;
    private final Packed packed;
    private final int keptDays;

    /** @param keptDays for how many days it is kept what people answer, which pages say */
    public Pages(Assets assets, Packed packed, int keptDays) {
        this.keptDays = keptDays;
        this.assets = assets;
        this.packed = packed;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/", ctx -> page(ctx, "landing", ""));
        routes.get("/rooms", ctx -> page(ctx, "rooms", ""));
        routes.get("/remote", ctx -> page(ctx, "remote", ""));
        routes.get("/solo", ctx -> page(ctx, "solo", ""));
        routes.get("/r/{code}", ctx -> page(ctx, "attendee", ctx.pathParam("code")));
        routes.get("/r/{code}/present", ctx -> page(ctx, "presenter", ctx.pathParam("code")));
        routes.get("/r/{code}/screen", ctx -> page(ctx, "projector", ctx.pathParam("code")));
        routes.get("/r/{code}/afterwards", ctx -> page(ctx, "afterwards", ctx.pathParam("code")));
        routes.get("/replay/{id}", ctx -> page(ctx, "replay", ctx.pathParam("id")));
        routes.get("/web/{build}/<path>", this::file);
    }

    /** Whether a browser asks for a page, as opposed to a program that asks for data. */
    public static boolean isForAPerson(Context ctx) {
        String accept = ctx.header("Accept");
        return accept != null && accept.contains("text/html") && ctx.method() == HandlerType.GET;
    }

    /** The page that is shown when there is no page at an address. */
    public void nowhere(Context ctx) {
        page(ctx, "nowhere", "");
    }

    private void page(Context ctx, String page, String code) {
        page(ctx, page, code, isEmbeddable(page) ? FrameAncestors.THIS_SERVER : FrameAncestors.NOBODY);
    }

    /** The page for frames. @param code of a room; empty for walking alone @param ancestors who may show it in a frame */
    void embed(Context ctx, String code, String ancestors) {
        page(ctx, "embed", code, ancestors);
    }

    /** A script that is at an address of its own, whatever the build. @param name of its entry module */
    void script(Context ctx, String name) {
        Answers.checkedFile(ctx, client("made/" + name));
    }

    private void page(Context ctx, String page, String code, String ancestors) {
        String template = new String(client("page.html").bytes(), StandardCharsets.UTF_8);
        List<String> first = packed.needed("start/" + page + ".js");
        PageLanguages languages = packed.languages();
        String language = languages.preferred(ctx.header("Accept-Language"));
        PageLanguages.Shell shell = languages.shell(language);
        // that of a frame has what it needs of the common one
        String styles = Stream.of(page.equals("embed") ? "" : "page.css", "start/" + page + ".css")
                .flatMap(sheet -> packed.needed(sheet).stream())
                .map("<link rel=\"stylesheet\" href=\"%s\">"::formatted)
                .collect(Collectors.joining("\n    "));
        String html = template.replace("{{styles}}", styles)
                .replace("{{modules}}", first.stream().map(Pages::preload).collect(Collectors.joining("\n    ")))
                .replace("{{later}}", Json.write(later(first)))
                .replace("{{web}}", packed.address())
                .replace("{{page}}", page)
                .replace("{{language}}", language)
                .replace("{{kept}}", Integer.toString(keptDays))
                .replace("{{languages}}", String.join(" ", languages.ids()))
                .replace("{{locale}}", shell.locale())
                .replace("{{direction}}", shell.direction())
                .replace("{{brand}}", escaped(shell.brand()))
                .replace("{{noScript}}", escaped(shell.noScript()))
                .replace("{{code}}", escaped(RoomCode.typed(code).text()));
        if (isEmbeddable(page)) {
            ctx.header("X-Frame-Options", "SAMEORIGIN");
        }
        if (page.equals("presenter")) {
            ctx.header("Permissions-Policy", SecurityHeaders.permissions("(self)"));
        }
        ctx.header("Content-Security-Policy", policy(ctx.header("Host"), ancestors))
                .header("Cache-Control", "no-cache")
                .header("Vary", "Accept-Language")
                .html(html);
    }

    /** The presenter's page embeds the projector's page, which has no controls that another page could misuse. */
    private static boolean isEmbeddable(String page) {
        return page.equals("projector");
    }

    /** The files of each deferred module, without those that the page has loaded by then. */
    private Map<String, List<String>> later(List<String> first) {
        var loaded = new HashSet<>(first);
        var later = new LinkedHashMap<String, List<String>>();
        LATER.forEach(module -> later.put(
                module.getKey(),
                packed.needed(module.getValue()).stream().filter(loaded::add).toList()));
        return later;
    }

    private static String preload(String module) {
        return "<link rel=\"modulepreload\" href=\"" + module + "\">";
    }

    private void file(Context ctx) {
        if (!ctx.pathParam("build").equals(packed.build())) {
            throw new OrreryException(new RequestError.UnknownFile(ctx.path()));
        }
        String path = ctx.pathParam("path");
        if (path.equals(WORKER)) {
            ctx.header("Content-Security-Policy", policy(ctx.header("Host"), FrameAncestors.NOBODY));
        }
        Answers.file(ctx, client(path));
    }

    private Asset client(String path) {
        return assets.find(path)
                .orElseThrow(() -> new OrreryException(new RequestError.UnknownFile(packed.address() + path)));
    }

    /**
     * The content security policy. Names the host for WebSockets: in older browsers {@code 'self'} does not include them.
     *
     * @param embeddedBy who may embed the page
     */
    private String policy(String host, String embeddedBy) {
        String sockets = host != null && HOST.matcher(host).matches() ? " ws://" + host + " wss://" + host : "";
        return String.join(
                "; ",
                "default-src 'self'",
                "script-src 'self'",
                "style-src 'self' 'unsafe-inline'",
                "connect-src 'self'" + sockets,
                "img-src 'self' data: blob:",
                "media-src 'self' blob:",
                "object-src 'none'",
                "frame-ancestors " + embeddedBy,
                "form-action 'self'",
                "base-uri 'none'");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

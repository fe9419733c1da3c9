package io.orrery.web.pages;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.room.access.RoomCode;
import io.orrery.room.activity.embed.EmbedActivity.EmbedState;
import io.orrery.web.access.FrameAncestors;
import io.orrery.web.access.Origins;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Query;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.web.http.Services;
import io.orrery.wire.UrlQuery;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages that other sites may show in a frame, the script with which these sites speak to them ({@code docs/embedding.md}), and the answer for programs that turn a
 * pasted link into a frame (<a href="https://oembed.com/">oEmbed</a>).
 */
public final class EmbedRoutes {
    public static final List<Route> ROUTES = List.of(
            new Route("GET", "/embed/solo", Who.ANYONE),
            new Route("GET", "/embed/{code}", Who.ANYONE),
            new Route("GET", "/orrery-embed.js", Who.ANYONE),
            new Route("GET", "/oembed", Who.ANYONE));

    /** A page of this server that can be embedded: alone, or a room by its code. */
    private static final Pattern PAGE = Pattern.compile("/(?:(?:embed/)?(solo)|(?:embed|r)/([\\w-]{1,16}))/?");

    private static final int USUAL_WIDTH = 800;
    private static final int USUAL_HEIGHT = 480;
    private static final int LARGEST = 10_000;

    private final Pages pages;
    private final Supplier<Optional<Services>> opened;
    private final Origins origins;
    private final List<String> operators;

    /**
     * @param opened empty while the models are being read
     * @param operators the sites that the operator allows
     */
    public EmbedRoutes(Pages pages, Supplier<Optional<Services>> opened, Origins origins, List<String> operators) {
        this.pages = pages;
        this.opened = opened;
        this.origins = origins;
        this.operators = operators;
    }

    public void addTo(RoutesConfig routes) {
        List.of("/solo", "/r/{code}", "/embed/{code}").forEach(page -> routes.before(page, this::discovered));
        routes.get("/embed/solo", ctx -> embed(ctx, "", List.of()));
        routes.get("/embed/{code}", ctx -> embed(ctx, ctx.pathParam("code"), allowedBy(ctx.pathParam("code"))));
        routes.get("/orrery-embed.js", this::script);
        routes.get("/oembed", this::oembed);
    }

    private void embed(Context ctx, String code, List<String> rooms) {
        String ancestors = FrameAncestors.of(operators, rooms);
        if (!ancestors.equals(FrameAncestors.NOBODY)) {
            // Older than frame-ancestors, and without a way to name sites.
            // A page that is isolated from other origins shows only frames that say so, too.
            ctx.removeHeader("X-Frame-Options")
                    .header("Cross-Origin-Resource-Policy", "cross-origin")
                    .header("Cross-Origin-Embedder-Policy", "require-corp");
        }
        pages.embed(ctx, code, ancestors);
    }

    /** The sites that the room's presenter allows. A room that is closed has none. */
    private List<String> allowedBy(String code) {
        return opened.get()
                .flatMap(all -> all.rooms().anywhere(RoomCode.typed(code)))
                .map(room -> room.part(EmbedState.PART).from())
                .orElse(List.of());
    }

    /** At an address that stays, for pages of any site. */
    private void script(Context ctx) {
        ctx.header("Access-Control-Allow-Origin", "*").header("Cross-Origin-Resource-Policy", "cross-origin");
        pages.script(ctx, "orrery-embed.js");
    }

    /** Says to programs where the description of a page for them is. Browsers, which all send the second header, need not load it. */
    private void discovered(Context ctx) {
        if (ctx.header("Host") != null && ctx.header("Upgrade-Insecure-Requests") == null) {
            String base = origins.base(ctx);
            String page = UrlQuery.encoded(base + ctx.path());
            ctx.header(
                    "Link",
                    "<" + base + "/oembed?url=" + page + ">; rel=\"alternate\"; type=\"application/json+oembed\"");
        }
    }

    private void oembed(Context ctx) {
        String url = Optional.ofNullable(ctx.queryParam("url")).orElse("");
        String base = origins.base(ctx);
        var query = new Query(ctx);
        int width = Math.min(USUAL_WIDTH, query.whole("maxwidth", USUAL_WIDTH, 1, LARGEST));
        int height = Math.min(USUAL_HEIGHT, query.whole("maxheight", USUAL_HEIGHT, 1, LARGEST));
        String address =
                base + embedded(url, base).orElseThrow(() -> new OrreryException(new RequestError.NotEmbeddable(url)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("type", "rich");
        json.put("provider_name", "Orrery");
        json.put("provider_url", base);
        json.put("width", width);
        json.put("height", height);
        json.put(
                "html",
                "<iframe src=\"%s\" width=\"%d\" height=\"%d\" style=\"border:0\" loading=\"lazy\" allow=\"fullscreen\"></iframe>"
                        .formatted(Pages.escaped(address), width, height));
        Answers.json(ctx, json);
    }

    /** The path and the fragment of the embedded form of a page of this server. */
    private static Optional<String> embedded(String url, String base) {
        try {
            var page = new URI(url);
            Matcher path = PAGE.matcher(Optional.ofNullable(page.getRawPath()).orElse(""));
            if (!url.startsWith(base + "/") || !path.matches()) {
                return Optional.empty();
            }
            String fragment = Optional.ofNullable(page.getRawFragment())
                    .map(it -> "#" + it)
                    .orElse("");
            String place = Optional.ofNullable(path.group(2))
                    .map(code -> RoomCode.typed(code).text())
                    .orElse("solo");
            return Optional.of("/embed/" + place + withoutKey(fragment));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** A link with a key may have been pasted; a frame that is published must not have it. */
    private static String withoutKey(String fragment) {
        return fragment.replaceAll("(?<=[#&])key=[^&]*&?", "").replaceAll("[#&]$", "");
    }
}

package io.orrery.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.room.RoomCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/** The pages, all made from one shell, and the files that they are built of. */
final class Pages {
    private static final Pattern HOST = Pattern.compile("[\\w.:\\[\\]-]+");

    private final Assets assets;
    private final Vendors vendors;
    private final String importMap;
    private final String importMapHash;

    Pages(Assets assets, Vendors vendors) {
        this.assets = assets;
        this.vendors = vendors;
        this.importMap = vendors.importMap();
        this.importMapHash = hash(importMap);
    }

    void addTo(RoutesConfig routes) {
        routes.get("/", ctx -> page(ctx, "landing", ""));
        routes.get("/solo", ctx -> page(ctx, "solo", ""));
        routes.get("/r/{code}", ctx -> page(ctx, "attendee", ctx.pathParam("code")));
        routes.get("/r/{code}/present", ctx -> page(ctx, "presenter", ctx.pathParam("code")));
        routes.get("/r/{code}/screen", ctx -> page(ctx, "projector", ctx.pathParam("code")));
        routes.get("/web/<path>", ctx -> Answers.file(ctx, client(ctx.pathParam("path"))));
        routes.get("/vendor/{library}/{version}/<path>", this::vendor);
    }

    private void page(Context ctx, String page, String code) {
        String shell = new String(client("page.html").bytes(), StandardCharsets.UTF_8);
        String html = shell.replace("{{importmap}}", importMap)
                .replace("{{page}}", page)
                .replace("{{code}}", escaped(RoomCode.typed(code).text()));
        ctx.header("Content-Security-Policy", policy(ctx.header("Host")))
                .header("Cache-Control", "no-cache")
                .html(html);
    }

    private void vendor(Context ctx) {
        String library = ctx.pathParam("library");
        if (!vendors.has(library, ctx.pathParam("version"))) {
            throw Problem.unknown("file", ctx.path());
        }
        String path = ctx.pathParam("path");
        Answers.versioned(
                ctx, assets.find(vendors.folder(library), path).orElseThrow(() -> Problem.unknown("file", ctx.path())));
    }

    private Asset client(String path) {
        return assets.find("web/", path).orElseThrow(() -> Problem.unknown("file", "/web/" + path));
    }

    /** Nothing from outside runs or is shown. Older browsers do not count a socket to the same host as 'self'. */
    private String policy(String host) {
        String sockets = host != null && HOST.matcher(host).matches() ? " ws://" + host + " wss://" + host : "";
        return String.join(
                "; ",
                "default-src 'self'",
                "script-src 'self' 'sha256-" + importMapHash + "'",
                "style-src 'self' 'unsafe-inline'",
                "connect-src 'self'" + sockets,
                "img-src 'self' data: blob:",
                "object-src 'none'",
                "frame-ancestors 'none'",
                "form-action 'self'",
                "base-uri 'none'");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String hash(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

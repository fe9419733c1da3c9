package io.orrery.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.javalin.http.Context;
import io.orrery.room.TokenBucket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Who may ask, and how often. */
final class Guard {
    /** Two hundred people may sit behind one address, each of whom types a prompt now and then. */
    static final double TRACES_PER_SECOND = 40;

    static final double TRACES_AT_ONCE = 400;

    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Optional<URI> publicUrl;
    private final DoubleSupplier now;
    private final Cache<String, TokenBucket> buckets = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterAccess(Duration.ofMinutes(1))
            .build();

    /** @param now a clock in ms */
    Guard(Optional<URI> publicUrl, DoubleSupplier now) {
        this.publicUrl = publicUrl;
        this.now = now;
    }

    /**
     * What OWASP's secure headers project asks of every answer. Browsers heed the opener policy over https alone, and
     * complain of it in the console elsewhere.
     */
    void addHeaders(Context ctx) {
        ctx.header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
        if (publicUrl.filter(url -> url.getScheme().equalsIgnoreCase("https")).isPresent()) {
            ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        }
    }

    /**
     * Lets through pages of this server alone. A program that is not a browser sends no origin: it has no one's session
     * to misuse.
     */
    void requireOwnOrigin(Context ctx) {
        String origin = ctx.header("Origin");
        if (origin != null && !isOwn(origin, ctx.header("Host"))) {
            throw new Problem(
                    FORBIDDEN,
                    "foreign-origin",
                    "Another site's page may not join",
                    "A page from " + origin + " may not use this server. Open it from the server's own address.",
                    Map.of("origin", origin));
        }
    }

    /** Slows down an address that asks for more traces than a full room would. */
    void requirePatience(Context ctx) {
        double at = now.getAsDouble();
        TokenBucket bucket = buckets.get(ctx.ip(), ip -> new TokenBucket(TRACES_PER_SECOND, TRACES_AT_ONCE, at));
        if (!bucket.take(at)) {
            ctx.header("Retry-After", "1");
            throw new Problem(
                    TOO_MANY,
                    "too-fast",
                    "Too many requests",
                    "Too many prompts came from this address. Try again in a second.",
                    Map.of("retryAfter", 1));
        }
    }

    private boolean isOwn(String origin, String host) {
        try {
            URI page = URI.create(origin);
            String asked = page.getHost() == null ? "" : page.getHost() + ":" + port(page);
            boolean sameHost = host != null && asked.equalsIgnoreCase(withPort(host, page));
            boolean isPublic = publicUrl
                    .map(url -> url.getScheme().equalsIgnoreCase(page.getScheme())
                            && asked.equalsIgnoreCase(url.getHost() + ":" + port(url)))
                    .orElse(false);
            return sameHost || isPublic;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? HTTPS_PORT : HTTP_PORT;
    }

    /** A host without a port has that of the page's scheme: a proxy may have taken off the encryption. */
    private static String withPort(String host, URI page) {
        return host.matches(".*:\\d+") ? host : host + ":" + port(page);
    }
}

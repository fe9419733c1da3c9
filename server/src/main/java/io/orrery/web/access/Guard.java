package io.orrery.web.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.javalin.http.Context;
import io.orrery.error.AccessError;
import io.orrery.error.OrreryException;
import io.orrery.room.time.RateLimit;
import io.orrery.trace.Requester;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may ask, and how often. */
public final class Guard {
    /** Two hundred people may sit behind one address, each of whom types a prompt now and then. */
    static final double TRACES_PER_SECOND = 40;

    static final long TRACES_AT_ONCE = 400;

    /** Nobody opens more rooms, or mistypes the operator's key more often. */
    static final double ROOMS_PER_SECOND = 0.1;

    public static final long ROOMS_AT_ONCE = 5;
    static final double TRIES_PER_SECOND = 2;
    static final long TRIES_AT_ONCE = 40;

    /** A hall of two hundred comes back at once after the network was gone, more than once. */
    static final double CONNECTIONS_PER_SECOND = 200;

    static final long CONNECTIONS_AT_ONCE = 4000;

    /** Of one address and one kind of request the log says once a minute that there are too many. */
    private static final double LINES_PER_SECOND = 1.0 / 60;

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Optional<URI> publicUrl;
    private final Proxies proxies;
    private final DoubleSupplier now;
    private final Cache<String, Allowance> allowances = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterAccess(Duration.ofMinutes(5))
            .build();

    /** What an address may ask, and how often that is told. */
    private record Allowance(RateLimit requests, RateLimit lines) {}

    /** @param now a clock in ms */
    public Guard(Optional<URI> publicUrl, Proxies proxies, DoubleSupplier now) {
        this.publicUrl = publicUrl;
        this.proxies = proxies;
        this.now = now;
    }

    /**
     * What OWASP's secure headers project asks of every answer; docs/deploying.md says of each why it is so, or is left
     * out. A page has a policy of its own instead of this one. Browsers heed some over https alone, and complain of them
     * in the console elsewhere.
     */
    public void addHeaders(Context ctx) {
        ctx.header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("X-Permitted-Cross-Domain-Policies", "none")
                .header("X-DNS-Prefetch-Control", "off")
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header(
                        "Permissions-Policy",
                        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()");
        if (isEncrypted(ctx)) {
            ctx.header("Cross-Origin-Opener-Policy", "same-origin")
                    .header("Cross-Origin-Embedder-Policy", "require-corp")
                    .header("Strict-Transport-Security", "max-age=31536000");
        }
    }

    private boolean isEncrypted(Context ctx) {
        return proxies.scheme(ctx).equals("https")
                || publicUrl
                        .filter(url -> url.getScheme().equalsIgnoreCase("https"))
                        .isPresent();
    }

    /**
     * Lets through pages of this server alone. A program that is not a browser sends no origin: it has no one's session
     * to misuse.
     */
    public void requireOwnOrigin(Context ctx) {
        String origin = ctx.header("Origin");
        if (origin != null && !isOwn(origin, ctx.header("Host"))) {
            throw new OrreryException(new AccessError.ForeignOrigin(origin));
        }
    }

    /** Whoever asks for something by HTTP: those behind one address take their turns together. */
    public Requester requester(Context ctx) {
        return Requester.of("address " + proxies.address(ctx));
    }

    /** Slows down an address that asks for more traces than a full room would. */
    public void requirePatience(Context ctx) {
        take(ctx, "traces", TRACES_PER_SECOND, TRACES_AT_ONCE, AccessError.TooManyPrompts::new);
    }

    /** Slows down an address that opens more connections than a full hall. */
    public void requireFewConnections(Context ctx) {
        take(ctx, "sockets", CONNECTIONS_PER_SECOND, CONNECTIONS_AT_ONCE, AccessError.TooManyConnections::new);
    }

    /** Slows down an address that opens room after room, where anyone may. */
    public void requireFewRooms(Context ctx) {
        take(ctx, "rooms", ROOMS_PER_SECOND, ROOMS_AT_ONCE, AccessError.TooManyRoomsOpened::new);
    }

    /** Lets the operator alone through, and slows down an address that shows one key after the other. */
    public void requireOperator(Context ctx, Operator operator) {
        take(ctx, "operator", TRIES_PER_SECOND, TRIES_AT_ONCE, AccessError.TooManyKeys::new);
        if (!operator.isBehind(ctx)) {
            LOG.atInfo().addKeyValue("address", proxies.address(ctx)).log("The operator's key was missing or wrong.");
            ctx.header("WWW-Authenticate", "Bearer");
            throw new OrreryException(new AccessError.NotOperator());
        }
    }

    private void take(
            Context ctx, String what, double perSecond, long atOnce, LongFunction<AccessError.TooFast> refusal) {
        String address = proxies.address(ctx);
        Allowance allowance = allowances.get(
                what + " " + address,
                any -> new Allowance(new RateLimit(perSecond, atOnce, now), new RateLimit(LINES_PER_SECOND, 1, now)));
        if (!allowance.requests().take()) {
            if (allowance.lines().take()) {
                LOG.atInfo()
                        .addKeyValue("address", address)
                        .addKeyValue("what", what)
                        .log("An address is slowed down.");
            }
            long seconds = Math.max(1, Math.round(1 / perSecond));
            ctx.header("Retry-After", Long.toString(seconds));
            throw new OrreryException(refusal.apply(seconds));
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

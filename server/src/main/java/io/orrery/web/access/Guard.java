package io.orrery.web.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.javalin.http.Context;
import io.orrery.error.AccessError;
import io.orrery.error.OrreryException;
import io.orrery.room.access.Hashes;
import io.orrery.room.time.RateLimit;
import io.orrery.trace.Requester;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks who may send a request, and how often. */
public final class Guard {
    /** For 200 people behind one address, each of whom types a prompt now and then. */
    static final double TRACES_PER_SECOND = 40;

    static final long TRACES_AT_ONCE = 400;

    /** As fast as a person can read what the first token of a typed word is. */
    static final double WORDS_PER_SECOND = 2;

    static final long WORDS_AT_ONCE = 4;

    /** More than one person needs. */
    static final double ROOMS_PER_SECOND = 0.1;

    public static final long ROOMS_AT_ONCE = 5;

    /** Six a minute: a training begun in the place of another is worth little to either. */
    static final double TRAININGS_PER_SECOND = 0.1;

    static final long TRAININGS_AT_ONCE = 5;

    /** For some programs and phones in one hall. */
    static final double REMOTE_PER_SECOND = 60;

    static final long REMOTE_AT_ONCE = 200;

    static final double TRIES_PER_SECOND = 2;
    static final long TRIES_AT_ONCE = 40;

    /** For a hall of 200 people who reconnect at the same moment after a network failure, several times. */
    static final double CONNECTIONS_PER_SECOND = 200;

    static final long CONNECTIONS_AT_ONCE = 4000;

    /** Log lines about refused requests, for each address and kind of request. */
    private static final double LINES_PER_SECOND = 1.0 / 60;

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    private static final String BEARER = "Bearer ";
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Optional<URI> publicUrl;
    private final Proxies proxies;
    private final RefusalMetrics refusals;
    private final DoubleSupplier now;
    private final Cache<String, Allowance> allowances = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterAccess(Duration.ofMinutes(5))
            .build();

    /** The limits for one network and kind of request: on the requests, and on log lines about refusals. */
    private record Allowance(RateLimit requests, RateLimit lines) {}

    /** @param now a clock in ms */
    public Guard(Optional<URI> publicUrl, Proxies proxies, RefusalMetrics refusals, DoubleSupplier now) {
        this.publicUrl = publicUrl;
        this.proxies = proxies;
        this.refusals = refusals;
        this.now = now;
    }

    /** Adds {@link SecurityHeaders} to an answer. */
    public void addHeaders(Context ctx) {
        SecurityHeaders.set(isEncrypted(proxies.scheme(ctx)), ctx::header);
    }

    /** @param scheme the scheme that the client used, as far as a trusted proxy or the connection says */
    public boolean isEncrypted(String scheme) {
        return scheme.equals("https")
                || publicUrl
                        .filter(url -> url.getScheme().equalsIgnoreCase("https"))
                        .isPresent();
    }

    /**
     * Refuses requests from pages of other origins. Programs other than browsers send no {@code Origin}; they are let through,
     * because they cannot misuse a browser's access.
     */
    public void requireOwnOrigin(Context ctx) {
        String origin = ctx.header("Origin");
        if (origin != null && !isOwn(origin, ctx.header("Host"))) {
            throw refused(new AccessError.ForeignOrigin(origin));
        }
    }

    /** The secret in a request's header; empty if there is none. */
    public static String bearer(Context ctx) {
        String header = Optional.ofNullable(ctx.header("Authorization")).orElse("");
        return header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
    }

    /** Who computes for a request: all clients of one network share the turns of one tenant. */
    public Requester requester(Context ctx) {
        return Requester.of("address " + network(ctx));
    }

    /** The network by which the client is counted; see {@link ClientNetwork}. */
    public String network(Context ctx) {
        return ClientNetwork.of(proxies.address(ctx));
    }

    /** Refuses requests of an address that asks for more traces than a full room would. */
    public void limitTraces(Context ctx) {
        take(ctx, "traces", TRACES_PER_SECOND, TRACES_AT_ONCE, AccessError.TooManyPrompts::new);
    }

    /** Refuses requests of an address that opens more connections than a full hall would. */
    public void limitConnections(Context ctx) {
        take(ctx, "sockets", CONNECTIONS_PER_SECOND, CONNECTIONS_AT_ONCE, AccessError.TooManyConnections::new);
    }

    /** Refuses requests of an address that opens many rooms on a server where anyone may. */
    public void limitRooms(Context ctx) {
        take(ctx, "rooms", ROOMS_PER_SECOND, ROOMS_AT_ONCE, AccessError.TooManyRoomsOpened::new);
    }

    /** Refuses requests of an address that begins one training after another. */
    public void limitTrainings(Context ctx) {
        take(ctx, "trainings", TRAININGS_PER_SECOND, TRAININGS_AT_ONCE, AccessError.TooManyTrainings::new);
    }

    /** Refuses requests of an address that gives more commands over HTTP than the hands of a hall, or tries one key after another. */
    public void limitRemote(Context ctx) {
        take(ctx, "commands", REMOTE_PER_SECOND, REMOTE_AT_ONCE, AccessError.TooManyCommands::new);
    }

    /** The refusal of a command of a key that gives too many. */
    public OrreryException tooManyCommands(Context ctx) {
        ctx.header("Retry-After", "1");
        return refused(new AccessError.TooManyCommands(1));
    }

    /**
     * Refuses requests without the operator's key. Only wrong keys count towards the limit: the operator is never refused because of
     * others behind the same address.
     */
    public void requireOperator(Context ctx, Operator operator) {
        if (operator.isBehind(ctx)) {
            return;
        }
        take(ctx, "operator", TRIES_PER_SECOND, TRIES_AT_ONCE, AccessError.TooManyKeys::new);
        LOG.atInfo().addKeyValue("address", proxies.address(ctx)).log("The operator's key was missing or wrong.");
        ctx.header("WWW-Authenticate", "Bearer");
        throw refused(new AccessError.NotOperator());
    }

    /**
     * Refuses look-ups of words of a person in a room who makes more of them than one types. Who does not say who they are has the address's limit alone.
     *
     * @param person the person's secret
     */
    public void limitLookups(Context ctx, String person) {
        if (!person.isEmpty()) {
            String who = Hashes.hash(person);
            take(ctx, "words", who, WORDS_PER_SECOND, WORDS_AT_ONCE, AccessError.TooManyWords::new);
        }
    }

    private void take(
            Context ctx, String what, double perSecond, long atOnce, LongFunction<AccessError.TooFast> refusal) {
        take(ctx, what, "", perSecond, atOnce, refusal);
    }

    /** @param who a person at the address; empty for all of them together */
    private void take(
            Context ctx,
            String what,
            String who,
            double perSecond,
            long atOnce,
            LongFunction<AccessError.TooFast> refusal) {
        String network = network(ctx);
        Allowance allowance = allowances.get(
                what + " " + network + " " + who,
                any -> new Allowance(new RateLimit(perSecond, atOnce, now), new RateLimit(LINES_PER_SECOND, 1, now)));
        if (!allowance.requests().take()) {
            if (allowance.lines().take()) {
                LOG.atInfo()
                        .addKeyValue("address", network)
                        .addKeyValue("what", what)
                        .log("An address is slowed down.");
            }
            long seconds = Math.max(1, Math.round(1 / perSecond));
            ctx.header("Retry-After", Long.toString(seconds));
            throw refused(refusal.apply(seconds));
        }
    }

    /** The exception for a refusal, which is counted. */
    public OrreryException refused(AccessError error) {
        refusals.request(error);
        return new OrreryException(error);
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

    /** Adds the default port of the page's scheme, not of the request's: a proxy may terminate TLS. */
    private static String withPort(String host, URI page) {
        return host.matches(".*:\\d+") ? host : host + ":" + port(page);
    }
}

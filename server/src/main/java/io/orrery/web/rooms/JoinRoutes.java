package io.orrery.web.rooms;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.error.AccessError;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.room.OpenRoom;
import io.orrery.room.access.RoomCode;
import io.orrery.web.ServerOptions;
import io.orrery.web.access.Guard;
import io.orrery.web.access.NetworkAddresses;
import io.orrery.web.access.Origins;
import io.orrery.web.access.Proxies;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.web.http.Services;
import io.orrery.wire.ServerAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Helps people join a room from other devices: QR codes, and which of the server's addresses others have reached. */
public final class JoinRoutes {
    public static final List<Route> ROUTES = List.of(
            new Route("GET", "/r/{code}/qr.svg", Who.ANYONE),
            new Route("GET", "/qr.svg", Who.ANYONE),
            new Route("GET", "/api/rooms/{code}/reach", Who.DRIVER));

    private static final Pattern CODE = Pattern.compile("[A-Z0-9]{1,16}");
    private static final int HTTP = 80;
    private static final Duration DAY = Duration.ofDays(1);

    private final Supplier<Services> services;
    private final Supplier<Optional<Services>> servicesIfReady;
    private final ServerOptions options;
    private final Optional<URI> publicUrl;
    private final Proxies proxies;
    private final boolean isContainer = NetworkAddresses.isContainer();
    private final Visitors visitors = new Visitors(this::isThisMachine);

    /**
     * @param services throws a problem while the models are being read
     * @param servicesIfReady empty while the models are being read
     */
    public JoinRoutes(
            Supplier<Services> services,
            Supplier<Optional<Services>> servicesIfReady,
            ServerOptions options,
            Proxies proxies) {
        this.services = services;
        this.servicesIfReady = servicesIfReady;
        this.options = options;
        this.publicUrl = options.publicUrl();
        this.proxies = proxies;
    }

    public void addTo(RoutesConfig routes) {
        routes.before("/r/{code}", this::noteVisit);
        routes.get("/qr.svg", ctx -> qrCode(ctx, ""));
        routes.get("/r/{code}/qr.svg", this::qrCodeOfRoom);
        routes.get("/api/rooms/{code}/reach", this::reach);
    }

    private void qrCodeOfRoom(Context ctx) {
        String code = RoomCode.typed(ctx.pathParam("code")).text();
        if (!CODE.matcher(code).matches()) {
            throw new OrreryException(new RequestError.NotARoomCode());
        }
        qrCode(ctx, "/r/" + code);
    }

    /** Remembers which host a visitor used. Ignores hosts that no link leads to: a client can send any {@code Host} header. */
    private void noteVisit(Context ctx) {
        String host = host(ctx).toLowerCase(Locale.ROOT);
        if (isOwn(ctx, host) || isPublic(host) || isChosen(host)) {
            visitors.visited(host, device(ctx));
        }
    }

    /** Whether the host is the local address of the request's connection. */
    private static boolean isOwn(Context ctx, String host) {
        String address = NetworkAddresses.host(ctx.req().getLocalAddr());
        int port = ctx.req().getLocalPort();
        return host.equals(address + ":" + port) || (port == HTTP && host.equals(address));
    }

    private boolean isPublic(String host) {
        return publicUrl.map(URI::getAuthority).filter(host::equalsIgnoreCase).isPresent();
    }

    /** Whether a room's presenter has chosen this host for the room's links. */
    private boolean isChosen(String host) {
        return servicesIfReady.get().map(all -> all.rooms().awake()).stream()
                .flatMap(Collection::stream)
                .anyMatch(room -> room.address().replaceFirst("^https?://", "").equalsIgnoreCase(host));
    }

    /** False in a container: its own addresses are not those of the machine that it runs on. */
    private boolean isThisMachine(String address) {
        return !isContainer && NetworkAddresses.all().contains(address);
    }

    /** A link as an SVG image. It begins with the query parameter {@code address}, or with the request's own host. */
    private void qrCode(Context ctx, String path) {
        String address = Optional.ofNullable(ctx.queryParam("address")).orElse(proxies.scheme(ctx) + "://" + host(ctx));
        if (!ServerAddress.is(address)) {
            throw new OrreryException(new RequestError.NotAnAddress());
        }
        ctx.contentType("image/svg+xml")
                .header("Cache-Control", "public, max-age=" + DAY.toSeconds())
                .result(QrCode.of(address + path).svg());
    }

    /** The addresses of this machine on which the server listens, and those that other devices have reached. */
    private void reach(Context ctx) {
        requireDriver(ctx, services.get());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("publicUrl", publicUrl.map(Origins::withoutSlash).orElse(""));
        json.put("container", isContainer);
        json.put("addresses", addresses(ctx));
        json.put("reached", visitors.reachedFrom(device(ctx)));
        Answers.json(ctx, json);
    }

    private List<Map<String, Object>> addresses(Context ctx) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (NetworkAddresses.Own own : NetworkAddresses.others()) {
            if (!options.listensOn(own.host())) {
                continue;
            }
            String address = "http://" + own.host() + ":" + ctx.req().getLocalPort();
            list.add(Map.of(
                    "address",
                    address,
                    "network",
                    own.network(),
                    "kind",
                    own.kind().word()));
        }
        return list;
    }

    /** Refuses requests without the key of somebody who may drive the room that the path names. */
    static void requireDriver(Context ctx, Services services) {
        Optional<OpenRoom> room = services.rooms().anywhere(RoomCode.typed(ctx.pathParam("code")));
        if (!room.map(one -> one.isDrivers(Guard.bearer(ctx))).orElse(false)) {
            throw new OrreryException(new AccessError.NotPresenter());
        }
    }

    private static String host(Context ctx) {
        return Optional.ofNullable(ctx.header("Host")).orElse("");
    }

    private Visitors.Device device(Context ctx) {
        return new Visitors.Device(
                proxies.address(ctx), Optional.ofNullable(ctx.userAgent()).orElse(""));
    }
}

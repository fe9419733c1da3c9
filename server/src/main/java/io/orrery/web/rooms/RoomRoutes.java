package io.orrery.web.rooms;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.cluster.Cluster;
import io.orrery.error.AccessError;
import io.orrery.error.JsonError;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.library.Library;
import io.orrery.model.Model;
import io.orrery.room.Neighbours;
import io.orrery.room.OpenRoom;
import io.orrery.room.Opener;
import io.orrery.room.Rooms;
import io.orrery.room.access.RoomCode;
import io.orrery.trace.Requester;
import io.orrery.web.access.Guard;
import io.orrery.web.access.Operator;
import io.orrery.web.access.Origins;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Bodies;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.web.http.Services;
import io.orrery.wire.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Opens, lists and closes rooms over HTTP, makes and withdraws their keys, and answers with their lists. */
public final class RoomRoutes {
    public static final List<Route> ROUTES = List.of(
            new Route("GET", "/api/hosting", Who.ANYONE),
            new Route("GET", "/api/rooms", Who.OPERATOR),
            new Route("POST", "/api/rooms", Who.OPERATOR_UNLESS_OPEN),
            new Route("POST", "/api/rooms/{code}/keys", Who.OPERATOR),
            new Route("DELETE", "/api/rooms/{code}", Who.OPERATOR),
            new Route("POST", "/api/rooms/{code}/move", Who.OPERATOR),
            new Route("GET", "/api/rooms/{code}/moderator", Who.DRIVER),
            new Route("POST", "/api/rooms/{code}/moderator", Who.DRIVER),
            new Route("DELETE", "/api/rooms/{code}/moderator", Who.DRIVER),
            new Route("GET", "/api/rooms/{code}/remote", Who.DRIVER),
            new Route("POST", "/api/rooms/{code}/remote", Who.DRIVER),
            new Route("DELETE", "/api/rooms/{code}/remote", Who.DRIVER),
            new Route("GET", "/api/rooms/{code}/polls", Who.DRIVER),
            new Route("GET", "/api/rooms/{code}/lists/{part}", Who.PERSON));

    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;
    private static final int LONGEST_NAME = 128;

    private final Supplier<Services> opened;
    private final Guard guard;
    private final Origins origins;
    private final boolean openToAnyone;

    /**
     * @param opened throws a problem while the models are being read
     * @param openToAnyone whether rooms may be opened without the operator's key
     */
    public RoomRoutes(Supplier<Services> opened, Guard guard, Origins origins, boolean openToAnyone) {
        this.opened = opened;
        this.guard = guard;
        this.origins = origins;
        this.openToAnyone = openToAnyone;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/api/hosting", ctx -> Answers.json(ctx, Map.of("openRooms", openToAnyone ? "anyone" : "operator")));
        routes.get("/api/rooms", this::list);
        routes.post("/api/rooms", this::open);
        routes.post("/api/rooms/{code}/keys", this::reissue);
        routes.delete("/api/rooms/{code}", this::close);
        routes.post("/api/rooms/{code}/move", this::move);
        for (Role role : List.of(Role.MODERATOR, Role.REMOTE)) {
            String path = "/api/rooms/{code}/" + role.word();
            routes.get(path, ctx -> handed(ctx, driversOwn(ctx), role));
            routes.post(path, ctx -> hand(ctx, role));
            routes.delete(path, ctx -> withdraw(ctx, role));
        }
        // They say what is right, so they are not for everybody.
        routes.get(
                "/api/rooms/{code}/polls",
                ctx -> Answers.json(ctx, Map.of("polls", driversOwn(ctx).polls())));
        routes.get("/api/rooms/{code}/lists/{part}", this::listed);
    }

    private void list(Context ctx) {
        Services all = operatorsOwn(ctx);
        var json = new LinkedHashMap<String, Object>();
        if (all.cluster().isPresent()) {
            describe(all.cluster().get(), json);
        } else {
            json.put(
                    "rooms",
                    all.rooms().awake().stream()
                            .sorted(Comparator.comparing(room -> room.code().text()))
                            .map(room -> described(room.code(), room.headCount(), room.isOpenedByServer()))
                            .toList());
        }
        json.put("limit", all.rooms().most());
        Answers.json(ctx, json);
    }

    /** The servers that share their rooms, and all rooms that are not closed. */
    private static void describe(Cluster cluster, Map<String, Object> json) {
        List<Cluster.Sibling> servers = cluster.servers();
        var rooms = new ArrayList<Map<String, Object>>();
        var owned = new HashMap<String, Integer>();
        for (RoomCode code : cluster.all().stream()
                .sorted(Comparator.comparing(RoomCode::text))
                .toList()) {
            Optional<Neighbours.Known> known = cluster.known(code).filter(it -> !it.isClosed());
            if (known.isPresent()) {
                Optional<Cluster.Sibling> owner = servers.stream()
                        .filter(server -> server.node().equals(cluster.ownerOf(code)))
                        .findFirst();
                var room = described(
                        code,
                        owner.map(server -> server.people(code)).orElse(0),
                        known.get().openedByServer());
                room.put("node", owner.map(Cluster.Sibling::node).orElse(""));
                owner.ifPresent(server -> owned.merge(server.node(), 1, Integer::sum));
                rooms.add(room);
            }
        }
        json.put("rooms", rooms);
        json.put(
                "servers",
                servers.stream()
                        .map(server -> {
                            var each = new LinkedHashMap<String, Object>();
                            each.put("node", server.node());
                            each.put("host", server.host());
                            each.put("rooms", owned.getOrDefault(server.node(), 0));
                            each.put("people", server.people());
                            each.put("leaseMs", server.leaseMs());
                            each.put("appendMs", server.figure(Cluster.APPEND_MS));
                            each.put("tripMs", server.figure(Cluster.ROUND_TRIP_MS));
                            return each;
                        })
                        .toList());
    }

    private static Map<String, Object> described(RoomCode code, int people, boolean isOpenedByServer) {
        var json = new LinkedHashMap<String, Object>();
        json.put("code", code.text());
        json.put("people", people);
        json.put("house", isOpenedByServer);
        return json;
    }

    private void open(Context ctx) {
        guard.requireOwnOrigin(ctx);
        Services all = opened.get();
        Opener opener = opener(ctx, all.operator());
        Model model = model(ctx, all.library());
        String base = origins.base(ctx);
        ctx.future(() -> all.library()
                .forRequester(opener.equals(Opener.OPERATOR) ? Requester.of("operator") : guard.requester(ctx))
                .example(model)
                .thenAccept(first -> {
                    Rooms.Opening opening = all.rooms()
                            .open(first, origins.publicBase().orElse(""), opener)
                            .orElseThrow(() -> guard.refused(
                                    opener instanceof Opener.Visitor
                                            ? new AccessError.TooManyRoomsOfVisitors()
                                            : new AccessError.TooManyRooms()));
                    ctx.status(CREATED);
                    Answers.json(ctx, Links.of(base, opening).json());
                }));
    }

    private Opener opener(Context ctx, Operator operator) {
        if (!openToAnyone) {
            guard.requireOperator(ctx, operator);
        }
        if (operator.isBehind(ctx)) {
            return Opener.OPERATOR;
        }
        guard.limitRooms(ctx);
        return new Opener.Visitor(guard.network(ctx));
    }

    private static Model model(Context ctx, Library library) {
        return Bodies.read(ctx, fields -> fields.optionalText("model", LONGEST_NAME))
                .map(library.catalog()::named)
                .orElseGet(() -> library.catalog().models().get(0));
    }

    private void reissue(Context ctx) {
        guard.requireOwnOrigin(ctx);
        Services all = operatorsOwn(ctx);
        RoomCode code = RoomCode.typed(ctx.pathParam("code"));
        Role role = role(ctx);
        String key = all.rooms()
                .reissue(code, role)
                .orElseThrow(() -> new OrreryException(new RequestError.UnknownRoom(code.text())));
        String link = new Links(origins.base(ctx), code, Optional.of(key), Optional.empty()).presenter();
        Answers.json(ctx, Map.of("code", code.text(), "role", role, "link", link));
    }

    private static Role role(Context ctx) {
        String word = Bodies.read(ctx, fields -> fields.text("role", LONGEST_NAME));
        return Stream.of(Role.PRESENTER, Role.CO_PRESENTER)
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new OrreryException(new JsonError.RoleWithoutKey()));
    }

    private void close(Context ctx) {
        guard.requireOwnOrigin(ctx);
        Services all = operatorsOwn(ctx);
        RoomCode code = RoomCode.typed(ctx.pathParam("code"));
        if (!all.rooms().remove(code)) {
            throw new OrreryException(new RequestError.UnknownRoom(code.text()));
        }
        ctx.status(NO_CONTENT);
    }

    /** Lets another server own a room; any, if none is named. The room of a server alone stays where it is. */
    private void move(Context ctx) {
        guard.requireOwnOrigin(ctx);
        Services all = operatorsOwn(ctx);
        RoomCode code = RoomCode.typed(ctx.pathParam("code"));
        String node = Bodies.read(ctx, fields -> fields.optionalText("node", LONGEST_NAME))
                .orElse("");
        Optional<Cluster> cluster = all.cluster();
        boolean isThere = node.isEmpty()
                || cluster.stream()
                        .flatMap(it -> it.servers().stream())
                        .anyMatch(it -> it.node().equals(node));
        if (!isThere) {
            throw new OrreryException(new RequestError.UnknownNode(node));
        }
        if (all.rooms().find(code).isEmpty()
                && cluster.flatMap(it -> it.known(code)).isEmpty()) {
            throw new OrreryException(new RequestError.UnknownRoom(code.text()));
        }
        ctx.status(NO_CONTENT);
        if (cluster.isPresent()) {
            ctx.future(() -> all.rooms().move(code, node));
        }
    }

    private void hand(Context ctx, Role role) {
        guard.requireOwnOrigin(ctx);
        Services all = driversOwn(ctx);
        all.rooms().reissue(RoomCode.typed(ctx.pathParam("code")), role);
        handed(ctx, all, role);
    }

    private void withdraw(Context ctx, Role role) {
        guard.requireOwnOrigin(ctx);
        driversOwn(ctx).rooms().withdraw(RoomCode.typed(ctx.pathParam("code")), role);
        ctx.status(NO_CONTENT);
    }

    /** The key of the role, and when it was made; nothing if there is none. */
    private static void handed(Context ctx, Services all, Role role) {
        var json = new LinkedHashMap<String, Object>();
        all.rooms().handed(RoomCode.typed(ctx.pathParam("code")), role).ifPresent(handed -> {
            json.put("key", handed.key().orElse(""));
            json.put("made", handed.made());
        });
        Answers.json(ctx, json);
    }

    private void listed(Context ctx) {
        RoomCode code = RoomCode.typed(ctx.pathParam("code"));
        OpenRoom room = opened.get().rooms().anywhere(code).orElseThrow(RoomRoutes::notInRoom);
        ctx.header("Cache-Control", "no-store");
        ctx.future(() -> room.list(ctx.pathParam("part"), Guard.bearer(ctx))
                .thenAccept(
                        json -> ctx.contentType("application/json").result(json.orElseThrow(RoomRoutes::notInRoom))));
    }

    private static OrreryException notInRoom() {
        return new OrreryException(new AccessError.NotInRoom());
    }

    private Services driversOwn(Context ctx) {
        Services all = opened.get();
        JoinRoutes.requireDriver(ctx, all);
        return all;
    }

    private Services operatorsOwn(Context ctx) {
        Services all = opened.get();
        guard.requireOperator(ctx, all.operator());
        return all;
    }
}

package io.orrery.web.rooms;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.error.AccessError;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.room.Afterwards.Report;
import io.orrery.room.access.RoomCode;
import io.orrery.web.access.Guard;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.web.http.Services;
import io.orrery.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Gives out what is kept of a room's people, as counts, and erases it. The key is in a header alone: addresses are logged on the way. */
public final class AfterwardsRoutes {
    public static final List<Route> ROUTES = List.of(
            new Route("GET", "/api/rooms/{code}/afterwards", Who.DRIVER),
            new Route("GET", "/api/rooms/{code}/afterwards.csv", Who.DRIVER),
            new Route("DELETE", "/api/rooms/{code}/afterwards", Who.DRIVER),
            new Route("DELETE", "/api/rooms/{code}/afterwards/people/{person}", Who.DRIVER));

    private static final int NO_CONTENT = 204;

    private final Supplier<Services> opened;
    private final Guard guard;

    /** @param opened throws a problem while the models are being read */
    public AfterwardsRoutes(Supplier<Services> opened, Guard guard) {
        this.opened = opened;
        this.guard = guard;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/api/rooms/{code}/afterwards", ctx -> answer(ctx, "application/json", "json", Json::bytes));
        routes.get(
                "/api/rooms/{code}/afterwards.csv",
                ctx -> answer(
                        ctx,
                        "text/csv; charset=utf-8",
                        "csv",
                        report -> AfterwardsCsv.of(report).getBytes(StandardCharsets.UTF_8)));
        routes.delete("/api/rooms/{code}/afterwards", ctx -> erase(ctx, ""));
        routes.delete("/api/rooms/{code}/afterwards/people/{person}", ctx -> erase(ctx, ctx.pathParam("person")));
    }

    /** Names are given out only if the query asks for them: {@code names=1}. */
    private void answer(Context ctx, String type, String ending, Function<Report, byte[]> write) {
        Services all = driversOwn(ctx);
        RoomCode code = RoomCode.typed(ctx.pathParam("code"));
        boolean areNamed = "1".equals(ctx.queryParam("names"));
        ctx.header("Cache-Control", "no-store");
        ctx.future(() -> all.rooms()
                .afterwards(code, areNamed)
                .thenAccept(report -> ctx.contentType(type)
                        .header("Content-Disposition", "inline; filename=\"orrery-" + code.text() + "." + ending + "\"")
                        .result(write.apply(report.orElseThrow(() -> unknown(code))))));
    }

    private void erase(Context ctx, String person) {
        guard.requireOwnOrigin(ctx);
        Services all = driversOwn(ctx);
        RoomCode code = RoomCode.typed(ctx.pathParam("code"));
        ctx.future(() -> all.rooms().erase(code, person).thenAccept(refusal -> {
            if (refusal.isPresent()) {
                throw new OrreryException(refusal.get());
            }
            ctx.status(NO_CONTENT);
        }));
    }

    private static OrreryException unknown(RoomCode code) {
        return new OrreryException(new RequestError.UnknownRoom(code.text()));
    }

    /** Also of a room that is closed. */
    private Services driversOwn(Context ctx) {
        Services all = opened.get();
        if (!all.rooms().isDrivers(RoomCode.typed(ctx.pathParam("code")), Guard.bearer(ctx))) {
            throw new OrreryException(new AccessError.NotPresenter());
        }
        return all;
    }
}

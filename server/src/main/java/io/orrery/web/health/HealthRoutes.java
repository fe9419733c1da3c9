package io.orrery.web.health;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Two questions of an operator. {@code /healthz}: is the process alive, or must it be restarted?
 * {@code /readyz}: can people be sent here?
 */
public final class HealthRoutes {
    public static final List<Route> ROUTES =
            List.of(new Route("GET", "/healthz", Who.ANYONE), new Route("GET", "/readyz", Who.ANYONE));

    private static final int UNAVAILABLE = 503;

    private final Liveness liveness;
    private final BooleanSupplier isOpen;
    private final BooleanSupplier isCutOff;

    /**
     * @param isOpen whether the models have been read and the server is not stopping
     * @param isCutOff whether the servers with which this one shares its rooms cannot be reached
     */
    public HealthRoutes(Liveness liveness, BooleanSupplier isOpen, BooleanSupplier isCutOff) {
        this.liveness = liveness;
        this.isOpen = isOpen;
        this.isCutOff = isCutOff;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/healthz", ctx -> answer(ctx, "ok", true));
        routes.get("/readyz", ctx -> answer(ctx, "ready", false));
    }

    /** @param isAliveEnough whether a server that still reads its models, or is cut off, gives a good answer: a restart would not help it */
    private void answer(Context ctx, String good, boolean isAliveEnough) {
        List<String> stalled = liveness.stalled();
        Map<String, Object> json = new LinkedHashMap<>();
        boolean open = isOpen.getAsBoolean();
        boolean cutOff = open && !isAliveEnough && isCutOff.getAsBoolean();
        json.put("status", !stalled.isEmpty() ? "stalled" : cutOff ? "cut-off" : open ? good : "starting");
        if (!stalled.isEmpty()) {
            json.put("stalled", stalled);
        }
        if (!stalled.isEmpty() || cutOff || !(open || isAliveEnough)) {
            ctx.status(UNAVAILABLE);
        }
        Answers.json(ctx, json);
    }
}

package io.orrery.web;

import io.orrery.web.health.HealthRoutes;
import io.orrery.web.health.MetricsRoute;
import io.orrery.web.http.Route;
import io.orrery.web.pages.EmbedRoutes;
import io.orrery.web.pages.Pages;
import io.orrery.web.recordings.FileRoutes;
import io.orrery.web.recordings.RecordingRoutes;
import io.orrery.web.recordings.VoiceRoutes;
import io.orrery.web.remote.Descriptions;
import io.orrery.web.remote.RemoteRoutes;
import io.orrery.web.rooms.AfterwardsRoutes;
import io.orrery.web.rooms.JoinRoutes;
import io.orrery.web.rooms.RoomRoutes;
import io.orrery.web.socket.Sockets;
import io.orrery.web.tour.TourRoutes;
import io.orrery.web.traces.Api;
import io.orrery.web.traces.FactRoutes;
import io.orrery.web.traces.PredictionRoutes;
import io.orrery.web.traces.ScoreRoutes;
import io.orrery.web.traces.TraceRoutes;
import io.orrery.web.traces.TrainingRoutes;
import io.orrery.web.traces.UpdateRoutes;
import io.orrery.web.traces.WhyRoutes;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The routes of all capabilities. A test compares this list with the routes that are served. */
public final class Routes {
    public static final List<Route> ALL = Stream.of(
                    HealthRoutes.ROUTES,
                    Pages.ROUTES,
                    EmbedRoutes.ROUTES,
                    Api.ROUTES,
                    TraceRoutes.ROUTES,
                    PredictionRoutes.ROUTES,
                    ScoreRoutes.ROUTES,
                    TrainingRoutes.ROUTES,
                    UpdateRoutes.ROUTES,
                    WhyRoutes.ROUTES,
                    FactRoutes.ROUTES,
                    TourRoutes.ROUTES,
                    RoomRoutes.ROUTES,
                    RemoteRoutes.ROUTES,
                    Descriptions.ROUTES,
                    AfterwardsRoutes.ROUTES,
                    RecordingRoutes.ROUTES,
                    VoiceRoutes.ROUTES,
                    FileRoutes.ROUTES,
                    JoinRoutes.ROUTES,
                    Sockets.ROUTES,
                    MetricsRoute.ROUTES)
            .flatMap(Collection::stream)
            .toList();

    private Routes() {}
}

package io.orrery.web.traces;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.model.Model;
import io.orrery.model.preset.Task;
import io.orrery.train.Batch;
import io.orrery.train.CallerThread;
import io.orrery.train.Score;
import io.orrery.train.SortingTask;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Asset;
import io.orrery.web.http.PendingRequest;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Serves how many of all inputs a sorting model sorts. Measured once for each model, on one thread that yields to others. */
public final class ScoreRoutes {
    public static final List<Route> ROUTES = List.of(new Route("GET", "/api/models/{id}/score", Who.ANYONE));

    /** Version in every {@code ETag}: increase it when the format of these answers changes. */
    private static final String FORM = "1-";

    /** A measurement of the sorting model takes about a second, so scores are kept for as long as there is room. */
    private static final int MOST_SCORES = 1000;

    private final PendingRequest.Factory requests;
    private final AsyncCache<String, Map<String, Object>> scores;

    public ScoreRoutes(PendingRequest.Factory requests) {
        this.requests = requests;
        // The thread ends when it has nothing to do.
        var measuring =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), ScoreRoutes::thread);
        measuring.allowCoreThreadTimeOut(true);
        this.scores = Caffeine.newBuilder()
                .maximumSize(MOST_SCORES)
                .executor(measuring)
                .buildAsync();
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "orrery-score");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/api/models/{id}/score", this::score);
    }

    private void score(Context ctx) {
        PendingRequest pending = requests.of(ctx);
        Model model = pending.library().model(ctx.pathParam("id"));
        Answers.json(
                pending,
                Asset.tag(ctx, FORM),
                // A copy, because a request that is given up cancels its answer.
                () -> scores.get(model.id(), missing -> measured(model)).copy(),
                figures -> figures);
    }

    /** The figures; only the model's id if it is not known what it should do. */
    private static Map<String, Object> measured(Model model) {
        var json = new LinkedHashMap<String, Object>();
        json.put("model", model.id());
        if (model.preset().task() instanceof Task.Sort sort
                && SortingTask.fits(sort, model.graph().sizes())) {
            json.putAll(measured(model, new SortingTask(0)).figures());
        }
        return json;
    }

    private static Score measured(Model model, SortingTask task) {
        try {
            return task.score(model.weights(), new Batch(model.graph(), new CallerThread()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

package io.orrery.web.traces;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.error.JsonError;
import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.library.Library;
import io.orrery.room.access.Secret;
import io.orrery.room.engine.Trainer;
import io.orrery.web.access.Guard;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Bodies;
import io.orrery.web.http.PendingRequest;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.web.http.Services;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Trains a model for somebody who walks alone. A room's training is an activity of the room. */
public final class TrainingRoutes {
    public static final List<Route> ROUTES = List.of(new Route("POST", "/api/training", Who.ANYONE));

    private static final int LONGEST_NAME = 128;
    private static final int FASTEST = 1000;

    private final Supplier<Services> opened;
    private final Guard guard;
    private final PendingRequest.Factory requests;

    public TrainingRoutes(PendingRequest.Factory requests) {
        this.opened = requests.opened();
        this.guard = requests.guard();
        this.requests = requests;
    }

    public void addTo(RoutesConfig routes) {
        routes.post("/api/training", this::train);
    }

    /** What a request asks of the trainer. */
    private interface Ask {
        CompletionStage<Trainer.Look> of(Trainer trainer, Library library, String name);

        /** For a request that looks at no update. */
        static Ask forProgress(BiFunction<Trainer, String, CompletionStage<Trainer.Progress>> ask) {
            return (trainer, library, name) ->
                    ask.apply(trainer, name).thenApply(progress -> new Trainer.Look(progress, Optional.empty()));
        }
    }

    /** @param begins whether it begins a training */
    private record Asked(String name, boolean begins, Ask ask) {}

    private void train(Context ctx) {
        guard.requireOwnOrigin(ctx);
        guard.limitTraces(ctx);
        Asked asked = Bodies.read(ctx, TrainingRoutes::asked);
        if (asked.begins()) {
            guard.limitTrainings(ctx);
        }
        Trainer trainer = opened.get()
                .training()
                .orElseThrow(() -> new OrreryException(new RoomError.TrainingForbidden()))
                .alone();
        PendingRequest pending = requests.of(ctx);
        pending.answer(
                () -> asked.ask().of(trainer, pending.library(), asked.name()).toCompletableFuture(),
                look -> Answers.json(ctx, json(asked.name(), look)));
    }

    private static Asked asked(Fields fields) throws MalformedException {
        String action = fields.text("do", LONGEST_NAME);
        if (action.equals("begin")) {
            String model = fields.text("model", LONGEST_NAME);
            long seed = fields.has("seed") ? fields.count("seed", 0, Integer.MAX_VALUE) : 1;
            return new Asked(
                    Secret.random(),
                    true,
                    (trainer, library, name) -> trainer.begin(
                                    name, library.catalog().named(model).id(), seed)
                            .thenApply(progress -> new Trainer.Look(progress, Optional.empty())));
        }
        String name = fields.text("training", LONGEST_NAME);
        return new Asked(
                name,
                false,
                switch (action) {
                    case "run" -> {
                        int after = fields.count("after", 0, Integer.MAX_VALUE);
                        int perSecond = fields.count("perSecond", 0, FASTEST);
                        yield Ask.forProgress((trainer, of) -> trainer.next(of, after, perSecond));
                    }
                    case "step" -> Ask.forProgress(Trainer::step);
                    case "look" -> (trainer, library, of) -> trainer.look(of);
                    case "pause" -> Ask.forProgress(Trainer::stand);
                    default ->
                        throw new MalformedException(
                                new JsonError.FieldNotOneOf("request.do", "begin, run, step, look, pause"));
                });
    }

    private static Map<String, Object> json(String name, Trainer.Look look) {
        Trainer.Progress progress = look.before();
        var json = new LinkedHashMap<String, Object>();
        json.put("training", name);
        json.put("model", progress.model());
        json.put("of", progress.of());
        json.put("seed", progress.seed());
        json.put("update", progress.update());
        json.put("updates", progress.updates());
        json.put("learningRate", progress.learningRate());
        if (progress.update() > 0) {
            json.put("loss", progress.loss());
        }
        look.update().ifPresent(update -> json.put("look", update));
        return json;
    }
}

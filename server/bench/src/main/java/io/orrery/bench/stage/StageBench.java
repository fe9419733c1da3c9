package io.orrery.bench.stage;

import io.orrery.bench.scene.BrowserOption;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.picture.TemporaryFolder;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import io.orrery.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code orrery-bench stage}: measures what every step shows on three screens. */
@Command(
        name = "stage",
        description = "Goes over the steps of models on a presenter's page, a hall's and a phone's screen in a headless"
                + " Chromium, measures what is seen of each step, and prints one JSON object. The exit code is 1 if a step"
                + " misses the rule.",
        mixinStandardHelpOptions = true)
public final class StageBench implements Callable<Integer> {
    private static final String LOOPBACK = "127.0.0.1";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "A model to look at; may be given several times. By default the sorting model and random weights"
                            + " in GPT-2's shapes.")
    private List<String> models = new ArrayList<>();

    @Option(names = "--random-gpt2", description = "Look at random weights in GPT-2's shapes as well.")
    private boolean random;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "The text. By default each model's first ready prompt.")
    private String prompt;

    @Option(
            names = "--first-layer",
            description = "Open only the first layer. By default also the second and the last one.")
    private boolean firstLayer;

    @Mixin
    private BrowserOption browserOption;

    @Override
    public Integer call() throws IOException {
        try (var folder = TemporaryFolder.named("orrery-bench-stage")) {
            var references = new ArrayList<>(models);
            if (models.isEmpty()) {
                references.add(Presets.shipped().get(0));
            }
            if (random || models.isEmpty()) {
                RandomGpt2.write(folder.folder());
                references.add(folder.folder().toString());
            }
            var figures = new LinkedHashMap<String, Object>();
            var misses = new ArrayList<Map<String, Object>>();
            for (String reference : references) {
                figures.put(
                        reference.equals(folder.folder().toString()) ? RandomGpt2.TITLE : reference,
                        looked(reference, misses));
            }
            figures.put("misses", misses);
            spec.commandLine().getOut().println(Json.write(figures));
            return misses.isEmpty() ? 0 : 1;
        }
    }

    /** What each screen shows at each step of a model. Steps that miss the rule are added to {@code misses}. */
    private Map<String, Object> looked(String reference, List<Map<String, Object>> misses) throws IOException {
        var options = new ServerOptions(LOOPBACK, 0, List.of(ModelReference.of(reference)), Optional.empty());
        var steps = new LinkedHashMap<String, Object>();
        try (var server = Server.start(options);
                var browser = browserOption.start();
                var screens = new Screens(browser.address(), server.links())) {
            String title = screens.show(prompt);
            for (String step : screens.steps(!firstLayer)) {
                var seen = new LinkedHashMap<String, Object>();
                screens.at(title, step).forEach((screen, measurement) -> {
                    seen.put(screen, measurement.json());
                    List<String> why = screens.misses(screen, measurement);
                    if (!why.isEmpty()) {
                        misses.add(Map.of("model", reference, "step", step, "screen", screen, "why", why));
                    }
                });
                steps.put(step, seen);
            }
        }
        return steps;
    }
}

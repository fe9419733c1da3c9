package io.orrery.bench.scene;

import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import io.orrery.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code orrery-bench scene}: measures the size of pages, and the cost of their scene in a browser. */
@Command(
        name = "scene",
        description = "Measures the size of a page, and the cost of its scene in a headless Chromium with software"
                + " rendering, and prints one JSON object.",
        mixinStandardHelpOptions = true)
public final class SceneBench implements Callable<Integer> {
    private static final String LOOPBACK = "127.0.0.1";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Number of runs; each figure is their median. By default ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--words",
            paramLabel = "MODEL",
            description = "Measures instead all words of this model as places, in the room's scene.")
    private String words;

    @Option(
            names = "--moves",
            paramLabel = "N",
            defaultValue = "120",
            description = "Moves of the pointer while it turns a machine. By default ${DEFAULT-VALUE}.")
    private int moves;

    @Option(
            names = "--hovers",
            paramLabel = "N",
            defaultValue = "100",
            description = "Cells that the pointer goes over, half of them in each of two steps. By default"
                    + " ${DEFAULT-VALUE}.")
    private int hovers;

    @Mixin
    private BrowserOption browserOption;

    @Override
    public Integer call() throws IOException {
        require("--runs", runs, 1);
        require("--moves", moves, 1);
        require("--hovers", hovers, 2);
        var models = words == null ? Presets.served() : List.of(ModelReference.of(words));
        var options = new ServerOptions(LOOPBACK, 0, models, Optional.empty());
        try (var server = Server.start(options);
                var browser = browserOption.start()) {
            spec.commandLine()
                    .getOut()
                    .println(Json.write(figures(browser.address(), "http://" + LOOPBACK + ":" + server.port())));
        }
        return 0;
    }

    private Map<String, Object> figures(URI browser, String server) throws IOException {
        return words == null
                ? new SceneFigures(browserOption.file(), browser, server, runs, moves, hovers).measure()
                : new WordsFigures(browser, server, runs, moves).measure();
    }

    private void require(String option, int given, int least) {
        if (given < least) {
            throw new ParameterException(spec.commandLine(), option + " must be at least " + least + ", not " + given);
        }
    }
}

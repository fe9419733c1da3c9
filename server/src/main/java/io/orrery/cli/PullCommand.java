package io.orrery.cli;

import io.orrery.error.CommandLineError;
import io.orrery.model.download.RemoteModel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code orrery pull}: downloads a model that is not built in. */
@Command(
        name = "pull",
        description = "Downloads a model into the models folder and verifies it. Resumes an interrupted download.",
        mixinStandardHelpOptions = true)
final class PullCommand implements Callable<Integer> {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MB = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PRESET", description = "The model to download: gpt2, smollm2-135m or smollm2-135m-q4.")
    private String preset;

    @Option(
            names = "--from",
            paramLabel = "URL",
            description = "A mirror of the hub, with the same paths. By default https://huggingface.co.")
    private String from;

    @Mixin
    private ModelsOption models;

    @Option(names = "--json", description = "Print the model's folder as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        RemoteModel model = RemoteModel.named(preset)
                .orElseThrow(() -> BadArgument.of(spec.commandLine(), new CommandLineError.CannotFetch(preset, ids())));
        URI hub = from == null ? RemoteModel.HUB : mirror();
        var bar = new ProgressBar(spec.commandLine().getErr(), "Fetching");
        long start = System.nanoTime();
        long[] first = {-1};
        Path path;
        try {
            path = models.folder().pull(model, hub, (file, done, all) -> {
                if (first[0] < 0) {
                    first[0] = done;
                }
                double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
                double speed = (done - first[0]) / MB / Math.max(seconds, 1e-3);
                bar.at(
                        (int) (done / MB),
                        (int) Math.max(1, Math.max(all, done) / MB),
                        String.format(Locale.ROOT, "MB, %.1f MB/s, %s", speed, file.name()));
            });
        } finally {
            bar.end();
        }
        report(model, path);
        return 0;
    }

    private void report(RemoteModel model, Path path) throws IOException {
        var out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("id", model.id());
            object.put("path", path.toString());
            object.put("licence", model.licence());
            JsonOutput.print(out, object);
        } else {
            out.println("%s (%s) is in %s; \"orrery serve --model %s\" shows it."
                    .formatted(model.title(), model.licence(), path, model.id()));
        }
    }

    private URI mirror() {
        try {
            var url = URI.create(from);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw BadArgument.of(spec.commandLine(), new CommandLineError.BrokenUrl("--from", from, e.getMessage()));
        }
        throw BadArgument.of(
                spec.commandLine(), new CommandLineError.NotAUrl("--from", "https://mirror.example.org", from));
    }

    private static List<String> ids() {
        return RemoteModel.all().stream().map(RemoteModel::id).toList();
    }
}

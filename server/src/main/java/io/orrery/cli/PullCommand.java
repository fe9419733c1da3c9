package io.orrery.cli;

import io.orrery.error.CommandLineError;
import io.orrery.error.OrreryException;
import io.orrery.model.download.Hub;
import io.orrery.model.download.RemoteFile;
import io.orrery.model.download.RemoteModel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            description =
                    "The model to download: OWNER/NAME or OWNER/NAME@REVISION of the hub, or one of gpt2, smollm2-135m and"
                            + " smollm2-135m-q4.")
    private String name;

    @Option(
            names = "--file",
            paramLabel = "GLOB",
            description =
                    "Which file of the repository, such as '*Q4_K_M.gguf'. By default its folder with safetensors.")
    private String file;

    @Option(names = "--list", description = "List models that are good to show, as the hub describes them now.")
    private boolean lists;

    @Option(names = "--yes", description = "Fetch without asking.")
    private boolean yes;

    @Option(
            names = "--from",
            paramLabel = "URL",
            description = "The hub, or a server with its protocol. By default HF_ENDPOINT, or https://huggingface.co.")
    private String from;

    @Mixin
    private ModelsOption models;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /**
     * Names of repositories of each family, the smallest first, with a file of those that have several; all else about them is the hub's
     * answer.
     */
    private static final List<String[]> SUGGESTED = List.of(
            new String[] {"openai-community/gpt2"},
            new String[] {"HuggingFaceTB/SmolLM2-135M-Instruct"},
            new String[] {"HuggingFaceTB/SmolLM2-360M-Instruct"},
            new String[] {"bartowski/SmolLM2-135M-Instruct-GGUF", "*Q4_K_M.gguf"},
            new String[] {"bartowski/Llama-3.2-1B-Instruct-GGUF", "*Q4_K_M.gguf"},
            new String[] {"meta-llama/Llama-3.2-1B-Instruct"},
            new String[] {"Qwen/Qwen2.5-0.5B-Instruct"},
            new String[] {"Qwen/Qwen3-0.6B"},
            new String[] {"google/gemma-3-270m-it"},
            new String[] {"google/gemma-3-1b-it"},
            new String[] {"EleutherAI/pythia-70m"},
            new String[] {"EleutherAI/pythia-160m"},
            new String[] {"allenai/OLMo-2-0425-1B-Instruct"});

    @Override
    public Integer call() throws IOException {
        var hub = new Hub(address(), Optional.ofNullable(System.getenv("HF_TOKEN")));
        if (lists) {
            list(hub);
            return 0;
        }
        if (name == null) {
            throw BadArgument.of(spec.commandLine(), new CommandLineError.PullNeedsName());
        }
        RemoteModel model = model(hub);
        if (!isAgreed(model)) {
            return 0;
        }
        var bar = new ProgressBar(spec.commandLine().getErr(), "Fetching");
        long start = System.nanoTime();
        long[] first = {-1};
        Path path;
        try {
            path = models.folder().pull(model, hub, (part, done, all) -> {
                if (first[0] < 0) {
                    first[0] = done;
                }
                double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
                double speed = (done - first[0]) / MB / Math.max(seconds, 1e-3);
                bar.at(
                        (int) (done / MB),
                        (int) Math.max(1, Math.max(all, done) / MB),
                        String.format(Locale.ROOT, "MB, %.1f MB/s, %s", speed, part.name()));
            });
        } finally {
            bar.end();
        }
        report(model, path);
        return 0;
    }

    private RemoteModel model(Hub hub) throws IOException {
        if (!name.contains("/")) {
            return RemoteModel.named(name)
                    .orElseThrow(
                            () -> BadArgument.of(spec.commandLine(), new CommandLineError.CannotFetch(name, ids())));
        }
        String[] parts = name.split("@", 2);
        boolean isName = Hub.REPOSITORY.matcher(parts[0]).matches() && (parts.length == 1 || !parts[1].isBlank());
        if (!isName) {
            throw BadArgument.of(spec.commandLine(), new CommandLineError.NotARepository(name));
        }
        return hub.find(parts[0], parts.length == 1 ? "main" : parts[1], Optional.ofNullable(file));
    }

    /** Says how large the download is, and asks; a pinned model was asked for by a name that the documentation has the size of. */
    private boolean isAgreed(RemoteModel model) {
        if (yes || !name.contains("/")) {
            return true;
        }
        String size = "%s@%s: %s, %s"
                .formatted(
                        model.repository(),
                        model.revision(),
                        sizeOf(model),
                        model.files().stream().map(RemoteFile::name).collect(Collectors.joining(", ")));
        var console = System.console();
        if (console == null) {
            throw BadArgument.of(spec.commandLine(), new CommandLineError.PullNeedsYes(size));
        }
        var answer = console.readLine("%s%nLicence: %s. Fetch it? [y/N] ", size, licenceOf(model));
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    private static String sizeOf(RemoteModel model) {
        return String.format(Locale.ROOT, "%,.1f MB", (double) model.bytes() / MB);
    }

    private static String licenceOf(RemoteModel model) {
        return model.licence().isEmpty() ? "not stated" : model.licence();
    }

    private void list(Hub hub) throws IOException {
        var out = spec.commandLine().getOut();
        List<Map<String, Object>> listed = new ArrayList<>();
        for (String[] suggested : SUGGESTED) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", suggested[0]);
            var glob = suggested.length > 1 ? Optional.of(suggested[1]) : Optional.<String>empty();
            glob.ifPresent(text -> row.put("file", text));
            String said;
            try {
                RemoteModel model = hub.find(suggested[0], "main", glob);
                row.put("bytes", model.bytes());
                row.put("licence", model.licence());
                String option = glob.map(text -> "  --file '" + text + "'").orElse("");
                said = "%-44s %12s  %s%s".formatted(suggested[0], sizeOf(model), licenceOf(model), option);
            } catch (OrreryException e) {
                row.put("problem", e.getMessage());
                said = "%-44s %s".formatted(suggested[0], e.getMessage());
            }
            if (!json) {
                out.println(said);
            }
            listed.add(row);
        }
        if (json) {
            JsonOutput.print(out, Map.of("models", listed));
        }
    }

    private void report(RemoteModel model, Path path) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", model.id());
        object.put("path", path.toString());
        object.put("licence", model.licence());
        String sentence = "%s (%s) is in %s; \"orrery serve --model %s\" shows it."
                .formatted(model.title(), licenceOf(model), path, model.id());
        JsonOutput.print(spec.commandLine().getOut(), json, object, sentence);
    }

    private URI address() {
        String said = from == null ? System.getenv("HF_ENDPOINT") : from;
        if (said == null || said.isBlank()) {
            return RemoteModel.HUB;
        }
        String option = from == null ? "HF_ENDPOINT" : "--from";
        try {
            var url = URI.create(said);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw BadArgument.of(spec.commandLine(), new CommandLineError.BrokenUrl(option, said, e.getMessage()));
        }
        throw BadArgument.of(
                spec.commandLine(), new CommandLineError.NotAUrl(option, "https://mirror.example.org", said));
    }

    private static List<String> ids() {
        return RemoteModel.all().stream().map(RemoteModel::id).toList();
    }
}

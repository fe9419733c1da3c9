package io.orrery.cli;

import io.orrery.error.CommandLineError;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.model.PromptsFile;
import io.orrery.tour.file.PollsFile;
import io.orrery.tour.file.TourFolders;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import io.orrery.web.rooms.Links;
import io.orrery.web.rooms.QrCode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code orrery serve}: opens a room and prints the links to it. */
@Command(
        name = "serve",
        description = "Starts the server, opens a room and prints the links to it. Runs until it is stopped (Ctrl-C).",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final int LAST_PORT = 65_535;

    @Spec
    private CommandSpec spec;

    @ArgGroup(
            exclusive = false,
            multiplicity = "0..*",
            heading =
                    "%nModels besides the built-in ones, tiny-tales, tiny-tales-de and nano-sort. The room begins with the first:%n")
    private List<OfferedModel> models = new ArrayList<>();

    @Option(names = "--only-model", description = "Offers only the models of --model, and none of the built-in ones.")
    private boolean onlyModel;

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            description =
                    "The language of the story model with which the room begins that the server opens: en or de. By"
                            + " default en.")
    private String language;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = ServerOptions.ALL_INTERFACES,
            description = "The address to listen on. By default ${DEFAULT-VALUE}: all interfaces.")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "" + ServerOptions.DEFAULT_PORT,
            description = "The port to listen on; 0 for any free port. By default ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "The server's public address, if it is not an address of this machine, such as"
                    + " https://orrery.example.org.")
    private String publicUrl;

    @Option(
            names = "--prompts",
            paramLabel = "FILE",
            description = "A text file with ready prompts for the presenters, one on each line. A line [ID] begins the"
                    + " prompts of one model; those before it are for every model that can read them.")
    private Path prompts;

    @Option(
            names = "--tours",
            paramLabel = "FOLDER",
            description =
                    "A folder with guided tours besides the built-in ones. A saved change is shown within a second.")
    private Path tours;

    @Option(
            names = "--polls",
            paramLabel = "PATH",
            description = "A YAML file with ready polls for the presenters, or a folder of such files.")
    private Path polls;

    @Option(
            names = "--no-training",
            description =
                    "Nobody may train a model on this server. By default presenters and people who walk alone may, one"
                            + " at a time.")
    private boolean noTraining;

    @Mixin
    private ModelsOption downloaded;

    @Mixin
    private HostingOptions hosting;

    @Mixin
    private NatsOptions cluster;

    @Option(
            names = "--log",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "Format of the log on the error stream: text (the default; for people) or json (for programs;"
                    + " one object per line).")
    private LogFormat log;

    @Option(names = "--json", description = "Print the links as one JSON object.")
    private boolean json;

    /** A model of {@code --model}, with the adapter that follows it. */
    private static final class OfferedModel {
        @Option(names = "--model", paramLabel = "MODEL", required = true, description = ModelOption.MODEL)
        private String name;

        @Option(
                names = "--lora",
                paramLabel = "DIR",
                description = ModelOption.LORA + " It belongs to the --model before it.")
        private String adapter;

        ModelReference reference() {
            return new ModelReference(name, Optional.ofNullable(adapter));
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        log.use();
        var server = Server.start(options());
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.close();
                            stopped.countDown();
                        },
                        "orrery-stopping"));
        print(server);
        stopped.await();
        return 0;
    }

    private ServerOptions options() throws IOException {
        if (port < 0 || port > LAST_PORT) {
            throw BadArgument.of(
                    spec.commandLine(), new CommandLineError.OptionOutOfRange("--port", 0, LAST_PORT, port));
        }
        return new ServerOptions(
                host,
                port,
                references(),
                Optional.ofNullable(publicUrl).map(this::address),
                hosting.hosting(port),
                Optional.ofNullable(prompts).map(PromptsFile::read),
                !noTraining,
                Optional.ofNullable(tours).map(TourFolders::existing),
                Optional.ofNullable(polls).map(PollsFile::required).orElse(List.of()),
                cluster.options());
    }

    /** The given models, followed by the built-in ones. */
    List<ModelReference> references() throws IOException {
        var given = models.stream().map(OfferedModel::reference).map(downloaded::found);
        if (!onlyModel) {
            return Stream.concat(given, builtIn().stream()).distinct().toList();
        }
        if (models.isEmpty()) {
            throw BadArgument.of(spec.commandLine(), new CommandLineError.OptionNeeds("--only-model", "--model"));
        }
        return given.toList();
    }

    private List<ModelReference> builtIn() throws IOException {
        if (language == null) {
            return Presets.served();
        }
        var known = new TreeSet<>(Presets.languages().keySet());
        BadArgument.requireOneOf(spec.commandLine(), "--language", known, language);
        return Presets.served(language);
    }

    private URI address(String text) {
        try {
            var url = new URI(text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw BadArgument.of(
                    spec.commandLine(), new CommandLineError.BrokenUrl("--public-url", text, e.getReason()));
        }
        throw BadArgument.of(
                spec.commandLine(), new CommandLineError.NotAUrl("--public-url", "https://orrery.example.org", text));
    }

    private void print(Server server) throws IOException {
        Links links = server.links();
        String operatorKeyFile = server.operatorKeyFile().toAbsolutePath().toString();
        var out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>(links.json());
            object.put("rooms", links.rooms());
            object.put("operatorKeyFile", operatorKeyFile);
            JsonOutput.print(out, object);
        } else {
            links.lines().forEach(out::println);
            out.println("  Models        " + String.join(", ", server.models()));
            out.println("  Operator      opens rooms at " + links.rooms() + " with the key in " + operatorKeyFile);
            if (Terminal.showsOutput()) {
                out.println();
                QrCode.of(links.audience()).lines().forEach(out::println);
            }
        }
        out.flush();
    }
}

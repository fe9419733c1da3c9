package io.orrery.cli;

import io.orrery.error.CommandLineError;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.graph.Graph;
import io.orrery.lab.tool.Tools;
import io.orrery.library.Library;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.picture.PagePicture;
import io.orrery.tour.Level;
import io.orrery.web.Hosting;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import io.orrery.web.file.ViewAddress;
import io.orrery.wire.TraceSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code orrery picture}: one view as a picture, taken of the page by a headless browser. */
@Command(
        name = "picture",
        description =
                "Takes a picture of a step or of a tool of why: of the whole page as a .png file, or of what is drawn in"
                        + " front of the machine as an .svg file. A Chromium or Chrome of this computer draws it.",
        mixinStandardHelpOptions = true)
final class PictureCommand implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{3,4})x(\\d{3,4})");
    private static final int LEAST_WIDTH = 320;
    private static final int LEAST_HEIGHT = 240;
    private static final int MOST_WIDTH = 7680;
    private static final int MOST_HEIGHT = 4320;

    private static final List<String> LEVELS =
            Arrays.stream(Level.values()).map(Level::word).toList();
    private static final List<String> PANELS = List.of("card", "next", "rail", "none");
    private static final List<String> THEMES = List.of("dark", "light");

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @ArgGroup(multiplicity = "1")
    private TextOptions text;

    @Option(
            names = "--step",
            paramLabel = "STEP",
            description = "The step, such as blocks.0.attn.pattern. By default the first.")
    private String step;

    @Option(names = "--head", paramLabel = "N", description = "The head that is shown, from 0. By default the first.")
    private int head;

    @Option(
            names = "--why",
            paramLabel = "TOOL",
            description = "The tool of why that is open, such as attribution, in place of the step's own picture.")
    private String why;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "1600x900",
            description = "The size of the page in pixels; 1600x900 by default.")
    private String size;

    @Option(
            names = "--theme",
            paramLabel = "THEME",
            defaultValue = "dark",
            description = "dark or light; dark by default.")
    private String theme;

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            defaultValue = "en",
            description = "The language of the page: en or de; en by default.")
    private String language;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            defaultValue = "developer",
            description = "The level of the page's texts: simple, developer or expert; developer by default.")
    private String level;

    @Option(
            names = "--panels",
            paramLabel = "PANELS",
            split = ",",
            description =
                    "What stands around the machine: card, next, rail, several with commas, or none. By default all of"
                            + " the page.")
    private List<String> panels = new ArrayList<>();

    @Option(names = "--chromium", paramLabel = "FILE", description = "The browser. By default the first on the PATH.")
    private String chromium = "";

    @Mixin
    private WrittenFile written;

    @Override
    public Integer call() throws IOException {
        Path out = written.path();
        String name = out.toString().toLowerCase(Locale.ROOT);
        boolean isDrawing = name.endsWith(".svg");
        if (!isDrawing && !name.endsWith(".png")) {
            throw BadArgument.of(spec.commandLine(), new CommandLineError.NotAPictureFile(out.toString()));
        }
        int[] px = px();
        var options = ServerOptions.ofProcess(List.of(model.reference()), Hosting.TEMPORARY);
        Map<String, Object> about = new LinkedHashMap<>();
        try (var quiet = LogFormat.quiet();
                var server = Server.start(options);
                var picture = new PagePicture(chromium, page(server) + fragment(server.library()), px[0], px[1])) {
            if (isDrawing) {
                Files.writeString(
                        out,
                        picture.svg()
                                .orElseThrow(() -> new OrreryException(new CommandLineError.MachineIsThePicture(
                                        why != null
                                                ? why
                                                : shownStep(server.library()
                                                        .catalog()
                                                        .models()
                                                        .get(0)
                                                        .graph())))));
            } else {
                Files.write(out, picture.png());
            }
            about.put("bytes", Files.size(out));
            about.put("alt", picture.alt());
        }
        written.report(about, "Wrote %s: %s".formatted(out, about.get("alt")));
        return 0;
    }

    /** The page in frames shows the panels that are asked for, and nothing else around the machine. */
    private String page(Server server) {
        return panels.isEmpty() ? server.links().solo() : server.links().embeddedSolo();
    }

    private int[] px() {
        Matcher read = SIZE.matcher(size);
        if (read.matches()) {
            int width = Integer.parseInt(read.group(1));
            int height = Integer.parseInt(read.group(2));
            if (width >= LEAST_WIDTH && width <= MOST_WIDTH && height >= LEAST_HEIGHT && height <= MOST_HEIGHT) {
                return new int[] {width, height};
            }
        }
        throw BadArgument.of(spec.commandLine(), new CommandLineError.NotASize(size));
    }

    /** What the page shows, as the fragment of its address. */
    private String fragment(Library library) throws IOException {
        Model shown = library.catalog().models().get(0);
        TraceSummary run = library.tokens(
                        shown,
                        text.tokens(shown.tokenizer()).stream().mapToInt(i -> i).toArray())
                .join();
        Map<String, String> members = ViewAddress.members(shown, run);
        members.put("step", shownStep(shown.graph()));
        int last = shown.graph().sizes().n_heads() - 1;
        BadArgument.requireRange(spec.commandLine(), "--head", 0, last, head);
        if (head > 0) {
            // heads count from 1 on screen and in addresses
            members.put("focus", "head." + (head + 1));
        }
        if (why != null) {
            members.put("why", Tools.named(why).name());
        }
        if (!panels.isEmpty()) {
            panels.forEach(panel -> oneOf("--panels", PANELS, panel));
            members.put("panels", String.join(",", panels));
        }
        members.put("level", oneOf("--level", LEVELS, level));
        members.put("theme", oneOf("--theme", THEMES, theme));
        members.put(
                "lang", oneOf("--language", new TreeSet<>(Presets.languages().keySet()), language));
        return ViewAddress.fragment(members);
    }

    private String oneOf(String option, Collection<String> words, String word) {
        BadArgument.requireOneOf(spec.commandLine(), option, words, word);
        return word;
    }

    private String shownStep(Graph graph) {
        String id = Optional.ofNullable(step)
                .orElseGet(() -> graph.steps().iterator().next().id());
        return graph.step(id)
                .orElseThrow(() -> new OrreryException(new RequestError.UnknownStep(id)))
                .id();
    }
}

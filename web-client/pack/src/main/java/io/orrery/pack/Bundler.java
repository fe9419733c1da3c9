package io.orrery.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Bundles and minifies modules and style sheets with <a href="https://esbuild.github.io/">esbuild</a>, whose executable
 * for this system is on the class path. Modules that are always loaded together become one file; unused code is left
 * out.
 */
final class Bundler {
    /**
     * The folder with the entry modules of pages and the style sheets of single pages. Each becomes a file of its own.
     */
    private static final String PAGES = "start/";

    /** The modules that every page loads, in one file: those of an attendee's page, which is by far the most common. */
    static final List<String> FIRST = List.of(
            "page/app.js",
            "page/room-page.js",
            "page/room.js",
            "live/conductor.js",
            "live/loader.js",
            "model/trace.js",
            "page/deferred-source.js");

    /**
     * Small modules that most pages load at the start, and attendees' pages with the first deferred module. In one file,
     * because a browser requests only six at a time from a server without HTTP/2.
     */
    static final List<String> COMMON = List.of(
            "live/debounced-request.js",
            "live/loopback.js",
            "live/presenter-key.js",
            "ui/icons.js",
            "ui/while-connected.js",
            "ui/panel-styles.js",
            "ui/parts.js",
            "ui/remarks.js",
            "ui/signal.js");

    /**
     * Modules that are each bundled alone, so that they share no file with pages: the port for tests, without which pages load what they
     * would anyway, the script for pages of other sites, the worker of their frames, and the small page of a remote control.
     */
    private static final List<String> ALONE =
            List.of(PAGES + "shown.js", PAGES + "orrery-embed.js", PAGES + "room-worker.js", PAGES + "remote.js");

    /** The page in a frame of another site, which loads nothing before somebody sees it. */
    private static final String EMBED = PAGES + "embed.js";

    /** How the names of that page's own copies end. */
    private static final String COPY = ".embed.js";

    /** What that page loads once it is seen, before all its other modules. */
    private static final String FRAMED = "page/embed" + COPY;

    /** The page that loads nothing but {@link #FIRST} at the start. */
    private static final String ATTENDEE = PAGES + "attendee.js";

    /** The modules that handle clicks and keys. Every page loads them as the first deferred file. */
    static final String ANSWERS = "page/page-controller.js";

    /** Reads the numbers of steps: also on a page in a frame, which loads {@link #ANSWERS} after its figure. */
    private static final String FRAMES = "model/frame.js";

    /** What follows the text on every page with a machine. Most other deferred modules are loaded by one of its modules, so all of them are there by then. */
    private static final String REST = "page/rest.js";

    /** The style sheet of all pages. */
    private static final String STYLES = "page.css";

    /** The output folder. Like the sources it is one level deep, so that relative paths stay valid. */
    private static final String OUT = "made/";

    private static final String PROGRAM = "META-INF/resources/_static/%s/%s/%s";
    private static final String PROPERTIES = "META-INF/maven/org.mvnpm.at.esbuild/%s/pom.properties";

    /** Leading spaces of a line in template strings, which are insignificant: these are HTML, styles or shaders. */
    private static final Pattern INDENT = Pattern.compile("(?m)^[ \\t]+");

    /** Styles in a module's template strings, which the bundler does not minify. */
    private static final Pattern STYLE = Pattern.compile("(?<=\\bcss`)[^`]*(?=`)");

    private static final Pattern STYLE_COMMENT = Pattern.compile("/\\*[\\s\\S]*?\\*/");
    private static final Pattern STYLE_SPACE = Pattern.compile("\\s*([{};,])\\s*|(:)\\s+|\\s+");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final PrintStream output;

    /**
     * The output files, and their dependencies.
     *
     * @param files by path
     * @param needed for each page and each deferred module, its file and the files that it imports, nearest first
     */
    record Bundle(Map<String, byte[]> files, Map<String, List<String>> needed) {}

    /**
     * @param folder an empty working folder
     * @param output the build's output, to which esbuild's warnings are printed
     */
    Bundler(Path folder, PrintStream output) {
        this.folder = folder;
        this.output = output;
    }

    /** @param sources all modules and style sheets, by path */
    Bundle bundle(Map<String, byte[]> sources) throws IOException, InterruptedException {
        Webjars.unpack(folder.resolve("node_modules"));
        var scripts = new TreeMap<String, String>();
        sources.forEach((name, bytes) -> scripts.put(name, new String(bytes, StandardCharsets.UTF_8)));
        scripts.putAll(Manifests.of(scripts));
        for (var script : scripts.entrySet()) {
            Path file = folder.resolve(script.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, shortened(script.getValue()));
        }
        List<String> begin = sources.keySet().stream()
                .filter(name -> name.startsWith(PAGES) || name.equals(STYLES))
                .filter(name -> !ALONE.contains(name))
                .toList();
        // before other modules are told to import what is there already, which would be bundled with these, too
        var alone = new Bundle(new TreeMap<>(), new TreeMap<>());
        for (String each : ALONE) {
            if (sources.containsKey(each)) {
                Bundle own = bundle(run(List.of(each), "warning").get("outputs"));
                alone.files().putAll(own.files());
                alone.needed().putAll(own.needed());
            }
        }
        if (sources.containsKey(EMBED)) {
            copyForFrames(run(begin, "error").get("inputs"));
        }
        JsonNode first = run(begin, "error").get("outputs");
        Set<String> early = early(first);
        for (String entry : entries(first)) {
            Path file = folder.resolve(entry);
            Stream<String> there = early.contains(entry) ? loadedBefore(entry) : Stream.of(REST);
            Files.writeString(file, imports(there, file.getParent()) + Files.readString(file));
        }
        Bundle pages = bundle(run(begin, "warning").get("outputs"));
        pages.files().putAll(alone.files());
        pages.needed().putAll(alone.needed());
        return pages;
    }

    /**
     * Gives the page in frames copies of the modules that it loads before {@link #REST}, except those that every page loads first. It has
     * few of the deferred modules that other pages load together; if these were shared, the others would have to load more and smaller files.
     *
     * @param inputs esbuild's report: each module with its imports
     */
    private void copyForFrames(JsonNode inputs) throws IOException {
        Set<String> shared = reached(FIRST, inputs, Set.of(), false);
        Set<String> copied = reached(List.of(EMBED), inputs, shared, true);
        for (String module : copied) {
            String script = Files.readString(folder.resolve(module));
            Path from = folder.resolve(module).getParent();
            for (JsonNode each : inputs.get(module).get("imports")) {
                if (copied.contains(each.path("path").asText())) {
                    String path = "./"
                            + from.relativize(folder.resolve(
                                            copyOf(each.get("path").textValue())))
                                    .toString()
                                    .replace('\\', '/');
                    for (String quote : List.of("'", "\"")) {
                        script = script.replace(quote + each.get("original").textValue() + quote, quote + path + quote);
                    }
                }
            }
            Files.writeString(folder.resolve(copyOf(module)), script);
        }
    }

    private static String copyOf(String module) {
        return module.equals(EMBED) ? module : module.replaceFirst("\\.js$", COPY);
    }

    /**
     * The modules that some modules import, with these.
     *
     * @param without modules that are left out, with what only these import
     * @param isLater whether also those that they import dynamically
     */
    private static Set<String> reached(List<String> begin, JsonNode inputs, Set<String> without, boolean isLater) {
        var reached = new LinkedHashSet<String>();
        var open = new ArrayDeque<>(begin);
        while (!open.isEmpty()) {
            String module = open.remove();
            if (inputs.has(module) && !without.contains(module) && reached.add(module)) {
                for (JsonNode each : inputs.get(module).get("imports")) {
                    if (isLater || !each.get("kind").textValue().equals("dynamic-import")) {
                        open.add(each.get("path").textValue());
                    }
                }
            }
        }
        return reached;
    }

    /** The entry modules that a page may load before {@link #REST}, or without it; all others are only imported by what comes with or after that. */
    private static Set<String> early(JsonNode outputs) {
        var files = new HashMap<String, String>();
        outputs.properties()
                .forEach(
                        output -> files.put(output.getValue().path("entryPoint").asText(), output.getKey()));
        var early = new LinkedHashSet<String>();
        var open = new ArrayDeque<String>();
        Stream.concat(entries(outputs).stream().filter(entry -> entry.startsWith(PAGES)), Stream.of(REST, ANSWERS))
                .filter(files::containsKey)
                .forEach(open::add);
        while (!open.isEmpty()) {
            String entry = open.remove();
            if (early.add(entry) && !entry.equals(REST)) {
                closure(files.get(entry), outputs)
                        .flatMap(file -> imported(outputs.get(file), "dynamic-import"))
                        .map(file -> outputs.get(file).path("entryPoint").asText())
                        .forEach(open::add);
            }
        }
        return early;
    }

    private static Stream<String> loadedBefore(String entry) {
        if (entry.equals(EMBED)) {
            return Stream.empty();
        }
        if (entry.endsWith(COPY)) {
            return entry.equals(FRAMED) ? FIRST.stream() : Stream.concat(FIRST.stream(), Stream.of(FRAMED));
        }
        var modules = new ArrayList<>(FIRST);
        if (!entry.equals(ATTENDEE) && !entry.equals(FRAMES)) {
            modules.addAll(COMMON);
        }
        if (!entry.startsWith(PAGES) && !entry.equals(ANSWERS) && !entry.equals(FRAMES) && !COMMON.contains(entry)) {
            modules.add(ANSWERS);
        }
        return modules.stream();
    }

    /**
     * Imports of modules that are already loaded whenever a deferred module is. Prepended to deferred modules, they
     * make esbuild put the shared code into one file instead of one per combination of entry points.
     */
    private String imports(Stream<String> there, Path from) {
        return there.map(
                        each -> from.relativize(folder.resolve(each)).toString().replace('\\', '/'))
                .map("import './%s';%n"::formatted)
                .collect(Collectors.joining());
    }

    private static String shortened(String script) {
        String less =
                STYLE.matcher(script).replaceAll(style -> Matcher.quoteReplacement(shortenedStyle(style.group())));
        return INDENT.matcher(less).replaceAll("");
    }

    private static String shortenedStyle(String style) {
        return STYLE_SPACE
                .matcher(STYLE_COMMENT.matcher(style).replaceAll(""))
                .replaceAll(found -> Stream.of(found.group(1), found.group(2))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(" "));
    }

    private static Set<String> entries(JsonNode outputs) {
        var entries = new LinkedHashSet<String>();
        outputs.forEach(output -> {
            if (output.path("entryPoint").asText("").endsWith(".js")) {
                entries.add(output.get("entryPoint").textValue());
            }
        });
        return entries;
    }

    private Bundle bundle(JsonNode outputs) throws IOException {
        var files = new TreeMap<String, byte[]>();
        var needed = new TreeMap<String, List<String>>();
        for (var output : outputs.properties()) {
            String name = sent(output.getKey());
            files.put(name, Files.readAllBytes(folder.resolve(output.getKey())));
            if (output.getValue().has("entryPoint")) {
                needed.put(
                        output.getValue().get("entryPoint").textValue(),
                        closure(output.getKey(), outputs).map(Bundler::sent).toList());
            }
        }
        return new Bundle(files, needed);
    }

    /** An output and those that it imports, nearest first. */
    private static Stream<String> closure(String entry, JsonNode outputs) {
        var all = new LinkedHashSet<String>();
        var open = new ArrayDeque<>(List.of(entry));
        while (!open.isEmpty()) {
            String output = open.remove();
            if (all.add(output)) {
                imported(outputs.get(output), "import-statement").forEach(open::add);
            }
        }
        return all.stream();
    }

    /** The outputs that an output imports by statements or dynamically. */
    private static Stream<String> imported(JsonNode output, String kind) {
        return StreamSupport.stream(output.get("imports").spliterator(), false)
                .filter(each -> each.get("kind").textValue().equals(kind))
                .map(each -> each.get("path").textValue());
    }

    private static String sent(String output) {
        return output.substring(output.indexOf(OUT));
    }

    /**
     * esbuild's report: the modules, and the output files, each with its imports.
     *
     * @param level log level of esbuild's messages
     */
    private JsonNode run(List<String> begin, String level) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(program().toString()));
        command.addAll(begin);
        command.addAll(List.of(
                "--bundle",
                "--splitting",
                "--minify",
                "--format=esm",
                "--target=es2022",
                "--charset=utf8",
                "--legal-comments=inline",
                "--loader:.woff2=file",
                "--external:*.woff",
                "--external:*.ttf",
                "--log-level=" + level,
                "--metafile=made.json",
                "--outdir=made",
                "--entry-names=[name]",
                "--chunk-names=[name]-[hash]",
                "--asset-names=[name]-[hash]"));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("esbuild ended with " + process.exitValue() + ":\n" + said);
        }
        if (!said.isEmpty()) {
            output.print(said);
        }
        return JSON.readTree(folder.resolve("made.json").toFile());
    }

    private Path program() throws IOException {
        String system = system();
        String name = system.startsWith("win32") ? "esbuild.exe" : "bin/esbuild";
        Path program = folder.resolve(Path.of(name).getFileName());
        if (Files.notExists(program)) {
            try (InputStream in = resource(PROGRAM.formatted(system, version(system), name))) {
                Files.copy(in, program);
            }
            if (!program.toFile().setExecutable(true)) {
                throw new IllegalStateException(program + " cannot be made executable");
            }
        }
        return program;
    }

    /** The name of this platform in esbuild's packages. */
    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").matches("aarch64|arm64") ? "arm64" : "x64";
        if (name.startsWith("windows")) {
            return "win32-x64";
        }
        return (name.startsWith("mac") ? "darwin-" : "linux-") + processor;
    }

    private static String version(String system) throws IOException {
        var properties = new Properties();
        try (InputStream in = resource(PROPERTIES.formatted(system))) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    private static InputStream resource(String name) {
        InputStream in = Bundler.class.getClassLoader().getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException(
                    "There is no " + name + " on the class path: esbuild is not known for this system");
        }
        return in;
    }
}

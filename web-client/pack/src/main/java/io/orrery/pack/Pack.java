package io.orrery.pack;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes of the browser's sources the files that are sent: {@code java -cp WEBJARS io.orrery.pack.Pack SOURCES OUT}.
 *
 * <p>Comments and indentation are left out ({@link Script}), of the libraries only the files that are imported are taken,
 * and everything is compressed beside itself, by gzip and, a sixth smaller, by Brotli. Modules that are always needed together are joined into one file, each in a
 * function of its own: sixty small files compress badly, and each costs a head. Nothing is renamed or shortened. {@code
 * packed.json} says what the server must know to write a page: {@code build}, a hash over all files, which stands in
 * their addresses; {@code imports}, the import map; {@code modules}, for each module that is an entry all that it needs at
 * once, so that a browser can ask for it together.
 */
final class Pack {
    /** Where a library begins; of the others only modules named in full are imported. */
    private static final Map<String, String> LIBRARIES = libraries();

    private static final String FIRST = "app.js";

    /** Files that modules are joined into, and the entries whose modules these are; what the first one has is not in the next. */
    private static final Map<String, List<String>> JOINED = joined();

    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import\\s*(?:(?:(\\{[^}]*\\})|\\*\\s*as\\s+(\\w+))\\s*from\\s*)?'([^']+)';\\R?");
    private static final Pattern EXPORT =
            Pattern.compile("(?m)^export\\s+((?:async\\s+)?function\\*?|class|const)\\s*([\\w$]+)");
    private static final Pattern EXPORT_LIST = Pattern.compile("(?m)^export\\s*\\{([^}]*)\\};\\R?");
    private static final int BROTLI_QUALITY = 11;
    private static final Set<String> TEXT = Set.of("js", "css", "html", "json", "svg");

    private static final Pattern COMMENT = Pattern.compile("/\\*(?:(?!\\*/)[\\s\\S])*\\*/");
    private static final Pattern STATIC =
            Pattern.compile("\\b(?:import|export)\\b(?:[\\s\\w$*{},]*?\\bfrom)?\\s*[\"']([^\"'\\s]+)[\"']");
    private static final Pattern DYNAMIC = Pattern.compile("\\bimport\\(\\s*[\"']([^\"']+)[\"']\\s*\\)");

    /** Of each file that is sent, by its path. */
    private final Map<String, byte[]> files = new TreeMap<>();

    private final Map<String, List<String>> imports = new LinkedHashMap<>();
    private final Set<String> entries = new LinkedHashSet<>(List.of(FIRST));
    private final Map<String, String> versions = new LinkedHashMap<>();

    public static void main(String[] args) throws Exception {
        Brotli4jLoader.ensureAvailability();
        var pack = new Pack();
        pack.readSources(Path.of(args[0]));
        pack.readLibraries();
        pack.join();
        pack.write(Path.of(args[1]));
    }

    private static Map<String, List<String>> joined() {
        var joined = new LinkedHashMap<String, List<String>>();
        joined.put("text.js", List.of("panels/room-page.js", FIRST));
        joined.put("scene.js", List.of("scene/machine.js"));
        return joined;
    }

    private static Map<String, String> libraries() {
        var mains = new LinkedHashMap<String, String>();
        mains.put("three", "build/three.module.min.js");
        mains.put("lit", "index.js");
        mains.put("lit-html", "lit-html.js");
        mains.put("lit-element", "index.js");
        mains.put("@lit/reactive-element", "reactive-element.js");
        return mains;
    }

    private void readSources(Path sources) throws IOException {
        try (var paths = Files.walk(sources)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                var name = sources.relativize(path).toString().replace('\\', '/');
                byte[] bytes = Files.readAllBytes(path);
                files.put(name, squeezed(name, bytes));
            }
        }
    }

    /** Follows the imports out of the sources into the libraries, and takes what they reach. */
    private void readLibraries() throws IOException {
        var open = new ArrayDeque<>(
                files.keySet().stream().filter(name -> name.endsWith(".js")).toList());
        while (!open.isEmpty()) {
            var name = open.remove();
            if (imports.containsKey(name)) {
                continue;
            }
            if (!files.containsKey(name)) {
                files.put(name, ofLibrary(name));
            }
            var script = COMMENT.matcher(new String(files.get(name), StandardCharsets.UTF_8))
                    .replaceAll("");
            imports.put(name, named(STATIC, script, name));
            open.addAll(imports.get(name));
            if (!name.startsWith("vendor/")) {
                entries.addAll(named(DYNAMIC, script, name));
                open.addAll(named(DYNAMIC, script, name));
            }
        }
    }

    /** Joins what is always needed together, and has all other modules find it there. */
    private void join() {
        var homes = new LinkedHashMap<String, String>();
        JOINED.forEach((file, starts) -> {
            var members = new LinkedHashSet<String>();
            starts.forEach(start -> addInOrder(start, homes.keySet(), members, new LinkedHashSet<>()));
            // The page's own module waits for things, and a function cannot.
            members.remove(FIRST);
            members.forEach(member -> homes.put(member, file));
        });
        var sources = new TreeMap<String, String>();
        imports.keySet().stream()
                .filter(name -> !name.startsWith("vendor/"))
                .forEach(name -> sources.put(name, new String(files.get(name), StandardCharsets.UTF_8)));
        JOINED.keySet().forEach(file -> {
            var heads = new LinkedHashSet<String>();
            var bodies = new StringBuilder();
            homes.forEach((name, home) -> {
                if (home.equals(file)) {
                    bodies.append(asFunction(name, sources.get(name), file, homes, heads));
                }
            });
            var names = homes.keySet().stream()
                    .filter(name -> homes.get(name).equals(file))
                    .map(Pack::variable);
            put(file, String.join("", heads) + bodies + names.collect(Collectors.joining(", ", "export { ", " };\n")));
        });
        sources.forEach((name, source) -> {
            if (!homes.containsKey(name)) {
                var heads = new LinkedHashSet<String>();
                var body = withImports(name, source, name, homes, heads);
                put(name, String.join("", heads) + body);
            } else if (entries.contains(name)) {
                put(
                        name,
                        "import { %s as it } from '%s';\nexport const { %s } = it;\n"
                                .formatted(
                                        variable(name),
                                        relative(name, homes.get(name)),
                                        String.join(", ", exports(source))));
            }
        });
        homes.keySet().stream().filter(name -> !entries.contains(name)).forEach(name -> {
            files.remove(name);
            imports.remove(name);
        });
    }

    /** A module after all that it imports. */
    private void addInOrder(String name, Set<String> elsewhere, Set<String> into, Set<String> open) {
        if (name.startsWith("vendor/") || elsewhere.contains(name) || into.contains(name)) {
            return;
        }
        if (!open.add(name)) {
            throw new IllegalStateException(name + " imports itself by way of " + open);
        }
        imports.get(name).forEach(imported -> addInOrder(imported, elsewhere, into, open));
        open.remove(name);
        into.add(name);
    }

    private String asFunction(String name, String source, String file, Map<String, String> homes, Set<String> heads) {
        var body = withImports(name, source, file, homes, heads);
        var exports = exports(body);
        body = EXPORT_LIST.matcher(EXPORT.matcher(body).replaceAll("$1 $2")).replaceAll("");
        if (Pattern.compile("(?m)^(?:import\\b(?![(.])|export\\b)")
                .matcher(body)
                .find()) {
            throw new IllegalStateException(name + " imports or exports in a way that Pack cannot join");
        }
        return "const %s=(()=>{\n%sreturn{%s};\n})();\n".formatted(variable(name), body, String.join(", ", exports));
    }

    /** A module in a file that may be another one: what it imports comes from where that is. */
    private String withImports(String name, String source, String file, Map<String, String> homes, Set<String> heads) {
        var script = IMPORT.matcher(source).replaceAll(found -> {
            var target = resolve(found.group(3), name);
            var home = homes.get(target);
            if (home == null && file.equals(name)) {
                return Matcher.quoteReplacement(found.group());
            }
            String from = variable(target);
            if (home == null) {
                heads.add("import * as %s from '%s';\n".formatted(from, found.group(3)));
            } else if (!home.equals(file)) {
                heads.add("import { %s } from '%s';\n".formatted(from, relative(file, home)));
            }
            String what = found.group(1) != null ? found.group(1).replaceAll("\\s+as\\s+", ": ") : found.group(2);
            return what == null ? "" : Matcher.quoteReplacement("const %s = %s;\n".formatted(what, from));
        });
        if (file.equals(name)) {
            return script;
        }
        return DYNAMIC.matcher(script)
                .replaceAll(found -> files.containsKey(resolve(found.group(1), name))
                        ? "import('./" + resolve(found.group(1), name) + "')"
                        : found.group())
                .replace("import.meta.url", "new URL('./" + name + "', import.meta.url)");
    }

    private static List<String> exports(String source) {
        var names = new ArrayList<String>();
        EXPORT.matcher(source).results().forEach(found -> names.add(found.group(2)));
        EXPORT_LIST.matcher(source).results().forEach(found -> {
            for (var listed : found.group(1).split(",")) {
                if (!listed.isBlank()) {
                    names.add(listed.strip());
                }
            }
        });
        return names;
    }

    private static String variable(String name) {
        return "$" + name.replaceAll("\\.js$", "").replaceAll("\\W", "_");
    }

    private static String relative(String from, String to) {
        var path = Path.of(from)
                .resolveSibling("")
                .relativize(Path.of(to))
                .toString()
                .replace('\\', '/');
        return path.startsWith(".") ? path : "./" + path;
    }

    private void put(String name, String script) {
        files.put(name, script.getBytes(StandardCharsets.UTF_8));
        imports.put(name, named(STATIC, COMMENT.matcher(script).replaceAll(""), name));
    }

    private void write(Path out) throws Exception {
        if (Files.exists(out)) {
            try (var old = Files.walk(out)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        var hash = MessageDigest.getInstance("SHA-256");
        files.forEach((name, bytes) -> {
            hash.update((name + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            hash.update(bytes);
        });
        var build = HexFormat.of().formatHex(hash.digest(), 0, 8);
        files.put("packed.json", packed(build).getBytes(StandardCharsets.UTF_8));
        for (var file : files.entrySet()) {
            var path = out.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
            if (TEXT.contains(file.getKey().substring(file.getKey().lastIndexOf('.') + 1))) {
                Files.write(path.resolveSibling(path.getFileName() + ".gz"), zipped(file.getValue()));
                Files.write(path.resolveSibling(path.getFileName() + ".br"), brotli(file.getValue()));
            }
        }
    }

    private String packed(String build) {
        var map = new LinkedHashMap<String, String>();
        LIBRARIES.forEach((name, main) -> {
            if (files.containsKey(folder(name) + main)) {
                map.put(name, quoted(folder(name) + main));
            }
            if (files.keySet().stream().anyMatch(file -> file.startsWith(folder(name)))) {
                map.put(name + "/", quoted(folder(name)));
            }
        });
        var modules = new LinkedHashMap<String, String>();
        entries.forEach(entry -> modules.put(
                entry, closure(entry).stream().map(Pack::quoted).collect(Collectors.joining(",", "[", "]"))));
        return "{\"build\":%s,\"imports\":%s,\"modules\":%s}".formatted(quoted(build), object(map), object(modules));
    }

    /** The module and all that it imports, nearest first. */
    private Set<String> closure(String entry) {
        var all = new LinkedHashSet<String>();
        var open = new ArrayDeque<>(List.of(entry));
        while (!open.isEmpty()) {
            var name = open.remove();
            if (all.add(name)) {
                open.addAll(imports.get(name));
            }
        }
        return all;
    }

    private List<String> named(Pattern pattern, String script, String from) {
        var specifiers = pattern.matcher(script)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        var names = new ArrayList<String>();
        for (var specifier : new LinkedHashSet<>(specifiers)) {
            names.add(resolve(specifier, from));
        }
        return names;
    }

    private String resolve(String specifier, String from) {
        if (specifier.startsWith(".")) {
            var name = Path.of(from)
                    .resolveSibling(specifier)
                    .normalize()
                    .toString()
                    .replace('\\', '/');
            if (!name.startsWith("vendor/") && !files.containsKey(name)) {
                throw new IllegalStateException(from + " imports " + specifier + ", which is not there");
            }
            return name;
        }
        for (var library : LIBRARIES.entrySet()) {
            if (specifier.equals(library.getKey())) {
                return folder(specifier) + library.getValue();
            }
            if (specifier.startsWith(library.getKey() + "/")) {
                return folder(library.getKey())
                        + specifier.substring(library.getKey().length() + 1);
            }
        }
        throw new IllegalStateException(from + " imports " + specifier + ", which is no library that Pack knows");
    }

    private String folder(String library) {
        return "vendor/" + webjar(library) + "/";
    }

    /** A scoped name as webjars spell it. */
    private static String webjar(String library) {
        return library.replace("@", "").replace("/", "__");
    }

    private byte[] ofLibrary(String name) throws IOException {
        int end = name.indexOf('/', "vendor/".length());
        var library = name.substring("vendor/".length(), end);
        var version = versions.computeIfAbsent(library, Pack::version);
        return read("META-INF/resources/webjars/" + library + "/" + version + name.substring(end));
    }

    private static String version(String webjar) {
        var properties = new Properties();
        try {
            properties.load(new java.io.ByteArrayInputStream(
                    read("META-INF/maven/org.webjars.npm/" + webjar + "/pom.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + resource + " among the webjars");
            }
            return in.readAllBytes();
        }
    }

    private static byte[] squeezed(String name, byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> Script.squeezed(text).getBytes(StandardCharsets.UTF_8);
            case "css" -> Script.squeezedStyle(text).getBytes(StandardCharsets.UTF_8);
            // No string of JSON has a line's end in it.
            case "json" -> text.replaceAll("\\s*\\R\\s*", "").getBytes(StandardCharsets.UTF_8);
            default -> bytes;
        };
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] brotli(byte[] bytes) throws IOException {
        return Encoder.compress(bytes, Encoder.Parameters.create(BROTLI_QUALITY));
    }

    private static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}

package io.orrery.pack;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Builds the files that are sent to browsers: {@code java -cp WEBJARS io.orrery.pack.Pack SOURCES OUT}.
 *
 * <p>Bundles modules and style sheets ({@link Bundler}), compiles texts ({@link Languages}) and splits them into parts
 * ({@link Parts}), each level's apart ({@link Levels}). Writes each text file also compressed, by gzip ({@link Zopfli}) and by Brotli, which is an eighth smaller.
 * {@code packed.json} contains what the server needs to write a page:
 *
 * <ul>
 *   <li>{@code build}: a hash over all files, which is part of their addresses;
 *   <li>{@code modules}: for each page and each deferred module, the files that it needs at once, so that a browser can
 *       request them together;
 *   <li>{@code languages}: for each language, the reference first, its {@code locale}, its {@code direction}, and the texts
 *       in the page's shell;
 *   <li>{@code texts}: the files with texts, for a page that has them all with it; those of single steps are in the others, too.
 * </ul>
 */
final class Pack {
    private static final int BROTLI_QUALITY = 11;
    private static final Set<String> BUNDLED = Set.of("js", "css");
    private static final Set<String> TEXT = Set.of("js", "css", "html", "json", "svg");

    /** The content of the files that are sent, by path. */
    private final Map<String, byte[]> files = new TreeMap<>();

    private final Map<String, List<String>> needed;
    private final Map<String, ObjectNode> languages;

    private Pack(Map<String, byte[]> sources, Path scratch) throws Exception {
        var modules = new TreeMap<>(sources);
        modules.keySet().removeIf(name -> !BUNDLED.contains(ending(name)));
        Bundler.Bundle bundle = new Bundler(scratch, System.err).bundle(modules);
        needed = bundle.needed();
        languages = Languages.of(sources);
        files.putAll(sources);
        files.keySet().removeIf(name -> modules.containsKey(name) || Languages.isStrings(name));
        languages.forEach((language, table) -> files.putAll(Parts.of(language, table)));
        Levels.of(sources, languages)
                .forEach((language, levels) ->
                        levels.forEach((level, table) -> files.putAll(Parts.of(language, level, table))));
        files.putAll(bundle.files());
    }

    public static void main(String[] args) throws Exception {
        Brotli4jLoader.ensureAvailability();
        Path scratch = Files.createTempDirectory("orrery-pack");
        try {
            new Pack(sources(Path.of(args[0])), scratch).write(Path.of(args[1]));
        } finally {
            delete(scratch);
        }
    }

    private static Map<String, byte[]> sources(Path folder) throws IOException {
        var sources = new TreeMap<String, byte[]>();
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                var name = folder.relativize(path).toString().replace('\\', '/');
                sources.put(name, Files.readAllBytes(path));
            }
        }
        return sources;
    }

    private void write(Path out) throws Exception {
        delete(out);
        var hash = MessageDigest.getInstance("SHA-256");
        files.forEach((name, bytes) -> {
            hash.update((name + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            hash.update(bytes);
        });
        var build = HexFormat.of().formatHex(hash.digest(), 0, 8);
        files.put("packed.json", packed(build));
        // Compressing takes most of the time of a build, until the server's sources are compiled.
        files.entrySet().parallelStream().forEach(file -> write(out.resolve(file.getKey()), file.getValue()));
    }

    private static void write(Path path, byte[] bytes) {
        try {
            Files.createDirectories(path.getParent());
            Files.write(path, bytes);
            String name = path.getFileName().toString();
            if (TEXT.contains(ending(name))) {
                Files.write(path.resolveSibling(name + ".gz"), Zopfli.gzip(bytes));
                Files.write(path.resolveSibling(name + ".br"), brotli(bytes));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private byte[] packed(String build) throws IOException {
        var described = new LinkedHashMap<String, Map<String, String>>();
        languages.forEach((language, table) -> described.put(
                language,
                Map.of(
                        Languages.LOCALE,
                        plain(table, language, Languages.LOCALE),
                        Languages.DIRECTION,
                        plain(table, language, Languages.DIRECTION),
                        "brand",
                        plain(table, language, "brand"),
                        "noScript",
                        plain(table.path("page"), language, "noScript"),
                        "torn",
                        plain(table.path("page"), language, "torn"))));
        List<String> texts = files.keySet().stream()
                .filter(name -> name.startsWith("strings/") && !name.contains(".step."))
                .toList();
        var packed = Map.of("build", build, "modules", needed, "languages", described, "texts", texts);
        return new ObjectMapper().writeValueAsBytes(packed);
    }

    /** A text that the server writes into the page as it is, so it must not have arguments. */
    private static String plain(JsonNode table, String language, String key) {
        JsonNode text = table.path(key);
        if (!text.isTextual()) {
            throw new IllegalStateException("strings/%s: %s is not a text without arguments".formatted(language, key));
        }
        return text.textValue();
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static byte[] brotli(byte[] bytes) throws IOException {
        return Encoder.compress(bytes, Encoder.Parameters.create(BROTLI_QUALITY));
    }
}

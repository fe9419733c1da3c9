package io.orrery.pack;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes of the browser's sources the files that are sent: {@code java -cp WEBJARS io.orrery.pack.Pack SOURCES OUT}.
 *
 * <p>Modules and styles are bundled ({@link Bundler}), strings are cut in parts ({@link Parts}), and everything is compressed
 * beside itself, by gzip ({@link Zopfli}) and, an eighth smaller, by Brotli. {@code packed.json} says what the server must know to write a
 * page: {@code build}, a hash over all files, which stands in their addresses; {@code modules}, for each page, and each
 * module that is loaded later, the files that it needs at once, so that a browser can ask for them together.
 */
final class Pack {
    private static final int BROTLI_QUALITY = 11;
    private static final Set<String> BUNDLED = Set.of("js", "css");
    private static final Set<String> TEXT = Set.of("js", "css", "html", "json", "svg");

    /** Of each file that is sent, by its path. */
    private final Map<String, byte[]> files = new TreeMap<>();

    private final Map<String, List<String>> needed;

    private Pack(Map<String, byte[]> sources, Path scratch) throws Exception {
        var modules = new TreeMap<>(sources);
        modules.keySet().removeIf(name -> !BUNDLED.contains(ending(name)));
        Bundler.Bundle bundle = new Bundler(scratch, System.err).bundle(modules);
        needed = bundle.needed();
        files.putAll(Parts.of(sources));
        files.keySet().removeAll(modules.keySet());
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
        for (var file : files.entrySet()) {
            var path = out.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
            if (TEXT.contains(ending(file.getKey()))) {
                Files.write(path.resolveSibling(path.getFileName() + ".gz"), Zopfli.gzip(file.getValue()));
                Files.write(path.resolveSibling(path.getFileName() + ".br"), brotli(file.getValue()));
            }
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
        return new ObjectMapper().writeValueAsBytes(Map.of("build", build, "modules", needed));
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static byte[] brotli(byte[] bytes) throws IOException {
        return Encoder.compress(bytes, Encoder.Parameters.create(BROTLI_QUALITY));
    }
}

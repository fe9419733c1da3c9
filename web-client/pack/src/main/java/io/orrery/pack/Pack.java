package io.orrery.pack;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes of the browser's sources the files that are sent: {@code java -cp WEBJARS io.orrery.pack.Pack SOURCES OUT}.
 *
 * <p>Comments and indentation are left out ({@link Script}), of the libraries only the files that are imported are taken
 * ({@link Libraries}) and of three.js only what somebody reaches ({@link Reached}), modules that are always needed together
 * are joined ({@link Joining}), and everything is compressed beside itself, by gzip and, a sixth smaller, by Brotli.
 * Nothing is renamed or shortened. {@code packed.json} says what the server must know to write a page: {@code build}, a
 * hash over all files, which stands in their addresses; {@code imports}, the import map; {@code modules}, for each module
 * that is an entry all that it needs at once, so that a browser can ask for it together.
 */
final class Pack {
    private static final String FIRST = "app.js";
    private static final int BROTLI_QUALITY = 11;
    private static final Set<String> TEXT = Set.of("js", "css", "html", "json", "svg");

    /** Of each file that is sent, by its path. */
    private final Map<String, byte[]> files = new TreeMap<>();

    private final Modules modules;

    /** Of each module that was joined the file that it is in. */
    private final Map<String, String> homes = new TreeMap<>();

    private Pack(Map<String, byte[]> sources) {
        files.putAll(sources);
        var scripts = new TreeMap<String, String>();
        sources.forEach((name, bytes) -> {
            if (isOf("js", name)) {
                scripts.put(name, new String(bytes, StandardCharsets.UTF_8));
            }
        });
        modules = new Modules(scripts, FIRST);
    }

    public static void main(String[] args) throws Exception {
        Brotli4jLoader.ensureAvailability();
        var pack = new Pack(Parts.of(sources(Path.of(args[0]))));
        pack.modules.follow(new Libraries());
        pack.homes.putAll(new Joining(pack.modules).join(joined(), FIRST));
        pack.write(Path.of(args[1]));
    }

    /** In the order in which a page asks for them: what one has is not in the next. */
    private static Map<String, List<String>> joined() {
        var joined = new LinkedHashMap<String, List<String>>();
        joined.put(
                "text.js",
                List.of(
                        "panels/room-page.js",
                        "live/conductor.js",
                        "live/loader.js",
                        "model/trace.js",
                        "page/patient-source.js",
                        FIRST));
        joined.put("room.js", List.of("page/room.js"));
        joined.put("driving.js", List.of("panels/driving.js"));
        joined.put("rest.js", List.of("panels/rest.js"));
        joined.put("scene.js", List.of("scene/machine.js"));
        return joined;
    }

    private static Map<String, byte[]> sources(Path folder) throws IOException {
        var sources = new TreeMap<String, byte[]>();
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                var name = folder.relativize(path).toString().replace('\\', '/');
                sources.put(name, squeezed(name, Files.readAllBytes(path)));
            }
        }
        return sources;
    }

    private void write(Path out) throws Exception {
        if (Files.exists(out)) {
            try (var old = Files.walk(out)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        files.keySet().removeIf(name -> isOf("js", name));
        modules.scripts().forEach((name, script) -> files.put(name, script.getBytes(StandardCharsets.UTF_8)));
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
            if (TEXT.contains(ending(file.getKey()))) {
                Files.write(path.resolveSibling(path.getFileName() + ".gz"), zipped(file.getValue()));
                Files.write(path.resolveSibling(path.getFileName() + ".br"), brotli(file.getValue()));
            }
        }
    }

    private String packed(String build) {
        var map = new LinkedHashMap<String, String>();
        Libraries.importMap(files.keySet()).forEach((name, path) -> map.put(name, quoted(path)));
        var needed = new LinkedHashMap<String, String>();
        modules.entries()
                .forEach(entry -> needed.put(
                        entry,
                        modules.closure(homes.getOrDefault(entry, entry)).stream()
                                .map(Pack::quoted)
                                .collect(Collectors.joining(",", "[", "]"))));
        return "{\"build\":%s,\"imports\":%s,\"modules\":%s}".formatted(quoted(build), object(map), object(needed));
    }

    private static byte[] squeezed(String name, byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        return switch (ending(name)) {
            case "js" -> Script.squeezed(text).getBytes(StandardCharsets.UTF_8);
            case "css" -> Script.squeezedStyle(text).getBytes(StandardCharsets.UTF_8);
            // No string of JSON has a line's end in it.
            case "json" -> text.replaceAll("\\s*\\R\\s*", "").getBytes(StandardCharsets.UTF_8);
            default -> bytes;
        };
    }

    private static boolean isOf(String ending, String name) {
        return ending(name).equals(ending);
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
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

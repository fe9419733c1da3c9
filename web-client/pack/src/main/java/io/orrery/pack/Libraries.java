package io.orrery.pack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The libraries that modules import by name: files out of webjars on the class path. */
final class Libraries {
    /** Where their files stand beside the sources. */
    static final String FOLDER = "vendor/";

    /** Where a library begins; of the others only modules named in full are imported. */
    private static final Map<String, String> MAINS = mains();

    private static final Pattern LICENCE =
            Pattern.compile("\\A/\\*(?:(?!\\*/)[\\s\\S])*@license(?:(?!\\*/)[\\s\\S])*\\*/");

    private final Map<String, String> versions = new LinkedHashMap<>();

    private static Map<String, String> mains() {
        var mains = new LinkedHashMap<String, String>();
        mains.put("three", "build/three.module.js");
        mains.put("lit", "index.js");
        mains.put("lit-html", "lit-html.js");
        mains.put("lit-element", "index.js");
        mains.put("@lit/reactive-element", "reactive-element.js");
        return mains;
    }

    static boolean isOne(String file) {
        return file.startsWith(FOLDER);
    }

    /** Whether a library comes as it was written, so that it can be looked into and made shorter. */
    static boolean isAsWritten(String file) {
        return file.startsWith(folder("three"));
    }

    /** The file that a name stands for; none where it belongs to no library that is known. */
    static Optional<String> file(String specifier) {
        for (var library : MAINS.entrySet()) {
            if (specifier.equals(library.getKey())) {
                return Optional.of(folder(specifier) + library.getValue());
            }
            if (specifier.startsWith(library.getKey() + "/")) {
                return Optional.of(folder(library.getKey())
                        + specifier.substring(library.getKey().length() + 1));
            }
        }
        return Optional.empty();
    }

    /** The import map of those whose files are among some: names, and the paths that they stand for. */
    static Map<String, String> importMap(Iterable<String> files) {
        var map = new LinkedHashMap<String, String>();
        MAINS.forEach((name, main) -> {
            for (String file : files) {
                if (file.equals(folder(name) + main)) {
                    map.put(name, file);
                }
                if (file.startsWith(folder(name))) {
                    map.put(name + "/", folder(name));
                }
            }
        });
        return map;
    }

    /** The text of a file. */
    String text(String file) throws IOException {
        int end = file.indexOf('/', FOLDER.length());
        var library = file.substring(FOLDER.length(), end);
        var version = versions.computeIfAbsent(library, Libraries::version);
        return read("META-INF/resources/webjars/" + library + "/" + version + file.substring(end));
    }

    /** The notice of who wrote a file and on what terms, which stays with it; empty where it has none. */
    static String licence(String text) {
        Matcher found = LICENCE.matcher(text);
        return found.find() ? found.group() + "\n" : "";
    }

    private static String folder(String library) {
        return FOLDER + webjar(library) + "/";
    }

    /** A scoped name as webjars spell it. */
    private static String webjar(String library) {
        return library.replace("@", "").replace("/", "__");
    }

    private static String version(String webjar) {
        var properties = new Properties();
        try {
            var text = read("META-INF/maven/org.webjars.npm/" + webjar + "/pom.properties");
            properties.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static String read(String resource) throws IOException {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + resource + " among the webjars");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

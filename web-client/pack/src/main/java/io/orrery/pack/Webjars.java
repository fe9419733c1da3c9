package io.orrery.pack;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarFile;

/** The libraries that modules import by name, from webjars on the class path. */
final class Webjars {
    private static final String ROOT = "META-INF/resources/webjars/";

    /** Libraries by import name. */
    private static final List<String> LIBRARIES =
            List.of("three", "lit", "lit-html", "lit-element", "@lit/reactive-element", "katex");

    /** Ends of the names of modules, of style sheets and of the fonts that these name. */
    private static final List<String> WANTED = List.of(".js", ".mjs", "/package.json", ".css", ".woff2");

    private Webjars() {}

    /**
     * Extracts the libraries into the layout of npm, so that the bundler finds them.
     *
     * @param modules the folder {@code node_modules}
     */
    static void unpack(Path modules) throws IOException {
        for (String library : LIBRARIES) {
            unpack(library, modules.resolve(library));
        }
    }

    private static void unpack(String library, Path folder) throws IOException {
        // Webjars write a scoped name such as @lit/reactive-element as lit__reactive-element.
        String webjar = ROOT + library.replace("@", "").replace("/", "__") + "/";
        try (var jar = new JarFile(Path.of(jarWith(webjar)).toFile())) {
            for (var entry : jar.stream()
                    .filter(each -> isWanted(each.getName(), webjar))
                    .toList()) {
                String inside = entry.getName().substring(entry.getName().indexOf('/', webjar.length()) + 1);
                Path file = folder.resolve(inside).normalize();
                if (!file.startsWith(folder)) {
                    throw new IllegalStateException(jar.getName() + " has a file outside its folder: " + entry);
                }
                Files.createDirectories(file.getParent());
                try (InputStream in = jar.getInputStream(entry)) {
                    Files.copy(in, file);
                }
            }
        }
    }

    private static boolean isWanted(String name, String webjar) {
        return name.startsWith(webjar) && WANTED.stream().anyMatch(name::endsWith);
    }

    private static URI jarWith(String folder) throws IOException {
        Enumeration<URL> found = Webjars.class.getClassLoader().getResources(folder);
        if (!found.hasMoreElements()) {
            throw new IllegalStateException("There is no " + folder + " among the webjars");
        }
        String address = found.nextElement().getPath();
        return URI.create(address.substring(0, address.indexOf('!')));
    }
}

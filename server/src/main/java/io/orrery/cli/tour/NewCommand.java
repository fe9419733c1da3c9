package io.orrery.cli.tour;

import io.orrery.error.OrreryException;
import io.orrery.error.TourError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code orrery tour new}: writes a small tour to begin with. */
@Command(
        name = "new",
        description = "Writes a small tour in English and German, and the schemas by which editors complete its files.",
        mixinStandardHelpOptions = true)
final class NewCommand implements Callable<Integer> {
    private static final String TEMPLATE = "tour-template/";
    private static final String SCHEMAS = "presets/tours/";

    /** The files by name, and where they are on the class path. */
    private static final Map<String, String> FILES = files();

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FOLDER", description = "The new tour's folder. Its name is the tour's id.")
    private Path folder;

    private static Map<String, String> files() {
        var files = new LinkedHashMap<String, String>();
        Stream.of("tour.yaml", "en.yaml", "de.yaml").forEach(name -> files.put(name, TEMPLATE + name));
        Stream.of("tour.schema.json", "text.schema.json").forEach(name -> files.put(name, SCHEMAS + name));
        return files;
    }

    @Override
    public Integer call() throws IOException {
        if (!isFree()) {
            throw new OrreryException(new TourError.TourFolderTaken(folder.toString()));
        }
        Files.createDirectories(folder);
        for (var file : FILES.entrySet()) {
            try (InputStream in = NewCommand.class.getClassLoader().getResourceAsStream(file.getValue())) {
                if (in == null) {
                    throw new IllegalStateException("The class path has no " + file.getValue());
                }
                Files.copy(in, folder.resolve(file.getKey()));
            }
        }
        spec.commandLine()
                .getOut()
                .println("%s is a tour. \"orrery tour check %s\" checks it, \"orrery serve --tours %s\" shows it."
                        .formatted(folder, folder, folder));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private boolean isFree() throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }
}

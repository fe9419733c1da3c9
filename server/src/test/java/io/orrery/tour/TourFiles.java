package io.orrery.tour;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The small tour that {@code orrery tour new} writes, on disk, to be edited by tests. */
public record TourFiles(Path folder) {
    private static final List<String> FILES = List.of("tour.yaml", "en.yaml", "de.yaml");

    /** Writes it into a new folder. */
    public static TourFiles in(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String file : FILES) {
            Files.writeString(folder.resolve(file), template(file));
        }
        return new TourFiles(folder);
    }

    public static String template(String file) {
        try (InputStream in = TourFiles.class.getClassLoader().getResourceAsStream("tour-template/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same tour as one file. */
    public static Path oneFile(Path file) throws IOException {
        return Files.writeString(
                file,
                template("tour.yaml") + "---\nlanguage: en\n" + template("en.yaml") + "---\nlanguage: de\n"
                        + template("de.yaml"));
    }

    /** Replaces the first place of a text, which must be there. */
    public TourFiles edit(String file, String from, String to) throws IOException {
        String before = Files.readString(folder.resolve(file));
        int at = before.indexOf(from);
        if (at < 0) {
            throw new IllegalArgumentException(file + " has no " + from);
        }
        return write(file, before.substring(0, at) + to + before.substring(at + from.length()));
    }

    public TourFiles write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
        return this;
    }
}

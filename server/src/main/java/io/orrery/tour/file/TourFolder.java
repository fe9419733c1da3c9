package io.orrery.tour.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a tour's files are. */
public sealed interface TourFolder {
    /** Endings of the files. */
    String YAML = ".yaml";

    /** The tour's id. */
    String id();

    /** The languages that have a file. */
    List<String> languages() throws IOException;

    /** The path of a file, as people know it. */
    String path(String file);

    /** The bytes of a file, at most one more than {@code most}; empty if there is none. */
    Optional<byte[]> read(String file, int most) throws IOException;

    /** A shipped tour. The class path cannot be listed, so its languages are named. */
    record Shipped(String id, List<String> languages) implements TourFolder {
        public Shipped {
            languages = List.copyOf(languages);
        }

        @Override
        public String path(String file) {
            return "presets/tours/" + id + "/" + file;
        }

        @Override
        public Optional<byte[]> read(String file, int most) throws IOException {
            try (InputStream in = TourFolder.class.getClassLoader().getResourceAsStream(path(file))) {
                return in == null ? Optional.empty() : Optional.of(in.readNBytes(most + 1));
            }
        }
    }

    /** A folder on disk, named like the tour. */
    record OnDisk(Path folder) implements TourFolder {
        @Override
        public String id() {
            return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        }

        @Override
        public List<String> languages() throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(YAML) && !name.equals(Tour.FILE) && !name.startsWith("."))
                        .map(name -> name.substring(0, name.length() - YAML.length()))
                        .sorted()
                        .toList();
            }
        }

        @Override
        public String path(String file) {
            return folder.resolve(file).toString();
        }

        @Override
        public Optional<byte[]> read(String file, int most) throws IOException {
            var path = folder.resolve(file);
            if (!Files.isRegularFile(path)) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(path)) {
                return Optional.of(in.readNBytes(most + 1));
            }
        }
    }
}

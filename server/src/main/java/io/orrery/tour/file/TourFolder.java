package io.orrery.tour.file;

import io.orrery.tour.yaml.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    /** A copy of the files as they are now. */
    default Kept kept() throws IOException {
        var files = new TreeMap<String, byte[]>();
        for (String language : languages()) {
            read(language + YAML, Yaml.MOST_BYTES).ifPresent(bytes -> files.put(language + YAML, bytes));
        }
        read(Tour.FILE, Yaml.MOST_BYTES).ifPresent(bytes -> files.put(Tour.FILE, bytes));
        return new Kept(id(), files);
    }

    /** A copy in memory, whose paths begin with the tour's id. */
    record Kept(String id, Map<String, byte[]> files) implements TourFolder {
        private static final int HASH = 16;

        public Kept {
            files = Map.copyOf(files);
        }

        @Override
        public List<String> languages() {
            return files.keySet().stream()
                    .filter(name -> !name.equals(Tour.FILE))
                    .map(name -> name.substring(0, name.length() - YAML.length()))
                    .sorted()
                    .toList();
        }

        @Override
        public String path(String file) {
            return id + "/" + file;
        }

        @Override
        public Optional<byte[]> read(String file, int most) {
            return Optional.ofNullable(files.get(file));
        }

        /** Equal for equal files. */
        public String hash() {
            try {
                var digest = MessageDigest.getInstance("SHA-256");
                files.keySet().stream().sorted().forEach(name -> {
                    digest.update((name + "\n" + files.get(name).length + "\n").getBytes(StandardCharsets.UTF_8));
                    digest.update(files.get(name));
                });
                return HexFormat.of().formatHex(digest.digest()).substring(0, HASH);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

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

package io.orrery.tour.file;

import io.orrery.tour.Problems;
import io.orrery.tour.yaml.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a tour's files are. */
public sealed interface TourFolder {
    /** Endings of the files. */
    String YAML = ".yaml";

    /** How the names of files of polls end ({@link PollsFile}), which may stand beside a tour's. */
    String POLLS = "polls.yaml";

    /** The tour's id. */
    String id();

    /** Whether a file of this name is a tour's, or one of its languages. */
    static boolean isOfTour(String name) {
        return name.endsWith(YAML) && !name.endsWith(POLLS) && !name.startsWith(".");
    }

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
        return new Kept(id(), files, file());
    }

    /** The name of the one file in which the tour is; empty for a folder. */
    default Optional<String> file() {
        return Optional.empty();
    }

    /** A copy in memory, whose paths begin with the tour's id. */
    record Kept(String id, Map<String, byte[]> files, Optional<String> file) implements TourFolder {
        private static final int HASH = 16;

        public Kept(String id, Map<String, byte[]> files) {
            this(id, files, Optional.empty());
        }

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
        public String path(String name) {
            return file.orElse(id + "/" + name);
        }

        @Override
        public Optional<byte[]> read(String name, int most) {
            return Optional.ofNullable(files.get(name));
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

    /**
     * One file with several YAML documents: the tour, then each language, whose document names it by {@code language}. Each document keeps its
     * lines: what stands before it is blank.
     *
     * @param where its path, as people know it
     */
    record OneFile(String id, String where, byte[] bytes) implements TourFolder {
        /** Documents are told apart by these lines, which cannot stand within one. */
        private static final Pattern BEGINS = Pattern.compile("---(?=\\s|$)");

        private static final Pattern ENDS = Pattern.compile("\\.\\.\\.(?=\\s|$)");
        private static final Pattern LANGUAGE = Pattern.compile("(?m)^language\\s*:\\s*[\"']?([A-Za-z0-9-]+)");

        /** The file at a path, named like it. */
        static OneFile of(Path path) throws IOException {
            String name = String.valueOf(path.getFileName());
            try (InputStream in = Files.newInputStream(path)) {
                return new OneFile(
                        name.substring(0, name.length() - YAML.length()),
                        path.toString(),
                        in.readNBytes(Yaml.MOST_BYTES + 1));
            }
        }

        @Override
        public Optional<String> file() {
            return Optional.of(where);
        }

        @Override
        public List<String> languages() {
            return documents().stream()
                    .skip(1)
                    .map(OneFile::language)
                    .distinct()
                    .toList();
        }

        @Override
        public String path(String name) {
            return where;
        }

        @Override
        public Optional<byte[]> read(String name, int most) {
            if (bytes.length > Yaml.MOST_BYTES) {
                return Optional.of(bytes);
            }
            var documents = documents();
            if (name.equals(Tour.FILE)) {
                // What is no UTF-8 is refused with the first document.
                return Optional.of(documents.size() > 1 && isText() ? utf8(documents.get(0)) : bytes);
            }
            return documents.stream()
                    .skip(1)
                    .filter(document -> (language(document) + YAML).equals(name))
                    .reduce((first, second) -> first)
                    .map(OneFile::utf8);
        }

        private boolean isText() {
            return Yaml.text(bytes, new Problems(where)).isPresent();
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        /** The language that a document names; a document without one has a name that is none. */
        private static String language(String document) {
            var named = LANGUAGE.matcher(document);
            return named.find() ? named.group(1) : "?";
        }

        private List<String> documents() {
            var documents = new ArrayList<String>();
            var present = new StringBuilder();
            int line = 0;
            boolean hasContent = false;
            for (String text : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
                if (BEGINS.matcher(text).lookingAt()) {
                    if (hasContent) {
                        documents.add(present.toString());
                    }
                    present = new StringBuilder("\n".repeat(line)).append("   ").append(text.substring(3));
                    hasContent = !text.substring(3).isBlank();
                } else {
                    boolean isEnd = ENDS.matcher(text).lookingAt();
                    present.append(isEnd ? "" : text);
                    hasContent |=
                            !isEnd && !text.isBlank() && !text.stripLeading().startsWith("#");
                }
                present.append('\n');
                line++;
            }
            if (hasContent || documents.isEmpty()) {
                documents.add(present.toString());
            }
            return documents;
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
                        .filter(name -> isOfTour(name) && !name.equals(Tour.FILE))
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

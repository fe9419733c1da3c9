package io.orrery.tour.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.orrery.error.OrreryException;
import io.orrery.error.TourError;
import io.orrery.tour.Problems;
import io.orrery.tour.TourProblem;
import io.orrery.tour.yaml.Entries;
import io.orrery.tour.yaml.Yaml;
import io.orrery.tour.yaml.YamlNode;
import io.orrery.tour.yaml.YamlNode.Mapping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of polls that a presenter can ask without typing: {@code polls}, a list of polls in the words of a beat's {@code ask}, each with an id.
 *
 * @param file its path, as people know it
 * @param problems none if all is well
 */
public record PollsFile(String file, List<Prepared> polls, List<TourProblem> problems) {
    /** More than a presenter can choose from. */
    private static final int MOST = 200;

    private static final String POLLS = "polls";

    /** A poll of a file. @param id unlike those of the file's other polls */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Prepared(String id, @JsonUnwrapped PollSpec poll) {}

    public PollsFile {
        polls = List.copyOf(polls);
        problems = List.copyOf(problems);
    }

    /** The polls files at a path: the file itself, or those in a folder, by name. Other YAML files are none. */
    public static List<PollsFile> in(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return Stream.of(path)
                    .filter(Files::isRegularFile)
                    .flatMap(PollsFile::polls)
                    .toList();
        }
        try (Stream<Path> inside = Files.list(path)) {
            return inside.sorted()
                    .filter(Files::isRegularFile)
                    .filter(file -> String.valueOf(file.getFileName()).endsWith(TourFolder.YAML))
                    .flatMap(PollsFile::polls)
                    .toList();
        }
    }

    /**
     * All polls at a path.
     *
     * @throws OrreryException with a {@link TourError} if there are none, or with the first problem of a file
     */
    public static List<Prepared> required(Path path) {
        try {
            List<PollsFile> files = in(path);
            if (files.isEmpty()) {
                throw new OrreryException(new TourError.PollsMissing(path.toString()));
            }
            for (PollsFile file : files) {
                for (TourProblem problem : file.problems()) {
                    throw new OrreryException(new TourError.TourBroken(file.file(), problem.toString()));
                }
            }
            return files.stream().flatMap(file -> file.polls().stream()).toList();
        } catch (IOException e) {
            throw new OrreryException(new TourError.PollsMissing(path.toString()), e);
        }
    }

    private static Stream<PollsFile> polls(Path file) {
        var problems = new Problems(file.toString());
        return root(file, problems)
                .filter(node ->
                        node instanceof Mapping mapping && mapping.entries().containsKey(POLLS))
                .map(node -> read(Entries.of(node, POLLS, problems), problems))
                .stream();
    }

    private static Optional<YamlNode> root(Path file, Problems problems) {
        try (InputStream in = Files.newInputStream(file)) {
            return Yaml.text(in.readNBytes(Yaml.MOST_BYTES + 1), problems).flatMap(text -> Yaml.read(text, problems));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static PollsFile read(Entries file, Problems problems) {
        file.known(List.of(POLLS));
        var polls = new ArrayList<Prepared>();
        var ids = new HashSet<String>();
        var keys = Stream.concat(Stream.of("id"), PollSpec.KEYS.stream()).toList();
        var items = file.list(POLLS);
        if (items.isEmpty() || items.size() > MOST) {
            problems.add(file.line(POLLS), new TourError.TourNotANumber(POLLS, items.size(), 1, MOST));
        }
        for (YamlNode item : items.subList(0, Math.min(MOST, items.size()))) {
            Entries poll = Entries.of(item, POLLS, problems).known(keys);
            Optional<String> id = poll.requiredText("id");
            id.filter(text -> !ids.add(text))
                    .ifPresent(text -> problems.add(poll.line("id"), new TourError.TourIdTwice(text)));
            PollSpec.read(poll).ifPresent(spec -> id.ifPresent(name -> polls.add(new Prepared(name, spec))));
        }
        return new PollsFile(problems.file(), polls, problems.all());
    }
}

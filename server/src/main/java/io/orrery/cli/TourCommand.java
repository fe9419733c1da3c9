package io.orrery.cli;

import io.orrery.error.OrreryException;
import io.orrery.error.TourError;
import io.orrery.tour.check.Demands;
import io.orrery.tour.check.TourCheck;
import io.orrery.tour.check.TourCheck.Report;
import io.orrery.tour.file.PollsFile;
import io.orrery.tour.file.Tour;
import io.orrery.tour.file.TourFolder;
import io.orrery.tour.file.TourFolders;
import io.orrery.tour.scene.PresetModels;
import io.orrery.tour.scene.ResolvedTour;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code orrery tour}: helps authors of tours. */
@Command(
        name = "tour",
        description = "Helps to write guided tours.",
        mixinStandardHelpOptions = true,
        subcommands = {TourCommand.Check.class, TourCommand.New.class, HelpCommand.class})
final class TourCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, as in \"orrery tour check FOLDER\"");
    }

    /** {@code orrery tour check}: lists what is wrong in tours. */
    @Command(
            name = "check",
            description = "Lists what is wrong in tours, by file and line. The exit code is 1 if there is something.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(
                paramLabel = "FILE-OR-FOLDER",
                arity = "1..*",
                description = "A tour's folder, one of its files, a file of polls, or a folder with tours and polls.")
        private List<Path> paths;

        @Option(
                names = "--strict",
                description =
                        "Also ask for what built-in tours have: English and German, all levels, and two questions at the"
                                + " end of each chapter.")
        private boolean strict;

        @Mixin
        private ModelsOption models;

        @Override
        public Integer call() throws IOException {
            var files = new LinkedHashMap<Path, List<PollsFile>>();
            for (Path path : paths) {
                files.put(path, PollsFile.in(path));
            }
            var ready = files.values().stream()
                    .flatMap(List::stream)
                    .flatMap(file -> file.polls().stream())
                    .toList();
            var known = new PresetModels(models::found, ready);
            var out = spec.commandLine().getOut();
            boolean isFine = true;
            for (Path path : paths) {
                var polls = files.get(path);
                for (PollsFile file : polls) {
                    print(file, out);
                    isFine &= file.problems().isEmpty();
                }
                for (TourFolder folder : folders(path, polls)) {
                    var report = TourCheck.check(folder, known, strict ? Demands.SHIPPED : Demands.USUAL);
                    print(folder, report, out);
                    isFine &= report.isFine();
                }
            }
            out.flush();
            return isFine ? 0 : 1;
        }

        /** @param polls the files of polls at the path, which are no tours */
        private static List<TourFolder> folders(Path path, List<PollsFile> polls) throws IOException {
            Path parent = path.toAbsolutePath().getParent();
            // A file beside a tour.yaml is one of a folder's; another one is a tour by itself.
            boolean isOfFolder = Files.isRegularFile(path) && Files.isRegularFile(parent.resolve(Tour.FILE));
            var files = polls.stream().map(PollsFile::file).toList();
            if (files.contains(path.toString())) {
                return List.of();
            }
            var folders = TourFolders.in(isOfFolder ? parent : path).stream()
                    .filter(folder -> folder.file().filter(files::contains).isEmpty())
                    .toList();
            if (folders.isEmpty() && polls.isEmpty()) {
                throw new OrreryException(new TourError.TourFolderMissing(path.toString()));
            }
            return folders;
        }

        private static void print(PollsFile file, PrintWriter out) {
            file.problems().forEach(out::println);
            out.println("%s: %s; %s."
                    .formatted(
                            file.file(),
                            counted(file.problems().size(), "problem"),
                            counted(file.polls().size(), "poll")));
        }

        private static void print(TourFolder folder, Report report, PrintWriter out) {
            report.problems().forEach(out::println);
            report.tour()
                    .ifPresent(tour -> report.resolved().ifPresent(resolved -> {
                        String words = tour.words().keySet().stream().sorted().collect(Collectors.joining(", "));
                        out.println("%s: %s; %s, %s; %s."
                                .formatted(
                                        folder.id(),
                                        counted(report.problems().size(), "problem"),
                                        counted(resolved.chapters().size(), "chapter"),
                                        routes(tour, resolved),
                                        words.isEmpty() ? "no language" : words));
                    }));
        }

        private static String counted(int count, String what) {
            return (count == 0 ? "no" : Integer.toString(count)) + " " + what + (count == 1 ? "" : "s");
        }

        private static String routes(Tour tour, ResolvedTour resolved) {
            return tour.routes().stream()
                    .map(minutes -> "%d min: %d beats in %d s"
                            .formatted(minutes, resolved.beats(minutes).size(), resolved.seconds(minutes)))
                    .collect(Collectors.joining(", "));
        }
    }

    /** {@code orrery tour new}: writes a small tour to begin with. */
    @Command(
            name = "new",
            description =
                    "Writes a small tour in English and German, and the schemas by which editors complete its files.",
            mixinStandardHelpOptions = true)
    static final class New implements Callable<Integer> {
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
                try (InputStream in = TourCommand.class.getClassLoader().getResourceAsStream(file.getValue())) {
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
}

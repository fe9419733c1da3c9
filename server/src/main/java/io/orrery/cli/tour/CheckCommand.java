package io.orrery.cli.tour;

import io.orrery.cli.ModelsOption;
import io.orrery.error.OrreryException;
import io.orrery.error.TourError;
import io.orrery.tour.check.Demands;
import io.orrery.tour.check.TourCheck;
import io.orrery.tour.check.TourCheck.Report;
import io.orrery.tour.file.Tour;
import io.orrery.tour.file.TourFolder;
import io.orrery.tour.file.TourFolders;
import io.orrery.tour.scene.PresetModels;
import io.orrery.tour.scene.ResolvedTour;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code orrery tour check}: lists what is wrong in tours. */
@Command(
        name = "check",
        description = "Lists what is wrong in tours, by file and line. The exit code is 1 if there is something.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE-OR-FOLDER",
            arity = "1..*",
            description = "A tour's folder, one of its files, or a folder with tours.")
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
        var known = new PresetModels(models::found);
        var out = spec.commandLine().getOut();
        boolean isFine = true;
        for (Path path : paths) {
            for (TourFolder folder : folders(path)) {
                var report = TourCheck.check(folder, known, strict ? Demands.SHIPPED : Demands.USUAL);
                print(folder, report, out);
                isFine &= report.isFine();
            }
        }
        out.flush();
        return isFine ? 0 : 1;
    }

    private static List<TourFolder> folders(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        // A file beside a tour.yaml is one of a folder's; another one is a tour by itself.
        boolean isOfFolder = Files.isRegularFile(path) && Files.isRegularFile(parent.resolve(Tour.FILE));
        var folders = TourFolders.in(isOfFolder ? parent : path);
        if (folders.isEmpty()) {
            throw new OrreryException(new TourError.TourFolderMissing(path.toString()));
        }
        return folders;
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

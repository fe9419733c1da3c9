package io.orrery.tour.file;

import io.orrery.error.OrreryException;
import io.orrery.error.TourError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Finds tours on disk. */
public final class TourFolders {
    private TourFolders() {}

    /**
     * A folder that somebody has named.
     *
     * @throws OrreryException with a {@link TourError.TourFolderMissing} if there is none of this name
     */
    public static Path existing(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new OrreryException(new TourError.TourFolderMissing(folder.toString()));
        }
        return folder;
    }

    /** The file or folder itself, if it is a tour's; otherwise the tours' folders and files in it, by name. */
    public static List<TourFolder> in(Path folder) throws IOException {
        if (isOneFile(folder)) {
            return List.of(TourFolder.OneFile.of(folder));
        }
        if (isTour(folder)) {
            return List.of(new TourFolder.OnDisk(folder));
        }
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            var found = new ArrayList<TourFolder>();
            for (Path each : inside.sorted().toList()) {
                if (isTour(each)) {
                    found.add(new TourFolder.OnDisk(each));
                } else if (isOneFile(each)) {
                    found.add(TourFolder.OneFile.of(each));
                }
            }
            return found;
        }
    }

    /** A text that differs if what a folder has differs: the names of all files, with numbers computed from their bytes. */
    public static String contents(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            var all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                all.append(folder.relativize(file))
                        .append(' ')
                        .append(Arrays.hashCode(Files.readAllBytes(file)))
                        .append('\n');
            }
            return all.toString();
        } catch (IOException e) {
            throw new OrreryException(new TourError.TourFolderMissing(folder.toString()), e);
        }
    }

    private static boolean isOneFile(Path file) {
        return TourFolder.isOfTour(String.valueOf(file.getFileName())) && Files.isRegularFile(file);
    }

    private static boolean isTour(Path folder) {
        return Files.isRegularFile(folder.resolve(Tour.FILE));
    }
}

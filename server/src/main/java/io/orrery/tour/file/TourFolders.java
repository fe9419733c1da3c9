package io.orrery.tour.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds tours on disk. */
public final class TourFolders {
    private TourFolders() {}

    /** The folder itself, if it is a tour's; otherwise the tours' folders in it, by name. */
    public static List<TourFolder> in(Path folder) throws IOException {
        if (isTour(folder)) {
            return List.of(new TourFolder.OnDisk(folder));
        }
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(TourFolders::isTour)
                    .sorted()
                    .<TourFolder>map(TourFolder.OnDisk::new)
                    .toList();
        }
    }

    private static boolean isTour(Path folder) {
        return Files.isRegularFile(folder.resolve(Tour.FILE));
    }
}

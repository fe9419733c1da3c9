package io.orrery.library;

import io.orrery.error.OrreryException;
import io.orrery.error.TourError;
import io.orrery.tour.file.TalkFile;
import io.orrery.tour.file.TourFolder;
import io.orrery.tour.file.TourFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder with tours that people edit, or the file of one talk. It is looked at from time to time: notifications of file systems do not come from network
 * drives, and late on some systems. Not for several threads.
 */
final class WatchedFolder {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedFolder.class);

    private final Path folder;
    private Map<String, String> seen = Map.of();
    private boolean wasRead;

    /** @throws OrreryException with a {@link TourError.TourFolderMissing} */
    WatchedFolder(Path folder) {
        if (!Files.isDirectory(folder) && !Files.isRegularFile(folder)) {
            throw new OrreryException(new TourError.TourFolderMissing(folder.toString()));
        }
        this.folder = folder;
    }

    /** Copies of all tours by id, if a file has changed since the last call, has come or is gone. */
    Optional<Map<String, TourFolder.Kept>> changed() {
        try {
            var folders = folders();
            var now = new TreeMap<String, String>();
            for (TourFolder each : folders) {
                addStamps(each.file().map(Path::of).orElseGet(() -> ((TourFolder.OnDisk) each).folder()), now);
            }
            if (wasRead && now.equals(seen)) {
                return Optional.empty();
            }
            var copies = new LinkedHashMap<String, TourFolder.Kept>();
            for (TourFolder each : folders) {
                copies.put(each.id(), each.kept());
            }
            wasRead = true;
            seen = now;
            return Optional.of(copies);
        } catch (IOException e) {
            // A file was moved meanwhile, or the drive is away: what was read stays, and the next look comes soon.
            LOG.atDebug().addKeyValue("folder", folder).log("The tours cannot be read at present.", e);
            return Optional.empty();
        }
    }

    private List<? extends TourFolder> folders() throws IOException {
        return Files.isRegularFile(folder) ? List.of(TalkFile.read(folder)) : TourFolders.in(folder);
    }

    /** When each file of a tour was written, and how large it is. */
    private static void addStamps(Path tour, Map<String, String> stamps) throws IOException {
        try (Stream<Path> files = Files.isDirectory(tour) ? Files.list(tour) : Stream.of(tour)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.put(
                        file.toString(),
                        attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey());
            }
        }
    }
}

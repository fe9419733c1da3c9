package io.orrery.model.download;

import io.orrery.error.GroupedNumber;
import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.model.file.JsonFile;
import io.orrery.model.preset.PresetFile;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where models are kept that were fetched: a folder for each, by its id. One appears there when all of its files are there
 * and verified; until then they gather in a folder beside it, so that fetching goes on where it broke off.
 */
public record ModelsFolder(Path path) {
    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** Hears how far fetching is. */
    public interface Progress {
        /**
         * @param done bytes of the model that are there
         * @param all of how many, as far as that is known
         */
        void at(RemoteFile file, long done, long all);
    }

    /** What a model that was fetched is opened by: a folder, or its .gguf file; nothing if it is not here. */
    public Optional<Path> find(String id) {
        return RemoteModel.named(id).map(this::opened).filter(Files::exists);
    }

    /**
     * Fetches a model, unless it is here.
     *
     * @param from the hub, or a mirror of it
     * @throws OrreryException if the server has another file, or there is no room for it
     * @throws IOException if it does not come; what is there is kept
     */
    public Path pull(RemoteModel model, URI from, Progress progress) throws IOException {
        return pull(model, from, progress, new Download(ATTEMPTS, PAUSE, SILENCE));
    }

    Path pull(RemoteModel model, URI from, Progress progress, Download download) throws IOException {
        var whole = path.resolve(model.id());
        if (Files.isDirectory(whole)) {
            return opened(model);
        }
        var parts = Files.createDirectories(path.resolve(model.id() + ".part"));
        try (var lock = FileChannel.open(parts.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (!isMine(lock)) {
                throw new OrreryException(new ModelError.AlreadyFetching(model.id()));
            }
            requireRoom(model, parts);
            long done = 0;
            for (var file : model.files()) {
                long before = done;
                var to = parts.resolve(file.name());
                download.fetch(
                        model.address(from, file), file, to, bytes -> progress.at(file, before + bytes, model.bytes()));
                done += Files.size(to);
            }
            Files.write(parts.resolve(PresetFile.NAME), description(model));
        }
        Files.deleteIfExists(parts.resolve("lock"));
        Files.move(parts, whole, StandardCopyOption.ATOMIC_MOVE);
        return opened(model);
    }

    private static boolean isMine(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (java.nio.channels.OverlappingFileLockException e) {
            return false;
        }
    }

    private static void requireRoom(RemoteModel model, Path parts) throws IOException {
        long here = 0;
        for (var file : model.files()) {
            var part = parts.resolve(file.name());
            here += Files.exists(part) ? Files.size(part) : 0;
        }
        long needed = model.bytes() - here;
        long free = Files.getFileStore(parts).getUsableSpace();
        if (free < needed) {
            throw new OrreryException(new ModelError.NoSpace(
                    model.id(), new GroupedNumber(needed), parts.toString(), new GroupedNumber(free)));
        }
    }

    private Path opened(RemoteModel model) {
        var folder = path.resolve(model.id());
        return model.files().stream()
                .map(RemoteFile::name)
                .filter(name -> name.endsWith(".gguf"))
                .findFirst()
                .map(folder::resolve)
                .orElse(folder);
    }

    private static byte[] description(RemoteModel model) throws IOException {
        Map<String, Object> preset = new LinkedHashMap<>();
        preset.put("id", model.id());
        preset.put("title", model.title());
        preset.put("licence", model.licence());
        preset.put("maxPrompt", model.maxPrompt());
        preset.put("prompt", model.prompt());
        preset.put("source", model.repository() + "@" + model.revision());
        preset.put("files", model.files().stream().map(RemoteFile::name).toList());
        return JsonFile.write(preset);
    }
}

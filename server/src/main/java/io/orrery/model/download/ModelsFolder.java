package io.orrery.model.download;

import io.orrery.error.GroupedNumber;
import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.model.file.JsonFile;
import io.orrery.model.preset.PresetFile;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * The folder of downloaded models, with one folder per model, named by its id. It is created when all files of the
 * model have been downloaded and verified. Until then they are collected in a separate folder, from which a download
 * resumes.
 */
public record ModelsFolder(Path path) {
    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** Receives the progress of a download. */
    public interface Progress {
        /**
         * @param done bytes of the model received so far
         * @param all the size of the model in bytes, as far as it is known
         */
        void at(RemoteFile file, long done, long all);
    }

    /** The path of a downloaded model: a folder, or its .gguf file; empty if it has not been downloaded. */
    public Optional<Path> find(String id) {
        boolean isOfHub = id.matches("[\\w.-]+--[\\w.-]+") && Files.isDirectory(path.resolve(id));
        return isOfHub
                ? Optional.of(opened(path.resolve(id)))
                : RemoteModel.named(id).map(this::opened).filter(Files::exists);
    }

    /**
     * Downloads a model, unless it has been downloaded already.
     *
     * @param from the hub, or a mirror of it
     * @throws OrreryException if the server has a different file, or there is not enough disk space
     * @throws IOException if the download fails; the part received so far is kept
     */
    public Path pull(RemoteModel model, Hub from, Progress progress) throws IOException {
        return pull(model, progress, new Download(from, ATTEMPTS, PAUSE, SILENCE));
    }

    Path pull(RemoteModel model, Progress progress, Download download) throws IOException {
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
                download.fetch(model, file, to, bytes -> progress.at(file, before + bytes, model.bytes()));
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

    /** A folder, or the first of the GGUF files in it. */
    private static Path opened(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".gguf"))
                    .sorted()
                    .findFirst()
                    .orElse(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

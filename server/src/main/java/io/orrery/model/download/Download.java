package io.orrery.model.download;

import io.orrery.error.GroupedNumber;
import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.error.OrreryIOException;
import io.orrery.error.TransferError;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Downloads one file, and resumes an interrupted download.
 *
 * <p>The part received so far is stored together with the version's ETag. The rest is requested with a range request
 * that is conditional on that ETag; a server that does not support ranges, or has another version, sends the whole file
 * again. Only the file's hash decides whether it is correct.
 */
public final class Download {
    private static final int WHOLE = 200;
    private static final int PARTIAL = 206;
    private static final int OUT_OF_RANGE = 416;
    private static final int PIECE = 1 << 16;
    private static final int TOO_MANY = 429;

    private final Hub hub;
    private final Duration pause;
    private final int attempts;
    private final Duration silence;

    /**
     * @param hub where the files are
     * @param attempts the number of consecutive attempts without progress after which the download fails
     * @param pause the time between two attempts
     * @param silence the longest time without data within an attempt
     */
    Download(Hub hub, int attempts, Duration pause, Duration silence) {
        this.hub = hub;
        this.attempts = attempts;
        this.pause = pause;
        this.silence = silence;
    }

    /**
     * Downloads a file to a path, and verifies it. Data for resuming is stored next to that path.
     *
     * @param progress receives the number of bytes received so far
     * @throws OrreryException if the server has no such file, or a different one
     * @throws IOException if the download fails, or the file cannot be written; the part received so far is kept
     */
    void fetch(RemoteModel model, RemoteFile file, Path to, LongConsumer progress) throws IOException {
        int failures = 0;
        while (!isWhole(file, to)) {
            long before = size(to);
            try {
                attempt(model, file, to, progress);
                if (file.bytes() == RemoteFile.UNKNOWN) {
                    break;
                }
            } catch (IOException e) {
                failures = size(to) > before ? 1 : failures + 1;
                if (failures >= attempts || isOfTheDisk(e)) {
                    throw e;
                }
                Hub.pause(e instanceof Busy busy ? busy.pause() : pause);
            }
        }
        verify(file, to);
        Files.deleteIfExists(version(to));
    }

    private static boolean isOfTheDisk(IOException problem) {
        return problem instanceof java.nio.file.FileSystemException
                || String.valueOf(problem.getMessage()).contains("No space left");
    }

    private static boolean isWhole(RemoteFile file, Path to) throws IOException {
        return file.bytes() != RemoteFile.UNKNOWN && size(to) == file.bytes();
    }

    private void attempt(RemoteModel model, RemoteFile file, Path to, LongConsumer progress) throws IOException {
        long have = size(to);
        var request = HttpRequest.newBuilder(hub.address(model, file)).header("Accept-Encoding", "identity");
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
            if (Files.exists(version(to))) {
                request.header("If-Range", Files.readString(version(to)));
            }
        }
        var response = hub.send(request, silence);
        try (var body = response.body()) {
            int status = response.statusCode();
            boolean goesOn = status == PARTIAL && startsAt(response, have);
            if (status == OUT_OF_RANGE) {
                // The local part is longer than the server's file, so it is of another version.
                Files.deleteIfExists(to);
                throw new OrreryIOException(new TransferError.ServerFileShorter());
            }
            if (status == PARTIAL && !goesOn) {
                Files.deleteIfExists(to);
                throw new OrreryIOException(new TransferError.ServerSentOtherPart());
            }
            if (status == TOO_MANY) {
                throw new Busy(model.repository(), Hub.asked(response).orElse(pause));
            }
            if (status != WHOLE && status != PARTIAL) {
                throw Hub.refused(
                        model.repository(),
                        model.revision(),
                        hub.address(model, file).toString(),
                        status);
            }
            remember(response, to);
            write(body, file, to, goesOn ? have : 0, progress);
        }
    }

    private static boolean startsAt(HttpResponse<?> response, long have) {
        return response.headers()
                .firstValue("Content-Range")
                .map(range -> range.startsWith("bytes " + have + "-"))
                .orElse(false);
    }

    private static void remember(HttpResponse<?> response, Path to) throws IOException {
        var tag = response.headers().firstValue("ETag").filter(text -> text.startsWith("\""));
        if (tag.isPresent()) {
            Files.writeString(version(to), tag.get());
        } else {
            Files.deleteIfExists(version(to));
        }
    }

    private void write(InputStream body, RemoteFile file, Path to, long from, LongConsumer progress)
            throws IOException {
        var heard = new AtomicLong(System.nanoTime());
        var isDone = new CompletableFuture<Void>();
        var watch = watch(body, heard, isDone);
        try (var channel = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(from).position(from);
            long at = from;
            var piece = new byte[PIECE];
            for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
                heard.set(System.nanoTime());
                at += count;
                if (at > file.limit()) {
                    channel.close();
                    forget(to);
                    throw new OrreryException(
                            new ModelError.DownloadTooLong(file.name(), new GroupedNumber(file.limit())));
                }
                for (var rest = ByteBuffer.wrap(piece, 0, count); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
                progress.accept(at);
            }
            if (file.bytes() != RemoteFile.UNKNOWN && at < file.bytes()) {
                throw new OrreryIOException(
                        new TransferError.ConnectionEnded(new GroupedNumber(at), new GroupedNumber(file.bytes())));
            }
        } finally {
            isDone.complete(null);
            watch.interrupt();
        }
    }

    /** Closes a stream that no longer delivers data; otherwise reading it would block for ever. */
    private Thread watch(InputStream body, AtomicLong heard, CompletableFuture<Void> isDone) {
        var watch = new Thread(
                () -> {
                    try {
                        while (!isDone.isDone()) {
                            long left = silence.toNanos() - (System.nanoTime() - heard.get());
                            if (left <= 0) {
                                body.close();
                                return;
                            }
                            TimeUnit.NANOSECONDS.sleep(left);
                        }
                    } catch (InterruptedException | IOException e) {
                        // The download is complete.
                    }
                },
                "orrery-pull-watch");
        watch.setDaemon(true);
        watch.start();
        return watch;
    }

    private static void verify(RemoteFile file, Path to) throws IOException {
        var found = hash(file, to);
        if (!found.equals(file.hash())) {
            forget(to);
            throw new OrreryException(new ModelError.DownloadDamaged(file.name(), found, file.hash()));
        }
    }

    private static void forget(Path to) throws IOException {
        Files.deleteIfExists(to);
        Files.deleteIfExists(version(to));
    }

    private static Path version(Path file) {
        return file.resolveSibling(file.getFileName() + ".etag");
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static String hash(RemoteFile file, Path at) throws IOException {
        try (var in = Files.newInputStream(at)) {
            var hash = MessageDigest.getInstance(file.isBlob() ? "SHA-1" : "SHA-256");
            if (file.isBlob()) {
                hash.update(("blob " + Files.size(at) + "\0").getBytes(StandardCharsets.US_ASCII));
            }
            var piece = new byte[PIECE];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                hash.update(piece, 0, count);
            }
            return HexFormat.of().formatHex(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1 and SHA-256", e);
        }
    }

    /** The server has had too many requests, and wants to be left alone for a while. */
    private static final class Busy extends OrreryIOException {
        private static final long serialVersionUID = 1;
        private final transient Duration pause;

        Busy(String repository, Duration pause) {
            super(new TransferError.HubBusy(repository));
            this.pause = pause;
        }

        Duration pause() {
            return pause;
        }
    }
}

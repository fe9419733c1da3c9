package io.orrery.model.download;

import io.orrery.error.GroupedNumber;
import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.error.OrreryIOException;
import io.orrery.error.TransferError;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
    private static final Duration CONNECTING = Duration.ofSeconds(15);

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECTING)
            .build();
    private final Duration pause;
    private final int attempts;
    private final Duration silence;

    /**
     * @param attempts the number of consecutive attempts without progress after which the download fails
     * @param pause the time between two attempts
     * @param silence the longest time without data within an attempt
     */
    Download(int attempts, Duration pause, Duration silence) {
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
    void fetch(URI address, RemoteFile file, Path to, LongConsumer progress) throws IOException {
        int failures = 0;
        while (!isWhole(file, to)) {
            long before = size(to);
            try {
                attempt(address, file, to, progress);
                if (file.bytes() == RemoteFile.UNKNOWN) {
                    break;
                }
            } catch (IOException e) {
                failures = size(to) > before ? 1 : failures + 1;
                if (failures >= attempts || isOfTheDisk(e)) {
                    throw e;
                }
                sleep();
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

    private void attempt(URI address, RemoteFile file, Path to, LongConsumer progress) throws IOException {
        long have = size(to);
        var request = HttpRequest.newBuilder(address).header("Accept-Encoding", "identity");
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
            if (Files.exists(version(to))) {
                request.header("If-Range", Files.readString(version(to)));
            }
        }
        var response = send(request.build());
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
            if (status != WHOLE && status != PARTIAL) {
                throw unavailable(address, status);
            }
            remember(response, to);
            write(body, file, to, goesOn ? have : 0, progress);
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        var answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        try {
            return answer.get(silence.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            answer.cancel(true);
            throw new OrreryIOException(new TransferError.ServerSilent(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrreryIOException(new TransferError.FetchingInterrupted(), e);
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
        var found = sha256(to);
        if (!found.equals(file.sha256())) {
            forget(to);
            throw new OrreryException(new ModelError.DownloadDamaged(file.name(), found, file.sha256()));
        }
    }

    private static void forget(Path to) throws IOException {
        Files.deleteIfExists(to);
        Files.deleteIfExists(version(to));
    }

    private static OrreryException unavailable(URI address, int status) {
        return new OrreryException(new ModelError.DownloadRefused(address.toString(), status));
    }

    private static Path version(Path file) {
        return file.resolveSibling(file.getFileName() + ".etag");
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static String sha256(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var hash = MessageDigest.getInstance("SHA-256");
            var piece = new byte[PIECE];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                hash.update(piece, 0, count);
            }
            return HexFormat.of().formatHex(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void sleep() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrreryIOException(new TransferError.FetchingInterrupted(), e);
        }
    }
}

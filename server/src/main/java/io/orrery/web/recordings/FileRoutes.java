package io.orrery.web.recordings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.error.JsonError;
import io.orrery.error.OrreryException;
import io.orrery.error.RecordingError;
import io.orrery.room.recording.Recording;
import io.orrery.room.recording.RecordingFile;
import io.orrery.room.recording.Recordings;
import io.orrery.web.file.Exports;
import io.orrery.web.file.Exports.Taped;
import io.orrery.web.file.FilePart;
import io.orrery.web.file.OneFile;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.web.http.Services;
import io.orrery.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gives out a recording as one file that a browser plays without a server, and says before how large its parts are. Files are made one after the other: each takes a
 * processor and much memory for some seconds.
 */
public final class FileRoutes {
    public static final List<Route> ROUTES = List.of(
            new Route("GET", "/api/recordings/{id}/file", Who.READER),
            new Route("GET", "/api/recordings/{id}/file/parts", Who.READER));

    /** The longest recording that is made a file, without its voice: many hours. */
    private static final long MOST_ROWS = 64L << 20;

    private static final long MOST_VOICE = 64L << 20;
    private static final int MIB = 20;

    /** What is in memory of a recording's row while a file is made, as text, as JSON and compressed. */
    private static final int COPIES = 6;

    /** The memory that a file takes besides, bytes. */
    private static final long LEAST_MEMORY = 128L << 20;

    private final Supplier<Services> opened;

    private final Executor making = Executors.newSingleThreadExecutor(work -> {
        var thread = new Thread(work, "orrery-files");
        thread.setDaemon(true);
        return thread;
    });

    /** @param opened throws a problem while the models are being read */
    public FileRoutes(Supplier<Services> opened) {
        this.opened = opened;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/api/recordings/{id}/file", this::file);
        routes.get("/api/recordings/{id}/file/parts", this::parts);
    }

    private void file(Context ctx) {
        Set<FilePart> without = without(ctx);
        make(ctx, without, page -> {
            ctx.header("Cache-Control", "no-store")
                    .header("Content-Disposition", "attachment; filename=\"orrery-recording.html\"");
            return Answers.stream(ctx, "text/html; charset=utf-8", page.length(), page.open());
        });
    }

    /** The bytes of each part in the file with all of them. The voice, which is compressed already, is not read for that. */
    private void parts(Context ctx) {
        Services all = opened.get();
        Recording head = RecordingRoutes.readable(ctx, all);
        long voice = voice(all, head);
        make(ctx, EnumSet.of(FilePart.VOICE), page -> {
            var json = new LinkedHashMap<String, Object>();
            List<Map<String, Object>> parts = new ArrayList<>();
            page.sizes().forEach((part, bytes) -> {
                var each = new LinkedHashMap<String, Object>();
                each.put("part", part.word());
                each.put("bytes", part == FilePart.VOICE ? OneFile.inBase64(voice) : bytes);
                each.put("optional", part.mayBeLeftOut());
                parts.add(each);
            });
            json.put("parts", parts);
            Answers.json(ctx, json);
            return CompletableFuture.completedFuture(null);
        });
    }

    private static long voice(Services all, Recording head) {
        return Cut.files(RecordingRoutes.recordings(all), head).stream()
                .filter(RecordingFile::isVoice)
                .mapToLong(RecordingFile::bytes)
                .sum();
    }

    /** Makes a file, and answers with it. */
    private void make(Context ctx, Set<FilePart> without, Function<OneFile.Page, CompletableFuture<Void>> answer) {
        Services all = opened.get();
        Recording head = RecordingRoutes.readable(ctx, all);
        // where this request has come to, this server is
        String host = ctx.req().getLocalAddr();
        String server = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + ctx.req().getLocalPort();
        ctx.future(() -> CompletableFuture.supplyAsync(
                        () -> {
                            long stored = requireSmall(all, head, without);
                            try (var reserved = all.library().reserve(stored * COPIES + LEAST_MEMORY)) {
                                return new Exports(all.library(), all.tours(), server)
                                        .recording(taped(all, head, without), without);
                            }
                        },
                        making)
                .thenCompose(answer));
    }

    private static Set<FilePart> without(Context ctx) {
        Set<FilePart> without = EnumSet.noneOf(FilePart.class);
        for (String word :
                Optional.ofNullable(ctx.queryParam("without")).orElse("").split(",")) {
            if (!word.isEmpty()) {
                without.add(FilePart.leftOut(word)
                        .orElseThrow(() ->
                                new OrreryException(new JsonError.FieldNotOneOf("request.without", FilePart.words()))));
            }
        }
        return without;
    }

    /** @return bytes that are stored of it */
    private static long requireSmall(Services all, Recording head, Set<FilePart> without) {
        Recordings recordings = RecordingRoutes.recordings(all);
        long voice = without.contains(FilePart.VOICE) ? 0 : voice(all, head);
        long rows =
                recordings.contents(head.id()).map(Recording.Contents::bytes).orElse(0L);
        if (voice > MOST_VOICE) {
            throw new OrreryException(new RecordingError.VoiceTooLongForAFile(MOST_VOICE >> MIB));
        }
        if (rows > MOST_ROWS) {
            throw new OrreryException(new RecordingError.TooMuchForAFile(MOST_ROWS >> MIB));
        }
        return voice + rows;
    }

    /**
     * A recording as it is given out.
     *
     * @throws OrreryException if it is too large for a file
     */
    public static Taped taped(Services all, String id, Set<FilePart> without) {
        Recording head = RecordingRoutes.recordings(all).find(id).orElseThrow(RecordingRoutes::unknown);
        requireSmall(all, head, without);
        return taped(all, head, without);
    }

    private static Taped taped(Services all, Recording head, Set<FilePart> without) {
        Recordings recordings = RecordingRoutes.recordings(all);
        Recording.Contents contents = recordings.contents(head.id()).orElseThrow(RecordingRoutes::unknown);
        var manifest = (ObjectNode) Json.own(Json.bytes(RecordingRoutes.manifest(contents, false, all)));
        // of a recording that goes on the file has what there is
        manifest.put("state", "ended").put("room", "").remove(List.of("access", "zero"));
        List<byte[]> stretches = new ArrayList<>();
        for (int n = 0; n < manifest.path("stretches").size(); n++) {
            stretches.add(Cut.stretch(recordings, head, n).orElseThrow(RecordingRoutes::unknown));
        }
        List<byte[]> voice = new ArrayList<>();
        if (!without.contains(FilePart.VOICE)) {
            manifest.path("voice")
                    .forEach(piece -> voice.add(recordings
                            .file(
                                    head.id(),
                                    RecordingFile.voice(piece.path("part").asLong()))
                            .orElseThrow(RecordingRoutes::unknown)));
        }
        Map<String, String> captions = new LinkedHashMap<>();
        manifest.path("captions")
                .forEach(language -> recordings
                        .file(head.id(), RecordingFile.captions(language.asText()))
                        .ifPresent(bytes -> captions.put(
                                language.asText(), new String(Cut.captions(bytes, head), StandardCharsets.UTF_8))));
        return new Taped(manifest, stretches, voice, captions);
    }
}

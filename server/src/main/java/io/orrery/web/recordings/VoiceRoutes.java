package io.orrery.web.recordings;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.error.OrreryException;
import io.orrery.error.RecordingError;
import io.orrery.room.recording.Captions;
import io.orrery.room.recording.Recording;
import io.orrery.room.recording.RecordingFile;
import io.orrery.room.recording.Recordings;
import io.orrery.web.access.Guard;
import io.orrery.web.http.Bodies;
import io.orrery.web.http.Query;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.web.http.Services;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Takes the voice of a recording, piece by piece, and its captions, and gives them out. A piece is an audio file of its own, whose number is the time at
 * which it begins. So a piece that is sent again replaces itself, and what two devices record at the same time is not mixed: the first one stays.
 */
public final class VoiceRoutes {
    public static final List<Route> ROUTES = List.of(
            new Route("PUT", "/api/recordings/{id}/voice/{part}", Who.EDITOR),
            new Route("GET", "/api/recordings/{id}/voice/{part}", Who.READER),
            new Route("GET", "/api/recordings/{id}/captions/{language}", Who.READER),
            new Route("PUT", "/api/recordings/{id}/captions/{language}", Who.EDITOR),
            new Route("DELETE", "/api/recordings/{id}/captions/{language}", Who.EDITOR));

    /** The longest piece, ms. */
    static final int LONGEST_MS = 30_000;

    /** The most pieces of a recording: of 20 s each a day and a half. */
    static final int MOST_PIECES = 6000;

    static final int MOST_LANGUAGES = 20;

    /** In which pieces may overlap, ms: each begins before the last one ends, and clocks differ a little. */
    private static final long OVERLAP_MS = 1500;

    /** How far a piece may reach beyond what is recorded, ms. */
    private static final long BEYOND_MS = 2000;

    private static final int MS = 1000;
    private static final int NO_CONTENT = 204;

    private static final Pattern PART = Pattern.compile("\\d{1,9}");

    /** A form of audio. @param type its media type @param magic what its files have at an offset */
    private record Form(Pattern type, int offset, byte[] magic) {
        static Form of(String type, int offset, int... magic) {
            var bytes = new byte[magic.length];
            for (int i = 0; i < magic.length; i++) {
                bytes[i] = (byte) magic[i];
            }
            return new Form(Pattern.compile(type + "(?:; ?codecs=\"?[A-Za-z0-9.,]{1,40}\"?)?"), offset, bytes);
        }

        boolean isOf(String named, byte[] file) {
            return type.matcher(named).matches()
                    && file.length > offset + magic.length
                    && Arrays.equals(Arrays.copyOfRange(file, offset, offset + magic.length), magic);
        }
    }

    private static final List<Form> FORMS = List.of(
            Form.of("audio/webm", 0, 0x1A, 0x45, 0xDF, 0xA3),
            Form.of("audio/ogg", 0, 'O', 'g', 'g', 'S'),
            Form.of("audio/mp4", 4, 'f', 't', 'y', 'p'));

    private final Supplier<Services> opened;
    private final Guard guard;

    /** @param opened throws a problem while the models are being read */
    public VoiceRoutes(Supplier<Services> opened, Guard guard) {
        this.opened = opened;
        this.guard = guard;
    }

    public void addTo(RoutesConfig routes) {
        routes.put("/api/recordings/{id}/voice/{part}", this::putVoice);
        routes.get("/api/recordings/{id}/voice/{part}", ctx -> give(ctx, RecordingFile.voice(part(ctx))));
        routes.get("/api/recordings/{id}/captions/{language}", ctx -> give(ctx, RecordingFile.captions(language(ctx))));
        routes.put("/api/recordings/{id}/captions/{language}", this::putCaptions);
        routes.delete("/api/recordings/{id}/captions/{language}", this::eraseCaptions);
    }

    /** Writes what a recording has of both into its manifest. */
    static void list(Recording head, Recordings recordings, Map<String, Object> manifest) {
        List<RecordingFile> files = Cut.files(recordings, head);
        manifest.put(
                "voice",
                voice(files).stream()
                        .map(piece -> json(piece, piece.t() - Math.round(head.from())))
                        .toList());
        manifest.put(
                "captions",
                files.stream()
                        .filter(RecordingFile::isCaptions)
                        .map(RecordingFile::language)
                        .toList());
    }

    /** The pieces of the voice, by time. */
    private static List<RecordingFile> voice(List<RecordingFile> files) {
        return files.stream()
                .filter(RecordingFile::isVoice)
                .sorted(Comparator.comparingLong(RecordingFile::t))
                .toList();
    }

    /** @param t in the time of the cut */
    private static Map<String, Object> json(RecordingFile piece, long t) {
        var json = new LinkedHashMap<String, Object>();
        json.put("part", piece.t());
        json.put("t", t);
        json.put("length", piece.length());
        json.put("type", piece.type());
        json.put("bytes", piece.bytes());
        return json;
    }

    private void putVoice(Context ctx) {
        guard.requireOwnOrigin(ctx);
        Services all = opened.get();
        Recording head = RecordingRoutes.editable(ctx, all);
        long t = part(ctx);
        long length = new Query(ctx).whole("length", 0, 1, LONGEST_MS);
        byte[] bytes = Bodies.file(ctx);
        String type = Optional.ofNullable(ctx.contentType()).orElse("");
        if (FORMS.stream().noneMatch(form -> form.isOf(type, bytes))) {
            throw new OrreryException(new RecordingError.NotAVoice());
        }
        keep(all, head, RecordingFile.voice(t, type, length, bytes.length), bytes);
        ctx.status(NO_CONTENT);
    }

    /** One after the other, so that no two pieces overlap. */
    private synchronized void keep(Services all, Recording head, RecordingFile piece, byte[] bytes) {
        Recordings recordings = RecordingRoutes.recordings(all);
        Recording.Contents contents = recordings.contents(head.id()).orElseThrow(RecordingRoutes::unknown);
        if (piece.t() + piece.length() > RecordingRoutes.length(contents, all) + BEYOND_MS) {
            throw new OrreryException(new RecordingError.VoiceOutside(LONGEST_MS / MS));
        }
        List<RecordingFile> others = voice(recordings.files(head.id()));
        Optional<RecordingFile> same =
                others.stream().filter(other -> other.t() == piece.t()).findFirst();
        boolean isLess = same.filter(sent -> sent.length() > piece.length()).isPresent();
        if (isLess || others.stream().anyMatch(other -> other.t() != piece.t() && overlap(other, piece) > OVERLAP_MS)) {
            throw new OrreryException(new RecordingError.VoiceTaken());
        }
        if (same.isEmpty() && others.size() >= MOST_PIECES) {
            throw new OrreryException(new RecordingError.TooManyPieces(MOST_PIECES));
        }
        recordings.putFile(head.id(), piece, bytes);
    }

    private static long overlap(RecordingFile one, RecordingFile other) {
        return Math.min(one.t() + one.length(), other.t() + other.length()) - Math.max(one.t(), other.t());
    }

    /** A piece never changes once the next one has begun, captions may. */
    private void give(Context ctx, String name) {
        Services all = opened.get();
        Recording head = RecordingRoutes.readable(ctx, all);
        Recordings recordings = RecordingRoutes.recordings(all);
        RecordingFile file = Cut.files(recordings, head).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(RecordingRoutes::unknown);
        byte[] bytes = recordings.file(head.id(), name).orElseThrow(RecordingRoutes::unknown);
        ctx.header("Cache-Control", file.isVoice() ? "private, max-age=3600" : "no-store")
                .contentType(file.isVoice() ? file.type() : file.type() + "; charset=utf-8")
                .result(file.isVoice() ? bytes : Cut.captions(bytes, head));
        if (file.isVoice()) {
            ctx.disableCompression();
        }
    }

    private void putCaptions(Context ctx) {
        guard.requireOwnOrigin(ctx);
        Services all = opened.get();
        Recording head = RecordingRoutes.editable(ctx, all);
        String language = language(ctx);
        byte[] edited = Bodies.file(ctx);
        Captions.read(edited);
        Recordings recordings = RecordingRoutes.recordings(all);
        byte[] bytes = Cut.edited(edited, recordings.file(head.id(), RecordingFile.captions(language)), head);
        RecordingFile file = RecordingFile.captions(language, bytes.length);
        List<String> others = recordings.files(head.id()).stream()
                .filter(RecordingFile::isCaptions)
                .map(RecordingFile::name)
                .filter(name -> !name.equals(file.name()))
                .toList();
        if (others.size() >= MOST_LANGUAGES) {
            throw new OrreryException(new RecordingError.TooManyLanguages(MOST_LANGUAGES));
        }
        recordings.putFile(head.id(), file, bytes);
        ctx.status(NO_CONTENT);
    }

    private void eraseCaptions(Context ctx) {
        guard.requireOwnOrigin(ctx);
        Services all = opened.get();
        Recording head = RecordingRoutes.editable(ctx, all);
        RecordingRoutes.recordings(all).eraseFile(head.id(), RecordingFile.captions(language(ctx)));
        ctx.status(NO_CONTENT);
    }

    private static long part(Context ctx) {
        String part = ctx.pathParam("part");
        if (!PART.matcher(part).matches()) {
            throw new OrreryException(new RecordingError.VoiceOutside(LONGEST_MS / MS));
        }
        return Long.parseLong(part);
    }

    private static String language(Context ctx) {
        return Captions.language(ctx.pathParam("language"));
    }
}

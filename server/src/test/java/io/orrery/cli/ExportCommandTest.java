package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.access.RoomKey;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.talk.Talk;
import io.orrery.room.activity.talk.TalkState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.log.LoggedState;
import io.orrery.room.recording.Recording;
import io.orrery.room.storage.SavedRoom;
import io.orrery.store.DataFolder;
import io.orrery.tour.TourFiles;
import io.orrery.tour.file.TalkFile;
import io.orrery.tour.file.TourFolder;
import io.orrery.tour.file.TourReader;
import io.orrery.web.file.FiledRecording;
import io.orrery.wire.Cursor;
import io.orrery.wire.TraceSummary;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings and tours become files, and are played from them. */
class ExportCommandTest {
    private static final String ID = "of-an-evening";

    @TempDir
    Path folder;

    private Path data() {
        Path data = folder.resolve("data");
        try (var kept = DataFolder.open(data)) {
            var recordings = kept.storage().recordings();
            recordings.put(new Recording(
                    ID,
                    "ABCDEF",
                    "Evening",
                    "1",
                    0,
                    1000,
                    0,
                    Recording.State.ENDED,
                    0,
                    0,
                    Recording.Access.CLOSED,
                    "k",
                    List.of()));
            recordings.append(ID, 0, 0, 0, """
                {"t":0,"seq":1,"clock":5,"state":{"trace":{"id":"a","model":"b","tokens":[1],"text":["A"],"promptLength":1,"nCtx":4,\
                "next":[],"ended":false},"cursor":{"trace":"a","step":"start"},"wheel":{}}}\
                """);
        }
        return data;
    }

    @Test
    void recordingOfADataFolderBecomesAFileThatIsServedToThisComputer() throws Exception {
        Path out = folder.resolve("evening.html");

        var run = CommandLineRun.of(
                "export",
                "--recording",
                ID,
                "--data",
                data().toString(),
                "--without",
                "why,voice",
                "--out",
                out.toString(),
                "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.json().path("bytes").asLong()).isEqualTo(Files.size(out));
        assertThat(run.json().path("parts").path("rows").asLong()).isPositive();
        HttpServer server = ReplayCommand.serve(FiledRecording.read(out), 0);
        try {
            String address = ReplayCommand.address(server);
            assertThat(answer(address).statusCode()).isEqualTo(200);
            assertThat(answer(address).body()).contains("<orrery-app page=\"replay\"", "<title>Evening</title>");
            assertThat(answer(address + "other").statusCode()).isEqualTo(404);
        } finally {
            server.stop(0);
        }
    }

    private static HttpResponse<String> answer(String address) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A tour of one's own, with the runs of its beats and the facts of its words. */
    @Test
    void tourBecomesAFileWithTheRunsOfItsBeats() throws Exception {
        TourFiles.in(folder.resolve("tours/mine"))
                .edit(
                        "tour.yaml",
                        "step: start",
                        "step: start\n        changes: [{head: 1.1, do: zero}]\n        lab: {tool: saliency}")
                .edit("tour.yaml", "step: probs", "step: probs\n        lab: {tool: lens, position: last, b: all}");
        Path out = folder.resolve("mine.html");

        var run = CommandLineRun.of(
                "export", "--tour", "mine", "--tours", folder.resolve("tours").toString(), "--out", out.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Answers of why that 1 of its beats show are not in it");
        String html = Files.readString(out);
        assertThat(html).contains("<orrery-app page=\"solo\"", "&tour=mine&route=5");
        JsonNode data = data(html);
        assertThat(data.path("answers").has("/api/tours/mine?lang=en")).isTrue();
        assertThat(data.path("answers").has("/api/tours/mine?lang=de")).isTrue();
        JsonNode tour = data.path("answers").path("/api/tours/mine?lang=en");
        assertThat(data.path("prompts").properties()).hasSize(1);
        String trace = data.path("prompts").elements().next().asText();
        for (JsonNode each : data.path("traces")) {
            if (each.at("/info/id").asText().equals(trace)) {
                assertThat(each.at("/info/text"))
                        .hasSize(tour.path("text").asText().length());
                assertThat(each.path("rows")).hasSameSizeAs(each.at("/info/text"));
                assertLensIsWhole(data, trace, each.path("info"));
            }
        }
        assertThat(data.path("traces")).isNotEmpty();
    }

    /** The lens about the last position has all positions, and says at last what the model says. */
    private static void assertLensIsWhole(JsonNode data, String trace, JsonNode run) {
        int last = run.path("text").size() - 1;
        JsonNode lens = data.path("answers").path("/api/traces/" + trace + "/why/lens?b=all&position=" + last);
        assertThat(lens.path("from").asInt(-1)).isZero();
        JsonNode said = lens.path("top").path(lens.path("points").size() - 1);
        assertThat(said).hasSize(last + 1);
        assertThat(said.path(last).asInt(-1)).isEqualTo(run.at("/next/0/token").asInt(-2));
    }

    @Test
    void talkBecomesAFileHoweverItsOwnIsNamedAndIsRefusedByItsLine() throws Exception {
        Path talk = TourFiles.oneFile(folder.resolve("Mein Vortrag"));
        Path out = folder.resolve("talk.html");

        var run = CommandLineRun.of("export", "--talk", talk.toString(), "--out", out.toString(), "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.json().path("beatsWithoutWhy").asInt(-1)).isZero();
        String html = Files.readString(out);
        assertThat(html).contains("&tour=talk&route=5");
        assertThat(data(html).path("answers").path("/api/tours/talk?lang=de").at("/chapters/0/beats"))
                .hasSize(3);
        var asFolder =
                CommandLineRun.of("export", "--tour", "talk", "--tours", talk.toString(), "--out", out.toString());
        assertThat(asFolder.code()).isNotZero();
        assertThat(asFolder.err()).contains("There is no tour in " + talk + ":");

        Files.writeString(talk, Files.readString(talk).replace("step: probs", "step: other"));
        int line = Files.readAllLines(talk).indexOf("        step: other") + 1;
        assertThat(CommandLineRun.of("export", "--talk", talk.toString(), "--out", out.toString())
                        .err())
                .contains("cannot be shown: " + talk + ":" + line + ": ");
        assertRefused(
                "There is no such file",
                "export",
                "--talk",
                folder.resolve("none").toString(),
                "--out",
                "x");
    }

    /** A room's talk, in a folder that a server has left, is what its file would be. */
    @Test
    void talkOfARoomBecomesTheFileThatItsOwnFileBecomes() throws Exception {
        Path file = TourFiles.oneFile(folder.resolve("mine.yaml"));
        TourFolder read = TalkFile.read(file);
        TalkFile.Read talk = TalkFile.of(read, TourReader.read(read, 1).tour().orElseThrow(), 1);
        RoomCode code = RoomCode.typed("BCD-234");
        Path data = folder.resolve("data");
        Path out = folder.resolve("talk.html");
        String[] asked = {"export", "--talk", "An evening", "--data", data.toString(), "--room", "bcd 234"};
        try (var kept = DataFolder.open(data)) {
            kept.storage().add(SavedRoom.of(code, Keys.of(RoomKey.of("one"), RoomKey.of("other"), 0), false, "m", 0));
            assertThat(refused(asked, out)).contains("Another Orrery uses the data folder " + data);
        }
        assertThat(refused(asked, out)).contains("Room BCD234 has no talk.");
        try (var kept = DataFolder.open(data)) {
            var talks = List.of(
                    new Talk("talk-1", 1, "An evening", "Ada", "", talk.beats(), List.of()),
                    new Talk("talk-2", 2, "", "", "", List.of(), List.of()),
                    new Talk("talk-3", 3, "Two", "", "", talk.beats(), List.of()),
                    new Talk("talk-4", 4, "Two", "", "", talk.beats(), List.of()));
            var shown = new TraceSummary(
                    "t",
                    "m",
                    List.of(1),
                    List.of("A"),
                    1,
                    11,
                    List.of(),
                    false,
                    List.of(),
                    "",
                    Optional.empty(),
                    List.of());
            LoggedState.none()
                    .begun(
                            kept.storage().log(code),
                            1,
                            Activities.ALL
                                    .first()
                                    .with(
                                            WalkState.PART,
                                            new WalkState(shown, new Cursor("t", "start"), true, Optional.of(shown)))
                                    .with(TalkState.PART, new TalkState(talks, "talk-1", false, 4)));
        }

        var run = CommandLineRun.of(with(asked, out));

        assertThat(run.err()).isEmpty();
        JsonNode beats = beats(out);
        assertThat(CommandLineRun.of("export", "--talk", file.toString(), "--out", out.toString())
                        .err())
                .isEmpty();
        assertThat(beats).hasSize(3);
        for (String part : List.of("id", "title", "texts", "steps", "focus", "act", "alone")) {
            assertThat(beats.findValues(part)).as(part).isEqualTo(beats(out).findValues(part));
        }
        asked[2] = "Two";
        assertThat(refused(asked, out))
                .contains("Room BCD234 has not one talk named Two; give the id of one: talk-1 (An evening), talk-2,"
                        + " talk-3 (Two), talk-4 (Two).");
        asked[2] = "talk-2";
        assertThat(refused(asked, out)).contains("The talk talk-2 of room BCD234 has no beats.");
        asked[6] = "ZZZZZZ";
        assertThat(refused(asked, out)).contains("There is no room named ZZZZZZ.");
        asked[4] = folder.resolve("none").toString();
        assertThat(refused(asked, out)).contains("There is no such file or folder: " + asked[4]);
        assertRefused("--talk with --data needs --room", "export", "--talk", "x", "--data", "y", "--out", "z");
        assertRefused("--room needs --data", "export", "--talk", "x", "--room", "y", "--out", "z");
        assertRefused("--room needs --talk", "export", "--tour", "x", "--room", "y", "--out", "z");
    }

    private static JsonNode beats(Path out) throws Exception {
        return data(Files.readString(out))
                .path("answers")
                .path("/api/tours/talk?lang=de")
                .at("/chapters/0/beats");
    }

    private static String refused(String[] args, Path out) {
        var run = CommandLineRun.of(with(args, out));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1);
        return run.err();
    }

    private static String[] with(String[] args, Path out) {
        return Stream.concat(Arrays.stream(args), Stream.of("--out", out.toString()))
                .toArray(String[]::new);
    }

    private static JsonNode data(String html) throws Exception {
        var found = Pattern.compile("id=\"part-data\">([^<]*)<").matcher(html);
        assertThat(found.find()).isTrue();
        try (var zipped =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(found.group(1))))) {
            return new JsonMapper().readTree(zipped);
        }
    }

    @Test
    void whatCannotBeWrittenOrPlayedIsSaidInASentence() throws Exception {
        String out = folder.resolve("x.html").toString();
        Path foreign = Files.writeString(folder.resolve("foreign.html"), "<p>Hello");

        assertRefused(
                "There is no such recording, or not any more.",
                "export",
                "--recording",
                "other",
                "--data",
                data().toString(),
                "--out",
                out);
        assertRefused("--recording needs --data", "export", "--recording", ID, "--out", out);
        assertRefused(
                "--without is some of numbers, why, voice, captions, not words",
                "export",
                "--recording",
                ID,
                "--data",
                folder.toString(),
                "--without",
                "words",
                "--out",
                out);
        assertRefused(
                "There is no such file or folder",
                "export",
                "--recording",
                ID,
                "--data",
                folder.resolve("none").toString(),
                "--out",
                out);
        assertRefused("foreign.html has no recording of Orrery.", "replay", foreign.toString());
        assertThat(Path.of(out)).doesNotExist();
    }

    private static void assertRefused(String sentence, String... args) {
        var run = CommandLineRun.of(args);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(sentence).hasLineCount(1);
    }
}

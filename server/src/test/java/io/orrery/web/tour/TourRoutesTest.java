package io.orrery.web.tour;

import static io.orrery.web.RunningServer.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.ModelReference;
import io.orrery.tour.TourFiles;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TourRoutesTest {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int UNPROCESSABLE = 422;

    @TempDir
    static Path folder;

    @AutoClose
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        TourFiles.in(folder.resolve("mine"));
        TourFiles.in(folder.resolve("any")).edit("tour.yaml", "model: nano-sort\ntext: CBABBC\n", "");
        TourFiles.in(folder.resolve("broken")).edit("tour.yaml", "step: start", "step: begin");
        TourFiles.oneFile(folder.resolve("single.yaml"));
        for (String kind : List.of("", "kind: one, ")) {
            TourFiles.in(folder.resolve(kind.isEmpty() ? "asking" : "polling"))
                    .edit(
                            "tour.yaml",
                            "step: start",
                            "step: start\n        ask: {" + kind + "question: Q?, options: [x, y], right: 2}");
        }
        TourFiles acts = TourFiles.in(folder.resolve("acts"));
        acts.edit(
                "tour.yaml",
                "choose: tokens\n          right: strongest-key head 1.1 from last",
                "do: switch\n          layer: 2\n          until: not right");
        acts.edit("tour.yaml", "right: sorts, again", "right: {sorts: right, counts: not right}, again");
        for (String language : List.of("en", "de")) {
            String words = Files.readString(acts.folder().resolve(language + ".yaml"));
            int from = words.indexOf("          right: ");
            acts.edit(
                    language + ".yaml",
                    words.substring(from, words.indexOf("      what-comes-next:")),
                    "          done: \"{next}\"\n");
        }
        server = new RunningServer(
                new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty())
                        .withTours(folder));
    }

    @Test
    void listNamesToursWithTheirRoutes() throws Exception {
        JsonNode list = server.json("/api/tours?lang=de");

        JsonNode mine = named(list.get("tours"), "mine");
        assertThat(mine.get("title").textValue()).isEqualTo("Ein erster Blick");
        assertThat(mine.get("question").textValue()).startsWith("Welcher Buchstabe");
        assertThat(mine.get("languages").toString()).isEqualTo("[\"de\",\"en\"]");
        assertThat(mine.get("model").textValue()).isEqualTo("nano-sort");
        assertThat(mine.at("/routes/0/minutes").intValue()).isEqualTo(5);
        assertThat(mine.at("/routes/0/seconds").intValue()).isEqualTo(210);
        assertThat(mine.at("/routes/0/beats").intValue()).isEqualTo(3);
        assertThat(mine.get("chapters").intValue()).isEqualTo(1);
        assertThat(named(list.get("tours"), "any").get("model").isNull()).isTrue();
        JsonNode problem = named(list.get("broken"), "broken").get("problems").get(0);
        assertThat(problem.get("file").textValue()).isEqualTo("broken/tour.yaml");
        assertThat(problem.get("line").intValue()).isEqualTo(12);
        assertThat(problem.get("advice").booleanValue()).isFalse();
        assertThat(problem.get("reason").textValue()).isEqualTo("Sorting model has no step \"begin\".");
    }

    @Test
    void aTourOfOneFileIsServedLikeThatOfAFolder() throws Exception {
        for (String language : List.of("en", "de")) {
            JsonNode whole = server.json("/api/tours/single?lang=" + language);
            JsonNode mine = server.json("/api/tours/mine?lang=" + language);

            assertThat(whole.get("chapters")).isEqualTo(mine.get("chapters"));
            assertThat(whole.get("title")).isEqualTo(mine.get("title"));
            assertThat(whole.get("watched").booleanValue()).isTrue();
        }
    }

    @Test
    void blocksAreNamedByTheWordsThatMeanThemAtAStep() throws Exception {
        String model = server.json("/api/presets").at("/presets/0/model").textValue();
        JsonNode words = server.json("/api/models/" + model + "/steps/blocks.1.attn.scores/words"
                + "?block=blocks.1.attn.hook_q&block=blocks.0.attn.hook_k&block=blocks.1.ln1.hook_scale&block=nothing");

        assertThat(words.toString())
                .isEqualTo("{\"blocks.1.attn.hook_q\":{\"block\":\"queries\"},"
                        + "\"blocks.0.attn.hook_k\":{\"block\":\"keys\",\"layer\":1}}");
        assertProblem(server.get("/api/models/" + model + "/steps/begin/words?block=probs"), NOT_FOUND, "unknown-step");
    }

    @Test
    void tourHasItsScenesAndWords() throws Exception {
        JsonNode tour = server.json("/api/tours/mine?lang=en");

        assertThat(tour.get("watched").booleanValue()).isTrue();
        assertThat(tour.get("language").textValue()).isEqualTo("en");
        assertThat(tour.get("text").textValue()).isEqualTo("CBABBC");
        JsonNode beat = tour.at("/chapters/0/beats/1");
        assertThat(beat.at("/scene/steps").toString()).isEqualTo("[\"blocks.0.attn.pattern\"]");
        assertThat(beat.at("/scene/on").toString())
                .isEqualTo("{\"kind\":\"block\",\"node\":\"blocks.0.attn.hook_pattern\",\"head\":0}");
        assertThat(beat.at("/seconds/5").intValue()).isEqualTo(90);
        // 17 words at three a second, and six seconds to look.
        assertThat(tour.at("/chapters/0/beats/0/alone/simple").intValue()).isEqualTo(12);
        // 17 words, 9 of the question and 4 of what is told, six seconds to look and eight to choose.
        assertThat(beat.at("/alone/simple").intValue()).isEqualTo(24);
        assertThat(beat.at("/texts/simple/0/p/1"))
                .isEqualTo(RunningServer.JSON.readTree(
                        "{\"link\":{\"tensors\":[\"blocks.0.attn.hook_pattern\"],\"on\":{\"kind\":\"block\",\"node\":"
                                + "\"blocks.0.attn.hook_pattern\",\"head\":null},\"role\":\"aggregate\"},"
                                + "\"text\":[\"bright spots\"]}"));
        assertThat(beat.at("/texts/expert/0/p/3/math").textValue()).contains("softmax");
        assertThat(beat.at("/act/choose").textValue()).isEqualTo("tokens");
        assertThat(beat.at("/act/right").textValue()).isEqualTo("strongest-key head 1.1 from last");
        assertThat(beat.at("/act/hints")).hasSize(3);
        assertThat(beat.at("/act/rightText/0/p").toString())
                .isEqualTo("[\"Yes. \",{\"answer\":true},\" gets \",{\"fact\":\"attention head 1.1 from last to"
                        + " answer\"},\".\"]");
        assertThat(tour.at("/chapters/0/beats/2/texts/simple/0/p/3").toString())
                .isEqualTo("{\"if\":{\"fact\":\"right\"},\"then\":[\"That is right.\"],\"else\":[\"That is wrong.\"]}");
        assertThat(tour.at("/chapters/0/check/1/options").findValuesAsText("id"))
                .containsExactlyInAnyOrder("sorts", "counts");
        assertThat(tour.at("/chapters/0/check/1/again").textValue()).isEqualTo("letters");
    }

    @Test
    void actThatAsksForASignSaysWhoseProductItIsCountedFromZero() throws Exception {
        JsonNode tour = server.json("/api/tours/how-it-sorts?lang=en");

        JsonNode act = tour.at("/chapters/4/beats/2/act");
        assertThat(act.get("right").textValue()).isEqualTo("sign head 1.1 from last to 3 number 3");
        assertThat(act.get("product"))
                .isEqualTo(RunningServer.JSON.readTree(
                        "{\"layer\":0,\"head\":0,\"query\":\"last\",\"key\":2,\"number\":2}"));
        assertThat(tour.at("/chapters/4/beats/5/act").has("product")).isFalse();
    }

    @Test
    void actHasItsLayerAndWhatMakesAnOptionRight() throws Exception {
        JsonNode tour = server.json("/api/tours/acts?lang=en");

        JsonNode act = tour.at("/chapters/0/beats/1/act");
        assertThat(act.get("do").textValue()).isEqualTo("switch");
        assertThat(act.get("layer").intValue()).isEqualTo(2);
        assertThat(tour.at("/chapters/0/check/1/right"))
                .isEqualTo(
                        RunningServer.JSON.readTree(
                                "[{\"id\":\"sorts\",\"if\":{\"fact\":\"right\"}},{\"id\":\"counts\",\"if\":{\"not\":\"right\"}}]"));
    }

    @Test
    void tourIsSentAgainOnlyIfItHasChanged() throws Exception {
        var first = server.get("/api/tours/mine?lang=en");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(tag)
                .isEqualTo('"'
                        + RunningServer.JSON
                                .readTree(first.body())
                                .get("version")
                                .textValue()
                        + '"');

        assertThat(server.get("/api/tours/mine?lang=en", "If-None-Match", tag).statusCode())
                .isEqualTo(NOT_MODIFIED);
        assertThat(server.get("/api/tours/mine?lang=de", "If-None-Match", tag).statusCode())
                .isEqualTo(200);
    }

    @Test
    void languageFallsBackToTheNearestAndThenToEnglish() throws Exception {
        assertThat(server.json("/api/tours/mine?lang=de-AT").get("language").textValue())
                .isEqualTo("de");
        assertThat(server.json("/api/tours/mine?lang=fr").get("language").textValue())
                .isEqualTo("en");
        assertThat(server.json("/api/tours/mine?lang=%00%C3%28").get("language").textValue())
                .isEqualTo("en");
    }

    @Test
    void notesAreForThoseWhoDriveARoomOnly() throws Exception {
        String room = "/api/tours/mine?lang=en&room=" + server.code();

        assertThat(server.json("/api/tours/mine?lang=en")
                        .at("/chapters/0/beats/0")
                        .has("notes"))
                .isFalse();
        assertThat(server.json(room).at("/chapters/0/beats/0").has("notes")).isFalse();
        var wrong = server.get(room, "Authorization", "Bearer wrong");
        assertThat(RunningServer.JSON.readTree(wrong.body()).toString()).doesNotContain("\"notes\"");
        var right = RunningServer.JSON.readTree(
                server.get(room, "Authorization", "Bearer " + server.key()).body());
        assertThat(right.at("/chapters/0/beats/0/notes/0/p/0").textValue()).startsWith("Let them say");
        assertThat(right.get("version"))
                .isNotEqualTo(server.json("/api/tours/mine?lang=en").get("version"));
    }

    /** Of a question without a kind, and of a poll. */
    @ParameterizedTest
    @ValueSource(strings = {"asking", "polling"})
    void whatIsRightOfWhatABeatAsksTheRoomIsForThoseWhoDriveARoomOnly(String tour) throws Exception {
        String room = "?lang=en&room=" + server.code();
        String beats = "/api/tours/" + tour + "/beats" + room;

        assertThat(server.json("/api/tours/" + tour + room).findValues("ask")).isEmpty();
        assertThat(server.json(beats).at("/beats/0/scene/ask").toString())
                .contains("\"options\":[\"x\",\"y\"]")
                .doesNotContain("right");
        assertThat(server.get(beats, "Authorization", "Bearer wrong").body())
                .isEqualTo(server.get(beats).body());
        var right = RunningServer.JSON.readTree(
                server.get(beats, "Authorization", "Bearer " + server.key()).body());
        assertThat(right.at("/beats/0/scene/ask/right").asInt()).isEqualTo(2);
    }

    @Test
    void tourForAnyModelIsMadeForTheOneThatIsAskedFor() throws Exception {
        String preset = server.json("/api/presets").at("/presets/0/model").textValue();

        assertThat(server.json("/api/tours/any?model=nano-sort").get("text").textValue())
                .isEqualTo("CBABBC");
        assertThat(server.json("/api/tours/any?model=" + preset)
                        .at("/chapters/0/beats/0/scene/model")
                        .textValue())
                .isEqualTo("nano-sort");
        assertProblem(server.get("/api/tours/any?model=gpt9"), 404, "unknown-model");
    }

    @Test
    void unknownAndBrokenToursAreProblems() throws Exception {
        assertProblem(server.get("/api/tours/nope"), 404, "unknown-tour");
        assertProblem(server.get("/api/tours/..%2Fmine"), 404, "unknown-tour");
        var broken = server.get("/api/tours/broken");
        assertThat(broken.statusCode()).isEqualTo(422);
        assertThat(RunningServer.JSON.readTree(broken.body()).get("detail").textValue())
                .startsWith("The tour \"broken\" cannot be shown: broken/tour.yaml:12: ");
    }

    /** Each parameter is hostile in its turn; the tour that is asked for is not lost by it. */
    @Test
    void hostileParametersAreIgnoredOrRefusedWithASentence() throws Exception {
        String huge = "x".repeat(5000);
        String before = server.json("/api/tours/mine").toString();
        for (String value : List.of("", "%00", "%FF%FE", "..%2F..%2Fetc%2Fpasswd", "-1", "%F0%9F%98%80", huge)) {
            for (String parameter : List.of("lang", "room", "nothing")) {
                var answer = server.get("/api/tours/mine?" + parameter + "=" + value);
                assertThat(answer.statusCode())
                        .as(parameter + "=" + value)
                        .isIn(OK, BAD_REQUEST, NOT_FOUND, UNPROCESSABLE);
                assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                        .as(parameter + "=" + value)
                        .contains(answer.statusCode() == OK ? "\"language\":\"en\"" : "\"detail\":");
                assertThat(server.get("/api/tours?" + parameter + "=" + value).statusCode())
                        .as("list, " + parameter + "=" + value)
                        .isEqualTo(OK);
            }
            assertThat(server.get("/api/tours/mine?model=" + value).statusCode())
                    .as("model=" + value)
                    .isIn(BAD_REQUEST, NOT_FOUND);
        }
        assertThat(server.json("/api/tours/mine?lang=en&lang=de&lang=").toString())
                .isEqualTo(before);
        assertThat(server.json("/api/tours/mine").toString()).isEqualTo(before);
    }

    @Test
    void hostileFactsHaveAnErrorOfTheirOwn() throws Exception {
        String facts = "/api/traces/" + RunningServer.id(server.trace("CBABBC")) + "/facts?fact=next";
        for (String fact : List.of(
                "prob next 0",
                "prob next 99999999999999999999",
                "token -1",
                "attention head 0.0 from last to 1",
                "attention head 1.1.1 from last to 1",
                "cell ../weights number 1",
                "cell blocks.0.attn.hook_attn_scores[0] token 1 key 1",
                "prob \"",
                "prob \"\"",
                "prob \"\u0000\"",
                "next at temperature NaN",
                "prob next 1 at temperature 0",
                "prob next 1 at temperature -1",
                "prob next 1 at temperature 1e999",
                "\ud83d\ude00",
                "next ".repeat(30),
                "x".repeat(201),
                "{".repeat(1000))) {
            JsonNode answer = server.json(facts + "&fact=" + URLEncoder.encode(fact, StandardCharsets.UTF_8));
            assertThat(answer.at("/facts/0/text").textValue()).as(fact).isEqualTo("A");
            assertThat(answer.at("/facts/1/error/detail").asText()).as(fact).endsWith(".");
            assertThat(answer.at("/facts/1").has("value")).as(fact).isFalse();
        }
        for (String other :
                List.of("answer=%00", "answer=", "answer=99999999999", "prompt=x", "prompt=-1", "prompt=0")) {
            assertProblem(server.get(facts + "&" + other), BAD_REQUEST, "malformed");
        }
        // A prompt that is longer than the text: nothing was generated.
        assertThat(server.json(facts + "&fact=generated&prompt=2147483647")
                        .at("/facts/1")
                        .has("error"))
                .isTrue();
    }

    private static JsonNode named(JsonNode list, String id) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(each -> each.get("id").textValue().equals(id))
                .findFirst()
                .orElseThrow();
    }
}

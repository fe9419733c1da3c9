package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.engine.PlaceMeasure.Found;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions whose answer is a place: what each person is told in each phase, what is refused, and when the question ends. */
class PlaceTest extends PredictionRoom {
    /** Which word does the third one attend to most, in the second head of the first layer? */
    private static final String WORD = "'do':'place','trace':'t3','kind':'word','row':[0,1,2]";

    private static final String HEAD = "'do':'place','trace':'t3','kind':'head','measured':true";
    private static final String LAYER = "'do':'place','trace':'t3','kind':'layer','question':'Which layer?'";

    private static String touch(int number, String at) {
        return "'do':'touch','number':" + number + ",'place':" + at;
    }

    private static String lead(String what, int number) {
        return "'do':'place-" + what + "','number':" + number;
    }

    private static JsonNode placeOf(HandSocket person) {
        return stateOf(person).at("/place/question");
    }

    private void measured(int position, double weight) {
        room.engine().places(Optional.of(new Found(List.of(position), Optional.of(weight))));
    }

    private static void assertPlaces(HandSocket person, String phase, int answers, String counts, String right) {
        JsonNode question = placeOf(person);
        assertThat(question.get("phase").textValue()).isEqualTo(phase);
        assertThat(question.get("answers").intValue()).isEqualTo(answers);
        assertThat(question.path("counts").toString()).isEqualTo(counts);
        assertThat(question.path("right").toString()).isEqualTo(right);
    }

    @Test
    void eachRoleIsToldWhatItMayKnowInEachPhase() {
        measured(1, 0.5);
        give(presenter, WORD);
        announce();
        String right = "{\"at\":[1],\"by\":0.5}";
        assertPlaces(presenter, "open", 0, "[]", right);
        assertThat(placeOf(ada).get("size").toString()).isEqualTo("[3]");
        give(ada, touch(1, "[2]"));
        give(max, touch(1, "[2]"));
        give(max, touch(1, "[1]"));
        announce();
        String counts = "[{\"at\":[1],\"count\":1},{\"at\":[2],\"count\":1}]";
        assertPlaces(co, "open", 2, counts, right);
        assertThat(max.last("own").at("/state/place").toString()).isEqualTo("{\"number\":1,\"at\":[1]}");
        audience().forEach(each -> assertPlaces(each, "open", 2, "", ""));
        give(presenter, lead("close", 1));
        audience().forEach(each -> assertPlaces(each, "closed", 2, "", ""));
        give(presenter, lead("reveal", 1));
        everybody().forEach(each -> assertPlaces(each, "revealed", 2, counts, right));

        give(presenter, lead("again", 1));
        give(ada, touch(1, "[0]"));
        announce();
        assertThat(placeOf(presenter).get("first").toString()).isEqualTo(counts);
        audience().forEach(each -> {
            assertPlaces(each, "open", 1, "", "");
            assertThat(placeOf(each).get("first").toString()).isEqualTo("[]");
        });
        assertRefused(presenter, lead("again", 9), "question-gone");
        give(presenter, lead("reveal", 1));
        assertRefused(presenter, lead("again", 1), "asked-twice");
        give(presenter, lead("end", 1));
        everybody().forEach(each -> assertThat(stateOf(each).has("place")).isFalse());
    }

    @Test
    void whatAPhoneIsSentBeforeTheRevealDependsOnNoAnswerAndNotOnTheRightPlace() {
        var sent = List.of(
                sentTo(Optional.of(new Found(List.of(0), Optional.of(0.9))), "[0]", "[1]"),
                sentTo(Optional.of(new Found(List.of(2), Optional.of(0.4))), "[2]", "[2]"),
                sentTo(Optional.empty(), "[1]", "[0]"));

        assertThat(sent.get(0)).isNotEmpty().anyMatch(message -> message.contains("\"answers\":2"));
        assertThat(sent.get(1)).isEqualTo(sent.get(0));
        assertThat(sent.get(2)).isEqualTo(sent.get(0));
    }

    /** All that a phone and the hall are sent from the question to its close, in a room of its own. */
    private static List<String> sentTo(Optional<Found> right, String... answers) {
        var room = new RoomFixture();
        room.engine().places(right);
        var presenter = room.presenter();
        var phone = room.attendee();
        var hall = room.projector();
        var people = List.of(room.attendee(), room.attendee());
        phone.flush();
        hall.flush();
        int before = phone.everything().size();
        int beforeHall = hall.everything().size();
        room.command(presenter, seqOf(presenter), WORD);
        for (int i = 0; i < answers.length; i++) {
            room.command(people.get(i), seqOf(people.get(i)), touch(1, answers[i]));
        }
        room.loop().advance(500);
        phone.flush();
        hall.flush();
        room.command(presenter, seqOf(presenter), go("t3", "blocks.0.attn.pattern"));
        room.command(presenter, seqOf(presenter), lead("close", 1));
        room.loop().advance(500);
        phone.flush();
        hall.flush();
        var all = new java.util.ArrayList<String>();
        phone.everything().stream().skip(before).forEach(message -> all.add(message.toString()));
        hall.everything().stream().skip(beforeHall).forEach(message -> all.add(message.toString()));
        return all;
    }

    @Test
    void audienceIsSentNeitherTheWeightsOfTheLayerNorWhatIsComputedFromThemNorAToolOfWhyBeforeTheReveal() {
        give(presenter, WORD);
        int shownBefore = ada.frames().size();
        // What the weights are computed from is shown.
        give(presenter, go("t3", "blocks.0.attn.qkv"));
        int before = ada.frames().size();
        assertThat(before).isEqualTo(shownBefore + 1);
        for (String later : List.of("blocks.0.attn.z", "blocks.0.mlp.pre", "blocks.1", "blocks.1.attn.qkv", "logits")) {
            give(presenter, go("t3", later));
        }
        int ofPresenter = presenter.frames().size();
        give(presenter, go("t3", "blocks.0.attn.pattern"));
        assertThat(presenter.frames()).hasSizeGreaterThan(ofPresenter);
        assertThat(ada.frames()).hasSize(before);
        assertThat(hall.frames()).hasSize(before);
        give(presenter, "'do':'why','cursor':{'trace':'t3','step':'blocks.0.attn.pattern'},'tool':'heads'");
        assertThat(stateOf(ada).has("why")).isFalse();
        assertThat(stateOf(co).has("why")).isTrue();

        give(presenter, lead("reveal", 1));

        assertThat(ada.frames()).hasSize(before + 1);
        assertThat(stateOf(ada).has("why")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[3] | unknown-place",
                "[0,0] | unknown-place",
                "[] | unknown-place",
                "[2147483647] | unknown-place",
                "[-1] | field-integers-out-of-range",
                "[0.5] | field-not-integers",
                "[1e3] | field-not-integers",
                "['1'] | field-not-integers",
                "[0,0,0] | field-not-integers",
                "'1' | field-not-integers",
                "null | field-not-integers",
                "[4294967296] | field-not-integers"
            })
    void placeThatIsNotThereIsRefusedAndTheAnswerBeforeStays(String at, String code) {
        give(presenter, WORD);
        give(ada, touch(1, "[1]"));
        assertRefused(ada, touch(1, at), code);
        announce();
        assertPlaces(presenter, "open", 1, "[{\"at\":[1],\"count\":1}]", "");
    }

    @Test
    void headBeyondTheModelAndLayerBelowTheFirstAreRefused() {
        give(presenter, HEAD);
        assertThat(placeOf(ada).get("size").toString()).isEqualTo("[2,2]");
        give(ada, touch(1, "[1,1]"));
        assertRefused(ada, touch(1, "[2,0]"), "unknown-place");
        assertRefused(ada, touch(1, "[0,2]"), "unknown-place");
        assertRefused(ada, touch(1, "[1]"), "unknown-place");
        give(presenter, lead("end", 1));
        give(presenter, LAYER);
        assertThat(placeOf(ada).get("question").textValue()).isEqualTo("Which layer?");
        assertRefused(ada, touch(2, "[-1]"), "field-integers-out-of-range");
        assertRefused(ada, touch(2, "[2]"), "unknown-place");
        give(ada, touch(2, "[1]"));
    }

    @Test
    void answersThatAreLateOrForAnotherQuestionOrFromAScreenAreRefused() {
        assertRefused(ada, touch(1, "[0]"), "question-gone");
        give(presenter, WORD);
        assertRefused(presenter, WORD, "already-asked");
        assertRefused(ada, touch(2, "[0]"), "question-gone");
        assertRefused(hall, touch(1, "[0]"), "screen-cannot-guess");
        give(ada, touch(1, "[0]"));
        give(ada, touch(1, "[0]"));
        give(presenter, lead("close", 1));
        assertRefused(max, touch(1, "[0]"), "guesses-closed");
        give(presenter, lead("reveal", 1));
        assertRefused(max, touch(1, "[0]"), "guesses-closed");
        assertPlaces(ada, "revealed", 1, "[{\"at\":[0],\"count\":1}]", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'trace':'t2','kind':'word' | stale",
                "'trace':'t3','kind':'neuron' | field-not-one-of",
                "'trace':'t3' | field-not-text",
                "'trace':'t3','kind':'word','row':[0,1] | field-not-integers",
                "'trace':'t3','kind':'head','row':[0,1,1] | field-not-integers",
                "'trace':'t3','kind':'word','row':[0,1,3] | unknown-place",
                "'trace':'t3','kind':'word','row':[0,2,1] | unknown-place",
                "'trace':'t3','kind':'word','row':[2,0,1] | unknown-place",
                "'trace':'t3','kind':'word','row':[-1,0,1] | field-integers-out-of-range",
                "'trace':'t3','kind':'head','measured':'yes' | field-not-flag",
                "'trace':'t3','kind':'word','question':'' | field-not-text"
            })
    void questionAboutWhatIsNotThereIsRefused(String fields, String code) {
        assertRefused(presenter, "'do':'place'," + fields, code);
        assertThat(stateOf(presenter).has("place")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'do':'append','trace':'t3','tokens':[0]",
                "'do':'change','trace':'t3','changes':['blocks.0.attn.hook_z[1]=zero']",
                "'do':'prompt','trace':'t2'",
                "'do':'reset'"
            })
    void questionEndsWithItsRunOnAllScreens(String command) {
        give(presenter, "'do':'append','trace':'t3','tokens':[0]");
        give(presenter, "'do':'take-back','trace':'t4','tokens':1");
        give(presenter, LAYER);
        give(presenter, command.equals("'do':'reset'") ? "'do':'prompt','trace':'t5'" : command);
        everybody().forEach(each -> assertThat(stateOf(each).has("place")).isFalse());
        assertRefused(ada, touch(1, "[0]"), "question-gone");
        give(presenter, "'do':'undo'");
        everybody().forEach(each -> assertThat(stateOf(each).has("place")).isFalse());
    }

    @Test
    void whatCannotBeMeasuredIsSaidOnceAndOnlyAfterTheReveal() {
        give(presenter, HEAD);
        announce();
        assertThat(placeOf(presenter).get("lost").booleanValue()).isTrue();
        assertThat(placeOf(ada).has("lost")).isFalse();
        give(presenter, lead("reveal", 1));
        assertThat(placeOf(ada).get("lost").booleanValue()).isTrue();
    }

    @Test
    void placeThatIsMeasuredAfterTheRevealIsToldThen() {
        room.engine().slow();
        give(presenter, WORD);
        announce();
        give(presenter, lead("reveal", 1));
        assertThat(placeOf(ada).has("right")).isFalse();
        measured(2, 0.75);
        room.engine().answerOne();
        announce();
        everybody()
                .forEach(each ->
                        assertThat(placeOf(each).at("/right/at").toString()).isEqualTo("[2]"));
    }

    @Test
    void restartKeepsAnOpenQuestionAndReloadFindsItsAnswer() {
        var server = new RoomsFixture();
        var opening = server.open();
        var presenter = server.presenter(opening);
        String trace = presenter.last("welcome").at("/state/trace/id").textValue();
        server.command(presenter, 1, "'do':'place','trace':'" + trace + "','kind':'layer'");
        var ada = server.join(server.rooms().find(opening.code()).orElseThrow(), "attendee", "");
        server.command(ada, 2, touch(1, "[1]"));
        String me = RoomsFixture.quoted(meOf(ada));
        server.rooms().close();
        server.loop().run();
        Rooms again = server.restarted();
        server.loop().run();

        var back = server.join(again.find(opening.code()).orElseThrow(), "attendee", "'me':" + me);

        assertThat(back.last("own").at("/state/place").toString()).isEqualTo("{\"number\":1,\"at\":[1]}");
        var driver = server.presenter(again, opening);
        assertThat(driver.last("welcome").at("/state/place/question/counts").toString())
                .isEqualTo("[{\"at\":[1],\"count\":1}]");
        assertThat(driver.last("welcome").at("/state/place/question/phase").textValue())
                .isEqualTo("open");
    }
}

package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A room of five whose driver asks questions, and what each person is told. */
abstract class PredictionRoom {
    /** A, B or something else after the text of t3. */
    static final String ASK = "'do':'predict','trace':'t3','tokens':[0,1],'other':true";

    static final String FREE = "'do':'predict','question':'Which head?','options':['the first','the third']";

    /** As HandEngine says: A has 0.5, B 0.25, and all others the rest. */
    static final String MODEL = "[0.5,0.25,0.25]";

    static final String NO_REFUSAL = "";

    final RoomFixture room = new RoomFixture(new HandStorage(), 300);
    final HandSocket presenter = room.presenter();
    final HandSocket co = room.coPresenter();
    final HandSocket ada = room.attendee();
    final HandSocket max = room.attendee();
    final HandSocket hall = room.projector();

    static String guess(int number, int option) {
        return "'do':'guess','number':" + number + ",'option':" + option;
    }

    static String to(String what, int number) {
        return "'do':'predict-" + what + "','number':" + number;
    }

    List<HandSocket> audience() {
        return List.of(ada, max, hall);
    }

    List<HandSocket> everybody() {
        return List.of(presenter, co, ada, max, hall);
    }

    void give(HandSocket by, String command) {
        int refused = by.heard("refused").size();
        room.command(by, seqOf(by), command);
        everybody().forEach(HandSocket::flush);
        by.flush();
        assertThat(by.heard("refused"))
                .describedAs(command)
                .hasSize(command.contains("'stop'") ? refused + 1 : refused);
    }

    void assertRefused(HandSocket by, String command, String code) {
        int refused = by.heard("refused").size();
        room.command(by, seqOf(by), command);
        assertThat(by.heard("refused")).describedAs(command).hasSize(refused + 1);
        assertThat(by.last("refused").get("code").textValue())
                .describedAs(command)
                .isEqualTo(code);
        assertThat(by.last("refused").get("detail").textValue()).isNotEqualTo(NO_REFUSAL);
    }

    void announce() {
        room.loop().advance(500);
        everybody().forEach(HandSocket::flush);
    }

    void pass(double ms, HandSocket... people) {
        double until = room.loop().now() + ms;
        while (room.loop().now() < until) {
            room.loop().advance(Math.min(1000, until - room.loop().now()));
            List.of(people).forEach(HandSocket::flush);
        }
    }

    /** @param counts JSON; empty if the person is not told, likewise {@code model} */
    static void assertSeen(HandSocket person, String phase, int answers, String counts, String model) {
        JsonNode question = questionOf(person);
        assertThat(question.get("phase").textValue()).isEqualTo(phase);
        assertThat(question.get("answers").intValue()).isEqualTo(answers);
        assertThat(question.path("counts").toString()).isEqualTo(counts);
        assertThat(question.path("model").toString()).isEqualTo(model);
    }

    static JsonNode questionOf(HandSocket person) {
        return stateOf(person).at("/prediction/question");
    }

    static JsonNode stateOf(HandSocket person) {
        return lastOf(person).get("state");
    }

    static long seqOf(HandSocket person) {
        return lastOf(person).get("seq").longValue();
    }

    static JsonNode lastOf(HandSocket person) {
        return person.latest();
    }

    static String idOf(HandSocket person) {
        return person.last("welcome").get("id").textValue();
    }

    static String meOf(HandSocket person) {
        return person.last("welcome").get("me").textValue();
    }
}

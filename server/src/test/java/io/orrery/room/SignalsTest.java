package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Applause and "too fast": who sees how many, and what ends them; and where those stand who look around. */
class SignalsTest {
    private static final int PEOPLE_MS = 4_000;
    private static final int END_MS = 30_000;

    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final HandSocket projector = room.projector();
    private final HandSocket ada = room.attendee();
    private final HandSocket max = room.attendee();
    private final List<HandSocket> everybody = new ArrayList<>(List.of(presenter, projector, ada, max));

    @Test
    void presentersSeeHowManySignalAndNobodyIsSentWho() {
        give(ada, "too-fast");
        give(ada, "applaud");
        give(ada, "applaud");
        give(max, "applaud");
        pass(Tally.ANNOUNCE_MS);

        assertThat(signals(presenter).toString()).isEqualTo("{\"round\":1,\"hall\":false,\"fast\":1,\"applause\":2}");
        assertThat(room.coPresenter()
                        .last("welcome")
                        .at("/state/signals/applause")
                        .intValue())
                .isEqualTo(2);
        assertThat(room.attendee().last("welcome").get("state").has("signals")).isFalse();
        assertThat(projector.latest().get("state").has("signals")).isFalse();
        assertThat(ada.heard("own")).isEmpty();
    }

    @Test
    void theHallShowsApplauseOnlyIfTheDriverWishesAndNothingElse() {
        room.command(ada, 1, "'do':'applause-on-hall','on':true");
        assertThat(ada.last("refused").get("code").textValue()).isEqualTo("not-allowed");
        room.command(presenter, 1, "'do':'applause-on-hall','on':true");
        give(ada, "applaud");
        give(max, "too-fast");
        pass(Tally.ANNOUNCE_MS);

        assertThat(signals(projector).toString()).isEqualTo("{\"round\":1,\"hall\":true,\"fast\":0,\"applause\":1}");
        room.command(presenter, 2, "'do':'applause-on-hall','on':false");
        pass(Tally.ANNOUNCE_MS);
        assertThat(projector.latest().get("state").has("signals")).isFalse();
    }

    @Test
    void signalsEndAfterTheLastOneAndAreNotBroughtBackByUndo() {
        give(ada, "applaud");
        pass(END_MS - 1_000);
        give(max, "too-fast");
        pass(END_MS - 1_000);
        assertThat(signals(presenter).get("applause").intValue()).isOne();
        pass(2_000);
        assertThat(presenter.latest().get("state").has("signals")).isFalse();

        room.command(presenter, 2, "'do':'undo'");
        give(ada, "applaud");
        pass(Tally.ANNOUNCE_MS);
        assertThat(signals(presenter).get("applause").intValue()).isOne();
        assertThat(signals(presenter).get("fast").intValue()).isZero();
    }

    @Test
    void theSignalsOfAPersonWhoIsRemovedAreErased() {
        give(ada, "applaud");
        give(ada, "too-fast");
        give(max, "applaud");
        room.command(
                presenter,
                1,
                "'do':'kick','person':'" + ada.last("welcome").get("id").textValue() + "'");
        pass(Tally.ANNOUNCE_MS);

        assertThat(signals(presenter).get("applause").intValue()).isOne();
        assertThat(signals(presenter).get("fast").intValue()).isZero();
    }

    @Test
    void presentersSeeBeforeWhichPartsFiveOrMoreStandWhoLookAroundAndNobodyElseDoes() {
        List<HandSocket> people =
                IntStream.range(0, 6).mapToObj(i -> room.attendee()).toList();
        everybody.addAll(people);
        people.subList(0, 4).forEach(each -> looks(each, "'looking':true,'sees':'layer.1.mlp'"));
        looks(people.get(4), "'looking':true,'sees':'output'");
        // who does not look around stands nowhere
        looks(people.get(5), "'looking':false,'sees':'layer.1.mlp'");
        pass(PEOPLE_MS);
        assertThat(presenter.last("people").has("looks")).isFalse();
        assertThat(presenter.last("people").get("looking").intValue()).isEqualTo(5);

        looks(people.get(5), "'looking':true,'sees':'layer.1.mlp'");
        pass(PEOPLE_MS);
        assertThat(presenter.last("people").get("looks").toString()).isEqualTo("{\"layer.1.mlp\":5}");
        assertThat(presenter.last("people").get("list").toString()).doesNotContain("layer.1");
        assertThat(ada.last("people").has("looks")).isFalse();
        assertThat(projector.last("people").has("looks")).isFalse();

        looks(people.get(0), "");
        pass(PEOPLE_MS);
        assertThat(presenter.last("people").has("looks")).isFalse();
    }

    private void give(HandSocket person, String signal) {
        room.command(person, 1, "'do':'" + signal + "'");
    }

    private void looks(HandSocket person, String fields) {
        person.says("{'type':'ping','t':1" + (fields.isEmpty() ? "" : ",") + fields + "}")
                .flush();
        room.loop().run();
    }

    private void pass(double ms) {
        for (double left = ms; left > 0; left -= 1_000) {
            room.loop().advance(Math.min(left, 1_000));
            everybody.forEach(HandSocket::flush);
        }
    }

    private static JsonNode signals(HandSocket socket) {
        return socket.latest().at("/state/signals");
    }
}

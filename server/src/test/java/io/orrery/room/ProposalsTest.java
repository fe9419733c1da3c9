package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.room.activity.Activities;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Texts from the room: who proposes, votes, sees and runs them, and what erases them. */
class ProposalsTest {
    private static final int READ_MS = 2_000;

    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final HandSocket projector = room.projector();
    private final HandSocket ada = room.attendee();
    private final HandSocket max = room.attendee();

    @Test
    void attendeesSeeTextsAndVotesPresentersAlsoWhatComesNextAndTheHallNothing() {
        propose(ada, "'text':'AB','name':'Ada'");
        propose(max, "'text':'CBA'");
        vote(ada, id("CBA"));
        pass(3 * READ_MS);

        assertThat(texts(presenter)).containsExactly("CBA", "AB");
        assertThat(text(presenter, "CBA").toString())
                .isEqualTo("{\"id\":\"%s\",\"text\":\"CBA\",\"votes\":1,\"reading\":%s}"
                        .formatted(id("CBA"), "{\"model\":\"m\",\"tokens\":3,\"next\":\"A\",\"p\":0.5}"));
        assertThat(text(presenter, "AB").get("name").textValue()).isEqualTo("Ada");
        assertThat(text(max, "AB").get("reading").toString()).isEqualTo("{\"model\":\"m\",\"tokens\":2}");
        assertThat(texts(max)).containsExactly("CBA", "AB");
        assertThat(room.projector().last("welcome").get("state").has("proposals"))
                .isFalse();
        assertThat(projector.heard("counts")).isEmpty();
        assertThat(ada.last("own").at("/state/proposals").toString())
                .isEqualTo(
                        "{\"text\":{\"id\":\"%s\",\"text\":\"AB\"},\"votes\":[\"%s\"]}".formatted(id("AB"), id("CBA")));
        assertThat(presenter.latest().toString()).doesNotContain(idOf(ada)).doesNotContain(idOf(max));
    }

    @Test
    void aPersonVotesOnceForATextNeverForTheirOwnNorForOneThatIsNotThere() {
        propose(ada, "'text':'AB'");
        propose(max, "'text':'CBA'");
        vote(ada, id("CBA"), id("CBA"));
        vote(ada, id("CBA"));
        assertThat(text(presenter, "CBA").get("votes").intValue()).isOne();

        vote(ada, id("CBA"), id("AB"));
        assertThat(ada.last("refused").get("code").textValue()).isEqualTo("own-proposal");
        vote(ada, id("CBA"), "zzz");
        assertThat(ada.last("refused").get("code").textValue()).isEqualTo("proposal-gone");
        room.command(ada, 1, "'do':'vote-texts','texts':'all'");
        assertThat(ada.last("refused").get("reason").textValue()).isEqualTo("malformed");
        assertThat(text(presenter, "CBA").get("votes").intValue()).isOne();

        vote(ada);
        assertThat(text(presenter, "CBA").get("votes").intValue()).isZero();
    }

    @Test
    void anotherTextTakesThePlaceOfAPersonsOwnWithoutItsVotes() {
        propose(ada, "'text':'AB'");
        vote(max, id("AB"));
        propose(ada, "'text':'AB','name':'Ada'");
        assertThat(text(presenter, "AB").get("votes").intValue()).isOne();

        propose(ada, "'text':'BA'");
        assertThat(texts(presenter)).containsExactly("BA");
        assertThat(text(presenter, "BA").get("votes").intValue()).isZero();
        propose(max, "'text':'BA'");
        assertThat(max.last("refused").get("code").textValue()).isEqualTo("already-proposed");
        // a vote for a text that has gone is left out
        vote(max, max.last("own").at("/state/proposals/votes/0").textValue(), id("BA"));
        assertThat(text(presenter, "BA").get("votes").intValue()).isOne();

        propose(ada, "");
        assertThat(presenter.latest().at("/state/proposals").isMissingNode()
                        || presenter.latest().at("/state/proposals").isNull())
                .isTrue();
    }

    @Test
    void whatCannotBeATextIsRefusedAndWhatHidesOrReversesTextIsRemoved() {
        propose(ada, "'text':'AB'");
        ada.says("{'type':'command','id':'big','at':1,'do':'propose','text':'" + "x".repeat(1 << 20) + "'}")
                .flush();
        assertThat(ada.last("error").get("code").textValue()).isEqualTo("message-too-long");
        for (String wrong :
                List.of("'text':''", "'text':7", "'text':'\\u202e\\u0000'", "'text':'" + "x".repeat(401) + "'")) {
            propose(ada, wrong);
            assertThat(ada.last("refused").get("reason").textValue()).as(wrong).isEqualTo("malformed");
        }
        assertThat(texts(presenter)).containsExactly("AB");

        propose(ada, "'text':'\\u202e<b>A</b>\\u2066','name':'\\u202eAda\\u0000'");
        assertThat(text(presenter, "<b>A</b>").get("name").textValue()).isEqualTo("Ada");
    }

    @Test
    void aRoomTakesSixtyTextsAndAPhoneIsSentThoseWithMostVotesAndTheNewest() {
        List<HandSocket> people =
                IntStream.range(0, 61).mapToObj(i -> room.attendee()).toList();
        for (int i = 0; i < 61; i++) {
            room.command(people.get(i), 1, "'do':'propose','text':'text " + i + "'");
        }
        pass(Tally.ANNOUNCE_MS);
        assertThat(people.get(60).last("refused").get("code").textValue()).isEqualTo("too-many-proposed");
        assertThat(texts(presenter)).hasSize(60).doesNotContain("text 60");
        vote(ada, id("text 30"));
        pass(1_000);

        assertThat(ada.latest().at("/state/proposals/all").intValue()).isEqualTo(60);
        assertThat(texts(ada))
                .startsWith("text 30", "text 0")
                .endsWith("text 57", "text 56")
                .hasSize(12);
    }

    @Test
    void theDriverRunsATextAndTheHallNamesWhoWishesItUntilAnotherTextIsShown() {
        propose(ada, "'text':'AB','name':'Ada'");
        propose(max, "'text':'ABCA','name':'Max'");
        run(max, id("AB"));
        assertThat(max.last("refused").get("reason").textValue()).isEqualTo("not-allowed");
        var coPresenter = room.coPresenter();
        run(coPresenter, id("AB"));
        assertThat(coPresenter.last("refused").get("reason").textValue()).isEqualTo("not-driving");
        assertThat(written()).doesNotContain("Ada").doesNotContain("ABCA");

        run(presenter, id("AB"));
        assertThat(projector.latest().at("/state/trace/id").textValue()).isEqualTo("t2");
        assertThat(projector.latest().at("/state/proposals").toString()).isEqualTo("{\"round\":1,\"credit\":\"Ada\"}");
        assertThat(texts(max)).containsExactly("ABCA");
        assertThat(texts(presenter)).containsExactly("ABCA", "AB");
        assertThat(written()).doesNotContain("Ada").doesNotContain("Max");

        give(presenter, "'do':'generate','trace':'t2'");
        assertThat(projector.latest().at("/state/proposals/credit").textValue()).isEqualTo("Ada");
        give(presenter, "'do':'prompt','trace':'t4'");
        assertThat(projector.latest().get("state").has("proposals")).isFalse();
        give(presenter, "'do':'undo'");
        give(presenter, "'do':'undo'");
        assertThat(projector.latest().at("/state/proposals/credit").textValue()).isEqualTo("Ada");
        give(presenter, "'do':'undo'");
        assertThat(projector.latest().at("/state/trace/id").textValue()).isEqualTo("t3");
        assertThat(projector.latest().get("state").has("proposals")).isFalse();
    }

    @Test
    void aTextThatTheModelCannotReadSaysSoAndIsRefusedWhenItIsRun() {
        propose(ada, "'text':'xyz'");
        propose(max, "'text':'ABCABC'");
        pass(3 * READ_MS);
        assertThat(text(presenter, "xyz").at("/reading/tokens").intValue()).isZero();
        assertThat(text(presenter, "xyz").at("/reading").has("next")).isFalse();
        assertThat(text(presenter, "ABCABC").at("/reading/tokens").intValue()).isZero();
        assertThat(presenter.heard("error")).isEmpty();

        run(presenter, id("xyz"));
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("unknown-token");
        run(presenter, "gone");
        assertThat(presenter.last("refused").get("code").textValue()).isEqualTo("proposal-gone");
        assertThat(projector.latest().at("/state/trace/id").textValue()).isEqualTo("t3");
    }

    @Test
    void aTextIsReadAgainWhenThereIsTimeAndNothingIsKeptOfOneThatIsGone() {
        room.engine().failsOnce(new OrreryException(new LibraryError.NoMemory(1)));
        propose(ada, "'text':'AB'");
        pass(READ_MS - 500);
        assertThat(text(presenter, "AB").has("reading")).isFalse();
        pass(READ_MS);
        assertThat(text(presenter, "AB").at("/reading/next").textValue()).isEqualTo("A");
        assertThat(presenter.heard("error")).isEmpty();

        room.engine().slow();
        propose(max, "'text':'CBA'");
        pass(READ_MS);
        assertThat(room.engine().waiting()).isOne();
        propose(max, "'text':'CCC'");
        room.engine().prompt();
        pass(3 * READ_MS);
        assertThat(text(presenter, "CCC").at("/reading/tokens").intValue()).isEqualTo(3);
        assertThat(text(presenter, "AB").at("/reading/tokens").intValue()).isEqualTo(2);
    }

    @Test
    void presentersRemoveOneTextOrAllAndARemovedPersonsTextAndVotesGoAlong() {
        propose(ada, "'text':'AB'");
        propose(max, "'text':'CBA'");
        vote(ada, id("CBA"));
        give(max, "'do':'drop-text','text':'" + id("AB") + "'");
        give(max, "'do':'drop-texts'");
        assertThat(max.heard("refused")).hasSize(2);
        give(presenter, "'do':'kick','person':'" + idOf(ada) + "'");
        assertThat(texts(presenter)).containsExactly("CBA");
        assertThat(text(presenter, "CBA").get("votes").intValue()).isZero();

        String gone = id("CBA");
        give(presenter, "'do':'drop-text','text':'" + gone + "'");
        give(presenter, "'do':'drop-text','text':'" + gone + "'");
        assertThat(presenter.last("refused").get("code").textValue()).isEqualTo("proposal-gone");
        assertThat(max.last("own").get("state")).isEmpty();

        propose(max, "'text':'CBA'");
        assertThat(id("CBA")).isNotEqualTo(gone);
        give(presenter, "'do':'drop-texts'");
        assertThat(presenter.latest().get("state").has("proposals")).isFalse();
        give(presenter, "'do':'undo'");
        propose(max, "'text':'BB'");
        assertThat(texts(presenter)).containsExactly("BB");
    }

    @Test
    void textsVotesAndWhatTheModelSaysSurviveARestart() {
        var server = new RoomsFixture();
        Rooms.Opening opening = server.open();
        var first = server.join(opening, "attendee", "x");
        var second = server.join(opening, "attendee", "y");
        server.command(first, 1, "'do':'propose','text':'AB','name':'Ada'");
        String id = first.last("own").at("/state/proposals/text/id").textValue();
        server.command(second, 1, "'do':'vote-texts','texts':['" + id + "']");
        server.loop().advance(READ_MS);
        String me = first.last("welcome").get("me").toString();
        server.rooms().close();
        server.loop().run();

        Rooms again = server.restarted();
        var drives = server.presenter(again, opening);
        var back = server.join(again.find(opening.code()).orElseThrow(), "attendee", "'me':" + me);
        assertThat(back.last("own").at("/state/proposals/text/text").textValue())
                .isEqualTo("AB");
        JsonNode text = drives.last("welcome").at("/state/proposals/texts/0");
        assertThat(text.get("votes").intValue()).isOne();
        assertThat(text.get("name").textValue()).isEqualTo("Ada");
        assertThat(text.at("/reading/next").textValue()).isEqualTo("A");
    }

    /** The state in the room's log, as JSON. */
    private String written() {
        return Activities.ALL.json().write(room.room().logged().state());
    }

    private void propose(HandSocket person, String fields) {
        give(person, "'do':'propose'" + (fields.isEmpty() ? "" : ",") + fields);
    }

    private void vote(HandSocket person, String... ids) {
        give(
                person,
                "'do':'vote-texts','texts':["
                        + String.join(
                                ",",
                                List.of(ids).stream().map(id -> "'" + id + "'").toList()) + "]");
    }

    private void run(HandSocket person, String id) {
        give(person, "'do':'run-text','text':'" + id + "'");
    }

    private void give(HandSocket person, String fields) {
        room.command(person, room.room().logged().seq(), fields);
        pass(Tally.ANNOUNCE_MS);
    }

    private void pass(double ms) {
        for (double left = ms; left > 0; left -= 1_000) {
            room.loop().advance(Math.min(left, 1_000));
            List.of(presenter, projector, ada, max).forEach(HandSocket::flush);
        }
    }

    private String id(String text) {
        return text(presenter, text).get("id").textValue();
    }

    private static JsonNode text(HandSocket socket, String text) {
        return StreamSupport.stream(socket.latest().at("/state/proposals/texts").spliterator(), false)
                .filter(each -> each.get("text").textValue().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(HandSocket socket) {
        return StreamSupport.stream(socket.latest().at("/state/proposals/texts").spliterator(), false)
                .map(each -> each.get("text").textValue())
                .toList();
    }

    private static String idOf(HandSocket person) {
        return person.last("welcome").get("id").textValue();
    }
}

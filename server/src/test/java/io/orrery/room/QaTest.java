package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomKey;
import io.orrery.wire.CloseCode;
import io.orrery.wire.Json;
import io.orrery.wire.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions from the audience: who asks, votes and looks after them, what each role is sent, and what is refused. */
class QaTest {
    private static final String MODERATORS_KEY = "the-moderators-key";
    private static final Keys KEYS = Keys.of(RoomKey.of(RoomFixture.KEY), RoomKey.of(RoomFixture.CO_KEY), 0)
            .with(Role.MODERATOR, RoomKey.of(MODERATORS_KEY), 0);

    private final RoomFixture room = new RoomFixture(KEYS);
    private final HandSocket presenter = room.presenter();
    private final HandSocket projector = room.projector();
    private final HandSocket ada = room.attendee();
    private final HandSocket max = room.attendee();
    private final HandSocket moderator = moderator();

    @Test
    void aQuestionIsListedForEverybodyWithItsStepAndTheNameThatItsPersonGave() throws Exception {
        room.command(presenter, 1, go("t3", "embed"));
        ask(ada, "Why is it blue?", "Ada");
        ask(max, "Who counts these?", "");

        JsonNode list = list(max);
        assertThat(texts(list)).containsExactly("Why is it blue?", "Who counts these?");
        assertThat(list.at("/questions/0/name").textValue()).isEqualTo("Ada");
        assertThat(list.at("/questions/0/step").textValue()).isEqualTo("embed");
        assertThat(list.at("/questions/0/people").intValue()).isEqualTo(1);
        assertThat(list.at("/questions/1").has("name")).isFalse();
        assertThat(list).isEqualTo(list(ada));
        assertThat(list.get("version")).isEqualTo(max.latest().at("/state/qa/version"));
        assertThat(own(ada).at("/asked/0/number").intValue()).isEqualTo(1);
    }

    @Test
    void neitherStateNorLogNorUndoHoldWhatPeopleWrote() {
        var storage = new HandStorage();
        var kept = new RoomFixture(storage);
        HandSocket drives = kept.presenter();
        HandSocket asks = kept.attendee();
        kept.command(asks, 1, "'do':'qa-ask','text':'A secret question?','name':'Xaver'");
        kept.command(drives, 1, "'do':'qa-approval','on':true");
        kept.command(drives, 2, go("t3", "embed"));

        assertThat(kept.room().logged().toString()).doesNotContain("secret", "Xaver");
        assertThat(asks.heard("refused")).isEmpty();
    }

    @Test
    void eachPersonVotesOnceForTheQuestionsOfOthersAndTakesTheVoteBack() throws Exception {
        ask(ada, "Why?", "");
        vote(max, 1);
        vote(max, 1);
        vote(moderator, 1);
        tell();
        assertThat(people(1)).isEqualTo(3);
        assertThat(own(max).get("votes").toString()).isEqualTo("[1]");

        vote(ada, 1);
        assertThat(code(ada)).isEqualTo("own-question");
        vote(max);
        tell();
        assertThat(people(1)).isEqualTo(2);
        assertThat(max.heard("refused")).isEmpty();
    }

    @Test
    void aVoteForAQuestionThatIsNotThereIsRefused() {
        ask(ada, "Why?", "");
        vote(max, 2);
        assertThat(code(max)).isEqualTo("question-gone");
        vote(max, 1, 2);
        assertThat(own(max).get("votes").toString())
                .as("one that has gone meanwhile takes no other vote along")
                .isEqualTo("[1]");
        assertThat(max.heard("refused")).hasSize(1);
        room.command(max, 1, "'do':'qa-vote','numbers':[-1]");
        assertThat(reason(max)).isEqualTo("malformed");
        room.command(max, 1, "'do':'qa-vote','numbers':'1'");
        room.command(max, 1, "'do':'qa-vote'");
        room.command(max, 1, "'do':'qa-vote','numbers':[99999999999]");
        assertThat(max.heard("refused")).hasSize(5);
        room.command(projector, 1, "'do':'qa-ask','text':'Why me?'");
        assertThat(code(projector)).isEqualTo("screen-cannot-guess");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Why is it blue?",
                "  why IS it blue ",
                "Why, is it blue?!",
                "Ｗｈｙ is it blue?",
                "why\u202e is it\u200b blue"
            })
    void theSameIsNotAskedTwice(String again) throws Exception {
        ask(ada, "Why is it blue?", "");
        ask(max, again, "");

        assertThat(code(max)).isEqualTo("asked-before");
        assertThat(texts(list(max))).hasSize(1);
    }

    @Test
    void aPersonHasThreeOpenQuestionsAndAnotherOnceOneIsAnswered() throws Exception {
        IntStream.rangeClosed(1, 4).forEach(i -> ask(ada, "Question " + i, ""));
        assertThat(code(ada)).isEqualTo("too-many-open-questions");
        set(presenter, 2, "answered");
        assertThat(own(ada).at("/asked/1/state").textValue()).isEqualTo("answered");
        ask(ada, "Question 5", "");
        room.command(ada, 1, "'do':'qa-take-back','number':1");
        ask(ada, "Question 6", "");
        room.command(max, 1, "'do':'qa-take-back','number':2");
        tell();

        assertThat(code(max)).isEqualTo("question-gone");
        assertThat(numbers(list(ada))).containsExactly(2, 3, 4, 5);
        assertThat(ada.heard("refused")).hasSize(1);
    }

    @Test
    void aRoomHasTwoHundredQuestionsAtMost() throws Exception {
        for (int person = 0; person < 70; person++) {
            HandSocket one = room.attendee();
            for (int i = 0; i < 3; i++) {
                ask(one, "Question " + i + " of " + person, "");
            }
            one.flush();
            presenter.flush();
            projector.flush();
        }
        tell();
        assertThat(list(ada).get("questions")).hasSize(200);
        ask(ada, "One more?", "");
        assertThat(code(ada)).isEqualTo("too-many-questions");
    }

    @Test
    void whatPeopleWriteIsCleanedAndBounded() throws Exception {
        ask(ada, "\u202eabc\\u0000 <img src=x onerror=alert(1)>\\n\\td", "\u202eA<b>");
        assertThat(list(max).at("/questions/0/text").textValue()).isEqualTo("abc <img src=x onerror=alert(1)>d");
        assertThat(list(max).at("/questions/0/name").textValue()).isEqualTo("A<b>");
        ask(max, "x".repeat(201), "");
        assertThat(reason(max)).isEqualTo("malformed");
        ask(max, "\u202e\u200b", "");
        ask(max, "Why?", "x".repeat(41));
        ask(max, "", "");
        ask(max, "x".repeat(5000), "");
        assertThat(max.last("error").get("reason").textValue()).isEqualTo("message-too-long");
        assertThat(max.heard("refused")).hasSize(4);
        assertThat(texts(list(max))).hasSize(1);
    }

    /** Latin, a mark that reverses text, Arabic, Chinese, and a character of two UTF-16 units. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "\u202e", "\u0634", "\u6f22", "\ud83d\ude00"})
    void aMegabyteInAnyScriptIsRefusedAndNothingIsLost(String character) throws Exception {
        ask(ada, "Why?", "");
        ask(max, character.repeat(1 << 20), "");
        assertThat(max.last("error").get("code").textValue()).isEqualTo("message-too-long");
        ask(max, "Why?", character.repeat(1 << 20));
        assertThat(max.heard("error")).hasSize(2);
        assertThat(texts(list(max))).containsExactly("Why?");

        ask(max, "How?", "");
        assertThat(texts(list(max))).containsExactlyInAnyOrder("Why?", "How?");
    }

    @Test
    void aHundredQuestionsASecondEndTheConnection() {
        for (int i = 0; i < 120; i++) {
            max.sends("{'type':'command','id':'m" + i + "','at':1,'do':'qa-ask','text':'Question " + i + "'}");
        }
        room.loop().run();

        assertThat(max.closed()).contains(CloseCode.TOO_FAST);
    }

    @Test
    void withApprovalAQuestionIsShownOnceSomebodyWhoModeratesHasLooked() throws Exception {
        room.command(presenter, 1, "'do':'qa-approval','on':true");
        ask(ada, "Why?", "Ada");
        assertThat(texts(list(max))).isEmpty();
        assertThat(max.latest().at("/state/qa").has("version")).isFalse();
        assertThat(max.latest().at("/state/qa/approval").booleanValue()).isTrue();
        assertThat(own(ada).at("/asked/0/state").textValue()).isEqualTo("waiting");
        assertThat(presenter.latest().at("/state/qa/waiting").intValue()).isEqualTo(1);
        assertThat(list(moderator).at("/questions/0/state").textValue()).isEqualTo("waiting");
        vote(max, 1);
        assertThat(code(max)).isEqualTo("question-gone");

        set(moderator, 1, "shown");
        assertThat(texts(list(max))).containsExactly("Why?");
        assertThat(presenter.latest().at("/state/qa").has("waiting")).isFalse();
        assertThat(own(ada).at("/asked/0/state").textValue()).isEqualTo("shown");
    }

    @Test
    void threeReportsHideAQuestionUntilSomebodyHasLooked() throws Exception {
        ask(ada, "Why?", "");
        HandSocket third = room.attendee();
        report(ada, 1);
        assertThat(code(ada)).isEqualTo("own-question");
        report(max, 1);
        report(max, 1);
        report(moderator, 1);
        assertThat(texts(list(max))).hasSize(1);
        report(third, 1);
        assertThat(texts(list(max))).isEmpty();
        assertThat(list(presenter).at("/questions/0/state").textValue()).isEqualTo("reported");
        assertThat(presenter.latest().at("/state/qa/waiting").intValue()).isEqualTo(1);

        set(moderator, 1, "shown");
        report(room.attendee(), 1);
        assertThat(texts(list(max))).containsExactly("Why?");
    }

    @Test
    void aTextOrANameIsHiddenAtOnceAlsoFromTheHall() throws Exception {
        ask(ada, "Why?", "Rude name");
        pin(moderator, 1);
        assertThat(projector.latest().at("/state/qa/pinned").toString())
                .isEqualTo("{\"number\":1,\"text\":\"Why?\",\"name\":\"Rude name\",\"people\":1}");
        set(moderator, 1, "nameless");
        assertThat(projector.latest().at("/state/qa/pinned").has("name")).isFalse();
        assertThat(list(max).toString()).doesNotContain("Rude");
        set(moderator, 1, "hidden");
        assertThat(projector.latest().at("/state/qa").has("pinned")).isFalse();
        assertThat(texts(list(max))).isEmpty();
        assertThat(list(presenter).at("/questions/0/text").textValue()).isEqualTo("Why?");
        set(moderator, 1, "named");
        set(moderator, 1, "shown");
        assertThat(list(max).at("/questions/0/name").textValue()).isEqualTo("Rude name");
        assertThat(projector.latest().at("/state/qa").has("pinned"))
                .as("it does not come back to the hall by itself")
                .isFalse();
    }

    @Test
    void everybodyIsSentThePinnedQuestionUntilItIsAnsweredOrAnotherOneIsPinned() {
        room.command(presenter, 1, "'do':'qa-approval','on':true");
        ask(ada, "Why?", "");
        pin(presenter, 1);
        vote(max, 1);
        tell();
        assertThat(projector.latest().at("/state/qa/pinned/people").intValue()).isEqualTo(2);
        assertThat(moderator.latest().at("/state/qa/pinned/number").intValue()).isEqualTo(1);
        assertThat(max.latest().at("/state/qa/pinned"))
                .isEqualTo(projector.latest().at("/state/qa/pinned"));
        ask(ada, "How?", "");
        pin(moderator, 2);
        assertThat(projector.latest().at("/state/qa/pinned/text").textValue()).isEqualTo("How?");
        room.command(moderator, 1, "'do':'qa-pin'");
        tell();
        assertThat(projector.latest().at("/state/qa").has("pinned")).isFalse();
        pin(moderator, 9);
        assertThat(code(moderator)).isEqualTo("question-gone");
        set(moderator, 1, "answered");
        assertThat(projector.latest().at("/state/qa").has("pinned")).isFalse();
    }

    @Test
    void mergedQuestionsHaveEachPersonOnce() throws Exception {
        ask(ada, "Why blue?", "");
        ask(max, "What makes it blue?", "");
        HandSocket both = room.attendee();
        HandSocket one = room.attendee();
        vote(both, 1, 2);
        vote(one, 2);
        merge(moderator, 2, 1);

        assertThat(numbers(list(ada))).containsExactly(1);
        // Ada, who asked; Max, who asked the other; the voter of both; the voter of the other
        assertThat(people(1)).isEqualTo(4);
        assertThat(own(max).get("votes").toString()).isEqualTo("[1]");
        assertThat(own(one).get("votes").toString()).isEqualTo("[1]");
        merge(moderator, 1, 1);
        merge(moderator, 1, 2);
        assertThat(code(moderator)).isEqualTo("question-gone");
        assertThat(people(1)).isEqualTo(4);
        ask(ada, "Another one?", "");
        assertThat(numbers(list(ada))).as("no number is given again").containsExactly(1, 3);
    }

    @Test
    void theLastMergeIsUndoneAsIfItHadNotBeen() throws Exception {
        ask(ada, "Why blue?", "");
        ask(max, "What makes it blue?", "Max");
        HandSocket both = room.attendee();
        HandSocket one = room.attendee();
        vote(both, 1, 2);
        vote(one, 2);
        String before = list(ada).toString();
        merge(moderator, 2, 1);
        tell();
        assertThat(moderator.latest().at("/state/qa/merged").booleanValue()).isTrue();
        assertThat(presenter.latest().at("/state/qa/merged").booleanValue()).isTrue();
        assertThat(ada.latest().at("/state/qa").has("merged")).isFalse();
        room.command(ada, 1, "'do':'qa-unmerge'");
        assertThat(code(ada)).isEqualTo("not-allowed");

        room.command(moderator, 1, "'do':'qa-unmerge'");
        assertThat(list(ada).toString()).isEqualTo(before);
        assertThat(own(one).get("votes").toString()).isEqualTo("[2]");
        assertThat(own(both).get("votes").toString()).isEqualTo("[1,2]");
        assertThat(own(max).has("votes")).isFalse();
        room.command(moderator, 1, "'do':'qa-unmerge'");
        assertThat(code(moderator)).isEqualTo("question-gone");

        // What a person who was removed had asked or answered does not come back.
        merge(moderator, 2, 1);
        room.command(
                presenter,
                1,
                "'do':'kick','person':'" + one.last("welcome").get("id").textValue() + "'");
        room.command(moderator, 1, "'do':'qa-unmerge'");
        assertThat(code(moderator)).isEqualTo("question-gone");
    }

    @Test
    void aModeratorsKeyLooksAfterQuestionsAndNothingElse() throws Exception {
        assertThat(moderator.last("welcome").get("role").textValue()).isEqualTo("moderator");
        ask(ada, "Why?", "");
        set(moderator, 1, "answered");
        assertThat(list(max).at("/questions/0/state").textValue()).isEqualTo("answered");
        Stream.of(
                        go("t3", "embed"),
                        "'do':'next'",
                        "'do':'prompt','trace':'t2'",
                        "'do':'lock','on':true",
                        "'do':'kick','person':'p1'",
                        "'do':'take-wheel'",
                        "'do':'talk-new'",
                        "'do':'qa-approval','on':true",
                        "'do':'qa-clear'",
                        "'do':'qa-go','number':1")
                .forEach(driving -> room.command(moderator, 1, driving));
        assertThat(moderator.heard("refused"))
                .hasSize(10)
                .allSatisfy(no -> assertThat(no.get("code").textValue()).isEqualTo("not-allowed"));
        room.command(presenter, 1, "'do':'offer-wheel','to':'" + idOf(moderator) + "'");
        assertThat(code(presenter)).isEqualTo("may-not-drive");
        HandSocket presents = room.socket()
                .says("{'type':'hello','v':1,'view':'presenter','key':'" + MODERATORS_KEY + "'}")
                .flush();
        assertThat(presents.closed()).contains(CloseCode.NOT_ALLOWED);
    }

    @Test
    void attendeesCannotModerate() {
        ask(ada, "Why?", "");
        set(max, 1, "hidden");
        pin(max, 1);
        merge(max, 1, 2);
        room.command(max, 1, "'do':'qa-go','number':1");
        assertThat(max.heard("refused"))
                .hasSize(4)
                .allSatisfy(no -> assertThat(no.get("code").textValue()).isEqualTo("not-allowed"));
        set(moderator, 1, "loud");
        assertThat(reason(moderator)).isEqualTo("malformed");
        set(moderator, 7, "hidden");
        assertThat(code(moderator)).isEqualTo("question-gone");
    }

    @Test
    void aWithdrawnKeyModeratesNoMore() {
        var server = new RoomsFixture();
        Rooms.Opening opening = server.open();
        String key = server.rooms().reissue(opening.code(), Role.MODERATOR).orElseThrow();
        HandSocket before = server.join(opening, "attendee", key);
        assertThat(before.last("welcome").get("role").textValue()).isEqualTo("moderator");
        assertThat(server.rooms()
                        .handed(opening.code(), Role.MODERATOR)
                        .orElseThrow()
                        .key())
                .contains(key);

        server.rooms().withdraw(opening.code(), Role.MODERATOR);
        server.loop().run();
        before.flush();
        assertThat(before.closed()).contains(CloseCode.NOT_ALLOWED);
        HandSocket after = server.join(opening, "attendee", key);
        assertThat(after.last("welcome").get("role").textValue()).isEqualTo("attendee");
        server.command(after, 1, "'do':'qa-pin','number':1");
        assertThat(code(after)).isEqualTo("not-allowed");
        assertThat(server.rooms().handed(opening.code(), Role.MODERATOR)).isEmpty();
        assertThat(server.presenter(opening).last("welcome").get("role").textValue())
                .isEqualTo("presenter");
    }

    @Test
    void theDriverGoesToTheStepAndTheTextAtWhichAQuestionWasAskedAndUndoComesBack() {
        room.command(presenter, 1, go("t3", "embed"));
        ask(ada, "Why?", "");
        room.command(presenter, 2, "'do':'prompt','trace':'t2'");
        room.command(presenter, 3, go("t2", "start"));
        presenter.flush();
        assertThat(RoomsFixture.shown(presenter)).isEqualTo("t2 start");
        room.command(presenter, 4, "'do':'qa-go','number':1");
        presenter.flush();
        assertThat(RoomsFixture.shown(presenter)).isEqualTo("t3 embed");
        room.command(presenter, 5, "'do':'undo'");
        presenter.flush();
        assertThat(RoomsFixture.shown(presenter)).isEqualTo("t2 start");
        room.command(presenter, 6, "'do':'qa-go','number':2");
        assertThat(code(presenter)).isEqualTo("question-gone");
        room.command(room.coPresenter(), 6, "'do':'qa-go','number':1");
        presenter.flush();
        assertThat(RoomsFixture.shown(presenter)).isEqualTo("t2 start");
    }

    @Test
    void whatAPersonAskedAndVotedForGoesWithThatPerson() throws Exception {
        ask(ada, "Why?", "Ada");
        ask(max, "How?", "Max");
        vote(ada, 2);
        vote(max, 1);
        pin(presenter, 1);
        room.command(presenter, 1, "'do':'kick','person':'" + idOf(ada) + "'");
        tell();
        assertThat(texts(list(max))).containsExactly("How?");
        assertThat(people(2)).isEqualTo(1);
        vote(max, 1);
        assertThat(code(max)).isEqualTo("question-gone");
        ask(ada, "I am gone.", "");
        assertThat(projector.latest().at("/state/qa").has("pinned")).isFalse();

        room.command(presenter, 2, "'do':'qa-clear'");
        tell();
        assertThat(texts(list(max))).isEmpty();
    }

    @Test
    void onlyPeopleInTheRoomAreSentTheList() {
        ask(ada, "Why?", "");
        tell();
        String me = ada.last("welcome").get("me").textValue();
        assertThat(listed("qa", me)).isPresent();
        assertThat(listed("qa", "nobody")).isEmpty();
        assertThat(listed("hands", me)).isEmpty();
        ada.drops();
        room.loop().run();
        assertThat(listed("qa", me)).isEmpty();
    }

    @Test
    void questionsAndVotesSurviveARestartAndAReload() {
        var server = new RoomsFixture();
        Rooms.Opening opening = server.open();
        HandSocket drives = server.presenter(opening);
        HandSocket asks = server.join(opening, "attendee", "x");
        HandSocket votes = server.join(opening, "attendee", "x");
        server.command(drives, 1, go("t3", "embed"));
        server.command(asks, 1, "'do':'qa-ask','text':'Why?','name':'Ada'");
        server.command(votes, 1, "'do':'qa-vote','numbers':[1]");
        server.command(drives, 2, "'do':'qa-pin','number':1");
        server.command(drives, 2, "'do':'prompt','trace':'t2'");
        String me = votes.last("welcome").get("me").toString();
        server.rooms().close();
        server.loop().run();

        Rooms again = server.restarted();
        Room restored = again.find(opening.code()).orElseThrow();
        HandSocket back = server.join(restored, "attendee", "'me':" + me);
        assertThat(back.last("own").at("/state/qa/votes").toString()).isEqualTo("[1]");
        HandSocket screen = server.join(restored, "projector", "");
        assertThat(screen.last("welcome").at("/state/qa/pinned/people").intValue())
                .isEqualTo(2);
        HandSocket presents = server.presenter(again, opening);
        server.command(presents, presents.last("welcome").get("seq").longValue(), "'do':'qa-go','number':1");
        assertThat(RoomsFixture.shown(presents)).isEqualTo("t3 embed");
        server.command(back, 1, "'do':'qa-ask','text':'why'");
        assertThat(code(back)).isEqualTo("asked-before");
    }

    private HandSocket moderator() {
        return room.socket()
                .says("{'type':'hello','v':1,'view':'attendee','key':'" + MODERATORS_KEY + "'}")
                .flush();
    }

    private void ask(HandSocket person, String text, String name) {
        room.command(
                person, 1, "'do':'qa-ask','text':'" + text + "'" + (name.isEmpty() ? "" : ",'name':'" + name + "'"));
    }

    private void vote(HandSocket person, Integer... numbers) {
        room.command(person, 1, "'do':'qa-vote','numbers':" + List.of(numbers));
    }

    private void report(HandSocket person, int number) {
        room.command(person, 1, "'do':'qa-report','numbers':[" + number + "]");
    }

    private void set(HandSocket by, int number, String as) {
        room.command(by, 1, "'do':'qa-set','number':" + number + ",'as':'" + as + "'");
        tell();
    }

    private void pin(HandSocket by, int number) {
        room.command(by, 1, "'do':'qa-pin','number':" + number);
        tell();
    }

    private void merge(HandSocket by, int number, int into) {
        room.command(by, 1, "'do':'qa-merge','number':" + number + ",'into':" + into);
        tell();
    }

    private void tell() {
        room.loop().advance(Tally.ANNOUNCE_MS);
        Stream.of(presenter, projector, ada, max, moderator).forEach(HandSocket::flush);
    }

    /** The list of questions as a person's page fetches it. */
    private JsonNode list(HandSocket person) throws Exception {
        tell();
        return Json.read(new String(
                listed("qa", person.last("welcome").get("me").textValue()).orElseThrow(), StandardCharsets.UTF_8));
    }

    private Optional<byte[]> listed(String part, String me) {
        var list = room.room().list(part, me);
        room.loop().run();
        assertThat(list).isCompleted();
        return list.join();
    }

    private int people(int number) throws Exception {
        return StreamSupport.stream(list(presenter).get("questions").spliterator(), false)
                .filter(each -> each.get("number").intValue() == number)
                .findFirst()
                .orElseThrow()
                .get("people")
                .intValue();
    }

    private static List<String> texts(JsonNode list) {
        return list.get("questions").findValuesAsText("text");
    }

    private static List<Integer> numbers(JsonNode list) {
        return list.get("questions").findValues("number").stream()
                .map(JsonNode::intValue)
                .toList();
    }

    private static JsonNode own(HandSocket person) {
        person.flush();
        return person.last("own").at("/state/qa");
    }

    private static String code(HandSocket person) {
        person.flush();
        return person.last("refused").get("code").textValue();
    }

    private static String reason(HandSocket person) {
        person.flush();
        return person.last("refused").get("reason").textValue();
    }

    private static String idOf(HandSocket person) {
        return person.last("welcome").get("id").textValue();
    }
}

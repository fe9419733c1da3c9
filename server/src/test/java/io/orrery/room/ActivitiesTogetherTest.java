package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two activities run at the same time, a driver gives random commands, and the engine answers late, out of order, or fails. Afterwards
 * the engine answers at once, and the room must be as alive as a new one.
 */
class ActivitiesTogetherTest {
    private static final int TURNS = 60;
    private static final int SEEDS = 60;

    /** Longer than the deadline of any question, ms. */
    private static final int LONG_MS = 40_000;

    /** What starts an activity that goes on by itself. */
    private static final List<String> STARTS = List.of(
            "'do':'play'", "'do':'generate','trace':'t1','tokens':3", "'do':'train','seed':1", "'do':'train-on'");

    /** The members of the state that each role may be sent. What a new activity sends is written down here, or this fails. */
    private static final Set<String> AUDIENCE = Set.of(
            "trace",
            "talk",
            "began",
            "code",
            "second",
            "cursor",
            "playing",
            "generating",
            "sampling",
            "lobby",
            "blank",
            "marks",
            "sharing",
            "exhibit",
            "undo",
            "wheel",
            "address",
            "focus",
            "answer",
            "training",
            "why",
            "prediction",
            "series",
            "poll",
            "place",
            "texts",
            "hands",
            "signals",
            "proposals",
            "qa",
            "rehearsal",
            "recording",
            "tour");

    private static final Map<String, Set<String>> ROLES = Map.of(
            "presenter", Set.of("lost", "door", "embed", "prompts"), "attendee", Set.of(), "projector", Set.of());

    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final HandSocket attendee = room.attendee();
    private final HandSocket projector = room.projector();
    /** The ids of the commands that were given, in order. */
    private final java.util.ArrayList<String> given = new java.util.ArrayList<>();

    @BeforeEach
    void train() {
        room.engine().trains();
    }

    private static Stream<Integer> seeds() {
        return IntStream.rangeClosed(1, SEEDS).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyCommandIsAnsweredOnceAndWhatRunsMakesProgress(int seed) {
        var random = new Random(seed);
        give("'do':'train-on'");
        give(STARTS.get(random.nextInt(STARTS.size())));
        give(STARTS.get(random.nextInt(STARTS.size())));
        for (int turn = 0; turn < TURNS; turn++) {
            act(random);
        }
        room.engine().prompt();
        pass(LONG_MS);

        everyCommandWasAnsweredOnce();
        whatRunsMakesProgress();
        nothingIsBusy();
        ROLES.forEach(this::isSentOnlyWhatIsItsOwn);
    }

    @Test
    void trainingGoesOnWhileTextIsGeneratedByASlowEngine() {
        give("'do':'train','seed':1");
        give("'do':'train-on'");
        room.engine().slow();
        give("'do':'generate','trace':'t1','tokens':4");
        for (int i = 0; i < 100; i++) {
            pass(300);
            if (room.engine().waiting() > 0) {
                room.engine().answerOne();
            }
            room.loop().run();
        }

        assertThat(state().at("/trace/tokens")).hasSize(HandEngine.N_CTX);
        assertThat(state().at("/generating").intValue()).isZero();
        int before = state().at("/training/course/update").intValue();
        assertThat(before).isPositive();
        room.engine().prompt();
        pass(5_000);
        assertThat(state().at("/training/course/update").intValue()).isGreaterThan(before);
    }

    @Test
    void commandWhoseAnswerCannotBeHandledIsRefusedAndTheNextOneIsCarriedOut() {
        room.engine().slow();
        String broken = give("'do':'generate','trace':'t1'");
        room.engine().walkFailsOnce(new OrreryException(new LibraryError.UnknownModel("m")));
        room.engine().answerOne();
        room.loop().run();
        presenter.flush();

        assertThat(presenter.last("refused").get("id").textValue()).isEqualTo(broken);
        room.engine().prompt();
        give("'do':'generate','trace':'t1'");
        assertThat(state().at("/trace/id").textValue()).isEqualTo("t2");
    }

    @Test
    void commandWhoseHandlerFailsIsRefused() {
        room.engine().walkFailsOnce(new IllegalStateException("A fault."));
        String broken = give("'do':'play'");

        assertThat(presenter.last("refused").get("id").textValue()).isEqualTo(broken);
        assertThat(presenter.last("refused").get("code").textValue()).isEqualTo("not-computed");
    }

    @Test
    void questionThatIsNotAnsweredIsRefusedAtItsDeadline() {
        room.engine().slow();
        String waiting = give("'do':'prompt','trace':'t2'");
        pass(29_000);
        assertThat(presenter.heard("refused")).isEmpty();
        pass(1_000);

        assertThat(presenter.last("refused").get("id").textValue()).isEqualTo(waiting);
        assertThat(presenter.last("refused").get("code").textValue()).isEqualTo("took-too-long");
    }

    private void act(Random random) {
        var engine = room.engine();
        switch (random.nextInt(10)) {
            case 0 -> engine.slow();
            case 1 ->
                engine.failsOnce(
                        random.nextBoolean()
                                ? new IllegalStateException("A fault.")
                                : new OrreryException(new LibraryError.TookTooLong(30)));
            case 2 -> engine.walkFailsOnce(new IllegalStateException("A fault."));
            case 3, 4 -> {
                if (engine.waiting() > 0) {
                    engine.answer(random.nextInt(engine.waiting()));
                }
                room.loop().run();
            }
            case 5 -> give(STARTS.get(random.nextInt(STARTS.size())));
            case 6, 7 -> {
                String id = "f" + given.size();
                presenter.flush();
                presenter.says(FuzzMessages.command(random, id, seen()));
                given.add(id);
                presenter.flush();
            }
            default -> pass(random.nextInt(2_000));
        }
    }

    private String give(String fields) {
        presenter.flush();
        String id = room.command(presenter, seen(), fields);
        given.add(id);
        presenter.flush();
        return id;
    }

    /** Lets time pass. Everybody reads what they are sent, since who does not is cut off. */
    private void pass(double ms) {
        for (double left = ms; left > 0; left -= 1_000) {
            room.loop().advance(Math.min(left, 1_000));
            Stream.of(presenter, attendee, projector).forEach(HandSocket::flush);
        }
    }

    private long seen() {
        return Stream.concat(presenter.heard("welcome").stream(), presenter.heard("state").stream())
                .mapToLong(message -> message.get("seq").longValue())
                .max()
                .orElseThrow();
    }

    /** A command is answered by a refusal, or by a state that answers it or a later command. */
    private void everyCommandWasAnsweredOnce() {
        presenter.flush();
        Map<String, Integer> refusals = new HashMap<>();
        presenter.heard("refused").forEach(no -> refusals.merge(no.get("id").textValue(), 1, Integer::sum));
        Set<String> answered = presenter.heard("state").stream()
                .map(message -> message.path("by").asText())
                .collect(java.util.stream.Collectors.toSet());
        boolean laterAnswered = false;
        for (int i = given.size() - 1; i >= 0; i--) {
            String id = given.get(i);
            laterAnswered |= answered.contains(id);
            int refused = refusals.getOrDefault(id, 0);
            assertThat(refused).as(id).isLessThanOrEqualTo(1);
            assertThat(refused == 1 || laterAnswered)
                    .as("%s of %s is answered", id, given)
                    .isTrue();
            assertThat(refused == 1 && answered.contains(id))
                    .as("%s is answered twice", id)
                    .isFalse();
        }
    }

    private void whatRunsMakesProgress() {
        JsonNode before = state();
        pass(5_000);
        JsonNode after = state();
        if (before.path("playing").booleanValue()) {
            assertThat(after.get("cursor")).as("playing").isNotEqualTo(before.get("cursor"));
        }
        if (before.path("generating").intValue() > 0) {
            assertThat(after.path("generating").intValue())
                    .isLessThan(before.path("generating").intValue());
        }
        if (before.at("/training/course/running").booleanValue()) {
            assertThat(after.at("/training/course/update").intValue())
                    .as("updates")
                    .isGreaterThan(before.at("/training/course/update").intValue());
        }
    }

    private void nothingIsBusy() {
        give("'do':'stop'");
        give("'do':'blank','on':false");
        give("'do':'prompt','trace':'t2'");
        String last = give("'do':'generate','trace':'t2'");

        assertThat(presenter.heard("refused").stream().map(no -> no.get("id").textValue()))
                .doesNotContain(last);
        assertThat(state().at("/trace/id").textValue()).isEqualTo("t3");
    }

    private void isSentOnlyWhatIsItsOwn(String role, Set<String> more) {
        HandSocket socket = Map.of("presenter", presenter, "attendee", attendee, "projector", projector)
                .get(role);
        socket.flush();
        Stream.concat(socket.heard("welcome").stream(), socket.heard("state").stream())
                .forEach(message -> message.get("state")
                        .fieldNames()
                        .forEachRemaining(member -> assertThat(AUDIENCE.contains(member) || more.contains(member))
                                .as("%s is sent %s", role, member)
                                .isTrue()));
    }

    private JsonNode state() {
        attendee.flush();
        return attendee.last("state").get("state");
    }
}

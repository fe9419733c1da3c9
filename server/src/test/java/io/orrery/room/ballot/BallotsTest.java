package io.orrery.room.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of people, and their counts. */
class BallotsTest {
    private final List<String> stored = new ArrayList<>();
    private final Ballots.Store store = new Ballots.Store() {
        @Override
        public void keep(Ballots.Answer answer) {
            stored.add("keep " + answer.person() + " " + answer.answer());
        }

        @Override
        public void withdraw(String ballot, String person) {
            stored.add("withdraw " + person);
        }

        @Override
        public void end(String ballot) {
            stored.add("end " + ballot);
        }
    };

    private final Ballots ballots = new Ballots(List.of(), store, () -> {});

    private boolean put(String person, String answer) {
        return ballots.put(new Ballots.Answer("b", person, answer), 3);
    }

    @Test
    void answerReplacesTheEarlierOneOfItsPerson() {
        assertThat(put("ada", "0")).isTrue();
        assertThat(put("max", "0")).isTrue();
        assertThat(put("ada", "0")).isFalse();
        assertThat(put("ada", "1")).isTrue();

        assertThat(ballots.answer("b", "ada")).contains("1");
        assertThat(ballots.counts("b")).isEqualTo(new Ballots.Counts(2, Map.of("0", 1, "1", 1)));
        assertThat(stored).containsExactly("keep ada 0", "keep max 0", "keep ada 1");
    }

    @Test
    void severalAnswersOfAPersonAreFoundByThePersonUntilTheyAreWithdrawn() {
        put("v1 ada", "v1");
        put("v12 ada", "v12");
        put("v1 da", "v1");

        assertThat(ballots.namesOf("b", "ada")).containsExactly("v1 ada", "v12 ada");
        assertThat(ballots.count("b", "v1")).isEqualTo(2);
        assertThat(ballots.given("b", "v")).containsExactlyInAnyOrder("v1", "v12");
        put("last", "last 1");
        assertThat(ballots.namesOf("b", "ada")).containsExactly("v12 ada");
        ballots.withdraw("b", "v12 ada");
        assertThat(ballots.namesOf("b", "ada")).isEmpty();
        assertThat(ballots.namesOf("b", "last")).isEmpty();
        assertThat(ballots.namesOf("other", "ada")).isEmpty();
        assertThat(ballots.count("b", "v12")).isZero();
    }

    @Test
    void oldestAnswerGoesWhereThereAreTooMany() {
        put("one", "x");
        put("two", "x");
        put("three", "x");
        put("one", "y");
        put("four", "x");

        assertThat(ballots.answer("b", "one")).isEmpty();
        assertThat(ballots.counts("b")).isEqualTo(new Ballots.Counts(3, Map.of("x", 3)));
        assertThat(stored).endsWith("withdraw one");
    }

    @Test
    void endedBallotIsDeletedAndOthersStay() {
        put("ada", "0");
        ballots.put(new Ballots.Answer("c", "ada", "here"), 3);

        ballots.keepOnly(Set.of("c", "never used"));
        ballots.keepOnly(Set.of("c"));

        assertThat(ballots.counts("b")).isEqualTo(Ballots.Counts.NONE);
        assertThat(ballots.answer("c", "ada")).contains("here");
        assertThat(stored).containsOnlyOnce("end b").doesNotContain("end c");
        assertThat(ballots.withdraw("b", "ada")).isFalse();
    }

    /** Counted anew from a plain map. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void countsAndIndexesAreThoseOfTheAnswersWhateverCame(int seed) {
        var random = new Random(seed);
        Map<String, String> answers = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            String person = (random.nextBoolean() ? "v " : "") + "p" + random.nextInt(20);
            if (random.nextInt(4) == 0) {
                assertThat(ballots.withdraw("b", person)).isEqualTo(answers.remove(person) != null);
            } else {
                String answer = List.of("", "0", "v1", "v2", "1").get(random.nextInt(5));
                ballots.put(new Ballots.Answer("b", person, answer), Integer.MAX_VALUE);
                answers.put(person, answer);
            }
            assertThat(ballots.counts("b").people()).isEqualTo(answers.size());
            assertThat(ballots.counts("b").each())
                    .isEqualTo(
                            answers.values().stream().collect(Collectors.toMap(each -> each, each -> 1, Integer::sum)));
            assertThat(ballots.given("b", "v"))
                    .isEqualTo(answers.values().stream()
                            .filter(each -> each.startsWith("v"))
                            .collect(Collectors.toSet()));
            String one = "p" + random.nextInt(20);
            assertThat(ballots.namesOf("b", one))
                    .isEqualTo(answers.keySet().stream()
                            .filter(each -> each.endsWith(" " + one))
                            .collect(Collectors.toSet()));
        }
        var again = new ArrayList<Ballots.Answer>();
        answers.forEach((person, answer) -> again.add(new Ballots.Answer("b", person, answer)));
        assertThat(new Ballots(again, store, () -> {}).counts()).isEqualTo(ballots.counts());
    }
}

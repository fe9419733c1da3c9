package io.orrery.room.activity.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.room.activity.Asks.Phase;
import io.orrery.room.ballot.Ballots;
import io.orrery.wire.TraceSummary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Counts of typed words, and bits. */
class TypedCountsTest {
    @Test
    void screensHaveAtMostEightBarsAndTheRestIsSomethingElse() {
        var counts = new HashMap<String, Integer>();
        var chances = new HashMap<Integer, TraceSummary.Next>();
        counts.put("0", 5);
        counts.put("2", 1);
        int people = 6;
        for (int token = 10; token < 20; token++) {
            // Two words of the same first token.
            counts.put("t" + token + " a" + token, token - 9);
            counts.put("t" + token + " b", 1);
            people += token - 8;
            chances.put(token, new TraceSummary.Next(token, "w" + token, 0.01f));
        }
        var answers = new Ballots.Counts(people, counts);
        Poll poll = Poll.asked(
                        Optional.of(new Poll.Text("t", List.of("a"), false)),
                        Optional.empty(),
                        List.of(new Poll.Option("x", Optional.of(0)), new Poll.Option("y", Optional.of(1))),
                        true,
                        Optional.of(List.of(0.5f, 0.25f, 0.25f)),
                        new Poll.Origin(Optional.empty(), Optional.empty()))
                .naming(chances, answers)
                .in(Phase.REVEALED)
                .counted(answers);

        List<Poll.Typed> typed = poll.typed().orElseThrow();
        assertThat(typed.size() + poll.options().size()).isEqualTo(8);
        assertThat(typed.stream().map(Poll.Typed::count)).containsExactly(11, 10, 9, 8, 7, 6);
        // "something else" itself, and the words of tokens 10 to 13
        assertThat(poll.counts().orElseThrow()).containsExactly(5, 0, 1 + 2 + 3 + 4 + 5);
        assertThat(poll.answers()).isEqualTo(people);
        assertThat(poll.model().orElseThrow().get(2)).isCloseTo(0.25f - 6 * 0.01f, within(1e-6f));
    }

    @Test
    void scoreIsAtMostTwentyBits() {
        for (var bits : Map.of(1.0, 0.0, 0.5, 1.0, 0x1p-7, 7.0, 0x1p-20, 20.0, 0x1p-21, 20.0, 0.0, 20.0)
                .entrySet()) {
            assertThat(SeriesActivity.bits(bits.getKey())).isCloseTo(bits.getValue(), within(1e-12));
        }
    }
}

package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers to questions of why that are drawn in the machine itself: everyone sees them, and they are the command's numbers. */
class WhyInMachineTest {
    private static final String MODEL = "tiny-tales";
    private static final String FINDING = "orrery.scene().finding";
    private static final String FOCUS = "orrery.scene().focus.kind";

    @RegisterExtension
    static final Venue venue = Venue.forAllTests(Venue.offering(ModelReference.of(MODEL)));

    @Test
    void everyScreenDrawsGuessesVotesAndContributions() throws Exception {
        try (var room = RoomScreens.at("blocks.1.attn.pattern", venue)) {
            var presenter = room.presenter();
            JsonNode lens = WhyAnswer.about(presenter, "lens", MODEL);
            presenter.ask("why", "lens");
            intoTheMachine(presenter, "lens");
            int last = lens.get("position").intValue();
            String guess = Presets.open(MODEL)
                    .tokenizer()
                    .piece(lens.at("/top/" + (lens.get("top").size() - 1) + "/" + last)
                            .intValue())
                    .strip();
            for (Screen screen : room.all()) {
                screen.waitUntil(FINDING + "?.guesses?.length > 0");
                screen.waitUntil("[...document.querySelectorAll('orrery-scene .shown')].some(label =>"
                        + " label.textContent.includes('"
                        + guess + "'))");
                screen.waitUntil(FOCUS + " === 'everything'");
            }

            presenter.page().locator("orrery-why [data-tool=attribution]").click();
            intoTheMachine(presenter, "attribution");
            JsonNode votes = WhyAnswer.about(presenter, "attribution", MODEL);
            for (Screen screen : room.all()) {
                screen.waitUntil(FINDING + "?.votes?.length > 0");
                assertVotes(finding(screen).get("votes"), votes.get("attribution"));
            }

            presenter.page().locator("orrery-why [data-tool=circuit]").click();
            intoTheMachine(presenter, "circuit");
            for (Screen screen : room.all()) {
                screen.waitUntil(FINDING + "?.paths?.length > 0");
                double strongest = StreamSupport.stream(
                                finding(screen).get("paths").spliterator(), false)
                        .mapToDouble(path -> Math.abs(path.get("share").doubleValue()))
                        .max()
                        .orElseThrow();
                assertThat(strongest).isEqualTo(1, within(1e-9));
            }

            presenter.page().locator("orrery-why button.machine").click();
            for (Screen screen : room.all()) {
                screen.waitUntil(FINDING + " === null && " + FOCUS + " === 'step'");
            }

            // closed in the machine, it takes with it what it showed
            intoTheMachine(presenter, "circuit");
            room.hall().waitUntil(FOCUS + " === 'everything'");
            presenter.press("Escape");
            for (Screen screen : room.all()) {
                screen.waitUntil(FINDING + " === null && " + FOCUS + " === 'step'");
                assertThat(screen.errors()).isEmpty();
            }
        }
    }

    /** The output of the last MLP, which votes for the answer, takes on the colour of votes for it. */
    @Test
    void strongestVoterHasTheColourOfTheAnswer() throws Exception {
        try (var screen = venue.drawnScreen(1600, 900)) {
            screen.open(venue.address("/solo#preset=tiny-tales&step=blocks.1.attn.pattern&focus=everything"));
            // Of the steps before its own, the page fetches the numbers by and by.
            screen.waitUntil("orrery.tensor('blocks.0.hook_mlp_out')?.hasArrived");
            screen.rest();
            int[] before = colourOf(screen, "blocks.1.hook_mlp_out");
            int[] againstBefore = colourOf(screen, "blocks.0.hook_mlp_out");
            screen.ask("why", "attribution");
            intoTheMachine(screen, "attribution");
            screen.waitUntil(FINDING + "?.votes?.length > 0");
            screen.rest();
            int[] after = colourOf(screen, "blocks.1.hook_mlp_out");
            int[] against = colourOf(screen, "blocks.0.hook_mlp_out");
            // purple has more blue and red than green
            assertThat(after[2] - after[1]).isGreaterThan(before[2] - before[1] + 20);
            assertThat(after[0] - after[1]).isGreaterThan(20);
            // the brass of a weak vote against it does not outshine that
            assertThat(againstBefore[0] - againstBefore[2]).isGreaterThan(40);
            assertThat(against[0] - against[2]).isLessThan((againstBefore[0] - againstBefore[2]) / 2);
        }
    }

    private static void intoTheMachine(Screen presenter, String tool) {
        var button =
                presenter.page().locator("orrery-why:has([data-tool=" + tool + "][aria-pressed=true]) button.machine");
        button.waitFor();
        if (button.getAttribute("aria-pressed").equals("false")) {
            button.click();
        }
    }

    private static JsonNode finding(Screen screen) throws Exception {
        return new JsonMapper().readTree(screen.scene().text("JSON.stringify(" + FINDING + ")"));
    }

    /** Each share is the part's vote over the strongest of all heads, MLPs and embeddings. */
    private static void assertVotes(JsonNode drawn, JsonNode attribution) {
        List<Double> votes = StreamSupport.stream(attribution.spliterator(), false)
                .filter(part ->
                        part.get("part").textValue().matches(".*(hook_result\\[\\d+\\]|hook_mlp_out|^hook_\\w*embed)$"))
                .map(part -> part.get("a_minus_b").doubleValue())
                .toList();
        double most = votes.stream().mapToDouble(Math::abs).max().orElseThrow();
        assertThat(drawn).hasSameSizeAs(votes);
        for (int i = 0; i < votes.size(); i++) {
            assertThat(drawn.get(i).get("share").doubleValue()).isEqualTo(votes.get(i) / most, within(1e-4));
        }
    }

    private static int[] colourOf(Screen screen, String output) {
        return screen.scene().colour(output, List.of(3, 30));
    }
}

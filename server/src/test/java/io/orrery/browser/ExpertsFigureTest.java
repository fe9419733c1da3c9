package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import io.orrery.web.rooms.Links;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A router's step on three screens of a room: the shares, who reads which word, and an expert that the driver switches off and forces. */
class ExpertsFigureTest {
    private static final String LAYER = "blocks.1.mlp.";
    private static final String STEP = LAYER + "router";
    private static final int EXPERTS = 5;
    private static final int TAKEN = 2;

    private static final String FIGURE = """
            () => {
              const root = document.querySelector('orrery-figure').shadowRoot.querySelector('orrery-experts').shadowRoot;
              return {
                experts: [...root.querySelectorAll('.expert')].map(({ dataset, children }) => ({
                  share: Number(dataset.share), taken: dataset.taken === 'true', state: dataset.state,
                })),
                words: [...root.querySelectorAll('.expert')].map((each) =>
                  [...each.querySelectorAll('.word')].map(({ dataset }) => Number(dataset.position))),
                least: Math.min(...[...root.querySelectorAll('svg text')].map((each) => Number(each.getAttribute('font-size')))),
              };
            }""";

    @TempDir
    static Path folder;

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @BeforeEach
    void openServer() throws Exception {
        venue.openOnce(Venue.offering(ModelReference.of(model())));
    }

    @Test
    void routersChoiceIsTheTracesOnEveryScreenAndTheDriverChangesIt() throws Exception {
        Links links = venue.newRoom();
        try (var presenter = venue.screen(1600, 900);
                var hall = venue.screen(1920, 1080);
                var phone = venue.screen(390, 844)) {
            presenter.open(links.presenter());
            hall.open(links.screen());
            phone.open(links.audience());
            presenter.go(STEP);
            var trace = TraceFile.of(model(), presenter.scene().tokenIds(), folder);
            float[] probs = trace.tensor(LAYER + "hook_router_probs");
            float[] taken = trace.tensor(LAYER + "hook_expert_indices");
            int count = taken.length / TAKEN;
            var least = Map.of(presenter, 13, hall, 28, phone, 11);
            for (var screen : List.of(presenter, hall, phone)) {
                screen.waitForStep(STEP);
                screen.page().locator("orrery-experts .expert").nth(EXPERTS - 1).waitFor();
                var shown = (Map<?, ?>) screen.page().evaluate(FIGURE);
                var experts = (List<?>) shown.get("experts");
                assertThat(experts).hasSize(EXPERTS);
                for (int e = 0; e < EXPERTS; e++) {
                    var expert = (Map<?, ?>) experts.get(e);
                    assertThat(((Number) expert.get("share")).doubleValue())
                            .isCloseTo(probs[(count - 1) * EXPERTS + e], within(1e-6));
                    assertThat(expert.get("taken")).isEqualTo(went(taken, e).contains(count - 1));
                    var words = (List<?>) ((List<?>) shown.get("words")).get(e);
                    // a column without room for all of its words shows the last ones
                    var all = went(taken, e);
                    assertThat(words).isEqualTo(all.subList(all.size() - words.size(), all.size()));
                }
                assertThat(((Number) shown.get("least")).intValue()).isGreaterThanOrEqualTo(least.get(screen));
            }

            int first = (int) taken[(count - 1) * TAKEN];
            // the hall shows what comes next as long as something is changed
            press(presenter, first);
            for (var screen : List.of(presenter, phone)) {
                waitForState(screen, first, "off", false);
            }
            press(presenter, first);
            int last = IntStream.range(0, EXPERTS)
                    .filter(e -> !went(taken, e).contains(count - 1))
                    .findFirst()
                    .orElseThrow();
            for (var screen : List.of(presenter, phone)) {
                waitForState(screen, first, "force", true);
            }
            press(presenter, first);
            for (var screen : List.of(presenter, phone)) {
                waitForState(screen, first, "", true);
                waitForState(screen, last, "", false);
                assertThat(screen.errors()).isEmpty();
            }
            assertThat(hall.page().locator("orrery-experts button").count()).isZero();
            assertThat(phone.page().locator("orrery-experts button").count()).isZero();
        }
    }

    /** The positions that went to an expert. */
    private static List<Integer> went(float[] taken, int expert) {
        return IntStream.range(0, taken.length)
                .filter(i -> (int) taken[i] == expert)
                .mapToObj(i -> i / TAKEN)
                .toList();
    }

    private static void press(Screen screen, int expert) {
        screen.page().locator("orrery-experts [data-press='" + expert + "']").click();
    }

    private static void waitForState(Screen screen, int expert, String state, boolean isTaken) {
        screen.page()
                .locator("orrery-experts .expert[data-experts='%d'][data-state='%s'][data-taken='%s']"
                        .formatted(expert, state, isTaken))
                .waitFor();
    }

    private static String model() {
        return Fixtures.folder("qwen3moe-tiny").toString();
    }
}

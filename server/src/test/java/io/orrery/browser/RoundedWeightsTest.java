package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Response;
import io.orrery.model.ModelReference;
import io.orrery.model.safetensors.Safetensors;
import io.orrery.web.rooms.Links;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The weights of the story model come in half precision, at each position of the slider over its checkpoints; cards and near
 * cells show exact ones.
 */
class RoundedWeightsTest {
    private static final String HAS_WEIGHTS = "['rounded', 'exact'].includes(orrery.walk().weights)";
    private static final String TABLE = "embed.W_E";
    private static final int D_MODEL = 64;

    /** The slider's position after 400 updates. */
    private static final int AFTER_400 = 400;

    @RegisterExtension
    static final Venue venue = Venue.forAllTests(Venue.offering(ModelReference.of("tiny-tales")));

    @Test
    void sliderShowsTheRoundedWeightsOfAnUpdateAndCardsTheExactOnes() throws Exception {
        Links room = venue.newRoom();
        try (var presenter = venue.screen(1600, 900);
                var phone = venue.screen(390, 844)) {
            presenter.open(room.presenter());
            phone.open(room.audience());
            presenter.go("embed");
            phone.waitForStep("embed");
            float[] last = file("model.safetensors");
            assertThat(rounded(presenter, last)).isEqualTo(rounded(phone, last));

            presenter.ask("checkpoints");
            presenter.page().locator("orrery-checkpoints input").fill(String.valueOf(AFTER_400));

            float[] exact = file("checkpoints/400.safetensors");
            for (Screen screen : List.of(presenter, phone)) {
                screen.page()
                        .locator("orrery-checkpoint-note")
                        .getByText("Weights after 400 of 3,600 updates")
                        .waitFor();
                screen.waitUntil(HAS_WEIGHTS);
                rounded(screen, exact);
                screen.rest();
                assertThat(screen.errors()).isEmpty();
            }
            for (int column : new int[] {0, 31, 63}) {
                presenter.card(TABLE, List.of(5, column));
                // The number itself comes from the server.
                var value = presenter.page().locator("orrery-inspector .value");
                value.waitFor();
                var shown = ShownCard.Figure.read(value.textContent());
                assertThat(shown.value()).isCloseTo(exact[5 * D_MODEL + column], within(shown.half() * 1.001));
            }
        }
    }

    @Test
    void exactWeightsAreFetchedWhereCellsAreLargeEnoughForFigures() throws Exception {
        try (var screen = venue.screen(1600, 900)) {
            screen.open(venue.links().solo() + "#step=blocks.0.attn.qkv");
            screen.waitForStep("blocks.0.attn.qkv");
            screen.waitUntil(HAS_WEIGHTS);
            screen.rest();
            Response part = screen.page()
                    .waitForResponse(response -> response.url().contains("/weights/"), () -> {
                        screen.page().mouse().move(800, 400);
                        for (int turn = 0; turn < 12; turn++) {
                            screen.page().mouse().wheel(0, -400);
                        }
                    });
            String name = part.url().replaceFirst(".*/weights/([^?]*).*", "$1");
            screen.scene()
                    .waitUntil("(() => { try { return orrery.drawn('" + name
                            + "').length > 0; } catch { return false; } })()");
            assertThat(screen.errors()).isEmpty();
        }
    }

    /** The page's table of token vectors, which differs from a file's by rounding. */
    private static List<?> rounded(Screen screen, float[] exact) {
        screen.waitUntil(HAS_WEIGHTS);
        var values = (List<?>)
                screen.scene().read("(({dtype, data}) => dtype === 'f16' ? data : [])(orrery.weight('" + TABLE + "'))");
        assertThat(values).hasSize(exact.length);
        for (int i = 0; i < exact.length; i++) {
            double value = ((Number) values.get(i)).doubleValue();
            assertThat(value).isCloseTo(exact[i], within(Math.max(Math.abs(exact[i]) * 0x1p-11, 0x1p-25)));
        }
        return values;
    }

    private static float[] file(String name) throws Exception {
        try (var weights = Safetensors.open(Path.of("..", "presets", "tiny-tales", name))) {
            return weights.read("transformer.wte.weight");
        }
    }
}

package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The address of a page describes what it shows, shows the same in another browser, and contains no key. */
class AddressTest {
    private static final String NO_CLIPBOARD =
            "Object.defineProperty(Navigator.prototype, 'clipboard', {get: () => undefined})";
    private static final String CLIPBOARD = "Object.defineProperty(Navigator.prototype, 'clipboard', {value:"
            + " {writeText: async text => { window.copied = text; }}})";

    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    /** The page that opens one invalid address after the other. */
    private static Screen shared;

    private static Screen screen() {
        return venue.screen(1100, 760);
    }

    @BeforeAll
    static void openSharedPage() {
        shared = screen();
    }

    @AfterAll
    static void closeSharedPage() {
        shared.close();
    }

    @Test
    void showsTheSameInAnotherBrowser() {
        try (var mine = screen();
                var yours = screen()) {
            mine.open(venue.links().solo() + "#preset=nano-sort&prompt=BBACAB");
            mine.press("g");
            mine.waitForPositions(7);
            mine.go("blocks.1.attn.pattern");
            mine.waitForStep("blocks.1.attn.pattern");
            mine.press("t");
            mine.waitUntil(
                    "/theme=light/.test(location.hash) && /step=blocks\\.1\\.attn\\.pattern/.test(location.hash)");
            String address = mine.page().url();

            yours.open(address);
            assertThat(yours.step()).isEqualTo("blocks.1.attn.pattern");
            assertThat(yours.tokens()).isEqualTo(mine.tokens()).hasSize(7).startsWith("B", "B", "A", "C", "A", "B");
            assertThat(yours.promptTokens()).isEqualTo(6);
            assertThat(yours.page().evaluate("document.documentElement.dataset.theme"))
                    .isEqualTo("light");
            assertThat((int) mine.page().evaluate("history.length"))
                    .as("entries in the history: the empty page and this one")
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#preset=gpt-9",
                "#tokens=99999",
                "#tokens=1,,2",
                "#prompt=XYZ",
                "#step=blocks.12.attn.scores",
                "#step=<img src=x onerror=alert(1)>",
                "#theme=plaid",
                "#camera=NaN,1,2,3,4,5",
                "#focus=layer.99"
            })
    void namesInvalidPartsAndShowsTheDefault(String fragment) {
        // Changing only the fragment would not load the page.
        shared.page().navigate("about:blank");
        shared.page().navigate(venue.links().solo() + fragment);
        // It disappears by itself, maybe before the scene is drawn.
        shared.page()
                .locator(".notice")
                .getByText("could not be followed in full")
                .waitFor();
        shared.scene().waitUntilStill();
        assertThat(shared.step()).isEqualTo("start");
        assertThat(shared.tokens()).containsExactly("C", "B", "A", "B", "B", "C");
        assertThat(shared.errors()).isEmpty();
        shared.waitUntil("location.hash.startsWith('#preset=nano-sort&tokens=2,1,0,1,1,2')");
    }

    @Test
    void containsFocusAndCamera() {
        try (var mine = screen();
                var yours = screen()) {
            mine.open(venue.links().solo() + "#step=blocks.1.attn.scores");
            mine.press("]");
            mine.press("]");
            // The step shows the third head; pressing it in the path chooses it.
            mine.page().locator("orrery-breadcrumb [aria-current]").click();
            mine.rest();
            mine.page().locator("orrery-scene canvas").first().focus();
            mine.press("Shift+ArrowRight");
            mine.press("+");
            // The address is written between the two keys, too, and once more when the camera has come to rest.
            mine.scene()
                    .waitUntil("/focus=layer\\.2\\.head\\.3/.test(location.hash) && !orrery.scene().busy"
                            + " && /camera=([^&]*)/.exec(location.hash)?.[1].split(',')"
                            + ".every((number, i) => Math.abs(number - orrery.scene().camera[i]) < 1e-4)");

            yours.open(mine.page().url());
            yours.scene().waitUntil("orrery.scene().camera");
            var theirs = yours.scene().numbers("orrery.scene().camera");
            var own = mine.scene().numbers("orrery.scene().camera");
            for (int i = 0; i < own.size(); i++) {
                assertThat(theirs.get(i)).isCloseTo(own.get(i), within(1e-4));
            }
            assertThat(yours.focusPath()).containsExactly("Sorting model", "Layer 2", "Attention", "Head 3");
        }
    }

    @Test
    void savesAPictureOfTheSceneAtTwiceItsSize() throws Exception {
        try (var screen = venue.drawnScreen(1100, 760)) {
            screen.open(venue.links().presenter());
            screen.go("blocks.0.attn.scores");
            screen.waitForStep("blocks.0.attn.scores");
            var download = screen.page().waitForDownload(() -> screen.press("p"));
            assertThat(download.suggestedFilename()).isEqualTo("orrery-blocks.0.attn.scores.png");
            var image = ImageIO.read(download.path().toFile());
            assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(2200, 1520);
            long colours = IntStream.range(0, 2200 * 1520 / 97)
                    .map(i -> image.getRGB(i * 97 % 2200, i * 97 / 2200))
                    .distinct()
                    .count();
            assertThat(colours).as("distinct colours").isGreaterThan(200);
            assertThat(new String(Files.readAllBytes(download.path()), StandardCharsets.ISO_8859_1))
                    .doesNotContain(key());
        }
    }

    @Test
    void followsAnAddressPastedOverItsOwn() {
        try (var screen = screen()) {
            screen.open(venue.links().solo());
            // The page writes its own address a little later.
            screen.waitUntil("location.hash.includes('step=start')");
            screen.page().evaluate("location.hash = '#step=logits'");
            screen.waitForStep("logits");
        }
    }

    @Test
    void copiesALinkWithoutTheKey() {
        try (var screen = screen()) {
            screen.page().addInitScript(CLIPBOARD);
            screen.open(venue.links().presenter());
            screen.go("blocks.0.ln1");
            screen.waitForStep("blocks.0.ln1");
            screen.press("u");
            screen.page()
                    .locator(".notice")
                    .getByText("The link to this step is copied")
                    .waitFor();
            String link = (String) screen.page().evaluate("window.copied");
            assertThat(link).contains("/solo#").contains("step=blocks.0.ln1");
            assertThat(List.of(link, screen.page().url())).noneMatch(each -> each.contains(key()));
        }
    }

    @Test
    void showsTheLinkSelectedWhereThereIsNoClipboard() {
        try (var screen = screen()) {
            screen.page().addInitScript(NO_CLIPBOARD);
            screen.open(venue.links().presenter());
            screen.press("u");
            var field = screen.page().locator("orrery-link dialog[open] input");
            assertThat((String) field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)"))
                    .startsWith("http://127.0.0.1")
                    .contains("#preset=nano-sort")
                    .doesNotContain(key());
        }
    }

    @Test
    void removesAKeyThatWasPastedOnTheWrongPage() {
        String audience = venue.links().audience();
        try (var screen = screen()) {
            screen.open(audience + "#key=" + key());
            screen.waitUntil("!location.hash.includes('key')");
        }
    }

    private static String key() {
        String link = venue.links().presenter();
        return link.substring(link.indexOf("#key=") + "#key=".length());
    }
}

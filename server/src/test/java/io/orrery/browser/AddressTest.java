package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
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

/** An address says what is shown, opens as the same elsewhere, and holds no key. */
class AddressTest {
    private static final String NO_CLIPBOARD =
            "Object.defineProperty(Navigator.prototype, 'clipboard', {get: () => undefined})";
    private static final String CLIPBOARD = "Object.defineProperty(Navigator.prototype, 'clipboard', {value:"
            + " {writeText: async text => { window.copied = text; }}})";

    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    private static Screen screen() {
        return venue.screen(1100, 760);
    }

    /** One page for all addresses that lead nowhere: each is loaded anew. */
    private static Screen lost;

    @BeforeAll
    static void openAPage() {
        lost = screen();
    }

    @AfterAll
    static void closeIt() {
        lost.close();
    }

    @Test
    void whatOneSeesIsSeenByWhoeverOpensItsAddress() {
        try (var mine = screen();
                var yours = screen()) {
            mine.open(venue.links().solo() + "#preset=nano-sort&prompt=BBACAB");
            mine.press("g");
            mine.waitForPositions(7);
            mine.go("blocks.1.attn.pattern");
            mine.waitForStep("blocks.1.attn.pattern");
            mine.press("t");
            mine.page()
                    .waitForFunction("() => /theme=light/.test(location.hash)"
                            + " && /step=blocks\\.1\\.attn\\.pattern/.test(location.hash)");
            String address = mine.page().url();

            yours.open(address);
            assertThat(yours.step()).isEqualTo("blocks.1.attn.pattern");
            assertThat(yours.tokens()).isEqualTo(mine.tokens()).hasSize(7).startsWith(1, 1, 0, 2, 0, 1);
            assertThat(yours.page().evaluate("document.querySelector('orrery-app').trace.info.promptLength"))
                    .isEqualTo(6);
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
    void anAddressThatLeadsNowhereIsToldOfInOneSentenceAndShowsTheUsual(String fragment) {
        // From one fragment to another no page would be loaded.
        lost.page().navigate("about:blank");
        lost.open(venue.links().solo() + fragment);
        lost.page().waitForSelector(".notice");
        assertThat(lost.page().textContent(".notice")).contains("could not be followed in full");
        assertThat(lost.step()).isEqualTo("start");
        assertThat(lost.tokens()).containsExactly(2, 1, 0, 1, 1, 2);
        assertThat(lost.errors()).isEmpty();
        lost.page().waitForFunction("() => location.hash.startsWith('#preset=nano-sort&tokens=2,1,0,1,1,2')");
    }

    @Test
    @SuppressWarnings("unchecked")
    void focusAndCameraTravelWithTheAddress() {
        try (var mine = screen();
                var yours = screen()) {
            mine.open(venue.links().solo() + "#step=blocks.0.attn.scores");
            mine.page()
                    .evaluate("document.querySelector('orrery-app').dispatchEvent(new CustomEvent('ask',"
                            + " {detail: {action: 'focus', value: {kind: 'head', layer: 1, head: 2}}}))");
            mine.waitForStep("");
            mine.page().locator("orrery-scene canvas").first().focus();
            mine.press("Shift+ArrowRight");
            mine.press("+");
            // The address is written when the camera has come to rest, and once before that, between the two keys.
            mine.waitUntil("/focus=layer\\.2\\.head\\.3/.test(location.hash) && !app.machine.busy"
                    + " && /camera=([^&]*)/.exec(location.hash)?.[1].split(',')"
                    + ".every((said, i) => Math.abs(said - app.machine.camera[i]) < 1e-4)");
            String camera = "document.querySelector('orrery-app').machine.camera";

            yours.open((String) mine.page().evaluate("location.href"));
            yours.page().waitForFunction("() => document.querySelector('orrery-app').machine.camera");
            var theirs = (List<Number>) yours.page().evaluate(camera);
            var own = (List<Number>) mine.page().evaluate(camera);
            for (int i = 0; i < own.size(); i++) {
                assertThat(theirs.get(i).doubleValue()).isCloseTo(own.get(i).doubleValue(), within(1e-4));
            }
            assertThat(yours.page().evaluate("JSON.stringify(document.querySelector('orrery-app').machine.focus)"))
                    .isEqualTo("{\"kind\":\"head\",\"layer\":1,\"head\":2}");
        }
    }

    @Test
    void aPictureIsAPngOfTheSceneAtTwiceTheSize() throws Exception {
        try (var screen = screen()) {
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
            assertThat(colours).as("colours of what is drawn").isGreaterThan(200);
            assertThat(new String(Files.readAllBytes(download.path()), StandardCharsets.ISO_8859_1))
                    .doesNotContain(key());
        }
    }

    @Test
    void anotherAddressPastedOverThisOneIsFollowed() {
        try (var screen = screen()) {
            screen.open(venue.links().solo());
            screen.page().evaluate("location.hash = '#step=logits'");
            screen.waitForStep("logits");
        }
    }

    @Test
    void theLinkIsCopiedAndHoldsNoKey() {
        try (var screen = screen()) {
            screen.page().addInitScript(CLIPBOARD);
            screen.open(venue.links().presenter());
            screen.go("blocks.0.ln1");
            screen.waitForStep("blocks.0.ln1");
            screen.press("u");
            screen.page().waitForSelector(".notice");
            String link = (String) screen.page().evaluate("window.copied");
            assertThat(link).contains("/solo#").contains("step=blocks.0.ln1");
            assertThat(List.of(link, screen.page().url())).noneMatch(each -> each.contains(key()));
        }
    }

    @Test
    void whereTheClipboardIsWithheldTheLinkStandsThereSelected() {
        try (var screen = screen()) {
            screen.page().addInitScript(NO_CLIPBOARD);
            screen.open(venue.links().presenter());
            screen.press("u");
            Page page = screen.page();
            page.waitForSelector("orrery-link dialog[open]");
            assertThat((String) page.evaluate("() => { const field ="
                            + " document.querySelector('orrery-link').shadowRoot.querySelector('input');"
                            + " return field.value.slice(field.selectionStart, field.selectionEnd); }"))
                    .startsWith("http://127.0.0.1")
                    .contains("#preset=nano-sort")
                    .doesNotContain(key());
        }
    }

    @Test
    void aKeyPastedOnTheWrongPageLeavesItsAddress() {
        String audience = venue.links().audience();
        try (var screen = screen()) {
            screen.open(audience + "#key=" + key());
            screen.page().waitForFunction("() => !location.hash.includes('key')");
        }
    }

    private static String key() {
        String link = venue.links().presenter();
        return link.substring(link.indexOf("#key=") + "#key=".length());
    }
}

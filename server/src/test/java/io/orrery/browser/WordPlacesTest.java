package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.Fixtures;
import io.orrery.model.Model;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Words as places in a room: drawn where the axes say, with the neighbours of the command {@code why embedding}. */
class WordPlacesTest {
    private static final String PLACES = WordCloud.ELEMENT;

    @RegisterExtension
    static final Venue venue = Venue.forAllTests(Venue.offering(
            ModelReference.of("tiny-tales"),
            ModelReference.of(Fixtures.folder("llama-tiny-tied").toString())));

    private static Model model;

    @BeforeAll
    static void open() throws IOException {
        model = Presets.open("tiny-tales");
    }

    @Test
    void roomLooksAtWordsAsPlaces() throws Exception {
        try (var room = RoomScreens.at("blocks.0.attn.scores", venue)) {
            var presenter = room.presenter();
            var phone = room.phone();
            var screens = room.all();
            for (var screen : screens) {
                screen.waitForStep("blocks.0.attn.scores");
                // what comes late takes room from the machine, and weights are drawn once they are there
                screen.waitUntil("orrery.walk().weights !== null");
                screen.settle();
            }
            var before =
                    screens.stream().map(screen -> new WordCloud(screen).pose()).toList();
            var calls = presenter.scene().number("orrery.scene().drawCalls");
            assertThat(calls).isGreaterThan(2);
            assertThat(loaded(phone)).isFalse();

            presenter.press("y");
            presenter.page().locator("orrery-why [data-tool=embedding]").click();
            for (var screen : screens) {
                screen.scene().waitUntil("orrery.scene().points !== null");
                screen.rest();
            }
            assertNearest(screens, token("Lily"));
            // the background and the cloud
            assertThat(presenter.scene().number("orrery.scene().drawCalls")).isEqualTo(2);
            for (var screen : screens) {
                var cloud = new WordCloud(screen);
                cloud.assertDrawnWhereTheAxesSay(model);
                cloud.assertNamesHaveRoom();
            }

            presenter.page().locator(PLACES + " input[type=search]").fill("zzz");
            assertThat(presenter.page().locator(PLACES + " .none").textContent())
                    .contains("No token is written “zzz”");
            presenter.page().locator(PLACES + " input[type=search]").fill("monday");
            presenter.page().keyboard().press("Enter");
            phone.page().locator(PLACES + " h3").getByText("Monday").waitFor();
            assertNearest(screens, token("Monday"));
            for (var screen : screens) {
                screen.rest();
                var cloud = new WordCloud(screen);
                cloud.assertDrawnWhereTheAxesSay(model);
                cloud.assertNamesHaveRoom();
                cloud.assertInView(token("Monday"), "Monday");
            }
            pressesAPoint(presenter, screens);
            for (var screen : screens) {
                assertGroupsHaveSigns(screen);
            }
            addsAndTakesAway(presenter, screens);
            showsTheStream(presenter, screens);
            losesAndFindsItsContext(phone);
            sharesTheCamera(presenter, screens);

            presenter.press("Escape");
            for (int i = 0; i < screens.size(); i++) {
                var screen = screens.get(i);
                screen.scene().waitUntil("orrery.scene().points === null");
                Screen.waitUntilGone(screen.page().locator("orrery-why"));
                screen.rest();
                assertThat(new WordCloud(screen).pose()).isEqualTo(before.get(i));
                assertThat(screen.page().locator("orrery-scene .guest").count()).isZero();
                assertThat(screen.page()
                                .locator("orrery-scene .overlay.visited")
                                .count())
                        .isZero();
                assertThat(screen.errors()).isEmpty();
            }
            assertThat(presenter.scene().number("orrery.scene().drawCalls")).isEqualTo(calls);
        }
    }

    /** Another model while it is open, a token and a layer that are not there, and a camera that the person had taken. */
    @Test
    void linkIsAboutWhatIsThere() throws Exception {
        String link = "/solo#preset=llama-tiny-tied&tokens=5,6,7,8&step=logits&why=embedding";
        try (var screen = venue.screen(1600, 900)) {
            screen.open(venue.address(link + "&open=word%3D99999"));
            var problem = screen.page().locator("orrery-why [role=alert]").first();
            problem.waitFor();
            assertThat(problem.textContent()).contains("There is no token 99,999");
        }
        try (var screen = venue.screen(1600, 900)) {
            screen.open(venue.address(link + "&open=after%3D99"));
            var problem = screen.page().locator("orrery-why [role=alert]").first();
            problem.waitFor();
            assertThat(problem.textContent()).contains("after");
        }
        try (var screen = venue.screen(1600, 900)) {
            screen.open(venue.address("/solo#preset=tiny-tales&step=logits"));
            screen.drag(60, 20);
            screen.rest();
            var taken = new WordCloud(screen).pose();
            screen.ask("why", "embedding");
            screen.scene().waitUntil("orrery.scene().points !== null");
            screen.drag(-90, 10);
            screen.rest();
            assertThat(new WordCloud(screen).pose()).isNotEqualTo(taken);
            screen.press("Escape");
            screen.scene().waitUntil("orrery.scene().points === null");
            screen.rest();
            assertThat(new WordCloud(screen).pose()).isEqualTo(taken);
            readsAnotherModel(screen);
            assertThat(screen.errors()).isEmpty();
        }
    }

    /** Another model comes while the tool is open: the cloud is then that model's table, in that model's machine. */
    private static void readsAnotherModel(Screen screen) {
        screen.ask("why", "embedding");
        screen.scene().waitUntil("orrery.scene().points !== null");
        screen.ask("showPrompt", Map.of("text", "hello", "model", "llama-tiny-tied"));
        screen.waitUntil("orrery.walk()?.model.preset === 'llama-tiny-tied'");
        // every token, and as many words as a text can have
        screen.scene()
                .waitUntil(
                        "orrery.scene()?.points" + " === (({d_vocab, n_ctx}) => d_vocab + n_ctx)(orrery.walk().sizes)");
        // until then the other model's machine is drawn, too
        screen.rest();
        assertThat(screen.scene().number("orrery.scene().drawCalls")).isEqualTo(2);
        screen.press("Escape");
        screen.scene().waitUntil("orrery.scene().points === null");
    }

    private static boolean loaded(Screen screen) {
        return (Boolean) screen.page()
                .evaluate("() => performance.getEntriesByType('resource').some(({name}) =>"
                        + " /embedding-|places/.test(name))");
    }

    /** The token of a word, in its own case: the first word of a text has another. */
    private static int token(String word) {
        return IntStream.range(0, model.graph().sizes().d_vocab())
                .filter(token -> model.tokenizer().piece(token).strip().equals(word))
                .findFirst()
                .orElseThrow();
    }

    /** The list on every screen is the command's. */
    private void assertNearest(List<Screen> screens, int token) throws IOException {
        var near = why("--token", Integer.toString(token)).at("/nearest/" + token);
        for (var screen : screens) {
            screen.page()
                    .locator(PLACES + " li[data-token='" + near.get(0).get("token") + "']")
                    .first()
                    .waitFor();
            // The hall leaves out lines for which the first layout had no room.
            screen.rest();
            assertList(screen, near);
        }
    }

    private static void assertList(Screen screen, JsonNode near) {
        var lines = screen.page().locator(PLACES + " li[data-token]");
        var expected = new ArrayList<String>();
        near.forEach(one -> expected.add(one.get("token").toString()));
        var tokens = lines.evaluateAll("lines => lines.map((line) => line.dataset.token)");
        int count = ((List<?>) tokens).size();
        assertThat(count).isBetween(3, near.size());
        assertThat(tokens).isEqualTo(expected.subList(0, count));
        var values = lines.locator(".value").allTextContents();
        for (int i = 0; i < count; i++) {
            double shown = Double.parseDouble(values.get(i).strip().replace("−", "-"));
            assertThat(shown).isCloseTo(near.get(i).get("cosine").doubleValue(), within(0.00501));
        }
    }

    private void pressesAPoint(Screen presenter, List<Screen> screens) throws IOException {
        int token = token("Friday");
        double[] at = new WordCloud(presenter).ofToken(token);
        presenter.page().mouse().click(at[0], at[1]);
        for (var screen : screens) {
            screen.page().locator(PLACES + " h3").getByText("Friday").waitFor();
        }
        assertNearest(screens, token);
    }

    /** The key has a sign of its own for each group, and one for the text's words. */
    private static void assertGroupsHaveSigns(Screen screen) {
        var key = screen.page().locator(PLACES + " .key");
        var folded = screen.page().locator(PLACES + " .foot summary");
        if (folded.count() > 0) {
            folded.click();
        }
        key.waitFor();
        var signs = key.locator("svg path");
        var outlines = IntStream.range(0, signs.count())
                .mapToObj(i -> signs.nth(i).getAttribute("d"))
                .toList();
        assertThat(outlines).hasSizeGreaterThan(5).doesNotHaveDuplicates();
        if (folded.count() > 0) {
            folded.click();
        }
    }

    private void addsAndTakesAway(Screen presenter, List<Screen> screens) throws IOException {
        presenter.page().locator(PLACES + " [data-mode=sum]").click();
        var words = List.of("Lily", "she", "he");
        for (int i = 0; i < words.size(); i++) {
            presenter.page().locator(PLACES + " input[type=search]").fill(words.get(i));
            presenter.page().keyboard().press("Enter");
            presenter.page().locator(PLACES + " .terms bdi").nth(i).waitFor();
        }
        var json = why(
                "--plus",
                Integer.toString(token("Lily")),
                "--plus",
                Integer.toString(token("he")),
                "--minus",
                Integer.toString(token("she")));
        for (var screen : screens) {
            screen.page().locator(PLACES + " .terms bdi").nth(2).waitFor();
            screen.page().locator(PLACES + " .out").waitFor();
            screen.page()
                    .locator(PLACES + " li[data-token='" + json.at("/arithmetic/0/token") + "']")
                    .first()
                    .waitFor();
            screen.rest();
            assertList(screen, json.get("arithmetic"));
            String out = screen.page().locator(PLACES + " .out").textContent();
            for (var each : json.get("left_out")) {
                assertThat(out)
                        .contains(model.tokenizer()
                                .piece(each.get("token").intValue())
                                .strip())
                        .contains(each.get("rank").toString());
            }
            // in the hall nothing can be scrolled
            if (screen.page().locator("orrery-projector").count() > 0) {
                assertThat(screen.page()
                                .locator(PLACES + " aside")
                                .evaluate("aside => aside.scrollHeight - aside.clientHeight"))
                        .isEqualTo(0);
                assertThat(screen.page().locator(PLACES + " li").count()).isGreaterThan(3);
            }
        }
        presenter.page().locator(PLACES + " [data-mode=look]").click();
    }

    private void showsTheStream(Screen presenter, List<Screen> screens) throws Exception {
        var go = presenter.page().locator(PLACES + " .layers button").last();
        for (int i = 0; i < 2; i++) {
            go.click();
        }
        for (var screen : screens) {
            screen.page().locator(PLACES + " .said").getByText("table’s axes").waitFor();
            screen.rest();
            new WordCloud(screen).assertNamesHaveRoom();
        }
        var id = presenter.scene().traceId();
        @SuppressWarnings("unchecked")
        var stream = (List<List<Number>>) presenter
                .page()
                .evaluate("async () => (await (await fetch('/api/traces/" + id
                        + "/why/embedding?after=1')).json()).stream");
        var cloud = new WordCloud(presenter);
        for (int i = 0; i < stream.size(); i++) {
            double[] place =
                    stream.get(i).stream().mapToDouble(Number::doubleValue).toArray();
            cloud.assertDrawnAt(place, cloud.ofPosition(i));
        }
    }

    /** The presenter's view of the cloud is everyone's while it is shared, and each screen's own again afterwards. */
    private static void sharesTheCamera(Screen presenter, List<Screen> screens) {
        presenter.press("v");
        presenter.drag(-120, 30);
        presenter.rest();
        double azimuth = new WordCloud(presenter).pose().get(3);
        for (var screen : screens) {
            screen.waitUntil("Math.abs(orrery.scene().pose.azimuth - (%s)) < 1e-3".formatted(azimuth));
            assertThat(screen.scene().number("orrery.scene().drawCalls")).isEqualTo(2);
            screen.rest();
            new WordCloud(screen).assertNamesHaveRoom();
        }
        presenter.press("v");
        for (var screen : screens.subList(1, screens.size())) {
            screen.scene().waitUntil("orrery.scene().camera === null");
        }
    }

    private static void losesAndFindsItsContext(Screen phone) {
        phone.page().evaluate("""
            () => {
              const context = document.querySelector('orrery-scene canvas[role=application]').getContext('webgl2');
              const loss = context.getExtension('WEBGL_lose_context');
              const host = document.querySelector('orrery-scene');
              return new Promise((restored) => {
                host.addEventListener('contextrestored', restored, {once: true});
                host.addEventListener('contextlost', () => setTimeout(() => loss.restoreContext()), {once: true});
                loss.loseContext();
              }).then(() => null);
            }\
            """);
        phone.rest();
        assertThat(phone.scene().number("orrery.scene().drawCalls")).isEqualTo(2);
        new WordCloud(phone).assertNamesHaveRoom();
    }

    private static JsonNode why(String... more) throws IOException {
        return WhyAnswer.of("embedding", "tiny-tales", more);
    }
}

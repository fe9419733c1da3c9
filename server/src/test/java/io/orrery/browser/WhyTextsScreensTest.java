package io.orrery.browser;

import static io.orrery.browser.WhyPanels.LLAMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import io.orrery.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two texts and the circuit in a room: all screens show them, and their numbers are those of the command {@code why}. */
class WhyTextsScreensTest {
    private static final String TEXTS = "orrery-why-texts";
    private static final String CIRCUIT = "orrery-why-circuit";
    private static final double SHOWN = 0.006;

    @RegisterExtension
    static final Venue venue = WhyPanels.venue();

    @Test
    void roomComparesTwoTextsAndLooksAtTheCircuit() throws Exception {
        try (var room = RoomScreens.at("blocks.0.attn.scores", venue)) {
            var presenter = room.presenter();
            var hall = room.hall();
            var phone = room.phone();
            presenter.press("y");
            presenter.page().locator("orrery-why [data-tool=patch]").click();
            String second = typesASecondText(presenter, phone);
            valueIsDragged(presenter, hall, phone, second);
            everythingIsTried(presenter, phone, second);
            circuit(presenter, hall, phone);
            for (Screen screen : List.of(presenter, hall, phone)) {
                assertThat(screen.errors()).isEmpty();
            }
        }
    }

    /** The small Llama alone: a value is picked and dropped with keys; the link has the second text and the value. */
    @Test
    void linkOpensTwoTextsAlone() throws Exception {
        String link = venue.address("/solo#preset=llama-tiny-tied&tokens=5,6,7,8&step=logits&why=patch&open=");
        try (var screen = venue.screen(1600, 900)) {
            screen.open(link + "swap%3D1.6.9");
            var from = screen.page().locator(TEXTS + " .from button");
            from.first().focus();
            screen.press("ArrowRight");
            screen.press("Enter");
            screen.page().locator(TEXTS + " .into.waits").waitFor();
            screen.press("Enter");
            var mended =
                    why(LLAMA, "patch", "5,9,7,8", "--from-tokens", "5,6,7,8", "--only", "blocks.0.hook_resid_pre@1");
            assertMended(screen, mended);
            screen.waitUntil("location.hash.includes('swap') && location.hash.includes('resid_pre')");
            screen.page().locator(TEXTS + " .turn").click();
            screen.page().locator(TEXTS + " .try").click();
            assertMap(screen, why(LLAMA, "patch", "5,6,7,8", "--from-tokens", "5,9,7,8"));
            valueIsPutWithAFinger(screen);
            assertThat(screen.errors()).isEmpty();
        }
        try (var screen = venue.screen(1600, 900)) {
            screen.open(link + "swap%3D1.7.9");
            screen.page()
                    .locator(TEXTS + " .offer")
                    .getByText("made for another text")
                    .waitFor();
            assertThat(screen.errors()).isEmpty();
        }
    }

    /** A text of another length and an unknown word are answered with a sentence; the offer swaps a name. */
    private static String typesASecondText(Screen presenter, Screen phone) {
        var texts = presenter.page().locator(TEXTS);
        texts.locator(".swap").click();
        texts.locator(".texts td.differs").first().waitFor();
        texts.locator(".edit").click();
        var field = texts.locator("orrery-why-text-editor input");
        var said = texts.locator("orrery-why-text-editor [role=alert]");
        String offered = field.inputValue();
        field.fill("When Lily and Tom went to the park , Tom gave a big ball to");
        said.getByText("1 token too long").waitFor();
        assertThat(said.textContent())
                .contains("from word 13 on it has “big” (1) where the first text has nothing (0)");
        field.fill("When Lily and Tom went to the park , Tom gave ball to");
        said.getByText("1 token too short").waitFor();
        field.fill("When Lily and Tom went to the xylophone");
        said.getByText("xylophone").waitFor();
        field.fill("When Lily and Tom went to the park , Tom gave a ball to");
        said.getByText("This is the first text").waitFor();
        assertThat(texts.locator("orrery-why-text-editor .filled").isDisabled()).isTrue();
        assertThat(offered).startsWith("When ").doesNotContain("Lily");
        field.fill("When Anna and Tom went to the park , Tom gave a ball to");
        texts.locator("orrery-why-text-editor .filled:not([disabled])").click();
        for (Screen screen : List.of(presenter, phone)) {
            screen.page()
                    .locator(TEXTS + " .texts td.differs")
                    .getByText("Anna")
                    .waitFor();
        }
        var swap = presenter
                .page()
                .evaluate("new URLSearchParams(orrery.walk().why.view).get('swap')")
                .toString();
        int instead = Integer.parseInt(swap.replaceAll(".*\\.", ""));
        return tokens(presenter, 1, instead);
    }

    private static String tokens(Screen screen, int position, int instead) {
        return screen.page()
                .evaluate(
                        "([at, token]) => orrery.walk().run.tokens"
                                + ".map((each, i) => (i === at ? token : each)).join()",
                        List.of(position, instead))
                .toString();
    }

    private static String first(Screen screen) {
        return screen.page().evaluate("orrery.walk().run.tokens.join()").toString();
    }

    private static void valueIsDragged(Screen presenter, Screen hall, Screen phone, String second) throws IOException {
        String place = "blocks.1.attn.hook_z[3]";
        var page = presenter.page();
        page.locator(TEXTS + " .into [data-place='" + place + "']").waitFor();
        presenter.rest();
        var from = page.locator(TEXTS + " .from [data-place='" + place + "']").boundingBox();
        var into = page.locator(TEXTS + " .into [data-place='" + place + "']").boundingBox();
        page.mouse().move(from.x + 4, from.y + 4);
        page.mouse().down();
        page.mouse().move(into.x - 20, into.y + 4);
        page.locator(TEXTS + " .into .reached [data-place='blocks.1.hook_mlp_out']")
                .waitFor();
        assertThat(page.locator(TEXTS + " .into .reached").count()).isEqualTo(2);
        page.mouse().move(into.x + 4, into.y + 4);
        page.mouse().up();
        var mended = why("tiny-tales", "patch", second, "--from-tokens", first(presenter), "--only", place);
        for (Screen screen : List.of(presenter, hall, phone)) {
            assertMended(screen, mended);
        }
    }

    /** A finger that moves scrolls and puts nothing; a tap picks the value, and the next one drops it. */
    private static void valueIsPutWithAFinger(Screen screen) throws IOException {
        String place = "blocks.0.hook_resid_pre@1";
        var page = screen.page();
        screen.rest();
        var from = page.locator(TEXTS + " .from [data-place='" + place + "']").boundingBox();
        var into = page.locator(TEXTS + " .into [data-place='" + place + "']").boundingBox();
        String view = "orrery.walk().why.view";
        var before = page.evaluate(view);
        var devtools = page.context().newCDPSession(page);
        touch(devtools, from.x + 4, from.y + 4, into.x + 4, into.y + 4);
        assertThat(page.locator(TEXTS + " .into.waits").count()).isZero();
        assertThat(page.evaluate(view)).isEqualTo(before);
        touch(devtools, from.x + 4, from.y + 4);
        page.locator(TEXTS + " .into.waits").waitFor();
        touch(devtools, into.x + 4, into.y + 4);
        assertMended(screen, why(LLAMA, "patch", "5,6,7,8", "--from-tokens", "5,9,7,8", "--only", place));
        devtools.detach();
    }

    /** A finger comes down, moves to the later points, and leaves. @param points x and y of each, px */
    private static void touch(CDPSession devtools, double... points) {
        for (int i = 0; i < points.length; i += 2) {
            var point = new JsonObject();
            point.addProperty("x", points[i]);
            point.addProperty("y", points[i + 1]);
            var all = new JsonArray();
            all.add(point);
            send(devtools, i == 0 ? "touchStart" : "touchMove", all);
        }
        send(devtools, "touchEnd", new JsonArray());
    }

    private static void send(CDPSession devtools, String type, JsonArray points) {
        var event = new JsonObject();
        event.addProperty("type", type);
        event.add("touchPoints", points);
        devtools.send("Input.dispatchTouchEvent", event);
    }

    /** The share, the differences and the next words of all runs, as the command has them. */
    private static void assertMended(Screen screen, JsonNode json) {
        var result = screen.page().locator(TEXTS + " .result[data-recovered]");
        result.locator(".words .mended").first().waitFor();
        assertThat(Double.parseDouble(result.getAttribute("data-recovered")))
                .isCloseTo(json.get("recovered").doubleValue(), within(1e-9));
        assertThat(figure(result.locator(".share b")))
                .isCloseTo(100 * json.get("recovered").doubleValue(), within(0.51));
        var differences = result.locator("dd");
        var expected = List.of("clean", "corrupted_difference", "mended_difference");
        // the hall has the line alone
        int written = screen.page().locator(TEXTS + " .hall").count() > 0 ? 0 : expected.size();
        for (int i = 0; i < written; i++) {
            assertThat(figure(differences.nth(i)))
                    .isCloseTo(json.get(expected.get(i)).doubleValue(), within(SHOWN));
        }
        var rows = result.locator(".words tbody tr");
        assertThat(rows.count()).isBetween(3, json.get("words").size());
        for (int i = 0; i < rows.count(); i++) {
            var word = json.get("words").get(i);
            assertThat(rows.nth(i).getAttribute("data-token"))
                    .isEqualTo(word.get("token").toString());
            for (int run = 0; run < 3; run++) {
                assertThat(rows.nth(i).locator("td").nth(run).locator("span").textContent())
                        .isEqualTo(WrittenShare.of(word.get("p").get(run).doubleValue()));
            }
        }
    }

    private static void everythingIsTried(Screen presenter, Screen phone, String second) throws IOException {
        presenter.page().locator(TEXTS + " .try").click();
        var json = why("tiny-tales", "patch", second, "--from-tokens", first(presenter));
        assertMap(presenter, json);
        assertMap(phone, json);
        // a press on the map's cell shows that value
        String place = "blocks.1.hook_resid_pre@3";
        presenter.page().locator(TEXTS + " .into [data-place='" + place + "']").click();
        presenter
                .page()
                .locator(TEXTS + " .result[data-recovered='"
                        + json.at("/resid_pre/1/3").toString() + "']")
                .waitFor();
    }

    private static void assertMap(Screen screen, JsonNode json) {
        var cells = screen.page().locator(TEXTS + " .into [data-share]");
        cells.first().waitFor();
        var shown = new ArrayList<String>();
        for (Locator cell : cells.all()) {
            shown.add(cell.getAttribute("data-share"));
        }
        var expected = new ArrayList<Double>();
        for (int layer = 0; layer < json.get("z").size(); layer++) {
            for (String kind : List.of("resid_pre", "z", "mlp_out")) {
                json.get(kind).get(layer).forEach(share -> expected.add(share.doubleValue()));
            }
        }
        assertThat(shown.stream().map(Double::valueOf).toList()).isEqualTo(expected);
    }

    private static void circuit(Screen presenter, Screen hall, Screen phone) throws Exception {
        var page = presenter.page();
        page.locator("orrery-why [data-tool=circuit]").click();
        var json = why("tiny-tales", "circuit", first(presenter), "--b", WhyAnswer.TOM, "--leading", "600");
        for (Screen screen : List.of(presenter, hall, phone)) {
            assertAddsUp(screen, json, "logits");
        }
        // the page says what it holds, and what the rest sums to
        var holds = page.locator(CIRCUIT + " .holds");
        int answer = json.get("nodes").size() - 1;
        double into = 0;
        for (var edge : json.get("edges")) {
            into += edge.get("to").intValue() == answer ? edge.get("value").doubleValue() : 0;
        }
        assertThat(holds.getAttribute("data-held")).isEqualTo("600");
        assertThat(holds.getAttribute("data-all"))
                .isEqualTo(why("tiny-tales", "circuit", first(presenter), "--b", WhyAnswer.TOM)
                                .get("edges")
                                .size() + "");
        assertThat(Double.parseDouble(holds.getAttribute("data-rest")))
                .isCloseTo(json.get("logit_difference").doubleValue() - into, within(1e-6));
        assertThat(holds.textContent()).contains("This page holds 600 of 1,415");
        // the file is what is shown, and the command's
        var download =
                page.waitForDownload(() -> page.locator(CIRCUIT + " .save").click());
        var file = Json.read(Files.readString(download.path()));
        var drawn = new ArrayList<Double>();
        for (Locator edge : page.locator(CIRCUIT + " .edge").all()) {
            drawn.add(Double.valueOf(edge.getAttribute("data-value")));
        }
        var saved = new ArrayList<Double>();
        file.get("edges").forEach(edge -> saved.add(edge.get("value").doubleValue()));
        assertThat(drawn).isNotEmpty().containsExactlyInAnyOrderElementsOf(saved);
        for (var edge : file.get("edges")) {
            assertThat(named(json)).contains(name(file, edge));
        }
        // a pressed node, and a pressed edge
        String strongest = place(json.get("nodes").get(json.at("/edges/0/to").intValue()));
        page.locator(CIRCUIT + " .node[data-node='" + strongest + "']").focus();
        presenter.press("Enter");
        for (Screen screen : List.of(presenter, hall, phone)) {
            assertAddsUp(screen, json, strongest);
        }
        var edge = page.locator(CIRCUIT + " li[data-from]:has(button)").first();
        double value = Double.parseDouble(edge.getAttribute("data-value"));
        edge.locator("button").click();
        for (Screen screen : List.of(presenter, phone)) {
            var check = screen.page().locator(CIRCUIT + " .check[data-change]");
            check.waitFor();
            assertThat(Double.parseDouble(check.getAttribute("data-change"))).isCloseTo(-value, within(1e-3));
        }
    }

    private static List<String> named(JsonNode json) {
        var names = new ArrayList<String>();
        json.get("edges").forEach(edge -> names.add(name(json, edge)));
        return names;
    }

    private static String name(JsonNode json, JsonNode edge) {
        return place(json.get("nodes").get(edge.get("from").intValue())) + " "
                + place(json.get("nodes").get(edge.get("to").intValue())) + " " + edge.get("value");
    }

    private static String place(JsonNode node) {
        return node.get("part").textValue()
                + (node.get("position").isNull()
                        ? ""
                        : "@" + node.get("position").intValue());
    }

    /** The listed edges and the rest add up to the node's value, which is the command's. */
    private static void assertAddsUp(Screen screen, JsonNode json, String node) {
        var details = screen.page().locator(CIRCUIT + " .details[data-node^='" + node + "']");
        details.locator(".total b").waitFor();
        double value = Double.NaN;
        for (var each : json.get("nodes")) {
            if (place(each).startsWith(node)) {
                value = each.get("value").doubleValue();
            }
        }
        assertThat(Double.parseDouble(details.locator(".total b").getAttribute("data-value")))
                .isCloseTo(value, within(1e-9));
        double sum = 0;
        for (Locator row : details.locator("li").all()) {
            sum += Double.parseDouble(row.getAttribute("data-value"));
            assertThat(figure(row.locator(".value")))
                    .isCloseTo(Double.parseDouble(row.getAttribute("data-value")), within(SHOWN));
        }
        assertThat(sum).isCloseTo(value, within(1e-6));
    }

    /** A figure as it is written. */
    private static double figure(Locator value) {
        return Double.parseDouble(value.textContent()
                .replace("−", "-")
                .replace("+", "")
                .replace(",", "")
                .replace("\u00a0%", "")
                .strip());
    }

    private static JsonNode why(String model, String tool, String tokens, String... more) throws IOException {
        return WhyAnswer.of(
                tool,
                model,
                Stream.concat(Stream.of("--tokens", tokens), Stream.of(more)).toArray(String[]::new));
    }
}

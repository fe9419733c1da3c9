package io.orrery.browser;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import io.orrery.model.Fixtures;
import io.orrery.model.Model;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.web.Hosting;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes screenshots of each step of the model, each theme at three sizes, a card of each kind, rooms, language models and every
 * error page, into {@code target/gallery}, with an {@code index.html}. Its name is not that of a test, so that it runs only on
 * request: {@code mvn -pl server -am test -Dtest=Gallery -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class Gallery {
    private static final String OPERATORS_KEY = "an-operators-key-of-some-length";

    private static final List<int[]> SIZES =
            List.of(new int[] {1600, 900}, new int[] {1024, 768}, new int[] {390, 844});

    /** One cell of each kind of arithmetic, in the sorting model. */
    private static final List<String> CARDS = List.of(
            "embed.W_E 1 4",
            "hook_embed 2 7",
            "blocks.0.hook_resid_pre 2 7",
            "blocks.0.ln1.hook_mean 2 0",
            "blocks.0.ln1.hook_scale 2 0",
            "blocks.0.ln1.hook_normalized 2 7",
            "blocks.0.ln1.hook_out 2 7",
            "blocks.0.attn.hook_q 3 2 7",
            "blocks.0.attn.hook_attn_scores 1 4 2",
            "blocks.0.attn.hook_attn_scores 1 2 4",
            "blocks.0.attn.hook_pattern 1 4 2",
            "blocks.0.attn.hook_z 3 2 7",
            "blocks.0.mlp.hook_post 3 12",
            "logits 5 0",
            "probs 5 0");

    private static final Path FOLDER = Path.of("target", "gallery");
    private static final Map<String, String> PICTURES = new LinkedHashMap<>();

    private static TestBrowser browser;

    @TempDir
    private Path data;

    @BeforeAll
    static void open() throws Exception {
        Files.createDirectories(FOLDER);
        browser = TestBrowser.launch();
    }

    @AfterAll
    static void close() throws Exception {
        browser.close();
        index();
    }

    @Test
    void ofEveryPartThemeSizeAndCard() throws Exception {
        try (var server = serverOf(List.of(ModelReference.of("nano-sort")))) {
            String solo = server.links().solo();
            try (var screen = screen(1600, 900, solo)) {
                screen.open(solo);
                for (String step : ModelSteps.of(Presets.open("nano-sort"))) {
                    if (!step.matches("blocks\\.[1-9].*")) {
                        go(screen, step);
                        take(screen, "step-" + step, "The step " + step);
                    }
                }
                screen.scene().loadEveryTensor();
                for (String card : CARDS) {
                    String[] parts = card.split(" ");
                    go(screen, stepOf(parts[0]));
                    screen.card(
                            parts[0],
                            Arrays.stream(parts).skip(1).map(Integer::valueOf).toList());
                    take(screen, "card-" + card.replace(' ', '-'), "The card of " + card);
                }
            }
            asSeenByADeuteranope(solo);
            for (int[] size : SIZES) {
                themes(server, size[0], size[1]);
            }
        }
    }

    @Test
    void ofModelsToWalkPast() throws Exception {
        try (var server = serverOf(List.of(ModelReference.of("nano-sort")))) {
            String solo = server.links().solo();
            for (String giant : List.of("gpt2-small", "gpt2-xl", "llama3-8b", "gpt3")) {
                past(solo, giant, SIZES.get(0));
            }
            past(solo, "gpt3", SIZES.get(2));
            flight(server);
        }
    }

    /** What the sorting model does not have: rotary positions, gates, shared keys, and a second model to compare with. */
    @Test
    void ofLanguageModels() throws Exception {
        try (var server = serverOf(List.of(Fixtures.named("llama-tiny"), Fixtures.named("llama-tiny-lora")))) {
            String solo = server.links().solo();
            for (int[] size : SIZES) {
                try (var screen = screen(size[0], size[1], solo)) {
                    llama(screen, solo, size[0]);
                }
            }
            beside(server);
        }
    }

    @Test
    void ofALargeModelAndAConversation() throws Exception {
        var file = Fixtures.outside("smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
        try (var server = serverOf(List.of(ModelReference.of(file.toString())))) {
            String solo = server.links().solo();
            for (int[] size : SIZES) {
                try (var screen = screen(size[0], size[1], solo)) {
                    screen.open(solo);
                    take(screen, "large-" + size[0], "SmolLM2 as a whole");
                }
            }
            try (var screen = screen(1600, 900, solo)) {
                screen.open(solo);
                go(screen, "blocks.0.mlp.pre");
                screen.card("blocks.0.mlp.W_in", List.of(100, 200));
                take(screen, "large-card", "The card of a weight that was drawn pooled");
            }
            conversation(server);
        }
    }

    @Test
    void ofARoomBeforeItBegins() throws Exception {
        var hosting = new Hosting(
                Optional.empty(),
                Optional.of(Files.writeString(data.resolve("key"), OPERATORS_KEY)),
                false,
                3,
                Duration.ofHours(1),
                List.of());
        try (var server = Server.start(new ServerOptions(
                "127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty(), hosting))) {
            var links = server.links();
            for (int[] size : SIZES) {
                try (var page = screen(size[0], size[1], links.solo());
                        var presenter = screen(size[0], size[1], links.solo());
                        var attendee = screen(size[0], size[1], links.solo());
                        var hall = screen(size[0], size[1], links.solo())) {
                    presenter.page().navigate(links.presenter());
                    presenter.page().locator("orrery-preflight .begin").waitFor();
                    attendee.page().navigate(links.audience());
                    attendee.page().getByText("You are in").waitFor();
                    hall.page().navigate(links.screen());
                    hall.page().locator("orrery-lobby-screen .count").waitFor();
                    still(presenter, "lobby-presenter-" + size[0], "Before it begins: the presenter");
                    still(attendee, "lobby-attendee-" + size[0], "Before it begins: an attendee");
                    still(hall, "lobby-hall-" + size[0], "Before it begins: the hall");
                    page.page().navigate(links.base() + "/rooms");
                    page.page().locator("#key").waitFor();
                    still(page, "rooms-key-" + size[0], "The page of the rooms asks for the operator's key");
                    page.page().locator("#key").fill(OPERATORS_KEY);
                    page.page().locator("#key").press("Enter");
                    page.page().locator("orrery-room-list").waitFor();
                    still(page, "rooms-" + size[0], "The page of the rooms");
                    page.page().navigate(links.base() + "/");
                    page.scene().waitUntilStill();
                    still(page, "landing-" + size[0], "The landing page");
                }
            }
        }
    }

    @Test
    void ofWhatSaysWhyNothingIsShown() throws Exception {
        try (var server = serverOf(List.of(ModelReference.of("nano-sort")))) {
            var links = server.links();
            for (int[] size : List.of(SIZES.get(0), SIZES.get(2))) {
                try (var screen = screen(size[0], size[1], links.solo())) {
                    message(screen, links.audience() + "/present", "key", size[0]);
                    message(screen, links.audience() + "/present#key=no-key-of-this-room-at-all", "wrong-key", size[0]);
                    message(screen, links.base() + "/r/ZZZZZZ", "no-such-room", size[0]);
                    message(screen, links.base() + "/r/nope/nope", "nowhere", size[0]);
                    screen.page().route("**/api/presets", route -> route.abort());
                    message(screen, links.solo() + "?again", "failure", size[0]);
                }
                lostContext(links.solo(), size);
            }
            for (int[] size : SIZES) {
                help(links.solo(), "solo", size);
                help(links.presenter(), "presenter", size);
                help(links.audience(), "attendee", size);
            }
        }
        try (var flat = TestBrowser.launchWithout3d();
                var server = serverOf(List.of(ModelReference.of("nano-sort")))) {
            for (int[] size : List.of(SIZES.get(0), SIZES.get(2))) {
                try (var screen = new Screen(
                        flat.browser(), size[0], size[1], false, server.links().solo())) {
                    screen.page().navigate(server.links().solo());
                    screen.page().waitForSelector(".trouble");
                    still(screen, "without-webgl-" + size[0], "A browser that has no WebGL");
                }
            }
        }
    }

    private void lostContext(String solo, int[] size) {
        try (var screen = screen(size[0], size[1], solo)) {
            screen.open(solo);
            screen.page()
                    .evaluate("() => document.querySelector('canvas').getContext('webgl2')"
                            + ".getExtension('WEBGL_lose_context').loseContext()");
            screen.page().waitForSelector(".trouble");
            still(screen, "lost-" + size[0], "The graphics have taken the picture away");
        }
    }

    private void message(Screen screen, String address, String name, int width) {
        screen.page().navigate(address);
        screen.page().locator("orrery-message").waitFor();
        still(screen, "page-" + name + "-" + width, "The page of " + name);
    }

    private void help(String address, String of, int[] size) {
        try (var screen = screen(size[0], size[1], address)) {
            screen.open(address);
            screen.press("?");
            screen.page().locator("orrery-help dialog[open]").waitFor();
            still(screen, "help-" + of + "-" + size[0], "The help sheet: " + of);
        }
    }

    /** The flight in its middle and at its end, at the presenter, in the hall and on a phone. */
    private void flight(Server server) {
        var links = server.links();
        // With motion: with reduced motion the flight is over at once.
        try (var presenter = new Screen(browser.browser(), 1600, 900, true, links.solo());
                var hall = new Screen(browser.browser(), 1024, 768, true, links.solo());
                var phone = new Screen(browser.browser(), 390, 844, true, links.solo())) {
            presenter.open(links.presenter());
            hall.open(links.screen());
            phone.open(links.audience());
            presenter.ask("flight");
            for (var screen : List.of(presenter, hall, phone)) {
                screen.scene().waitForGallery();
            }
            for (int seconds : List.of(4, 12)) {
                presenter.ask("flightAt", seconds);
                presenter.page().waitForTimeout(1000);
                still(presenter, "flight-presenter-" + seconds, "The flight after " + seconds + " s");
                still(hall, "flight-hall-" + seconds, "The flight in the hall after " + seconds + " s");
                still(phone, "flight-phone-" + seconds, "The flight on a phone after " + seconds + " s");
            }
        }
    }

    private void beside(Server server) {
        var links = server.links();
        try (var alone = screen(1600, 900, links.solo());
                var presenter = screen(1600, 900, links.solo());
                var hall = screen(1024, 768, links.solo());
                var phone = screen(390, 844, links.solo())) {
            alone.open(links.solo());
            presenter.open(links.presenter());
            hall.open(links.screen());
            phone.open(links.audience());
            phone.chooseTab("Next?");
            for (var screen : List.of(alone, presenter)) {
                screen.page().locator("orrery-compare select").selectOption(new SelectOption().setIndex(1));
            }
            presenter.press("a");
            hall.page().locator("orrery-hall-compared li").first().waitFor();
            for (var screen : List.of(alone, presenter, phone)) {
                screen.page().locator("orrery-next-panel .bar.two").nth(1).waitFor();
            }
            take(alone, "beside-solo", "Two models beside each other");
            take(presenter, "beside-presenter", "Two models beside each other: the presenter");
            take(hall, "beside-hall", "Two models beside each other: the hall");
            take(phone, "beside-phone", "Two models beside each other: a phone");
        }
    }

    /** A question in the model's chat template, and its whole answer. */
    private void conversation(Server server) {
        var links = server.links();
        try (var presenter = screen(1600, 900, links.solo());
                var hall = screen(1024, 768, links.solo());
                var phone = screen(390, 844, links.solo())) {
            presenter.open(links.presenter());
            hall.open(links.screen());
            phone.open(links.audience());
            presenter.ask("prompt");
            presenter.page().locator("orrery-prompt input[type=checkbox]").check();
            presenter.page().locator("orrery-prompt #text").fill("What is the capital of France?");
            still(presenter, "chat-prompt", "A question is typed");
            int before = presenter.tokens().size();
            presenter.page().locator("orrery-prompt #text").press("Enter");
            presenter.waitForPositionsAtLeast(before + 1);
            presenter.page().setDefaultTimeout(120_000);
            presenter.ask("runOn");
            presenter.page().getByText("The model ends its text").waitFor();
            int whole = presenter.tokens().size();
            for (var screen : List.of(presenter, hall, phone)) {
                screen.page().setDefaultTimeout(120_000);
                screen.waitForPositions(whole);
            }
            take(presenter, "chat-presenter", "A conversation: the presenter");
            take(hall, "chat-hall", "A conversation: the hall");
            take(phone, "chat-phone", "A conversation: a phone");
        }
    }

    private void past(String solo, String giant, int[] size) {
        try (var screen = screen(size[0], size[1], solo)) {
            screen.page().navigate(solo + "#past=" + giant);
            screen.scene().waitForGallery();
            screen.page().waitForTimeout(3000);
            still(screen, "past-" + giant + "-" + size[0], giant + ", walked past, at " + size[0] + " × " + size[1]);
        }
    }

    /** With Chromium's simulation of deuteranopia. */
    private void asSeenByADeuteranope(String solo) {
        try (var screen = screen(1600, 900, solo)) {
            screen.open(solo + "#step=blocks.0.attn.qkv");
            var sight = new JsonObject();
            sight.addProperty("type", "deuteranopia");
            screen.page().context().newCDPSession(screen.page()).send("Emulation.setEmulatedVisionDeficiency", sight);
            take(screen, "deuteranopia", "As a deuteranope sees it");
        }
    }

    private void llama(Screen screen, String solo, int width) {
        screen.open(solo);
        for (String step : List.of(
                "start",
                "embed",
                "blocks.0.ln1",
                "blocks.0.attn.qkv",
                "blocks.0.attn.rotate",
                "blocks.0.attn.scores",
                "blocks.0.mlp.pre",
                "blocks.0.mlp.post",
                "logits",
                "probs")) {
            go(screen, step);
            take(screen, "llama-" + width + "-" + step, "A small Llama at " + step);
        }
        screen.scene().loadEveryTensor();
        go(screen, "blocks.0.attn.rotate");
        screen.card("blocks.0.attn.hook_rot_q", List.of(3, 1, 2));
        take(screen, "llama-" + width + "-card-rotate", "The card of a turned query");
        go(screen, "blocks.0.mlp.post");
        screen.card("blocks.0.mlp.hook_post", List.of(3, 12));
        take(screen, "llama-" + width + "-card-gate", "The card of a gated neuron");
    }

    private void themes(Server server, int width, int height) {
        String solo = server.links().solo();
        for (String theme : List.of("dark", "light")) {
            try (var screen = screen(width, height, solo)) {
                screen.open(solo + "#step=blocks.0.attn.scores&theme=" + theme);
                take(screen, "theme-" + theme + "-" + width, "The " + theme + " theme at " + width + " × " + height);
                go(screen, "start");
                take(screen, "whole-" + theme + "-" + width, "The whole machine, " + theme);
            }
        }
        try (var presenter = screen(width, height, solo);
                var hall = screen(width, height, solo)) {
            presenter.open(server.links().presenter());
            hall.open(server.links().screen());
            for (String step : List.of("start", "blocks.0.attn.scores")) {
                go(presenter, step);
                hall.waitForStep(step);
                take(presenter, "presenter-" + width + "-" + step, "The presenter at " + width + " × " + height);
                take(hall, "hall-" + width + "-" + step, "The hall theme at " + width + " × " + height);
            }
        }
    }

    private static Server serverOf(List<ModelReference> models) throws Exception {
        return Server.start(new ServerOptions("127.0.0.1", 0, models, Optional.empty()));
    }

    private static Screen screen(int width, int height, String server) {
        return new Screen(browser.browser(), width, height, false, server);
    }

    private static void go(Screen screen, String step) {
        screen.go(step);
        screen.waitForStep(step);
    }

    /** The first step that computes a tensor or reads it. */
    private static String stepOf(String tensor) throws Exception {
        Model model = Presets.open("nano-sort");
        return model.graph().steps().stream()
                .filter(step -> !step.id().matches("blocks\\.\\d+"))
                .filter(step -> step.nodes().stream()
                        .anyMatch(node -> node.name().equals(tensor)
                                || node.inputs().stream()
                                        .anyMatch(input -> input.name().equals(tensor))))
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** Takes a screenshot once the scene is still and all its numbers have come. */
    private static void take(Screen screen, String name, String what) {
        screen.scene().waitUntil("machine.memory.idle");
        screen.picture(FOLDER.resolve(name + ".png"));
        PICTURES.put(name + ".png", what);
    }

    /** Takes a screenshot of a page without a scene, or with one that moves. */
    private static void still(Screen screen, String name, String what) {
        screen.page().waitForTimeout(700);
        screen.page().screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
        PICTURES.put(name + ".png", what);
    }

    private static void index() throws Exception {
        var html = new StringBuilder("<!doctype html><meta charset=\"utf-8\"><title>Orrery: the gallery</title>");
        PICTURES.forEach((file, what) -> html.append("<figure><img loading=\"lazy\" style=\"max-width:100%\" src=\"")
                .append(file)
                .append("\" alt=\"\"><figcaption>")
                .append(what)
                .append("</figcaption></figure>"));
        Files.writeString(FOLDER.resolve("index.html"), html);
    }
}

package io.orrery.browser;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Takes a picture of each part of the model, each theme at three sizes, and a card of each kind, into
 * {@code target/gallery}, with an {@code index.html}. Its name is not that of a test, so that it runs only when it is asked
 * for: {@code mvn -pl server -am test -Dtest=Gallery -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class Gallery {
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

    private final Map<String, String> pictures = new LinkedHashMap<>();
    private final Path folder = Path.of("target", "gallery");

    @Test
    void ofEveryPartThemeSizeAndCard() throws Exception {
        Files.createDirectories(folder);
        try (var browser = TestBrowser.launch();
                var server = Server.start(
                        new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty()))) {
            String solo = server.links().solo();
            try (var screen = new Screen(browser.browser(), 1600, 900, false, solo)) {
                screen.open(solo);
                for (String step : screen.stepsWithLayersOpen()) {
                    if (!step.matches("blocks\\.[1-9].*")) {
                        screen.go(step);
                        screen.waitForStep(step);
                        take(screen, "step-" + step, "The step " + step);
                    }
                }
                screen.loadEverything();
                for (String card : CARDS) {
                    String[] parts = card.split(" ");
                    screen.card(
                            parts[0],
                            Arrays.stream(parts).skip(1).map(Integer::valueOf).toList());
                    take(screen, "card-" + card.replace(' ', '-'), "The card of " + card);
                }
            }
            for (String giant : List.of("gpt2-small", "gpt2-xl", "llama3-8b", "gpt3")) {
                past(browser, solo, giant, SIZES.get(0));
            }
            past(browser, solo, "gpt3", SIZES.get(2));
            asSeenByADeuteranope(browser, solo);
            for (int[] size : SIZES) {
                themes(browser, server, size[0], size[1]);
            }
            llama(browser);
        }
        index();
    }

    private void past(TestBrowser browser, String solo, String giant, int[] size) {
        try (var screen = new Screen(browser.browser(), size[0], size[1], false, solo)) {
            screen.page().navigate(solo + "#past=" + giant);
            screen.page().waitForFunction("() => document.querySelector('orrery-app')?.parade");
            screen.page().waitForTimeout(3000);
            String file = "past-" + giant + "-" + size[0] + ".png";
            screen.page().screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(file)));
            pictures.put(file, giant + ", walked past, at " + size[0] + " × " + size[1]);
        }
    }

    /** Chromium's own simulation, over all that is on the screen. */
    private void asSeenByADeuteranope(TestBrowser browser, String solo) {
        try (var screen = new Screen(browser.browser(), 1600, 900, false, solo)) {
            screen.open(solo + "#step=blocks.0.attn.qkv");
            var sight = new JsonObject();
            sight.addProperty("type", "deuteranopia");
            screen.page().context().newCDPSession(screen.page()).send("Emulation.setEmulatedVisionDeficiency", sight);
            take(screen, "deuteranopia", "As a deuteranope sees it");
        }
    }

    /** What a language model has and the sorting model has not: turned pairs, gates and shared keys. */
    private void llama(TestBrowser browser) throws Exception {
        var models = Stream.of("llama-tiny", "qwen2-tiny")
                .map(Fixtures::folder)
                .map(folder -> ModelReference.of(folder.toString()))
                .toList();
        try (var server = Server.start(new ServerOptions("127.0.0.1", 0, models, Optional.empty()))) {
            String solo = server.links().solo();
            for (int[] size : SIZES) {
                try (var screen = new Screen(browser.browser(), size[0], size[1], false, solo)) {
                    screen.open(solo);
                    for (String step : List.of(
                            "embed",
                            "blocks.0.ln1",
                            "blocks.0.attn.qkv",
                            "blocks.0.attn.rotate",
                            "blocks.0.attn.scores",
                            "blocks.0.mlp.pre",
                            "blocks.0.mlp.post",
                            "logits",
                            "probs")) {
                        screen.go(step);
                        screen.waitForStep(step);
                        take(screen, "llama-" + size[0] + "-" + step, "A small Llama at " + step);
                    }
                    screen.loadEverything();
                    screen.card("blocks.0.attn.hook_rot_q", List.of(3, 1, 2));
                    take(screen, "llama-" + size[0] + "-card-rotate", "The card of a turned query");
                    screen.card("blocks.0.mlp.hook_post", List.of(3, 12));
                    take(screen, "llama-" + size[0] + "-card-gate", "The card of a gated neuron");
                }
            }
        }
    }

    private void themes(TestBrowser browser, Server server, int width, int height) throws Exception {
        for (String theme : List.of("dark", "light")) {
            try (var screen = new Screen(
                    browser.browser(), width, height, false, server.links().solo())) {
                screen.open(server.links().solo() + "#step=blocks.0.attn.scores&theme=" + theme);
                take(screen, "theme-" + theme + "-" + width, "The " + theme + " theme at " + width + " × " + height);
            }
        }
        try (var presenter = new Screen(
                        browser.browser(), width, height, false, server.links().solo());
                var hall = new Screen(
                        browser.browser(), width, height, false, server.links().solo())) {
            presenter.open(server.links().presenter());
            presenter.go("blocks.0.attn.scores");
            presenter.waitForStep("blocks.0.attn.scores");
            take(presenter, "presenter-" + width, "The presenter at " + width + " × " + height);
            hall.open(server.links().screen());
            hall.waitForStep("blocks.0.attn.scores");
            take(hall, "theme-hall-" + width, "The hall theme at " + width + " × " + height);
        }
    }

    private void take(Screen screen, String name, String what) {
        screen.picture(folder.resolve(name + ".png"));
        pictures.put(name + ".png", what);
    }

    private void index() throws Exception {
        var html = new StringBuilder("<!doctype html><meta charset=\"utf-8\"><title>Orrery: the gallery</title>");
        pictures.forEach((file, what) -> html.append("<figure><img loading=\"lazy\" style=\"max-width:100%\" src=\"")
                .append(file)
                .append("\" alt=\"\"><figcaption>")
                .append(what)
                .append("</figcaption></figure>"));
        Files.writeString(folder.resolve("index.html"), html);
    }
}

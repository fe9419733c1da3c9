package io.orrery.browser;

import com.microsoft.playwright.Page;
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
            try (var screen = new Screen(browser.browser(), 1600, 900, false, solo)) {
                screen.page().navigate(solo + "#past=gpt3");
                screen.page().waitForFunction("() => document.querySelector('orrery-app')?.parade");
                screen.page().waitForTimeout(3000);
                screen.page().screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("gpt3.png")));
                pictures.put("gpt3.png", "GPT-3, walked past");
            }
            for (int[] size : SIZES) {
                themes(browser, server, size[0], size[1]);
            }
        }
        index();
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

package io.orrery.browser;

import com.google.gson.JsonObject;
import io.orrery.model.Fixtures;
import io.orrery.model.Model;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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

    private static TestBrowser browser;
    private static GalleryPictures pictures;

    @TempDir
    private Path data;

    @BeforeAll
    static void open() throws Exception {
        browser = TestBrowser.launch();
        pictures = new GalleryPictures(Path.of("target", "gallery"));
    }

    @AfterAll
    static void close() throws Exception {
        browser.close();
        pictures.index();
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
                        pictures.take(screen, "step-" + step, "The step " + step);
                    }
                }
                screen.scene().loadEveryTensor();
                for (String card : CARDS) {
                    String[] parts = card.split(" ");
                    go(screen, stepOf(parts[0]));
                    screen.card(
                            parts[0],
                            Arrays.stream(parts).skip(1).map(Integer::valueOf).toList());
                    pictures.take(screen, "card-" + card.replace(' ', '-'), "The card of " + card);
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
            rooms().flight(server);
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
            rooms().beside(server);
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
                    pictures.take(screen, "large-" + size[0], "SmolLM2 as a whole");
                }
            }
            try (var screen = screen(1600, 900, solo)) {
                screen.open(solo);
                go(screen, "blocks.0.mlp.pre");
                screen.card("blocks.0.mlp.W_in", List.of(100, 200));
                pictures.take(screen, "large-card", "The card of a weight that was drawn pooled");
            }
            rooms().conversation(server);
        }
    }

    @Test
    void ofARoomBeforeItBegins() throws Exception {
        try (var server = Server.start(OperatorServer.options(data, false, 3, ModelReference.of("nano-sort")))) {
            var rooms = rooms();
            for (int[] size : SIZES) {
                rooms.beforeItBegins(server, size);
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
                    screen.page().route("**/api/presets*", route -> route.abort());
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
                    pictures.still(screen, "without-webgl-" + size[0], "A browser that has no WebGL");
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
            pictures.still(screen, "lost-" + size[0], "The graphics have taken the picture away");
        }
    }

    private void message(Screen screen, String address, String name, int width) {
        screen.page().navigate(address);
        screen.page().locator("orrery-message").waitFor();
        pictures.still(screen, "page-" + name + "-" + width, "The page of " + name);
    }

    private void help(String address, String of, int[] size) {
        try (var screen = screen(size[0], size[1], address)) {
            screen.open(address);
            screen.press("?");
            screen.page().locator("orrery-help dialog[open]").waitFor();
            pictures.still(screen, "help-" + of + "-" + size[0], "The help sheet: " + of);
        }
    }

    private void past(String solo, String giant, int[] size) {
        try (var screen = screen(size[0], size[1], solo)) {
            screen.page().navigate(solo + "#past=" + giant);
            screen.scene().waitForGallery();
            screen.page().waitForTimeout(3000);
            pictures.still(
                    screen, "past-" + giant + "-" + size[0], giant + ", walked past, at " + size[0] + " × " + size[1]);
        }
    }

    /** With Chromium's simulation of deuteranopia. */
    private void asSeenByADeuteranope(String solo) {
        try (var screen = screen(1600, 900, solo)) {
            screen.open(solo + "#step=blocks.0.attn.qkv");
            var sight = new JsonObject();
            sight.addProperty("type", "deuteranopia");
            screen.page().context().newCDPSession(screen.page()).send("Emulation.setEmulatedVisionDeficiency", sight);
            pictures.take(screen, "deuteranopia", "As a deuteranope sees it");
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
            pictures.take(screen, "llama-" + width + "-" + step, "A small Llama at " + step);
        }
        screen.scene().loadEveryTensor();
        go(screen, "blocks.0.attn.rotate");
        screen.card("blocks.0.attn.hook_rot_q", List.of(3, 1, 2));
        pictures.take(screen, "llama-" + width + "-card-rotate", "The card of a turned query");
        go(screen, "blocks.0.mlp.post");
        screen.card("blocks.0.mlp.hook_post", List.of(3, 12));
        pictures.take(screen, "llama-" + width + "-card-gate", "The card of a gated neuron");
    }

    private void themes(Server server, int width, int height) {
        String solo = server.links().solo();
        for (String theme : List.of("dark", "light")) {
            try (var screen = screen(width, height, solo)) {
                screen.open(solo + "#step=blocks.0.attn.scores&theme=" + theme);
                pictures.take(
                        screen, "theme-" + theme + "-" + width, "The " + theme + " theme at " + width + " × " + height);
                go(screen, "start");
                pictures.take(screen, "whole-" + theme + "-" + width, "The whole machine, " + theme);
            }
        }
        rooms().presenterAndHall(server, width, height);
    }

    private static Server serverOf(List<ModelReference> models) throws Exception {
        return Server.start(new ServerOptions("127.0.0.1", 0, models, Optional.empty()));
    }

    private static GalleryRooms rooms() {
        return new GalleryRooms(browser.browser(), pictures);
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
}

package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.ModelReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a tour, a tool or an exhibit shows on a page alone ends with it, whichever way it is left. Two pages are given the same random texts,
 * steps and changes, but on one of them what the server and the page have to offer is opened in between. Whenever it is left, both show the
 * same words and the same numbers.
 */
class LeavingTest {
    private static final int TOURS = 4;
    private static final int EXHIBITS = 1;

    /** @param model by its name */
    private record Text(String model, String text) {}

    private static final List<Text> TEXTS = List.of(
            new Text("nano-sort", "CBA"),
            new Text("nano-sort", "ABCABC"),
            new Text("tiny-tales", "Lily and Tom went home"),
            new Text("tiny-tales", "Tom and Lily went to the park"));

    /** What a person sees, and what the machine draws of the step. */
    private static final String SEEN = """
        () => {
          const { model, run, step, sampling, second, focus, choice, why } = orrery.walk(), scene = orrery.scene();
          const root = (tag) => document.querySelector(tag)?.renderRoot;
          const drawn = orrery.tensorsOf().filter((name) => orrery.tensor(name).hasArrived);
          return JSON.stringify({
            model: model.preset, text: run.text, given: run.promptLength, changes: run.changes ?? [], step,
            sampling, second: second?.model ?? null, focus: [focus, scene.focus],
            finding: scene.finding, told: scene.told, marks: choice, why,
            exhibition: orrery.gallery() !== null, tour: orrery.tour().isOn,
            card: root('orrery-step-card')?.querySelector('.read').innerText ?? null,
            panels: [...document.querySelectorAll('orrery-tour-card, orrery-tour-line, orrery-why, orrery-why-card, orrery-gallery')].map(({ tagName }) => tagName),
            next: root('orrery-next-panel')?.textContent.replace(/\\s+/g, ' ').trim() ?? null,
            cells: drawn.map((name) => [name, [...orrery.drawn(name)].map((cell) => cell.toFixed(4))]),
          });
        }
        """;

    @RegisterExtension
    static final Venue venue =
            Venue.forAllTests(Venue.offering(ModelReference.of("tiny-tales"), ModelReference.of("nano-sort")));

    /** How a tour is left; after a text of the person's own and after a reload it goes on until it is ended. */
    private enum Way {
        LOGO,
        TEXT,
        END,
        RELOAD
    }

    private final Random random = new Random(3);
    private final List<String> moves = new ArrayList<>();
    private Screen visited;
    private Screen plain;

    @Test
    void whatIsOpenedOnAPageEndsWhicheverWayItIsLeft() {
        try (Screen one = venue.screen(1280, 720);
                Screen other = venue.screen(1280, 720)) {
            visited = one;
            plain = other;
            both().forEach(screen -> screen.open(venue.address("/solo")));
            for (Runnable visit : visits()) {
                own();
                visit.run();
                compare();
            }
            assertThat(both()).allSatisfy(screen -> assertThat(screen.errors()).isEmpty());
        }
    }

    /** Every tool, some beats of tours, every second one with changes, and some exhibits, as the page and its server have them. */
    private List<Runnable> visits() {
        visited.ask("why", "lens");
        visited.page().locator("orrery-why [data-tool]").first().waitFor();
        var visits = new ArrayList<Runnable>();
        strings("() => [...document.querySelector('orrery-why').renderRoot.querySelectorAll('[data-tool]')]"
                        + ".map(({ dataset }) => dataset.tool)")
                .forEach(name -> visits.add(() -> tool(name)));
        visited.press("Escape");
        var beats = strings("async () => { const json = async (path) => (await fetch(path)).json(); const { tours } ="
                + " await json('/api/tours?lang=en'), { id: model } = orrery.walk().model; const all = await"
                + " Promise.all(tours.map(({ id }) => json(`/api/tours/${id}?lang=en&model=${model}`))); return"
                + " all.flatMap(({ id: tour, chapters }) => chapters.flatMap(({ id, beats }) => beats.map((beat) =>"
                + " `${tour} ${id}/${beat.id} ${beat.scene.changes ? 'changed' : ''}`))); }");
        var changed = beats.stream().filter(beat -> beat.endsWith(" changed")).toList();
        for (int i = 0; i < TOURS; i++) {
            String beat = random(i % 2 == 0 ? changed : beats);
            Way way = Way.values()[i % Way.values().length];
            visits.add(() -> tour(beat.split(" ")[0], beat.split(" ")[1], way));
        }
        var exhibits = strings("async () => ['flight', ...(await (await fetch('/api/presets')).json())"
                + ".structures.map(({ id }) => id)]");
        for (int i = 0; i < EXHIBITS; i++) {
            String subject = random(exhibits);
            visits.add(() -> exhibit(subject));
        }
        Collections.shuffle(visits, random);
        return visits;
    }

    private List<Screen> both() {
        return List.of(visited, plain);
    }

    /** Something that the person does with the walk, on both pages. */
    private void own() {
        random(List.<Runnable>of(this::go, this::type, this::switchAHead, this::sample, this::changeLanguage))
                .run();
    }

    private void go() {
        String step = random(List.of("start", "embed", "blocks.0.attn.pattern", "blocks.1", "probs"));
        moves.add("go to " + step);
        both().forEach(screen -> {
            screen.go(step);
            screen.waitUntil("orrery.scene()?.step === '" + step + "'");
        });
    }

    private void type() {
        type(both(), text());
    }

    private Text text() {
        return random(TEXTS);
    }

    private void type(List<Screen> screens, Text text) {
        moves.add("type " + text);
        screens.forEach(screen -> screen.page()
                .evaluate(
                        "value => new Promise(shown => { orrery.onStep(() => shown());"
                                + " document.querySelector('orrery-app').dispatchEvent("
                                + "new CustomEvent('ask', {detail: {action: 'showPrompt', value}})); })",
                        Map.of("text", text.text(), "model", text.model())));
    }

    private void switchAHead() {
        int head = random.nextInt(2);
        moves.add("switch head " + head);
        both().forEach(screen -> switchAHead(screen, head));
    }

    private static void switchAHead(Screen screen, int head) {
        String changes = "(orrery.walk().run.changes ?? []).join()";
        String before = screen.page().evaluate(changes).toString();
        screen.ask("switch", Map.of("node", "blocks.0.attn.hook_z", "head", head));
        screen.waitFor("before => " + changes + " !== before", before);
    }

    private void sample() {
        moves.add("sample");
        both().forEach(screen -> screen.ask("sample", Map.of("temperature", 1)));
    }

    private void changeLanguage() {
        String language = random(List.of("en", "de"));
        moves.add("read " + language);
        both().forEach(screen -> {
            screen.page().locator("orrery-language select").first().selectOption(language);
            screen.waitUntil("document.documentElement.lang.startsWith('" + language + "')");
        });
    }

    private void reload() {
        moves.add("reload");
        both().forEach(screen -> {
            waitForAddress(screen);
            boolean asks = (boolean) screen.page().evaluate("location.hash.includes('why=')");
            screen.page().reload();
            screen.scene().waitUntilStill();
            if (asks) {
                screen.waitUntil("orrery.walk().why !== null");
            }
        });
    }

    /** What is shown is in the address half a second later. */
    private static void waitForAddress(Screen screen) {
        screen.waitUntil("orrery.tour()?.isOn || (orrery.walk().step === 'start'"
                + " || location.hash.includes(`step=${orrery.walk().step}`))"
                + " && location.hash.includes('why=') === (orrery.walk().why !== null)");
    }

    private void tour(String tour, String beat, Way way) {
        moves.add("tour " + tour + " " + beat);
        visited.ask("tourStart", Map.of("tour", tour, "beat", beat));
        String isThere = "orrery.tour()?.isShown && orrery.tour().beat.key === '" + beat + "' && !orrery.tour().moving";
        visited.waitUntil(isThere);
        switch (way) {
            case END -> end(Optional.empty());
            case LOGO -> {
                moves.add("by the logo");
                visited.page().locator("orrery-top-bar .brand a").click();
                visited.page().locator("orrery-landing").waitFor();
                visited.page().navigate(venue.address("/solo"));
                visited.scene().waitUntilStill();
                waitForAddress(plain);
                plain.page().reload();
                plain.scene().waitUntilStill();
            }
            case RELOAD -> {
                visited.waitUntil("location.hash.includes('tour=')");
                reload();
                visited.waitUntil(isThere);
                end(Optional.empty());
            }
            case TEXT -> {
                Text text = text();
                type(List.of(visited), text);
                boolean isTours = (boolean) visited.scene().read("orrery.walk().inScene");
                if (!isTours) {
                    String step = visited.scene().text("orrery.walk().step");
                    type(List.of(plain), text);
                    plain.go(step);
                }
                end(isTours ? Optional.of(text) : Optional.empty());
            }
        }
    }

    /** @param typed what was typed for the tour */
    private void end(Optional<Text> typed) {
        moves.add("end the tour");
        visited.ask("tourEnd");
        visited.waitUntil("!orrery.tour().isOn && !orrery.walk().inScene");
        typed.ifPresent(text -> type(List.of(plain), text));
    }

    private void tool(String tool) {
        visited.ask("why", tool);
        moves.add("tool " + tool);
        visited.page()
                .locator("orrery-why [data-tool=" + tool + "][aria-pressed=true]")
                .waitFor();
        if (tool.equals("heads")) {
            visited.page().locator("orrery-why-heads li button").first().click();
            visited.page().locator("orrery-why-score").waitFor();
            boolean isStory = visited.scene().text("orrery.walk().model.preset").equals("tiny-tales");
            type(both(), TEXTS.get(isStory ? 0 : 2));
            visited.page().locator("orrery-why-heads").waitFor();
        } else if (visited.page().locator("orrery-why button.machine").count() > 0) {
            moves.add("in the machine");
            visited.page().locator("orrery-why button.machine").click();
            visited.waitUntil("orrery.scene().focus.kind === 'everything'");
        }
        random(List.<Runnable>of(this::go, this::type, this::changeLanguage, this::reload, () -> {}))
                .run();
        moves.add("Escape");
        if ((boolean) visited.scene().read("orrery.walk().why !== null")) {
            visited.press("Escape");
        }
        visited.waitUntil("orrery.walk().why === null");
    }

    private void exhibit(String subject) {
        moves.add("exhibit " + subject);
        visited.ask("exhibit", subject);
        visited.waitUntil("orrery.gallery() !== null");
        String key = random(List.of("Escape", "ArrowRight", "ArrowLeft"));
        moves.add(key);
        visited.press(key);
        visited.waitUntil("orrery.gallery() === null");
    }

    private void compare() {
        both().forEach(screen -> {
            screen.scene().waitUntilStill();
            screen.rest();
        });
        assertThat(seen(visited)).as("%s", moves).isEqualTo(seen(plain));
    }

    private static String seen(Screen screen) {
        return screen.page().evaluate(SEEN).toString();
    }

    @SuppressWarnings("unchecked")
    private List<String> strings(String function) {
        return (List<String>) visited.page().evaluate(function);
    }

    private <T> T random(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}

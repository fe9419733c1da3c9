package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.web.socket.TestSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Presenting: the keys of a clicker, the audience panel, the copy of the projector, and handing over the control. */
class PresentingTest {
    private static final String AUDIENCE = "orrery-audience";

    /** Whether the middle of the page and the places of its bars are dark. */
    private static final String DARK = "[[0.5, 0.5], [0.1, 0.05], [0.5, 0.95]].every(([x, y]) =>"
            + " document.elementFromPoint(x * innerWidth, y * innerHeight)?.className === 'dark')";

    /** In one moment: after some seconds, there is a button. */
    private static final String WAITS_WITHOUT_A_BUTTON = """
        () => {
          const control = document.querySelector('orrery-driver-control')?.renderRoot;
          return control?.textContent.includes('You can take the wheel in 1') && !control.querySelector('button');
        }
        """;

    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void clickerBeginsMovesAndDarkensTheScreens() {
        try (var presenter = venue.screen(1100, 760);
                var hall = venue.screen(1024, 768);
                var phone = venue.screen(390, 844)) {
            var everyone = List.of(presenter, hall, phone);
            presenter.page().navigate(venue.links().presenter());
            hall.page().navigate(venue.links().screen());
            phone.page().navigate(venue.links().audience());
            presenter.page().waitForSelector("orrery-preflight");
            // A press that waits for the page's code is too old for the browser to fill the screen.
            presenter.scene().waitUntilStill();

            presenter.press("F5");
            everyone.forEach(each -> each.waitForStep("start"));
            presenter.waitUntil("document.fullscreenElement !== null");
            presenter.press("PageDown");
            presenter.press("PageDown");
            everyone.forEach(each -> each.waitForStep("embed"));
            presenter.press("PageUp");
            everyone.forEach(each -> each.waitForStep("cut"));

            presenter.press(".");
            for (Screen each : List.of(hall, phone)) {
                each.waitUntil(DARK);
            }
            presenter.page().getByText("screens are dark").waitFor();
            presenter.waitUntil("!(" + DARK + ")");
            presenter.press(".");
            for (Screen each : List.of(hall, phone)) {
                each.waitUntil("!(" + DARK + ")");
            }
        }
    }

    /** Each key in every state does one thing or nothing: all presses of a keyboard, with what they would do written down in place of it. */
    private static final String PRESSES = """
        () => {
          const done = {};
          const named = ['Enter', 'Escape', 'Backspace', 'PageUp', 'PageDown', 'Home', 'End', 'F5', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
          let on = document.activeElement ?? document.body;
          while (on.shadowRoot?.activeElement) on = on.shadowRoot.activeElement;
          for (const key of [...' abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.[]?+-', ...named.filter(key => !/^Page/.test(key))]) {
            done[key] = orrery.rehearse(() =>
              on.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, composed: true, cancelable: true})));
          }
          return done;
        }
        """;

    @Test
    void keysOfAStageWorkInEveryStateAndNoneDoesTwoThings() {
        try (var presenter = venue.screen(1600, 900)) {
            presenter.open(venue.links().presenter());
            presenter.go("cut");
            presenter.press("PageDown");
            presenter.waitForStep("embed");
            assertThat(done(presenter, "b", "r", "g", "ArrowRight", "ArrowUp", "1"))
                    .containsExactly("blank", "ready", "generate", "next", "", "");

            presenter.press("r");
            presenter.page().locator("orrery-ready dialog[open] .run").first().waitFor();
            assertThat(done(presenter, "b", "g", "1", "2", "ArrowRight", "n"))
                    .containsExactly("", "", "readyKey", "readyKey", "", "readyKey");
            presenter.press("b");
            presenter.press("2");
            presenter.waitForText("^(?!CBABBC)[ABC]{6}$");
            Screen.waitUntilGone(presenter.page().locator("orrery-ready dialog[open]"));
            assertThat(presenter.page().getByText("screens are dark").count()).isZero();
            presenter.press("r");
            presenter.page().locator("orrery-ready dialog[open]").waitFor();
            presenter.press("PageDown");
            presenter.waitForStep("pos_embed");
            assertThat(presenter.page().locator("orrery-ready dialog[open]").count())
                    .isZero();

            var temperature = presenter.page().locator("orrery-sampling #temperature");
            presenter.page().locator("orrery-sampling").getByText("With chance").click();
            temperature.click();
            temperature.press("Home");
            assertThat(done(presenter, "b", "r", "g", "ArrowRight", "Home", "Enter"))
                    .containsExactly("blank", "ready", "generate", "", "", "next");
            presenter.press("b");
            presenter.page().getByText("screens are dark").waitFor();
            presenter.press("b");
            presenter.press("PageDown");
            presenter.waitForStep("resid");
            assertThat(temperature.inputValue()).isEqualTo("0.1");
            assertThat(done(presenter, "ArrowRight")).containsExactly("next");

            String stream = "blocks.0.hook_resid_pre";
            presenter.hold(stream, List.of(2, 9));
            presenter
                    .page()
                    .locator("orrery-inspector .hook")
                    .getByText("[2, 9]")
                    .waitFor();
            assertThat(done(presenter, "b", "r", "g", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"))
                    .containsExactly("blank", "ready", "generate", "cellBy", "cellBy", "cellBy", "cellBy");
            for (var move : List.of("ArrowRight [3, 9]", "ArrowDown [3, 10]", "ArrowLeft [2, 10]", "ArrowUp [2, 9]")) {
                presenter.press(move.split(" ", 2)[0]);
                presenter
                        .page()
                        .locator("orrery-inspector .hook")
                        .getByText(move.split(" ", 2)[1])
                        .waitFor();
            }
            assertThat(presenter.step()).isEqualTo("resid");
            presenter.press("Escape");
            presenter.scene().waitForNoLitCells();
            presenter.rest();
            presenter.pointAt(stream, List.of(1, 30));
            String hook = presenter.page().locator("orrery-inspector .hook").textContent();
            presenter.press("c");
            presenter.page().mouse().move(0, 0);
            presenter.page().getByLabel("Let go of this cell").waitFor();
            assertThat(presenter.page().locator("orrery-inspector .hook").textContent())
                    .isEqualTo(hook)
                    .contains("[1, ");
            presenter.press("PageUp");
            presenter.waitForStep("pos_embed");
            presenter.scene().waitForNoLitCells();

            assertNextAddsWhatTheButtonNames(presenter);
            assertThat(presenter.errors()).isEmpty();
        }
    }

    private static void assertNextAddsWhatTheButtonNames(Screen presenter) {
        presenter.page().locator("orrery-sampling").getByText("Most probable").click();
        presenter.go("probs");
        presenter.waitForStep("probs");
        String next = "orrery.walk().run.next[0].text";
        var button = presenter.driving();
        String first = (String) presenter.page().evaluate(next);
        button.getByText("Add “" + first + "”").waitFor();
        presenter.press("ArrowRight");
        presenter.waitForPositions(7);
        assertThat(presenter.tokens().get(6)).isEqualTo(first);

        presenter.press("a");
        button.getByText("Show the room").waitFor();
        presenter.press("PageDown");
        button.getByText("Add “").waitFor();
        String second = (String) presenter.page().evaluate(next);
        button.getByText("Add “" + second + "”").waitFor();
        assertThat(presenter.tokens()).hasSize(7);
        presenter.press("PageDown");
        presenter.waitForPositions(8);
        assertThat(presenter.tokens().get(7)).isEqualTo(second);
        assertThat(presenter.step()).isEqualTo("probs");
    }

    /** The action of each key on the page as it is; empty for none. */
    @SuppressWarnings("unchecked")
    private static List<String> done(Screen screen, String... keys) {
        var all = (Map<String, List<String>>) screen.page().evaluate(PRESSES);
        assertThat(all.values()).allSatisfy(actions -> assertThat(actions).hasSizeLessThan(2));
        return Stream.of(keys).map(key -> String.join(" ", all.get(key))).toList();
    }

    @Test
    void presenterSeesWhoIsBehindOrLooksAround() throws Exception {
        try (var presenter = venue.screen(1300, 844);
                var phone = venue.screen(390, 844)) {
            presenter.open(venue.links().presenter());
            phone.open(venue.links().audience());
            var late = attendee("<b>Late</b>", "start");
            presenter.go("embed");
            phone.waitForStep("embed");
            var people = presenter.page().locator(AUDIENCE);
            people.getByText("1 with you").waitFor();
            people.getByText("1 behind").waitFor();
            people.locator("li")
                    .filter(new Locator.FilterOptions().setHasText("<b>Late</b>"))
                    .getByText("at “")
                    .waitFor();

            phone.drag(60, 40);
            var wanderer = people.getByText("looking around", new Locator.GetByTextOptions().setExact(true));
            wanderer.waitFor();
            presenter.go("blocks.0.attn.scores");
            phone.page().locator(".pill").getByText("Layer 1 · Self-attention").waitFor();
            assertThat(phone.page().locator(".pill").innerText()).contains("Back to the presenter");

            phone.page().locator(".pill").click();
            people.getByText("1 with you").waitFor();
            Screen.waitUntilGone(wanderer);
            late.drop();
        }
    }

    @Test
    void copyOfTheProjectorShowsTheStepAndDoesNotCountAsAProjector() {
        try (var presenter = venue.screen(1300, 844)) {
            presenter.open(venue.links().presenter());
            presenter.page().locator("orrery-tools .find").click();
            presenter.page().locator("orrery-find [role=combobox]").waitFor();
            // What comes late changes the order of the list.
            presenter.waitUntil("orrery.findable()?.length > 0");
            presenter.page().locator("orrery-find [role=combobox]").fill("hall");
            presenter.page().getByText("Show what the hall sees").click();
            var copy = presenter.page().locator("orrery-hall-copy");
            var place = presenter.page().frameLocator("orrery-hall-copy iframe").locator("orrery-projector .place");
            Screen.waitUntilGone(place.getByText("Embedding"));

            presenter.go("embed");
            place.getByText("Embedding").waitFor();
            assertThat(copy.boundingBox().width).isLessThan(300);
            presenter.press("q");
            presenter
                    .page()
                    .getByText("Open its page on the screen that the room sees")
                    .waitFor();
            presenter.press("q");

            copy.locator("button").click();
            Screen.waitUntilGone(copy);
        }
    }

    @Test
    void coPresenterTakesTheOfferedControlAndThatOfAnAbsentDriver() {
        try (var presenter = venue.screen(1300, 844);
                var co = venue.screen(1100, 760)) {
            presenter.open(venue.links().presenter());
            co.open(venue.links().coPresenter());
            presenter.page().locator(AUDIENCE).getByText("Offer the wheel").click();
            co.page().getByText("offers you the wheel").waitFor();
            assertThat(co.driving().count()).isZero();
            co.page().getByText("Take the wheel").click();
            co.driving().waitFor();
            presenter.page().getByText("Take the wheel").click();
            presenter.driving().waitFor();

            presenter.close();
            co.waitFor(WAITS_WITHOUT_A_BUTTON, null);
            co.page().getByText("The wheel is free").waitFor();
            co.page().getByText("Take the wheel").click();
            co.driving().waitFor();
            co.press("ArrowRight");
            co.waitForStep("cut");
        }
    }

    /** What the server offers, and what the page's list has of it, by kind: names of actions with their values. */
    private static final String OFFERED_AND_FOUND = """
        async () => {
          const get = async path => (await fetch(path)).json();
          const {tours} = await get('/api/tours?lang=en'), {presets, structures} = await get('/api/presets');
          const beats = (await Promise.all(tours.map(({id}) => get(`/api/tours/${id}?lang=en`)))).flatMap(({id, chapters}) =>
            chapters.flatMap(chapter => chapter.beats.map(beat => `${id} ${chapter.id}/${beat.id} ${beat.title}`)));
          const entries = orrery.findable();
          const of = (action, kind, name) => entries.filter(each => each.action === action && each.kind === kind).map(name).sort();
          return {
            beats: [beats.sort(), of('tourStart', 'beat', ({value, name}) => `${value.tour} ${value.beat} ${name}`)],
            tours: [tours.map(({id, title}) => `${id} ${title}`).sort(), of('tourStart', 'tour', ({value, name}) => `${value.tour} ${name}`)],
            texts: [presets.flatMap(({prompt, prompts = [], model}) => [...new Set([prompt, ...prompts])].map(text => `${text} ${model}`)).sort(),
              of('showPrompt', 'text', ({value}) => `${value.text} ${value.model}`)],
            models: [presets.map(({model}) => model).sort(), of('showPrompt', 'model', ({value}) => value.model)],
            shapes: [structures.map(({id}) => id).sort(), of('exhibit', 'model', ({value}) => value)],
          };
        }
        """;

    /** Opens *Find anything* by its key, and waits for all of it. @return the actions that it offers, each once, in alphabetical order */
    @SuppressWarnings("unchecked")
    private static List<String> find(Screen screen) {
        screen.press("Control+k");
        screen.page().locator("orrery-find [role=combobox]").waitFor();
        screen.waitUntil("orrery.findable()?.length > 0");
        return (List<String>)
                screen.page().evaluate("() => [...new Set(orrery.findable().map(each => each.action))].sort()");
    }

    private static void typeAndEnter(Screen screen, String text) {
        screen.page().keyboard().type(text);
        screen.press("Enter");
        Screen.waitUntilGone(screen.page().locator("orrery-find dialog[open]"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void everythingIsFoundByTypingAndDoesWhatItsButtonDoes() throws Exception {
        Model model = Presets.open("nano-sort");
        try (var presenter = venue.screen(1600, 900);
                var hall = venue.screen(1024, 768)) {
            presenter.open(venue.links().presenter());
            var ada = attendee("Ada", "start");
            hall.open(venue.links().screen());
            ada.says("{'type':'command','id':'h1','at':1,'do':'hand','on':true,'name':'Ada'}");
            presenter.page().locator("orrery-hands").getByText("Ada").waitFor();
            presenter.page().locator("orrery-tools .find").waitFor();
            assertThat(presenter.page().evaluate("() => customElements.get('orrery-find') === undefined"))
                    .as("none of its code is here before it is opened")
                    .isEqualTo(true);
            List<String> actions = find(presenter);
            assertThat(actions)
                    .contains("next", "go", "callOn", "kick", "laser", "undo", "blank", "tours", "texts", "placeAsk");
            assertThat(actions).doesNotContain("lost", "guess", "touch", "takeControl", "tourEnd");

            var lists = (Map<String, List<List<String>>>) presenter.page().evaluate(OFFERED_AND_FOUND);
            lists.forEach((kind, pair) ->
                    assertThat(pair.get(1)).as(kind).isEqualTo(pair.get(0)).isNotEmpty());
            var steps = (List<String>) presenter
                    .page()
                    .evaluate("() => orrery.findable().filter(each => each.action === 'go')"
                            + ".map(each => each.value)");
            assertThat(steps).containsAll(ModelSteps.of(model));
            assertThat(presenter
                            .page()
                            .evaluate("() => orrery.findable().filter(each => each.kind ==="
                                    + " 'tool').map(each => each.value).sort()"))
                    .isEqualTo(List.of(
                            "attribution",
                            "change",
                            "circuit",
                            "embedding",
                            "heads",
                            "lens",
                            "neurons",
                            "patch",
                            "saliency"));

            Locator field = presenter.page().locator("orrery-find [role=combobox]");
            Locator rows = presenter.page().locator("orrery-find [role=option]");
            presenter.page().keyboard().type("qurey key");
            assertThat(rows.first().innerText()).contains("A query meets a key").contains("Step");
            assertThat(presenter
                            .page()
                            .locator("#" + field.getAttribute("aria-activedescendant"))
                            .innerText())
                    .isEqualTo(rows.first().innerText());
            presenter.press("ArrowDown");
            assertThat(rows.nth(1).getAttribute("aria-selected")).isEqualTo("true");
            presenter.press("ArrowUp");
            presenter.press("Enter");
            List.of(presenter, hall).forEach(each -> each.waitForHeading("blocks.0.attn.scores"));

            find(presenter);
            assertThat(rows.first().innerText())
                    .as("what was chosen lately is first")
                    .contains("A query meets a key");
            typeAndEnter(presenter, "call ada");
            hall.page().locator("orrery-hand-called").getByText("Ada").waitFor();

            find(presenter);
            presenter.page().keyboard().type("clear marks");
            presenter.press("Enter");
            presenter
                    .page()
                    .locator("orrery-find [role=alert]")
                    .getByText("Nothing is marked.")
                    .waitFor();
            presenter.press("Control+k");
            Screen.waitUntilGone(presenter.page().locator("orrery-find dialog[open]"));

            find(presenter);
            typeAndEnter(presenter, "B");
            presenter.page().getByText("screens are dark").waitFor();
            assertThat(presenter.errors()).isEmpty();

            hall.press("Control+k");
            presenter.ask("texts", Map.of("language", "de"));
            presenter
                    .page()
                    .locator("orrery-tools .find")
                    .getByText("Alles finden")
                    .waitFor();
            find(presenter);
            presenter.page().keyboard().type("undo");
            rows.getByText("Rückgängig", new Locator.GetByTextOptions().setExact(true))
                    .first()
                    .waitFor();
            assertThat(hall.page().locator("orrery-find").count()).isZero();
        }
    }

    @Test
    void eachPersonFindsWhatTheyMayDo() {
        try (var presenter = venue.screen(1600, 900);
                var co = venue.screen(1100, 760);
                var phone = venue.screen(390, 844);
                var alone = venue.screen(1300, 844)) {
            presenter.open(venue.links().presenter());
            co.open(venue.links().coPresenter());
            assertThat(find(co))
                    .containsExactly(
                            "afterwards",
                            "askForControl",
                            "cell",
                            "cellBy",
                            "copy",
                            "embed",
                            "escape",
                            "focus",
                            "follow",
                            "fullscreen",
                            "headAfter",
                            "headBefore",
                            "help",
                            "level",
                            "link",
                            "overview",
                            "peek",
                            "picture",
                            "qaApproval",
                            "release",
                            "talkBegin",
                            "talkKeep",
                            "talkList",
                            "talkUndo",
                            "text",
                            "theme");
            phone.page().navigate(venue.links().audience());
            phone.waitForStep("start");
            assertThat(find(phone))
                    .containsExactly(
                            "applaud",
                            "cell",
                            "cellBy",
                            "embed",
                            "escape",
                            "focus",
                            "follow",
                            "fullscreen",
                            "hand",
                            "headAfter",
                            "headBefore",
                            "help",
                            "level",
                            "link",
                            "lost",
                            "overview",
                            "picture",
                            "proposals",
                            "qaOpen",
                            "release",
                            "text",
                            "theme",
                            "tooFast");
            var row = phone.page().locator("orrery-find [role=option]").first().boundingBox();
            assertThat(row.height).isGreaterThanOrEqualTo(48);
            typeAndEnter(phone, "raise hand");
            presenter.page().locator("orrery-hands li").waitFor();

            // whoever loses the wheel while the list is open can no longer choose what moves the room
            presenter.page().locator(AUDIENCE).getByText("Offer the wheel").click();
            find(presenter);
            co.press("Escape");
            co.page().getByText("Take the wheel").click();
            presenter.waitUntil("orrery.findable()?.every(each => each.action !== 'go')");

            alone.open(venue.links().solo());
            assertThat(find(alone))
                    .contains("go", "train", "tours", "showPrompt")
                    .doesNotContain("kick", "blank", "undo", "gather");
        }
    }

    /** An attendee on a socket, whose page reports that it still shows a step. */
    private static TestSocket attendee(String name, String step) throws Exception {
        URI link = URI.create(venue.links().audience());
        String room = link.getPath().split("/")[2];
        var socket = new TestSocket(URI.create("ws://" + link.getAuthority() + "/ws/rooms/" + room));
        socket.says("{'type':'hello','v':1,'view':'attendee','name':'" + name + "'}");
        String trace = socket.next("welcome").at("/state/trace/id").textValue();
        return socket.says("{'type':'ping','t':1,'painted':{'trace':'" + trace + "','step':'" + step + "'}}");
    }
}

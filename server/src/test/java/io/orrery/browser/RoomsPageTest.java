package io.orrery.browser;

import static io.orrery.browser.OperatorServer.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.orrery.model.ModelReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page that opens, lists and closes rooms, as the operator and as anyone. */
class RoomsPageTest {

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @TempDir
    private Path data;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private BrowserContext context;
    private Page page;

    @BeforeEach
    void start() throws Exception {
        start(false, 3, System::currentTimeMillis, ModelReference.of("nano-sort"), ModelReference.of("nano-sort@0"));
    }

    /** @param clock the time for the limits on requests, in ms */
    private void start(boolean anyone, int rooms, DoubleSupplier clock, ModelReference... models) throws Exception {
        venue.open(OperatorServer.options(data, anyone, rooms, models), clock);
        context = venue.browser().newContext();
        context.addInitScript(Venue.WITHOUT_DRAWING);
        context.onRequest(request -> asked.add(request.url()));
        page = context.newPage();
        page.navigate(venue.address("/rooms"));
    }

    @AfterEach
    void stop() {
        context.close();
        venue.close();
    }

    @Test
    void operatorOpensAndPresentsARoomByKeyboardAndNoKeyIsShown() throws Exception {
        page.locator("#key").focus();
        type(KEY);
        page.locator("orrery-room-list").waitFor();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        page.locator("orrery-room-links").waitFor();
        page.keyboard().press("Tab");

        Page presenter = page.waitForPopup(() -> page.keyboard().press("Enter"));

        waitUntilPresenting(presenter);
        assertThat(URI.create(presenter.url()).getPath()).endsWith("/present");
        // nano-sort@0, by the title that it has once all texts have arrived
        presenter
                .getByText("Sorting model, after 0 updates, with all its weights.")
                .waitFor();
        String key = (String) presenter.evaluate("() => Object.entries(sessionStorage)[0][1]");
        assertThat(key).hasSize(22);
        for (String secret : new String[] {KEY, key}) {
            assertThat(asked).noneMatch(address -> address.contains(secret));
            assertThat(page.url()).doesNotContain(secret);
            assertThat(presenter.url()).doesNotContain(secret);
            assertThat(written(page)).doesNotContain(secret);
            assertThat(stored(page)).doesNotContain(secret);
        }
        page.locator(".people", new Page.LocatorOptions().setHasText("1 person"))
                .waitFor();
    }

    @Test
    void operatorsKeyIsForgottenUnlessTheTabIsToKeepIt() {
        show(KEY);
        page.locator("orrery-room-list").waitFor();
        page.reload();
        page.locator("#key").waitFor();
        assertThat(page.locator("orrery-room-list").count()).isZero();

        page.locator("#keep").check();
        show(KEY);
        page.locator("orrery-room-list").waitFor();
        page.reload();
        page.locator("orrery-room-list").waitFor();
        assertThat((String) page.evaluate("JSON.stringify(localStorage)")).doesNotContain(KEY);
        Page other = context.newPage();
        other.navigate(venue.address("/rooms"));
        other.locator("#key").waitFor();

        button("Forget the key").click();

        page.locator("#key").waitFor();
        assertThat(stored(page)).doesNotContain(KEY);
        assertThat(page.locator("orrery-room-list").count()).isZero();
    }

    @Test
    void replacedLinkNoLongerOpensTheRoom() {
        Page lost = context.newPage();
        lost.navigate(venue.links().presenter());
        waitUntilPresenting(lost);
        show(KEY);
        button("New link: " + spoken(venue.links().code().text())).click();
        button("For the presenter").click();
        page.getByText("The old one has ended.").waitFor();
        lost.getByText("That key does not open this room.").waitFor();

        Page found = page.waitForPopup(() -> button("Open: Presenter").click());

        waitUntilPresenting(found);
        assertThat(written(page)).doesNotContain("#key=");
    }

    @Test
    void linkIsCopiedOrShownSelectedWithoutAClipboard() {
        context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        show(KEY);
        open();
        button("Copy: Presenter").click();
        page.getByText("Copied").first().waitFor();
        String link = (String) page.evaluate("navigator.clipboard.readText()");
        assertThat(link).startsWith(venue.address("/r/")).contains("/present#key=");

        page.evaluate("() => Object.defineProperty(navigator, 'clipboard', {value: undefined})");
        button("Copy: Co-presenter").click();

        assertThat(page.locator("orrery-link-row input").inputValue())
                .contains("/present#key=")
                .isNotEqualTo(link);
        assertThat(page.evaluate("() => getSelection().toString()"))
                .isEqualTo(page.locator("orrery-link-row input").inputValue());
    }

    @Test
    void closedRoomSendsItsPeopleOut() {
        show(KEY);
        open();
        String code = page.locator("orrery-room-links h2").innerText().replaceAll("Room | is open", "");
        Page attendee = context.newPage();
        attendee.navigate(venue.address("/r/" + code.replace(" ", "")));
        attendee.getByText("You are in").waitFor();
        button("Close: " + code).click();
        page.getByText("One person is sent out").waitFor();
        button("Close the room").click();

        attendee.getByText("There is no such room").waitFor();
        Screen.waitUntilGone(page.locator("orrery-room-list .room").nth(1));
        assertThat(page.locator("orrery-room-list .room").count()).isEqualTo(1);
        assertThat(page.locator("orrery-room-links").count()).isZero();
    }

    @Test
    void refusalsAndErrorsAreShownInWords() throws Exception {
        show("not-the-operators-key");
        alert("That is not the operator’s key.");
        assertThat(page.locator("#key").evaluate("input => input.getRootNode().activeElement === input"))
                .isEqualTo(true);
        show(KEY);
        open();
        open();
        button("Open a room").click();
        alert("This server has as many rooms as it may have.");
        venue.close();
        button("Open a room").click();
        alert("The server cannot be reached.");
    }

    /** A room is allowed every 10 s, and five at once. */
    @Test
    void anyoneOpensRoomsUpToTheRateWhereTheOperatorAllowsIt() throws Exception {
        stop();
        start(true, 100, () -> 0, ModelReference.of("nano-sort"));
        int opened = 0;
        var refusal = page.locator("[role=alert]").getByText("Too many tries came from your address.");
        for (; ; opened++) {
            int before = pictures();
            button("Open a room").click();
            page.waitForFunction(
                    "n => " + PICTURES + " > n ||"
                            + " [...document.querySelector('orrery-rooms').shadowRoot.querySelectorAll('[role=alert]')].some(alert"
                            + " => alert.textContent.includes('Too many tries'))",
                    before);
            if (refusal.count() > 0) {
                break;
            }
        }
        assertThat(opened).isEqualTo(5);
        alert("Try again in 10 seconds.");
        assertThat(page.locator("orrery-room-list").count()).isZero();
        page.locator("#key").waitFor();
    }

    /** Of a model that is there for several languages, the one of the page's language is chosen; the person may choose another. */
    @Test
    void storyModelOfThePagesLanguageIsChosenAtFirst() throws Exception {
        stop();
        start(true, 100, () -> 0, ModelReference.of("tiny-tales"), ModelReference.of("tiny-tales-de"));
        assertThat(chosen(page)).isEqualTo("Story model");
        try (var german = venue.browser().newContext(new Browser.NewContextOptions().setLocale("de-DE"))) {
            Page opens = german.newPage();
            opens.navigate(venue.address("/rooms"));
            assertThat(chosen(opens)).isEqualTo("Deutsches Geschichtenmodell");
            opens.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Raum öffnen"))
                    .click();
            Page presenter = opens.waitForPopup(
                    () -> opens.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Öffnen: Vortrag"))
                            .click());
            waitUntilPresenting(presenter);
            presenter.getByText("Deutsches Geschichtenmodell").first().waitFor();
        }
    }

    private static String chosen(Page page) {
        return page.locator("#model option:checked").textContent();
    }

    /** The number of QR codes that were loaded: one for each room that was opened. */
    private static final String PICTURES =
            "performance.getEntriesByType('resource').filter(e => e.name.includes('qr.svg')).length";

    private int pictures() {
        return (int) page.evaluate(PICTURES);
    }

    private void open() {
        int before = pictures();
        button("Open a room").click();
        page.waitForFunction("n => " + PICTURES + " > n", before);
    }

    /** Waits until a page shows the checks that the presenter sees, whose button works. */
    private static void waitUntilPresenting(Page presenter) {
        presenter.locator("orrery-preflight .begin .filled:enabled").waitFor();
    }

    private void show(String key) {
        page.locator("#key").fill(key);
        page.keyboard().press("Enter");
    }

    private void type(String key) {
        page.keyboard().type(key);
        page.keyboard().press("Enter");
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private void alert(String text) {
        page.locator("[role=alert]", new Page.LocatorOptions().setHasText(text))
                .first()
                .waitFor();
    }

    private static String spoken(String code) {
        return code.substring(0, 3) + " " + code.substring(3);
    }

    /** The HTML of the page, with attributes and all shadow roots. */
    private static String written(Page page) {
        return (String) page.evaluate("() => { const all = root => (root.innerHTML ?? root.documentElement.outerHTML) +"
                + " [...root.querySelectorAll('*')].filter(e => e.shadowRoot).map(e =>"
                + " all(e.shadowRoot)).join(''); return all(document); }");
    }

    private static String stored(Page page) {
        return (String) page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)");
    }
}

package io.orrery.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Chromium of all other tests, which the other browsers are compared with. */
final class PlaywrightBrowser implements AnyBrowser {
    private static final Map<Integer, String> NAMES = Map.of(Key.PAGE_DOWN, "PageDown", Key.RIGHT, "ArrowRight");

    private final Browser browser = TestBrowser.shared();
    private final List<BrowserContext> people = new ArrayList<>();

    @Override
    public Page newPage(int width, int height) {
        var context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, height).setReducedMotion(ReducedMotion.REDUCE));
        // What the browsers are compared in are states, texts and textures.
        context.addInitScript(Venue.WITHOUT_DRAWING);
        people.add(context);
        var page = context.newPage();
        var mapper = new JsonMapper();
        return new Page() {
            @Override
            public void open(String url) {
                page.navigate(url);
            }

            @Override
            public JsonNode read(String expression) throws Exception {
                try {
                    return mapper.readTree(
                            (String) page.evaluate("async () => JSON.stringify(await (" + expression + ") ?? null)"));
                } catch (PlaywrightException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void press(int key) {
                page.keyboard().press(NAMES.getOrDefault(key, Character.toString(key)));
            }

            @Override
            public void press(double x, double y) {
                page.mouse().click(x, y);
            }
        };
    }

    @Override
    public void close() {
        // The browser is shared with the other tests of this process.
        people.forEach(BrowserContext::close);
    }
}

package io.orrery.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.TimeoutError;

/** Waits for a page. If what is waited for does not come, the failure says what the page shows instead. */
final class PageWait {
    /**
     * How often the page is asked, in ms. Asking in each animation frame would make the browser draw frames that nobody needs, and
     * would never ask a page that draws none.
     */
    private static final double ASKED_EVERY_MS = 30;

    /** While a page is being left for another, there is no app for a while, nor the port of {@link SceneProbe}, and nothing is true of it. */
    private static final String ASKED = """
        (given) => {
          try {
            return (%s)(given);
          } catch (e) {
            if (window.orrery && document.querySelector('orrery-app')) throw e;
            return false;
          }
        }\
        """;

    private PageWait() {}

    /**
     * Waits until a function is true.
     *
     * @param function of JavaScript
     * @param given its argument, or null
     */
    static void until(Page page, String function, Object given) {
        try {
            page.waitForFunction(
                    ASKED.formatted(function.strip()),
                    given,
                    new Page.WaitForFunctionOptions().setPollingInterval(ASKED_EVERY_MS));
        } catch (TimeoutError e) {
            throw new AssertionError(
                    "%s has been waited for in vain, until%n%s%nwith %s. It shows:%n%s"
                            .formatted(page.url(), function.strip(), given, shown(page)),
                    e);
        }
    }

    /** The page's texts and controls, as a screen reader has them. */
    private static String shown(Page page) {
        try {
            return page.locator("body").ariaSnapshot();
        } catch (PlaywrightException e) {
            return "nothing that can be read: " + e.getMessage();
        }
    }
}

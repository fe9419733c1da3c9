package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages have their texts and obey the keys while deferred files are late, or after a request for one was lost. */
class DeferredFilesTest {
    private static final String WORDS = "**/strings/en.rest.json";
    private static final String REST = "**/made/rest-*";
    private static final String EXPLANATIONS = "**/made/explanation-source-*";

    /** Counts the page's texts and accessible names, and finds those that are a key of the strings files. */
    private static final String KEYS = """
            () => {
              const found = [];
              const look = (root) => {
                for (const element of root.querySelectorAll('*')) {
                  if (element.matches('script, style')) continue;
                  for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
                    if (element.hasAttribute(name)) found.push(element.getAttribute(name));
                  for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent.trim());
                  if (element.shadowRoot) look(element.shadowRoot);
                }
              };
              look(document.body);
              return { read: found.filter((text) => text !== '').length, keys: found.filter((text) => /^[a-z]\\w*(\\.\\w+)+$/.test(text)) };
            }
            """;

    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    @ParameterizedTest
    @CsvSource({"solo, 1600", "solo, 390", "audience, 1600", "audience, 390"})
    void firstTextsNeedNoDeferredStrings(String page, int width) {
        try (var screen = screen(width)) {
            screen.page().route(WORDS, route -> route.abort());
            screen.page()
                    .navigate(
                            page.equals("solo")
                                    ? venue.links().solo()
                                    : venue.links().audience());
            screen.waitUntil("performance.getEntriesByName('orrery:text').length > 0");

            var found = (Map<?, ?>) screen.page().evaluate(KEYS);

            assertThat((int) found.get("read")).isGreaterThan(10);
            assertThat((List<?>) found.get("keys")).isEmpty();
        }
    }

    @Test
    void keysWorkBeforeDeferredFilesWhichAreRequestedAgain() {
        try (var screen = screen(1600)) {
            var lost = new AtomicInteger();
            var late = new ArrayList<Route>();
            var areLate = new AtomicBoolean(true);
            for (String file : List.of(WORDS, REST)) {
                var times = new AtomicInteger();
                screen.page().route(file, route -> {
                    if (times.getAndIncrement() == 0) {
                        lost.incrementAndGet();
                        route.abort();
                    } else if (areLate.get()) {
                        late.add(route);
                    } else {
                        route.resume();
                    }
                });
            }
            screen.page().navigate(venue.links().solo());
            screen.waitUntil("performance.getEntriesByName('orrery:text').length > 0");
            screen.press("ArrowRight");
            screen.waitForHeading("cut");
            assertThat(screen.page().locator("orrery-scene canvas").count()).isZero();

            areLate.set(false);
            late.forEach(Route::resume);
            screen.scene().waitUntilStill();
            assertThat(lost).hasValue(2);
        }
    }

    @Test
    void lastActionBeforeDeferredFilesIsDoneOnceTheyAreThere() {
        try (var screen = screen(1600)) {
            var late = new ArrayList<Route>();
            var areLate = new AtomicBoolean(true);
            screen.page().route(WORDS, route -> {
                if (areLate.get()) {
                    late.add(route);
                } else {
                    route.resume();
                }
            });
            screen.page().navigate(venue.links().audience());
            screen.waitUntil("performance.getEntriesByName('orrery:text').length > 0");
            String theme = (String) screen.page().evaluate("document.documentElement.dataset.theme");
            for (int i = 0; i < 4; i++) {
                screen.press("t");
            }
            areLate.set(false);
            late.forEach(Route::resume);
            screen.page().locator("orrery-scene canvas").first().waitFor();

            screen.waitUntil("document.documentElement.dataset.theme !== '" + theme + "'");
        }
    }

    @Test
    void cellIsExplainedAfterItsModuleWasLost() {
        try (var screen = screen(1600)) {
            var requests = new AtomicInteger();
            screen.page().route(EXPLANATIONS, route -> {
                if (requests.getAndIncrement() == 0) {
                    route.abort();
                } else {
                    route.resume();
                }
            });
            screen.open(venue.links().solo());
            screen.go("embed");
            screen.waitForStep("embed");

            screen.hold("hook_embed", List.of(0, 0));

            screen.page()
                    .locator("orrery-inspector .arithmetic:not(.coming)")
                    .first()
                    .waitFor();
            assertThat(requests).hasValueGreaterThan(1);
        }
    }

    private static Screen screen(int width) {
        return venue.screen(width, 900);
    }
}

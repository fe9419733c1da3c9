package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.orrery.model.ModelReference;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Models to walk past: true counts, said to be structure only, and a flight whose last sentence is right. */
class GiantsTest {
    private static final int PATIENCE_MS = 90_000;

    private static TestBrowser browser;
    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        browser = TestBrowser.launch();
        server = Server.start(
                new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty()));
    }

    @AfterAll
    static void stop() {
        server.close();
        browser.close();
    }

    private static Page open(BrowserContext context, String past) {
        var page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MS);
        page.navigate(server.links().solo() + "#past=" + past);
        page.waitForFunction("() => document.querySelector('orrery-app')?.parade?.draws > 0");
        return page;
    }

    private static String said(Page page) {
        return (String) page.evaluate("document.querySelector('orrery-giants').renderRoot.textContent");
    }

    @Test
    void gpt3ShowsItsCountAndSaysThatItIsStructureOnly() {
        try (var context = browser.browser().newContext()) {
            var page = open(context, "gpt3");

            assertThat(said(page))
                    .contains("174,604,259,328")
                    .contains("structure only")
                    .contains("96 layers of 96 heads");
            assertThat((int) page.evaluate("document.querySelector('orrery-app').parade.instances"))
                    .isLessThanOrEqualTo(4000);
            assertThat((int) page.evaluate("document.querySelector('orrery-app').parade.drawCalls"))
                    .isLessThanOrEqualTo(10);

            page.keyboard().press("Escape");
            page.waitForFunction("() => document.querySelector('orrery-app').machine?.draws > 0");
            assertThat(page.locator("orrery-giants").count()).isZero();
        }
    }

    @Test
    void flightThatIsSkippedEndsOnHowManySortingModelsWouldFitIntoGpt3() {
        try (var context = browser.browser().newContext()) {
            var page = open(context, "flight");

            page.evaluate(
                    "document.querySelector('orrery-giants').renderRoot.querySelectorAll('.row button')[1].click()");
            page.waitForFunction(
                    "() => /would fit/.test(document.querySelector('orrery-giants').renderRoot.textContent)");

            // 174,604,259,328 / 85,728 = 2,036,723.8
            assertThat(said(page))
                    .contains(String.format("%,d copies of the sorting model", 174_604_259_328L / 85_728))
                    .contains("would fit into GPT-3")
                    .contains("174,604,259,328");
        }
    }
}

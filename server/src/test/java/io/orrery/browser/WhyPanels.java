package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What the tests of the questions of why share: their models, what the command says, and what is read of a page. */
final class WhyPanels {
    static final String LLAMA = Fixtures.folder("llama-tiny-tied").toString();

    private static final double LEAST_SIZE = 28;

    /** The hall's texts with their sizes, and how far each one is beyond the window, px. */
    private static final String TEXTS = """
            () => {
              const texts = [];
              const visit = (root) => {
                for (const element of root.querySelectorAll('*')) {
                  if (element.shadowRoot) visit(element.shadowRoot);
                  const own = [...element.childNodes].filter((node) => node.nodeType === 3 && node.textContent.trim() !== '');
                  const box = element.getBoundingClientRect();
                  if (own.length === 0 || box.width < 2 || element.tagName === 'TITLE') continue;
                  texts.push({text: own[0].textContent.trim(), size: parseFloat(getComputedStyle(element).fontSize),
                    beyond: Math.max(-box.left, box.right - innerWidth, box.bottom - innerHeight)});
                }
              };
              visit(document.querySelector('orrery-why').shadowRoot);
              return texts;
            }""";

    private WhyPanels() {}

    /** One server with the story model and a small Llama for all tests of a class. */
    static Venue venue() {
        return Venue.forAllTests(Venue.offering(ModelReference.of("tiny-tales"), ModelReference.of(LLAMA)));
    }

    /** A figure as it is written. */
    static BigDecimal figure(Locator value) {
        return new BigDecimal(
                value.textContent().strip().replace("−", "-").replace("+", "").replace(",", ""));
    }

    static void assertLarge(Screen hall) {
        // A tool takes the size of its area after its first layout.
        hall.rest();
        for (var text : (List<?>) hall.page().evaluate(TEXTS)) {
            var one = (Map<?, ?>) text;
            assertThat(((Number) one.get("size")).doubleValue())
                    .as(one.toString())
                    .isGreaterThanOrEqualTo(LEAST_SIZE);
            assertThat(((Number) one.get("beyond")).doubleValue())
                    .as(one.toString())
                    .isLessThanOrEqualTo(0);
        }
    }

    /** What the command says about the text that a screen shows. */
    static JsonNode why(String model, String tool, Screen screen, String... more) throws IOException {
        return WhyAnswer.about(screen, tool, model, more);
    }
}

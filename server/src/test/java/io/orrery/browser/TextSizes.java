package io.orrery.browser;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.Map;

/** The font sizes of the texts that an element shows. */
final class TextSizes {
    private static final String SIZES = "(element, {without}) => [...element.shadowRoot.querySelectorAll('*')]"
            + ".filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim() !== '')"
            + " && each.checkVisibility() && !each.matches(without))"
            + ".map(each => parseFloat(getComputedStyle(each).fontSize))";

    private TextSizes() {}

    /** @param without selector of elements that do not count */
    @SuppressWarnings("unchecked")
    static List<Double> of(Locator element, String without) {
        return ((List<Number>) element.evaluate(SIZES, Map.of("without", without)))
                .stream().map(Number::doubleValue).toList();
    }
}

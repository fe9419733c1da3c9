package io.orrery.browser;

import java.util.List;
import java.util.Map;

/** What a person does with keyboard and mouse, in the words that both WebDriver protocols have. */
final class WebDriverActions {
    private WebDriverActions() {}

    /** @param key its code point in the WebDriver standard, or the character that it types */
    static List<?> key(int key) {
        String value = Character.toString(key);
        return List.of(Map.of(
                "type",
                "key",
                "id",
                "keyboard",
                "actions",
                List.of(Map.of("type", "keyDown", "value", value), Map.of("type", "keyUp", "value", value))));
    }

    /** Presses a point. @param x CSS px */
    static List<?> press(double x, double y) {
        return List.of(Map.of(
                "type",
                "pointer",
                "id",
                "mouse",
                "parameters",
                Map.of("pointerType", "mouse"),
                "actions",
                List.of(
                        Map.of("type", "pointerMove", "x", Math.round(x), "y", Math.round(y), "duration", 0),
                        Map.of("type", "pointerDown", "button", 0),
                        Map.of("type", "pointerUp", "button", 0))));
    }
}

package io.orrery.bench.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the free area of a screen shows at a step.
 *
 * @param width the result's share of the free width, 0…1
 * @param height the result's share of the free height, 0…1
 * @param fontPx the smallest font size of text in the free area; empty if there is no text
 * @param picture the share of the free area's pixels that differ from the background, 0…1
 */
record StepLegibility(double width, double height, OptionalDouble fontPx, double picture) {
    private static final double LEAST_SIZE = 0.25;
    private static final double LEAST_PICTURE = 0.03;
    private static final double THOUSANDTHS = 1000;
    private static final double TENTHS = 10;

    /** The parts of the rule that are missed: {@code size}, {@code text}, {@code picture}. */
    List<String> misses(double leastFontPx) {
        var misses = new ArrayList<String>();
        if (Math.max(width, height) < LEAST_SIZE) {
            misses.add("size");
        }
        // Sizes of labels are rounded to tenths by their scale.
        if (fontPx.isPresent() && fontPx.getAsDouble() < leastFontPx - 1 / TENTHS) {
            misses.add("text");
        }
        if (picture < LEAST_PICTURE) {
            misses.add("picture");
        }
        return misses;
    }

    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("width", rounded(width, THOUSANDTHS));
        json.put("height", rounded(height, THOUSANDTHS));
        fontPx.ifPresent(px -> json.put("fontPx", rounded(px, TENTHS)));
        json.put("picture", rounded(picture, THOUSANDTHS));
        return json;
    }

    private static double rounded(double value, double parts) {
        return Math.round(value * parts) / parts;
    }
}

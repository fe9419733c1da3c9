package io.orrery.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The English headings by which pages show a step, read from the strings files. A step id such as {@code
 * blocks.1.attn.scores} appears on a page as the title "A query meets a key" in "Layer 2". Arguments of a message match
 * any text. Patterns are valid in Java and in JavaScript.
 */
final class StepHeadings {
    private static final Pattern LAYER_ID = Pattern.compile("blocks\\.(\\d+)(?:\\.(.+))?");
    private static final Pattern LAYER_NAME = Pattern.compile("Layer (\\d+)");
    private static final Pattern MARKUP = Pattern.compile("\\[([^\\]]*)\\]\\([a-z0-9]+\\)|\\*\\*");

    /** The strings' name of a layer that is shown as one step. */
    private static final String WHOLE_LAYER = "layer";

    /** The strings' entry for steps that have no text of their own; its title is the step's id. */
    private static final String FALLBACK = "unknown";

    private static final Map<String, JsonNode> STEPS = read();

    private StepHeadings() {}

    private static Map<String, JsonNode> read() {
        var file = ModulePages.webClient().resolve("src/main/web/strings/en/step.json");
        try {
            var steps = new LinkedHashMap<String, JsonNode>();
            new JsonMapper()
                    .readTree(file.toFile())
                    .get("step")
                    .properties()
                    .forEach(step -> steps.put(step.getKey(), step.getValue()));
            steps.remove(FALLBACK);
            return steps;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Matches the whole title of a step. */
    static Pattern title(String step) {
        return whole(variants(step, "title"));
    }

    /** Matches the whole caption of a step on the projector. */
    static Pattern caption(String step) {
        return whole(variants(step, "caption"));
    }

    /** Matches the whole name of a step's layer; the empty text outside the layers. */
    static Pattern layer(String step) {
        return whole(layerName(step));
    }

    /** Matches the line below the projector's caption. */
    static Pattern place(String step) {
        String layer = layerName(step);
        if (layer.isEmpty()) {
            return Pattern.compile("[\\s\\S]*");
        }
        boolean isClosed = step.matches("blocks\\.\\d+");
        return Pattern.compile("^\\s*" + layer + (isClosed ? " of \\d+\\s*$" : " · "));
    }

    /** Matches the announcement of a step to a screen reader: "Self-attention, layer 1, 2 of 5. A query meets a key. …". */
    static Pattern announcement(String step) {
        Matcher layer = LAYER_NAME.matcher(layerName(step));
        String where = layer.matches() ? ", layer " + layer.group(1) : "";
        return Pattern.compile("^[^,]*" + where + ", \\d+ of \\d+\\. (?:" + variants(step, "title") + ")\\.");
    }

    /** The id of the step with this title. @param layer such as "Layer 2"; empty outside the layers */
    static String stepTitled(String title, String layer) {
        return stepWith("title", title, layer);
    }

    /** The id of the step with this caption. @param layer such as "Layer 2"; empty outside the layers */
    static String stepCaptioned(String caption, String layer) {
        return stepWith("caption", caption, layer);
    }

    private static String stepWith(String field, String text, String layer) {
        List<String> found = STEPS.keySet().stream()
                .map(name -> idOf(name, layer))
                .filter(step -> whole(variants(step, field)).matcher(text).find())
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("steps with the %s “%s” in “%s”: %s".formatted(field, text, layer, found));
        }
        return found.get(0);
    }

    private static String idOf(String name, String layer) {
        Matcher number = LAYER_NAME.matcher(layer);
        if (!number.matches()) {
            return name;
        }
        String block = "blocks." + (Integer.parseInt(number.group(1)) - 1);
        return name.equals(WHOLE_LAYER) ? block : block + "." + name;
    }

    private static String layerName(String step) {
        Matcher id = LAYER_ID.matcher(step);
        return id.matches() ? "Layer " + (Integer.parseInt(id.group(1)) + 1) : "";
    }

    /** A regular expression for a text of a step, in all the variants that architectures have of it. */
    private static String variants(String step, String field) {
        Matcher id = LAYER_ID.matcher(step);
        String name = !id.matches() ? step : id.group(2) == null ? WHOLE_LAYER : id.group(2);
        JsonNode texts = STEPS.get(name);
        if (texts == null) {
            throw new IllegalArgumentException("the strings have no step " + step);
        }
        var found = new ArrayList<String>();
        found.add(texts.get(texts.has(field) ? field : "title").textValue());
        texts.forEach(variant -> {
            if (variant.has(field)) {
                found.add(variant.get(field).textValue());
            }
        });
        return found.stream().distinct().map(StepHeadings::regex).collect(Collectors.joining("|"));
    }

    /** Matches an ICU message, without its markup: literal text as it is, each argument as any text. */
    private static String regex(String message) {
        var regex = new StringBuilder();
        int depth = 0;
        for (char c : MARKUP.matcher(message).replaceAll("$1").toCharArray()) {
            if (c == '{' && depth++ == 0) {
                regex.append(".+");
            } else if (c == '}') {
                depth--;
            } else if (depth == 0) {
                regex.append("\\^$.|?*+()[]".indexOf(c) < 0 ? "" : "\\").append(c);
            }
        }
        return regex.toString();
    }

    private static Pattern whole(String regex) {
        return Pattern.compile("^\\s*(?:" + regex + ")\\s*$");
    }
}

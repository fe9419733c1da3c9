package io.orrery.bench.slow;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that a page refers to, in the order in which a browser requests them.
 *
 * @param first files that the page's text needs
 * @param later files that are loaded after the text: the remaining modules and the scene
 */
record PageResources(List<String> first, List<String> later) {
    private static final Pattern TAG = Pattern.compile("<(?:link|script)\\b[^>]*>");
    private static final Pattern ADDRESS = Pattern.compile("(?:href|src)=\"(?!data:)([^\"]+)\"");
    private static final Pattern KINDS = Pattern.compile("rel=\"(?:icon|stylesheet|preload|modulepreload)\"|^<script");
    private static final Pattern LATER = Pattern.compile("<script[^>]*id=\"later\"[^>]*>\\s*\\{([^}]*)}\\s*</script>");
    private static final Pattern LAYER = Pattern.compile("blocks\\.\\d+");
    private static final String STRINGS = ".first.json";
    private static final Pattern QUOTED = Pattern.compile("\"(/[^\"]+)\"");

    static PageResources of(String html) {
        Set<String> first = new LinkedHashSet<>();
        Matcher tag = TAG.matcher(html);
        while (tag.find()) {
            Matcher address = ADDRESS.matcher(tag.group());
            if (KINDS.matcher(tag.group()).find() && address.find()) {
                first.add(path(address.group(1)));
            }
        }
        Set<String> later = new LinkedHashSet<>();
        Matcher lists = LATER.matcher(html);
        if (lists.find()) {
            QUOTED.matcher(lists.group(1)).results().forEach(found -> later.add(path(found.group(1))));
        }
        later.removeAll(first);
        return new PageResources(List.copyOf(first), List.copyOf(later));
    }

    /**
     * The strings file of a step. Must match the name that the page requests (ui/step-texts.js).
     *
     * @param id a step's id, such as {@code blocks.0.attn.scores}; {@code blocks.0} for a layer that is a single step
     */
    String step(String id) {
        String name = LAYER.matcher(id).matches() ? "layer" : id.replaceFirst(LAYER + "\\.", "");
        return first.stream()
                .filter(path -> path.endsWith(STRINGS))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The page names no strings file."))
                .replace(STRINGS, ".step." + name + ".json");
    }

    private static String path(String address) {
        return URI.create(address).getRawPath();
    }
}

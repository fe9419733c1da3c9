package io.orrery.web.pages;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;

/**
 * The languages that pages exist in: one for each folder of strings. A page chooses its language itself, when it begins; the
 * server guesses it from the request, to write the page's frame and to name the right strings file early.
 *
 * @param byId in the order of the build, the reference language first
 */
public record PageLanguages(Map<String, Frame> byId) {
    /**
     * The texts and properties of a page's frame.
     *
     * @param locale for numbers, lists and plurals, such as {@code en-GB}
     * @param direction {@code ltr} or {@code rtl}
     * @param brand the title before the page has its own
     * @param noScript what a browser without JavaScript shows
     */
    public record Frame(String locale, String direction, String brand, String noScript) {}

    static PageLanguages of(JsonNode json) {
        var languages = new LinkedHashMap<String, Frame>();
        json.properties()
                .forEach(language -> languages.put(
                        language.getKey(),
                        new Frame(
                                language.getValue().path("locale").textValue(),
                                language.getValue().path("direction").textValue(),
                                language.getValue().path("brand").textValue(),
                                language.getValue().path("noScript").textValue())));
        return new PageLanguages(languages);
    }

    List<String> ids() {
        return List.copyOf(byId.keySet());
    }

    Frame frame(String id) {
        return byId.get(id);
    }

    /**
     * The language that a browser prefers (RFC 4647, lookup); the reference language if it names none of ours.
     *
     * @param acceptLanguage the header as it came, which may be null or broken
     */
    String preferred(String acceptLanguage) {
        String found = null;
        if (acceptLanguage != null) {
            try {
                found = Locale.lookupTag(LanguageRange.parse(acceptLanguage), ids());
            } catch (IllegalArgumentException e) {
                // A broken header names no language.
            }
        }
        return found == null ? ids().get(0) : found;
    }
}

package io.orrery.web.pages;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;

/**
 * The languages of the pages, one for each folder of strings. A page chooses its language itself when it starts. The server
 * guesses it from the request, in order to fill in the page's shell and to name the right strings file early.
 *
 * @param byId in the order of the build, the reference language first
 */
public record PageLanguages(Map<String, Shell> byId) {
    /**
     * The texts and properties that the server writes into a page's shell.
     *
     * @param locale for numbers, lists and plurals, such as {@code en-GB}
     * @param direction {@code ltr} or {@code rtl}
     * @param brand the title before the page has its own
     * @param noScript what a browser without JavaScript shows
     * @param torn what a page in a file shows if the file is incomplete
     */
    public record Shell(String locale, String direction, String brand, String noScript, String torn) {}

    static PageLanguages of(JsonNode json) {
        var languages = new LinkedHashMap<String, Shell>();
        json.properties()
                .forEach(language -> languages.put(
                        language.getKey(),
                        new Shell(
                                language.getValue().path("locale").textValue(),
                                language.getValue().path("direction").textValue(),
                                language.getValue().path("brand").textValue(),
                                language.getValue().path("noScript").textValue(),
                                language.getValue().path("torn").textValue())));
        return new PageLanguages(languages);
    }

    public List<String> ids() {
        return List.copyOf(byId.keySet());
    }

    public Shell shell(String id) {
        return byId.get(id);
    }

    /**
     * The language that a browser prefers (RFC 4647, lookup); the reference language if none of them is available.
     *
     * @param acceptLanguage the header, which may be null or malformed
     */
    String preferred(String acceptLanguage) {
        String found = null;
        if (acceptLanguage != null) {
            try {
                found = Locale.lookupTag(LanguageRange.parse(acceptLanguage), ids());
            } catch (IllegalArgumentException e) {
                // A malformed header names no language.
            }
        }
        return found == null ? ids().get(0) : found;
    }
}

package io.orrery.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pseudo-language made of the English texts: each text is enclosed in {@code ⟦} and {@code ⟧}, its vowels have accents, and
 * each word is 40 % longer, by letters that are not Latin, and ends in a right-to-left mark. Numbers are written as in German.
 * A word outside the brackets was not taken from the strings files.
 */
final class MadeUpLanguage {
    /** Its language tag: English with accents. */
    static final String TAG = "en-XA";

    private static final String LOCALE = "de-DE";
    private static final double LONGER = 0.4;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Markup of rich texts: the role of a word, an index, an exponent. */
    private static final Pattern MARKUP = Pattern.compile("]\\([a-z0-9]+\\)|[_^]\\{[^}]*}|[_^]\\{");

    private static final Pattern WORD = Pattern.compile("\\p{L}+");

    /** Letters that words are made longer with: Cyrillic, Greek, Georgian. */
    private static final String PADDING = "жψщღфΞю";

    private static final char RIGHT_TO_LEFT_MARK = '\u200f';

    private static final Map<Character, Character> ACCENTS =
            Map.of('a', 'á', 'e', 'é', 'i', 'í', 'o', 'ó', 'u', 'ú', 'A', 'Á', 'E', 'É', 'O', 'Ó');

    private MadeUpLanguage() {}

    /** Adds it to the languages that a browser's pages see. */
    static void addTo(BrowserContext context) {
        context.addInitScript("""
                new MutationObserver((_, observer) => {
                  document.documentElement.dataset.languages += ' %s';
                  observer.disconnect();
                }).observe(document, { childList: true });""".formatted(TAG));
        context.route("**/strings/" + TAG + ".*", route -> {
            var file = Path.of(route.request().url()).getFileName().toString();
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(texts(file)));
        });
    }

    /** English words in this language, without the brackets. */
    static String said(String english) {
        return spokenText(english);
    }

    /** @param file such as {@code en-XA.first.json} */
    private static String texts(String file) {
        var english = "/web/strings/" + file.replace(TAG, "en");
        try (InputStream in = MadeUpLanguage.class.getResourceAsStream(english)) {
            var table = (ObjectNode) spoken(JSON.readTree(in), false);
            if (table.has("locale")) {
                table.put("locale", LOCALE).put("direction", "ltr");
            }
            return table.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param inside whether the text is part of another one, which has the brackets */
    private static JsonNode spoken(JsonNode node, boolean inside) {
        if (node.isTextual()) {
            return JSON.getNodeFactory().textNode(inside ? spokenText(node.textValue()) : bracketed(node.textValue()));
        }
        if (node.isArray() && node.path(0).isInt()) {
            return spokenMessage(node, inside);
        }
        if (node.isArray()) {
            var list = JSON.createArrayNode();
            node.forEach(each -> list.add(spoken(each, inside)));
            return list;
        }
        if (node.isObject()) {
            var table = JSON.createObjectNode();
            node.properties().forEach(each -> table.set(each.getKey(), spoken(each.getValue(), inside)));
            return table;
        }
        return node;
    }

    /** A message alternates between literals and arguments ({@code io.orrery.pack.Messages}); a choice is part of its text. */
    private static ArrayNode spokenMessage(JsonNode message, boolean inside) {
        var spoken = JSON.createArrayNode().add(0);
        for (int i = 1; i < message.size(); i++) {
            JsonNode part = message.get(i);
            if (i % 2 == 1) {
                spoken.add(spokenText(part.textValue()));
            } else if (part.isArray()) {
                var choice = JSON.createArrayNode().add(part.get(0)).add(spoken(part.get(1), true));
                spoken.add(part.size() > 2 ? choice.add(part.get(2)) : choice);
            } else {
                spoken.add(part);
            }
        }
        if (!inside) {
            spoken.set(1, JSON.getNodeFactory().textNode("⟦" + spoken.get(1).textValue()));
            if (spoken.size() % 2 == 0) {
                int last = spoken.size() - 1;
                spoken.set(last, JSON.getNodeFactory().textNode(spoken.get(last).textValue() + "⟧"));
            } else {
                spoken.add("⟧");
            }
        }
        return spoken;
    }

    private static String bracketed(String text) {
        return "⟦" + spokenText(text) + "⟧";
    }

    private static String spokenText(String text) {
        var made = new StringBuilder();
        Matcher markup = MARKUP.matcher(text);
        int at = 0;
        while (markup.find()) {
            speak(text.substring(at, markup.start()), made);
            made.append(markup.group());
            at = markup.end();
        }
        speak(text.substring(at), made);
        return made.toString();
    }

    private static void speak(String text, StringBuilder made) {
        made.append(WORD.matcher(text).replaceAll(word -> {
            String letters = word.group();
            var spoken = new StringBuilder();
            for (char c : letters.toCharArray()) {
                spoken.append(ACCENTS.getOrDefault(c, c));
            }
            int longer = (int) Math.round(LONGER * letters.length());
            for (int i = 0; i < longer; i++) {
                spoken.append(PADDING.charAt((letters.length() + i) % PADDING.length()));
            }
            return longer == 0
                    ? spoken.toString()
                    : spoken.append(RIGHT_TO_LEFT_MARK).toString();
        }));
    }
}

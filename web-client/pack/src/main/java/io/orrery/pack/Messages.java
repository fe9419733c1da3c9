package io.orrery.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.MessagePattern.ApostropheMode;
import com.ibm.icu.text.MessagePattern.ArgType;
import com.ibm.icu.text.MessagePattern.Part;
import com.ibm.icu.text.PluralRules;
import com.ibm.icu.text.PluralRules.PluralType;
import com.ibm.icu.util.ULocale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compiles texts in <a href="https://unicode-org.github.io/icu/userguide/format_parse/messages/">ICU MessageFormat</a> to JSON that a page
 * evaluates without a parser ({@code Words.fill} in words.js):
 *
 * <ul>
 *   <li>a text without arguments is a string;
 *   <li>a text with arguments is an array {@code [0, literal, argument, literal, argument, …]};
 *   <li>a simple argument is its name; {@code #}, the number of the enclosing plural, is {@code 0};
 *   <li>a plural is {@code [name, choices]}, an ordinal {@code [name, choices, "ordinal"]} and a selection
 *       {@code [name, choices, "select"]}, where {@code choices} maps each keyword ({@code one}, {@code other}, {@code =0}) to
 *       a compiled text.
 * </ul>
 *
 * <p>The leading {@code 0} distinguishes a compiled text from a list of texts. Formats such as {@code {n, number}} are refused,
 * because pages always format numbers by the locale. Plural offsets and the deprecated {@code choice} are refused, too.
 */
public final class Messages {
    /** First entry of a compiled text with arguments. */
    private static final int TAG = 0;

    /** Stands for {@code #}. */
    private static final int NUMBER = 0;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final PluralRules cardinals;
    private final PluralRules ordinals;

    /** @param locale decides which plural keywords a text may use */
    public Messages(String locale) {
        var language = ULocale.forLanguageTag(locale);
        cardinals = PluralRules.forLocale(language, PluralType.CARDINAL);
        ordinals = PluralRules.forLocale(language, PluralType.ORDINAL);
    }

    /**
     * Compiles a text.
     *
     * @throws IllegalArgumentException with the reason, if the text is malformed or uses an unsupported feature
     */
    public JsonNode compile(String text) {
        return new Compilation(text).message(0);
    }

    /** Whether a node is a compiled text, as opposed to a list of texts or a table. */
    static boolean isMessage(JsonNode node) {
        return node.isTextual() || node.isArray() && node.path(0).isInt();
    }

    /** The names of all arguments in compiled texts, at any depth. */
    static Set<String> argumentsOf(JsonNode node) {
        var names = new TreeSet<String>();
        collectArguments(node, names);
        return names;
    }

    private static void collectArguments(JsonNode node, Set<String> names) {
        if (!node.isArray() || !isMessage(node)) {
            node.forEach(each -> collectArguments(each, names));
            return;
        }
        for (int i = 2; i < node.size(); i += 2) {
            JsonNode argument = node.get(i);
            if (argument.isTextual()) {
                names.add(argument.textValue());
            } else if (argument.isArray()) {
                names.add(argument.get(0).textValue());
                collectArguments(argument.get(1), names);
            }
        }
    }

    private final class Compilation {
        private final String text;
        private final MessagePattern pattern;

        Compilation(String text) {
            this.text = text;
            pattern = new MessagePattern(ApostropheMode.DOUBLE_OPTIONAL).parse(text);
        }

        /** @param start index of the part that starts the message */
        JsonNode message(int start) {
            ArrayNode parts = NODES.arrayNode().add(TAG);
            var literal = new StringBuilder();
            int limit = pattern.getLimitPartIndex(start);
            int at = pattern.getPart(start).getLimit();
            for (int i = start + 1; i <= limit; i++) {
                Part part = pattern.getPart(i);
                literal.append(text, at, part.getIndex());
                at = part.getLimit();
                switch (part.getType()) {
                    case REPLACE_NUMBER -> add(parts, literal, NODES.numberNode(NUMBER));
                    case ARG_START -> {
                        add(parts, literal, argument(i));
                        i = pattern.getLimitPartIndex(i);
                        at = pattern.getPart(i).getLimit();
                    }
                    default -> {
                        // Quoting, and the end of the message.
                    }
                }
            }
            if (parts.size() == 1) {
                return NODES.textNode(literal.toString());
            }
            return literal.isEmpty() ? parts : parts.add(literal.toString());
        }

        private static void add(ArrayNode parts, StringBuilder literal, JsonNode argument) {
            parts.add(literal.toString()).add(argument);
            literal.setLength(0);
        }

        private JsonNode argument(int start) {
            ArgType type = pattern.getPart(start).getArgType();
            String name = pattern.getSubstring(pattern.getPart(start + 1));
            return switch (type) {
                case NONE -> NODES.textNode(name);
                case PLURAL -> NODES.arrayNode().add(name).add(plural(name, start, cardinals));
                case SELECTORDINAL ->
                    NODES.arrayNode()
                            .add(name)
                            .add(plural(name, start, ordinals))
                            .add("ordinal");
                case SELECT -> NODES.arrayNode().add(name).add(choices(start)).add("select");
                case SIMPLE, CHOICE ->
                    throw new IllegalArgumentException(
                            "argument \"%s\" has a type that is not supported".formatted(name));
            };
        }

        private ObjectNode plural(String name, int start, PluralRules rules) {
            if (pattern.getPluralOffset(start + 2) != 0) {
                throw new IllegalArgumentException("the plural of \"%s\" has an offset".formatted(name));
            }
            ObjectNode choices = choices(start);
            choices.fieldNames().forEachRemaining(keyword -> {
                if (!keyword.startsWith("=") && !rules.getKeywords().contains(keyword)) {
                    throw new IllegalArgumentException("the language has no plural form \"%s\"; it has %s"
                            .formatted(keyword, String.join(", ", new TreeSet<>(rules.getKeywords()))));
                }
            });
            return choices;
        }

        private ObjectNode choices(int start) {
            ObjectNode choices = NODES.objectNode();
            int limit = pattern.getLimitPartIndex(start);
            for (int i = start + 2; i < limit; i++) {
                if (pattern.getPart(i).getType() == Part.Type.ARG_SELECTOR) {
                    String keyword = pattern.getSubstring(pattern.getPart(i));
                    int message = pattern.getPart(i + 1).getType() == Part.Type.MSG_START ? i + 1 : i + 2;
                    choices.set(keyword, message(message));
                    i = pattern.getLimitPartIndex(message);
                }
            }
            return choices;
        }
    }
}

package io.orrery.pack;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ibm.icu.util.ULocale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the languages of the pages. Each is a folder {@code strings/<language>/} with files {@code <feature>.json}. All files
 * of a folder are joined into one table, so each group of texts must be in one file only.
 *
 * <p>English is the reference. Every other language must have the same keys, and its texts may use only the arguments of the
 * English texts. Lists may differ in length. Violations are errors that name the file, the key and the reason.
 */
final class Languages {
    /** The language whose keys every language must have. Pages fall back to it. */
    static final String REFERENCE = "en";

    /** Key of the language tag for numbers, lists and plurals, such as {@code en-GB}. */
    static final String LOCALE = "locale";

    /** Key of the writing direction, {@code ltr} or {@code rtl}, which follows from the locale. */
    static final String DIRECTION = "direction";

    private static final Pattern FILE = Pattern.compile("strings/([A-Za-z]{2,3}(?:-\\w+)*)/([\\w-]+)\\.json");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Texts of a language, or of a level of one.
     *
     * @param files the file of each group of texts
     */
    record Texts(ObjectNode table, Map<String, String> files) {
        /** @param files parsed, by path */
        static Texts of(Map<String, JsonNode> files, Messages messages) {
            ObjectNode table = JSON.createObjectNode();
            var fileByGroup = new LinkedHashMap<String, String>();
            files.forEach((path, content) -> content.properties().forEach(group -> {
                String other = fileByGroup.put(group.getKey(), path);
                if (other != null) {
                    throw error(path, group.getKey(), "is also in " + other);
                }
                table.set(group.getKey(), compiled(path, group.getKey(), group.getValue(), messages));
            }));
            return new Texts(table, fileByGroup);
        }

        /** Refuses these texts of a language unless they have the keys of the reference's. */
        void compare(String language, Texts reference) {
            reference.files.forEach((group, path) -> Languages.compare(
                    files.getOrDefault(group, path.replace("/" + REFERENCE + "/", "/" + language + "/")),
                    group,
                    reference.table.path(group),
                    table.path(group)));
            files.forEach((group, path) -> {
                if (!reference.table.has(group)) {
                    throw unknown(path, group);
                }
            });
        }
    }

    private Languages() {}

    /**
     * Reads all languages.
     *
     * @param sources the web client's source files, by path
     * @return each language's table of compiled texts ({@link Messages}), the reference first
     * @throws IllegalStateException if a file is malformed or a language is incomplete
     */
    static Map<String, ObjectNode> of(Map<String, byte[]> sources) {
        Map<String, Map<String, JsonNode>> files = files(sources);
        Map<String, JsonNode> own = files.remove(REFERENCE);
        if (own == null) {
            throw new IllegalStateException("There is no folder strings/" + REFERENCE + ".");
        }
        var tables = new LinkedHashMap<String, ObjectNode>();
        Texts reference = read(REFERENCE, own);
        tables.put(REFERENCE, reference.table());
        files.forEach((language, itsFiles) -> {
            Texts texts = read(language, itsFiles);
            texts.compare(language, reference);
            tables.put(language, texts.table());
        });
        return tables;
    }

    static boolean isStrings(String path) {
        return FILE.matcher(path).matches() || Levels.isStrings(path);
    }

    /** For each language, its parsed files by path. */
    private static Map<String, Map<String, JsonNode>> files(Map<String, byte[]> sources) {
        var files = new TreeMap<String, Map<String, JsonNode>>();
        sources.forEach((path, bytes) -> {
            Matcher file = FILE.matcher(path);
            if (file.matches()) {
                files.computeIfAbsent(file.group(1), language -> new TreeMap<>())
                        .put(path, parsed(path, bytes));
            }
        });
        return files;
    }

    private static Texts read(String language, Map<String, JsonNode> files) {
        String locale = locale(language, files);
        Texts texts = Texts.of(files, new Messages(locale));
        texts.table().put(DIRECTION, ULocale.forLanguageTag(locale).isRightToLeft() ? "rtl" : "ltr");
        return texts;
    }

    private static String locale(String language, Map<String, JsonNode> files) {
        for (var file : files.entrySet()) {
            JsonNode locale = file.getValue().path(LOCALE);
            if (!locale.isMissingNode()) {
                String tag = locale.asText();
                if (!ULocale.forLanguageTag(tag).toLanguageTag().equals(tag)) {
                    throw error(file.getKey(), LOCALE, "\"" + tag + "\" is not a language tag");
                }
                return tag;
            }
        }
        throw error("strings/" + language, LOCALE, "is missing");
    }

    private static JsonNode compiled(String path, String key, JsonNode node, Messages messages) {
        if (node.isTextual()) {
            try {
                return messages.compile(node.textValue());
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw error(path, key, e.getMessage());
            }
        }
        if (node.isArray()) {
            ArrayNode list = JSON.createArrayNode();
            for (int i = 0; i < node.size(); i++) {
                list.add(compiled(path, key + "." + i, node.get(i), messages));
            }
            return list;
        }
        if (node.isObject() && !node.isEmpty()) {
            ObjectNode table = JSON.createObjectNode();
            node.properties()
                    .forEach(each -> table.set(
                            each.getKey(), compiled(path, key + "." + each.getKey(), each.getValue(), messages)));
            return table;
        }
        throw error(path, key, "is neither a text, a list nor a table");
    }

    private static void compare(String path, String key, JsonNode reference, JsonNode node) {
        if (node.isMissingNode()) {
            throw error(path, key, "is missing");
        }
        if (kind(reference) != kind(node)) {
            throw error(path, key, "is a %s, in %s a %s".formatted(kind(node), REFERENCE, kind(reference)));
        }
        if (reference.isObject()) {
            reference
                    .properties()
                    .forEach(each ->
                            compare(path, key + "." + each.getKey(), each.getValue(), node.path(each.getKey())));
            node.fieldNames().forEachRemaining(name -> {
                if (!reference.has(name)) {
                    throw unknown(path, key + "." + name);
                }
            });
        } else {
            Set<String> others = new TreeSet<>(Messages.argumentsOf(node));
            others.removeAll(Messages.argumentsOf(reference));
            if (!others.isEmpty()) {
                throw error(
                        path,
                        key,
                        "has arguments that %s does not have: %s".formatted(REFERENCE, String.join(", ", others)));
            }
        }
    }

    static String kind(JsonNode node) {
        return Messages.isMessage(node) ? "text" : node.isArray() ? "list" : "table";
    }

    static JsonNode parsed(String path, byte[] json) {
        try {
            JsonNode content = JSON.readTree(json);
            if (content.isObject()) {
                return content;
            }
            throw new IllegalStateException(path + " is not an object.");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "%s, line %d: %s".formatted(path, e.getLocation().getLineNr(), e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalStateException unknown(String path, String key) {
        return error(path, key, "is not in " + REFERENCE);
    }

    static IllegalStateException error(String path, String key, String reason) {
        return new IllegalStateException("%s: %s: %s".formatted(path, key, reason));
    }
}

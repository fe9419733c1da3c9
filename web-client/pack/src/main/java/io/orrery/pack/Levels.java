package io.orrery.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the texts that teach in levels other than the developer's, which a language's own files have: {@code
 * strings/<language>/simple/} and {@code strings/<language>/expert/}, with the same groups and keys. Wherever a level has a
 * text, it replaces the developer's.
 *
 * <p>The steps' texts must be complete: each step has a title, sentences and a caption in every level; an expert's also has the
 * formula, if there is one, and all variants of other architectures. Simple texts have no formula, and a variant only where
 * their sentences would not be true of it. A step's texts are replaced as a whole, because a developer's variant would not
 * suit another level's sentences. Likewise each tool of why says in every level what it answers, how, and what it cannot tell; an
 * expert also learns its source.
 */
final class Levels {
    /** The levels besides the developer's, the simplest first. */
    static final List<String> OTHERS = List.of("simple", "expert");

    private static final String SIMPLE = "simple";
    private static final Pattern FILE =
            Pattern.compile("strings/([A-Za-z]{2,3}(?:-\\w+)*)/(" + String.join("|", OTHERS) + ")/([\\w-]+)\\.json");

    /** What every step must have in every level. */
    private static final List<String> STEP = List.of("title", "text", "caption");

    private static final String FORMULA = "formula";

    /** What every tool of why must say in every level. */
    private static final List<String> TOOL = List.of("title", "question", "how", "limits");

    private static final String SOURCE = "source";
    private static final String WHY = "why";

    /** The step of the strings whose texts stand for steps without any. Only the developer's level needs it. */
    private static final String FALLBACK = "unknown";

    /** Groups whose texts are all filled in with the same values, so that each may use the arguments of any. */
    private static final Set<String> SHARED_VALUES = Set.of(Parts.STEPS, "glossary");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The texts of one level of one language. */
    private record Level(String name, Languages.Texts texts) {}

    private final String language;
    private final ObjectNode developers;

    private Levels(String language, ObjectNode developers) {
        this.language = language;
        this.developers = developers;
    }

    /**
     * Reads all levels of all languages.
     *
     * @param sources the web client's source files, by path
     * @param languages the developer's compiled texts of each language, the reference first ({@link Languages})
     * @return for each language and level, the whole table of compiled texts, in which the level's replace the developer's
     * @throws IllegalStateException if a file is malformed or a level is incomplete; it names the file, the key and the reason
     */
    static Map<String, Map<String, ObjectNode>> of(Map<String, byte[]> sources, Map<String, ObjectNode> languages) {
        var all = new LinkedHashMap<String, Map<String, ObjectNode>>();
        var references = new LinkedHashMap<String, Level>();
        languages.forEach((language, table) -> {
            var levels = new Levels(language, table);
            var tables = new LinkedHashMap<String, ObjectNode>();
            for (String name : OTHERS) {
                Level level = levels.read(name, sources);
                Level reference = references.putIfAbsent(name, level);
                levels.checkGroups(level);
                levels.checkSteps(level);
                levels.checkTools(level);
                if (reference != null) {
                    level.texts.compare(language, reference.texts);
                }
                tables.put(name, levels.whole(level));
            }
            all.put(language, tables);
        });
        return all;
    }

    static boolean isStrings(String path) {
        return FILE.matcher(path).matches();
    }

    private Level read(String name, Map<String, byte[]> sources) {
        var files = new TreeMap<String, JsonNode>();
        sources.forEach((path, bytes) -> {
            Matcher file = FILE.matcher(path);
            if (file.matches()
                    && file.group(1).equals(language)
                    && file.group(2).equals(name)) {
                files.put(path, Languages.parsed(path, bytes));
            }
        });
        var messages = new Messages(developers.path(Languages.LOCALE).textValue());
        return new Level(name, Languages.Texts.of(files, messages));
    }

    /** Every text replaces one of the developer's, with the same values. */
    private void checkGroups(Level level) {
        level.texts.table().properties().forEach(group -> {
            String name = group.getKey();
            String path = level.texts.files().get(name);
            var members = group.getValue().properties().stream().map(member -> name + "." + member.getKey());
            Stream.concat(Stream.of(name), members).filter(Parts::isFirst).forEach(key -> {
                throw Languages.error(path, key, "is among the first texts, which are the same in every level");
            });
            Set<String> shared = SHARED_VALUES.contains(name) ? Messages.argumentsOf(developers.path(name)) : Set.of();
            checkReplaces(path, name, group.getValue(), developers.path(name), shared);
        });
    }

    private static void checkReplaces(String path, String key, JsonNode own, JsonNode replaced, Set<String> shared) {
        boolean isNewFormula = replaced.isMissingNode() && key.endsWith("." + FORMULA) && Messages.isMessage(own);
        if (!isNewFormula) {
            if (replaced.isMissingNode()) {
                throw Languages.error(path, key, "is not among the developer's texts");
            }
            if (!Languages.kind(own).equals(Languages.kind(replaced))) {
                throw Languages.error(
                        path,
                        key,
                        "is a %s, among the developer's texts a %s"
                                .formatted(Languages.kind(own), Languages.kind(replaced)));
            }
        }
        if (own.isObject()) {
            own.properties()
                    .forEach(each -> checkReplaces(
                            path,
                            key + "." + each.getKey(),
                            each.getValue(),
                            inStepOrVariant(replaced, each.getKey(), key),
                            shared));
            return;
        }
        Set<String> unknown = new TreeSet<>(Messages.argumentsOf(own));
        unknown.removeAll(shared);
        unknown.removeAll(Messages.argumentsOf(replaced));
        if (!unknown.isEmpty()) {
            throw Languages.error(path, key, "has arguments that have no value here: " + String.join(", ", unknown));
        }
    }

    /** A step's variant may have a text of its own where the developer's variant has that of the step. */
    private static JsonNode inStepOrVariant(JsonNode table, String member, String key) {
        boolean isVariant = key.startsWith(Parts.STEPS + ".") && !table.has(member);
        return isVariant && member.equals("text")
                ? JSON.createArrayNode()
                : isVariant && STEP.contains(member) ? JSON.getNodeFactory().textNode("") : table.path(member);
    }

    private void checkSteps(Level level) {
        if (!developers.has(Parts.STEPS)) {
            return;
        }
        String path = level.texts
                .files()
                .getOrDefault(Parts.STEPS, "strings/%s/%s/%s.json".formatted(language, level.name, Parts.STEPS));
        developers.path(Parts.STEPS).properties().forEach(step -> {
            if (!step.getKey().equals(FALLBACK)) {
                String key = Parts.STEPS + "." + step.getKey();
                checkStep(
                        level,
                        path,
                        key,
                        step.getValue(),
                        level.texts.table().path(Parts.STEPS).path(step.getKey()));
            }
        });
    }

    private static void checkStep(Level level, String path, String key, JsonNode developers, JsonNode own) {
        for (String member : STEP) {
            if (!own.has(member)) {
                throw missing(level, path, key + "." + member);
            }
        }
        boolean isSimple = level.name.equals(SIMPLE);
        developers.properties().forEach(member -> {
            String name = member.getKey();
            if (!isSimple
                    && !own.has(name)
                    && (name.equals(FORMULA) || member.getValue().isObject())) {
                throw missing(level, path, key + "." + name);
            }
        });
        if (isSimple && !own.findValues(FORMULA).isEmpty()) {
            throw Languages.error(path, key + "." + FORMULA, "is a formula, which simple texts do not have");
        }
    }

    private void checkTools(Level level) {
        String path =
                level.texts.files().getOrDefault(WHY, "strings/%s/%s/%s.json".formatted(language, level.name, WHY));
        developers.path(WHY).path("tool").fieldNames().forEachRemaining(tool -> {
            JsonNode own = level.texts.table().path(WHY).path("tool").path(tool);
            for (String member : TOOL) {
                if (!own.has(member)) {
                    throw missing(level, path, "why.tool." + tool + "." + member);
                }
            }
            if (!level.name.equals(SIMPLE) && !own.has(SOURCE)) {
                throw missing(level, path, "why.tool." + tool + "." + SOURCE);
            }
        });
    }

    private static IllegalStateException missing(Level level, String path, String key) {
        return Languages.error(path, key, "is missing in the level \"" + level.name + "\"");
    }

    private ObjectNode whole(Level level) {
        ObjectNode whole = developers.deepCopy();
        level.texts
                .table()
                .properties()
                .forEach(group -> whole.set(
                        group.getKey(),
                        group.getKey().equals(Parts.STEPS)
                                ? steps(group.getValue(), whole.path(Parts.STEPS))
                                : replaced(whole.path(group.getKey()), group.getValue())));
        return whole;
    }

    /** The level's steps, with an empty table for each variant that they do not have. */
    private static ObjectNode steps(JsonNode own, JsonNode developers) {
        ObjectNode steps = JSON.createObjectNode();
        developers.properties().forEach(step -> {
            ObjectNode texts = own.path(step.getKey()).deepCopy() instanceof ObjectNode found
                    ? found
                    : step.getValue().deepCopy();
            step.getValue().properties().forEach(member -> {
                if (member.getValue().isObject() && !texts.has(member.getKey())) {
                    texts.putObject(member.getKey());
                }
            });
            steps.set(step.getKey(), texts);
        });
        return steps;
    }

    private static JsonNode replaced(JsonNode table, JsonNode own) {
        if (!own.isObject()) {
            return own;
        }
        ObjectNode both = table.deepCopy();
        own.properties().forEach(each -> both.set(each.getKey(), replaced(table.path(each.getKey()), each.getValue())));
        return both;
    }
}

package io.orrery.pack;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes the lists of features that pages import, {@code manifests/withText.js} and so on, from the features' manifests ({@code
 * ui/features.js} in the sources says what these are). A manifest has an export for each moment at which code of it is needed. A list
 * imports a copy of the manifest with that export and what it uses, so nothing loads before it is needed.
 *
 * <p>A manifest with several exports is cut at its top-level statements, each of which begins at the first column of a line. One that
 * cannot be cut fails the build.
 */
final class Manifests {
    /** The moments at which code is needed. */
    private static final List<String> MOMENTS = List.of(
            "withText",
            "forDriving",
            "onHall",
            "onLanding",
            "onRooms",
            "onAfterwards",
            "onReplay",
            "onEmbed",
            "afterText",
            "withMachine",
            "whenFinding");

    /** Those at which some pages have more than the others. Their lists also have what is needed with the text of every page. */
    private static final Set<String> PAGES =
            Set.of("forDriving", "onHall", "onLanding", "onRooms", "onAfterwards", "onReplay", "onEmbed");

    /** What separates the words of a folder's name, or a folder and one within it. */
    private static final Pattern SEPARATOR = Pattern.compile("[/-](\\w)");

    private static final Pattern PATH = Pattern.compile("features/(.+)/feature\\.js");
    private static final Pattern EXPORT = Pattern.compile("(?m)^export [a-z ]*?(\\w+)(?= [={]|\\()");
    private static final Pattern NAMED =
            Pattern.compile("(?:const|let|class|function|async function) (\\w+)\\b[\\s\\S]*");

    /** A declaration after the first one of the same statement. */
    private static final Pattern FURTHER = Pattern.compile("(?m)^ {2}(\\w+) = ");

    private static final Pattern IMPORT = Pattern.compile("import \\{([^}]*)\\} from ('[^']*';)\\s*");
    private static final Pattern BLOCK_COMMENT = Pattern.compile("(?m)^/\\*[\\s\\S]*?\\*/\\n?");
    private static final Pattern LINE_COMMENT = Pattern.compile("(?m)^//.*\\n");
    private static final Pattern BEGINNING = Pattern.compile("(?m)^(?=[^\\s})\\]`/])");

    /** A name that may be one of the module, so no member after a dot, and no key of an object. */
    private static final Pattern WORD =
            Pattern.compile("(?<![\\w$])(?<!(?<!\\.\\.)\\.)[A-Za-z_$][\\w$]*+(?!:)|(?<=case )[A-Za-z_$][\\w$]*");

    /** A top-level statement. @param names that it declares @param text without comments around it */
    private record Statement(Set<String> names, String text) {}

    private Manifests() {}

    /**
     * @param sources all modules, by path
     * @return the lists, and the copies of manifests that they import, by path
     */
    static Map<String, String> of(Map<String, String> sources) {
        var made = new TreeMap<String, String>();
        var lists = new TreeMap<String, List<String>>();
        MOMENTS.forEach(moment -> lists.put(moment, new ArrayList<>()));
        sources.forEach((path, script) -> {
            Matcher feature = PATH.matcher(path);
            if (feature.matches()) {
                List<String> moments = moments(path, script);
                for (String moment : moments) {
                    String copy = copy(path, moment);
                    made.put(copy, moments.size() == 1 ? script : cut(statements(path, script), moment));
                    lists.get(moment).add(feature.group(1));
                }
            }
        });
        lists.forEach(
                (moment, features) -> made.put("node_modules/manifests/" + moment + ".js", list(moment, features)));
        return made;
    }

    private static String list(String moment, List<String> features) {
        var imports = new StringBuilder();
        var list = new StringBuilder();
        for (String feature : features) {
            String name = SEPARATOR
                    .matcher(feature)
                    .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
            String copy = copy("features/" + feature + "/feature.js", moment);
            imports.append("import {%s as %s} from '../../%s';%n".formatted(moment, name, copy));
            list.append("{name: '%s', ...%s},%n".formatted(name, name));
        }
        if (PAGES.contains(moment)) {
            imports.append("import withText from './withText.js';\n");
            list.append("...withText,\n");
        }
        return imports + "export default [\n" + list + "];\n";
    }

    private static String copy(String path, String moment) {
        return path.replace("feature.js", "feature." + moment + ".js");
    }

    private static List<Statement> statements(String path, String script) {
        String bare = LINE_COMMENT
                .matcher(BLOCK_COMMENT.matcher(script).replaceAll(""))
                .replaceAll("");
        var statements = new ArrayList<Statement>();
        for (String text : BEGINNING.split(bare)) {
            if (!text.isBlank()) {
                statements.add(new Statement(names(path, text), text));
            }
        }
        return statements;
    }

    private static Set<String> names(String path, String text) {
        Matcher imported = IMPORT.matcher(text);
        if (imported.matches()) {
            return imported(imported.group(1)).keySet();
        }
        Matcher named = NAMED.matcher(text);
        if (named.matches()) {
            var names = new LinkedHashSet<>(Set.of(named.group(1)));
            if (text.startsWith("const") || text.startsWith("let")) {
                FURTHER.matcher(text).results().forEach(found -> names.add(found.group(1)));
            }
            return names;
        }
        if (EXPORT.matcher(text).find()) {
            return Set.of();
        }
        throw new IllegalStateException(
                "%s: the manifest cannot be cut at this top-level statement: %s".formatted(path, text.strip()));
    }

    /** What an import names, by the name that it has in the module. */
    private static Map<String, String> imported(String names) {
        return Pattern.compile(",")
                .splitAsStream(names)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toMap(
                        name -> name.substring(name.lastIndexOf(' ') + 1), name -> name, (a, b) -> a, TreeMap::new));
    }

    private static List<String> moments(String path, String script) {
        List<String> moments =
                EXPORT.matcher(script).results().map(found -> found.group(1)).toList();
        if (moments.isEmpty() || !MOMENTS.containsAll(moments)) {
            throw new IllegalStateException(
                    "%s exports %s; a manifest exports one or more of %s".formatted(path, moments, MOMENTS));
        }
        return moments;
    }

    /** The statements that one export needs, and of imports the names. */
    private static String cut(List<Statement> statements, String moment) {
        var needed = new LinkedHashSet<Statement>();
        var words = new LinkedHashSet<String>();
        need(
                needed,
                words,
                statements.stream()
                        .filter(each -> each.text().startsWith("export const " + moment + " "))
                        .toList());
        for (boolean grows = true; grows; ) {
            int before = needed.size();
            need(
                    needed,
                    words,
                    statements.stream()
                            .filter(each -> !needed.contains(each))
                            .filter(each -> each.names().stream().anyMatch(words::contains))
                            .toList());
            grows = needed.size() > before;
        }
        return statements.stream()
                .filter(needed::contains)
                .map(each -> trimmed(each, words))
                .collect(Collectors.joining());
    }

    private static void need(Set<Statement> needed, Set<String> words, List<Statement> found) {
        needed.addAll(found);
        found.stream()
                .filter(each -> !each.text().startsWith("import "))
                .flatMap(each -> WORD.matcher(each.text()).results())
                .forEach(word -> words.add(word.group()));
    }

    private static String trimmed(Statement statement, Set<String> words) {
        Matcher imported = IMPORT.matcher(statement.text());
        if (!imported.matches()) {
            return statement.text();
        }
        return imported(imported.group(1)).entrySet().stream()
                .filter(name -> words.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(", ", "import { ", " } from " + imported.group(2) + "\n"));
    }
}

package io.orrery.pack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Joins modules that are always needed together into one file, each in a function of its own: sixty small files compress
 * badly, and each costs a head.
 */
final class Joining {
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import\\s*(?:(?:(\\{[^}]*\\})|\\*\\s*as\\s+(\\w+))\\s*from\\s*)?'([^']+)';\\R?");
    private static final Pattern EXPORT =
            Pattern.compile("(?m)^export\\s+((?:async\\s+)?function\\*?|class|const)\\s*([\\w$]+)");
    private static final Pattern EXPORT_LIST = Pattern.compile("(?m)^export\\s*\\{([^}]*)\\};\\R?");

    private final Modules modules;

    Joining(Modules modules) {
        this.modules = modules;
    }

    /**
     * Joins what is always needed together, and has all other modules find it there.
     *
     * @param joined files that modules are joined into, and the entries whose modules these are; what the first one has is
     *     not in the next
     * @param first the page's own module, which stays by itself
     */
    void join(Map<String, List<String>> joined, String first) {
        var homes = new LinkedHashMap<String, String>();
        joined.forEach((file, starts) -> {
            var members = new LinkedHashSet<String>();
            starts.forEach(start -> addInOrder(start, homes.keySet(), members, new LinkedHashSet<>()));
            // The page's own module waits for things, and a function cannot.
            members.remove(first);
            members.forEach(member -> homes.put(member, file));
        });
        var sources = new TreeMap<String, String>();
        modules.scripts().forEach((name, script) -> {
            if (!Libraries.isOne(name)) {
                sources.put(name, script);
            }
        });
        joined.keySet().forEach(file -> {
            var heads = new LinkedHashSet<String>();
            var bodies = new StringBuilder();
            homes.forEach((name, home) -> {
                if (home.equals(file)) {
                    bodies.append(asFunction(name, sources.get(name), file, homes, heads));
                }
            });
            var names = homes.keySet().stream()
                    .filter(name -> homes.get(name).equals(file))
                    .map(Joining::variable);
            modules.put(
                    file,
                    String.join("", heads) + bodies + names.collect(Collectors.joining(", ", "export { ", " };\n")));
        });
        sources.forEach((name, source) -> {
            if (!homes.containsKey(name)) {
                var heads = new LinkedHashSet<String>();
                var body = withImports(name, source, name, homes, heads);
                modules.put(name, String.join("", heads) + body);
            } else if (modules.entries().contains(name)) {
                modules.put(
                        name,
                        "import { %s as it } from '%s';\nexport const { %s } = it;\n"
                                .formatted(
                                        variable(name),
                                        relative(name, homes.get(name)),
                                        String.join(", ", exports(source))));
            }
        });
        homes.keySet().stream()
                .filter(name -> !modules.entries().contains(name))
                .forEach(name -> {
                    modules.remove(name);
                });
    }

    /** A module after all that it imports. */
    private void addInOrder(String name, Set<String> elsewhere, Set<String> into, Set<String> open) {
        if (Libraries.isOne(name) || elsewhere.contains(name) || into.contains(name)) {
            return;
        }
        if (!open.add(name)) {
            throw new IllegalStateException(name + " imports itself by way of " + open);
        }
        modules.imports(name).forEach(imported -> addInOrder(imported, elsewhere, into, open));
        open.remove(name);
        into.add(name);
    }

    private String asFunction(String name, String source, String file, Map<String, String> homes, Set<String> heads) {
        var body = withImports(name, source, file, homes, heads);
        var exports = exports(body);
        body = EXPORT_LIST.matcher(EXPORT.matcher(body).replaceAll("$1 $2")).replaceAll("");
        if (Pattern.compile("(?m)^(?:import\\b(?![(.])|export\\b)")
                .matcher(body)
                .find()) {
            throw new IllegalStateException(name + " imports or exports in a way that Pack cannot join");
        }
        return "const %s=(()=>{\n%sreturn{%s};\n})();\n".formatted(variable(name), body, String.join(", ", exports));
    }

    /** A module in a file that may be another one: what it imports comes from where that is. */
    private String withImports(String name, String source, String file, Map<String, String> homes, Set<String> heads) {
        var script = IMPORT.matcher(source).replaceAll(found -> {
            var target = modules.resolve(found.group(3), name);
            var home = homes.get(target);
            if (home == null && file.equals(name)) {
                return Matcher.quoteReplacement(found.group());
            }
            String from = variable(target);
            if (home == null) {
                heads.add("import * as %s from '%s';\n".formatted(from, found.group(3)));
            } else if (!home.equals(file)) {
                heads.add("import { %s } from '%s';\n".formatted(from, relative(file, home)));
            }
            String what = found.group(1) != null ? found.group(1).replaceAll("\\s+as\\s+", ": ") : found.group(2);
            return what == null ? "" : Matcher.quoteReplacement("const %s = %s;\n".formatted(what, from));
        });
        if (file.equals(name)) {
            return script;
        }
        return Modules.DYNAMIC
                .matcher(script)
                .replaceAll(found -> modules.scripts().containsKey(modules.resolve(found.group(1), name))
                        ? "import('./" + modules.resolve(found.group(1), name) + "')"
                        : found.group())
                .replace("import.meta.url", "new URL('./" + name + "', import.meta.url)");
    }

    private static List<String> exports(String source) {
        var names = new ArrayList<String>();
        EXPORT.matcher(source).results().forEach(found -> names.add(found.group(2)));
        EXPORT_LIST.matcher(source).results().forEach(found -> {
            for (var listed : found.group(1).split(",")) {
                if (!listed.isBlank()) {
                    names.add(listed.strip());
                }
            }
        });
        return names;
    }

    private static String variable(String name) {
        return "$" + name.replaceAll("\\.js$", "").replaceAll("\\W", "_");
    }

    private static String relative(String from, String to) {
        var path = Path.of(from)
                .resolveSibling("")
                .relativize(Path.of(to))
                .toString()
                .replace('\\', '/');
        return path.startsWith(".") ? path : "./" + path;
    }
}

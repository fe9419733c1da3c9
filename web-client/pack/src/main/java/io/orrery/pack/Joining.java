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
    private static final Pattern PASSED_ON =
            Pattern.compile("(?m)^export\\s*(?:\\{([^}]*)\\}|\\*)\\s*from\\s*'([^']+)';\\R?");

    /** What a library in one long line imports and exports. */
    private static final Pattern WITHIN_A_LINE =
            Pattern.compile("(?<=^|[;}\\n])(?:import|export)(?:\\{[^}]*\\}|\\*)?(?:from)?(?:\"[^\"]+\")?;");

    private static final Pattern MAP = Pattern.compile("(?m)^//# sourceMappingURL=.*$");

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
     * @return of each module that was joined the file that it is in
     */
    Map<String, String> join(Map<String, List<String>> joined, String first) {
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
            } else if (homes.containsKey(name)) {
                sources.put(name, onLines(script));
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
        return homes;
    }

    /** A module after all that it imports. */
    private void addInOrder(String name, Set<String> elsewhere, Set<String> into, Set<String> open) {
        // The largest library stays by itself, for it comes last.
        if (Libraries.isAsWritten(name) || elsewhere.contains(name) || into.contains(name)) {
            return;
        }
        if (!open.add(name)) {
            throw new IllegalStateException(name + " imports itself by way of " + open);
        }
        modules.imports(name).forEach(imported -> addInOrder(imported, elsewhere, into, open));
        open.remove(name);
        into.add(name);
    }

    /** With each import and export on a line of its own, as our modules have them. */
    private static String onLines(String library) {
        return WITHIN_A_LINE
                .matcher(MAP.matcher(library).replaceAll(""))
                .replaceAll(
                        found -> Matcher.quoteReplacement("\n" + found.group().replace('"', '\'') + "\n"));
    }

    private String asFunction(String name, String source, String file, Map<String, String> homes, Set<String> heads) {
        var passedOn = new ArrayList<String>();
        var own = PASSED_ON.matcher(source).replaceAll(found -> {
            String from = here(found.group(2), name, file, homes, heads);
            if (found.group(1) == null) {
                passedOn.add("..." + from);
            } else {
                listed(found.group(1)).forEach((ours, theirs) -> passedOn.add(ours + ":" + from + "." + theirs));
            }
            return "";
        });
        var body = withImports(name, own, file, homes, heads);
        exported(body).forEach((ours, theirs) -> passedOn.add(ours.equals(theirs) ? ours : ours + ":" + theirs));
        body = EXPORT_LIST.matcher(EXPORT.matcher(body).replaceAll("$1 $2")).replaceAll("");
        if (Pattern.compile("(?m)^(?:import\\b(?![(.])|export\\b)")
                .matcher(body)
                .find()) {
            throw new IllegalStateException(name + " imports or exports in a way that Pack cannot join");
        }
        return "const %s=(()=>{\n%sreturn{%s};\n})();\n".formatted(variable(name), body, String.join(", ", passedOn));
    }

    /** What stands in a file for a module that another one imports there; the file's head says where it comes from. */
    private String here(String specifier, String name, String file, Map<String, String> homes, Set<String> heads) {
        var target = modules.resolve(specifier, name);
        var home = homes.get(target);
        if (home == null) {
            heads.add("import * as %s from '%s';\n".formatted(variable(target), specifier));
        } else if (!home.equals(file)) {
            heads.add("import { %s } from '%s';\n".formatted(variable(target), relative(file, home)));
        }
        return variable(target);
    }

    /** A module in a file that may be another one: what it imports comes from where that is. */
    private String withImports(String name, String source, String file, Map<String, String> homes, Set<String> heads) {
        var script = IMPORT.matcher(source).replaceAll(found -> {
            if (file.equals(name) && !homes.containsKey(modules.resolve(found.group(3), name))) {
                return Matcher.quoteReplacement(found.group());
            }
            String from = here(found.group(3), name, file, homes, heads);
            String what = found.group(1) != null ? found.group(1).replaceAll("\\s+as\\s+", ": ") : found.group(2);
            return what == null ? "" : Matcher.quoteReplacement("const %s = %s;\n".formatted(what, from));
        });
        var loading = Modules.DYNAMIC.matcher(script).replaceAll(found -> {
            var target = modules.resolve(found.group(1), name);
            var home = homes.get(target);
            return Matcher.quoteReplacement(
                    home == null
                            ? "import('%s')".formatted(relative(file, target))
                            : "import('%s').then((all)=>all.%s)".formatted(relative(file, home), variable(target)));
        });
        return file.equals(name)
                ? loading
                : loading.replace("import.meta.url", "new URL('./" + name + "', import.meta.url)");
    }

    /** Names that a module exports, and what they stand for in it. */
    private static Map<String, String> exported(String source) {
        var names = new LinkedHashMap<String, String>();
        EXPORT.matcher(source).results().forEach(found -> names.put(found.group(2), found.group(2)));
        EXPORT_LIST.matcher(source).results().forEach(found -> names.putAll(listed(found.group(1))));
        return names;
    }

    /** All names that a module exports, those that it passes on among them. */
    private static Set<String> exports(String source) {
        var names = new LinkedHashSet<>(exported(source).keySet());
        PASSED_ON
                .matcher(source)
                .results()
                .filter(found -> found.group(1) != null)
                .forEach(found -> names.addAll(listed(found.group(1)).keySet()));
        return names;
    }

    /** Members of a list, by the names that they go by outside. */
    private static Map<String, String> listed(String list) {
        var names = new LinkedHashMap<String, String>();
        for (var each : list.split(",")) {
            if (!each.isBlank()) {
                String[] pair = each.strip().split("\\s+as\\s+");
                names.put(pair[pair.length - 1], pair[0]);
            }
        }
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

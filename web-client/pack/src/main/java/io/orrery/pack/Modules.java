package io.orrery.pack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** All modules that the page can come to, by their paths, and what each imports. */
final class Modules {
    private static final Pattern COMMENT = Pattern.compile("/\\*(?:(?!\\*/)[\\s\\S])*\\*/");
    private static final Pattern STATIC =
            Pattern.compile("\\b(?:import|export)\\b(?:[\\s\\w$*{},]*?\\bfrom)?\\s*[\"']([^\"'\\s]+)[\"']");
    static final Pattern DYNAMIC = Pattern.compile("\\bimport\\(\\s*[\"']([^\"']+)[\"']\\s*\\)");

    private final Map<String, String> scripts = new TreeMap<>();
    private final Map<String, List<String>> imports = new LinkedHashMap<>();

    /** Modules that are loaded by themselves. */
    private final Set<String> entries = new LinkedHashSet<>();

    /** @param first the module that the page begins with */
    Modules(Map<String, String> sources, String first) {
        scripts.putAll(sources);
        entries.add(first);
    }

    Map<String, String> scripts() {
        return scripts;
    }

    Set<String> entries() {
        return entries;
    }

    List<String> imports(String name) {
        return imports.get(name);
    }

    void put(String name, String script) {
        scripts.put(name, script);
        imports.put(name, named(STATIC, COMMENT.matcher(script).replaceAll(""), name));
    }

    void remove(String name) {
        scripts.remove(name);
        imports.remove(name);
    }

    /** Follows the imports out of the sources into the libraries, and takes what they reach. */
    void follow(Libraries libraries) throws IOException {
        var open = new ArrayDeque<>(scripts.keySet());
        while (!open.isEmpty()) {
            var name = open.remove();
            if (imports.containsKey(name)) {
                continue;
            }
            put(name, scripts.containsKey(name) ? scripts.get(name) : libraries.text(name));
            open.addAll(imports.get(name));
            if (!Libraries.isOne(name)) {
                var loaded = named(DYNAMIC, scripts.get(name), name);
                entries.addAll(loaded);
                open.addAll(loaded);
            }
        }
        for (String file : List.copyOf(imports.keySet())) {
            if (Libraries.isAsWritten(file)) {
                leaveOut(file);
            }
        }
    }

    /** Leaves out of a library's module what nobody reaches; those that import it come before it. */
    private void leaveOut(String file) {
        var wanted = new LinkedHashSet<String>();
        scripts.forEach((name, script) -> {
            if (imports.containsKey(name) && imports.get(name).contains(file)) {
                Reached.imported(Script.statements(script)).forEach((from, names) -> {
                    if (resolve(from, name).equals(file)) {
                        wanted.addAll(names);
                    }
                });
            }
        });
        var text = scripts.get(file);
        put(file, Libraries.licence(text) + Reached.of(Script.statements(text), wanted));
    }

    /** A module and all that it imports, nearest first. */
    Set<String> closure(String entry) {
        var all = new LinkedHashSet<String>();
        var open = new ArrayDeque<>(List.of(entry));
        while (!open.isEmpty()) {
            var name = open.remove();
            if (all.add(name)) {
                open.addAll(imports.get(name));
            }
        }
        return all;
    }

    /** The path of what a module imports. */
    String resolve(String specifier, String from) {
        if (specifier.startsWith(".")) {
            var name = Path.of(from)
                    .resolveSibling(specifier)
                    .normalize()
                    .toString()
                    .replace('\\', '/');
            if (!Libraries.isOne(name) && !scripts.containsKey(name)) {
                throw new IllegalStateException(from + " imports " + specifier + ", which is not there");
            }
            return name;
        }
        return Libraries.file(specifier)
                .orElseThrow(() -> new IllegalStateException(
                        from + " imports " + specifier + ", which is no library that Pack knows"));
    }

    private List<String> named(Pattern pattern, String script, String from) {
        var specifiers = pattern.matcher(script)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        var names = new ArrayList<String>();
        for (var specifier : new LinkedHashSet<>(specifiers)) {
            names.add(resolve(specifier, from));
        }
        return names;
    }
}

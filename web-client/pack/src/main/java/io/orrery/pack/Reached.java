package io.orrery.pack;

import io.orrery.pack.Script.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What of a library's module somebody reaches: its functions, classes and values that are imported, what those name, and
 * all that does something when the module is loaded. The rest is left out, which of three.js is nearly half.
 *
 * <p>A name counts as reached wherever it is written, though it may be another thing of the same name: so something may
 * be kept in vain, and nothing that is needed is left out.
 */
final class Reached {
    private static final Pattern FUNCTION_OR_CLASS =
            Pattern.compile("^(?:export )?(?:async )?(?:function\\*?|class) ?([\\w$]+)");
    private static final Pattern VALUE = Pattern.compile("^(?:const|let|var) ([\\w$]+)\\s*(?:=|;)");
    private static final Pattern MEMBER = Pattern.compile("^([\\w$]+)\\.[\\w$.]+\\s*=[^=]");
    private static final Pattern LIST =
            Pattern.compile("^(import|export)\\s*\\{([^}]*)\\}(?:\\s*from\\s*'([^']+)')?;\\s*$");

    private static final Pattern WHOLE = Pattern.compile("^import\\s*\\*\\s*as ([\\w$]+) from\\s*'([^']+)';");

    /** What stands behind the equals sign where nothing is called. */
    private static final Pattern PLAIN = Pattern.compile(
            "[^(`]*|[^=]*=\\s*(?:function\\b|\\([\\w$, ]*\\)\\s*=>)[\\s\\S]*" + "|[^(]*\\bObject\\.freeze\\([^(]*\\);");

    private static final Pattern BRACKETS = Pattern.compile("\\([^()]*\\)|\\[[^\\[\\]]*\\]|\\{[^{}]*\\}");

    /** Of each name what makes it: its declaration, and what is added to it. */
    private final Map<String, List<Statement>> makers = new LinkedHashMap<>();

    private final Set<Statement> kept = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Deque<String> open = new ArrayDeque<>();

    private Reached() {}

    /**
     * The module without the rest.
     *
     * @param statements of the module
     * @param wanted names that others import from it
     */
    static String of(List<Statement> statements, Set<String> wanted) {
        var reached = new Reached();
        reached.follow(statements, wanted);
        return statements.stream()
                .map(statement -> reached.written(statement, wanted))
                .collect(Collectors.joining());
    }

    /** What a module imports and passes on, by the file that it names. */
    static Map<String, Set<String>> imported(List<Statement> statements) {
        var all = new LinkedHashMap<String, Set<String>>();
        for (Statement statement : statements) {
            Matcher list = LIST.matcher(statement.text());
            Matcher whole = WHOLE.matcher(statement.text());
            if (list.find() && list.group(3) != null) {
                all.computeIfAbsent(list.group(3), from -> new LinkedHashSet<>())
                        .addAll(members(list.group(2)).stream()
                                .map(Member::theirs)
                                .toList());
            } else if (whole.find()) {
                var used = Pattern.compile("(?<![\\w$.])" + Pattern.quote(whole.group(1)) + "\\.([\\w$]+)");
                statements.forEach(user -> used.matcher(user.text())
                        .results()
                        .forEach(found -> all.computeIfAbsent(whole.group(2), from -> new LinkedHashSet<>())
                                .add(found.group(1))));
            }
        }
        return all;
    }

    private void follow(List<Statement> statements, Set<String> wanted) {
        var roots = new ArrayList<Statement>();
        for (Statement statement : statements) {
            Matcher list = LIST.matcher(statement.text());
            String made = maker(statement);
            if (list.find()) {
                if (list.group(1).equals("export") && list.group(3) == null) {
                    members(list.group(2)).stream()
                            .filter(member -> wanted.contains(member.ours()))
                            .forEach(member -> reach(member.theirs()));
                }
            } else if (made.isEmpty()) {
                roots.add(statement);
            } else {
                makers.computeIfAbsent(made, name -> new ArrayList<>()).add(statement);
            }
        }
        roots.forEach(this::keep);
        while (!open.isEmpty()) {
            makers.getOrDefault(open.remove(), List.of()).forEach(this::keep);
        }
    }

    private void keep(Statement statement) {
        kept.add(statement);
        statement.words().forEach(this::reach);
    }

    private void reach(String name) {
        if (names.add(name)) {
            open.add(name);
        }
    }

    /** The name that a statement makes and does nothing else; empty where it does more. */
    private static String maker(Statement statement) {
        String text = statement.text();
        for (Pattern pattern : List.of(FUNCTION_OR_CLASS, MEMBER)) {
            Matcher found = pattern.matcher(text);
            if (found.find() && !text.startsWith("export")) {
                return found.group(1);
            }
        }
        Matcher value = VALUE.matcher(text);
        boolean isAlone = value.find()
                && (statement.isPure() || PLAIN.matcher(text.strip()).matches())
                && !outermost(text).contains(",");
        return isAlone ? value.group(1) : "";
    }

    /** Without all that stands in brackets. */
    private static String outermost(String text) {
        String shorter = BRACKETS.matcher(text).replaceAll("");
        return shorter.equals(text) ? text : outermost(shorter);
    }

    private String written(Statement statement, Set<String> wanted) {
        Matcher list = LIST.matcher(statement.text());
        if (!list.find()) {
            return kept.contains(statement) ? statement.text() : "";
        }
        Predicate<Member> isNeeded = list.group(1).equals("import")
                ? member -> names.contains(member.ours())
                : member -> wanted.contains(member.ours());
        String members = members(list.group(2)).stream()
                .filter(isNeeded)
                .map(Member::text)
                .collect(Collectors.joining(","));
        String from = list.group(3) == null ? "" : "from'" + list.group(3) + "'";
        return members.isEmpty() && from.isEmpty() ? "" : list.group(1) + "{" + members + "}" + from + ";\n";
    }

    /** One of a list: what it is called where it comes from, and here or by those who import it. */
    private record Member(String theirs, String ours) {
        String text() {
            return theirs.equals(ours) ? ours : theirs + " as " + ours;
        }
    }

    private static List<Member> members(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .map(each -> each.split("\\s+as\\s+"))
                .map(names -> new Member(names[0], names[names.length - 1]))
                .toList();
    }
}

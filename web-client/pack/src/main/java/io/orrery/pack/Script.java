package io.orrery.pack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Leaves out of a script what only its readers need: comments, indentation, blank lines and the spaces around signs.
 * Lines stay lines, for a line's end may end a statement; strings, regular expressions and templates stay as they are,
 * but for comments and indentation in templates that are a style sheet ({@code css`…`}) or a shader (with a {@code void
 * main}).
 *
 * <p>The scanner is our own, for no library does this here: of Closure the releases for Java 17 refuse private fields, and
 * the tools that are written in JavaScript want a Node.js, which this build does without.
 *
 * <p>A slash after a brace that closes is read as a division: no script of ours begins a statement with a regular
 * expression.
 */
final class Script {
    private static final Set<String> BEFORE_EXPRESSION = Set.of(
            "return",
            "typeof",
            "case",
            "in",
            "of",
            "delete",
            "void",
            "throw",
            "new",
            "else",
            "do",
            "instanceof",
            "yield",
            "await",
            "default",
            "extends");
    private static final Set<String> BEFORE_CONDITION = Set.of("if", "while", "for", "with");
    private static final Pattern STYLE_COMMENT = Pattern.compile("/\\*(?:(?!\\*/)[\\s\\S])*\\*/");
    private static final Pattern LINE_COMMENT = Pattern.compile("(?m)^[ \\t]*//.*$");
    private static final Pattern INDENT = Pattern.compile("\\s*\\n\\s*");

    private final String source;
    private final StringBuilder out = new StringBuilder();

    /** Of each open bracket what stands before it: only of round ones it is asked for. */
    private final Deque<String> brackets = new ArrayDeque<>();

    private int at;

    /** The last word, sign or literal; empty at the beginning. */
    private String last = "";

    /** Whether the last word is an operand, however it reads: a member's name, a literal. */
    private boolean isOperand;

    private boolean isConditionClosed;
    private boolean isSpaced;
    private boolean isBroken;

    /** Holes of templates that are open. */
    private int holes;

    private final List<Statement> statements = new ArrayList<>();
    private int statementStart;
    private final Set<String> words = new LinkedHashSet<>();
    private boolean isMarkedPure;

    /**
     * What a module says at its outermost level.
     *
     * @param text as it is written, shorter
     * @param words all names in it, but for those of members
     * @param isPure whether a comment promises that making its value does nothing else
     */
    record Statement(String text, Set<String> words, boolean isPure) {}

    private Script(String source) {
        this.source = source;
    }

    /**
     * The script, shorter.
     *
     * @throws IllegalStateException if a string, template, comment or regular expression does not end
     */
    static String squeezed(String source) {
        return statements(source).stream().map(Statement::text).collect(Collectors.joining());
    }

    /**
     * The script, shorter, statement by statement: each begins a line, behind a semicolon or a brace that closes.
     *
     * @throws IllegalStateException if a string, template, comment or regular expression does not end
     */
    static List<Statement> statements(String source) {
        var script = new Script(source);
        script.code(false);
        script.out.append('\n');
        script.endStatement();
        return List.copyOf(script.statements);
    }

    /** A style sheet without comments and indentation; what stands in quotes over several lines is none of ours. */
    static String squeezedStyle(String style) {
        return INDENT.matcher(STYLE_COMMENT.matcher(style).replaceAll(""))
                        .replaceAll("\n")
                        .strip() + "\n";
    }

    /** Up to the end, or to the brace that closes a hole in a template. */
    private void code(boolean isHole) {
        int depth = brackets.size();
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '\n' || c == '\r') {
                isBroken = true;
                at++;
            } else if (Character.isWhitespace(c)) {
                isSpaced = true;
                at++;
            } else if (source.startsWith("//", at)) {
                at = lineEnd(at);
            } else if (source.startsWith("/*", at)) {
                comment();
            } else if (c == '\'' || c == '"') {
                literal(stringEnd(c));
            } else if (c == '`') {
                template();
            } else if (c == '/' && isExpressionNext()) {
                literal(expressionEnd());
            } else if (isOfWord(c)) {
                word();
            } else if (c == '}' && isHole && brackets.size() == depth) {
                return;
            } else {
                sign(c);
            }
        }
        if (isHole) {
            throw unended("hole of a template");
        }
    }

    private void comment() {
        int end = source.indexOf("*/", at + 2);
        if (end < 0) {
            throw unended("comment");
        }
        String said = source.substring(at, end);
        isBroken |= said.contains("\n");
        isMarkedPure |= brackets.isEmpty() && said.contains("@__PURE__");
        isSpaced = true;
        at = end + 2;
    }

    private void word() {
        int end = at;
        while (end < source.length() && isOfWord(source.charAt(end))) {
            end++;
        }
        boolean isProperty = last.equals(".") || last.equals("?.");
        take(end);
        isOperand = isProperty;
        if (!isProperty) {
            words.add(last);
        }
    }

    private void sign(char c) {
        int length = source.startsWith("++", at) || source.startsWith("--", at) || source.startsWith("?.", at) ? 2 : 1;
        String before = isOperand ? "" : last;
        take(at + length);
        if (c == '(' || c == '[' || c == '{') {
            brackets.push(before);
        } else if (c == ')' || c == ']' || c == '}') {
            String opened = brackets.isEmpty() ? "" : brackets.pop();
            isConditionClosed = c == ')' && BEFORE_CONDITION.contains(opened);
        }
    }

    private void literal(int end) {
        take(end);
        last = "literal";
        isOperand = true;
    }

    private void template() {
        boolean isStyle = last.equals("css") && !isOperand;
        separate('`');
        int start = at++;
        int piece = start + 1;
        boolean isShader = isShader(start);
        out.append('`');
        while (true) {
            if (at >= source.length()) {
                throw unended("template");
            }
            char c = source.charAt(at);
            if (c == '\\') {
                at += 2;
            } else if (c == '`') {
                out.append(text(source.substring(piece, at), isStyle, isShader)).append('`');
                at++;
                break;
            } else if (source.startsWith("${", at)) {
                out.append(text(source.substring(piece, at), isStyle, isShader)).append("${");
                at += 2;
                last = "";
                isOperand = false;
                holes++;
                code(true);
                holes--;
                isSpaced = false;
                isBroken = false;
                out.append('}');
                piece = ++at;
            } else {
                at++;
            }
        }
        last = "literal";
        isOperand = true;
        isConditionClosed = false;
    }

    private static String text(String piece, boolean isStyle, boolean isShader) {
        if (isStyle) {
            return INDENT.matcher(STYLE_COMMENT.matcher(piece).replaceAll("")).replaceAll("\n");
        }
        return isShader
                ? INDENT.matcher(LINE_COMMENT.matcher(piece).replaceAll("")).replaceAll("\n")
                : piece;
    }

    /** Shaders carry no tag; what has a main of its own is one. */
    private boolean isShader(int start) {
        int end = source.indexOf('`', start + 1);
        return end > 0 && source.substring(start, end).contains("void main");
    }

    private int stringEnd(char quote) {
        for (int end = at + 1; end < source.length() && source.charAt(end) != '\n'; end++) {
            if (source.charAt(end) == '\\') {
                end++;
            } else if (source.charAt(end) == quote) {
                return end + 1;
            }
        }
        throw unended("string");
    }

    private int expressionEnd() {
        boolean isClass = false;
        for (int end = at + 1; end < source.length() && source.charAt(end) != '\n'; end++) {
            char c = source.charAt(end);
            if (c == '\\') {
                end++;
            } else if (c == '[') {
                isClass = true;
            } else if (c == ']') {
                isClass = false;
            } else if (c == '/' && !isClass) {
                // Its flags are the word behind it.
                int flags = end + 1;
                while (flags < source.length() && isOfWord(source.charAt(flags))) {
                    flags++;
                }
                return flags;
            }
        }
        throw unended("regular expression");
    }

    private int lineEnd(int from) {
        int end = source.indexOf('\n', from);
        return end < 0 ? source.length() : end;
    }

    /** Whether a slash begins a regular expression here; a division needs something that it divides. */
    private boolean isExpressionNext() {
        if (last.isEmpty()) {
            return true;
        }
        if (last.equals(")")) {
            return isConditionClosed;
        }
        if (isOperand || last.equals("]") || last.equals("}") || last.equals("++") || last.equals("--")) {
            return false;
        }
        return !isOfWord(last.charAt(0)) || BEFORE_EXPRESSION.contains(last);
    }

    /** Writes the source up to an end. */
    private void take(int end) {
        separate(source.charAt(at));
        last = source.substring(at, end);
        isOperand = false;
        isConditionClosed = false;
        out.append(last);
        at = end;
    }

    /** Writes what must stand between what was written and what comes. */
    private void separate(char next) {
        if (out.length() > 0) {
            char before = out.charAt(out.length() - 1);
            if (isBroken) {
                out.append('\n');
                if (holes == 0 && brackets.isEmpty() && (before == ';' || before == '}')) {
                    endStatement();
                }
            } else if (isSpaced && mustBeApart(before, next)) {
                out.append(' ');
            }
        }
        isSpaced = false;
        isBroken = false;
    }

    private void endStatement() {
        statements.add(new Statement(out.substring(statementStart), Set.copyOf(words), isMarkedPure));
        statementStart = out.length();
        words.clear();
        isMarkedPure = false;
    }

    private static boolean mustBeApart(char before, char next) {
        boolean isJoining = isOfWord(before) && isOfWord(next);
        boolean isOtherSign = before == next && "+-/&|<>=?*".indexOf(before) >= 0;
        boolean isNumber = Character.isDigit(before) && next == '.';
        return isJoining || isOtherSign || isNumber || before == '/' || next == '/';
    }

    private static boolean isOfWord(char c) {
        return Character.isJavaIdentifierPart(c) || c == '#' || c == '\\';
    }

    private IllegalStateException unended(String what) {
        int line =
                (int) source.substring(0, Math.min(at, source.length())).lines().count();
        return new IllegalStateException("A " + what + " does not end; it begins in line " + line);
    }
}

package io.orrery.model.tokenizer;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Checks that a regular expression takes approximately linear time on any text: the native library ends the process if
 * a match takes too long. Nested repetition and back-references are not allowed.
 */
public final class SafePattern {
    private static final int LONGEST = 1000;
    private static final int MOST_TIMES = 1000;

    private final String pattern;
    private int at;

    private SafePattern(String pattern) {
        this.pattern = pattern;
    }

    static boolean isSafe(String pattern) {
        return pattern.length() <= LONGEST && new SafePattern(pattern).isSafe();
    }

    /** Scans the pattern once, and tracks for each open group whether it contains a repetition. */
    private boolean isSafe() {
        Deque<Boolean> repeats = new ArrayDeque<>();
        repeats.push(false);
        boolean lastIsRepeating = false;
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            switch (c) {
                case '\\' -> {
                    if (at == pattern.length() || isReference(pattern.charAt(at))) {
                        return false;
                    }
                    at++;
                    skipProperty();
                    lastIsRepeating = false;
                }
                case '[' -> {
                    if (!skipClass()) {
                        return false;
                    }
                    lastIsRepeating = false;
                }
                case '(' -> {
                    if (pattern.startsWith("?(", at) || pattern.startsWith("?~", at)) {
                        return false;
                    }
                    // The character after the parenthesis is the kind of group, not a repetition.
                    at += pattern.startsWith("?", at) ? 1 : 0;
                    repeats.push(false);
                    lastIsRepeating = false;
                }
                case ')' -> {
                    if (repeats.size() == 1) {
                        return false;
                    }
                    lastIsRepeating = repeats.pop();
                    repeats.push(repeats.pop() || lastIsRepeating);
                }
                case '*', '+', '?', '{' -> {
                    boolean isMany = c != '?';
                    if ((c == '{' && !skipCounts()) || (isMany && lastIsRepeating)) {
                        return false;
                    }
                    if (isMany) {
                        repeats.pop();
                        repeats.push(true);
                        lastIsRepeating = true;
                    }
                }
                default -> lastIsRepeating = false;
            }
        }
        return repeats.size() == 1;
    }

    private static boolean isReference(char escaped) {
        return Character.isDigit(escaped) || escaped == 'k' || escaped == 'g';
    }

    /** Skips the name of a property, as in {@code \p{L}}. */
    private void skipProperty() {
        boolean isProperty = Character.toLowerCase(pattern.charAt(at - 1)) == 'p' && pattern.startsWith("{", at);
        int end = pattern.indexOf('}', at);
        if (isProperty && end > 0) {
            at = end + 1;
        }
    }

    /** Skips a character class, including nested ones. */
    private boolean skipClass() {
        for (int depth = 1; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '[') {
                depth++;
            } else if (c == ']' && --depth == 0) {
                at++;
                return true;
            }
        }
        return false;
    }

    /** Skips a repetition count in curly brackets: minimum and maximum. */
    private boolean skipCounts() {
        int end = pattern.indexOf('}', at);
        if (end < 0 || !pattern.substring(at, end).matches("\\d{1,4}(,\\d{0,4})?")) {
            return false;
        }
        for (String count : pattern.substring(at, end).split(",")) {
            if (Integer.parseInt(count) > MOST_TIMES) {
                return false;
            }
        }
        at = end + 1;
        return true;
    }
}

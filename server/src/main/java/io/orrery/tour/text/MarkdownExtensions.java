package io.orrery.tour.text;

import java.util.Set;
import org.commonmark.node.CustomNode;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;

/** What texts of tours have besides Markdown: braces and formulas. */
final class MarkdownExtensions {
    private MarkdownExtensions() {}

    /** The text between two braces. */
    static final class Brace extends CustomNode {
        final String content;

        Brace(String content) {
            this.content = content;
        }
    }

    /** A formula. */
    static final class Formula extends CustomNode {
        final String tex;
        final boolean isDisplayed;

        Formula(String tex, boolean isDisplayed) {
            this.tex = tex;
            this.isDisplayed = isDisplayed;
        }
    }

    /** A formula or a brace that does not end. */
    static final class Open extends CustomNode {
        final char mark;

        Open(char mark) {
            this.mark = mark;
        }
    }

    /** Two braces, which stand for one. */
    static final class OneBrace extends CustomNode {}

    static final InlineContentParserFactory BRACES = factory('{', MarkdownExtensions::brace);

    static final InlineContentParserFactory FORMULAS = factory('$', MarkdownExtensions::formula);

    private static InlineContentParserFactory factory(char mark, InlineContentParser parser) {
        return new InlineContentParserFactory() {
            @Override
            public Set<Character> getTriggerCharacters() {
                return Set.of(mark);
            }

            @Override
            public InlineContentParser create() {
                return parser;
            }
        };
    }

    private static ParsedInline brace(InlineParserState state) {
        Scanner scanner = state.scanner();
        scanner.next();
        Position start = scanner.position();
        if (scanner.next('{')) {
            return ParsedInline.of(new OneBrace(), scanner.position());
        }
        boolean isQuoted = false;
        for (char c = scanner.peek(); c != Scanner.END; c = scanner.peek()) {
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == '}' && !isQuoted) {
                String content = scanner.getSource(start, scanner.position()).getContent();
                scanner.next();
                return ParsedInline.of(new Brace(content.replaceAll("\\s+", " ").strip()), scanner.position());
            }
            scanner.next();
        }
        return ParsedInline.of(new Open('{'), start);
    }

    private static ParsedInline formula(InlineParserState state) {
        Scanner scanner = state.scanner();
        scanner.next();
        boolean isDisplayed = scanner.next('$');
        Position start = scanner.position();
        for (char c = scanner.peek(); c != Scanner.END; c = scanner.peek()) {
            Position here = scanner.position();
            scanner.next();
            if (c == '\\') {
                scanner.next();
            } else if (c == '$' && (!isDisplayed || scanner.next('$'))) {
                String tex = scanner.getSource(start, here).getContent();
                return ParsedInline.of(new Formula(tex.strip(), isDisplayed), scanner.position());
            }
        }
        return ParsedInline.of(new Open('$'), start);
    }
}

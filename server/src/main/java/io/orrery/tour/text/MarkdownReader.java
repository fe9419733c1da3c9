package io.orrery.tour.text;

import io.orrery.error.Series;
import io.orrery.error.TourError;
import io.orrery.tour.Problems;
import io.orrery.tour.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** Reads the Markdown of tours. Whatever else Markdown has (headings, images, HTML) is a problem. Not for several threads. */
public final class MarkdownReader {
    private static final Parser PARSER = Parser.builder()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .customInlineContentParserFactory(MarkdownExtensions.BRACES)
            .customInlineContentParserFactory(MarkdownExtensions.FORMULAS)
            .build();

    /** What people call the parts of Markdown that texts of tours do not have. */
    private static final Map<Class<? extends Node>, String> NAMES = Map.ofEntries(
            Map.entry(BlockQuote.class, "quotations (lines that begin with >)"),
            Map.entry(FencedCodeBlock.class, "blocks of code (lines between ```)"),
            Map.entry(IndentedCodeBlock.class, "blocks of code (lines that begin with four spaces)"),
            Map.entry(Heading.class, "headings (lines that begin with #, or stand above = or -)"),
            Map.entry(HtmlBlock.class, "HTML"),
            Map.entry(HtmlInline.class, "HTML"),
            Map.entry(Image.class, "images"),
            Map.entry(LinkReferenceDefinition.class, "addresses of links apart from them"),
            Map.entry(BulletList.class, "lists within lists"),
            Map.entry(OrderedList.class, "lists within lists"),
            Map.entry(ThematicBreak.class, "rules (lines of - or *)"));

    private final Problems problems;
    private final int firstLine;

    private MarkdownReader(Problems problems, int firstLine) {
        this.problems = problems;
        this.firstLine = firstLine;
    }

    /** The text of a value. What cannot be read is left out, and is a problem of its line. */
    public static Rich.Words read(Scalar text, Problems problems) {
        var reader = new MarkdownReader(problems, text.firstLine());
        return new Rich.Words(reader.blocks(PARSER.parse(text.text()), text.firstLine()), text.firstLine());
    }

    private List<Block> blocks(Node parent, int line) {
        var blocks = new ArrayList<Block>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            int at = line(node, line);
            if (node instanceof Paragraph) {
                blocks.addAll(paragraph(node, at));
            } else if (node instanceof BulletList || node instanceof OrderedList) {
                blocks.add(new Block.Items(items(node, at), node instanceof OrderedList));
            } else {
                refuse(node, at);
            }
        }
        return blocks;
    }

    /** A paragraph; formulas that are displayed in it stand between its parts. */
    private List<Block> paragraph(Node paragraph, int line) {
        var blocks = new ArrayList<Block>();
        var words = new ArrayList<Node>();
        for (Node node = paragraph.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof MarkdownExtensions.Formula formula && formula.isDisplayed) {
                addParagraph(words, line, blocks);
                blocks.add(new Block.Formula(formula.tex));
            } else {
                words.add(node);
            }
        }
        addParagraph(words, line, blocks);
        return blocks;
    }

    private void addParagraph(List<Node> nodes, int line, List<Block> to) {
        var inlines = trimmed(new Forms(nodes, line).all());
        if (!inlines.isEmpty()) {
            to.add(new Block.Paragraph(inlines));
        }
        nodes.clear();
    }

    private List<List<Inline>> items(Node list, int line) {
        var items = new ArrayList<List<Inline>>();
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            int at = line(item, line);
            if (!(item instanceof ListItem)) {
                refuse(item, at);
                continue;
            }
            var inlines = new ArrayList<Inline>();
            for (Node node = item.getFirstChild(); node != null; node = node.getNext()) {
                if (node instanceof Paragraph) {
                    inlines.addAll(inlines(node, line(node, at)));
                } else {
                    refuse(node, line(node, at));
                }
            }
            items.add(inlines);
        }
        return items;
    }

    private List<Inline> inlines(Node parent, int line) {
        var nodes = new ArrayList<Node>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            nodes.add(node);
        }
        return new Forms(nodes, line).all();
    }

    /** Reads a list of nodes, in which forms begin and end. */
    private final class Forms {
        private final List<Node> nodes;
        private int line;
        private int at;

        Forms(List<Node> nodes, int line) {
            this.nodes = List.copyOf(nodes);
            this.line = line;
        }

        List<Inline> all() {
            var all = new ArrayList<Inline>();
            while (at < nodes.size()) {
                all.addAll(until());
                if (at < nodes.size()) {
                    problems.add(line, new TourError.TourFormNotOpen(word(nodes.get(at))));
                    at++;
                }
            }
            return joined(all);
        }

        /** What comes before the next {@code else} or {@code end} that belongs to no form in between. */
        private List<Inline> until() {
            var read = new ArrayList<Inline>();
            for (; at < nodes.size(); at++) {
                Node node = nodes.get(at);
                line = line(node, line);
                String word = word(node);
                if (word.equals("else") || word.equals("end")) {
                    break;
                }
                if (word.equals("if") || word.startsWith("if ")) {
                    read.add(form(word.substring("if".length()).strip()));
                } else {
                    add(node, line, read);
                }
            }
            return joined(read);
        }

        /** Leaves {@code at} on the form's {@code end}. */
        private Inline form(String condition) {
            int begin = line;
            at++;
            var then = until();
            List<Inline> otherwise = List.of();
            if (at < nodes.size() && word(nodes.get(at)).equals("else")) {
                at++;
                otherwise = until();
            }
            if (at >= nodes.size() || !word(nodes.get(at)).equals("end")) {
                problems.add(begin, new TourError.TourFormOpen());
            }
            return new Inline.Form(condition, then, otherwise, begin);
        }

        private static String word(Node node) {
            return node instanceof MarkdownExtensions.Brace brace ? brace.content : "";
        }
    }

    private void add(Node node, int line, List<Inline> to) {
        if (node instanceof Text text) {
            to.add(new Inline.Words(text.getLiteral()));
        } else if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
            to.add(new Inline.Words(" "));
        } else if (node instanceof Emphasis) {
            to.add(new Inline.Em(inlines(node, line)));
        } else if (node instanceof StrongEmphasis) {
            to.add(new Inline.Strong(inlines(node, line)));
        } else if (node instanceof Code code) {
            to.add(new Inline.Code(code.getLiteral()));
        } else if (node instanceof Link link) {
            addLink(link, line, to);
        } else if (node instanceof MarkdownExtensions.Formula formula) {
            to.add(new Inline.Formula(formula.tex));
        } else if (node instanceof MarkdownExtensions.OneBrace) {
            to.add(new Inline.Words("{"));
        } else if (node instanceof MarkdownExtensions.Brace brace) {
            to.add(brace.content.equals("answer") ? new Inline.Answer(line) : new Inline.Value(brace.content, line));
        } else if (node instanceof MarkdownExtensions.Open open) {
            problems.add(line, open.mark == '$' ? new TourError.TourFormulaOpen() : new TourError.TourBraceOpen());
        } else {
            refuse(node, line);
        }
    }

    private void addLink(Link link, int line, List<Inline> to) {
        var inside = inlines(link, line);
        LinkTarget.parse(link.getDestination())
                .ifPresentOrElse(target -> to.add(new Inline.Link(target, inside, line)), () -> {
                    problems.add(
                            line, new TourError.TourTargetUnknown(link.getDestination(), new Series(LinkTarget.FORMS)));
                    to.addAll(inside);
                });
    }

    /** Words that follow each other are one. */
    private static List<Inline> joined(List<Inline> inlines) {
        var joined = new ArrayList<Inline>();
        for (Inline inline : inlines) {
            int last = joined.size() - 1;
            if (inline instanceof Inline.Words words && last >= 0 && joined.get(last) instanceof Inline.Words before) {
                joined.set(last, new Inline.Words(before.text() + words.text()));
            } else {
                joined.add(inline);
            }
        }
        return joined;
    }

    /** Without spaces at its ends, such as those before a formula on a line of its own. */
    private static List<Inline> trimmed(List<Inline> inlines) {
        var trimmed = new ArrayList<>(inlines);
        if (!trimmed.isEmpty() && trimmed.get(0) instanceof Inline.Words first) {
            trimmed.set(0, new Inline.Words(first.text().stripLeading()));
        }
        int end = trimmed.size() - 1;
        if (end >= 0 && trimmed.get(end) instanceof Inline.Words last) {
            trimmed.set(end, new Inline.Words(last.text().stripTrailing()));
        }
        trimmed.removeIf(inline -> inline.equals(new Inline.Words("")));
        return trimmed;
    }

    private int line(Node node, int otherwise) {
        return node.getSourceSpans().isEmpty()
                ? otherwise
                : firstLine + node.getSourceSpans().get(0).getLineIndex();
    }

    private void refuse(Node node, int line) {
        String name = NAMES.getOrDefault(node.getClass(), node.getClass().getSimpleName());
        problems.add(line, new TourError.TourMarkupUnknown(name));
    }
}

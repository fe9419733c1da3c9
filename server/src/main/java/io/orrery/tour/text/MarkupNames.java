package io.orrery.tour.text;

import java.util.Map;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.ThematicBreak;

/** What people call the parts of Markdown that texts of tours do not have. */
final class MarkupNames {
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

    private MarkupNames() {}

    static String of(Node node) {
        return NAMES.getOrDefault(node.getClass(), node.getClass().getSimpleName());
    }
}

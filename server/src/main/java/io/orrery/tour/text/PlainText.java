package io.orrery.tour.text;

import java.util.List;

/** A text as people read it, without markup: for counting its words. */
public final class PlainText {
    /** Stands for what is filled in: a figure or a name, which no measure counts. */
    private static final String FIGURE = "7";

    private final boolean isThen;

    private PlainText(boolean isThen) {
        this.isThen = isThen;
    }

    /**
     * The text with each form decided in one way. Every paragraph ends as a sentence.
     *
     * @param isThen whether conditions hold
     */
    public static String of(Rich.Words words, boolean isThen) {
        var text = new StringBuilder();
        words.blocks().forEach(block -> new PlainText(isThen).add(block, text));
        return text.toString().strip();
    }

    /** The most words that a reader can see: of each form, the longer text. */
    public static int words(Rich.Words words) {
        return words.blocks().stream()
                .mapToInt(block -> block instanceof Block.Items items
                        ? items.items().stream().mapToInt(PlainText::words).sum()
                        : words(block.inlines().toList()))
                .sum();
    }

    private static int words(List<Inline> inlines) {
        String then = new PlainText(true).of(inlines);
        String otherwise = new PlainText(false).of(inlines);
        return Math.max(count(then), count(otherwise));
    }

    private static int count(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }

    private void add(Block block, StringBuilder to) {
        if (block instanceof Block.Items items) {
            items.items().forEach(item -> addSentence(of(item), to));
        } else if (block instanceof Block.Paragraph paragraph) {
            addSentence(of(paragraph.inside()), to);
        }
    }

    private static void addSentence(String sentence, StringBuilder to) {
        String stripped = sentence.strip();
        if (!stripped.isEmpty()) {
            to.append(stripped).append(stripped.matches("(?s).*[.!?…][”“\")]*") ? " " : ". ");
        }
    }

    private String of(List<Inline> inlines) {
        var text = new StringBuilder();
        inlines.forEach(inline -> text.append(of(inline)));
        return text.toString();
    }

    private String of(Inline inline) {
        if (inline instanceof Inline.Words words) {
            return words.text();
        }
        if (inline instanceof Inline.Em em) {
            return of(em.inside());
        }
        if (inline instanceof Inline.Strong strong) {
            return of(strong.inside());
        }
        if (inline instanceof Inline.Link link) {
            return of(link.inside());
        }
        if (inline instanceof Inline.Form form) {
            return of(isThen ? form.then() : form.otherwise());
        }
        return inline instanceof Inline.Formula ? "" : FIGURE;
    }
}

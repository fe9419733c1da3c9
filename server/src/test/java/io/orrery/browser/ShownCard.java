package io.orrery.browser;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The card of a cell, read from the page.
 *
 * @param value the large number, or a word instead of it
 * @param notes sentences instead of arithmetic
 * @param terms in their order
 * @param smaller the number and the sum of the terms that have no row; empty if all have one
 * @param lines the lines below the terms by their key in the strings files, in order
 * @param curve the coordinates of the marked point of a curve: y, then x
 * @param becomes the value after the softmax, on the card of a score or a logit; otherwise empty
 * @param from the text about the origin of a curve's input; otherwise empty
 */
record ShownCard(
        String value,
        List<String> notes,
        List<Term> terms,
        List<Figure> smaller,
        Map<String, Figure> lines,
        List<Figure> curve,
        List<Figure> becomes,
        String from) {

    record Term(List<Figure> operands, Figure value) {}

    /**
     * A number as the card shows it.
     *
     * @param half half a unit in the last place: the largest error by rounding
     */
    record Figure(double value, double half) {
        private static final Pattern WRITTEN = Pattern.compile("(-?[\\d,]+(?:\\.(\\d+))?)(?: × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?");
        private static final String RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

        static Figure read(String text) {
            Matcher written = WRITTEN.matcher(text.strip().replace('−', '-'));
            if (!written.matches()) {
                throw new IllegalArgumentException("not a number: " + text);
            }
            int decimals = written.group(2) == null ? 0 : written.group(2).length();
            double unit = Math.pow(10, exponent(written.group(3)));
            double value = Double.parseDouble(written.group(1).replace(",", ""));
            return new Figure(value * unit, 0.5 * Math.pow(10, -decimals) * unit);
        }

        private static int exponent(String raised) {
            if (raised == null) {
                return 0;
            }
            var digits = new StringBuilder();
            raised.chars().forEach(c -> digits.append(c == '⁻' ? "-" : String.valueOf(RAISED.indexOf(c))));
            return Integer.parseInt(digits.toString());
        }
    }

    /** The script that reads a card from the inspector's shadow root, called {@code root}. */
    static final String READ = "({value: root.querySelector('.value')?.textContent ?? '',"
            + " notes: [...root.querySelectorAll('.note')].map(n => n.textContent),"
            + " terms: [...root.querySelectorAll('.terms li:not(.smaller)')].map(li =>"
            + " ({operands: [...li.querySelectorAll('.operand')].map(o => o.textContent),"
            + " value: li.querySelector('.number').textContent})),"
            + " smaller: [...root.querySelectorAll('.smaller .term, .smaller .number')]"
            + ".map(s => s.matches('.term') ? s.textContent.replace(/ .*/, '') : s.textContent),"
            + " lines: [...root.querySelectorAll('[data-line]')].map(s => [s.dataset.line, s.textContent]),"
            + " curve: [...root.querySelectorAll('.curve text')].map(t => t.textContent),"
            + " becomes: [...root.querySelectorAll('.becomes .number')].map(n => n.textContent),"
            + " from: root.querySelector('.lines small')?.textContent ?? ''})";

    @SuppressWarnings("unchecked")
    static ShownCard of(Map<String, Object> read) {
        var lines = new LinkedHashMap<String, Figure>();
        for (var line : (List<List<String>>) read.get("lines")) {
            lines.put(line.get(0), Figure.read(line.get(1)));
        }
        return new ShownCard(
                (String) read.get("value"),
                (List<String>) read.get("notes"),
                ((List<Map<String, Object>>) read.get("terms"))
                        .stream()
                                .map(term -> new Term(
                                        figures(term.get("operands")), Figure.read((String) term.get("value"))))
                                .toList(),
                figures(read.get("smaller")),
                lines,
                figures(read.get("curve")),
                figures(read.get("becomes")),
                (String) read.get("from"));
    }

    @SuppressWarnings("unchecked")
    private static List<Figure> figures(Object texts) {
        return ((List<String>) texts).stream().map(Figure::read).toList();
    }
}

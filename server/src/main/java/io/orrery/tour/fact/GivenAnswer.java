package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person answered, which the word {@code answer} in a fact stands for. */
public sealed interface GivenAnswer {
    /** @param position from 1 */
    record OfPosition(int position) implements GivenAnswer {}

    /** @param text of the token, with its space where it has one */
    record OfToken(String text) implements GivenAnswer {}

    /**
     * @param layer from 1
     * @param head from 1
     */
    record OfHead(int layer, int head) implements GivenAnswer {}

    Pattern POSITION = Pattern.compile("[1-9]\\d{0,8}");
    Pattern HEAD = Pattern.compile("([1-9]\\d{0,5})\\.([1-9]\\d{0,5})");

    /**
     * Reads a position ({@code 3}), a head ({@code 2.3}) or a token in quotation marks.
     *
     * @throws OrreryException with {@link FactError.UnreadableAnswer}
     */
    static GivenAnswer parse(String text) {
        if (text.length() <= Fact.LONGEST) {
            if (POSITION.matcher(text).matches()) {
                return new OfPosition(Integer.parseInt(text));
            }
            Matcher head = HEAD.matcher(text);
            if (head.matches()) {
                return new OfHead(Integer.parseInt(head.group(1)), Integer.parseInt(head.group(2)));
            }
            if (text.length() > 2 && text.startsWith("\"") && text.endsWith("\"")) {
                return new OfToken(text.substring(1, text.length() - 1));
            }
        }
        throw new OrreryException(new FactError.UnreadableAnswer(text));
    }
}

package io.orrery.web.traces;

import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rows [from, to) of a tensor. */
public record RowRange(int from, int to) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,9})");

    /**
     * Parses a parameter such as {@code 2:5}; null means all rows.
     *
     * @param text from a request, untrusted
     * @param count number of rows of the tensor
     */
    static RowRange of(String text, int count) {
        if (text == null) {
            return new RowRange(0, count);
        }
        Matcher parts = FORM.matcher(text);
        if (parts.matches()) {
            var range = new RowRange(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
            if (range.from < range.to && range.to <= count) {
                return range;
            }
        }
        throw new OrreryException(new RequestError.RowsOutOfRange(count));
    }
}

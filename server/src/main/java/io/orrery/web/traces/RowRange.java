package io.orrery.web.traces;

import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows [from, to). */
public record RowRange(int from, int to) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,9})");

    /**
     * The rows of {@code ?rows=2:5}; all of them where nothing was asked for.
     *
     * @param text as it came from outside, or null
     * @param count how many rows there are
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

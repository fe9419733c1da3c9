package io.orrery.tour.text;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A head as tours write it: {@code 2.3} is the third head of the second layer.
 *
 * @param layer from 1
 * @param head from 1
 */
public record HeadName(int layer, int head) {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,3})\\.([1-9]\\d{0,3})");

    public static Optional<HeadName> parse(String text) {
        var form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new HeadName(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return layer + "." + head;
    }
}

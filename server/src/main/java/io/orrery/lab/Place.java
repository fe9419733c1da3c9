package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a value is in a run.
 *
 * @param node the node's name or alias
 * @param head which head of the node; empty for all of it
 * @param position at which position; empty for all
 */
public record Place(String node, OptionalInt head, OptionalInt position) {
    private static final Pattern FORM =
            Pattern.compile("(?<node>[^\\[\\]@=\\s]+)(?:\\[(?<head>\\d{1,9})])?(?:@(?<position>\\d{1,9}))?");

    /**
     * Reads a place as people write it: {@code NODE}, {@code NODE[HEAD]}, {@code NODE@POSITION}, {@code NODE[HEAD]@POSITION}.
     *
     * @throws OrreryException with {@link LabError.UnreadablePlace}
     */
    public static Place parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new OrreryException(new LabError.UnreadablePlace(text));
        }
        return new Place(form.group("node"), number(form.group("head")), number(form.group("position")));
    }

    private static OptionalInt number(String digits) {
        return digits == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
    }

    /** The node with its head, as parts are named. */
    public String part() {
        return head.isPresent() ? "%s[%d]".formatted(node, head.getAsInt()) : node;
    }

    /** The place as it is read by {@link #parse}. */
    @Override
    public String toString() {
        return position.isPresent() ? "%s@%d".formatted(part(), position.getAsInt()) : part();
    }
}

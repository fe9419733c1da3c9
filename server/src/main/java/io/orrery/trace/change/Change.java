package io.orrery.trace.change;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One change of a model while it runs: what a node, or one of its heads or experts, is replaced by.
 *
 * @param node the node's name or alias
 * @param head which head or expert of the node; empty for all of it
 * @param position at which position; empty for all
 * @param mode what is done
 */
public record Change(String node, OptionalInt head, OptionalInt position, Mode mode) {
    /** What is done to the numbers. */
    public sealed interface Mode {}

    /** They become 0. */
    public record Zero() implements Mode {}

    /** They become their mean over all positions of reference texts. */
    public record Mean() implements Mode {}

    /** They are multiplied by a factor. */
    public record Scale(double factor) implements Mode {
        public Scale {
            // One zero: changes that do the same are equal.
            factor = factor == 0 ? 0 : factor;
        }
    }

    /**
     * The query does not see the key: the score is −∞ before the softmax, so that the other keys share its weight. The
     * node holds scores.
     */
    public record Cut(int query, int key) implements Mode {}

    /** The expert is not taken, so that another takes its place: the router's logit is −∞. The node holds the router's logits. */
    public record Off() implements Mode {}

    /** The expert is taken: the router's logit is ∞. In the limit it has all the weight; experts that are forced together share it. */
    public record Force() implements Mode {}

    /** Which token no later query of any layer and head reads; the node is {@link #TOKEN}. */
    public record Unread() implements Mode {}

    /** Stands for a node's name where a change is about a token, as in {@code token@3=cut}. */
    public static final String TOKEN = "token";

    private static final Pattern FORM = Pattern.compile(
            "(?<node>[^\\[\\]@=\\s]+)(?:\\[(?<index>\\d+(?:,\\d+)*)])?(?:@(?<position>\\d+))?=(?<mode>\\S+)");

    private static final Pattern NUMBER = Pattern.compile("[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?");
    private static final String SCALE = "scale:";
    private static final String OFF = "off";
    private static final String FORCE = "force";
    private static final int EDGE = 3;

    /** Whole numbers below this are written without a point. */
    private static final double EXACT = 1e9;

    /**
     * Reads a change as people write it: {@code NODE=zero}, {@code NODE[HEAD]=mean}, {@code NODE[HEAD]@POSITION=scale:2},
     * {@code SCORES[HEAD,QUERY,KEY]=cut}, {@code token@POSITION=cut}, {@code ROUTER[EXPERT]=off}, {@code ROUTER[EXPERT]@POSITION=force}.
     *
     * @throws OrreryException with {@link LabError.UnreadableChange}
     */
    public static Change parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        try {
            if (form.matches()) {
                return parse(form);
            }
        } catch (NumberFormatException e) {
            // A number that is too large: not readable either.
        }
        throw unreadable(text);
    }

    private static Change parse(Matcher form) {
        var node = form.group("node");
        int[] index = form.group("index") == null
                ? new int[0]
                : Pattern.compile(",")
                        .splitAsStream(form.group("index"))
                        .mapToInt(Integer::parseInt)
                        .toArray();
        var position = form.group("position") == null
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(form.group("position")));
        var mode = form.group("mode");
        if (mode.equals("cut")) {
            if (node.equals(TOKEN) && index.length == 0 && position.isPresent()) {
                return new Change(node, OptionalInt.empty(), position, new Unread());
            }
            if (index.length != EDGE || position.isPresent()) {
                throw unreadable(form.group());
            }
            return new Change(node, OptionalInt.of(index[0]), OptionalInt.empty(), new Cut(index[1], index[2]));
        }
        if (index.length > 1) {
            throw unreadable(form.group());
        }
        var head = index.length == 0 ? OptionalInt.empty() : OptionalInt.of(index[0]);
        if (head.isPresent() && mode.equals(OFF)) {
            return new Change(node, head, position, new Off());
        }
        if (head.isPresent() && mode.equals(FORCE)) {
            return new Change(node, head, position, new Force());
        }
        return new Change(node, head, position, mode(mode, form.group()));
    }

    /**
     * Reads {@code zero}, {@code mean} or {@code scale:F}.
     *
     * @throws OrreryException with {@link LabError.UnreadableChange}
     */
    public static Mode mode(String word) {
        return mode(word, word);
    }

    private static Mode mode(String word, String whole) {
        if (word.equals("zero")) {
            return new Zero();
        }
        if (word.equals("mean")) {
            return new Mean();
        }
        if (word.startsWith(SCALE)
                && NUMBER.matcher(word.substring(SCALE.length())).matches()) {
            double factor = Double.parseDouble(word.substring(SCALE.length()));
            if (Double.isFinite(factor)) {
                return new Scale(factor);
            }
        }
        throw unreadable(whole);
    }

    /** As {@link #parse} reads it. */
    public String text() {
        var text = new StringBuilder(node);
        if (mode instanceof Cut cut) {
            return text.append("[%d,%d,%d]=cut".formatted(head.orElseThrow(), cut.query(), cut.key()))
                    .toString();
        }
        head.ifPresent(index -> text.append('[').append(index).append(']'));
        position.ifPresent(index -> text.append('@').append(index));
        return text.append('=').append(word(mode)).toString();
    }

    private static String word(Mode mode) {
        if (mode instanceof Scale scale) {
            return SCALE + number(scale.factor());
        }
        if (mode instanceof Off) {
            return OFF;
        }
        if (mode instanceof Force) {
            return FORCE;
        }
        return mode instanceof Zero ? "zero" : mode instanceof Mean ? "mean" : "cut";
    }

    private static String number(double factor) {
        return factor == Math.rint(factor) && Math.abs(factor) < EXACT
                ? Long.toString((long) factor)
                : Double.toString(factor);
    }

    /** Whether another change is made at the same place, so that one of them replaces the other. */
    public boolean isAtPlaceOf(Change other) {
        return node.equals(other.node)
                && head.equals(other.head)
                && position.equals(other.position)
                && (!(mode instanceof Cut || other.mode instanceof Cut) || mode.equals(other.mode));
    }

    private static OrreryException unreadable(String text) {
        return new OrreryException(new LabError.UnreadableChange(text));
    }
}

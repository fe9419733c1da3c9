package io.orrery.wire;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterEnums.ECharacterCategory;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.text.Normalizer;
import java.util.regex.Pattern;

/** Cleans text that people type before it is shown to others. {@link Fields} reads such texts with it. */
public final class TextSanitizer {
    /** The most marks above, below or around one letter. No script needs more; a hundred would cover the lines around it. */
    static final int MOST_MARKS = 4;

    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int BLACK_FLAG = 0x1F3F4;
    private static final int FIRST_TAG = 0xE0020;
    private static final int CANCEL_TAG = 0xE007F;

    /**
     * Removed from prompts: control characters except newline and tab, unpaired surrogates, and bidirectional controls.
     * Other formatting characters stay, because joined emoji need them.
     */
    private static final Pattern NOT_IN_A_TEXT =
            Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\n\\t]]|[\\u200e\\u200f\\u061c\\u202a-\\u202e\\u2066-\\u2069]");

    private TextSanitizer() {}

    /**
     * A name: a single line in NFC, without surrounding spaces. Control and formatting characters are removed, because they could
     * hide or reverse neighbouring text; also unpaired surrogates, line separators, and private-use and unassigned characters. The
     * formatting characters within an emoji, which join several into one, stay. A letter keeps its first {@link #MOST_MARKS} marks.
     */
    public static String name(String typed) {
        int[] points = composed(typed).codePoints().toArray();
        var clean = new StringBuilder();
        for (int i = 0; i < points.length; i++) {
            if (isVisible(points[i]) || joinsEmoji(points, i) || isFlagTag(points, i)) {
                clean.appendCodePoint(points[i]);
            }
        }
        return withFewMarks(clean.toString()).strip();
    }

    /** The number of characters as people see them: extended grapheme clusters (UAX 29). */
    public static int characters(String text) {
        // Java's own BreakIterator counts joined emoji apart before JDK 20.
        BreakIterator clusters = BreakIterator.getCharacterInstance(ULocale.ROOT);
        clusters.setText(text);
        int count = 0;
        while (clusters.next() != BreakIterator.DONE) {
            count++;
        }
        return count;
    }

    /** ICU's data, since Java's knows no emoji that are younger than the JDK. */
    private static boolean isVisible(int point) {
        return switch (UCharacter.getType(point)) {
            case ECharacterCategory.CONTROL,
                    ECharacterCategory.FORMAT,
                    ECharacterCategory.SURROGATE,
                    ECharacterCategory.PRIVATE_USE,
                    ECharacterCategory.UNASSIGNED,
                    ECharacterCategory.LINE_SEPARATOR,
                    ECharacterCategory.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** A joiner between two emoji, the first of which may have a skin tone or a variation selector. */
    private static boolean joinsEmoji(int[] points, int at) {
        int before = at - 1;
        while (before >= 0
                && (UCharacter.hasBinaryProperty(points[before], UProperty.VARIATION_SELECTOR)
                        || UCharacter.hasBinaryProperty(points[before], UProperty.EMOJI_MODIFIER))) {
            before--;
        }
        return points[at] == ZERO_WIDTH_JOINER
                && before >= 0
                && isPictograph(points[before])
                && at + 1 < points.length
                && isPictograph(points[at + 1]);
    }

    /** A tag of the flag of a region, such as Scotland's: a black flag, the tags of its code, and the tag that ends it. */
    private static boolean isFlagTag(int[] points, int at) {
        int first = at;
        while (first >= 0 && isTag(points[first])) {
            first--;
        }
        int last = at;
        while (last < points.length && isTag(points[last]) && points[last] != CANCEL_TAG) {
            last++;
        }
        return isTag(points[at])
                && first >= 0
                && points[first] == BLACK_FLAG
                && last < points.length
                && points[last] == CANCEL_TAG;
    }

    private static boolean isTag(int point) {
        return point >= FIRST_TAG && point <= CANCEL_TAG;
    }

    private static boolean isPictograph(int point) {
        return UCharacter.hasBinaryProperty(point, UProperty.EXTENDED_PICTOGRAPHIC);
    }

    /** A prompt: NFC, with {@code \n} as the only line break. */
    public static String text(String typed) {
        String lines = typed.replace("\r\n", "\n").replace('\r', '\n');
        return NOT_IN_A_TEXT.matcher(composed(lines)).replaceAll("");
    }

    /** A prompt that others are shown as a text: as {@link #text}, and a letter keeps its first {@link #MOST_MARKS} marks. */
    public static String passage(String typed) {
        return withFewMarks(text(typed));
    }

    /** Neither marks that take a place of their own in the line nor characters that nobody sees begin another letter. */
    private static String withFewMarks(String text) {
        var few = new StringBuilder();
        int marks = 0;
        for (int point : text.codePoints().toArray()) {
            int type = UCharacter.getType(point);
            boolean isMark = type == ECharacterCategory.NON_SPACING_MARK || type == ECharacterCategory.ENCLOSING_MARK;
            if (isMark) {
                marks++;
            } else if (type != ECharacterCategory.COMBINING_SPACING_MARK && type != ECharacterCategory.FORMAT) {
                marks = 0;
            }
            if (!isMark || marks <= MOST_MARKS) {
                few.appendCodePoint(point);
            }
        }
        return few.toString();
    }

    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}

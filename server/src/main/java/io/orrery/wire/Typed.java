package io.orrery.wire;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** What people type, made fit to be shown to others. */
public final class Typed {
    /** Control and formatting characters could hide or reverse what stands beside them; half characters are none. */
    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

    /** A text has lines and tabs, and emoji that are joined; but nothing that turns the reading round. */
    private static final Pattern NOT_IN_A_TEXT =
            Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\n\\t]]|[\\u200e\\u200f\\u061c\\u202a-\\u202e\\u2066-\\u2069]");

    private Typed() {}

    /** A name, in one line, composed (NFC). */
    public static String name(String typed) {
        String clean = NOT_IN_A_NAME.matcher(composed(typed)).replaceAll("");
        return clean.strip();
    }

    /** A prompt, composed (NFC), with {@code \n} alone at the ends of its lines. */
    public static String text(String typed) {
        String lines = typed.replace("\r\n", "\n").replace('\r', '\n');
        return NOT_IN_A_TEXT.matcher(composed(lines)).replaceAll("");
    }

    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}

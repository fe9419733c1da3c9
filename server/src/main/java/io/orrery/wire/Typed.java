package io.orrery.wire;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Cleans text that people type before it is shown to others. */
public final class Typed {
    /**
     * Removed from names: control and formatting characters, which could hide or reverse neighbouring text; unpaired
     * surrogates; line separators; private-use and unassigned characters.
     */
    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

    /**
     * Removed from prompts: control characters except newline and tab, unpaired surrogates, and bidirectional controls.
     * Other formatting characters stay, because joined emoji need them.
     */
    private static final Pattern NOT_IN_A_TEXT =
            Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\n\\t]]|[\\u200e\\u200f\\u061c\\u202a-\\u202e\\u2066-\\u2069]");

    private Typed() {}

    /** A name: a single line in NFC, without surrounding spaces. */
    public static String name(String typed) {
        String clean = NOT_IN_A_NAME.matcher(composed(typed)).replaceAll("");
        return clean.strip();
    }

    /** A prompt: NFC, with {@code \n} as the only line break. */
    public static String text(String typed) {
        String lines = typed.replace("\r\n", "\n").replace('\r', '\n');
        return NOT_IN_A_TEXT.matcher(composed(lines)).replaceAll("");
    }

    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}

package io.orrery.model.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tokens read as one by one. A vocabulary writes them in a way of its own: byte-level ones give every byte a visible
 * character, those in the manner of SentencePiece write a space as ▁ and a byte as {@code <0xE2>}. Here a space is a space,
 * and bytes that are no text by themselves stand as {@code ⟨E2⟩} one by one: a decoder, asked for a single token, would drop
 * the space or make U+FFFD of the bytes.
 */
public final class Pieces {
    private static final Pattern BYTE = Pattern.compile("<0x([0-9A-F]{2})>");
    private static final Map<Integer, Byte> BYTE_OF_CHARACTER = bytesOfCharacters();
    private static final int LAST_ASCII = 0x7f;
    private static final int BYTES = 256;
    private static final int HEX = 16;

    private final String[] written;
    private final boolean byteLevel;

    /**
     * @param written the tokens as the vocabulary writes them, by number; null for one that it does not name
     * @param byteLevel whether it gives every byte a visible character
     */
    Pieces(String[] written, boolean byteLevel) {
        this.written = written.clone();
        this.byteLevel = byteLevel;
    }

    /** One token as people read it; one that is not named reads as its number in brackets. */
    String of(int token) {
        String text = token >= 0 && token < written.length ? written[token] : null;
        if (text == null) {
            return "[" + token + "]";
        }
        if (byteLevel) {
            return text.codePoints().allMatch(BYTE_OF_CHARACTER::containsKey) ? readable(bytes(text)) : text;
        }
        Matcher single = BYTE.matcher(text);
        return single.matches()
                ? readable(new byte[] {(byte) Integer.parseInt(single.group(1), HEX)})
                : text.replace('▁', ' ');
    }

    private static byte[] bytes(String text) {
        int[] points = text.codePoints().toArray();
        var bytes = new byte[points.length];
        for (int i = 0; i < points.length; i++) {
            bytes[i] = BYTE_OF_CHARACTER.get(points[i]);
        }
        return bytes;
    }

    /** The text in some bytes; what is no text among them byte by byte. */
    private static String readable(byte[] bytes) {
        var text = new StringBuilder();
        for (int at = 0; at < bytes.length; ) {
            int length = length(bytes[at]);
            if (at + length <= bytes.length && decode(bytes, at, length, text)) {
                at += length;
            } else {
                text.append("⟨%02X⟩".formatted(bytes[at] & 0xff));
                at++;
            }
        }
        return text.toString();
    }

    /** How many bytes a character has in UTF-8 that begins so. */
    private static int length(byte first) {
        int ones = Integer.numberOfLeadingZeros(~(first << 24));
        return ones < 2 ? 1 : ones;
    }

    private static boolean decode(byte[] bytes, int from, int length, StringBuilder into) {
        try {
            CharBuffer character = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
            into.append(character);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /**
     * The visible characters that byte-level vocabularies give to bytes: printable ones of Latin-1 stand for themselves,
     * the others for those from U+0100 on, in order (Radford et al. 2019, encoder.py).
     */
    private static Map<Integer, Byte> bytesOfCharacters() {
        Map<Integer, Byte> bytes = new HashMap<>();
        int next = BYTES;
        for (int value = 0; value < BYTES; value++) {
            boolean visible = (value > ' ' && value < LAST_ASCII)
                    || (value >= '¡' && value <= '¬')
                    || (value >= '®' && value <= 'ÿ');
            bytes.put(visible ? value : next++, (byte) value);
        }
        return bytes;
    }
}

package io.orrery.model.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The display text of single tokens. Vocabularies encode tokens: byte-level ones map every byte to a visible character,
 * SentencePiece-style ones write a space as ▁ and a byte as {@code <0xE2>}. The display text contains plain spaces, and
 * {@code ⟨E2⟩} for each byte of an incomplete character. A decoder is not suitable for single tokens: it would drop the
 * space, or replace the bytes by U+FFFD.
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
     * @param written the tokens as in the vocabulary, by id; null if the vocabulary does not contain the id
     * @param byteLevel whether the vocabulary is byte-level
     */
    Pieces(String[] written, boolean byteLevel) {
        this.written = written.clone();
        this.byteLevel = byteLevel;
    }

    /** The display text of a token; its id in brackets if it is not in the vocabulary. */
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

    /** The size of the vocabulary. */
    int size() {
        return written.length;
    }

    /** A token as the vocabulary writes it; empty if it is not in the vocabulary. */
    Optional<String> written(int token) {
        return token >= 0 && token < written.length ? Optional.ofNullable(written[token]) : Optional.empty();
    }

    /** Whether the vocabulary writes a token as the number of a byte. */
    boolean isByte(int token) {
        return !byteLevel
                && written(token).filter(text -> BYTE.matcher(text).matches()).isPresent();
    }

    private static byte[] bytes(String text) {
        int[] points = text.codePoints().toArray();
        var bytes = new byte[points.length];
        for (int i = 0; i < points.length; i++) {
            bytes[i] = BYTE_OF_CHARACTER.get(points[i]);
        }
        return bytes;
    }

    /** Decodes UTF-8; invalid bytes are written one by one. */
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

    /** The length in bytes of a UTF-8 character with this first byte. */
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
     * The characters that byte-level vocabularies map bytes to: printable Latin-1 characters map to themselves, all
     * other bytes to U+0100 and following, in order (Radford et al. 2019, encoder.py).
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

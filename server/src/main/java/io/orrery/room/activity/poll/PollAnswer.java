package io.orrery.room.activity.poll;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers to polls, as their ballots have them: options as {@code 0,2}, a text as its id and itself. */
final class PollAnswer {
    /** What stands behind a person's id for the text of the first round, and before that text. */
    static final String FIRST = " first";

    private static final String FIRST_TEXT = "first ";
    private static final int HASH_BYTES = 8;

    private PollAnswer() {}

    /** @param isFirst whether it was written in the first round, and the poll is in its second */
    record Text(String id, String text, boolean isFirst) {
        String answer() {
            return (isFirst ? FIRST_TEXT : "") + id + " " + text;
        }

        Text asFirst() {
            return new Text(id, text, true);
        }
    }

    static String ofOptions(Collection<Integer> options) {
        return options.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    }

    static int[] options(String answer) {
        return Stream.of(answer.split(",")).mapToInt(Integer::parseInt).toArray();
    }

    /** A text that somebody writes. Texts that differ in upper and lower case, or in how a script writes the same letters, have one id. */
    static Text written(String text) {
        String same = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(same.getBytes(StandardCharsets.UTF_8));
            return new Text(HexFormat.of().formatHex(hash, 0, HASH_BYTES), text, false);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text of a ballot's answer. */
    static Text text(String answer) {
        boolean isFirst = answer.startsWith(FIRST_TEXT);
        String own = isFirst ? answer.substring(FIRST_TEXT.length()) : answer;
        int space = own.indexOf(' ');
        return new Text(own.substring(0, space), own.substring(space + 1), isFirst);
    }
}

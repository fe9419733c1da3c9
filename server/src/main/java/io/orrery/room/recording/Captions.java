package io.orrery.room.recording;

import io.orrery.error.OrreryException;
import io.orrery.error.RecordingError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says which captions are kept: WebVTT in UTF-8 whose cues have two times each, in order, and a text that can be read. What is in a text is data;
 * pages show it as it is.
 */
public final class Captions {
    /** The most cues of a file: one a second over three hours is less. */
    public static final int MOST = 20_000;

    /** The longest text of a cue, and the longest line, in characters. */
    public static final int LONGEST = 2000;

    /** A language as pages name it, such as {@code en} or {@code pt-BR}. */
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}");

    private static final Pattern HEADER = Pattern.compile("\uFEFF?WEBVTT(?:[ \t].*)?");
    private static final Pattern LINES = Pattern.compile("\r\n|\n|\r");
    private static final String ARROW = "-->";
    private static final String TIME = "(?:(\\d{2,4}):)?([0-5]\\d):([0-5]\\d)\\.(\\d{3})";
    private static final Pattern TIMES = Pattern.compile("\\s*" + TIME + "\\s+-->\\s+" + TIME + "((?:\\s.*)?)");
    private static final int FIELDS = 4;
    private static final int SETTINGS = 9;
    private static final long SIXTY = 60;
    private static final long MS = 1000;

    private Captions() {}

    /** A caption. @param from when it begins, ms @param to when it ends, ms @param settings where it is shown, as written @param words its lines */
    public record Cue(long from, long to, String settings, List<String> words) {
        public Cue {
            words = List.copyOf(words);
        }

        /** This caption in another time. */
        public Cue shifted(long ms) {
            return new Cue(from + ms, to + ms, settings, words);
        }

        private String written() {
            return time(from) + " --> " + time(to) + settings + "\n" + String.join("\n", words) + "\n";
        }

        private static String time(long ms) {
            long seconds = ms / MS;
            long minutes = seconds / SIXTY;
            return String.format(
                    Locale.ROOT, "%02d:%02d:%02d.%03d", minutes / SIXTY, minutes % SIXTY, seconds % SIXTY, ms % MS);
        }
    }

    /** The captions in a text that is kept, by time. */
    public static List<Cue> cues(String text) {
        List<Cue> cues = new ArrayList<>();
        boolean isCue = false;
        for (String line : LINES.split(text, -1)) {
            Matcher times = TIMES.matcher(line);
            if (times.matches()) {
                isCue = true;
                cues.add(new Cue(ms(times, 1), ms(times, 1 + FIELDS), times.group(SETTINGS), List.of()));
            } else if (line.isEmpty()) {
                isCue = false;
            } else if (isCue) {
                Cue last = cues.remove(cues.size() - 1);
                List<String> words = new ArrayList<>(last.words());
                words.add(line);
                cues.add(new Cue(last.from(), last.to(), last.settings(), words));
            }
        }
        return cues;
    }

    /** The text of a file with these captions. */
    public static String written(List<Cue> cues) {
        return Stream.concat(Stream.of("WEBVTT\n"), cues.stream().map(Cue::written))
                .collect(Collectors.joining("\n"));
    }

    /** @throws OrreryException if it is no language's name */
    public static String language(String name) {
        if (!LANGUAGE.matcher(name).matches()) {
            throw new OrreryException(new RecordingError.NotALanguage());
        }
        return name;
    }

    /**
     * Reads a file.
     *
     * @return its text
     * @throws OrreryException if it is not kept; the error names the line
     */
    public static String read(byte[] file) {
        String text = text(file);
        String[] lines = LINES.split(text, -1);
        if (!HEADER.matcher(lines[0]).matches()) {
            throw new OrreryException(new RecordingError.NotWebVtt());
        }
        int cues = 0;
        long from = 0;
        int length = 0;
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i];
            length = line.isEmpty() ? 0 : length + line.length();
            if (length > LONGEST) {
                throw new OrreryException(new RecordingError.CaptionTooLong(i + 1, LONGEST));
            }
            if (line.contains(ARROW)) {
                from = begin(line, from, i + 1);
                length = 0;
                cues++;
                if (cues > MOST) {
                    throw new OrreryException(new RecordingError.TooManyCaptions(MOST));
                }
            }
        }
        return text;
    }

    private static String text(byte[] file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new OrreryException(new RecordingError.NotWebVtt(), e);
        }
    }

    /** When a cue begins, ms. @param before when the one before it begins */
    private static long begin(String line, long before, int number) {
        Matcher times = TIMES.matcher(line);
        if (!times.matches()) {
            throw new OrreryException(new RecordingError.CaptionTimes(number));
        }
        long from = ms(times, 1);
        if (from < before || ms(times, 1 + FIELDS) <= from) {
            throw new OrreryException(new RecordingError.CaptionOrder(number));
        }
        return from;
    }

    private static long ms(Matcher times, int field) {
        String hours = times.group(field);
        long minutes = (hours == null ? 0 : Long.parseLong(hours)) * SIXTY + Long.parseLong(times.group(field + 1));
        long seconds = minutes * SIXTY + Long.parseLong(times.group(field + 2));
        return seconds * MS + Long.parseLong(times.group(field + 3));
    }
}

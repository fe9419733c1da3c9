package io.orrery.room.recording;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A file that belongs to a recording: a piece of its voice, or captions in one language.
 *
 * @param name of its address below the recording's
 * @param type media type
 * @param t the time of the recording at which it begins, ms
 * @param length ms
 */
public record RecordingFile(String name, String type, long t, long length, long bytes) {
    private static final String VOICE = "voice/";
    private static final String CAPTIONS = "captions/";

    /** @param part the number of the piece: the time at which it begins, ms */
    public static RecordingFile voice(long part, String type, long length, long bytes) {
        return new RecordingFile(voice(part), type, part, length, bytes);
    }

    public static RecordingFile captions(String language, long bytes) {
        return new RecordingFile(captions(language), "text/vtt", 0, 0, bytes);
    }

    public static String voice(long part) {
        return VOICE + part;
    }

    public static String captions(String language) {
        return CAPTIONS + language;
    }

    @JsonIgnore
    public boolean isVoice() {
        return name.startsWith(VOICE);
    }

    @JsonIgnore
    public boolean isCaptions() {
        return name.startsWith(CAPTIONS);
    }

    /** The language of captions. */
    public String language() {
        return name.substring(CAPTIONS.length());
    }
}

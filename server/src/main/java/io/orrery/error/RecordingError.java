package io.orrery.error;

/** What belongs to a recording, such as its voice or its captions, cannot be kept as it was sent. */
@Kind(ErrorType.BAD_RECORDING)
public sealed interface RecordingError extends DomainError {
    /** A voice in another form than those that browsers record. */
    record NotAVoice() implements RecordingError {}

    /** A piece of a voice that does not lie in the recording. @param longest of a piece, in seconds */
    record VoiceOutside(int longest) implements RecordingError {}

    record TooManyPieces(int most) implements RecordingError {}

    /** Another device has sent the voice of this time. */
    @Kind(ErrorType.VOICE_TAKEN)
    record VoiceTaken() implements RecordingError {}

    record NotALanguage() implements RecordingError {}

    record TooManyLanguages(int most) implements RecordingError {}

    /** Captions that are not UTF-8, or do not begin with {@code WEBVTT}. */
    record NotWebVtt() implements RecordingError {}

    /** @param line in which two times should be */
    record CaptionTimes(int line) implements RecordingError {}

    /** A caption that begins before the one before it, or ends before it begins. */
    record CaptionOrder(int line) implements RecordingError {}

    /** A text, or what stands between two, that is too long. @param longest in characters */
    record CaptionTooLong(int line, int longest) implements RecordingError {}

    record TooManyCaptions(int most) implements RecordingError {}

    /** What a file would have of it is more than a server makes. @param most in MiB, before it is compressed */
    record TooMuchForAFile(long most) implements RecordingError {}

    /** A file that has no recording. */
    record NotARecordingFile(String file) implements RecordingError {}

    record FileCutShort(String file) implements RecordingError {}

    /** A file that does not have what it says, or cannot be unpacked. */
    record FileDamaged(String file) implements RecordingError {}

    /** A file, or a part of one, that is larger than any that is written. @param most in MiB */
    record TooLargeToReplay(String file, long most) implements RecordingError {}

    /** @param format as the file says it */
    record FileOfOtherFormat(String file, String format) implements RecordingError {}

    /** @param most in MiB */
    record VoiceTooLongForAFile(long most) implements RecordingError {}
}

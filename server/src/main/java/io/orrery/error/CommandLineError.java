package io.orrery.error;

import java.util.List;

/** A command line that cannot be carried out. */
@Kind(ErrorType.BAD_ARGUMENT)
public sealed interface CommandLineError extends DomainError {
    /** A sentence about an argument, followed by a hint to the help of {@code command}. */
    record SeeHelp(String sentence, String command) implements CommandLineError {}

    record UnknownArgument(String argument, String command) implements CommandLineError {}

    record ArgumentsNotUtf8() implements CommandLineError {}

    record NotAToken(String token) implements CommandLineError {}

    record NotATokenOrAll(String token) implements CommandLineError {}

    record NotABaseline(String baseline) implements CommandLineError {}

    record EitherSetOrEach() implements CommandLineError {}

    /** A line of a file of texts that is not tokens separated by commas. @param line from 1 */
    record NotTokens(String file, int line) implements CommandLineError {}

    /** @param needed the other option that {@code option} makes no sense without */
    record OptionNeeds(String option, String needed) implements CommandLineError {}

    /** @param words those that may be given */
    record NotOneOf(String option, String words, String word) implements CommandLineError {}

    /**
     * A talk's id or title names no talk of a room, or several.
     *
     * @param count how many talks the room has
     * @param talks their ids and titles
     */
    record NoOneTalk(String room, String talk, int count, List<String> talks) implements CommandLineError {
        public NoOneTalk {
            talks = List.copyOf(talks);
        }
    }

    /** A talk of a room without a beat. */
    record EmptyTalk(String room, String talk) implements CommandLineError {}

    record OptionTooSmall(String option, int least, int value) implements CommandLineError {}

    record OptionOutOfRange(String option, int least, int largest, int value) implements CommandLineError {}

    /** The command line's {@link LibraryError.UnusableSampling}. */
    record UnusableSamplingOption(String setting, String value) implements CommandLineError {}

    record NotAnAddressRange(String text) implements CommandLineError {}

    /** @param reason in Java's words */
    record BrokenUrl(String option, String url, String reason) implements CommandLineError {}

    record NotAUrl(String option, String example, String url) implements CommandLineError {}

    /** The value names no site that may show a page in a frame. */
    record NotASite(String option, String site) implements CommandLineError {}

    record CannotFetch(String preset, List<String> presets) implements CommandLineError {
        public CannotFetch {
            presets = List.copyOf(presets);
        }
    }

    record NotARepository(String name) implements CommandLineError {}

    /** A picture is drawn by a browser, and there is none. */
    record NoBrowser() implements CommandLineError {}

    /** @param reason why the page does not show what was asked for, a sentence of the page */
    record NoPicture(String reason) implements CommandLineError {}

    record MachineIsThePicture(String step) implements CommandLineError {}

    record NotAPictureFile(String file) implements CommandLineError {}

    record NotASize(String size) implements CommandLineError {}

    record PullNeedsName() implements CommandLineError {}

    record PullNeedsYes(String size) implements CommandLineError {}

    record TrainedElsewhere(String preset, String program) implements CommandLineError {}

    record CannotTrain(String preset, Series trainable) implements CommandLineError {}

    record NothingToResume(String file) implements CommandLineError {}

    /** The saved state is of a training with another model, seed or number of steps. */
    record CannotResume(String file) implements CommandLineError {}

    /** @param model its title */
    record TellsNoStories(String model) implements CommandLineError {}

    /** @param sentence why a room or its server refuses a command, in the server's words */
    record RoomRefuses(String sentence) implements CommandLineError {}

    record NoServer(String server, String reason) implements CommandLineError {}

    record NoSuchFile(String file) implements CommandLineError {}

    record AccessDenied(String file) implements CommandLineError {}

    /** @param reason in the system's words */
    record FileFailed(String file, String reason) implements CommandLineError {}

    record ReadingFailed(String reason) implements CommandLineError {}

    record NotAFileName(String name, String reason) implements CommandLineError {}

    record OutOfMemory(long megabytes) implements CommandLineError {}

    record UnexpectedFailure(String reason) implements CommandLineError {}
}

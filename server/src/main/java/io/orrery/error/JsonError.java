package io.orrery.error;

/**
 * A message or the body of a request that is not as the protocol has it.
 *
 * <p>A {@code field} is named by its path within the message, such as {@code command.cursor.step}.
 */
public sealed interface JsonError extends DomainError {
    @Override
    default ErrorType type() {
        return ErrorType.MALFORMED;
    }

    record NotUtf8() implements JsonError {}

    /** The text is not JSON from this place on; line and character count from 1. */
    record BrokenJson(int line, int character) implements JsonError {}

    /** The text is nested more deeply than any message, or holds a longer number or text. */
    record JsonTooLarge() implements JsonError {}

    record FieldNotObject(String field) implements JsonError {}

    record FieldNotText(String field, int longest) implements JsonError {}

    /** A text that may be empty is too long, or no text. */
    record FieldTextTooLong(String field, int longest) implements JsonError {}

    record FieldNotCount(String field) implements JsonError {}

    record FieldNotNumber(String field) implements JsonError {}

    record FieldNumberTooLarge(String field, long largest) implements JsonError {}

    record FieldNotFlag(String field) implements JsonError {}

    record FieldNotIntegers(String field, int most) implements JsonError {}

    record FieldIntegersOutOfRange(String field, int least, int largest) implements JsonError {}

    record FieldNotList(String field, int most) implements JsonError {}

    record FieldOutOfRange(String field, int least, int largest) implements JsonError {}

    record FieldNotServerAddress(String field) implements JsonError {}

    record UnknownCommand() implements JsonError {}

    record UnknownView() implements JsonError {}

    /** New keys are made for the presenter and the co-presenter alone. */
    record RoleWithoutKey() implements JsonError {}

    /** A request for a trace that says neither of what text nor of which trace. */
    record NoTraceDescribed() implements JsonError {}
}

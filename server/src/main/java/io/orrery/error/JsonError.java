package io.orrery.error;

/**
 * A message, or the body of a request, that violates the protocol.
 *
 * <p>{@code field} is the path of a field within the message, such as {@code command.cursor.step}.
 */
@Kind(ErrorType.MALFORMED)
public sealed interface JsonError extends DomainError {
    record NotUtf8() implements JsonError {}

    /** The text is not JSON from this position on; line and character count from 1. */
    record BrokenJson(int line, int character) implements JsonError {}

    /** The text is nested too deeply, or contains a number or text that is too long. */
    record JsonTooLarge() implements JsonError {}

    record FieldNotObject(String field) implements JsonError {}

    record FieldNotText(String field, int longest) implements JsonError {}

    /** The field, which may be empty, is not a text or is too long. */
    record FieldTextTooLong(String field, int longest) implements JsonError {}

    record FieldNotCount(String field) implements JsonError {}

    record FieldNotNumber(String field) implements JsonError {}

    record FieldNumberTooLarge(String field, long largest) implements JsonError {}

    record FieldNotFlag(String field) implements JsonError {}

    record FieldNotIntegers(String field, int most) implements JsonError {}

    record FieldIntegersOutOfRange(String field, int least, int largest) implements JsonError {}

    record FieldNotList(String field, int most) implements JsonError {}

    record FieldNotListOf(String field, int least, int most) implements JsonError {}

    /** Two entries of the list are equal. */
    record FieldRepeats(String field) implements JsonError {}

    /** @param values the permitted ones, separated by commas */
    record FieldNotOneOf(String field, String values) implements JsonError {}

    record FieldOutOfRange(String field, int least, int largest) implements JsonError {}

    record FieldNotServerAddress(String field) implements JsonError {}

    record UnknownCommand() implements JsonError {}

    record UnknownView() implements JsonError {}

    /** Only presenters and co-presenters have keys. */
    record RoleWithoutKey() implements JsonError {}

    /** A request for a trace that has neither a text nor another trace. */
    record NoTraceDescribed() implements JsonError {}
}

package io.orrery.error;

import com.fasterxml.jackson.annotation.JsonValue;

/** A large number, such as one of bytes, which a sentence writes with separators between groups of digits. */
public record GroupedNumber(@JsonValue long number) {}

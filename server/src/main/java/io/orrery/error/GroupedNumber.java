package io.orrery.error;

import com.fasterxml.jackson.annotation.JsonValue;

/** A large number, such as a number of bytes, that sentences write with separators between groups of digits. */
public record GroupedNumber(@JsonValue long number) {}

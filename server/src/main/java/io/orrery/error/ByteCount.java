package io.orrery.error;

import com.fasterxml.jackson.annotation.JsonValue;

/** A number of bytes, which a sentence writes with separators between groups of digits. */
public record ByteCount(@JsonValue long bytes) {}

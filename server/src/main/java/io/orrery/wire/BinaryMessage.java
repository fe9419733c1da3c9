package io.orrery.wire;

import java.io.InputStream;

/** A binary message of the protocol, as bytes. */
public sealed interface BinaryMessage permits Frame, PartFrame {
    /** The number of bytes. */
    int size();

    /** A stream over all bytes. */
    InputStream stream();
}

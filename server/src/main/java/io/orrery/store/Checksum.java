package io.orrery.store;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/** Checksums by which damage to what is stored is found. A single wrong bit is always found; other damage all but once in 2^32. */
final class Checksum {
    private Checksum() {}

    /** The checksum of a text, in eight hexadecimal digits. */
    static String of(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}

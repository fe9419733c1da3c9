package io.orrery.pack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import lu.luz.jzopfli.ZopfliH;
import lu.luz.jzopfli.Zopfli_lib;

/**
 * Gzip as small as it can be, by <a href="https://github.com/google/zopfli">Zopfli</a>: a twenty-fifth less than what zlib
 * makes of scripts at its best, for some seconds of a build. Over plain HTTP browsers ask for nothing better.
 */
final class Zopfli {
    private Zopfli() {}

    /**
     * @throws IllegalStateException where what was made does not unpack to what it was made of; Zopfli's Java is a
     *     translation that nobody works on any more, and what a browser cannot read would only be seen there
     */
    static byte[] gzip(byte[] bytes) throws IOException {
        byte[][] made = {new byte[0]};
        int[] size = {0};
        Zopfli_lib.ZopfliCompress(
                new ZopfliH.ZopfliOptions(), ZopfliH.ZopfliFormat.ZOPFLI_FORMAT_GZIP, bytes, bytes.length, made, size);
        byte[] zipped = Arrays.copyOf(made[0], size[0]);
        try (var unzip = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            if (!Arrays.equals(bytes, unzip.readAllBytes())) {
                throw new IllegalStateException("What Zopfli made does not unpack to what it was given.");
            }
        }
        return zipped;
    }
}

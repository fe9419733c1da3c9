package io.orrery.pack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import lu.luz.jzopfli.ZopfliH;
import lu.luz.jzopfli.Zopfli_lib;

/**
 * Gzip as small as it can be, by <a href="https://github.com/google/zopfli">Zopfli</a>: a twenty-fifth less than what zlib
 * makes of scripts at its best, for some seconds of a build. Over plain HTTP browsers ask for nothing better.
 *
 * <p>Nobody works on Zopfli's translation to Java any more, and it fails at files of no byte and of one. Such small ones are
 * zlib's, who gains nothing there either, and all that Zopfli makes is unpacked here once.
 */
final class Zopfli {
    private static final int SMALLEST = 64;

    private Zopfli() {}

    /**
     * @throws IllegalStateException where what was made does not unpack to what it was made of: a browser would be the first
     *     to see it
     */
    static byte[] gzip(byte[] bytes) throws IOException {
        if (bytes.length < SMALLEST) {
            return zlib(bytes);
        }
        byte[] zipped = zopfli(bytes);
        if (!unpacksTo(bytes, zipped)) {
            throw new IllegalStateException("What Zopfli made does not unpack to what it was given.");
        }
        return zipped;
    }

    private static byte[] zopfli(byte[] bytes) {
        byte[][] made = {new byte[0]};
        int[] size = {0};
        Zopfli_lib.ZopfliCompress(
                new ZopfliH.ZopfliOptions(), ZopfliH.ZopfliFormat.ZOPFLI_FORMAT_GZIP, bytes, bytes.length, made, size);
        return Arrays.copyOf(made[0], size[0]);
    }

    private static boolean unpacksTo(byte[] bytes, byte[] zipped) throws IOException {
        try (var unzip = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return Arrays.equals(bytes, unzip.readAllBytes());
        }
    }

    private static byte[] zlib(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }
}

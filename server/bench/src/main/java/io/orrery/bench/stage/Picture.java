package io.orrery.bench.stage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The pixels of a PNG file with 8 bits for each of red, green, blue and perhaps alpha, as browsers write screenshots (ISO/IEC
 * 15948). The runtime image has no {@code java.desktop}, which could read it.
 *
 * @param channels 3, or 4 with alpha
 * @param pixels row by row
 */
record Picture(int width, int height, int channels, byte[] pixels) {
    private static final int SIGNATURE_BYTES = 8;
    private static final int CHECKSUM_BYTES = 4;
    private static final int RGB = 2;
    private static final int RGBA = 6;
    private static final int COLOURS = 3;

    static Picture read(byte[] file) throws IOException {
        var in = ByteBuffer.wrap(file).position(SIGNATURE_BYTES);
        int width = 0;
        int height = 0;
        int channels = 0;
        var compressed = new ByteArrayOutputStream();
        while (in.remaining() > 0) {
            byte[] data = new byte[in.getInt()];
            byte[] type = new byte[4];
            in.get(type).get(data).position(in.position() + CHECKSUM_BYTES);
            switch (new String(type, StandardCharsets.US_ASCII)) {
                case "IHDR" -> {
                    var header = ByteBuffer.wrap(data);
                    width = header.getInt();
                    height = header.getInt();
                    int depth = header.get();
                    int colour = header.get();
                    if (depth != Byte.SIZE || colour != RGB && colour != RGBA) {
                        throw new IOException("A screenshot has " + depth + " bits and the colour type " + colour);
                    }
                    channels = colour == RGB ? COLOURS : COLOURS + 1;
                }
                case "IDAT" -> compressed.write(data);
                default -> {}
            }
        }
        byte[] lines = inflated(compressed.toByteArray(), height * (1 + width * channels));
        return new Picture(width, height, channels, unfiltered(lines, height, width * channels, channels));
    }

    /**
     * The share of pixels of which some channel lies outside of the range between two colours.
     *
     * @param from red, green, blue, 0…255
     * @param to red, green, blue, 0…255
     * @param by how far outside
     */
    double differing(int[] from, int[] to, int by) {
        int differing = 0;
        for (int at = 0; at < pixels.length; at += channels) {
            for (int colour = 0; colour < COLOURS; colour++) {
                int value = pixels[at + colour] & 0xff;
                if (value < Math.min(from[colour], to[colour]) - by
                        || value > Math.max(from[colour], to[colour]) + by) {
                    differing++;
                    break;
                }
            }
        }
        return (double) differing / (width * height);
    }

    private static byte[] inflated(byte[] data, int size) throws IOException {
        var inflater = new Inflater();
        try {
            inflater.setInput(data);
            byte[] lines = new byte[size];
            int read = 0;
            while (read < size) {
                int more = inflater.inflate(lines, read, size - read);
                if (more == 0) {
                    throw new IOException("A screenshot ends early");
                }
                read += more;
            }
            return lines;
        } catch (DataFormatException e) {
            throw new IOException("A screenshot cannot be read", e);
        } finally {
            inflater.end();
        }
    }

    /** Each line begins with its filter: none, left, up, their average, or Paeth's predictor. */
    private static byte[] unfiltered(byte[] lines, int height, int line, int channels) {
        byte[] pixels = new byte[height * line];
        for (int y = 0; y < height; y++) {
            int filter = lines[y * (line + 1)];
            for (int x = 0; x < line; x++) {
                int at = y * line + x;
                int left = x < channels ? 0 : pixels[at - channels] & 0xff;
                int up = y == 0 ? 0 : pixels[at - line] & 0xff;
                int corner = x < channels || y == 0 ? 0 : pixels[at - line - channels] & 0xff;
                int predicted = switch (filter) {
                    case 1 -> left;
                    case 2 -> up;
                    case 3 -> (left + up) / 2;
                    case 4 -> paeth(left, up, corner);
                    default -> 0;
                };
                pixels[at] = (byte) (lines[y * (line + 1) + 1 + x] + predicted);
            }
        }
        return pixels;
    }

    private static int paeth(int left, int up, int corner) {
        int estimate = left + up - corner;
        int toLeft = Math.abs(estimate - left);
        int toUp = Math.abs(estimate - up);
        int toCorner = Math.abs(estimate - corner);
        if (toLeft <= toUp && toLeft <= toCorner) {
            return left;
        }
        return toUp <= toCorner ? up : corner;
    }
}

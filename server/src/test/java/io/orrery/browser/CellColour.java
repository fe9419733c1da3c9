package io.orrery.browser;

import java.util.Map;

/**
 * The expected colour of a cell, computed from the description of the theme, not by the page's code: mixed in OKLab (Ottosson
 * 2020) from the zero stop towards the negative or positive stop by |t|^0.8 with t = value / scale, then multiplied by the light,
 * which is 2.5 % more than 1 at the top edge of a block and 2.5 % less at its bottom edge. Shares of a whole are never negative
 * and take both halves: t = 2 √(value / scale) − 1.
 */
final class CellColour {
    /** Negative, zero and positive colour stops of the dark theme by role. */
    private static final Map<String, int[]> DARK = Map.of(
            "weight", new int[] {0x12151a, 0x545b6a, 0xd4d8e2},
            "activation", new int[] {0x231700, 0x92702a, 0xf5e1bc},
            "aggregate", new int[] {0x041e1e, 0x408484, 0xc8eceb},
            "query", new int[] {0x001738, 0x256dc7, 0xcee2fe},
            "key", new int[] {0x300003, 0xa51623, 0xffc8c4},
            "value", new int[] {0x002409, 0x2f9c52, 0xc3f9cd},
            "prediction", new int[] {0x1e072e, 0x72359d, 0xe5caff});

    private CellColour() {}

    /**
     * Red, green and blue, 0 to 255.
     *
     * @param isShare whether the cell is a share of attention or a probability
     * @param fromTop the height of the cell's centre in its block, 0 at the top edge and 1 at the bottom edge
     */
    static double[] dark(String role, double value, double scale, boolean isShare, double fromTop) {
        int[] stops = DARK.get(role);
        double ratio = Math.max(-1, Math.min(1, value / scale));
        double t = isShare ? 2 * Math.sqrt(ratio) - 1 : ratio;
        double[] zero = toOklab(stops[1]);
        double[] end = toOklab(t < 0 ? stops[0] : stops[2]);
        double share = Math.pow(Math.abs(t), 0.8);
        var mixed = new double[3];
        for (int i = 0; i < 3; i++) {
            mixed[i] = zero[i] + share * (end[i] - zero[i]);
        }
        double[] rgb = fromOklab(mixed);
        double light = 1 + 0.025 * (1 - 2 * fromTop);
        for (int i = 0; i < 3; i++) {
            rgb[i] = Math.min(255, rgb[i] * light);
        }
        return rgb;
    }

    private static double[] toOklab(int hex) {
        double r = linear((hex >> 16 & 255) / 255.0);
        double g = linear((hex >> 8 & 255) / 255.0);
        double b = linear((hex & 255) / 255.0);
        double l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        double m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        double s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        return new double[] {
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
        };
    }

    private static double[] fromOklab(double... lab) {
        double l = Math.pow(lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2], 3);
        double m = Math.pow(lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2], 3);
        double s = Math.pow(lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2], 3);
        return new double[] {
            255 * gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            255 * gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            255 * gamma(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)
        };
    }

    private static double linear(double c) {
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    private static double gamma(double c) {
        double clipped = Math.max(0, Math.min(1, c));
        return clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * Math.pow(clipped, 1 / 2.4) - 0.055;
    }
}

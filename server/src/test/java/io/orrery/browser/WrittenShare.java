package io.orrery.browser;

import java.util.Locale;

/** How every screen writes a share, whatever stands beside it: in per cent with one decimal, and never as nothing or all if it is neither. */
final class WrittenShare {
    private WrittenShare() {}

    static String of(double share) {
        if (share == 0 || share == 1) {
            return share == 0 ? "0\u00a0%" : "100\u00a0%";
        }
        String rounded = String.format(Locale.ROOT, "%.1f", 100 * share);
        return (rounded.equals("0.0") ? "<0.1" : rounded.equals("100.0") ? ">99.9" : rounded) + "\u00a0%";
    }
}

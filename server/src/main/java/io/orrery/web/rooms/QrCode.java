package io.orrery.web.rooms;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A URL as a QR code, for pages and terminals. */
public final class QrCode {
    /** Width of the quiet zone, the light margin that a scanner needs, in modules. */
    private static final int QUIET_ZONE = 4;

    private static final String UPPER = "\u2580";
    private static final String LOWER = "\u2584";
    private static final String FULL = "\u2588";

    private final BitMatrix dark;

    private QrCode(BitMatrix dark) {
        this.dark = dark;
    }

    /** @throws IllegalArgumentException if the text is too long for a QR code */
    public static QrCode of(String text) {
        try {
            // Level M corrects 15% errors: part of the code may be hidden by a head, or by a reflection.
            var hints =
                    Map.of(EncodeHintType.MARGIN, QUIET_ZONE, EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.M);
            return new QrCode(new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, hints));
        } catch (WriterException e) {
            throw new IllegalArgumentException("This does not fit a QR code: " + text, e);
        }
    }

    /** An SVG image without a fixed size: dark modules on white, with the quiet zone. */
    public String svg() {
        var path = new StringBuilder();
        for (int y = 0; y < dark.getHeight(); y++) {
            int from = 0;
            while (from < dark.getWidth()) {
                int to = from;
                while (to < dark.getWidth() && dark.get(to, y)) {
                    to++;
                }
                if (to > from) {
                    path.append("M%d %dh%dv1h-%dz".formatted(from, y, to - from, to - from));
                }
                from = to + 1;
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
                        .formatted(dark.getWidth(), dark.getHeight())
                + "<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>".formatted(dark.getWidth(), dark.getHeight())
                + "<path fill=\"#0a0e18\" d=\"" + path + "\"/></svg>";
    }

    /**
     * Lines of text, each with two rows of modules. Light modules are drawn and dark ones are spaces, for a terminal with a
     * dark background.
     */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        for (int y = 0; y < dark.getHeight(); y += 2) {
            var line = new StringBuilder();
            for (int x = 0; x < dark.getWidth(); x++) {
                boolean above = !dark.get(x, y);
                boolean below = y + 1 < dark.getHeight() && !dark.get(x, y + 1);
                line.append(above ? (below ? FULL : UPPER) : (below ? LOWER : " "));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}

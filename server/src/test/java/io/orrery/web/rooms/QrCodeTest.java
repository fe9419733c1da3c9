package io.orrery.web.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Decodes the drawn QR codes from their pixels, as a phone does. */
class QrCodeTest {
    private static final String ADDRESS = "http://192.168.1.20:8080/r/K7M4QX";
    private static final int DARK = 0xff000000;
    private static final int LIGHT = 0xffffffff;
    private static final int ZOOM = 8;

    @Test
    void svgDecodesToTheAddress() throws Exception {
        String svg = QrCode.of(ADDRESS).svg();
        var size = Pattern.compile("viewBox=\"0 0 (\\d+) \\1\"").matcher(svg);
        assertThat(size.find()).isTrue();
        int side = Integer.parseInt(size.group(1));
        var dark = new boolean[side][side];
        var run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z").matcher(svg);
        while (run.find()) {
            int x = Integer.parseInt(run.group(1));
            for (int i = 0; i < Integer.parseInt(run.group(3)); i++) {
                dark[Integer.parseInt(run.group(2))][x + i] = true;
            }
        }

        assertThat(read(dark)).isEqualTo(ADDRESS);
    }

    @Test
    void terminalLinesDecodeToTheAddress() throws Exception {
        List<String> lines = QrCode.of(ADDRESS).lines();
        int side = lines.get(0).length();
        var dark = new boolean[side][side];
        for (int y = 0; y < side; y++) {
            String line = lines.get(y / 2);
            for (int x = 0; x < side; x++) {
                char block = line.charAt(x);
                boolean isDrawn = block == '\u2588' || block == (y % 2 == 0 ? '\u2580' : '\u2584');
                dark[y][x] = !isDrawn;
            }
        }

        assertThat(read(dark)).isEqualTo(ADDRESS);
    }

    private static String read(boolean[][] dark) throws Exception {
        int side = dark.length * ZOOM;
        var pixels = new int[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                pixels[y * side + x] = dark[y / ZOOM][x / ZOOM] ? DARK : LIGHT;
            }
        }
        var source = new RGBLuminanceSource(side, side, pixels);
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(source)))
                .getText();
    }
}

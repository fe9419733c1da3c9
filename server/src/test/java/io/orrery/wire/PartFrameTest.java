package io.orrery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.orrery.tensor.Layout;
import io.orrery.tensor.Tensor;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartFrameTest {
    private static final int ROWS = 2048;
    private static final int COLUMNS = 2048;
    private static final int PART = 32 * 1024;

    /** 16 MiB: the largest part that an answer may have. */
    private static Tensor large() {
        Tensor tensor = Tensor.zeros(Layout.of(List.of("d_vocab", "d_model"), new int[] {ROWS, COLUMNS}, 0));
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                tensor.rows()[row][column] = row * COLUMNS + column;
            }
        }
        return tensor;
    }

    private static PartFrame frame(Tensor tensor, int pool) {
        return Frames.part(
                "model", new TensorPart("embed.W_E", tensor, List.of(0, 0), List.of(ROWS, COLUMNS), 1, pool, 1));
    }

    @Test
    void sixteenMebibytesAreReadWithoutACopy() throws Exception {
        PartFrame frame = frame(large(), 1);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var part = new byte[PART];
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

        long read = 0;
        try (InputStream in = frame.stream()) {
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                read += n;
            }
        }

        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(read).isEqualTo(frame.size()).isGreaterThan(16L << 20);
        assertThat(allocated).isLessThan(1 << 20);
    }

    @Test
    void partsOfAnyLengthMakeTheSameBytes() throws Exception {
        PartFrame frame = frame(large(), 512);
        byte[] whole = new byte[frame.size()];
        frame.copy().buffer().get(whole);

        byte[] inSevens = new byte[frame.size()];
        try (InputStream in = frame.stream()) {
            int at = 0;
            for (int n = in.read(inSevens, 0, 7);
                    n >= 0;
                    n = in.read(inSevens, at, Math.min(7, inSevens.length - at))) {
                at += n;
                if (at == inSevens.length) {
                    break;
                }
            }
        }

        assertThat(inSevens).isEqualTo(whole);
        // Row 1 has the pools that end at columns 511, 1023, 1535 and 2047; the last of each is the greatest.
        var numbers = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        int start = whole.length - ROWS * 4 * Float.BYTES;
        assertThat(numbers.getFloat(start + 4 * Float.BYTES)).isEqualTo(COLUMNS + 511);
        assertThat(numbers.getFloat(start + 7 * Float.BYTES)).isEqualTo(COLUMNS + 2047);
    }
}

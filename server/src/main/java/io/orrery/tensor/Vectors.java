package io.orrery.tensor;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.LoggerFactory;

/**
 * Whether products may use {@link VectorLoops}. The JVM must have been started with {@code --add-modules jdk.incubator.vector}. Until its
 * loops are compiled they are hundreds of times slower than others, so a thread of its own calls them, half of the time, from
 * the end of the first forward pass on, until they have been quicker for some time. Until then, and if that never
 * happens, nobody else calls them.
 */
public final class Vectors {
    /** Of this process: of all that it computes. */
    public enum State {
        /** The JVM has no vector module. */
        ABSENT,
        /** No weight is kept as it is stored. */
        UNUSED,
        /** No forward pass with such weights has ended. */
        WAITING,
        COMPILING,
        READY,
        /** They were not quicker on this machine. */
        TOO_SLOW
    }

    private static final String MODULE = "jdk.incubator.vector";
    private static final AtomicReference<State> STATE =
            new AtomicReference<>(ModuleLayer.boot().findModule(MODULE).isPresent() ? State.UNUSED : State.ABSENT);

    /** Sizes of the trial: loops end within a vector, and some rows are left over. */
    private static final int COLUMNS = 167;

    private static final int HEIGHT = 32;
    private static final int ROWS = 9;

    /** Compiled code comes after some ten thousand calls, and some milliseconds. */
    private static final int TRIALS = 20_000;

    private static final int QUICKER = 2_000;
    private static final long AT_ONCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long GIVEN_UP_NANOS = TimeUnit.MINUTES.toNanos(2);

    private Vectors() {}

    public static State state() {
        return STATE.get();
    }

    /** A product of weights that are kept as they are stored asks this. */
    static boolean areReady() {
        if (STATE.get() == State.UNUSED) {
            STATE.compareAndSet(State.UNUSED, State.WAITING);
        }
        return STATE.get() == State.READY;
    }

    /** Begins to compile the loops, unless that has begun. A forward pass calls this at its end. */
    public static void passEnded() {
        if (STATE.get() == State.WAITING && STATE.compareAndSet(State.WAITING, State.COMPILING)) {
            var thread = new Thread(Vectors::compile, "orrery-vectors");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void compile() {
        try {
            STATE.set(areQuicker() ? State.READY : State.TOO_SLOW);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            STATE.set(State.TOO_SLOW);
        } catch (RuntimeException | Error e) {
            STATE.set(State.TOO_SLOW);
            LoggerFactory.getLogger(Vectors.class).warn("The vector module cannot be used", e);
        }
    }

    private static boolean areQuicker() throws InterruptedException {
        var vectors = new Trial(true);
        var others = new Trial(false);
        long end = System.nanoTime() + GIVEN_UP_NANOS;
        int quicker = 0;
        for (int trials = 0; trials < TRIALS || quicker < QUICKER; ) {
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < AT_ONCE_NANOS) {
                quicker = vectors.nanos() <= others.nanos() ? quicker + 1 : Math.max(0, quicker - 10);
                trials++;
            }
            long now = System.nanoTime();
            if (now > end) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(now - begun);
        }
        return true;
    }

    /** Every loop once, on small arrays. */
    private static final class Trial {
        private static final Bits LOW = Bits.at(4, 4, 8);

        private final QuantisedColumns columns;
        private final boolean isVector;
        private final int[][] words = new int[1][COLUMNS];
        private final float[][] x = new float[ROWS][HEIGHT];
        private final float[][] tile = new float[HEIGHT][COLUMNS];
        private final float[][] sums = new float[ROWS][COLUMNS];

        Trial(boolean isVector) {
            this.isVector = isVector;
            this.columns = new QuantisedColumns(COLUMNS, isVector);
            Arrays.fill(words[0], 0x3c00_3c00);
        }

        long nanos() {
            long begun = System.nanoTime();
            columns.at(words, 0, 0, COLUMNS);
            columns.half(0, 1, columns.factors());
            columns.half(2, 1, columns.addends());
            columns.widen(LOW, columns.factors(), tile[0]);
            columns.widen(LOW, columns.factors(), columns.addends(), tile[1]);
            columns.bfloat16(2, tile[2]);
            if (isVector) {
                VectorLoops.addTile(x, 0, HEIGHT, tile, sums, 0, ROWS, COLUMNS);
            } else {
                Kernels.addTile(x, 0, HEIGHT, tile, sums, 0, 0, ROWS, 0, COLUMNS);
            }
            return System.nanoTime() - begun;
        }
    }
}

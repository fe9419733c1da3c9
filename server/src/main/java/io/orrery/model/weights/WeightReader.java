package io.orrery.model.weights;

import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.model.config.ContentId;
import io.orrery.model.file.TensorFile;
import io.orrery.tensor.Encoding;
import io.orrery.tensor.Layout;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.WeightRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads the weights of a model. Tensors are cut into pieces, which all processors take one by one: each piece is read,
 * hashed, checked and copied to its destination while it is in the processor's cache. Matrices in half precision or in
 * blocks stay as they are stored ({@link WeightRows}), unless an adapter changes them; all others become rows of float32.
 */
public final class WeightReader {
    /** Numbers per piece. A model has some hundreds of pieces, so that no processor waits long for the last one. */
    private static final int PIECE = 1 << 20;

    /** Rows of a transposed tensor that are transposed at a time, so that adjacent numbers are written together. */
    private static final int ROWS_AT_ONCE = 64;

    /**
     * The weights that were read.
     *
     * @param hash a hash of everything that the weights depend on; equal for the same tensors in other files
     */
    public record Read(Weights weights, byte[] hash) {}

    /** Rows [from, to) of a stored tensor. */
    private record Piece(StoredTensor stored, int from, int to) {
        static Stream<Piece> of(StoredTensor stored) {
            int rows = Math.max(1, PIECE / stored.columns() / ROWS_AT_ONCE) * ROWS_AT_ONCE;
            return IntStream.range(0, (stored.rows() + rows - 1) / rows)
                    .mapToObj(i -> new Piece(stored, i * rows, Math.min((i + 1) * rows, stored.rows())));
        }
    }

    private final TensorFile file;
    private final Checkpoint checkpoint;
    private final Graph graph;
    private final Adapter adapter;
    private final Map<String, Tensor> weights = new ConcurrentHashMap<>();

    /** The weights that stay as they are stored. */
    private final Map<String, WeightRows> kept = new ConcurrentHashMap<>();

    /** Room for some rows as stored and as float32, which no thread uses now. */
    private final Queue<Buffers> unused = new ConcurrentLinkedQueue<>();

    private record Buffers(byte[] raw, float[] block) {}

    /** The most numbers that a thread reads at a time. */
    private final int atOnce;

    /** The first failure of any thread. */
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private WeightReader(TensorFile file, Checkpoint checkpoint, Graph graph, Adapter adapter) {
        this.file = file;
        this.checkpoint = checkpoint;
        this.graph = graph;
        this.adapter = adapter;
        this.atOnce = checkpoint.tensors().stream()
                .mapToInt(stored -> Math.min(ROWS_AT_ONCE, stored.rows()) * stored.columns())
                .max()
                .orElse(0);
    }

    /**
     * Reads a file that has passed {@link Checkpoint#check}.
     *
     * @param adapter the adapter to add to the weights
     * @throws OrreryException if a number is not finite
     */
    public static Read read(TensorFile file, Checkpoint checkpoint, Graph graph, Adapter adapter) throws IOException {
        return new WeightReader(file, checkpoint, graph, adapter).read();
    }

    private Read read() throws IOException {
        var hash = ContentId.sha256();
        adapter.addTo(hash);
        var pieces = checkpoint.tensors().stream().flatMap(Piece::of).toList();
        pieces.parallelStream().map(this::readUnlessFailed).toList().forEach(hash::update);
        if (failure.get() instanceof IOException e) {
            throw e;
        }
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        }
        if (failure.get() instanceof Error e) {
            throw e;
        }
        kept.forEach((weight, rows) -> weights.put(weight, new Tensor(layout(weight), rows)));
        return new Read(Weights.of(graph, weights), hash.digest());
    }

    /** The memory that the weights of a file will take, in bytes. */
    public static long bytes(TensorFile file, Checkpoint checkpoint, Graph graph, Adapter adapter) {
        long bytes = 0;
        for (var stored : checkpoint.tensors()) {
            var encoding = file.encoding(checkpoint.nameIn(file, stored));
            for (var weight : stored.weights()) {
                bytes += stays(stored, encoding, adapter)
                        ? WeightRows.heapBytes(
                                encoding,
                                stored.rows(),
                                stored.columns() / stored.weights().size(),
                                stored.transposed())
                        : graph.node(weight)
                                .orElseThrow()
                                .layout(graph.sizes(), 0)
                                .heapBytes();
            }
        }
        return bytes;
    }

    private static boolean stays(StoredTensor stored, Encoding encoding, Adapter adapter) {
        return stored.canStay(encoding) && !adapter.changes(stored);
    }

    /**
     * Reads a piece, unless another could not be read. Failures are kept, not thrown: a parallel stream that fails leaves its
     * other tasks running, and these would go on reading a file that its owner believes to be closed.
     */
    private byte[] readUnlessFailed(Piece piece) {
        if (failure.get() == null) {
            Buffers buffers = unused.poll();
            try {
                if (buffers == null) {
                    // No encoding takes more bytes than float32.
                    buffers = new Buffers(new byte[atOnce * Float.BYTES], new float[atOnce]);
                }
                byte[] hash = read(piece, buffers);
                unused.add(buffers);
                return hash;
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        }
        return new byte[0];
    }

    /**
     * Reads a piece and copies it to its destination.
     *
     * @return the hash of its stored bytes
     */
    private byte[] read(Piece piece, Buffers buffers) throws IOException {
        var stored = piece.stored();
        var name = checkpoint.nameIn(file, stored);
        var encoding = file.encoding(name);
        var hash = ContentId.sha256();
        hash.update("%s %s from %d\n"
                .formatted(stored.weights(), encoding.name(), piece.from())
                .getBytes(StandardCharsets.UTF_8));
        boolean stays = stays(stored, encoding, adapter);
        var targets = stays
                ? List.<float[][]>of()
                : stored.weights().stream().map(this::target).toList();
        int columns = stored.columns();
        byte[] raw = buffers.raw();
        float[] block = buffers.block();
        for (int from = piece.from(); from < piece.to(); from += ROWS_AT_ONCE) {
            int rows = Math.min(ROWS_AT_ONCE, piece.to() - from);
            int blocks = rows * columns / encoding.elements();
            file.read(name, (long) from * columns, rows * columns, raw);
            hash.update(raw, 0, blocks * encoding.bytes());
            if (stays) {
                keep(stored, encoding, raw, from, rows);
                continue;
            }
            encoding.decode(raw, 0, blocks, block, 0);
            adapter.add(stored, from, rows, block);
            checkFinite(name, block, rows * columns);
            if (stored.transposed()) {
                scatterColumns(block, rows, targets.get(0), from);
            } else {
                scatterRows(block, rows, targets, from);
            }
        }
        if (stays) {
            for (var weight : stored.weights()) {
                kept.get(weight).eachOf(piece.from(), piece.to(), values -> checkFinite(name, values, values.length));
            }
        }
        return hash.digest();
    }

    /** The rows of a weight, allocated by the first thread that needs them. */
    private float[][] target(String weight) {
        return weights.computeIfAbsent(weight, name -> Tensor.zeros(layout(name)))
                .rows();
    }

    private Layout layout(String weight) {
        return graph.node(weight).orElseThrow().layout(graph.sizes(), 0);
    }

    /** Keeps the bytes of each row, or of each weight's part of it. */
    private void keep(StoredTensor stored, Encoding encoding, byte[] raw, int from, int rows) {
        int numbers = stored.columns() / stored.weights().size();
        int part = numbers / encoding.elements() * encoding.bytes();
        int at = 0;
        for (var weight : stored.weights()) {
            kept.computeIfAbsent(weight, name -> new WeightRows(encoding, stored.rows(), numbers, stored.transposed()))
                    .put(from, rows, raw, at, part * stored.weights().size());
            at += part;
        }
    }

    private static void scatterColumns(float[] block, int rows, float[][] target, int from) {
        int columns = target.length;
        for (int j = 0; j < columns; j++) {
            float[] row = target[j];
            for (int i = 0; i < rows; i++) {
                row[from + i] = block[i * columns + j];
            }
        }
    }

    private static void scatterRows(float[] block, int rows, List<float[][]> targets, int from) {
        int at = 0;
        for (int i = 0; i < rows; i++) {
            for (float[][] target : targets) {
                float[] row = target[from + i];
                System.arraycopy(block, at, row, 0, row.length);
                at += row.length;
            }
        }
    }

    private void checkFinite(String name, float[] values, int count) {
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(values[i])) {
                throw new OrreryException(new ModelError.NotFinite(file.name(), String.valueOf(values[i]), name));
            }
        }
    }
}

package io.orrery.model.weights;

import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.model.config.ContentId;
import io.orrery.model.file.TensorFile;
import io.orrery.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads the weights of a model. Tensors are cut into pieces, which all processors take one by one: each piece is read,
 * hashed, decoded and copied to its destination while it is in the processor's cache.
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

    /** The first failure of any thread. */
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private WeightReader(TensorFile file, Checkpoint checkpoint, Graph graph, Adapter adapter) {
        this.file = file;
        this.checkpoint = checkpoint;
        this.graph = graph;
        this.adapter = adapter;
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
        return new Read(Weights.of(graph, weights), hash.digest());
    }

    /**
     * Reads a piece, unless another could not be read. Failures are kept, not thrown: a parallel stream that fails leaves its
     * other tasks running, and these would go on reading a file that its owner believes to be closed.
     */
    private byte[] readUnlessFailed(Piece piece) {
        if (failure.get() == null) {
            try {
                return read(piece);
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
    private byte[] read(Piece piece) throws IOException {
        var stored = piece.stored();
        var name = checkpoint.nameIn(file, stored);
        var encoding = file.encoding(name);
        var hash = ContentId.sha256();
        hash.update("%s %s from %d\n"
                .formatted(stored.weights(), encoding.name(), piece.from())
                .getBytes(StandardCharsets.UTF_8));
        var targets = stored.weights().stream().map(this::target).toList();
        int columns = stored.columns();
        var raw = new byte[ROWS_AT_ONCE * columns / encoding.elements() * encoding.bytes()];
        var block = new float[ROWS_AT_ONCE * columns];
        for (int from = piece.from(); from < piece.to(); from += ROWS_AT_ONCE) {
            int rows = Math.min(ROWS_AT_ONCE, piece.to() - from);
            int blocks = rows * columns / encoding.elements();
            file.read(name, (long) from * columns, rows * columns, raw);
            hash.update(raw, 0, blocks * encoding.bytes());
            encoding.decode(raw, blocks, block);
            adapter.add(stored, from, rows, block);
            checkFinite(name, block, rows * columns);
            if (stored.transposed()) {
                scatterColumns(block, rows, targets.get(0), from);
            } else {
                scatterRows(block, rows, targets, from);
            }
        }
        return hash.digest();
    }

    /** The rows of a weight, allocated by the first thread that needs them. */
    private float[][] target(String weight) {
        return weights.computeIfAbsent(
                        weight,
                        name -> Tensor.zeros(graph.node(name).orElseThrow().layout(graph.sizes(), 0)))
                .rows();
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

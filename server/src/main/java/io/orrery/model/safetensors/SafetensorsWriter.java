package io.orrery.model.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.orrery.model.file.ElementType;
import io.orrery.model.file.HalfFloat;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Writes tensors into a safetensors file, as float32 unless it is said otherwise. The same tensors in the same order give the same bytes. */
public final class SafetensorsWriter {
    private final Map<String, String> metadata;
    private final ElementType type;
    private final List<Item> items = new ArrayList<>();

    private record Item(String name, int[] shape, long bytes, Supplier<Stream<float[]>> pieces) {}

    /** @param metadata the text entries of {@code __metadata__}, in this order; none at all if empty */
    public SafetensorsWriter(Map<String, String> metadata) {
        this(metadata, ElementType.F32);
    }

    /**
     * Writes numbers of either type.
     *
     * @param metadata the text entries of {@code __metadata__}, in this order; none at all if empty
     * @param type F32, or F16, to which numbers are rounded
     */
    public SafetensorsWriter(Map<String, String> metadata, ElementType type) {
        if (type != ElementType.F32 && type != ElementType.F16) {
            throw new IllegalArgumentException(type.name());
        }
        this.metadata = metadata;
        this.type = type;
    }

    /**
     * Adds a tensor; names must differ.
     *
     * @param values supplies the numbers in row-major order; called when they are written, so that only one tensor at a
     *     time is in memory
     */
    public SafetensorsWriter add(String name, int[] shape, Supplier<float[]> values) {
        return addPieces(name, shape, () -> Stream.of(values.get()));
    }

    /**
     * Adds a tensor that need not be in memory as a whole.
     *
     * @param pieces supplies the numbers in row-major order, some at a time
     */
    public SafetensorsWriter addPieces(String name, int[] shape, Supplier<Stream<float[]>> pieces) {
        long bytes = type.bytes();
        for (int size : shape) {
            bytes = Math.multiplyExact(bytes, (long) size);
        }
        items.add(new Item(name, shape.clone(), bytes, pieces));
        return this;
    }

    /**
     * Writes the file atomically: it replaces an existing file only when it is complete. Pipes and devices are written
     * to directly.
     */
    public void write(Path file) throws IOException {
        var target = Files.exists(file) ? file.toRealPath() : file;
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            writeInto(target);
            return;
        }
        var folder = target.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        var unfinished = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            writeInto(unfinished);
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private void writeInto(Path file) throws IOException {
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            write(out);
        }
    }

    private void write(OutputStream out) throws IOException {
        var header = header();
        var prefix = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        out.write(prefix.putLong(header.length).array());
        out.write(header);
        for (var item : items) {
            writeNumbers(item, out);
        }
    }

    private byte[] header() throws IOException {
        var text = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart("__metadata__");
                for (var entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long begin = 0;
            for (var item : items) {
                json.writeObjectFieldStart(item.name());
                json.writeStringField("dtype", type.name());
                json.writeFieldName("shape");
                json.writeArray(item.shape(), 0, item.shape().length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {begin, begin + item.bytes()}, 0, 2);
                json.writeEndObject();
                begin += item.bytes();
            }
            json.writeEndObject();
        }
        // Readers that map the file need the data to start at a multiple of 8.
        while (text.size() % 8 != 0) {
            text.write(' ');
        }
        return text.toByteArray();
    }

    private void writeNumbers(Item item, OutputStream out) throws IOException {
        var buffer = ByteBuffer.allocate(1 << 14).order(ByteOrder.LITTLE_ENDIAN);
        long written = 0;
        try (var pieces = item.pieces().get()) {
            for (var values = pieces.iterator(); values.hasNext(); ) {
                for (float value : values.next()) {
                    if (!buffer.hasRemaining()) {
                        out.write(buffer.array(), 0, buffer.position());
                        buffer.clear();
                    }
                    if (type == ElementType.F16) {
                        buffer.putShort(HalfFloat.of(value));
                    } else {
                        buffer.putFloat(value);
                    }
                    written++;
                }
            }
        }
        out.write(buffer.array(), 0, buffer.position());
        if (type.bytes() * written != item.bytes()) {
            throw new IllegalArgumentException(written + " values for the shape of " + item.name());
        }
    }
}

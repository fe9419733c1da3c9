package io.orrery.model.safetensors;

import io.orrery.error.OrreryException;
import io.orrery.error.SafetensorsError;
import io.orrery.model.file.RandomAccessBytes;
import io.orrery.model.file.TensorFile;
import io.orrery.tensor.Encoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * An open safetensors file: 8 bytes with the length of a JSON header, the header, and the data. The whole header is
 * validated before any data is read, so its entries can be trusted.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors implements TensorFile {
    private final String name;
    private final RandomAccessBytes content;
    private final SafetensorsHeader header;

    private Safetensors(String name, RandomAccessBytes content) throws IOException {
        this.name = name;
        this.content = content;
        this.header = SafetensorsHeader.read(name, content);
    }

    /**
     * Opens a file.
     *
     * @throws OrreryException if the file is not a complete and valid safetensors file
     */
    public static Safetensors open(Path file) throws IOException {
        return open(file.toString(), RandomAccessBytes.of(file));
    }

    /**
     * Opens a file, and closes {@code content} if that fails.
     *
     * @param name the file's name in messages
     */
    public static Safetensors open(String name, RandomAccessBytes content) throws IOException {
        try {
            return new Safetensors(name, content);
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** The text entries of {@code __metadata__}. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** The names of the tensors, in the order of the header. */
    @Override
    public Set<String> names() {
        return header.entries().keySet();
    }

    /**
     * The shape of a tensor.
     *
     * @throws IllegalArgumentException if there is no tensor of that name
     */
    @Override
    public int[] shape(String tensor) {
        return Arrays.stream(entry(tensor).shape()).mapToInt(Math::toIntExact).toArray();
    }

    /**
     * All numbers of a tensor as float32, in row-major order.
     *
     * @throws OrreryException if its element type is not F32, F16 or BF16
     */
    public float[] read(String tensor) throws IOException {
        var encoding = encoding(tensor);
        var values = new float[Math.toIntExact(entry(tensor).elements())];
        var raw = new byte[Math.multiplyExact(values.length, encoding.bytes())];
        read(tensor, 0, values.length, raw);
        encoding.decode(raw, 0, values.length, values, 0);
        return values;
    }

    @Override
    public Encoding encoding(String tensor) {
        var type = entry(tensor).type();
        if (!type.isReadable()) {
            throw new OrreryException(new SafetensorsError.UnreadableSafetensorsDtype(name, tensor, type.name()));
        }
        return type;
    }

    @Override
    public void read(String tensor, long from, int count, byte[] raw) throws IOException {
        var entry = entry(tensor);
        int bytes = entry.type().bytes();
        content.read(header.dataStart() + entry.begin() + from * bytes, ByteBuffer.wrap(raw, 0, count * bytes));
    }

    private SafetensorsHeader.TensorInfo entry(String tensor) {
        var entry = header.entries().get(tensor);
        if (entry == null) {
            throw new IllegalArgumentException("no tensor \"" + tensor + "\" in " + name);
        }
        return entry;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}

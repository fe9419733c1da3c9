package io.orrery.model.gguf;

import io.orrery.error.OrreryException;
import io.orrery.model.file.RandomAccessBytes;
import io.orrery.model.file.TensorFile;
import io.orrery.tensor.Encoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;

/** An open GGUF file. The whole header is validated before any data is read. */
public final class Gguf implements TensorFile {
    private final String name;
    private final RandomAccessBytes content;
    private final GgufHeader header;

    private Gguf(String name, RandomAccessBytes content) throws IOException {
        this.name = name;
        this.content = content;
        this.header = GgufHeader.read(name, content);
    }

    /**
     * Opens a file.
     *
     * @throws OrreryException if the file is not a complete and valid GGUF file
     */
    public static Gguf open(Path file) throws IOException {
        var content = RandomAccessBytes.of(file);
        try {
            return new Gguf(file.toString(), content);
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    public GgufMetadata metadata() {
        return new GgufMetadata(name, header.metadata());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> names() {
        return header.tensors().keySet();
    }

    @Override
    public int[] shape(String tensor) {
        return entry(tensor).shape().clone();
    }

    @Override
    public Encoding encoding(String tensor) {
        return entry(tensor).type();
    }

    @Override
    public void read(String tensor, long from, int count, byte[] raw) throws IOException {
        var entry = entry(tensor);
        var type = entry.type();
        if (from % type.elements() != 0 || count % type.elements() != 0) {
            throw new IllegalArgumentException("no whole rows of " + tensor);
        }
        long position = header.dataStart() + entry.begin() + from / type.elements() * type.bytes();
        content.read(position, ByteBuffer.wrap(raw, 0, count / type.elements() * type.bytes()));
    }

    private GgufHeader.TensorInfo entry(String tensor) {
        var entry = header.tensors().get(tensor);
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

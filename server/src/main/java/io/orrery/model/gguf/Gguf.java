package io.orrery.model.gguf;

import io.orrery.error.ConfigError;
import io.orrery.error.GgufError;
import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.error.SafetensorsError;
import io.orrery.model.file.RandomAccessBytes;
import io.orrery.model.file.TensorFile;
import io.orrery.tensor.Encoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An open GGUF file, or several that are parts of one. The whole header of each is validated before any data is read. The first
 * part has the metadata; {@code NAME-00002-of-00003.gguf} is the second of three.
 */
public final class Gguf implements TensorFile {
    private static final int MOST_PARTS = 1024;
    private static final String NUMBER = "split.no";
    private static final String COUNT = "split.count";
    private static final Pattern FIRST = Pattern.compile("(.+)-00001-of-(\\d{5})\\.gguf");

    /** One file. */
    private record Part(String name, RandomAccessBytes content, GgufHeader header) {
        static Part open(Path file) throws IOException {
            var content = RandomAccessBytes.of(file);
            try {
                return new Part(file.toString(), content, GgufHeader.read(file.toString(), content));
            } catch (IOException | RuntimeException e) {
                content.close();
                throw e;
            }
        }

        GgufMetadata metadata() {
            return new GgufMetadata(name, header.metadata());
        }
    }

    private final List<Part> parts = new ArrayList<>();

    /** The part that has a tensor. */
    private final Map<String, Part> holders = new LinkedHashMap<>();

    private Gguf() {}

    /**
     * Opens a file, and the other parts of its model.
     *
     * @param file the only one, or the first part
     * @throws OrreryException if a file is missing, or not a complete and valid GGUF file, or not the part that it should be
     */
    public static Gguf open(Path file) throws IOException {
        var all = new Gguf();
        try {
            all.openAll(file);
            return all;
        } catch (IOException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private void openAll(Path file) throws IOException {
        add(Part.open(file));
        int count = metadata().optionalSize(COUNT, MOST_PARTS).orElse(1);
        if (count == 1) {
            return;
        }
        if (metadata().whole(NUMBER).orElse(0L) != 0) {
            throw metadata().unsupported(NUMBER, ConfigError.NotTheFirstPart::new);
        }
        var name = FIRST.matcher(String.valueOf(file.getFileName()));
        if (!name.matches() || Integer.parseInt(name.group(2)) != count) {
            throw new OrreryException(
                    new GgufError.GgufPartName(name(), "-00001-of-%05d.gguf".formatted(count), count));
        }
        for (int part = 2; part <= count; part++) {
            Path other = file.resolveSibling("%s-%05d-of-%05d.gguf".formatted(name.group(1), part, count));
            if (!Files.isRegularFile(other)) {
                throw new OrreryException(new ModelError.MissingShard(other.toString(), name()));
            }
            var opened = Part.open(other);
            add(opened);
            if (opened.metadata().whole(NUMBER).orElse(-1L) != part - 1
                    || opened.metadata().whole(COUNT).orElse(-1L) != count) {
                throw new OrreryException(new GgufError.GgufWrongPart(opened.name(), part, count));
            }
        }
    }

    private void add(Part part) {
        parts.add(part);
        for (var tensor : part.header().tensors().keySet()) {
            var other = holders.putIfAbsent(tensor, part);
            if (other != null) {
                throw new OrreryException(
                        new SafetensorsError.ShardsShareTensor(name(), tensor, other.name(), part.name()));
            }
        }
    }

    public GgufMetadata metadata() {
        return parts.get(0).metadata();
    }

    @Override
    public String name() {
        return parts.get(0).name();
    }

    @Override
    public Set<String> names() {
        return holders.keySet();
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
        var part = holders.get(tensor);
        long position = part.header().dataStart() + entry.begin() + from / type.elements() * type.bytes();
        part.content().read(position, ByteBuffer.wrap(raw, 0, count / type.elements() * type.bytes()));
    }

    private GgufHeader.TensorInfo entry(String tensor) {
        var part = holders.get(tensor);
        if (part == null) {
            throw new IllegalArgumentException("no tensor \"" + tensor + "\" in " + name());
        }
        return part.header().tensors().get(tensor);
    }

    /** Closes all parts, even if closing one fails. */
    @Override
    public void close() throws IOException {
        IOException problem = null;
        for (Part part : parts) {
            try {
                part.content().close();
            } catch (IOException e) {
                problem = e;
            }
        }
        if (problem != null) {
            throw problem;
        }
    }
}

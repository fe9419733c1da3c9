package io.orrery.model.safetensors;

import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.error.SafetensorsError;
import io.orrery.model.file.JsonFile;
import io.orrery.model.file.ModelFolder;
import io.orrery.model.file.TensorFile;
import io.orrery.tensor.Encoding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The weights of a model in several safetensors files, and the index that maps each tensor to a file:
 * {@code {"weight_map": {"model.norm.weight": "model-00002-of-00002.safetensors", …}}}.
 */
public final class Shards implements TensorFile {
    public static final String INDEX = "model.safetensors.index.json";

    private static final int MOST_FILES = 1024;

    private final String name;
    private final Map<String, Safetensors> files = new LinkedHashMap<>();
    private final Map<String, Safetensors> holders = new LinkedHashMap<>();

    private Shards(String name) {
        this.name = name;
    }

    /**
     * Opens all files that an index lists.
     *
     * @param index the bytes of the index
     * @throws OrreryException if the index is invalid, or if the files do not match it
     */
    public static Shards open(ModelFolder folder, byte[] index) throws IOException {
        var shards = new Shards(folder.describe(INDEX));
        try {
            shards.openAll(folder, index);
            return shards;
        } catch (IOException | RuntimeException e) {
            shards.close();
            throw e;
        }
    }

    private void openAll(ModelFolder folder, byte[] index) throws IOException {
        var map = JsonFile.parse(name, index).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new OrreryException(new SafetensorsError.ShardIndexEmpty(name));
        }
        for (var entry : map.properties()) {
            var file = entry.getValue().asText();
            if (!entry.getValue().isTextual() || !isPlainName(file)) {
                throw new OrreryException(new SafetensorsError.ShardIndexBadName(
                        name, entry.getValue().toString(), entry.getKey()));
            }
            if (!files.containsKey(file)) {
                openOne(folder, file);
            }
        }
        for (var entry : map.properties()) {
            var holder = holders.get(entry.getKey());
            var promised = files.get(entry.getValue().asText());
            if (holder != promised) {
                throw new OrreryException(
                        new SafetensorsError.ShardWithoutTensor(name, entry.getKey(), promised.name()));
            }
        }
    }

    /** Whether this is the name of a file in the folder itself, not a path that leads out of it. */
    private static boolean isPlainName(String file) {
        return file.matches("[^/\\\\\\x00]+\\.safetensors");
    }

    private void openOne(ModelFolder folder, String file) throws IOException {
        if (files.size() == MOST_FILES) {
            throw new OrreryException(new SafetensorsError.ShardIndexTooLong(name, MOST_FILES));
        }
        var content = folder.open(file)
                .orElseThrow(() -> new OrreryException(new ModelError.MissingShard(folder.describe(file), name)));
        var opened = Safetensors.open(folder.describe(file), content);
        files.put(file, opened);
        for (var tensor : opened.names()) {
            var other = holders.putIfAbsent(tensor, opened);
            if (other != null) {
                throw new OrreryException(
                        new SafetensorsError.ShardsShareTensor(name, tensor, other.name(), opened.name()));
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> names() {
        return holders.keySet();
    }

    @Override
    public int[] shape(String tensor) {
        return holder(tensor).shape(tensor);
    }

    @Override
    public Encoding encoding(String tensor) {
        return holder(tensor).encoding(tensor);
    }

    @Override
    public void read(String tensor, long from, int count, byte[] raw) throws IOException {
        holder(tensor).read(tensor, from, count, raw);
    }

    private Safetensors holder(String tensor) {
        var holder = holders.get(tensor);
        if (holder == null) {
            throw new IllegalArgumentException("no tensor \"" + tensor + "\" in " + name);
        }
        return holder;
    }

    /** Closes all files, even if closing one fails. */
    @Override
    public void close() throws IOException {
        List<IOException> problems = new ArrayList<>();
        for (var file : files.values()) {
            try {
                file.close();
            } catch (IOException e) {
                problems.add(e);
            }
        }
        if (!problems.isEmpty()) {
            throw problems.get(0);
        }
    }
}

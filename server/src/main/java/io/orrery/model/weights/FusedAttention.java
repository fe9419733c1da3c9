package io.orrery.model.weights;

import io.orrery.error.OrreryException;
import io.orrery.error.WeightsError;
import io.orrery.graph.Sizes;
import io.orrery.model.file.TensorFile;
import io.orrery.tensor.Encoding;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file whose queries, keys and values of a layer are one tensor (out × in), with these as tensors of their own. The rows of the fused
 * tensor are groups of queries, keys and values by turns.
 */
public final class FusedAttention implements TensorFile {
    private final TensorFile file;
    private final Names names;
    private final int rows;
    private final Pattern tensor;

    /**
     * Names of tensors, which end with {@code .weight} or {@code .bias}.
     *
     * @param before what stands before a layer's number
     * @param behind what stands behind it
     * @param fused the name of the fused tensor
     * @param parts the names of queries, keys and values
     */
    public record Names(String before, String behind, String fused, List<String> parts) {
        private String fused(String layer, String kind) {
            return before + layer + behind + fused + kind;
        }
    }

    /** @param rows in each group of queries, keys or values: those of a head, or all */
    public FusedAttention(TensorFile file, Names names, int rows) {
        this.file = file;
        this.names = names;
        this.rows = rows;
        this.tensor = Pattern.compile(Pattern.quote(names.before()) + "(?<layer>\\d+)" + Pattern.quote(names.behind())
                + "(?<part>" + names.fused() + "|" + String.join("|", names.parts()) + ")(?<kind>\\.(?:weight|bias))");
    }

    /**
     * This file.
     *
     * @param family the name of the model family in messages
     * @param configuredBy the source of the tensors' sizes, for messages
     * @throws OrreryException if a fused tensor is missing or has another shape, or if there is a part of one already
     */
    public FusedAttention checked(Sizes sizes, String family, String configuredBy) {
        int model = sizes.d_model();
        for (int layer = 0; layer < sizes.n_layers(); layer++) {
            var of = Integer.toString(layer);
            checkShape(names.fused(of, ".weight"), configuredBy, names.parts().size() * model, model);
            checkShape(names.fused(of, ".bias"), configuredBy, names.parts().size() * model);
        }
        file.names().stream()
                .filter(name -> part(name).isPresent())
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new OrreryException(
                            new WeightsError.UnexpectedTensor(file.name(), name, family, configuredBy));
                });
        return this;
    }

    private void checkShape(String name, String configuredBy, int... expected) {
        if (!file.names().contains(name)) {
            throw new OrreryException(new WeightsError.MissingTensor(file.name(), name, listed(expected)));
        }
        if (!Arrays.equals(file.shape(name), expected)) {
            throw new OrreryException(new WeightsError.WrongShape(
                    file.name(), name, listed(file.shape(name)), configuredBy, listed(expected)));
        }
    }

    private static List<Integer> listed(int[] shape) {
        return Arrays.stream(shape).boxed().toList();
    }

    /** The name's parts, if it is that of queries, keys or values. */
    private Optional<Matcher> part(String name) {
        var matcher = tensor.matcher(name);
        return Optional.of(matcher)
                .filter(Matcher::matches)
                .filter(of -> !of.group("part").equals(names.fused()));
    }

    private String fused(Matcher part) {
        return names.fused(part.group("layer"), part.group("kind"));
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public Set<String> names() {
        var all = new HashSet<String>();
        for (var name : file.names()) {
            var matcher = tensor.matcher(name);
            if (matcher.matches()) {
                names.parts()
                        .forEach(part -> all.add(names.before()
                                + matcher.group("layer")
                                + names.behind()
                                + part
                                + matcher.group("kind")));
            } else {
                all.add(name);
            }
        }
        return all;
    }

    @Override
    public int[] shape(String name) {
        var part = part(name);
        if (part.isEmpty()) {
            return file.shape(name);
        }
        int[] shape = file.shape(fused(part.get())).clone();
        shape[0] /= names.parts().size();
        return shape;
    }

    @Override
    public Encoding encoding(String name) {
        return file.encoding(part(name).map(this::fused).orElse(name));
    }

    @Override
    public void read(String name, long from, int count, byte[] raw) throws IOException {
        var part = part(name);
        if (part.isEmpty()) {
            file.read(name, from, count, raw);
            return;
        }
        var stored = fused(part.get());
        int[] shape = file.shape(stored);
        int columns = shape.length == 1 ? 1 : shape[1];
        int which = names.parts().indexOf(part.get().group("part"));
        var encoding = file.encoding(stored);
        int done = 0;
        while (done < count / columns) {
            int row = (int) (from / columns) + done;
            int some = Math.min(rows - row % rows, count / columns - done);
            int at = (row / rows * names.parts().size() + which) * rows + row % rows;
            var read = new byte[some * columns / encoding.elements() * encoding.bytes()];
            file.read(stored, (long) at * columns, some * columns, read);
            System.arraycopy(read, 0, raw, done * columns / encoding.elements() * encoding.bytes(), read.length);
            done += some;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

package io.orrery.model.weights;

import io.orrery.error.ConfigError;
import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.error.WeightsError;
import io.orrery.model.config.ConfigObject;
import io.orrery.model.file.ModelFolder;
import io.orrery.model.safetensors.Safetensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A low-rank adapter (Hu et al. 2021, arXiv:2106.09685) in the layout of the PEFT library: it adds scale · B A to a
 * linear weight, out × in, with A {@code [r, in]} and B {@code [out, r]}. It is matched to a model by the names and
 * shapes of its tensors, not by the base model that it names.
 */
public final class Adapter {
    public static final String CONFIG = "adapter_config.json";
    public static final String WEIGHTS = "adapter_model.safetensors";

    private static final int LONGEST = 1 << 20;
    private static final String PREFIX = "base_model.model.";

    /** Settings that are read here, or that change no number after training. */
    private static final Set<String> KNOWN = Set.of(
            "peft_type",
            "r",
            "lora_alpha",
            "use_rslora",
            "bias",
            "fan_in_fan_out",
            "init_lora_weights",
            "auto_mapping",
            "base_model_name_or_path",
            "exclude_modules",
            "inference_mode",
            "layers_pattern",
            "layers_to_transform",
            "lora_dropout",
            "megatron_core",
            "peft_version",
            "qalora_group_size",
            "revision",
            "target_modules",
            "task_type");

    /** The adapter's part for one weight. */
    private record LowRankUpdate(float[] a, float[] b, int rank, int in, int out) {}

    private final double scale;
    private final Map<List<String>, LowRankUpdate> parts;

    private Adapter(double scale, Map<List<String>, LowRankUpdate> parts) {
        this.scale = scale;
        this.parts = Map.copyOf(parts);
    }

    /** An adapter that adds nothing. */
    public static Adapter none() {
        return new Adapter(0, Map.of());
    }

    /**
     * Reads an adapter's folder.
     *
     * @param model the checkpoint of the base model, with Hugging Face's names
     * @throws OrreryException if it is not an adapter, uses unsupported settings, or is for another model
     */
    public static Adapter read(ModelFolder folder, Checkpoint model) throws IOException {
        var json = folder.read(CONFIG, LONGEST).orElseThrow(() -> missing(folder, CONFIG));
        var config = ConfigObject.of(folder.describe(CONFIG), json);
        int rank = checked(config);
        double alpha = config.number("lora_alpha", 0, 1e6);
        double scale = config.flag("use_rslora", false) ? alpha / Math.sqrt(rank) : alpha / rank;
        var content = folder.open(WEIGHTS).orElseThrow(() -> missing(folder, WEIGHTS));
        try (var file = Safetensors.open(folder.describe(WEIGHTS), content)) {
            return new Adapter(scale, parts(file, rank, model));
        }
    }

    private static int checked(ConfigObject config) {
        config.requireText("peft_type", "LORA");
        config.requireText("bias", "none");
        config.value("init_lora_weights")
                .filter(way -> !way.isBoolean() && !way.asText().equals("gaussian"))
                .ifPresent(way -> {
                    throw config.unsupported("init_lora_weights", ConfigError.AdapterOfChangedWeights::new);
                });
        var known = new HashSet<>(KNOWN);
        known.addAll(config.switchedOff());
        config.checkOnly(known);
        return config.size(1 << 12, "r");
    }

    private static Map<List<String>, LowRankUpdate> parts(Safetensors file, int rank, Checkpoint model)
            throws IOException {
        var byName = model.tensors().stream().collect(Collectors.toMap(model::fullName, stored -> stored));
        Map<List<String>, LowRankUpdate> parts = new HashMap<>();
        Set<String> unread = new HashSet<>(file.names());
        for (var a : file.names().stream()
                .filter(name -> name.endsWith(".lora_A.weight"))
                .sorted()
                .toList()) {
            var module = a.substring(0, a.length() - ".lora_A.weight".length());
            var b = module + ".lora_B.weight";
            var stored = module.startsWith(PREFIX) ? byName.get(module.substring(PREFIX.length()) + ".weight") : null;
            if (stored == null || stored.shape().length != 2 || !unread.remove(b)) {
                continue;
            }
            unread.remove(a);
            int out = stored.transposed() ? stored.rows() : stored.columns();
            int in = stored.transposed() ? stored.columns() : stored.rows();
            checkShape(file, a, rank, in);
            checkShape(file, b, out, rank);
            parts.put(stored.weights(), new LowRankUpdate(file.read(a), file.read(b), rank, in, out));
        }
        var stray = unread.stream().sorted().findFirst();
        if (stray.isPresent() || parts.isEmpty()) {
            throw new OrreryException(stray.<WeightsError>map(
                            name -> new WeightsError.AdapterTensorUnknown(file.name(), name, model.family()))
                    .orElseGet(() -> new WeightsError.AdapterEmpty(file.name())));
        }
        return parts;
    }

    private static void checkShape(Safetensors file, String name, int rows, int columns) {
        int[] shape = file.shape(name);
        if (!Arrays.equals(shape, new int[] {rows, columns})) {
            throw new OrreryException(new WeightsError.AdapterShape(
                    file.name(), name, Arrays.stream(shape).boxed().toList(), rows, columns));
        }
    }

    private static OrreryException missing(ModelFolder folder, String file) {
        return new OrreryException(new ModelError.MissingAdapterFile(folder.describe(file), CONFIG, WEIGHTS));
    }

    /** Whether it changes a stored tensor, which is then held as float32. */
    boolean changes(StoredTensor stored) {
        return parts.containsKey(stored.weights());
    }

    /**
     * Adds this adapter's part to some rows of a stored tensor.
     *
     * @param from the first row
     * @param values the rows, one after the other
     */
    void add(StoredTensor stored, int from, int rows, float[] values) {
        var part = parts.get(stored.weights());
        if (part == null) {
            return;
        }
        int columns = stored.columns();
        for (int at = 0; at < rows * columns; at++) {
            int row = from + at / columns;
            int column = at % columns;
            int out = stored.transposed() ? row : column;
            int in = stored.transposed() ? column : row;
            double sum = 0;
            for (int k = 0; k < part.rank(); k++) {
                sum += (double) part.b()[out * part.rank() + k] * part.a()[k * part.in() + in];
            }
            values[at] += (float) (scale * sum);
        }
    }

    /** Adds everything that the adapter's part depends on to a hash. */
    void addTo(MessageDigest hash) {
        hash.update("scale %s\n".formatted(scale).getBytes(StandardCharsets.UTF_8));
        parts.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .forEach(entry -> {
                    var part = entry.getValue();
                    var line = "%s %d %d %d\n".formatted(entry.getKey(), part.rank(), part.in(), part.out());
                    hash.update(line.getBytes(StandardCharsets.UTF_8));
                    addTo(hash, part.a());
                    addTo(hash, part.b());
                });
    }

    private static void addTo(MessageDigest hash, float[] numbers) {
        var bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
        bytes.asFloatBuffer().put(numbers);
        hash.update(bytes);
    }
}

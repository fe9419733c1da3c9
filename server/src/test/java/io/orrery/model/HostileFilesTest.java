package io.orrery.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.Run;
import io.orrery.model.gguf.GgufArchitecturesTest;
import io.orrery.tensor.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzzes model files: each mutated file opens and runs, or is refused with a plain sentence, without using much memory.
 * docs/contributing.md explains how to run it for longer and with another seed.
 */
class HostileFilesTest {
    private static final int TRIES = 120;
    private static final String CONVERTED = "converted.gguf";
    private static final long SEED = Long.getLong("orrery.fuzz.seed", 1);

    /** How long all files together are fuzzed; if absent, each file is tried {@link #TRIES} times. */
    private static final Optional<Integer> SECONDS = Optional.ofNullable(Integer.getInteger("orrery.fuzz.seconds"));

    /** The longest error message: a person reads it, so a hostile name must not fill the screen. */
    private static final int LONGEST_SENTENCE = 600;

    /** Most memory that opening may allocate; the files have less than a megabyte. */
    private static final long MOST_BYTES = 256L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static Workers workers;

    @TempDir
    Path folder;

    /** The file to mutate; the model's other files stay intact. A GGUF file of a small model is written as the converter does. */
    private record Target(String model, String file) {
        byte[] original(Path folder) throws IOException {
            if (!file.equals(CONVERTED)) {
                return Files.readAllBytes(Fixtures.folder(model).resolve(file));
            }
            Path source = model.equals("gemma3-tiny") ? GgufArchitecturesTest.gemma(folder) : Fixtures.folder(model);
            return Files.readAllBytes(GgufArchitecturesTest.written(source).write(folder.resolve(file)));
        }

        boolean isGguf() {
            return file.endsWith(".gguf");
        }

        Set<Mutation> mutations() {
            Mutation meant =
                    isGguf() ? Mutation.GGUF : file.endsWith(".safetensors") ? Mutation.SAFETENSORS : Mutation.JSON;
            return EnumSet.of(Mutation.BYTES, meant);
        }
    }

    static Stream<Target> targets() {
        return Stream.of(
                new Target("gpt2-tiny", "config.json"),
                new Target("llama3-rope-tiny", "config.json"),
                new Target("llama-tiny", "model.safetensors"),
                new Target("gemma3-tiny", "config.json"),
                new Target("qwen3-tiny", "config.json"),
                new Target("olmo2-tiny", "config.json"),
                new Target("qwen3moe-tiny", "config.json"),
                new Target("qwen3moe-tiny", "model.safetensors"),
                new Target("pythia-tiny", "config.json"),
                new Target("pythia-tiny", "model.safetensors"),
                new Target("gpt2-tiny", "tokenizer.json"),
                new Target("mistral-tiny", "tokenizer.json"),
                new Target("llama-tiny-sharded", "model.safetensors.index.json"),
                new Target("llama-tiny-lora", "adapter_config.json"),
                new Target("llama-tiny-lora", "adapter_model.safetensors"),
                new Target("gguf", "bpe-q4_0.gguf"),
                new Target("gguf", "spm-q4_k_m.gguf"),
                new Target("qwen3moe-tiny", CONVERTED),
                new Target("gemma3-tiny", CONVERTED),
                new Target("olmo2-tiny", CONVERTED),
                new Target("pythia-tiny", CONVERTED));
    }

    @BeforeAll
    static void start() {
        workers = new Workers(1);
    }

    @AfterAll
    static void stop() {
        workers.close();
    }

    @ParameterizedTest
    @MethodSource("targets")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void randomlyMutatedFileOpensOrIsRefusedInAPlainSentence(Target target, TestReporter reporter) throws IOException {
        byte[] original = target.original(folder);
        prepare(target);
        var random = new Random(SEED * 31 + target.hashCode());
        long until = System.nanoTime()
                + TimeUnit.SECONDS.toNanos(
                        SECONDS.orElse(0) / Math.max(1, targets().count()));
        int refused = 0;
        int i = 0;
        for (; SECONDS.isPresent() ? System.nanoTime() < until : i < TRIES; i++) {
            var mutation = target.mutations().stream()
                    .toList()
                    .get(random.nextInt(target.mutations().size()));
            byte[] bytes = mutation.of(original, random);
            Files.write(folder.resolve(target.file()), bytes);
            try {
                refused += isRefused(target) ? 1 : 0;
            } catch (Throwable e) {
                Path kept = Path.of("target", "fuzz-" + SEED + "-" + i + "-" + target.file());
                Files.write(kept, bytes);
                throw new AssertionError(
                        "%s, seed %d, try %d; the file is kept as %s".formatted(target, SEED, i, kept), e);
            }
        }
        reporter.publishEntry(Map.of("files", String.valueOf(i), "refused", String.valueOf(refused)));
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void truncatedFileIsRefused(Target target) throws IOException {
        byte[] original = target.original(folder);
        prepare(target);
        for (int part : IntStream.range(0, 50).toArray()) {
            Files.write(
                    folder.resolve(target.file()), Arrays.copyOf(original, (int) ((long) original.length * part / 50)));
            assertThat(isRefused(target)).as("cut at %d/50", part).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"llama-tiny-lora, gpt2-tiny", "gpt2-tiny-lora, llama-tiny", "llama-tiny-lora, mistral-tiny"})
    void adapterForAnotherModelIsRefused(String adapter, String base) {
        var reference = new ModelReference(
                Fixtures.folder(base).toString(),
                Optional.of(Fixtures.folder(adapter).toString()));
        try {
            Presets.open(reference);
        } catch (OrreryException e) {
            assertPlain(e);
            return;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError(adapter + " was added to " + base);
    }

    private void prepare(Target target) throws IOException {
        if (!target.isGguf()) {
            Fixtures.copy(target.model(), folder);
        }
    }

    /** Whether the model is refused. If not, it must tokenize a text, run on it and decode tokens. */
    private boolean isRefused(Target target) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            var model = Presets.open(reference(target));
            int vocabulary = model.graph().sizes().d_vocab();
            int[] tokens = model.tokenizer().encode("The fox, 12 🦊");
            int[] some = Arrays.stream(tokens)
                    .filter(token -> token < vocabulary)
                    .limit(Math.min(4, model.graph().sizes().n_ctx()))
                    .toArray();
            if (some.length > 0) {
                Activations.compute(model.graph(), model.weights(), new Run(some, workers));
            }
            for (int token : List.of(0, vocabulary - 1)) {
                model.tokenizer().piece(token);
                model.tokenizer().decode(token);
            }
            return false;
        } catch (OrreryException e) {
            assertPlain(e);
            return true;
        } finally {
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes of memory that it took")
                    .isLessThan(MOST_BYTES);
        }
    }

    private ModelReference reference(Target target) {
        if (target.model().endsWith("-lora")) {
            var base =
                    Fixtures.folder(target.model().substring(0, target.model().length() - "-lora".length()));
            return new ModelReference(base.toString(), Optional.of(folder.toString()));
        }
        return ModelReference.of((target.isGguf() ? folder.resolve(target.file()) : folder).toString());
    }

    private static void assertPlain(OrreryException e) {
        assertThat(e.getMessage())
                .endsWith(".")
                .doesNotContain("Exception", "\tat ", "io.orrery", "java.lang")
                .hasSizeLessThanOrEqualTo(LONGEST_SENTENCE)
                .matches(text -> text.codePoints().noneMatch(Character::isISOControl), "holds no control characters");
    }
}

package io.orrery.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.model.Fixtures;
import io.orrery.model.Presets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model in several GGUF files. */
class GgufPartsTest {
    private static final int PARTS = 3;

    @TempDir
    Path folder;

    private Path whole;

    @BeforeEach
    void divide() throws IOException {
        whole = Path.of(Fixtures.named("gguf/bpe-q4_0").name());
        for (int part = 0; part < PARTS; part++) {
            write(part, part, path(part));
        }
    }

    private Path path(int part) {
        return folder.resolve("small-%05d-of-%05d.gguf".formatted(part + 1, PARTS));
    }

    /** Writes a third of the tensors. @param number the one that the header gives */
    private void write(int part, int number, Path into) throws IOException {
        try (var file = Gguf.open(whole)) {
            var names = new ArrayList<>(file.names());
            List<String> some = names.subList(names.size() * part / PARTS, names.size() * (part + 1) / PARTS);
            Map<String, Object> metadata =
                    new LinkedHashMap<>(part == 0 ? file.metadata().values() : Map.of());
            metadata.put("split.no", (long) number);
            metadata.put("split.count", (long) PARTS);
            var out = GgufFile.of(some.size(), metadata.size());
            metadata.forEach(out::value);
            List<byte[]> data = new ArrayList<>();
            long offset = 0;
            for (String name : some) {
                var type = (GgufType) file.encoding(name);
                int[] shape = file.shape(name);
                var sizes = new long[shape.length];
                int count = 1;
                for (int axis = 0; axis < shape.length; axis++) {
                    sizes[shape.length - 1 - axis] = shape[axis];
                    count *= shape[axis];
                }
                var raw = new byte[count / type.elements() * type.bytes()];
                file.read(name, 0, count, raw);
                out.tensor(name, type == GgufType.F32 ? 0 : type == GgufType.Q4_0 ? 2 : 14, offset, sizes);
                offset += (raw.length + 31) / 32 * 32;
                data.add(raw);
            }
            data.forEach(out::data);
            Files.write(into, out.data(0).bytes());
        }
    }

    @Test
    void isTheModelInOneFile() throws IOException {
        var one = Presets.open(whole.toString());
        var parted = Presets.open(path(0).toString());
        assertThat(parted.id()).isEqualTo(one.id());
        assertThat(parted.preset().id()).isEqualTo("small");
    }

    @Test
    void aPartThatIsMissingOrOutOfPlaceIsNamed() throws IOException {
        assertRefused(path(1), "small-00002-of-00003.gguf sets \"split.no\" to 1", "Open the first one");
        Path renamed = Files.copy(path(0), folder.resolve("other.gguf"));
        assertRefused(renamed, "other.gguf is the first of 3 parts", "-00001-of-00003.gguf");
        write(1, 2, path(1));
        assertRefused(path(0), "small-00002-of-00003.gguf should be part 2 of 3");
        write(0, 1, path(1));
        assertRefused(path(0), "twice", "small-00001-of-00003.gguf", "small-00002-of-00003.gguf");
        Files.write(path(1), new byte[100]);
        assertRefused(path(0), "small-00002-of-00003.gguf");
        Files.delete(path(1));
        assertRefused(path(0), "There is no", "small-00002-of-00003.gguf");
    }

    private static void assertRefused(Path file, String... words) {
        assertThatThrownBy(() -> Presets.open(file.toString()))
                .isInstanceOf(OrreryException.class)
                .hasMessageContainingAll(words);
    }
}

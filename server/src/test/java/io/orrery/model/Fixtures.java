package io.orrery.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Locates the reference models that tests use. */
public final class Fixtures {
    private static final JsonMapper JSON = new JsonMapper();

    private Fixtures() {}

    public static Path folder(String model) {
        return Path.of("src/test/resources/fixtures", model);
    }

    /**
     * A file among the fixtures that are too large for the test resources. Skips the test if it is missing.
     *
     * @param file its path in that folder
     */
    public static Path outside(String file) {
        var given = System.getenv("ORRERY_FIXTURES");
        var folder = given == null ? Path.of("../../shared/fixtures") : Path.of(given);
        var found = folder.resolve(file);
        Assumptions.assumeTrue(
                Files.exists(found),
                () -> "Skipped: there is no " + found.toAbsolutePath().normalize()
                        + ". Set ORRERY_FIXTURES to the folder that holds " + file
                        + "; src/test/resources/fixtures/README.md says where it comes from.");
        return found;
    }

    /** The reference to a model by the name of its fixture folder. An adapter is applied to its base model. */
    public static ModelReference named(String model) {
        if (model.startsWith("gguf/")) {
            var file = folder(model + ".gguf");
            return ModelReference.of((Files.exists(file) ? file : outside(model + ".gguf")).toString());
        }
        if (model.endsWith("-lora")) {
            var base = folder(model.substring(0, model.length() - "-lora".length()));
            return new ModelReference(base.toString(), Optional.of(folder(model).toString()));
        }
        return ModelReference.of(folder(model).toString());
    }

    public static Model open(String model) throws IOException {
        return Presets.open(named(model));
    }

    public static Path reference(String model, String file) {
        return folder(model).resolve("reference").resolve(file);
    }

    public static JsonNode json(Path file) throws IOException {
        return JSON.readTree(Files.readAllBytes(file));
    }

    public static int[] numbers(JsonNode list) {
        var numbers = new int[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.get(i).intValue();
        }
        return numbers;
    }

    /** Copies a model's files, so that a test may change them. */
    public static Path copy(String model, Path into) throws IOException {
        try (Stream<Path> files = Files.list(folder(model))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, into.resolve(file.getFileName()));
            }
        }
        return into;
    }
}

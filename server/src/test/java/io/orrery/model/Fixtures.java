package io.orrery.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The reference models among the test resources. */
public final class Fixtures {
    private static final JsonMapper JSON = new JsonMapper();

    private Fixtures() {}

    public static Path folder(String model) {
        return Path.of("src/test/resources/fixtures", model);
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

    /** A copy of a model's own files that a test may spoil. */
    public static Path copy(String model, Path into) throws IOException {
        try (Stream<Path> files = Files.list(folder(model))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, into.resolve(file.getFileName()));
            }
        }
        return into;
    }
}

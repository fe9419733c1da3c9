package io.orrery.model.preset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.OrreryException;
import io.orrery.error.PresetError;
import io.orrery.graph.Sizes;
import io.orrery.model.file.JsonFile;
import io.orrery.model.file.ModelFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads a {@code preset.json}, the description of a model. */
public final class PresetFile {
    public static final String NAME = "preset.json";

    private static final int LONGEST = 1 << 20;

    /** The longest sentence about a model's task, in characters: two lines on a hall's screen. */
    private static final int LONGEST_SENTENCE = 100;

    /**
     * The default for the longest text, in tokens. Longer texts make slow, large traces; a preset.json may allow them.
     */
    private static final int USUAL_PROMPT = 64;

    private final String file;
    private final ObjectNode json;

    private PresetFile(String file, ObjectNode json) {
        this.file = file;
        this.json = json;
    }

    /**
     * Reads the preset of a folder.
     *
     * @param otherwise the defaults for values that the folder does not give
     * @throws OrreryException if the file exists but is invalid
     */
    public static Preset read(ModelFolder folder, Preset otherwise, Sizes sizes) throws IOException {
        var bytes = folder.read(NAME, LONGEST);
        if (bytes.isEmpty()) {
            return otherwise;
        }
        var file = folder.describe(NAME);
        return new PresetFile(file, JsonFile.parse(file, bytes.get())).read(sizes);
    }

    /**
     * Reads the preset of a single model file. A preset.json in the same folder counts only if it lists the file under
     * {@code files}, because the folder may contain files of other models.
     */
    public static Preset read(java.nio.file.Path file, Preset otherwise, Sizes sizes) throws IOException {
        var folder = new ModelFolder.OnDisk(file.toAbsolutePath().getParent());
        var bytes = folder.read(NAME, LONGEST);
        if (bytes.isPresent()) {
            var json = JsonFile.parse(folder.describe(NAME), bytes.get());
            for (var named : json.path("files")) {
                if (named.asText().equals(file.getFileName().toString())) {
                    return new PresetFile(folder.describe(NAME), json).read(sizes);
                }
            }
        }
        return otherwise;
    }

    /** The preset of a model without a description. */
    public static Preset unnamed(String name, String title, String licence, Sizes sizes, String prompt) {
        int maxPrompt = Math.min(USUAL_PROMPT, sizes.n_ctx());
        return new Preset(
                name,
                title,
                licence,
                maxPrompt,
                prompt,
                new Task.Unknown(),
                "",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                OptionalInt.empty(),
                Map.of());
    }

    private Preset read(Sizes sizes) {
        return new Preset(
                text("id"),
                text("title"),
                text("licence"),
                maxPrompt(sizes),
                text("prompt"),
                task(sizes),
                json.has("hint") ? text("hint") : "",
                texts("prompts"),
                texts("references"),
                kinds(),
                checkpoints(),
                json.has("updates")
                        ? OptionalInt.of(wholeNumber("updates", json.get("updates"), 1))
                        : OptionalInt.empty(),
                languages());
    }

    private String text(String key) {
        var value = json.path(key);
        if (!value.isTextual()) {
            throw new OrreryException(new PresetError.PresetTextMissing(file, key));
        }
        return value.textValue();
    }

    /** {@code {"sort": 6}}, or a sentence. */
    private Task task(Sizes sizes) {
        var task = json.path("task");
        if (task.isMissingNode()) {
            return new Task.Unknown();
        }
        if (task.isObject() && task.size() == 1 && task.has("sort")) {
            int length = wholeNumber("task.sort", task.get("sort"), 1);
            if (2 * length - 1 <= sizes.n_ctx()) {
                return new Task.Sort(length);
            }
        } else if (task.isTextual() && !task.textValue().isBlank()) {
            var sentence = task.textValue();
            if (sentence.codePointCount(0, sentence.length()) <= LONGEST_SENTENCE) {
                return new Task.Told(sentence);
            }
        }
        throw new OrreryException(new PresetError.PresetTaskUnknown(file, task.toString(), LONGEST_SENTENCE));
    }

    private int maxPrompt(Sizes sizes) {
        int longest = wholeNumber("maxPrompt", json.path("maxPrompt"), 1);
        if (longest > sizes.n_ctx()) {
            throw new OrreryException(new PresetError.PresetPromptTooLong(file, longest, sizes.n_ctx()));
        }
        return longest;
    }

    /** {@code {"Names": ["Lily", "Tom"]}}. */
    private List<Preset.Kind> kinds() {
        List<Preset.Kind> kinds = new ArrayList<>();
        json.path("kinds")
                .fields()
                .forEachRemaining(kind -> kinds.add(new Preset.Kind(kind.getKey(), texts("kinds", kind.getValue()))));
        return kinds;
    }

    /** {@code {"en": "tiny-tales"}}. */
    private Map<String, String> languages() {
        Map<String, String> languages = new LinkedHashMap<>();
        json.path("languages").properties().forEach(each -> {
            if (!each.getValue().isTextual()) {
                throw new OrreryException(new PresetError.PresetTextMissing(file, "languages." + each.getKey()));
            }
            languages.put(each.getKey(), each.getValue().textValue());
        });
        return languages;
    }

    private List<String> texts(String key) {
        return texts(key, json.path(key));
    }

    private List<String> texts(String key, JsonNode listed) {
        List<String> texts = new ArrayList<>();
        for (var text : listed) {
            if (!text.isTextual() || text.textValue().isEmpty()) {
                throw new OrreryException(new PresetError.PresetPromptNotText(file, key, text.toString()));
            }
            texts.add(text.textValue());
        }
        return texts;
    }

    private List<Integer> checkpoints() {
        List<Integer> steps = new ArrayList<>();
        for (var step : json.path("checkpoints")) {
            steps.add(wholeNumber("checkpoints", step, 0));
        }
        return steps;
    }

    private int wholeNumber(String key, JsonNode value, int least) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
            throw new OrreryException(new PresetError.PresetNumberTooSmall(file, key, value.toString(), least));
        }
        return value.intValue();
    }
}

package io.orrery.error;

/** A preset.json, or another JSON file of a model, that is invalid. */
@Kind(ErrorType.BAD_PRESET)
public sealed interface PresetError extends DomainError {
    record PresetTextMissing(String file, String key) implements PresetError {}

    record PresetPromptTooLong(String file, int prompt, int context) implements PresetError {}

    record PresetPromptNotText(String file, String key, String value) implements PresetError {}

    record PresetTaskUnknown(String file, String value, int longest) implements PresetError {}

    record PresetNumberTooSmall(String file, String key, String value, int least) implements PresetError {}

    @Kind(ErrorType.BAD_JSON)
    record NotValidJson(String file, String reason) implements PresetError {}

    @Kind(ErrorType.BAD_JSON)
    record NotAJsonObject(String file) implements PresetError {}
}

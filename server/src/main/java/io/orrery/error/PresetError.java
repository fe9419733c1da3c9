package io.orrery.error;

/** A preset.json, or another JSON file of a model, that is invalid. */
public sealed interface PresetError extends DomainError {
    @Override
    default ErrorType type() {
        Kind own = getClass().getAnnotation(Kind.class);
        return own == null ? ErrorType.BAD_PRESET : own.value();
    }

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

package io.orrery.error;

import java.util.List;

/** A file of ready prompts that is invalid. Lines count from 1. */
@Kind(ErrorType.BAD_PRESET)
public sealed interface PromptsError extends DomainError {
    record PromptsMissing(String file) implements PromptsError {}

    record PromptsNotRead(String file, String reason) implements PromptsError {}

    /** @param most bytes */
    record PromptsTooLarge(String file, GroupedNumber most) implements PromptsError {}

    record PromptsNotText(String file, int line) implements PromptsError {}

    record PromptsEmpty(String file) implements PromptsError {}

    record PromptsTooMany(String file, int most) implements PromptsError {}

    /** @param most characters */
    record PromptLineTooLong(String file, int line, GroupedNumber most) implements PromptsError {}

    /** @param first the line with the same prompt */
    record PromptRepeated(String file, int line, int first) implements PromptsError {}

    record PromptsModelUnknown(String file, int line, String model, List<String> models) implements PromptsError {
        public PromptsModelUnknown {
            models = List.copyOf(models);
        }
    }

    /** @param reason a sentence */
    record PromptNotReadable(String file, int line, String model, String reason) implements PromptsError {}
}

package io.orrery.error;

import java.util.Map;

/** An error that has its sentence with it: of a kind whose sentences are not in the strings files yet. */
public record UnnamedError(ErrorType type, String sentence, Map<String, Object> parameters) implements DomainError {
    public UnnamedError {
        parameters = Map.copyOf(parameters);
    }

    @Override
    public String code() {
        return type.word();
    }
}

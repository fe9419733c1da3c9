package io.orrery.error;

import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An error as a value: each error is a record whose name is its code and whose components are its parameters.
 *
 * <p>Errors hold no sentences. The message pattern of each code is in {@code strings/<language>/problems.json} or
 * {@code terminal.json} of the web client, and takes the parameters as arguments; {@link Sentences} formats it.
 */
public sealed interface DomainError
        permits RequestError,
                JsonError,
                AccessError,
                RoomError,
                LibraryError,
                ModelError,
                CommandLineError,
                LabError,
                FactError,
                ServerError,
                StorageError,
                SafetensorsError,
                GgufError,
                ConfigError,
                TokenizerError,
                WeightsError,
                PresetError,
                PromptsError,
                TourError,
                RecordingError,
                TransferError,
                ClusterError {
    /** The value of the record's {@link Kind}, or of that of the nearest group to which it belongs. */
    default ErrorType type() {
        Class<?> group = getClass();
        while (!group.isAnnotationPresent(Kind.class)) {
            group = group.getInterfaces()[0];
        }
        return group.getAnnotation(Kind.class).value();
    }

    /** A stable name: the record's name in lower case, with hyphens. */
    default String code() {
        return getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** The parameters by name, in the order of the record's components. */
    default Map<String, Object> parameters() {
        var parameters = new LinkedHashMap<String, Object>();
        for (RecordComponent component : getClass().getRecordComponents()) {
            try {
                parameters.put(component.getName(), component.getAccessor().invoke(this));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(component + " cannot be read", e);
            }
        }
        return Collections.unmodifiableMap(parameters);
    }
}

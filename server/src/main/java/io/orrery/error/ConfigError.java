package io.orrery.error;

import java.util.List;

/**
 * A model configuration, in its own file or in a GGUF file's metadata, that is invalid or asks for an unsupported
 * feature.
 */
@Kind(ErrorType.BAD_CONFIG)
public sealed interface ConfigError extends DomainError {
    record NoModelType(String file, List<String> supported) implements ConfigError {
        public NoModelType {
            supported = List.copyOf(supported);
        }
    }

    @Kind(ErrorType.UNSUPPORTED_ARCHITECTURE)
    record UnknownArchitecture(String file, String architecture, List<String> supported) implements ConfigError {
        public UnknownArchitecture {
            supported = List.copyOf(supported);
        }
    }

    @Kind(ErrorType.UNSUPPORTED_ARCHITECTURE)
    record UnsupportedGgufArchitecture(String file, String architecture, Series supported) implements ConfigError {}

    record WrongClass(String file, String found, String expected) implements ConfigError {}

    record MissingSetting(String file, String key) implements ConfigError {}

    record SizeOutOfRange(String file, String key, String value, int largest) implements ConfigError {}

    record NumberOutOfRange(String file, String key, String value, String above, String below) implements ConfigError {}

    record SettingsDiffer(String file, String first, String firstValue, String second, String secondValue)
            implements ConfigError {}

    record NotAnObject(String file, String key, String value) implements ConfigError {}

    record NotATokenId(String file, String key, String value) implements ConfigError {}

    record NotAFlag(String file, String key, String value) implements ConfigError {}

    record NotAText(String file, String key, String value) implements ConfigError {}

    record NotAWholeSetting(String file, String key, String value) implements ConfigError {}

    record NotAListSetting(String file, String key, String value) implements ConfigError {}

    record WrongItem(String file, String item, String key) implements ConfigError {}

    record Indivisible(String file, String key, int size, String divisor, int divisorSize) implements ConfigError {}

    record IndivisibleHeads(String file, int heads, int keyHeads) implements ConfigError {}

    record TooManyExpertsTaken(String file, String key, int taken, String countKey, int count) implements ConfigError {}

    record OddHeadSize(String file, int size) implements ConfigError {}

    record MistralWindow(String file, int window, int context) implements ConfigError {}

    record TokenTypesMissing(String file, int tokens, int types) implements ConfigError {}

    record TokenScoresMissing(String file, int tokens, int scores) implements ConfigError {}

    record TokenTwice(String file, String token) implements ConfigError {}

    record TokenIdOutOfRange(String file, String key, long id, int tokens) implements ConfigError {}

    record RotaryTable(String file, String table, int pairs) implements ConfigError {}

    @Kind(ErrorType.UNSUPPORTED_CONFIG)
    record UnknownSetting(String file, String key, String value) implements ConfigError {}

    @Kind(ErrorType.UNSUPPORTED_CONFIG)
    record FixedSetting(String file, String key, String value, String only) implements ConfigError {}

    @Kind(ErrorType.UNSUPPORTED_CONFIG)
    record FixedText(String file, String key, String value, String only) implements ConfigError {}

    @Kind(ErrorType.UNSUPPORTED_CONFIG)
    record UnsupportedSetting(String file, String key, String value, Series supported) implements ConfigError {}

    @Kind(ErrorType.UNSUPPORTED_CONFIG)
    record WindowTooShort(String file, String key, String value, int context) implements ConfigError {}

    @Kind(ErrorType.UNSUPPORTED_CONFIG)
    record AdapterOfChangedWeights(String file, String key, String value) implements ConfigError {}

    @Kind(ErrorType.UNSUPPORTED_CONFIG)
    record NotAModel(String file, String key, String value) implements ConfigError {}

    @Kind(ErrorType.UNSUPPORTED_CONFIG)
    record NotTheFirstPart(String file, String key, String value) implements ConfigError {}

    @Kind(ErrorType.UNSUPPORTED_CONFIG)
    record SeveralExperts(String file, String key, String value) implements ConfigError {}

    @Kind(ErrorType.UNSUPPORTED_CONFIG)
    record NotCausal(String file, String key, String value) implements ConfigError {}

    @Kind(ErrorType.UNSUPPORTED_CONFIG)
    record HeadSizesDiffer(String file, String key, String value, int size) implements ConfigError {}

    @Kind(ErrorType.UNSUPPORTED_CONFIG)
    record UnsupportedGgufTokenizer(String file, String key, String value) implements ConfigError {}

    @Kind(ErrorType.UNSUPPORTED_CONFIG)
    record UnsupportedWordCut(String file, String key, String value, Series known) implements ConfigError {}
}

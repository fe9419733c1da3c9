package io.orrery.error;

import java.util.List;

/** A tokenizer that cannot be used. */
@Kind(ErrorType.BAD_TOKENIZER)
public sealed interface TokenizerError extends DomainError {
    record NoVocabulary(String file) implements TokenizerError {}

    record BadTokenId(String file, String piece, String id) implements TokenizerError {}

    record TokenIdTooLarge(String file, String piece, String id, int tokens) implements TokenizerError {}

    @Kind(ErrorType.UNSUPPORTED_TOKENIZER)
    record TokenizerTooDeep(String file) implements TokenizerError {}

    @Kind(ErrorType.UNSUPPORTED_TOKENIZER)
    record TokenizerNumberTooLarge(String file) implements TokenizerError {}

    @Kind(ErrorType.UNSUPPORTED_TOKENIZER)
    record TokenizerPatternUnsafe(String file) implements TokenizerError {}

    @Kind(ErrorType.UNSUPPORTED_TOKENIZER)
    record TokenizerAffix(String file, String key) implements TokenizerError {}

    @Kind(ErrorType.UNSUPPORTED_TOKENIZER)
    record TokenizerDropout(String file, String key) implements TokenizerError {}

    @Kind(ErrorType.UNSUPPORTED_TOKENIZER)
    record TokenizerNotAList(String file, String key) implements TokenizerError {}

    @Kind(ErrorType.UNSUPPORTED_TOKENIZER)
    record TokenizerNotObjects(String file, String key) implements TokenizerError {}

    @Kind(ErrorType.UNSUPPORTED_TOKENIZER)
    record TokenizerStrip(String file, String key) implements TokenizerError {}

    @Kind(ErrorType.UNSUPPORTED_TOKENIZER)
    record TokenizerSpecialTokens(String file, String key) implements TokenizerError {}

    @Kind(ErrorType.UNSUPPORTED_TOKENIZER)
    record TokenizerTemplate(String file, String key) implements TokenizerError {}

    @Kind(ErrorType.UNSUPPORTED_TOKENIZER)
    record UnsupportedTokenizerPart(String file, String key, String given, List<String> known)
            implements TokenizerError {
        public UnsupportedTokenizerPart {
            known = List.copyOf(known);
        }
    }

    @Kind(ErrorType.UNSUPPORTED_TOKENIZER)
    record MissingTokenizerPart(String file, String key, List<String> known) implements TokenizerError {
        public MissingTokenizerPart {
            known = List.copyOf(known);
        }
    }
}

package io.orrery.error;

import java.util.List;

/** A GGUF file that cannot be read. */
@Kind(ErrorType.BAD_GGUF)
public sealed interface GgufError extends DomainError {
    record GgufWithoutMagic(String file) implements GgufError {}

    record GgufVersion(String file, int version) implements GgufError {}

    record GgufTooManyTensors(String file, String count, GroupedNumber limit) implements GgufError {}

    record GgufTooManyEntries(String file, String count, GroupedNumber limit) implements GgufError {}

    record GgufListTooLong(String file, String key, String count, GroupedNumber limit) implements GgufError {}

    record GgufTextTooLong(String file, String count, GroupedNumber limit) implements GgufError {}

    record GgufTextNotUtf8(String file) implements GgufError {}

    record GgufCutShort(String file, GroupedNumber bytes) implements GgufError {}

    record GgufHeaderTooLong(String file, GroupedNumber limit) implements GgufError {}

    record GgufKeyTwice(String file, String key) implements GgufError {}

    record GgufPartName(String file, String ending, int count) implements GgufError {}

    record GgufWrongPart(String file, int part, int count) implements GgufError {}

    record GgufTensorTwice(String file, String tensor) implements GgufError {}

    record GgufTooManyItems(String file, GroupedNumber limit) implements GgufError {}

    record GgufUnknownValueType(String file, String key, int valueType) implements GgufError {}

    record GgufBadRank(String file, String tensor, int rank) implements GgufError {}

    record GgufBadDimension(String file, String tensor, long size) implements GgufError {}

    record GgufTensorTooLarge(String file, String tensor) implements GgufError {}

    record GgufBrokenBlocks(String file, String tensor, int numbers, String dtype, int block) implements GgufError {}

    record GgufMisaligned(String file, String tensor, String begin, long alignment) implements GgufError {}

    record GgufTensorPastEnd(String file, String tensor, GroupedNumber needed, GroupedNumber begin, GroupedNumber held)
            implements GgufError {}

    record GgufBadAlignment(String file, String alignment) implements GgufError {}

    record GgufOverlap(String file, String first, String second) implements GgufError {}

    @Kind(ErrorType.UNREADABLE_DTYPE)
    record UnreadableGgufType(String tensor, int dtype, List<String> readable) implements GgufError {
        public UnreadableGgufType {
            readable = List.copyOf(readable);
        }
    }
}

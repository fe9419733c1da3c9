package io.orrery.error;

import java.util.List;

/** A safetensors file, or an index of shards, that cannot be read. */
@Kind(ErrorType.BAD_SAFETENSORS)
public sealed interface SafetensorsError extends DomainError {
    record SafetensorsTooShort(String file, GroupedNumber bytes) implements SafetensorsError {}

    record SafetensorsHeaderPastEnd(String file, String length, GroupedNumber following) implements SafetensorsError {}

    record SafetensorsHeaderTooLong(String file, GroupedNumber length, GroupedNumber limit)
            implements SafetensorsError {}

    record SafetensorsHeaderNotObject(String file) implements SafetensorsError {}

    record SafetensorsHeaderFollowed(String file) implements SafetensorsError {}

    record SafetensorsHeaderNotJson(String file, String reason) implements SafetensorsError {}

    record SafetensorsMetadataNotTexts(String file) implements SafetensorsError {}

    record SafetensorsEntryNotObject(String file, String tensor) implements SafetensorsError {}

    record SafetensorsEntryWithoutDtype(String file, String tensor) implements SafetensorsError {}

    record SafetensorsEntryWithoutShape(String file, String tensor) implements SafetensorsError {}

    record SafetensorsEntryWithoutOffsets(String file, String tensor) implements SafetensorsError {}

    record SafetensorsTensorReversed(String file, String tensor, GroupedNumber end, GroupedNumber begin)
            implements SafetensorsError {}

    record SafetensorsTensorPastEnd(String file, String tensor, GroupedNumber end, GroupedNumber held)
            implements SafetensorsError {}

    record SafetensorsShapeTooLarge(String file, List<Long> shape, String tensor) implements SafetensorsError {
        public SafetensorsShapeTooLarge {
            shape = List.copyOf(shape);
        }
    }

    record SafetensorsSizeMismatch(
            String file, String tensor, List<Long> shape, String dtype, GroupedNumber needed, GroupedNumber spanned)
            implements SafetensorsError {
        public SafetensorsSizeMismatch {
            shape = List.copyOf(shape);
        }
    }

    record SafetensorsUnknownDtype(String file, String tensor, String dtype) implements SafetensorsError {}

    record SafetensorsNotAList(String file, String key, String tensor) implements SafetensorsError {}

    record SafetensorsNotAWholeNumber(String file, String key, String tensor, String value)
            implements SafetensorsError {}

    record SafetensorsOverlap(String file, String first, String second) implements SafetensorsError {}

    record SafetensorsHole(String file, GroupedNumber bytes, String tensor) implements SafetensorsError {}

    record SafetensorsTrailingBytes(String file, GroupedNumber bytes) implements SafetensorsError {}

    @Kind(ErrorType.UNREADABLE_DTYPE)
    record UnreadableSafetensorsDtype(String file, String tensor, String dtype) implements SafetensorsError {}

    @Kind(ErrorType.BAD_INDEX)
    record ShardIndexEmpty(String file) implements SafetensorsError {}

    @Kind(ErrorType.BAD_INDEX)
    record ShardIndexBadName(String file, String value, String tensor) implements SafetensorsError {}

    @Kind(ErrorType.BAD_INDEX)
    record ShardIndexTooLong(String file, int limit) implements SafetensorsError {}

    @Kind(ErrorType.BAD_INDEX)
    record ShardWithoutTensor(String file, String tensor, String shard) implements SafetensorsError {}

    @Kind(ErrorType.BAD_INDEX)
    record ShardsShareTensor(String file, String tensor, String first, String second) implements SafetensorsError {}
}

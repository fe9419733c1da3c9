package io.orrery.error;

import java.util.List;

/** A model that cannot be opened. */
public sealed interface ModelError extends DomainError {
    /** @param presets the ids that can be used instead */
    @Kind(ErrorType.NO_MODEL)
    record NoModel(String model, List<String> presets) implements ModelError {
        public NoModel {
            presets = List.copyOf(presets);
        }
    }

    @Kind(ErrorType.NOT_PULLED)
    record NotPulled(String model) implements ModelError {}

    @Kind(ErrorType.STRUCTURE_ONLY)
    record StructureWithoutWeights(String model) implements ModelError {}

    /**
     * @param config the name of the configuration file that an adapter's folder must have
     * @param weights the name of its weights file
     */
    @Kind(ErrorType.NO_ADAPTER)
    record NoAdapter(String adapter, String config, String weights) implements ModelError {}

    @Kind(ErrorType.NO_CHECKPOINT)
    record NoSuchCheckpoint(String model, String checkpoint, List<Integer> checkpoints) implements ModelError {
        public NoSuchCheckpoint {
            checkpoints = List.copyOf(checkpoints);
        }
    }

    @Kind(ErrorType.NO_CHECKPOINT)
    record NoCheckpoints(String model, String checkpoint) implements ModelError {}

    @Kind(ErrorType.MISSING_FILE)
    record MissingModelFile(String file) implements ModelError {}

    @Kind(ErrorType.NO_CONFIG)
    record MissingConfig(String file) implements ModelError {}

    @Kind(ErrorType.MISSING_FILE)
    record MissingAdapterFile(String file, String config, String weights) implements ModelError {}

    @Kind(ErrorType.MISSING_FILE)
    record MissingShard(String file, String index) implements ModelError {}

    @Kind(ErrorType.FILE_TOO_LARGE)
    record FileTooLarge(String file, long bytes, int limit) implements ModelError {}

    @Kind(ErrorType.NO_TOKENIZERS_LIBRARY)
    record NoTokenizersLibrary(String file, String reason) implements ModelError {}

    @Kind(ErrorType.BAD_TOKENIZER)
    record UnreadableTokenizer(String file, String reason) implements ModelError {}

    @Kind(ErrorType.PULLING)
    record AlreadyFetching(String model) implements ModelError {}

    @Kind(ErrorType.NO_SPACE)
    record NoSpace(String model, GroupedNumber needed, String folder, GroupedNumber free) implements ModelError {}

    @Kind(ErrorType.NO_DOWNLOAD)
    record DownloadRefused(String address, int status) implements ModelError {}

    @Kind(ErrorType.NO_DOWNLOAD)
    record HubNeedsKey(String repository) implements ModelError {}

    @Kind(ErrorType.NO_DOWNLOAD)
    record HubUnknown(String repository, String revision) implements ModelError {}

    @Kind(ErrorType.NO_DOWNLOAD)
    record HubUnreadable(String repository) implements ModelError {}

    @Kind(ErrorType.NO_DOWNLOAD)
    record HubNoFile(String repository, String glob, String files) implements ModelError {}

    @Kind(ErrorType.NO_DOWNLOAD)
    record HubSeveralFiles(String repository, String files) implements ModelError {}

    @Kind(ErrorType.NO_DOWNLOAD)
    record HubNoModel(String repository) implements ModelError {}

    @Kind(ErrorType.WRONG_DOWNLOAD)
    record DownloadTooLong(String file, GroupedNumber limit) implements ModelError {}

    @Kind(ErrorType.WRONG_DOWNLOAD)
    record DownloadDamaged(String file, String found, String expected) implements ModelError {}

    @Kind(ErrorType.NOT_FINITE)
    record NotFinite(String file, String value, String tensor) implements ModelError {}
}

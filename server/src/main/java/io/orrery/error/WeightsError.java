package io.orrery.error;

import java.util.List;

/** Weights, or an adapter, that do not fit the model. */
@Kind(ErrorType.UNEXPECTED_TENSOR)
public sealed interface WeightsError extends DomainError {
    @Kind(ErrorType.MISSING_TENSOR)
    record MissingTensor(String file, String tensor, List<Integer> shape) implements WeightsError {
        public MissingTensor {
            shape = List.copyOf(shape);
        }
    }

    @Kind(ErrorType.WRONG_SHAPE)
    record WrongShape(String file, String tensor, List<Integer> shape, String configuredBy, List<Integer> expected)
            implements WeightsError {
        public WrongShape {
            shape = List.copyOf(shape);
            expected = List.copyOf(expected);
        }
    }

    record UnexpectedTensor(String file, String tensor, String family, String configuredBy) implements WeightsError {}

    record NotSinusoidal(String file, String tensor, int row, int column) implements WeightsError {}

    @Kind(ErrorType.WRONG_SHAPE)
    record ExpertsDiffer(String file, String tensor, String other) implements WeightsError {}

    record TiedTensorsDiffer(String file, String tensor, String table, String configuredBy) implements WeightsError {}

    @Kind(ErrorType.ADAPTER_MISMATCH)
    record AdapterTensorUnknown(String file, String tensor, String family) implements WeightsError {}

    @Kind(ErrorType.ADAPTER_MISMATCH)
    record AdapterEmpty(String file) implements WeightsError {}

    @Kind(ErrorType.ADAPTER_MISMATCH)
    record AdapterShape(String file, String tensor, List<Integer> shape, int rows, int columns)
            implements WeightsError {
        public AdapterShape {
            shape = List.copyOf(shape);
        }
    }
}

package io.orrery.room.activity.focus;

import io.orrery.error.JsonError;
import io.orrery.tour.scene.Focus;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import java.util.Optional;

/** Reads the focus of a command; whether the model has it is another question. */
final class FocusReader {
    private static final String PATH = "command.on";

    private FocusReader() {}

    static Focus read(Fields fields) throws MalformedException {
        return switch (fields.text("kind", ClientMessages.LONGEST_ID)) {
            case "step" -> new Focus.Step(fields.index("head"), index(fields, "word"), index(fields, "joins"));
            case "everything" -> new Focus.Everything();
            case "section" -> new Focus.Section(section(fields));
            case "layer" -> new Focus.Layer(fields.index("layer"));
            case "part" -> new Focus.Branch(fields.index("layer"), branch(fields));
            case "head" -> new Focus.Head(fields.index("layer"), fields.index("head"));
            case "block" -> new Focus.Block(fields.text("node", ClientMessages.LONGEST_ADDRESS), index(fields, "head"));
            default -> throw notOneOf("kind", "step, everything, section, layer, part, head, block");
        };
    }

    private static Optional<Integer> index(Fields fields, String name) throws MalformedException {
        return fields.has(name) ? Optional.of(fields.index(name)) : Optional.empty();
    }

    private static Focus.End section(Fields fields) throws MalformedException {
        return switch (fields.text("section", ClientMessages.LONGEST_ID)) {
            case "embedding" -> Focus.End.EMBEDDING;
            case "output" -> Focus.End.OUTPUT;
            default -> throw notOneOf("section", "embedding, output");
        };
    }

    private static Focus.Kind branch(Fields fields) throws MalformedException {
        return switch (fields.text("part", ClientMessages.LONGEST_ID)) {
            case "attention" -> Focus.Kind.ATTENTION;
            case "mlp" -> Focus.Kind.MLP;
            default -> throw notOneOf("part", "attention, mlp");
        };
    }

    private static MalformedException notOneOf(String field, String values) {
        return new MalformedException(new JsonError.FieldNotOneOf(PATH + "." + field, values));
    }
}

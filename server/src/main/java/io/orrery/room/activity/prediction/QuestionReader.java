package io.orrery.room.activity.prediction;

import io.orrery.error.JsonError;
import io.orrery.room.activity.prediction.Poll.Origin;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the fields of the command {@code predict}. What was typed is cleaned like a name: it stands on every screen. */
final class QuestionReader {
    /** The fewest and the most options, "something else" included. */
    static final int LEAST = 2;

    static final int MOST = 6;

    private static final int LONGEST_QUESTION = 200;
    private static final int LONGEST_OPTION = 60;

    private QuestionReader() {}

    /** A question as its command describes it. */
    sealed interface PollRequest {
        boolean other();

        Origin origin();

        /**
         * Asks which token follows a text.
         *
         * @param question the presenter's own words for it; empty for none
         */
        record Next(String trace, Optional<String> question, List<Integer> tokens, boolean other, Origin origin)
                implements PollRequest {}

        /** A question of the presenter's own. */
        record Free(String question, List<String> options, boolean other, Origin origin) implements PollRequest {}
    }

    static PollRequest read(Fields fields) throws MalformedException {
        boolean other = fields.has("other") && fields.flag("other");
        if (fields.has("trace")) {
            String trace = fields.text("trace", ClientMessages.LONGEST_ADDRESS);
            Optional<String> question =
                    fields.has("question") ? Optional.of(fields.line("question", LONGEST_QUESTION)) : Optional.empty();
            List<Integer> tokens = fields.integers("tokens", MOST, 0, Integer.MAX_VALUE);
            return new PollRequest.Next(
                    trace,
                    question,
                    distinct("tokens", tokens, tokens, other),
                    other,
                    origin(fields, tokens.size(), other));
        }
        List<String> options = fields.lines("options", MOST, LONGEST_OPTION);
        List<String> alike =
                options.stream().map(option -> option.toLowerCase(Locale.ROOT)).toList();
        return new PollRequest.Free(
                fields.line("question", LONGEST_QUESTION),
                distinct("options", options, alike, other),
                other,
                origin(fields, options.size(), other));
    }

    private static Origin origin(Fields fields, int options, boolean other) throws MalformedException {
        Optional<String> beat = fields.has("beat")
                ? Optional.of(fields.line("beat", ClientMessages.LONGEST_ADDRESS))
                : Optional.empty();
        if (!fields.has("right")) {
            return new Origin(beat, Optional.empty());
        }
        return new Origin(beat, Optional.of(fields.count("right", 0, options + (other ? 1 : 0) - 1)));
    }

    /** The options, if they are as many as there may be, and no two are alike. */
    private static <T> List<T> distinct(String name, List<T> options, List<?> alike, boolean other)
            throws MalformedException {
        int more = other ? 1 : 0;
        if (options.size() + more < LEAST || options.size() + more > MOST) {
            throw new MalformedException(new JsonError.FieldNotListOf("command." + name, LEAST - more, MOST - more));
        }
        if (new HashSet<>(alike).size() < alike.size()) {
            throw new MalformedException(new JsonError.FieldRepeats("command." + name));
        }
        return options;
    }
}

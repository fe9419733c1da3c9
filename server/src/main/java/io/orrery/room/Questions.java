package io.orrery.room;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.error.DomainError;
import io.orrery.error.RequestError;
import io.orrery.error.RoomError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The questions that a server asks the owner of a room elsewhere, and the answers, as JSON. */
final class Questions {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new com.fasterxml.jackson.datatype.jdk8.Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Of a question that needs no answer, or one that there is nothing to be said to. */
    static final String NOTHING = "";

    /** @param what the kind of the question */
    record Question(Kind what, List<String> parameters) {
        Question {
            parameters = List.copyOf(parameters);
        }

        String first() {
            return parameters.get(0);
        }
    }

    enum Kind {
        LIST,
        ASKED,
        AFTERWARDS,
        ERASE,
        MOVE
    }

    private Questions() {}

    static String list(String part, String me) {
        return written(new Question(Kind.LIST, List.of(part, me)));
    }

    static String asked(String address) {
        return written(new Question(Kind.ASKED, List.of(address)));
    }

    static String afterwards(boolean areNamed) {
        return written(new Question(Kind.AFTERWARDS, List.of(Boolean.toString(areNamed))));
    }

    static String erase(String person) {
        return written(new Question(Kind.ERASE, List.of(person)));
    }

    static String move(String to) {
        return written(new Question(Kind.MOVE, List.of(to)));
    }

    private static String written(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a question can always be written", e);
        }
    }

    static Question read(String text) {
        return read(text, Question.class);
    }

    private static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static String list(Optional<byte[]> listed) {
        return listed.map(json -> new String(json, StandardCharsets.UTF_8)).orElse(NOTHING);
    }

    static Optional<byte[]> listed(String answer) {
        return answer.isEmpty() ? Optional.empty() : Optional.of(answer.getBytes(StandardCharsets.UTF_8));
    }

    static String report(Afterwards.Report report) {
        return written(report);
    }

    static Afterwards.Report reported(String answer) {
        return read(answer, Afterwards.Report.class);
    }

    static String refusal(Optional<DomainError> refusal) {
        return refusal.map(DomainError::code).orElse(NOTHING);
    }

    /** @param code of the room */
    static Optional<DomainError> refused(String answer, String code) {
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        List<DomainError> known = List.of(new RoomError.StillRecorded(), new RoomError.TextOfPersonShown());
        return Optional.of(known.stream()
                .filter(error -> error.code().equals(answer))
                .findFirst()
                .orElse(new RequestError.UnknownRoom(code)));
    }
}

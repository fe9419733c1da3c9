package io.orrery.room;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.error.DomainError;
import io.orrery.error.RequestError;
import io.orrery.error.RoomError;
import io.orrery.room.state.StateJson;
import io.orrery.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The questions that a server asks the owner of a room elsewhere, and the answers, as JSON. */
final class Questions {
    private static final JsonMapper JSON = StateJson.mapper().build();

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
        return Json.write(new Question(Kind.LIST, List.of(part, me)));
    }

    static String asked(String address) {
        return Json.write(new Question(Kind.ASKED, List.of(address)));
    }

    static String afterwards(boolean areNamed) {
        return Json.write(new Question(Kind.AFTERWARDS, List.of(Boolean.toString(areNamed))));
    }

    static String erase(String person) {
        return Json.write(new Question(Kind.ERASE, List.of(person)));
    }

    static String move(String to) {
        return Json.write(new Question(Kind.MOVE, List.of(to)));
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
        return Json.write(report);
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

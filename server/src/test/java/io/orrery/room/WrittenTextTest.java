package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever people write into a room, by any field of any message, others are sent it cleaned. */
class WrittenTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARKS = "\u0301\u0302\u0303\u0304";

    /** In place of a text: the reversed rest of a line, and a letter with twelve marks. */
    private static final String HOSTILE = "\u202ex" + MARKS.repeat(3);

    private static final Pattern UNCLEAN =
            Pattern.compile("[\\p{Cc}\\u200b\\u202a-\\u202e\\u2066-\\u2069]|[\\p{Mn}\\p{Me}]{5}");

    private static Stream<String> commands() {
        return FuzzMessages.COMMANDS.stream();
    }

    /** Each text of a command's fields once in its place: what is no name of anything is refused, all else is cleaned. */
    @ParameterizedTest
    @MethodSource("commands")
    void nobodyIsSentWhatACommandHidesInAText(String command) throws Exception {
        var room = new RoomFixture();
        HandSocket presenter = room.presenter();
        HandSocket ada = room.attendee();
        var random = new Random(command.hashCode());
        List<String> all = IntStream.range(0, 40)
                .mapToObj(i -> FuzzMessages.fields(command, random))
                .distinct()
                .toList();
        for (String fields : all) {
            for (JsonNode hostile : hostile(JSON.readTree(("{" + fields + "}").replace('\'', '"')))) {
                String written = hostile.toString();
                String given = "'do':'" + command + "'," + written.substring(1, written.length() - 1);
                room.command(presenter, 1, given);
                room.command(ada, 1, given);
                room.loop().advance(1000);
                // A question that is asked refuses the next one.
                int asked = presenter.everything().stream()
                        .mapToInt(message ->
                                message.at("/state/prediction/number").asInt())
                        .max()
                        .orElse(0);
                room.command(presenter, 1, "'do':'predict-end','number':" + asked);
            }
        }
        List.of(presenter, ada, room.coPresenter()).forEach(WrittenTextTest::assertClean);
    }

    @Test
    void namesQuestionsOptionsAndKeptPromptsAreCleaned() {
        var room = new RoomFixture();
        HandSocket presenter = room.presenter();
        HandSocket ada = room.attendee();
        room.socket()
                .says("{'type':'hello','v':1,'view':'attendee','name':'A" + HOSTILE + "'}")
                .flush();
        ada.says("{'type':'name','name':'B" + HOSTILE + "'}");
        room.command(presenter, 1, "'do':'predict','question':'C" + HOSTILE + "','options':['D" + HOSTILE + "','E']");
        room.command(presenter, 2, "'do':'keep-prompt','model':'m','text':'F" + HOSTILE + "'");
        room.command(presenter, 3, "'do':'keep-prompt','model':'m','text':' Q" + MARKS + "\\n'");
        room.loop().advance(1000);

        String all = presenter.last("people").toString() + presenter.last("state");
        for (String letter : List.of("A", "B", "C", "D", "F")) {
            assertThat(all).contains("\"" + letter + "x" + MARKS + "\"");
        }
        assertThat(all).contains("\" Q" + MARKS + "\\n\"");
        assertClean(presenter);
        room.command(presenter, 4, "'do':'drop-prompt','model':'m','text':'F" + HOSTILE + "'");
        assertThat(presenter.last("state").at("/state/prompts/kept")).hasSize(1);
        room.command(presenter, 5, "'do':'keep-prompt','model':'m','text':'\u202e'");
        assertThat(presenter.last("refused").get("code").textValue()).isEqualTo("field-not-text");
    }

    /** What is refused is told only to whoever has written it. */
    private static void assertClean(HandSocket person) {
        person.flush();
        for (JsonNode message : person.everything()) {
            if (!message.path("type").asText().equals("refused")) {
                for (String text : texts(message)) {
                    assertThat(UNCLEAN.matcher(text.replace("\n", "")).find())
                            .as(message.toString())
                            .isFalse();
                }
            }
        }
    }

    private static List<String> texts(JsonNode node) {
        var texts = new ArrayList<String>();
        if (node.isTextual()) {
            texts.add(node.textValue());
        }
        node.forEach(child -> texts.addAll(texts(child)));
        return texts;
    }

    /** The messages in which one text is hostile, alone and after what stood there. */
    private static List<JsonNode> hostile(JsonNode message) {
        var all = new ArrayList<JsonNode>();
        int count = texts(message).size();
        for (int i = 0; i < count; i++) {
            all.add(with(message, new int[] {i}, ""));
            all.add(with(message, new int[] {i}, "before"));
        }
        return all;
    }

    /** @param left how many texts come before the one that is replaced; counts down */
    private static JsonNode with(JsonNode node, int[] left, String kept) {
        if (node.isTextual()) {
            return left[0]-- == 0
                    ? JSON.getNodeFactory().textNode((kept.isEmpty() ? "" : node.textValue()) + HOSTILE)
                    : node;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JSON.createObjectNode();
            object.properties().forEach(field -> copy.set(field.getKey(), with(field.getValue(), left, kept)));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JSON.createArrayNode();
            array.forEach(each -> copy.add(with(each, left, kept)));
            return copy;
        }
        return node;
    }
}

package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The level and the language that are set for everyone. */
class TextsTest {
    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final HandSocket ada = room.attendee();

    @Test
    void everyoneIsToldWhatIsSetUntilNothingIs() {
        var hall = room.projector();
        room.command(presenter, 1, "'do':'texts','level':'simple','language':'de'");

        for (HandSocket each : new HandSocket[] {presenter, ada, hall}) {
            assertThat(each.last("state").at("/state/texts").toString())
                    .isEqualTo("{\"level\":\"simple\",\"language\":\"de\"}");
        }
        assertThat(room.attendee().last("welcome").at("/state/texts/level").textValue())
                .isEqualTo("simple");

        room.command(presenter, 2, "'do':'texts','language':'de','level':null");
        assertThat(ada.last("state").at("/state/texts").toString()).isEqualTo("{\"language\":\"de\"}");

        room.command(presenter, 3, "'do':'texts'");
        assertThat(ada.last("state").get("state").has("texts")).isFalse();
    }

    @Test
    void attendeesSetNothingForOthers() {
        room.command(ada, 1, "'do':'texts','level':'simple'");

        assertThat(ada.last("refused").get("reason").textValue()).isEqualTo("not-allowed");
        assertThat(presenter.heard("state")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'level':'easy'",
                "'level':3",
                "'language':['de']",
                "'language':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'"
            })
    void whatIsNoLevelOrLanguageIsMalformed(String fields) {
        room.command(presenter, 1, "'do':'texts'," + fields);

        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("malformed");
        assertThat(ada.heard("state")).isEmpty();
    }
}

package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a room on a guided tour refuses. Nothing is lost by it. */
class TourRefusalsTest {
    @TempDir
    private Path folder;

    @AutoClose
    private TourRoom room;

    @BeforeEach
    void open() throws Exception {
        room = new TourRoom(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'tour':'none','route':5,'beat':'one/scores' | unknown-tour",
                "'tour':'small','route':7,'beat':'one/scores' | unknown-route",
                "'tour':'small','route':5,'beat':'one/none' | unknown-beat",
                "'tour':'small','route':5,'beat':'scores' | unknown-beat",
                "'tour':'small','route':5,'beat':'one/scores','step':1 | field-out-of-range",
                "'tour':'small','route':5,'beat':'one/scores','step':99999999999 | field-out-of-range",
                "'tour':'small','beat':'one/scores' | field-not-count",
                "'tour':'small','route':-1,'beat':'one/scores' | ",
                "'tour':5,'route':5,'beat':'one/scores' | "
            })
    void whatIsNotThereIsRefusedAndNothingIsLost(String fields, String code) {
        room.beat("one/row");
        String before = room.scene().toString();
        room.command("'do':'beat'," + fields);
        var refusal = room.presenter().last("refused");
        assertThat(refusal).isNotNull();
        if (code != null) {
            assertThat(refusal.toString()).contains(code);
        }
        assertThat(room.scene().toString()).isEqualTo(before);
    }

    @Test
    void aBeatThatAnEditedTourHasNoLongerIsRefused() throws Exception {
        room.beat("one/row");
        String before = room.scene().toString();
        String row = "      - {id: row, seconds: 25, step: blocks.0.attn.pattern, focus: {head: 1.3, token: 2}}\n";
        assertThat(TourRoom.DECLARATION).contains(row);
        room.write(TourRoom.DECLARATION.replace(row, ""));
        room.refresh();
        room.beat("one/row");
        assertThat(room.presenter().last("refused").toString()).contains("unknown-beat");
        assertThat(room.scene().toString()).isEqualTo(before);
        room.beat("one/walked");
        assertThat(room.state().at("/tour/beat").textValue()).isEqualTo("one/walked");
    }

    @Test
    void aBeatWhoseModelIsNotOnOfferIsRefusedWithAReason(@TempDir Path other) throws Exception {
        try (var poor = TourRoom.withoutStories(other)) {
            String before = poor.scene().toString();
            poor.beat("two/story");
            assertThat(poor.presenter().last("refused").get("detail").textValue())
                    .contains("small/tour.yaml", "tiny-tales");
            assertThat(poor.scene().toString()).isEqualTo(before);

            // Without that beat the rest can be shown.
            String story =
                    "      - {id: story, seconds: 25, step: embed, model: tiny-tales, text: Lily and Tom went home}\n";
            assertThat(TourRoom.DECLARATION).contains(story);
            poor.write(TourRoom.DECLARATION.replace(story, ""));
            poor.refresh();
            poor.beat("two/last");
            assertThat(poor.state().at("/tour/beat").textValue()).isEqualTo("two/last");
        }
    }

    @Test
    void onlyTheDriverMovesTheTour() {
        var ada = room.attendee();
        ada.says("{'type':'command','id':'x1','at':0,'do':'beat','tour':'small','route':5,'beat':'one/row'}")
                .flush();
        assertThat(ada.last("refused")).isNotNull();
        assertThat(room.state().has("tour")).isFalse();
    }
}

package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Prompts that presenters keep for a room. */
class KeptPromptsTest {
    private static final String KEPT = "{\"kept\":[{\"model\":\"m\",\"text\":\"Hi\",\"chat\":false},"
            + "{\"model\":\"m\",\"text\":\"Hi\",\"chat\":true}]}";

    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();

    @Test
    void presentersKeepAndDropPromptsThatTheAudienceIsNotSent() {
        var attendee = room.attendee();
        var coPresenter = room.coPresenter();

        room.command(presenter, 1, keep("Hi", false));
        room.command(coPresenter, 2, keep("Hi", true));
        room.command(presenter, 3, keep("Hi", false));

        assertThat(kept(presenter)).isEqualTo(KEPT);
        assertThat(room.coPresenter().last("welcome").at("/state/prompts").toString())
                .isEqualTo(KEPT);
        assertThat(attendee.heard("state")).isEmpty();
        assertThat(room.projector().last("welcome").get("state").has("prompts")).isFalse();
        room.command(attendee, 4, keep("Mine", false));
        assertThat(attendee.last("refused").get("reason").textValue()).isEqualTo("not-allowed");

        room.command(coPresenter, 4, "'do':'drop-prompt','model':'m','text':'Hi'");
        room.command(presenter, 5, "'do':'drop-prompt','model':'m','text':'Hi','chat':true");
        assertThat(presenter.last("state").get("state").has("prompts")).isFalse();
    }

    @Test
    void undoLosesNoPrompt() {
        room.command(presenter, 1, go("t3", "embed"));
        room.command(presenter, 2, keep("Hi", false));

        room.command(presenter, 3, "'do':'undo'");

        assertThat(presenter.last("state").at("/state/cursor/step").textValue()).isEqualTo("start");
        assertThat(kept(presenter)).contains("Hi");
    }

    @Test
    void numberAndLengthAreLimited() {
        IntStream.range(1, 21).forEach(i -> room.command(presenter, i, keep("prompt " + i, false)));
        room.command(presenter, 21, keep("prompt 7", false));
        assertThat(presenter.heard("refused")).isEmpty();

        room.command(presenter, 22, keep("one more", false));

        assertThat(presenter.last("refused").get("code").textValue()).isEqualTo("too-many-kept");
        assertThat(presenter.last("refused").get("detail").textValue()).contains("20");
        assertThat(kept(presenter)).contains("prompt 20").doesNotContain("one more");
        room.command(presenter, 23, keep("x".repeat(501), false));
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("malformed");
    }

    @Test
    void promptsOutliveARestart() {
        var server = new RoomsFixture();
        Rooms.Opening opening = server.open();
        server.command(server.presenter(opening), 1, keep("Hi", false));
        server.command(server.presenter(opening), 2, keep("Hi", true));
        server.rooms().close();
        server.loop().run();

        Rooms again = server.restarted();

        assertThat(server.presenter(again, opening)
                        .last("welcome")
                        .at("/state/prompts")
                        .toString())
                .isEqualTo(KEPT);
    }

    private static String keep(String text, boolean chat) {
        return "'do':'keep-prompt','model':'m','text':'" + text + "'" + (chat ? ",'chat':true" : "");
    }

    private static String kept(HandSocket socket) {
        return socket.last("state").at("/state/prompts").toString();
    }
}

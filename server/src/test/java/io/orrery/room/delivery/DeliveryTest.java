package io.orrery.room.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.wire.Cursor;
import io.orrery.wire.Frame;
import io.orrery.wire.Frames;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private final Frame frame = Frames.step("m", new Cursor("t", "embed"), List.of(), Frames.LARGEST);

    @Test
    void longStateIsNotCombinedWithItsFrame() {
        String shortest = "{" + " ".repeat(Delivery.LONGEST_STATE - 2) + "}";
        String longer = "{ " + shortest.substring(1);

        assertThat(Delivery.of(frame, shortest, false).with(shortest)).isPresent();
        assertThat(Delivery.of(frame, longer, false).with(longer)).isEmpty();
    }

    @Test
    void directAndHeapBuffersHoldTheSameBytes() {
        var few = Delivery.of(frame, "{}", false);
        var many = Delivery.of(frame, "{}", true);

        assertThat(many.alone().isDirect()).isTrue();
        assertThat(few.alone().isDirect()).isFalse();
        assertThat(many).isEqualTo(few);
    }

    @Test
    void frameWithoutStateIsNotCombined() {
        assertThat(Delivery.of(frame).with("")).isEmpty();
    }
}

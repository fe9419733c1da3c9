package io.orrery.room.people;

import io.orrery.room.delivery.Delivery;
import io.orrery.wire.Frame;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage.Own;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A change of the room, to be announced to each role. Text and frame are encoded once for all roles that see the same.
 *
 * @param by the id of the person who made the change; empty if the room changed by itself
 * @param id the id of that person's command
 * @param isMove whether the cursor moved
 * @param frame the frame of the step that the cursor moved to, if it is encoded already
 * @param own the private part of that person's state, if it changed
 * @param messages the messages that announce the change
 */
public record Announcement(
        String by, String id, boolean isMove, Optional<Frame> frame, Optional<Own> own, Messages messages) {
    /** The messages that announce a change. */
    public interface Messages {
        /** Whether anything that this role sees has changed. */
        boolean concern(Role role);

        /**
         * The state message as JSON. Roles that see the same get the same text.
         *
         * @param answers the id of the command that the message answers
         */
        String text(Role role, String answers);

        /** Whether this role may be sent the frame. */
        boolean showNumbers(Role role);
    }

    /**
     * The messages, each encoded when it is first needed.
     *
     * @param many whether the room is full
     */
    Encoded encoded(boolean many) {
        return new Encoded(many);
    }

    final class Encoded {
        private final boolean many;
        private final Map<Role, Boolean> concerned = new EnumMap<>(Role.class);
        private final Map<Role, String> texts = new EnumMap<>(Role.class);
        private final Map<Role, Optional<Delivery>> frames = new EnumMap<>(Role.class);
        private final Map<String, Optional<Delivery>> framesByText = new HashMap<>();

        private Encoded(boolean many) {
            this.many = many;
        }

        boolean concernsAnyone() {
            return Arrays.stream(Role.values()).anyMatch(this::concerns);
        }

        boolean concerns(Role role) {
            return concerned.computeIfAbsent(role, messages::concern);
        }

        String text(Role role) {
            return texts.computeIfAbsent(role, any -> messages.text(any, id));
        }

        Optional<Delivery> frame(Role role) {
            return frames.computeIfAbsent(
                    role, any -> messages.showNumbers(any) ? encodedFrame(any) : Optional.empty());
        }

        private Optional<Delivery> encodedFrame(Role role) {
            return framesByText.computeIfAbsent(text(role), text -> frame.map(made -> Delivery.of(made, text, many)));
        }
    }
}

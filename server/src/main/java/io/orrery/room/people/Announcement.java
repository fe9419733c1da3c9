package io.orrery.room.people;

import io.orrery.room.delivery.Delivery;
import io.orrery.wire.Frame;
import io.orrery.wire.Role;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A change, as each role is told of it. Text and frame are encoded once for all who see the same.
 *
 * @param by the id of the person who made the change; empty when the room changed by itself
 * @param id of that person's command
 * @param isMove whether the cursor moved
 * @param frame of the step that it moved to, where it is there already
 * @param messages the text of the change
 */
public record Announcement(String by, String id, boolean isMove, Optional<Frame> frame, Messages messages) {
    /** The text of a change. */
    public interface Messages {
        /** Whether anything that this role sees has changed. */
        boolean concern(Role role);

        /**
         * The message as JSON; one and the same text for all roles that see the same.
         *
         * @param answers the id of the command that the state answers
         */
        String text(Role role, String answers);
    }

    /** What each role is told, encoded when the first of them is. @param many whether the room is full */
    Encoded encoded(boolean many) {
        return new Encoded(many);
    }

    final class Encoded {
        private final boolean many;
        private final Map<Role, Boolean> concerned = new EnumMap<>(Role.class);
        private final Map<Role, String> texts = new EnumMap<>(Role.class);
        private final Map<String, Optional<Delivery>> frames = new HashMap<>();

        private Encoded(boolean many) {
            this.many = many;
        }

        boolean concerns(Role role) {
            return concerned.computeIfAbsent(role, messages::concern);
        }

        String text(Role role) {
            return texts.computeIfAbsent(role, any -> messages.text(any, id));
        }

        Optional<Delivery> frame(Role role) {
            return frames.computeIfAbsent(text(role), text -> frame.map(made -> Delivery.of(made, text, many)));
        }
    }
}

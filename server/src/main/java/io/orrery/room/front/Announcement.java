package io.orrery.room.front;

import io.orrery.room.delivery.Delivery;
import io.orrery.wire.Frame;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage.State;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The messages that announce a change, each encoded when it is first needed. Roles that see the same are sent the same. */
final class Announcement {
    private final StateViews before;
    private final StateViews now;
    private final long seq;
    private final double start;
    private final String id;
    private final Optional<Frame> frame;
    private final boolean many;
    private final Map<Role, Boolean> concerned = new EnumMap<>(Role.class);
    private final Map<Role, String> texts = new EnumMap<>(Role.class);
    private final Map<String, String> textsByState = new HashMap<>();
    private final Map<Role, Optional<Delivery>> frames = new EnumMap<>(Role.class);
    private final Map<String, Delivery> framesByText = new HashMap<>();

    /**
     * @param start when all screens begin to show the change, ms of the owner's clock
     * @param id the id of the command that made the change; empty for none
     * @param frame the frame of the step that the cursor moved to, if it is encoded already
     * @param many whether the front is full
     */
    Announcement(
            StateViews before, StateViews now, long seq, double start, String id, Optional<Frame> frame, boolean many) {
        this.before = before;
        this.now = now;
        this.seq = seq;
        this.start = start;
        this.id = id;
        this.frame = frame;
        this.many = many;
    }

    boolean concernsAnyone() {
        return Arrays.stream(Role.values()).anyMatch(this::concerns);
    }

    /** Whether anything that this role sees has changed. */
    boolean concerns(Role role) {
        return concerned.computeIfAbsent(role, any -> now.differFrom(before, any));
    }

    /** The state message as JSON. */
    String text(Role role) {
        return texts.computeIfAbsent(
                role, any -> textsByState.computeIfAbsent(now.json(any), state -> message(state, id)));
    }

    /** @param answers the id of the command that the message answers */
    String text(Role role, String answers) {
        return answers.equals(id) ? text(role) : message(now.json(role), answers);
    }

    private String message(String state, String answers) {
        return new State(seq, start, state, answers).json();
    }

    /** The frame, if this role may be sent it. */
    Optional<Delivery> frame(Role role) {
        return frames.computeIfAbsent(
                role, any -> frame.filter(made -> now.showsNumbers(any)).map(made -> delivery(made, text(any))));
    }

    private Delivery delivery(Frame made, String text) {
        return framesByText.computeIfAbsent(text, any -> Delivery.of(made, any, many));
    }
}

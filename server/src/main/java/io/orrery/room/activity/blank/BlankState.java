package io.orrery.room.activity.blank;

import io.orrery.room.state.Part;

/** @param blank whether the audience's screens are dark */
public record BlankState(boolean blank) {
    public static final Part<BlankState> PART = Part.flat("blank", BlankState.class, new BlankState(false));
}

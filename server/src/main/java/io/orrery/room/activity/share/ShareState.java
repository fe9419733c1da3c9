package io.orrery.room.activity.share;

import io.orrery.room.state.Part;

/** @param sharing whether screens that follow use the driver's camera */
public record ShareState(boolean sharing) {
    public static final Part<ShareState> PART = Part.flat("share", ShareState.class, new ShareState(false));
}

package io.orrery.wire;

import java.util.List;

/**
 * Who drives.
 *
 * @param holder {@code presenter} for whoever shows the presenter's key, else a person's id
 * @param offered to whom it is offered, in the same words; empty for nobody
 * @param asking who asks for it, in that order
 * @param freeAt when a wheel whose driver is gone may be taken, ms of the server's clock; 0 while its driver is here
 */
public record WheelState(String holder, String offered, List<String> asking, double freeAt) {
    public WheelState {
        asking = List.copyOf(asking);
    }
}

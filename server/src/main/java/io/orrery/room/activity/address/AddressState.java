package io.orrery.room.activity.address;

import io.orrery.room.state.Part;

/**
 * How people find the room.
 *
 * @param code the room code, which people type to join
 * @param address scheme, host and port, without a path; empty until the presenter's page has reported it
 */
public record AddressState(String code, String address) {
    public static final Part<AddressState> PART = Part.flat("address", AddressState.class);

    AddressState withAddress(String next) {
        return new AddressState(code, next);
    }
}

package io.orrery.room.activity.address;

import static io.orrery.room.activity.address.AddressActivity.AddressState.PART;

import io.orrery.error.JsonError;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.SeenByAll;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.address.AddressActivity.AddressState;
import io.orrery.room.state.StatePart;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.ServerAddress;
import java.util.List;

/** The address of the room. The presenter's page reports it, as it knows by which address it reached the server. */
public final class AddressActivity implements SeenByAll<AddressState>, InRecordings.OfNobody<AddressState> {
    /**
     * How people find the room.
     *
     * @param code the room code, which people type to join
     * @param address scheme, host and port, without a path; empty until the presenter's page has reported it
     */
    public record AddressState(String code, String address) {
        public static final StatePart<AddressState> PART = StatePart.flat("address", AddressState.class);

        AddressState withAddress(String next) {
            return new AddressState(code, next);
        }
    }

    @Override
    public StatePart<AddressState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(Command.of(
                "address",
                Who.DRIVER,
                AddressActivity::read,
                (address, by) -> by.change(PART, now -> now.withAddress(address))));
    }

    private static String read(Fields fields) throws MalformedException {
        String text = fields.text("address", ClientMessages.LONGEST_ADDRESS);
        if (!ServerAddress.is(text)) {
            throw new MalformedException(new JsonError.FieldNotServerAddress("command.address"));
        }
        return text;
    }
}

package io.orrery.room.activity.embed;

import static io.orrery.room.activity.embed.EmbedActivity.EmbedState.PART;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.error.JsonError;
import io.orrery.room.activity.Activity;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.embed.EmbedActivity.EmbedState;
import io.orrery.room.state.StatePart;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import io.orrery.wire.ServerAddress;
import java.util.List;
import java.util.Optional;

/** The sites that may show the room in a frame, besides those that the server's operator allows. */
public final class EmbedActivity implements Activity<EmbedState> {
    /** More sites than one talk is shown on; all of them are in a header of each embedded page. */
    private static final int MOST_SITES = 8;

    /** @param from the sites' origins, such as {@code https://slides.example.org} */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record EmbedState(List<String> from) {
        public static final StatePart<EmbedState> PART =
                StatePart.member("embed", EmbedState.class, new EmbedState(List.of()));

        public EmbedState {
            from = List.copyOf(from);
        }
    }

    @Override
    public StatePart<EmbedState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(Command.of(
                "embed",
                Who.DRIVER_OR_HOST,
                EmbedActivity::read,
                (from, by) -> by.change(PART, before -> new EmbedState(from))));
    }

    private static List<String> read(Fields fields) throws MalformedException {
        List<String> from = fields.texts("from", MOST_SITES, ClientMessages.LONGEST_ADDRESS);
        if (!from.stream().allMatch(ServerAddress::is)) {
            throw new MalformedException(new JsonError.FieldNotServerAddress("command.from"));
        }
        return from.stream().distinct().toList();
    }

    /** Attendees need no list of other sites. */
    @Override
    public Optional<EmbedState> seenBy(Role role, EmbedState state) {
        return role.mayDrive() && !state.from().isEmpty() ? Optional.of(state) : Optional.empty();
    }
}

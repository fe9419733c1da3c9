package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.room.access.Ability;
import io.orrery.room.access.Grant;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomKey;
import io.orrery.room.activity.driver.DriverActivity.DriverState;
import io.orrery.room.people.CommandReplies;
import io.orrery.room.people.Sender;
import io.orrery.wire.ClientMessage.CommandRequest;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.CloseCode;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Whoever has an id, abilities and a way to be answered can give commands, without a page and its socket. */
class SenderTest {
    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final Program clicker = new Program("clicker", Set.of(Ability.MOVE));
    private int commands;

    /** A program with a key of the presenter's. */
    private static final class Program implements Sender {
        private static final ObjectMapper JSON = new ObjectMapper();

        private final String id;
        private final Set<Ability> abilities;
        private final CommandReplies replies = new CommandReplies();
        private final List<JsonNode> heard = new ArrayList<>();

        Program(String id, Set<Ability> abilities) {
            this.id = id;
            this.abilities = abilities;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Set<Ability> abilities() {
            return abilities;
        }

        @Override
        public String party() {
            return DriverState.PRESENTER;
        }

        @Override
        public Role role() {
            return Role.ATTENDEE;
        }

        @Override
        public CommandReplies replies() {
            return replies;
        }

        @Override
        public boolean isRemoved() {
            return false;
        }

        @Override
        public void answer(Function<Role, ServerMessage> message) {
            try {
                heard.add(JSON.readTree(message.apply(role()).json()));
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        }

        JsonNode last() {
            return heard.get(heard.size() - 1);
        }
    }

    private String give(Program by, String command) throws Exception {
        String id = "p" + ++commands;
        give(by, id, command);
        return id;
    }

    private void give(Program by, String id, String command) throws Exception {
        String text = "{'type':'command','id':'" + id + "','at':1," + command + "}";
        room.room().perform(by, (CommandRequest) ClientMessages.read(text.replace('\'', '"')));
        room.loop().run();
    }

    @Test
    void programMovesTheRoomByItsKeyAndIsAnsweredOnce() throws Exception {
        room.command(presenter, 1, go("t3", "start"));
        String id = give(clicker, "'do':'next'");

        assertThat(presenter.last("state").at("/state/cursor/step").textValue()).isEqualTo("cut");
        assertThat(clicker.heard).hasSize(1);
        assertThat(clicker.last().get("by").textValue()).isEqualTo(id);
        assertThat(clicker.last().at("/state/cursor/step").textValue()).isEqualTo("cut");
        assertThat(clicker.last().get("seq")).isEqualTo(presenter.last("state").get("seq"));

        give(clicker, id, "'do':'next'");
        assertThat(clicker.heard).as("a repeated command").hasSize(2);
        assertThat(presenter.last("state").at("/state/cursor/step").textValue()).isEqualTo("cut");
    }

    @Test
    void programCanDoNoMoreThanItsKey() throws Exception {
        for (String command : List.of(
                "'do':'prompt','trace':'p3'",
                "'do':'kick','person':'x'",
                "'do':'take-wheel'",
                "'do':'lost','on':true")) {
            give(clicker, command);
            assertThat(clicker.last().get("reason").textValue()).as(command).isEqualTo("not-allowed");
        }
        room.command(room.coPresenter(), 1, "'do':'ask-wheel','on':true");
        String co = presenter.last("state").at("/state/wheel/asking/0").textValue();
        room.command(presenter, 2, "'do':'offer-wheel','to':'" + co + "'");

        give(clicker, "'do':'next'");
        assertThat(clicker.last().get("reason").textValue())
                .as("its party drives no more")
                .isEqualTo("not-driving");
    }

    @Test
    void pageIsClosedWhenItsKeyExpires() {
        double now = room.loop().now();
        var co = new Grant(RoomKey.of(RoomFixture.CO_KEY), Ability.CO_PRESENTER, "for a guest", now, now + 5000, 0);
        var presenters = Keys.of(RoomKey.of(RoomFixture.KEY), RoomKey.of("other"), now)
                .list()
                .get(0);
        var other = new RoomFixture(new Keys(List.of(presenters, co)));
        HandSocket guest = other.coPresenter();
        HandSocket host = other.presenter();
        assertThat(guest.last("welcome").get("role").textValue()).isEqualTo("co-presenter");

        other.loop().advance(4000);
        assertThat(guest.closed()).isEmpty();
        other.loop().advance(2000);
        assertThat(guest.closed()).contains(CloseCode.NOT_ALLOWED);
        assertThat(host.closed()).isEmpty();
        assertThat(other.coPresenter().closed()).contains(CloseCode.NOT_ALLOWED);
    }

    @Test
    void programIsAnsweredWhenTheEngineHasAndIsRefusedInWords() throws Exception {
        var driver = new Program("driver", Set.of(Ability.MOVE, Ability.DRIVE));
        room.engine().slow();
        String id = give(driver, "'do':'prompt','trace':'p3'");
        assertThat(driver.heard).isEmpty();
        room.engine().answerOne();
        room.loop().run();
        assertThat(driver.last().get("by").textValue()).isEqualTo(id);
        assertThat(driver.last().at("/state/trace/next"))
                .as("as its role sees it")
                .isEmpty();

        give(driver, "'do':'prompt','trace':'zz'");
        room.engine().answerOne();
        room.loop().run();
        assertThat(driver.last().get("code").textValue()).isEqualTo("unknown-trace");
        give(driver, "'do':'dance'");
        assertThat(driver.last().get("reason").textValue()).isEqualTo("malformed");
        assertThat(driver.heard).hasSize(3);
    }
}

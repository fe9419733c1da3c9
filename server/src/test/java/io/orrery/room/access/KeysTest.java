package io.orrery.room.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.wire.Role;
import io.orrery.wire.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A room's list of keys: which of them open it, and what they are good for. */
class KeysTest {
    private static final Keys KEYS = Keys.of(RoomKey.of("seed", "presenters"), RoomKey.of("co-presenters"), 100);

    private static Keys and(Grant grant) {
        var all = new ArrayList<>(KEYS.list());
        all.add(grant);
        return new Keys(all);
    }

    private static Grant clicker(double expires, double withdrawn) {
        return new Grant(RoomKey.of("clicker"), Set.of(Ability.MOVE), "My clicker, ü", 150, expires, withdrawn);
    }

    @Test
    void keysOfANewRoomGiveTheRolesOfItsLinks() {
        assertThat(KEYS.driver("presenters", 100)).contains(Role.PRESENTER);
        assertThat(KEYS.driver("co-presenters", 1e15)).contains(Role.CO_PRESENTER);
        assertThat(KEYS.driver("another", 100)).isEmpty();
        assertThat(Keys.role(View.PRESENTER, Optional.empty())).isEmpty();
        assertThat(Keys.role(View.ATTENDEE, Optional.empty())).contains(Role.ATTENDEE);
        assertThat(Keys.role(View.PROJECTOR, KEYS.grant("presenters", 100))).contains(Role.PROJECTOR);
        assertThat(KEYS.list()).extracting(Grant::made).containsExactly(100.0, 100.0);
    }

    @Test
    void keyThatCanDoLittleOpensNoPresentersPage() {
        Keys keys = and(clicker(0, 0));
        assertThat(keys.grant("clicker", 200)).map(Grant::abilities).contains(Set.of(Ability.MOVE));
        assertThat(keys.driver("clicker", 200)).isEmpty();
        assertThat(Keys.role(View.PRESENTER, keys.grant("clicker", 200))).isEmpty();
    }

    @Test
    void keyEndsWhenItExpiresOrIsWithdrawn() {
        assertThat(and(clicker(300, 0)).grant("clicker", 299)).isPresent();
        assertThat(and(clicker(300, 0)).grant("clicker", 300)).isEmpty();
        assertThat(and(clicker(0, 180)).grant("clicker", 170)).isEmpty();
    }

    @Test
    void newKeyOfARoleWithdrawsTheOldOneAndLeavesAllOthers() {
        Keys next = and(clicker(0, 0)).with(Role.PRESENTER, RoomKey.of("newer"), 250);

        assertThat(next.driver("presenters", 250)).isEmpty();
        assertThat(next.driver("newer", 250)).contains(Role.PRESENTER);
        assertThat(next.newest(Role.PRESENTER).orElseThrow().key()).isEqualTo(RoomKey.of("newer"));
        assertThat(next.newest(Role.CO_PRESENTER).orElseThrow().key()).isEqualTo(RoomKey.of("co-presenters"));
        assertThat(next.grant("clicker", 250)).isPresent();
        assertThat(next.list()).extracting(Grant::withdrawn).containsExactly(250.0, 0.0, 0.0, 0.0);
        assertThatThrownBy(() -> next.with(Role.ATTENDEE, RoomKey.of("x"), 251))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listOfKeysThatWereReplacedAgainAndAgainStaysShort() {
        Keys keys = KEYS;
        for (int i = 0; i < 100; i++) {
            keys = keys.with(Role.CO_PRESENTER, RoomKey.of("co " + i), 1000 + i);
        }
        assertThat(keys.driver("co 99", 2000)).contains(Role.CO_PRESENTER);
        assertThat(keys.driver("presenters", 2000)).contains(Role.PRESENTER);
        assertThat(keys.driver("co 98", 2000)).isEmpty();
        assertThat(keys.list()).hasSize(2 + 32);
        assertThat(keys.list().get(1).withdrawn()).as("the oldest has gone").isGreaterThan(1060);
    }

    @Test
    void storedFormIsReadAsItWasWrittenAndADamagedLineLeavesTheOthers() {
        Keys keys = and(clicker(300.5, 0.25));
        assertThat(Keys.ofLines(keys.lines())).isEqualTo(keys);
        assertThat(Keys.ofLines("")).isEqualTo(new Keys(List.of()));
        assertThat(new Keys(List.of()).newest(Role.PRESENTER)).isEmpty();

        String[] lines = keys.lines().split("\n");
        for (String damaged :
                List.of("", "\t\t\t\t\t\t", lines[0].replace(".", "x"), lines[0].substring(1), lines[0] + "\t")) {
            Keys kept = Keys.ofLines(String.join("\n", damaged, lines[1], lines[2]));
            assertThat(kept.list()).as(damaged).isEqualTo(keys.list().subList(1, 3));
        }
        Keys lessAble = Keys.ofLines(lines[0].replace("host", "hosT"));
        assertThat(lessAble.driver("presenters", 200)).contains(Role.CO_PRESENTER);
        assertThat(keys.lines()).as("secrets").doesNotContain("presenters", "clicker\t");
    }
}

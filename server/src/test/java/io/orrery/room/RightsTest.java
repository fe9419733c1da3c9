package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.wire.Command;
import io.orrery.wire.Role;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RightsTest {
    @ParameterizedTest
    @MethodSource("commands")
    void theTableNamesEveryCommand(Class<? extends Command> command) {
        assertThat(Rights.of(command)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void noCommandIsForPeopleWithoutAKey(Class<? extends Command> command) {
        assertThat(Rights.of(command).includes(Role.ATTENDEE, false)).isFalse();
        assertThat(Rights.of(command).includes(Role.PROJECTOR, false)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Rights.Who.class)
    void onlyWhatConcernsTheWheelAndWhoIsThereIsForThoseWhoDoNotDrive(Rights.Who who) {
        assertThat(who.includes(Role.PRESENTER, false)).isEqualTo(who != Rights.Who.DRIVER);
        assertThat(who.includes(Role.CO_PRESENTER, false)).isEqualTo(who == Rights.Who.ANYONE_WITH_A_KEY);
        assertThat(who.includes(Role.CO_PRESENTER, true)).isTrue();
    }

    private static Stream<Class<?>> commands() {
        return Stream.of(Command.class.getPermittedSubclasses());
    }
}

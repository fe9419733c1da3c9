package io.orrery.room.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretsTest {
    @Test
    void codeHasSixUnambiguousCharacters() {
        var random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            assertThat(RoomCode.random(random).text()).matches("[2-9B-DF-HJ-NP-TV-XZ]{6}");
        }
    }

    @Test
    void typedCodeMayHaveAnyCaseAndSpaces() {
        assertThat(RoomCode.typed(" abc 2 3-4 ")).isEqualTo(new RoomCode("ABC234"));
        assertThat(RoomCode.typed("abc\u00a0234")).isEqualTo(new RoomCode("ABC234"));
        assertThat(RoomCode.typed("ABC235")).isNotEqualTo(new RoomCode("ABC234"));
    }

    @Test
    void onlyTheExactKeyMatches() {
        var key = RoomKey.of("correct");

        assertThat(key.matches("correct")).isTrue();
        assertThat(key.matches("correcT")).isFalse();
        assertThat(key.matches("")).isFalse();
    }

    @Test
    void secretsHave128BitsAndDiffer() {
        var secrets = new HashSet<String>();
        Stream.generate(Secret::random).limit(1000).forEach(secrets::add);

        assertThat(secrets).hasSize(1000).allMatch(secret -> secret.matches("[\\w-]{22}"));
    }
}

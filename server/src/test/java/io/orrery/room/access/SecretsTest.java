package io.orrery.room.access;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.RecordComponent;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
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

    /** The example of FIPS 180-2. */
    @Test
    void onlyTheSha256HashOfAKeyIsStored() {
        byte[] hash = HexFormat.of().parseHex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

        assertThat(RoomKey.of("abc").hash())
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        assertThat(RoomKey.class.getRecordComponents())
                .extracting(RecordComponent::getName)
                .containsExactly("seed", "hash");
    }

    /** Keys are compared by {@link RoomKey#matches} alone, which uses the comparison of the JDK that takes constant time. */
    @Test
    void keysAreComparedInConstantTime() {
        var classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.orrery");

        classes()
                .that()
                .areAssignableTo(RoomKey.class)
                .should()
                .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                .check(classes);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.orrery.store..", "io.orrery.room.access..")
                .should()
                .callMethod(RoomKey.class, "hash")
                .check(classes);
    }

    @Test
    void keysOfRoomsHave128BitsAndDiffer() {
        var maker = new KeyMaker("an-operators-key", Secret::random);
        var keys = new HashSet<String>();
        Stream.generate(maker::issue).limit(1000).map(KeyMaker.Issued::key).forEach(keys::add);

        assertThat(keys)
                .hasSize(1000)
                .allSatisfy(
                        key -> assertThat(Base64.getUrlDecoder().decode(key)).hasSize(128 / 8));
    }

    @Test
    void secretsHave128BitsAndDiffer() {
        var secrets = new HashSet<String>();
        Stream.generate(Secret::random).limit(1000).forEach(secrets::add);

        assertThat(secrets).hasSize(1000).allMatch(secret -> secret.matches("[\\w-]{22}"));
    }
}

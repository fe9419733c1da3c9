package io.orrery.room.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.room.access.Ability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documentation's tables of commands agree with the declarations. */
class DocumentedCommandsTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern NAME = Pattern.compile("`([a-z-]+)");

    /** A row of the protocol's table, as documented or as declared. */
    private record Row(String name, String who, boolean view, boolean begins, boolean undo) {
        static Row of(Command<?> command) {
            return new Row(
                    command.name(),
                    command.who().words(),
                    command.is(CommandTrait.DEPENDS_ON_VIEW),
                    command.is(CommandTrait.BEGINS),
                    command.is(CommandTrait.UNDOABLE));
        }

        static Row of(List<String> cells) {
            return new Row(
                    names(cells.get(0)).findFirst().orElseThrow(),
                    cells.get(1),
                    isYes(cells.get(2)),
                    isYes(cells.get(3)),
                    isYes(cells.get(4)));
        }

        private static boolean isYes(String cell) {
            assertThat(cell).isIn("yes", "–");
            return cell.equals("yes");
        }
    }

    @Test
    void protocolTableMatchesTheDeclarations() throws Exception {
        List<Row> declared = Activities.ALL.commands().stream().map(Row::of).toList();

        List<Row> documented = rows("protocol.md", "### Commands").map(Row::of).toList();

        assertThat(documented).containsExactlyInAnyOrderElementsOf(declared);
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void deployingGuideListsTheCommandsOfEachRole(Who who) throws Exception {
        Set<String> all = Activities.ALL.commands().stream().map(Command::name).collect(Collectors.toSet());
        Set<String> declared = Activities.ALL.commands().stream()
                .filter(command -> command.who() == who)
                .map(Command::name)
                .collect(Collectors.toSet());

        Set<String> documented = rows("deploying.md", "## Who may do what")
                .filter(cells -> cells.get(1).equals(who.words()))
                .flatMap(cells -> names(cells.get(0)))
                .filter(all::contains)
                .collect(Collectors.toSet());

        assertThat(documented).isEqualTo(declared);
    }

    @ParameterizedTest
    @EnumSource(Ability.class)
    void deployingGuideSaysWhichKeyHasAnAbility(Ability ability) throws Exception {
        List<List<String>> documented = rows("deploying.md", "## Who may do what")
                .filter(cells -> cells.get(0).equals('`' + ability.word() + '`'))
                .toList();

        String holders = Ability.EVERYBODY.contains(ability)
                ? "everybody"
                : Ability.CO_PRESENTER.contains(ability) ? "co-presenter, presenter" : "presenter";
        if (Ability.MODERATOR.contains(ability) && !Ability.EVERYBODY.contains(ability)) {
            holders = "moderator, " + holders;
        }
        if (Ability.REMOTE.contains(ability)) {
            holders = "remote control, " + holders;
        }
        assertThat(documented).extracting(cells -> cells.get(2)).containsExactly(holders);
        assertThat(Ability.PRESENTER).contains(ability);
    }

    @Test
    void presentersAreToldInWordsWhatUndoWouldUndo() throws Exception {
        Path strings = Path.of("..", "web-client", "src", "main", "web", "strings", "en", "presenter-tools.json");
        var told = new TreeSet<String>();
        new ObjectMapper().readTree(strings.toFile()).get("undo").fieldNames().forEachRemaining(told::add);

        assertThat(Activities.ALL.commands().stream()
                        .filter(command -> command.is(CommandTrait.UNDOABLE))
                        .map(Command::name))
                .containsExactlyInAnyOrderElementsOf(told);
    }

    /** The cells of the table rows below a heading, without the header row. */
    private static Stream<List<String>> rows(String file, String heading) throws IOException {
        String text = Files.readString(DOCS.resolve(file));
        String section = text.substring(text.indexOf(heading + "\n") + heading.length());
        return section.substring(0, section.indexOf("\n#", 1) < 0 ? section.length() : section.indexOf("\n#", 1))
                .lines()
                .filter(line -> line.startsWith("| `") && !line.startsWith("| `do` "))
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .map(cells -> cells.subList(1, cells.size()));
    }

    private static Stream<String> names(String cell) {
        return NAME.matcher(cell).results().map(found -> found.group(1));
    }
}

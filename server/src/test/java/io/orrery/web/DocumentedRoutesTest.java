package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.web.http.Route.Who;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of addresses in {@code docs/deploying.md} agrees with the declarations, which {@link RouteTest} tries out. */
class DocumentedRoutesTest {
    private static final Map<Who, String> WORDS = Map.of(
            Who.REMOTE,
            "who has a key for remote control",
            Who.OPERATOR_UNLESS_OPEN,
            "the operator; anyone with `--open-rooms anyone`",
            Who.OPERATOR,
            "the operator",
            Who.DRIVER,
            "the room's presenter and co-presenter",
            Who.READER,
            "the room's presenter and co-presenter, and the operator; while it is on, or published, others",
            Who.EDITOR,
            "the room's presenter and co-presenter, and the operator",
            Who.PERSON,
            "who is in the room");

    private static final Pattern ROUTE = Pattern.compile("`([A-Z]+ /[^`]*)`");

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ANYONE")
    void tableNamesTheRoutesThatNeedAKey(Who who) throws IOException {
        Set<String> declared = Routes.ALL.stream()
                .filter(route -> route.who() == who)
                .map(route -> route.method() + " " + route.path())
                .collect(Collectors.toSet());

        Set<String> documented = section()
                .lines()
                .filter(line -> line.endsWith("| " + WORDS.get(who) + " |"))
                .flatMap(line -> ROUTE.matcher(line).results().map(found -> found.group(1)))
                .collect(Collectors.toSet());

        assertThat(documented).isNotEmpty().isEqualTo(declared);
    }

    private static String section() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "deploying.md"));
        String from = text.substring(text.indexOf("## Who may do what\n"));
        return from.substring(0, from.indexOf("\n## "));
    }
}

package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.web.Hosting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Without options a server has the limits that {@code docs/deploying.md} gives. */
class DocumentedDefaultsTest {
    @Command(name = "serve")
    private static final class Serve {
        @Mixin
        private HostingOptions options = new HostingOptions();
    }

    @Test
    void defaultsAreTheDocumentedOnes() throws IOException {
        var serve = new Serve();
        new CommandLine(serve).parseArgs();

        Hosting hosting = serve.options.hosting(0);

        assertThat(hosting.mostRooms()).isEqualTo(documented("([\\d,]+) \\(`--max-rooms`\\)"));
        assertThat(hosting.idle().toHours()).isEqualTo(documented("([\\d,]+) hours \\(`--idle-hours`\\)"));
        assertThat(hosting.roomCapacity()).isEqualTo(documented("([\\d,]+) \\(`--room-capacity`\\)"));
        assertThat(hosting.openToAnyone()).isFalse();
        assertThat(hosting.trustedProxies()).isEmpty();
    }

    @Test
    void dataIsKeptInAFolderOfThePortInTheHomeFolder() {
        var serve = new Serve();
        new CommandLine(serve).parseArgs();

        assertThat(serve.options.hosting(8080).data())
                .contains(Path.of(System.getProperty("user.home"), ".orrery", "8080"));
        assertThat(serve.options.hosting(0).data()).isEmpty();
    }

    /** A number in the documentation. */
    private static int documented(String pattern) throws IOException {
        String text = Files.readString(Path.of("..", "docs", "deploying.md"));
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> Integer.parseInt(found.group(1).replace(",", "")))
                .findFirst()
                .orElseThrow();
    }
}

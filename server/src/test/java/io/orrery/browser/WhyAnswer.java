package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.cli.CommandLineRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What {@code orrery why} answers, to compare pages with. */
final class WhyAnswer {
    /** Pages compare "Lily" with the other name of the story that the story model begins with. */
    static final String TOM = "41";

    private WhyAnswer() {}

    /** @param more options of the command */
    static JsonNode of(String tool, String model, String... more) throws IOException {
        var args = new ArrayList<>(List.of("why", tool, "--model", model, "--json"));
        args.addAll(List.of(more));
        var run = CommandLineRun.of(args.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return run.json();
    }

    /** About the text that a page shows. */
    static JsonNode about(Screen screen, String tool, String model, String... more) throws IOException {
        screen.waitUntil("orrery.walk()");
        var tokens = screen.scene().text("orrery.walk().run.tokens.join()");
        var options = new ArrayList<>(List.of("--tokens", tokens.toString()));
        options.addAll(List.of(more));
        boolean isStory = model.equals("tiny-tales")
                && List.of(tokens.toString().split(",")).contains(TOM);
        if (isStory && !options.contains("--b")) {
            options.addAll(List.of("--b", TOM));
        }
        return of(tool, model, options.toArray(String[]::new));
    }
}

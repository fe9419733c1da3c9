package io.orrery.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.CommandLineError;
import io.orrery.error.OrreryException;
import io.orrery.wire.UrlQuery;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code orrery room}: moves a live room from a terminal, with a key for remote control. */
@Command(
        name = "room",
        description = "Moves a live room, with a key for remote control that its presenter has made.",
        mixinStandardHelpOptions = true)
final class RoomCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FIRST_REFUSAL = 300;
    private static final JsonMapper JSON = new JsonMapper();

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CODE", description = "The code of the room.")
    private String code;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            required = true,
            scope = ScopeType.INHERIT,
            description = "The key for remote control.")
    private String key;

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "http://localhost:8080",
            scope = ScopeType.INHERIT,
            description = "The address of the server; ${DEFAULT-VALUE} by default.")
    private URI server;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print the number of the change, or the state, as one JSON object.")
    private boolean json;

    @Command(description = "Goes on, as the presenter's key does.", mixinStandardHelpOptions = true)
    int next() throws IOException, InterruptedException {
        return done(JSON.createObjectNode().put("do", "next"));
    }

    @Command(description = "Goes back.", mixinStandardHelpOptions = true)
    int back() throws IOException, InterruptedException {
        return done(JSON.createObjectNode().put("do", "back"));
    }

    @Command(name = "go", description = "Goes to a step of the present text.", mixinStandardHelpOptions = true)
    int goTo(
            @Parameters(paramLabel = "STEP", description = "A step, such as embed or blocks.0.attn.pattern.")
                    String step,
            @Option(names = "--layer", paramLabel = "N", description = "The layer of a step such as attn.pattern.")
                    Optional<Integer> layer)
            throws IOException, InterruptedException {
        ObjectNode command = JSON.createObjectNode().put("do", "go");
        command.putObject("cursor")
                .put("trace", state().at("/state/trace/id").asText())
                .put("step", layer.map(number -> "blocks." + number + ".").orElse("") + step);
        return done(command);
    }

    @Command(description = "Brings another text.", mixinStandardHelpOptions = true)
    int text(@Parameters(paramLabel = "TEXT", description = "The text.") String text)
            throws IOException, InterruptedException {
        ObjectNode wanted = JSON.createObjectNode()
                .put("model", state().at("/state/trace/model").asText())
                .put("prompt", text);
        String trace = sent("/api/traces?room=" + UrlQuery.encoded(code), Optional.of(wanted))
                .path("id")
                .asText();
        return done(JSON.createObjectNode().put("do", "prompt").put("trace", trace));
    }

    @Command(name = "state", description = "Prints what the room shows.", mixinStandardHelpOptions = true)
    int print() throws IOException, InterruptedException {
        JsonNode now = state();
        if (json) {
            print(now.toString());
        } else {
            JsonNode shown = now.path("state");
            var text = new StringBuilder();
            shown.at("/trace/text").forEach(token -> text.append(token.asText()));
            print("Step: " + shown.at("/cursor/step").asText() + System.lineSeparator() + "Text: " + text);
        }
        return 0;
    }

    private JsonNode state() throws IOException, InterruptedException {
        return sent("/api/rooms/" + UrlQuery.encoded(code) + "/state", Optional.empty());
    }

    private int done(ObjectNode command) throws IOException, InterruptedException {
        command.put("id", UUID.randomUUID().toString());
        long seq = sent("/api/rooms/" + UrlQuery.encoded(code) + "/commands", Optional.of(command))
                .path("seq")
                .asLong();
        JsonOutput.print(spec.commandLine().getOut(), json, Map.of("seq", seq), "Done: change " + seq + ".");
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    /** The answer to a request. @param body of a POST; empty for a GET */
    private JsonNode sent(String path, Optional<ObjectNode> body) throws IOException, InterruptedException {
        String base = server.toString().replaceAll("/+$", "");
        HttpResponse<String> answer;
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json");
            body.ifPresent(json -> request.POST(HttpRequest.BodyPublishers.ofString(json.toString())));
            answer = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IllegalArgumentException | IOException e) {
            String reason =
                    Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
            throw new OrreryException(new CommandLineError.NoServer(base, reason), e);
        }
        JsonNode said = JSON.readTree(answer.body());
        if (answer.statusCode() >= FIRST_REFUSAL) {
            throw new OrreryException(
                    new CommandLineError.RoomRefuses(said.path("detail").asText()));
        }
        return said;
    }
}

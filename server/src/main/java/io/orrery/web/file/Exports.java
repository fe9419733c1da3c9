package io.orrery.web.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.graph.Keep;
import io.orrery.graph.Node;
import io.orrery.graph.Step;
import io.orrery.library.Library;
import io.orrery.model.Model;
import io.orrery.trace.Trace;
import io.orrery.web.pages.Assets;
import io.orrery.web.pages.Packed;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import io.orrery.wire.TraceSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes files that show a step. It asks the server what the page in the file will ask, and keeps the answers. */
public final class Exports {
    private static final int OK = 200;

    /** A page asks for tensors of up to this many cells by themselves, exact ({@code model/trace.js}). */
    private static final int MOST_EXACT = 1 << 14;

    private static final Pattern IN_LAYER = Pattern.compile("(blocks\\.\\d+)\\.");

    private final Library library;
    private final String server;
    private final OneFile file = new OneFile(new Assets(), Packed.read());
    private final HttpClient client = HttpClient.newHttpClient();

    /** @param server its address, such as {@code http://127.0.0.1:8080} */
    public Exports(Library library, String server) {
        this.library = library;
        this.server = server;
    }

    /**
     * A file.
     *
     * @param parts the bytes of its parts
     */
    public record Made(byte[] html, Map<String, Integer> parts) {
        public Made {
            parts = Map.copyOf(parts);
        }
    }

    /**
     * A step of a run.
     *
     * @param step its id; empty for the first
     * @throws OrreryException with a {@link RequestError.UnknownStep} if the model has no such step
     */
    public Made step(TraceSummary run, Optional<String> step) {
        var data = new FileData();
        Trace trace = added(data, run);
        String shown =
                step.orElseGet(() -> trace.graph().steps().iterator().next().id());
        if (trace.graph().step(shown).isEmpty()) {
            throw new OrreryException(new RequestError.UnknownStep(shown));
        }
        if (!FileData.isSmall(library.model(run.model()))) {
            keepDrawn(data, trace, shown);
        }
        String text = String.join("", run.text());
        offer(data, text);
        var fragment = new LinkedHashMap<String, String>();
        fragment.put("preset", library.model(run.model()).preset().id());
        fragment.put("tokens", run.tokens().stream().map(String::valueOf).collect(Collectors.joining(",")));
        fragment.put("given", Integer.toString(run.promptLength()));
        fragment.put("step", shown);
        return made(data, text, fragment, false);
    }

    private Made made(FileData data, String title, Map<String, String> fragment, boolean withFormulas) {
        String begin = "#"
                + fragment.entrySet().stream()
                        .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
        OneFile.Page page = file.of(data, title, begin, withFormulas);
        return new Made(page.html(), page.bytes());
    }

    /** Adds a run, with its model and how its next token is chosen. */
    private Trace added(FileData data, TraceSummary run) {
        Model model = library.model(run.model());
        if (!data.has(model)) {
            data.add(model, get("/api/models/" + model.id() + "/graph"));
        }
        Trace trace = library.find(run.id()).join();
        if (!data.hasTrace(run.id())) {
            data.add(trace, run);
            keep(
                    data,
                    "/api/traces/" + run.id() + "/distribution",
                    Map.of("temperature", "0", "topK", "0", "topP", "1", "seed", "0"));
        }
        return trace;
    }

    /** Of a large model, what is drawn: the frames of all steps where only the shown step's layer is open, and its small tensors, exact. */
    private void keepDrawn(FileData data, Trace trace, String shown) {
        String run = "/api/traces/" + trace.id();
        var steps = new LinkedHashSet<String>();
        for (Step step : trace.graph().steps()) {
            Matcher inLayer = IN_LAYER.matcher(step.id());
            boolean isClosed = inLayer.lookingAt()
                    && !inLayer.group(1).equals("blocks.0")
                    && !shown.startsWith(inLayer.group(1) + ".");
            steps.add(isClosed ? inLayer.group(1) : step.id());
        }
        steps.forEach(step -> data.frame(run + "/steps/" + step, bytes(run + "/steps/" + step)));
        for (Node node : trace.graph().step(shown).orElseThrow().nodes()) {
            if (node.keep() != Keep.ASIDE && trace.layout(node).cells() <= MOST_EXACT) {
                String path = run + "/tensors/" + node.name() + "?dtype=f32";
                data.frame(path, bytes(path));
            }
        }
    }

    /** The models of the file, as a page asks for those on offer. @param text of the file */
    private void offer(FileData data, String text) {
        var offered = (ObjectNode) get("/api/presets");
        offered.putArray("structures");
        var presets = offered.withArray("presets");
        for (int i = presets.size() - 1; i >= 0; i--) {
            var preset = (ObjectNode) presets.get(i);
            if (data.has(library.model(preset.path("model").textValue()))) {
                preset.put("prompt", text);
                preset.putArray("prompts");
            } else {
                presets.remove(i);
            }
        }
        data.answer("/api/presets", offered);
    }

    /** Asks, and keeps the answer as the page in the file will ask. */
    private void keep(FileData data, String path, Map<String, String> asked) {
        String query = new TreeMap<>(asked)
                .entrySet().stream()
                        .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
        String whole = query.isEmpty() ? path : path + "?" + query;
        data.answer(whole, get(whole));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonNode get(String path) {
        try {
            return Json.read(new String(bytes(path), StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new IllegalStateException(path, e);
        }
    }

    private byte[] bytes(String path) {
        var request = HttpRequest.newBuilder(URI.create(server + path)).build();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != OK) {
                throw new IllegalStateException(
                        path + " is answered by " + new String(answer.body(), StandardCharsets.UTF_8));
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException("The server does not answer itself", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the server answers itself", e);
        }
    }
}

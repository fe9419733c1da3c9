package io.orrery.web.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.OrreryException;
import io.orrery.error.RecordingError;
import io.orrery.error.RequestError;
import io.orrery.library.Library;
import io.orrery.library.TourLibrary;
import io.orrery.trace.Trace;
import io.orrery.web.pages.Assets;
import io.orrery.web.pages.Packed;
import io.orrery.wire.Json;
import io.orrery.wire.TraceSummary;
import io.orrery.wire.UrlQuery;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes files that show a step, a tour or a recording. */
public final class Exports {
    private static final Pattern WHY = Pattern.compile("/api/traces/([^/]+)/why/(\\w+)");

    private final Library library;
    private final TourLibrary tours;
    private final OwnServer server;
    private final OneFile file = new OneFile(new Assets(), Packed.read());

    /**
     * A recording as it is given out.
     *
     * @param manifest as {@code GET /api/recordings/{id}} answers
     * @param stretches the rows of each stretch, JSON arrays
     * @param voice the pieces of the voice, in the manifest's order
     * @param captions WebVTT by language
     */
    public record Taped(ObjectNode manifest, List<byte[]> stretches, List<byte[]> voice, Map<String, String> captions) {
        public Taped {
            stretches = List.copyOf(stretches);
            voice = List.copyOf(voice);
            captions = Map.copyOf(captions);
        }
    }

    /** @param server its address, such as {@code http://127.0.0.1:8080} */
    public Exports(Library library, TourLibrary tours, String server) {
        this.library = library;
        this.tours = tours;
        this.server = new OwnServer(server);
    }

    /**
     * A step of a run.
     *
     * @param step its id; empty for the first
     * @throws OrreryException with a {@link RequestError.UnknownStep} if the model has no such step
     */
    public OneFile.Page step(TraceSummary run, Optional<String> step) {
        var filing = new Filing(library, server);
        Trace trace = filing.added(run);
        String shown =
                step.orElseGet(() -> trace.graph().steps().iterator().next().id());
        if (trace.graph().step(shown).isEmpty()) {
            throw new OrreryException(new RequestError.UnknownStep(shown));
        }
        if (!FileData.isSmall(library.model(run.model()))) {
            filing.keepDrawn(trace, shown);
        }
        String text = String.join("", run.text());
        filing.offer(text);
        var fragment = ViewAddress.members(library.model(run.model()), run);
        fragment.put("step", shown);
        return file.of("solo", "", text, ViewAddress.fragment(fragment), false, filing.parts());
    }

    /**
     * A tour in a file.
     *
     * @param beatsWithoutWhy how many beats show a tool of why that does not answer all that its page asks
     */
    public record FiledTour(OneFile.Page page, int beatsWithoutWhy) {}

    /**
     * A guided tour or a talk, for somebody who walks alone: its longest route.
     *
     * @throws OrreryException if there is no such tour, or it has a problem
     */
    public FiledTour tour(String id) {
        return new FiledScenes(library, server, file).of(tours, id);
    }

    /**
     * A recording.
     *
     * @param recording as it is given out
     * @param without what is left out
     * @throws OrreryException with a {@link RecordingError.TooMuchForAFile} if it does not fit into the memory that a file may take
     */
    public OneFile.Page recording(Taped recording, Set<FilePart> without) {
        Shown shown = Shown.of(recording.stretches());
        var filing = new Filing(library, server);
        var why = new TreeMap<String, JsonNode>();
        boolean hasNumbers = !without.contains(FilePart.NUMBERS);
        var manifest = recording.manifest().deepCopy();
        manifest.path("models")
                .forEach(model -> ((ObjectNode) model)
                        .put("offered", hasNumbers && model.path("offered").asBoolean()));
        Set<String> offered = new HashSet<>();
        manifest.path("models").forEach(model -> {
            if (model.path("offered").asBoolean()) {
                offered.add(model.path("id").asText());
            }
        });
        for (Shown.Run run : shown.runs()) {
            if (offered.contains(run.model())) {
                add(filing, run);
            }
        }
        shown.compared().forEach(path -> filing.keep(path, Map.of()));
        shown.tours().forEach(tour -> keepWords(filing, tour));
        if (hasNumbers) {
            shown.updates()
                    .forEach(path ->
                            server.asked(path).ifPresent(frame -> filing.data().frame(path, frame)));
        }
        if (hasNumbers && !without.contains(FilePart.WHY)) {
            for (String path : shown.asked()) {
                server.found(path).ifPresent(answer -> why.put(path, answer));
                Matcher asked = WHY.matcher(path);
                if (asked.lookingAt()) {
                    filing.keepLooks(asked.group(1), asked.group(2));
                }
            }
            shown.withPlaces().stream().filter(offered::contains).forEach(filing::keepPlaces);
        }
        filing.offer("");
        if (without.contains(FilePart.VOICE)) {
            manifest.putArray("voice");
        }
        if (without.contains(FilePart.CAPTIONS)) {
            manifest.putArray("captions");
        }
        var parts = filing.parts();
        parts.put("why", Json.bytes(why));
        var rows = new LinkedHashMap<String, Object>();
        rows.put("manifest", manifest);
        rows.put("stretches", shown.rows());
        parts.put("rows", Json.bytes(rows));
        parts.put("captions", Json.bytes(without.contains(FilePart.CAPTIONS) ? Map.of() : recording.captions()));
        parts.put("voice", joined(recording.voice()));
        return file.of(
                "replay",
                manifest.path("id").asText(),
                manifest.path("title").asText(),
                "#t=0",
                OneFile.hasFormulas(parts),
                parts);
    }

    private void add(Filing filing, Shown.Run shown) {
        if (!shown.changes().isEmpty()) {
            library.learn(shown.model(), shown.tokens(), List.of());
        }
        library.learn(shown.model(), shown.tokens(), shown.changes());
        TraceSummary summary = library.summary(shown.id())
                .join()
                .withPromptLength(shown.json().path("promptLength").asInt());
        filing.added(summary);
        if (!shown.changes().isEmpty()) {
            filing.keepChanged(summary, null);
        }
        String path = "/api/traces/" + shown.id();
        shown.samplings().forEach(sampling -> filing.keep(path + "/distribution", texts(sampling)));
        filing.keepShown(summary, shown.steps());
        shown.beats().forEach(beat -> filing.keepFacts(path, summary.promptLength(), facts(beat)));
    }

    /** The words of a tour that was shown, in all languages. One that has its own model is the same whatever is on screen. */
    private void keepWords(Filing filing, Shown.Tour tour) {
        for (String language : file.languages()) {
            String path = "/api/tours/" + UrlQuery.encoded(tour.id());
            server.found(path + "?lang=" + language + "&model=" + tour.model()).ifPresent(words -> {
                boolean isOwn = words.path("model").isTextual();
                filing.data().answer(path + "?lang=" + language + (isOwn ? "" : "&model=" + tour.model()), words);
            });
        }
    }

    /** The facts of a beat's words, in all languages. */
    private Set<String> facts(Shown.Beat beat) {
        Set<String> facts = new LinkedHashSet<>();
        for (String language : file.languages()) {
            server.found("/api/tours/" + UrlQuery.encoded(beat.tour().id()) + "?lang=" + language + "&model="
                            + beat.tour().model())
                    .ifPresent(words -> words.path("chapters")
                            .forEach(chapter -> chapter.path("beats").forEach(each -> {
                                if (beat.path()
                                        .equals(chapter.path("id").asText() + "/"
                                                + each.path("id").asText())) {
                                    facts.addAll(Shown.facts(each));
                                    facts.addAll(Shown.facts(chapter.path("check")));
                                }
                            })));
        }
        return facts;
    }

    private static byte[] joined(List<byte[]> pieces) {
        var all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** The members as a page writes them into an address. */
    static Map<String, String> texts(JsonNode members) {
        var texts = new TreeMap<String, String>();
        members.properties().forEach(member -> texts.put(member.getKey(), text(member.getValue())));
        return texts;
    }

    private static String text(JsonNode number) {
        boolean isWhole = number.isNumber() && number.doubleValue() == number.longValue();
        return isWhole ? Long.toString(number.longValue()) : number.asText();
    }
}

package io.orrery.bench.stage;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.bench.scene.Tab;
import io.orrery.web.rooms.Links;
import io.orrery.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** A room's three screens in one browser: the presenter's page, the hall and a phone. */
final class Screens implements AutoCloseable {
    /** Pixels count as different from the background by more than this, of 255. */
    private static final int DIFFERENT = 10;

    private static final int FAR_FONT_PX = 28;
    private static final int NEAR_FONT_PX = 11;
    private static final int HEXADECIMAL = 16;

    /**
     * The longest wait for a screen. The first step shows all weights: of a model of 30 layers they are some 270 overviews, which the
     * page requests two at a time, and a browser that draws in software takes long for each picture of the whole machine.
     */
    private static final long PATIENCE_MS = TimeUnit.MINUTES.toMillis(15);

    /** Edges need not be smooth to be measured. Without a graphics card, a browser spends half of a frame's time on that. */
    private static final String WITHOUT_ANTIALIASING =
            "const { getContext } = HTMLCanvasElement.prototype; HTMLCanvasElement.prototype.getContext ="
                    + " function (kind, options) { return getContext.call(this, kind, { ...options, antialias: false }); };";

    private static final String APP = "document.querySelector('orrery-app')";

    /** The panels, the figure and the scene show the step; on the presenter's page, panels are ahead of the scene. */
    private static final String STILL = "(() => { const app = " + APP + "; const machine = app?.machine;"
            + " const figure = document.querySelector('orrery-figure');"
            + " const { shown } = app?.conductor ?? {};"
            + " return !!machine && !!shown && shown.step === %1$s && shown.trace === app.conductor.trace"
            + " && !machine.busy && machine.memory.idle"
            + " && (!figure.hasAttribute('shown') ||"
            + " (figure.shadowRoot.querySelector('orrery-cut') ?? figure).shadowRoot.querySelector('svg') !== null)"
            + " && figure.view?.step === %1$s && figure.view.graph.model.title === %2$s; })()";

    /** A screen and the smallest legible font size on it, in px. */
    private record Screen(Tab tab, int leastFontPx) {}

    private final Map<String, Screen> screens = new LinkedHashMap<>();
    private final String measure = script("measure.js");

    /** @param browser URL of the browser's DevTools socket */
    Screens(URI browser, Links room) throws IOException {
        screens.put("presenter", new Screen(open(browser, 1600, 900, room.presenter()), NEAR_FONT_PX));
        screens.put("hall", new Screen(open(browser, 1024, 768, room.screen()), FAR_FONT_PX));
        screens.put("phone", new Screen(open(browser, 390, 844, room.audience()), NEAR_FONT_PX));
    }

    /**
     * Shows a text to the room.
     *
     * @param prompt empty for the model's ready prompt
     * @return the model's title
     */
    String show(String prompt) throws IOException {
        presenter().await("!!" + APP + "?.conductor?.trace");
        presenter()
                .value("window.shown = null; fetch('/api/presets').then(answer => answer.json()).then(({presets:"
                        + " [one]}) => "
                        + APP + ".conductor.prompt(" + Json.write(prompt) + " || one.prompt,"
                        + " one.model)).then(() => {"
                        + " window.shown = ''; }, error => {"
                        + " window.shown = String(error);"
                        + " }); undefined");
        // The room has answered: a step that is asked for before is one of the text before.
        presenter().await("window.shown !== null && !" + APP + ".conductor.runsAhead");
        String refused = presenter().value("window.shown").asText();
        if (!refused.isEmpty()) {
            throw new IOException("The text could not be shown: " + refused);
        }
        return presenter().value(APP + ".conductor.graph.model.title").asText();
    }

    /**
     * The steps to look at: all outside of the layers, and those of some layers, which are also shown closed.
     *
     * @param all whether the second and the last layer are opened, too
     */
    List<String> steps(boolean all) throws IOException {
        presenter().await(APP + ".conductor.graph.byId.size > 0");
        JsonNode steps = presenter()
                .value("(() => { const {before, layers, closedLayers, after} = " + APP + ".conductor.graph;"
                        + " const open = " + all
                        + " ? [...new Set([0, 1, layers.length - 1])].filter(at => at < layers.length) : [0]; return"
                        + " [...before, ...open.flatMap(at => at === 0 ? layers[0] : [closedLayers[at],"
                        + " ...layers[at]]), ...(open.length === 1 ? closedLayers.slice(1, 2) : []),"
                        + " ...after].map(({id}) => id); })()");
        var ids = new ArrayList<String>();
        steps.forEach(id -> ids.add(id.asText()));
        return ids;
    }

    /** Goes to a step, and measures each screen once it is at rest. */
    Map<String, StepLegibility> at(String model, String step) throws IOException {
        presenter()
                .value(APP + ".dispatchEvent(new CustomEvent('ask', {detail: {action: 'go', value: " + Json.write(step)
                        + "}}))");
        var measured = new LinkedHashMap<String, StepLegibility>();
        for (var screen : screens.entrySet()) {
            Tab tab = screen.getValue().tab;
            tab.await(STILL.formatted(Json.write(step), Json.write(model)), PATIENCE_MS);
            // The last frame of a motion is drawn after its end.
            Tab.rest(100);
            measured.put(screen.getKey(), measured(tab));
        }
        return measured;
    }

    /** The parts of the rule that a screen misses. */
    List<String> misses(String screen, StepLegibility measurement) {
        return measurement.misses(screens.get(screen).leastFontPx);
    }

    @Override
    public void close() throws IOException {
        for (Screen screen : screens.values()) {
            screen.tab.close();
        }
    }

    private Tab presenter() {
        return screens.get("presenter").tab;
    }

    private StepLegibility measured(Tab tab) throws IOException {
        JsonNode seen = tab.value(measure);
        JsonNode free = seen.path("free");
        byte[] file = tab.picture(
                free.get(0).asInt(),
                free.get(1).asInt(),
                free.get(2).asInt(),
                free.get(3).asInt());
        JsonNode background = seen.path("background");
        double picture = Picture.read(file)
                .differing(
                        colour(background.get(0).asText()),
                        colour(background.get(1).asText()),
                        DIFFERENT);
        JsonNode font = seen.path("fontPx");
        return new StepLegibility(
                seen.path("width").asDouble(),
                seen.path("height").asDouble(),
                font.isNumber() ? OptionalDouble.of(font.asDouble()) : OptionalDouble.empty(),
                picture);
    }

    /** @param hex {@code #rrggbb} */
    private static int[] colour(String hex) {
        int rgb = Integer.parseInt(hex.substring(1), HEXADECIMAL);
        return new int[] {rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff};
    }

    private static Tab open(URI browser, int width, int height, String address) throws IOException {
        var tab = new Tab(browser, width, height);
        tab.reduceMotion();
        tab.prepare(script("record-fonts.js"));
        tab.prepare(WITHOUT_ANTIALIASING);
        tab.open(address);
        return tab;
    }

    private static String script(String name) throws IOException {
        try (var in = Screens.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

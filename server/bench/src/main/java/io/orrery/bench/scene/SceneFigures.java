package io.orrery.bench.scene;

import io.orrery.picture.BrowserTab;
import io.orrery.picture.Chromium;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the scene. Every figure is the median of several runs, each with an empty cache.
 *
 * @param chromium path of the browser, of which every cold run starts a new process; empty for the first on the {@code PATH}
 * @param browser URL of the warm browser's DevTools socket
 * @param server base URL of the server, without a trailing slash
 * @param runs number of runs
 * @param moves moves of the pointer while it turns a machine
 * @param hovers cells that the pointer goes over
 */
record SceneFigures(String chromium, URI browser, String server, int runs, int moves, int hovers) {
    private static final String APP = "document.querySelector('orrery-app')";
    private static final String SCENE_IS_SEEN = "performance.getEntriesByName('orrery:scene').length > 0";

    /** Whether nothing of the scene moves, and all panels have come: as they come, they move the scene. */
    private static final String IS_STILL = "(" + APP + ".machine.busy" + " || document.querySelector('"
            + BrowserTab.LATE_PANELS + "') !== null) === false";

    /** The scores of one head, which have the most labels, and an MLP, which has the longest sums. */
    private static final List<String> HOVERED_STEPS = List.of("blocks.0.attn.scores", "blocks.1.mlp.pre");

    private static final double KIB = 1024;
    private static final long QUIET_MS = 1500;
    private static final long IDLE_MS = 3000;
    private static final double HUNDREDTHS = 100;

    /** All figures by name. */
    Map<String, Object> measure() throws IOException {
        var solo = new ArrayList<double[]>();
        var sorting = new ArrayList<double[]>();
        var giants = new ArrayList<double[]>();
        var cold = new ArrayList<double[]>();
        var hover = new ArrayList<double[]>();
        for (int run = 0; run < runs; run++) {
            cold.add(cold());
            solo.add(solo());
            sorting.add(sorting());
            hover.add(hover());
            giants.add(gpt3());
        }
        var figures = new LinkedHashMap<String, Object>();
        figures.put("firstFrameMs", Math.round(median(solo, 0)));
        figures.put("coldFirstFrameMs", Math.round(median(cold, 0)));
        figures.put("textFirstKiB", rounded(median(solo, 1)));
        figures.put("transferredKiB", rounded(median(solo, 2)));
        figures.put("idleDraws", Math.round(median(solo, 3)));
        var script = new LinkedHashMap<String, Object>();
        script.put("tiny-tales", rounded(median(solo, 4)));
        script.put("nano-sort", rounded(median(sorting, 0)));
        script.put("gpt3", rounded(median(giants, 0)));
        figures.put("scriptMsPerFrame", script);
        figures.put("hoverMs", rounded(median(hover, 0)));
        figures.put("heapMiB", Map.of("gpt3", rounded(median(giants, 1))));
        figures.put("instances", Map.of("gpt3", Math.round(median(giants, 2))));
        figures.put("drawCalls", Map.of("gpt3", Math.round(median(giants, 3))));
        return figures;
    }

    /**
     * The default page: time to the first frame (ms), size until the text is shown (KiB), total size (KiB), frames drawn while
     * idle, and script per frame (ms).
     */
    private double[] solo() throws IOException {
        try (var tab = new Tab(browser)) {
            tab.open(server + "/solo");
            tab.await(SCENE_IS_SEEN);
            Tab.rest(QUIET_MS);
            tab.await(IS_STILL);
            String draws = APP + ".machine.draws";
            double before = tab.value(draws).asDouble();
            Tab.rest(IDLE_MS);
            double idle = tab.value(draws).asDouble() - before;
            double bytes = tab.traffic().bytes();
            double untilText = tab.traffic().bytesUntilWall(tab.wall("text"));
            return new double[] {
                tab.milestone("scene"),
                untilText / KIB,
                bytes / KIB,
                idle,
                tab.orbit(moves, draws).scriptMs()
            };
        }
    }

    /** Script per frame of the sorting model (ms). */
    private double[] sorting() throws IOException {
        try (var tab = new Tab(browser)) {
            tab.open(server + "/solo#preset=nano-sort");
            tab.await(SCENE_IS_SEEN);
            Tab.rest(QUIET_MS);
            return new double[] {tab.orbit(moves, APP + ".machine.draws").scriptMs()};
        }
    }

    /**
     * The time (ms) to the first frame of the default page in a new browser, whose caches and graphics process are cold. It
     * is opened once the browser has drawn its own empty page, because the start of the browser itself is not ours.
     */
    private double[] cold() throws IOException {
        try (var started = Chromium.start(chromium);
                var tab = new Tab(started.address())) {
            tab.awaitDrawn();
            tab.open(server + "/solo");
            tab.await(SCENE_IS_SEEN);
            return new double[] {tab.milestone("scene")};
        }
    }

    /** The median script time (ms) of a hover, over the cells of two steps. */
    private double[] hover() throws IOException {
        var script = new ArrayList<Double>();
        for (String step : HOVERED_STEPS) {
            try (var tab = new Tab(browser)) {
                tab.open(server + "/solo#preset=nano-sort&step=" + step);
                tab.await(SCENE_IS_SEEN);
                Tab.rest(QUIET_MS);
                script.addAll(Hovers.over(tab, hovers / HOVERED_STEPS.size()));
            }
        }
        return new double[] {Median.of(script.stream().mapToDouble(ms -> ms))};
    }

    /** With GPT-3 in view: script per frame (ms), heap (MiB), instances and draw calls. */
    private double[] gpt3() throws IOException {
        try (var tab = new Tab(browser)) {
            tab.open(server + "/solo#past=gpt3");
            String gallery = APP + ".modelGallery";
            tab.await(
                    "(" + APP + " && " + gallery + " && " + gallery + ".draws > 0 && !" + gallery + ".busy) === true");
            Tab.rest(QUIET_MS);
            double heap = tab.heap() / KIB / KIB;
            double instances = tab.value(gallery + ".instances").asDouble();
            double calls = tab.value(gallery + ".drawCalls").asDouble();
            return new double[] {tab.orbit(moves, gallery + ".draws").scriptMs(), heap, instances, calls};
        }
    }

    private static double median(List<double[]> runs, int figure) {
        return Median.of(runs.stream().mapToDouble(run -> run[figure]));
    }

    private static double rounded(double value) {
        return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
    }
}

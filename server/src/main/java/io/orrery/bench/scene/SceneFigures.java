package io.orrery.bench.scene;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of the scene: each the middle one of several runs, every run in a browser that has nothing in its cache.
 *
 * @param browser where its DevTools listen
 * @param server where pages are, without a slash at the end
 */
record SceneFigures(URI browser, String server, int runs) {
    private static final String APP = "document.querySelector('orrery-app')";
    private static final int MOVES = 120;
    private static final double KIB = 1024;
    private static final long QUIET_MS = 1500;
    private static final long IDLE_MS = 3000;
    private static final double HUNDREDTHS = 100;

    /** All of them, under the names that they are printed by. */
    Map<String, Object> measure() throws IOException {
        var solo = new ArrayList<double[]>();
        var giants = new ArrayList<double[]>();
        for (int run = 0; run < runs; run++) {
            solo.add(solo());
            giants.add(gpt3());
        }
        var figures = new LinkedHashMap<String, Object>();
        figures.put("firstFrameMs", Math.round(median(solo, 0)));
        figures.put("textFirstKiB", rounded(median(solo, 1)));
        figures.put("transferredKiB", rounded(median(solo, 2)));
        figures.put("idleDraws", Math.round(median(solo, 3)));
        var script = new LinkedHashMap<String, Object>();
        script.put("nano-sort", rounded(median(solo, 4)));
        script.put("gpt3", rounded(median(giants, 0)));
        figures.put("scriptMsPerFrame", script);
        figures.put("heapMiB", Map.of("gpt3", rounded(median(giants, 1))));
        figures.put("instances", Map.of("gpt3", Math.round(median(giants, 2))));
        figures.put("drawCalls", Map.of("gpt3", Math.round(median(giants, 3))));
        return figures;
    }

    /** First frame (ms), text (KiB), all (KiB), frames drawn while idle, script a frame (ms) of the default page. */
    private double[] solo() throws IOException {
        try (var tab = new Tab(browser)) {
            tab.open(server + "/solo");
            tab.await("performance.getEntriesByName('orrery:scene').length > 0");
            Tab.rest(QUIET_MS);
            String draws = APP + ".machine.draws";
            double before = tab.value(draws).asDouble();
            Tab.rest(IDLE_MS);
            double idle = tab.value(draws).asDouble() - before;
            double bytes = tab.traffic().bytes();
            double untilText = tab.traffic().bytesUntilWall(tab.wall("text"));
            return new double[] {tab.mark("scene"), untilText / KIB, bytes / KIB, idle, tab.orbit(MOVES, draws)};
        }
    }

    /** Script a frame (ms), heap (MiB), instances and draw calls with GPT-3 in view. */
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
            return new double[] {tab.orbit(MOVES, gallery + ".draws"), heap, instances, calls};
        }
    }

    private static double median(List<double[]> runs, int figure) {
        double[] sorted = runs.stream().mapToDouble(run -> run[figure]).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double rounded(double value) {
        return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
    }
}

package io.orrery.bench.scene;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Measures all words of the server's first model as places. Every figure is the median of several runs, each with an empty
 * cache.
 *
 * @param browser URL of the browser's DevTools socket
 * @param server base URL of the server, without a trailing slash
 * @param runs number of runs
 * @param moves of the pointer while it turns them
 */
record WordsFigures(URI browser, String server, int runs, int moves) {
    private static final String MACHINE = "document.querySelector('orrery-app')?.machine";
    private static final String IS_SEEN = "performance.getEntriesByName('orrery:scene').length > 0";
    private static final String ARE_SEEN = "(!!" + MACHINE + "?.guest && !" + MACHINE + ".busy) === true";
    private static final String POINTS =
            "document.querySelector('orrery-app').machine.guest.mesh.geometry.attributes.position.count";
    private static final long QUIET_MS = 1500;

    /** A frame of many points may take a large part of a second with software rendering. */
    private static final long ORBIT_MS = 6_000;

    /**
     * The number of points, which are all words and the longest text's; the time from opening the page until they are drawn; the script
     * time and the whole time of a frame while they turn, and those of the machine at the same step in the same run; the draw calls of a
     * frame.
     */
    Map<String, Object> measure() throws IOException {
        var points = new ArrayList<Double>();
        var opened = new ArrayList<Double>();
        var words = new ArrayList<Tab.Turned>();
        var machine = new ArrayList<Tab.Turned>();
        var calls = new ArrayList<Double>();
        for (int run = 0; run < runs; run++) {
            try (var tab = new Tab(browser)) {
                tab.open(server + "/solo#step=logits");
                tab.await(IS_SEEN);
                Tab.rest(QUIET_MS);
                machine.add(tab.orbit(moves, MACHINE + ".draws", ORBIT_MS));
            }
            try (var tab = new Tab(browser)) {
                tab.open(server + "/solo#step=logits&why=embedding");
                tab.await(ARE_SEEN);
                opened.add(tab.value("performance.now()").asDouble());
                Tab.rest(QUIET_MS);
                points.add(tab.value(POINTS).asDouble());
                calls.add(tab.value(MACHINE + ".drawCalls").asDouble());
                words.add(tab.orbit(moves, MACHINE + ".draws", ORBIT_MS));
            }
        }
        var figures = new LinkedHashMap<String, Object>();
        figures.put("points", Math.round(median(points)));
        figures.put("openedMs", Math.round(median(opened)));
        figures.put("scriptMsPerFrame", hundredths(words, Tab.Turned::scriptMs));
        figures.put("frameMs", hundredths(words, Tab.Turned::frameMs));
        figures.put("machineScriptMsPerFrame", hundredths(machine, Tab.Turned::scriptMs));
        figures.put("machineFrameMs", hundredths(machine, Tab.Turned::frameMs));
        figures.put("drawCalls", Math.round(median(calls)));
        return figures;
    }

    private static double hundredths(List<Tab.Turned> turned, ToDoubleFunction<Tab.Turned> figure) {
        return Math.round(100 * Median.of(turned.stream().mapToDouble(figure))) / 100.0;
    }

    private static double median(List<Double> values) {
        return Median.of(values.stream().mapToDouble(value -> value));
    }
}

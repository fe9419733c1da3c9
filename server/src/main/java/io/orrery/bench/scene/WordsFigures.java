package io.orrery.bench.scene;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /**
     * The number of points, which are all words and the longest text's, the script time of a frame while they turn, that of the machine
     * at the same step in the same run, and the draw calls of a frame.
     */
    Map<String, Object> measure() throws IOException {
        var points = new ArrayList<Double>();
        var script = new ArrayList<Double>();
        var machine = new ArrayList<Double>();
        var calls = new ArrayList<Double>();
        for (int run = 0; run < runs; run++) {
            try (var tab = new Tab(browser)) {
                tab.open(server + "/solo#step=logits");
                tab.await(IS_SEEN);
                Tab.rest(QUIET_MS);
                machine.add(tab.orbit(moves, MACHINE + ".draws"));
            }
            try (var tab = new Tab(browser)) {
                tab.open(server + "/solo#step=logits&why=embedding");
                tab.await(ARE_SEEN);
                Tab.rest(QUIET_MS);
                points.add(tab.value(POINTS).asDouble());
                calls.add(tab.value(MACHINE + ".drawCalls").asDouble());
                script.add(tab.orbit(moves, MACHINE + ".draws"));
            }
        }
        var figures = new LinkedHashMap<String, Object>();
        figures.put("points", Math.round(median(points)));
        figures.put("scriptMsPerFrame", Math.round(100 * median(script)) / 100.0);
        figures.put("machineScriptMsPerFrame", Math.round(100 * median(machine)) / 100.0);
        figures.put("drawCalls", Math.round(median(calls)));
        return figures;
    }

    private static double median(List<Double> values) {
        return Median.of(values.stream().mapToDouble(value -> value));
    }
}

package io.orrery.bench.scene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures the cost of hovering: moves the pointer from cell to cell of the machine. */
final class Hovers {
    /** Distance between the points that are tried, in px. Most of them are on different cells, because cells are larger. */
    private static final int GRID = 14;

    /** The part of the page that no panel covers, in px. */
    private static final int[] ACROSS = {420, 1180};

    private static final int[] DOWN = {100, 780};

    /** How long the pointer rests on a cell: enough to draw the card and the outline, too short to request the arithmetic. */
    private static final long REST_MS = 60;

    private record Place(int x, int y) {}

    private Hovers() {}

    /**
     * Hovers over cells.
     *
     * @param count number of cells
     * @return processor time of JavaScript for each cell, in ms
     */
    static List<Double> over(Tab tab, int count) throws IOException {
        List<Place> cells = cells(tab, count);
        tab.beginTrace();
        for (Place cell : cells) {
            tab.point(cell.x, cell.y);
            Tab.rest(REST_MS);
        }
        return tab.endTrace().scriptPerMove();
    }

    /** Points on the machine, each on a different cell than the one before. */
    private static List<Place> cells(Tab tab, int count) throws IOException {
        tab.value("""
                (() => {
                  const scene = document.querySelector('orrery-scene');
                  window.hovered = 0;
                  window.countHover = ({ detail }) => { window.hovered += detail === null ? 0 : 1; };
                  scene.addEventListener('hover', window.countHover);
                })()""");
        var places = new ArrayList<Place>();
        double before = 0;
        for (int y = DOWN[0]; y < DOWN[1] && places.size() < count; y += GRID) {
            for (int x = ACROSS[0]; x < ACROSS[1] && places.size() < count; x += GRID) {
                tab.point(x, y);
                double hovered = tab.value("window.hovered").asDouble();
                if (hovered > before) {
                    before = hovered;
                    places.add(new Place(x, y));
                }
            }
        }
        tab.value("document.querySelector('orrery-scene').removeEventListener('hover', window.countHover)");
        if (places.size() < count) {
            throw new IOException("There are " + places.size() + " cells to point at, not " + count + ".");
        }
        return places;
    }
}

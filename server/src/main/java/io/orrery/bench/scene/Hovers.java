package io.orrery.bench.scene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What pointing at cells costs a page: the pointer goes from cell to cell of the machine. */
final class Hovers {
    /** px between the places that are tried: cells are larger, so most places are another cell each. */
    private static final int GRID = 14;

    /** The part of the page in which the machine stands free of panels. */
    private static final int[] ACROSS = {420, 1180};

    private static final int[] DOWN = {100, 780};

    /** The page has drawn a cell's card and outline by then, and has not yet asked for its arithmetic. */
    private static final long PASSING_MS = 60;

    private record Place(int x, int y) {}

    private Hovers() {}

    /**
     * Goes over cells, and does not stay with any.
     *
     * @param count how many
     * @return script for each, ms of processor time
     */
    static List<Double> over(Tab tab, int count) throws IOException {
        List<Place> cells = cells(tab, count);
        tab.beginTrace();
        for (Place cell : cells) {
            tab.point(cell.x, cell.y);
            Tab.rest(PASSING_MS);
        }
        return tab.endTrace().scriptPerMove();
    }

    /** Places on the machine, each on another cell than the one before. */
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

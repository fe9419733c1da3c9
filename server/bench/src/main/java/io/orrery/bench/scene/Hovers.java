package io.orrery.bench.scene;

import com.fasterxml.jackson.databind.JsonNode;
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

    /** Finds places: their number, the rows and columns of the grid from and to, and its distance. */
    private static final String FIND = """
            (() => {
              const [count, top, bottom, left, right, grid] = [%d, %d, %d, %d, %d, %d];
              const scene = document.querySelector('orrery-scene'), places = [];
              const topmost = (root, x, y) => {
                const element = root.elementFromPoint(x, y);
                return element?.shadowRoot && element.shadowRoot !== root ? topmost(element.shadowRoot, x, y) : element;
              };
              let isOnCell = false;
              const note = ({ detail }) => { isOnCell = detail !== null; };
              scene.addEventListener('hover', note);
              for (let y = top; y < bottom && places.length < count; y += grid)
                for (let x = left; x < right && places.length < count; x += grid) {
                  const canvas = topmost(document, x, y);
                  if (canvas?.localName !== 'canvas') continue;
                  isOnCell = false;
                  canvas.dispatchEvent(new PointerEvent('pointermove', { clientX: x, clientY: y, pointerType: 'mouse' }));
                  if (isOnCell) places.push([x, y]);
                }
              scene.removeEventListener('hover', note);
              return places;
            })()""";

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

    /**
     * Points on the machine, each on a different cell than the one before. The page is told of the moves by events of its own, all in one
     * script: it would draw a frame after each real one.
     */
    private static List<Place> cells(Tab tab, int count) throws IOException {
        JsonNode found = tab.value(FIND.formatted(count, DOWN[0], DOWN[1], ACROSS[0], ACROSS[1], GRID));
        var places = new ArrayList<Place>();
        found.forEach(place ->
                places.add(new Place(place.get(0).intValue(), place.get(1).intValue())));
        if (places.size() < count) {
            throw new IOException("There are " + places.size() + " cells to point at, not " + count + ".");
        }
        return places;
    }
}

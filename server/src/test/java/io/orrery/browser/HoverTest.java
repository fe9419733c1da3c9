package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Moving the pointer from cell to cell renders the card alone and measures no layout. */
class HoverTest {
    private static final String STEP = "blocks.0.mlp.pre";
    private static final String TENSOR = "blocks.0.mlp.hook_pre";

    /**
     * Records all later changes of the document and of the panels' shadow trees, except in the scene and in the card, and
     * each call by which a script measures layout.
     */
    private static final String WATCH = """
            () => {
              const found = { changes: [], measured: [] };
              const isOwn = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest('orrery-scene') != null;
              const observer = new MutationObserver((records) => {
                for (const { target, type } of records) {
                  if (!isOwn(target)) found.changes.push(`${type} of ${(target.getRootNode().host ?? target).nodeName}`);
                }
              });
              const observe = (root) => {
                observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
                for (const each of root.querySelectorAll('*')) {
                  if (each.shadowRoot && each.localName !== 'orrery-inspector') observe(each.shadowRoot);
                }
              };
              observe(document);
              const note = (name) => found.measured.push(name);
              for (const name of ['getBoundingClientRect', 'getClientRects', 'scrollIntoView']) {
                const real = Element.prototype[name];
                Element.prototype[name] = function (...more) { note(name); return real.apply(this, more); };
              }
              const getters = [
                [HTMLElement.prototype, ['offsetWidth', 'offsetHeight', 'offsetLeft', 'offsetTop', 'innerText']],
                [Element.prototype, ['clientWidth', 'clientHeight', 'scrollWidth', 'scrollHeight', 'scrollTop']],
                [window, ['innerWidth', 'innerHeight']],
                [MouseEvent.prototype, ['offsetX', 'offsetY']],
              ];
              for (const [owner, names] of getters) for (const name of names) {
                const real = Object.getOwnPropertyDescriptor(owner, name);
                Object.defineProperty(owner, name, { ...real, get() { note(name); return real.get.call(this); } });
              }
              const styles = window.getComputedStyle;
              window.getComputedStyle = (...of) => { note('getComputedStyle'); return styles(...of); };
              window.found = found;
            }""";

    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    @Test
    void rendersTheCardAloneAndMeasuresNothing() {
        try (var screen = venue.screen(1600, 900)) {
            openAtStep(screen);
            var cells = List.of(List.of(2, 0), List.of(3, 1), List.of(4, 2));
            var places = places(screen, cells);
            point(screen, cells.get(0), places.get(0));
            screen.rest();
            screen.page().evaluate(WATCH);

            point(screen, cells.get(1), places.get(1));
            point(screen, cells.get(2), places.get(2));

            assertThat(found(screen, "changes")).as("changes outside the card").isEmpty();
            assertThat(found(screen, "measured")).as("measurements of layout").isEmpty();
        }
    }

    @Test
    void firstCellOpensTheCardAndMarksItsBlockInLegendAndText() {
        try (var screen = venue.screen(1600, 900)) {
            openAtStep(screen);
            var cell = List.of(3, 1);
            var place = places(screen, List.of(cell)).get(0);
            screen.page().evaluate(WATCH);

            point(screen, cell, place);

            assertThat(found(screen, "changes"))
                    .as("changes outside the card")
                    .contains("childList of ASIDE")
                    // The legend shows the block's scale; the step's text highlights the word for the block.
                    .allMatch(change -> change.endsWith(" of ASIDE")
                            || change.endsWith(" of ORRERY-LEGEND")
                            || change.equals("attributes of ORRERY-STEP-CARD"));
        }
    }

    private static void openAtStep(Screen screen) {
        screen.open(venue.links().solo() + "#step=" + STEP);
        screen.waitForStep(STEP);
        screen.scene().loadEveryTensor();
        // what comes later changes the page, too
        screen.waitUntil("orrery.walk().weights !== null");
        screen.rest();
    }

    /** Asked for before the page is watched, because this measures layout. */
    private static List<double[]> places(Screen screen, List<List<Integer>> cells) {
        return cells.stream().map(cell -> screen.scene().place(TENSOR, cell)).toList();
    }

    /** Moves the pointer onto a cell and waits until its card has its arithmetic. */
    private static void point(Screen screen, List<Integer> cell, double[] place) {
        screen.page().mouse().move(place[0], place[1]);
        // Not with a locator: those measure whether an element is visible.
        screen.page()
                .waitForFunction(
                        "hook => { const root = document.querySelector('orrery-inspector')?.shadowRoot;"
                                + " return root?.querySelector('.hook')?.textContent === hook"
                                + " && root.querySelector('.arithmetic:not(.coming)') !== null; }",
                        TENSOR + cell);
    }

    @SuppressWarnings("unchecked")
    private static List<String> found(Screen screen, String what) {
        return (List<String>) screen.page().evaluate("what => window.found[what]", what);
    }
}

package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A pointer that goes over cells draws the cell's card, and neither draws nor measures anything else. */
class HoverTest {
    private static final String STEP = "blocks.0.mlp.pre";
    private static final String TENSOR = "blocks.0.mlp.hook_pre";

    /**
     * Notes from then on what changes in the page's document and in the trees of its panels, but for the scene and the
     * card, and each question about layout that a script asks.
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
    void goingFromCellToCellDrawsTheCardAloneAndMeasuresNothing() {
        try (var screen = venue.screen(1600, 900)) {
            openAtStep(screen);
            point(screen, List.of(2, 0));
            screen.page().evaluate(WATCH);

            point(screen, List.of(3, 1));
            point(screen, List.of(4, 2));

            assertThat(found(screen, "changes")).as("changes beside the card").isEmpty();
            assertThat(found(screen, "measured")).as("questions about layout").isEmpty();
        }
    }

    @Test
    void theFirstCellChangesThePanelBesideTheMachineAndWhatNamesItsBlockAndNothingElse() {
        try (var screen = venue.screen(1600, 900)) {
            openAtStep(screen);
            screen.page().evaluate(WATCH);

            point(screen, List.of(3, 1));

            assertThat(found(screen, "changes"))
                    .as("changes beside the card")
                    .contains("childList of ASIDE")
                    // The legend gives the block's scale; the word of the step's text that speaks of it lights up.
                    .allMatch(change -> change.endsWith(" of ASIDE")
                            || change.endsWith(" of ORRERY-LEGEND")
                            || change.equals("attributes of ORRERY-STEP-CARD"));
        }
    }

    private static void openAtStep(Screen screen) {
        screen.open(venue.links().solo() + "#step=" + STEP);
        screen.waitForStep(STEP);
        screen.loadEverything();
        screen.rest();
    }

    /** Moves the pointer onto a cell, and waits until its card has come with its arithmetic. */
    private static void point(Screen screen, List<Integer> cell) {
        var at = screen.page()
                .evaluate(
                        "([name, index]) => { const { x, y } = document.querySelector('orrery-app').machine.project(name, index);"
                                + " return [x, y]; }",
                        List.of(TENSOR, cell));
        var place = ((List<?>) at)
                .stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
        screen.page().mouse().move(place[0], place[1]);
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

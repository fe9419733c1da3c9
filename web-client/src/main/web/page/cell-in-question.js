/**
 * The cell that cards speak of: the one that is held, else the one under the pointer.
 *
 * @typedef {import('../panels/view.js').Cell} Cell
 */

/** A cell's card stays so long after the pointer has left, so that a gap between cells does not make it flicker. */
const LINGER_MS = 250;

export class CellInQuestion {
  #page;
  /** @type {Cell | null} */
  #hovered = null;
  /** @type {Cell | null} */
  #held = null;
  /** @type {number | undefined} */
  #lingering;

  /**
   * @param {import('lit').ReactiveControllerHost & {conductor: import('../live/conductor.js').Conductor | null,
   *   showCell: () => void}} page  drawn again when the cell changes; `showCell` brings the cell's panel to the front
   */
  constructor(page) {
    this.#page = page;
  }

  get cell() {
    return this.#held ?? this.#hovered;
  }

  /** @param {{node: string, index: number[]} | null} at what the scene says is under the pointer */
  hover(at) {
    clearTimeout(this.#lingering);
    if (at) {
      this.#hovered = { name: at.node, index: at.index, held: false };
      this.#page.requestUpdate();
    } else {
      this.#lingering = window.setTimeout(() => {
        this.#hovered = null;
        this.#page.requestUpdate();
      }, LINGER_MS);
    }
  }

  /** @param {{name: string, index: number[]} | null} cell */
  hold(cell) {
    this.#held = cell && { ...cell, held: true };
    if (cell) this.#page.showCell();
    this.#page.requestUpdate();
  }

  /** Without a pointer, one begins at the first cell that the step computes and goes on from there. */
  holdFirst() {
    const { graph, step } = this.#page.conductor ?? {};
    const name = graph?.byId.get(step ?? '')?.nodes[0];
    const node = name === undefined ? undefined : graph?.nodes.get(name);
    if (node) this.hold({ name: node.name, index: node.axes.map(() => 0) });
  }

  /** A cell of one run is not one of another. */
  forget() {
    this.#held = null;
  }
}

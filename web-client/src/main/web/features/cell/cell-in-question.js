/**
 * The cell that cards speak of, and that lights up in the scene with all that it came from: the one that is held, else the
 * one under the pointer. What the server says of it is asked for once, for both. A pointer that moves changes the signal
 * alone; the page is drawn again only when a cell is held or put away.
 *
 * @typedef {import('../../ui/view.js').Cell} Cell
 * @typedef {{name: string, index: number[], seen?: Cell['seen'], scale?: number}} Place
 */
import { Signal } from '../../ui/signal.js';
import { CardSource } from './card-source.js';
import { isComputed } from './cell-number.js';
import { isAboutOneHead } from '../../scene/play/scene-target.js';
import { sourcesOf } from './cell-sources.js';

/** A cell's card stays so long after the pointer has left, so that a gap between cells does not make it flicker. */
const LINGER_MS = 250;

/** The sources of each explanation that was asked for: the same list each time, so that nothing lights up anew. */
const SOURCES = new WeakMap();
/** @type {Place[]} */
const NONE = [];

/** @param {Cell | null} a @param {Cell | null} b */
const isSame = (a, b) =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.name === b.name &&
    a.index === b.index &&
    a.held === b.held &&
    a.explanation === b.explanation &&
    a.failed === b.failed &&
    a.seen === b.seen &&
    a.scale === b.scale);

export class CellInQuestion {
  /** What panels and the scene watch. @type {Signal<Cell | null>} */
  signal = new Signal(/** @type {Cell | null} */ (null));
  #page;
  #source;
  /** @type {Place | null} */
  #hovered = null;
  /** @type {Place | null} */
  #held = null;
  /** @type {number | undefined} */
  #lingering;

  /**
   * @param {import('lit').ReactiveControllerHost & {conductor: import('../../live/conductor.js').Conductor | null,
   *   machine: any, tab: string, showCell: () => void, features: import('../../ui/features.js').Features}} page  drawn again when a cell is held or put away; `showCell`
   *   brings the cell's panel to the front, and its `tab` is put away with the cell
   */
  constructor(page) {
    this.#page = page;
    this.#source = new CardSource(() => this.refresh());
    this.signal.addEventListener('change', () => {
      this.#light();
      page.features.tell('cellChanged');
    });
  }

  /** @returns {Cell | null} */
  get cell() {
    return this.signal.value;
  }

  /** The signal, with what has changed since it was told of anything last. */
  get fresh() {
    this.refresh();
    return this.signal;
  }

  /** Takes in what has changed about the cell: its place, the run that it is of, what the server says of it. */
  refresh() {
    const cell = this.#now();
    if (!isSame(cell, this.signal.value)) this.signal.value = cell;
  }

  /** @returns {Cell | null} */
  #now() {
    const place = this.#held ?? this.#hovered,
      run = this.#page.conductor;
    if (!place || !run?.trace || !isComputed(run, place)) {
      this.#source.forget();
      return place && { ...place, held: place === this.#held, explanation: null, failed: false };
    }
    const held = place === this.#held,
      explanation = this.#source.explanation({ trace: run.trace.id, ...place }, held);
    return { ...place, held, explanation, failed: this.#source.failed };
  }

  /**
   * What lights up in the scene.
   * @param {Cell | null} cell
   * @param {import('../../model/graph.js').Graph | null} graph
   * @returns {import('../../scene/layout/lit-cells.js').Lit | null}
   */
  static lit(cell, graph) {
    if (!cell || !graph?.nodes.has(cell.name)) return null;
    const { name, index, held, explanation } = cell;
    if (explanation && !SOURCES.has(explanation)) SOURCES.set(explanation, sourcesOf(explanation, graph));
    return { cell: { name, index }, from: SOURCES.get(explanation) ?? NONE, held };
  }

  /** The page was drawn: its scene may be another one. */
  drawn() {
    this.#light();
  }

  /** Lights the cell in the scene. */
  #light() {
    const { machine, conductor } = this.#page;
    if (machine) machine.lit = CellInQuestion.lit(this.cell, conductor?.graph ?? null);
  }

  /** @param {{node: string, index: number[], seen?: any, scale?: number} | null} at what the scene says is under the pointer */
  hover(at) {
    clearTimeout(this.#lingering);
    if (at) {
      this.#hovered = { name: at.node, index: at.index, seen: at.seen, scale: at.scale };
      this.refresh();
    } else {
      this.#lingering = window.setTimeout(() => {
        this.#hovered = null;
        this.refresh();
      }, LINGER_MS);
    }
  }

  /** @param {Place | null} cell */
  hold(cell) {
    this.#held = cell && { name: cell.name, index: cell.index, seen: cell.seen, scale: cell.scale };
    if (cell) {
      this.#turnTo(cell);
      this.#page.showCell();
    } else if (this.#page.tab === 'cell') this.#page.tab = '';
    this.refresh();
    this.#page.requestUpdate();
  }

  /** A step about a single head turns to the one of a cell that is held. @param {Place} cell */
  #turnTo({ name, index }) {
    const { machine } = this.#page,
      head = this.#headOf(name);
    if (!machine || !head) return;
    const { shared } = head,
      now = machine.focus.head ?? 0,
      of = index[head.axis];
    if (Math.floor(now / shared) !== of) machine.focus = { kind: 'step', head: of * shared };
  }

  /**
   * Where a tensor of the step says which head it is of, and how many heads share one; null where the step is not about
   * a single head, or something else is in focus.
   * @param {string} name
   */
  #headOf(name) {
    const { conductor, machine } = this.#page,
      { graph, step: id } = conductor ?? {},
      step = graph?.byId.get(id ?? ''),
      node = graph?.nodes.get(name);
    if (!graph || !step || !node || machine?.focus.kind !== 'step' || node.layer !== step.layer) return null;
    const axis = node.axes.findIndex((/** @type {any} */ each) => each.name === 'head');
    if (axis < 0 || !isAboutOneHead(/** @type {any} */ (graph.nodes), /** @type {any} */ (step))) return null;
    return { axis, shared: graph.sizes.n_heads / Number(node.axes[axis].size) };
  }

  /** A cell of the scene was pressed, or none. @param {{node: string, index: number[], seen?: any, scale?: number} | null} at */
  select(at) {
    this.hold(at && { ...at, name: at.node });
  }

  /** Puts away the cell in question. @returns {boolean} whether there was one */
  putAway() {
    if (!this.cell) return false;
    this.hold(null);
    return true;
  }

  /**
   * What one spot stands for changes as numbers come: an overview, a finer one, every cell.
   * @param {any} machine the scene, to which numbers have come
   */
  numbers(machine) {
    for (const place of [this.#held, this.#hovered]) {
      // a cell that is held from elsewhere is not looked at as a spot
      if (!machine || !place || (place === this.#held && !place.seen)) continue;
      const seen = machine.seenAt(place.name, place.index);
      if (JSON.stringify(seen ?? null) === JSON.stringify(place.seen ?? null)) continue;
      place.seen = seen;
    }
    this.refresh();
  }

  /** Without a pointer, one begins at the first cell that the step computes and the machine shows and goes on from there. */
  holdFirst() {
    const { graph, step } = this.#page.conductor ?? {};
    const nodes = graph?.byId.get(step ?? '')?.nodes.flatMap((name) => graph.nodes.get(name) ?? []);
    const node = nodes?.find(({ derived }) => !derived) ?? nodes?.[0];
    if (!node) return;
    const index = node.axes.map(() => 0),
      head = this.#headOf(node.name);
    if (head) index[head.axis] = Math.floor((this.#page.machine.focus.head ?? 0) / head.shared);
    this.hold({ name: node.name, index });
  }

  /** A cell of one run is not one of another. */
  forget() {
    this.#held = null;
    this.refresh();
  }
}

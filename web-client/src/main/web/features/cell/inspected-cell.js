/**
 * The cell that the card describes and that the scene lights together with its inputs: the held cell, or else the hovered
 * one. Its explanation is fetched once for both. Hovering changes the signal only; the page renders again only when a cell
 * is held or released.
 *
 * @typedef {import('../../ui/view.js').Cell} Cell
 * @typedef {{name: string, index: number[], seen?: Cell['seen'], scale?: number}} Place
 */
import { insist } from '../../live/retry.js';
import { Signal } from '../../ui/signal.js';
import { isComputed } from './cell-number.js';
import { isAboutOneHead } from '../../scene/play/scene-target.js';
import { inputsOf } from './cell-inputs.js';

/** The card stays this long after the pointer has left a cell, so that it does not flicker over gaps between cells. */
const LINGER_MS = 250;

/** The inputs that each explanation names. The same list is returned each time, so that the scene sees no change. */
const INPUTS = new WeakMap();
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

export class InspectedCell {
  /** The inspected cell, watched by panels and the scene. @type {Signal<Cell | null>} */
  signal = new Signal(/** @type {Cell | null} */ (null));
  #page;
  /** Loaded with the first inspected cell. @type {import('./explanation-source.js').ExplanationSource | null} */
  #source = null;
  #isLoading = false;
  /** @type {Place | null} */
  #hovered = null;
  /** @type {Place | null} */
  #held = null;
  /** @type {number | undefined} */
  #lingering;

  /**
   * @param {import('lit').ReactiveControllerHost & {conductor: import('../../live/conductor.js').Conductor | null,
   *   machine: any, tab: string, showTab: (tab: string) => void, features: import('../../ui/features.js').Features}} page  `showTab`
   *   brings the cell's panel to the front; `tab` is reset when the cell is released
   */
  constructor(page) {
    this.#page = page;
    this.signal.addEventListener('change', () => {
      this.#light();
      page.features.tell('cellChanged');
    });
  }

  /** @returns {Cell | null} */
  get cell() {
    return this.signal.value;
  }

  /** The signal, brought up to date. */
  get fresh() {
    this.refresh();
    return this.signal;
  }

  /** Brings the signal up to date with the cell's place, its run and its explanation. */
  refresh() {
    const cell = this.#now();
    if (!isSame(cell, this.signal.value)) this.signal.value = cell;
  }

  /** @returns {Cell | null} */
  #now() {
    const place = this.#held ?? this.#hovered,
      run = this.#page.conductor;
    if (!place || !run?.trace || !isComputed(run, place)) {
      this.#source?.forget();
      return place && { ...place, held: place === this.#held, explanation: null, failed: false };
    }
    const held = place === this.#held;
    if (!this.#source) {
      this.#loadSource();
      return { ...place, held, explanation: null, failed: false };
    }
    const explanation = this.#source.explanation({ trace: run.trace.id, ...place }, held);
    return { ...place, held, explanation, failed: this.#source.failed };
  }

  /** The page's first text must not wait for this module. */
  async #loadSource() {
    if (this.#isLoading) return;
    this.#isLoading = true;
    const { ExplanationSource } = await insist(() => import('./explanation-source.js'));
    this.#source = new ExplanationSource(() => this.refresh());
    this.refresh();
  }

  /**
   * The cells to light in the scene: a cell and its inputs.
   * @param {Cell | null} cell
   * @param {import('../../model/graph.js').Graph | null} graph
   * @returns {import('../../scene/layout/lit-cells.js').Lit | null}
   */
  static lit(cell, graph) {
    if (!cell || !graph?.nodes.has(cell.name)) return null;
    const { name, index, held, explanation } = cell;
    if (explanation && !INPUTS.has(explanation)) INPUTS.set(explanation, inputsOf(explanation, graph));
    return { cell: { name, index }, from: INPUTS.get(explanation) ?? NONE, held };
  }

  /** After the page has rendered: its scene may have been replaced. */
  drawn() {
    this.#light();
  }

  #light() {
    const { machine, conductor } = this.#page;
    if (machine) machine.lit = InspectedCell.lit(this.cell, conductor?.graph ?? null);
  }

  /** @param {{node: string, index: number[], seen?: any, scale?: number} | null} at the cell under the pointer */
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
      this.#switchHead(cell);
      this.#page.showTab('cell');
    } else if (this.#page.tab === 'cell') this.#page.tab = '';
    this.refresh();
    this.#page.requestUpdate();
  }

  /** If the step is about a single head, switches it to the head of a held cell. @param {Place} cell */
  #switchHead({ name, index }) {
    const { machine } = this.#page,
      head = this.#headOf(name);
    if (!machine || !head) return;
    const { shared } = head,
      now = machine.focus.head ?? 0,
      of = index[head.axis];
    if (Math.floor(now / shared) !== of) machine.focus = { kind: 'step', head: of * shared };
  }

  /**
   * Which axis of a tensor of the step is the head, and how many query heads share one of its entries; null if the step is
   * not about a single head, or is not in focus.
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

  /** Holds the clicked cell; null releases it. @param {{node: string, index: number[], seen?: any, scale?: number} | null} at */
  select(at) {
    this.hold(at && { ...at, name: at.node });
  }

  /** The cell that its card explains. */
  subject() {
    return this.cell;
  }

  /** Closes the cell's card. @returns {boolean} whether there was one */
  putAway() {
    if (!this.cell) return false;
    this.hold(null);
    return true;
  }

  /**
   * Updates which cells the drawn spots stand for: as numbers arrive, these go from an overview to every cell.
   * @param {any} machine the scene that has received numbers
   */
  numbers(machine) {
    for (const place of [this.#held, this.#hovered]) {
      // a held cell that was not chosen in the scene has no spot
      if (!machine || !place || (place === this.#held && !place.seen)) continue;
      const seen = machine.seenAt(place.name, place.index);
      if (JSON.stringify(seen ?? null) === JSON.stringify(place.seen ?? null)) continue;
      place.seen = seen;
    }
    this.refresh();
  }

  /** Holds the first cell that the step computes and the machine shows: where reading without a pointer begins. */
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

  /** Releases the cell because the run has changed. */
  forget() {
    this.#held = null;
    this.refresh();
  }
}

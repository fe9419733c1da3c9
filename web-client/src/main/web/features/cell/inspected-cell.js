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
import { isExplained } from './cell-number.js';
import { headAxis, headShown } from '../../scene/play/heads.js';

/** The card stays this long after the pointer has left a cell, so that it does not flicker over gaps between cells. */
const LINGER_MS = 250;

/** The inputs that each explanation names. The same list is returned each time, so that the scene sees no change. */
/** @type {WeakMap<import('../../ui/view.js').Explanation, Place[]>} */
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

/** @param {Place} a @param {Place} b */
const isSamePlace = (a, b) => a.name === b.name && a.index.join() === b.index.join();

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
  /** The last cell that this person has held, with what was seen of it. @type {Place | null} */
  #clicked = null;
  /** Whether the driver holds the cell, for everyone. */
  isOthers = false;
  /** @type {number | undefined} */
  #lingering;

  /**
   * @param {Pick<import('../../ui/features.js').WalkPage, 'requestUpdate' | 'conductor' | 'machine' | 'tab' | 'showTab' | 'ports' | 'features'>} page
   *   `showTab` brings the cell's panel to the front; `tab` is reset when the cell is released
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
    const held = place === this.#held;
    if (!place || !run?.trace || !isExplained(run, { ...place, held })) {
      this.#source?.forget();
      return place && { ...place, held, explanation: null, failed: false };
    }
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
    return { cell: { name, index }, from: (explanation && INPUTS.get(explanation)) ?? NONE, held };
  }

  /** After the page has rendered: its scene may have been replaced. */
  drawn() {
    this.#light();
  }

  #light() {
    const { machine, conductor } = this.#page;
    if (machine) machine.lit = InspectedCell.lit(this.cell, conductor?.graph ?? null);
  }

  /** @param {import('../../scene/pointer-input.js').Spot | null} at the cell under the pointer */
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

  /** Holds a cell: as the driver of a room, for everyone. @param {Place | null} cell null releases it */
  hold(cell) {
    this.#clicked = cell && { name: cell.name, index: cell.index, seen: cell.seen, scale: cell.scale };
    if (cell) this.#page.showTab('cell');
    this.#page.ports.focus?.hold(cell && { name: cell.name, index: cell.index });
    this.#page.requestUpdate();
  }

  /**
   * Shows the held cell of this person, or of the room's driver.
   * @param {{name: string, index: number[]} | null} cell @param {boolean} isOthers whether the driver holds it
   */
  cellChosen(cell, isOthers) {
    const clicked = this.#clicked;
    this.#held = cell && (clicked && isSamePlace(clicked, cell) ? clicked : { ...cell });
    this.isOthers = isOthers && cell !== null;
    // what was under the pointer is elsewhere once the camera has flown to the cell
    this.#unpoint();
    // during a tour the text stays in front
    if (cell && isOthers && !this.#page.features.ask('leads')) this.#page.tab = 'cell';
    else if (!cell && this.#page.tab === 'cell') this.#page.tab = '';
    this.refresh();
    this.#page.requestUpdate();
  }

  /** Whether this person holds the cell: a beat of a tour shows one without that. */
  get #isByHand() {
    const clicked = this.#clicked,
      held = this.#held;
    return (
      held !== null &&
      !this.isOthers &&
      (!this.#page.features.ask('leads') || (clicked !== null && isSamePlace(clicked, held)))
    );
  }

  /** The arrows move a held cell. @returns {import('../../ui/keys.js').States | null} */
  keyStates() {
    return this.#isByHand ? { cell: {} } : null;
  }

  /** Holds the cell beside the held one. @param {[number, number]} by cells to the right, and downwards */
  moveBy(by) {
    const held = this.#held,
      index = held && this.#page.machine?.beside(held.name, held.index, by);
    if (index) this.hold({ name: held.name, index });
  }

  /** A clicker steps. */
  letGo() {
    if (this.#isByHand) this.hold(null);
  }

  #unpoint() {
    clearTimeout(this.#lingering);
    this.#hovered = null;
  }

  /** Holds the clicked cell; null releases it. @param {import('../../scene/pointer-input.js').Spot | null} at */
  select(at) {
    this.hold(at && { ...at, name: at.node });
  }

  /** The cell that its card explains. */
  subject() {
    return this.cell;
  }

  /** Closes the cell's card. @returns {boolean} whether there was one */
  putAway() {
    if (!this.cell || this.isOthers) return false;
    if (this.cell.held) this.hold(null);
    else this.forget();
    return true;
  }

  /**
   * Updates which cells the drawn spots stand for: as numbers arrive, these go from an overview to every cell.
   * @param {import('../../scene/machine.js').Machine | null} machine the scene that has received numbers
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

  /** Holds the cell that is lit: the one under the pointer, or one that a beat shows. Where none is, reading without a pointer begins with the step's first. */
  holdLit() {
    const lit = this.#hovered ?? (this.isOthers || this.#isByHand ? null : this.#held);
    if (lit) this.hold(lit);
    else this.#holdFirst();
  }

  /** Holds the first cell that the step computes and the machine shows. */
  #holdFirst() {
    const { graph, step, focus } = this.#page.conductor;
    const nodes = graph?.byId.get(step ?? '')?.nodes.flatMap((name) => graph.nodes.get(name) ?? []);
    const node = nodes?.find(({ derived }) => !derived) ?? nodes?.[0];
    if (!graph || !node) return;
    const index = node.axes.map(() => 0),
      axis = headAxis(graph, node.name),
      head = headShown(graph, focus, step);
    if (axis && head !== null) index[axis.axis] = Math.floor(head / axis.shared);
    this.hold({ name: node.name, index });
  }

  /** The step or the run has changed: something else is under the pointer now. */
  forget() {
    this.#unpoint();
    this.refresh();
  }
}

/**
 * The inputs of a cell: the cells that the server's explanation (docs/protocol.md, `explain`) names.
 *
 * @param {import('../../ui/view.js').Explanation} explanation
 * @param {import('../../model/graph.js').Graph} graph
 * @returns {{name: string, index: number[]}[]} without duplicates
 */
export function inputsOf(explanation, graph) {
  const found = new Map();
  const take = (/** @type {any} */ member) => {
    if (Array.isArray(member)) for (const each of member) take(each);
    else if (member && typeof member.name === 'string' && Array.isArray(member.cell))
      found.set(`${member.name}[${member.cell}]`, { name: member.name, index: member.cell });
  };
  // `cell` is the explained cell's own place, in the same form as its inputs
  for (const [key, member] of Object.entries(explanation)) if (key !== 'cell') take(member);
  const cells = [...found.values()];
  return isLookedUp(graph, explanation.name) ? cells.flatMap((cell) => wholeRow(graph, cell)) : cells;
}

/** Whether a tensor is an embedding: its input is a whole row of the table, not one number of it. @param {import('../../model/graph.js').Graph} graph @param {string} name */
const isLookedUp = (graph, name) => graph.nodes.get(name)?.traits.looksUp !== undefined;

/** @param {import('../../model/graph.js').Graph} graph @param {{name: string, index: number[]}} cell */
function wholeRow(graph, { name, index }) {
  const last = graph.nodes.get(name)?.axes.at(-1)?.size;
  if (typeof last !== 'number') return [{ name, index }];
  return Array.from({ length: last }, (_, i) => ({ name, index: [...index.slice(0, -1), i] }));
}

/**
 * What a person has chosen to look at, and what ends it. Pure.
 *
 * @typedef {import('../../scene/layout/focus.js').Focus} Focus
 * @typedef {import('../../model/graph.js').Graph} Graph
 * @typedef {{name: string, index: number[]}} Cell
 * @typedef {{on: Focus, cell: Cell | null, tensors: string[]}} Choice  `on`: the part in focus; `cell`: the held cell; `tensors`:
 *   those that a pressed word of the step's card names
 * @typedef {Choice & {at: Place}} Chosen  with the place for which it was chosen
 * @typedef {{model: string, trace: string, step: string}} Place
 */
import { EVERYTHING, STEP, carried, inOtherText, isIn, isSame } from '../../scene/layout/focus.js';
import { headAxis, headShown } from '../../scene/play/heads.js';

/** @type {Choice} */
export const NOTHING = Object.freeze({ on: STEP, cell: null, tensors: Object.freeze(/** @type {any} */ ([])) });

/** @param {Choice} a @param {Choice} b */
export const isSameChoice = (a, b) =>
  isSame(a.on, b.on) && JSON.stringify(a.cell) === JSON.stringify(b.cell) && a.tensors.join() === b.tensors.join();

/** A choice read from the room's state or an address: without members of another model. @param {any} said @param {Graph} graph @returns {Choice} */
export function choiceOf(said, graph) {
  const { on = STEP, cell = null, tensors = [] } = said ?? {};
  return {
    on: isIn(on, graph) ? on : STEP,
    cell: cell && graph.nodes.has(cell.name) ? { name: cell.name, index: cell.index } : null,
    tensors: tensors.filter((/** @type {string} */ name) => graph.nodes.has(name)),
  };
}

/**
 * What is left of a choice at another place, by the server's rule: the held cell and the word end with the step and with the
 * text.
 * @param {Chosen} chosen @param {Place} now @param {Graph} graph of the model at `now`
 * @returns {Chosen}
 */
export function choiceAt(chosen, now, graph) {
  const { at, on } = chosen;
  if (at.model !== now.model) return { ...NOTHING, on: on.kind === 'everything' ? EVERYTHING : STEP, at: now };
  if (at.step !== now.step)
    return { ...NOTHING, on: carried(on, layerOf(graph, at.step), layerOf(graph, now.step)), at: now };
  return at.trace === now.trace ? chosen : { ...NOTHING, on: inOtherText(on), at: now };
}

/**
 * What is left, at another place, of the choice of a person who looks around: a part of the machine, until they come back. A
 * cell, a word or another head of the step ends with the step; with nothing left, they follow again.
 * @param {Chosen} chosen @param {Place} now
 * @returns {Chosen | null}
 */
export function ownAt(chosen, now) {
  const { at, on } = chosen;
  if (at.model !== now.model) return null;
  if (at.step === now.step) return at.trace === now.trace ? chosen : { ...NOTHING, on: inOtherText(on), at: now };
  return on.kind === 'step' ? null : { ...NOTHING, on, at: now };
}

/**
 * A choice with another part in focus. A cell and a word stay only if the part is another head of what is shown: then the
 * cell moves to that head.
 * @param {Choice} choice @param {Focus} on @param {Graph} graph
 * @returns {Choice}
 */
export function withFocus(choice, on, graph) {
  const head = turnedTo(choice.on, on);
  if (head === null) return { ...NOTHING, on };
  const { cell } = choice,
    axis = cell ? headAxis(graph, cell.name) : null,
    isThere = cell && (!('layer' in on) || graph.nodes.get(cell.name)?.layer === on.layer);
  if (!axis || !isThere) return { ...choice, on, cell: null };
  return {
    ...choice,
    on,
    cell: {
      name: cell.name,
      index: cell.index.map((at, i) => (i === axis.axis ? Math.floor(head / axis.shared) : at)),
    },
  };
}

/** The head to which the fan turns; null if the new focus is another part of the machine. @param {Focus} from @param {Focus} to */
function turnedTo(from, to) {
  if (!('head' in to) || to.head === null) return null;
  if (to.kind === 'block' && !(from.kind === 'block' && from.node === to.node)) return null;
  return 'layer' in to && 'layer' in from && to.layer !== from.layer ? null : to.head;
}

/**
 * A choice with a held cell. If the step, which is in focus, is about a single head, the cell's head is shown.
 * @param {Choice} choice @param {Cell | null} cell @param {Graph} graph @param {string} id of the step
 * @returns {Choice}
 */
export function withCell(choice, cell, graph, id) {
  const axis = cell ? headAxis(graph, cell.name) : null,
    shown = choice.on.kind === 'step' ? headShown(graph, choice.on, id) : null;
  if (!cell || !axis || shown === null || graph.nodes.get(cell.name)?.layer !== layerOf(graph, id))
    return { ...choice, cell };
  const head = cell.index[axis.axis];
  return Math.floor(shown / axis.shared) === head
    ? { ...choice, cell }
    : { ...choice, cell, on: { kind: 'step', head: head * axis.shared } };
}

/** @param {Graph} graph @param {string} step */
const layerOf = (graph, step) => graph.byId.get(step)?.layer ?? null;

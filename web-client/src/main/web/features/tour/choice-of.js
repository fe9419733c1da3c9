/** What a scene has in focus, and whether a view is still that of the scene. Pure. */
import { isIn, isSame, STEP } from '../../scene/layout/focus.js';
import { askedOf, isGuessing } from '../prediction/asked.js';

/** @typedef {import('./tours.js').Scene} Scene */

/** Stands for all entries of an axis, where a row of cells is meant. */
export const ALL = -1;

/**
 * @param {Scene} scene @param {{tokens: number[]}} info of its run @param {any} graph of its model
 * @returns {{on: import('../../scene/layout/focus.js').Focus, cell: {name: string, index: number[]} | null, tensors: string[]}}
 */
export function choiceOf(scene, info, graph) {
  const { on = STEP, tensors = [] } = scene;
  const held = heldIn(scene, info, graph);
  return {
    on: isIn(on, graph) ? on : STEP,
    cell: held && !held.index.includes(ALL) ? held : null,
    tensors: tensors.filter((name) => graph.nodes.has(name)),
  };
}

/** The rows of cells that a scene marks: also the same of its parts, which are in focus with it. @param {Scene} scene @param {{tokens: number[]}} info @param {any} graph */
export function marksOf(scene, info, graph) {
  const held = heldIn(scene, info, graph),
    others = (scene.marks ?? []).flatMap((mark) => heldIn({ ...scene, held: mark }, info, graph) ?? []);
  if (!held?.index.includes(ALL)) return others;
  const axesOf = (/** @type {string} */ name) =>
    (graph.nodes.get(name)?.axes ?? []).map((/** @type {any} */ axis) => axis.name).join();
  const parts = (scene.tensors ?? []).filter((name) => name !== held.name && axesOf(name) === axesOf(held.name));
  return [held, ...parts.map((name) => ({ name, index: held.index })), ...others];
}

/**
 * The product whose sign a beat asks for: the machine then shows its two numbers, not the whole score.
 * @param {{product?: any} | null | undefined} act of the beat @param {number} length of the text, in tokens
 * @returns {import('../../scene/annotate/attention-pair.js').Product | null}
 */
export function productOf(act, length) {
  const at = (/** @type {number | 'last'} */ place) => (place === 'last' ? length - 1 : place);
  return act?.product ? { ...act.product, query: at(act.product.query), key: at(act.product.key) } : null;
}

/**
 * A token's columns in what a step computes; where that has no positions, in the embedding.
 * @param {number} token position, from 0 @param {string} step id @param {any} graph
 * @returns {{name: string, index: number[]}[]}
 */
export function columnsOf(token, step, graph) {
  const isOfToken = (/** @type {any} */ node) => node && !node.derived && !node.traits.table && node.axes.some(isPlace);
  const inStep = (graph.byId.get(step)?.nodes ?? [])
    .map((/** @type {string} */ name) => graph.nodes.get(name))
    .filter(isOfToken);
  const nodes = inStep.length > 0 ? inStep : [...graph.nodes.values()].filter(isOfToken).slice(0, 1);
  return nodes.map((/** @type {any} */ { name, axes }) => ({
    name,
    index: axes.map((/** @type {any} */ axis) => (isPlace(axis) ? token : ALL)),
  }));
}

/** The position, from 0, of the token that a scene holds; null if it holds none. @param {Scene} scene @param {{tokens: number[]}} info @param {any} graph */
export function placeIn(scene, info, graph) {
  const held = heldIn(scene, info, graph);
  const place = held ? held.index[graph.nodes.get(held.name).axes.findIndex(isPlace)] : undefined;
  return place === undefined || place === ALL ? null : place;
}

/** Whether an axis counts positions, in attention those that read. @param {{name: string, size: number | 'pos'}} axis */
const isPlace = ({ name, size }) => size === 'pos' && name !== 'k_pos';

/** @param {Scene} scene @param {{tokens: number[]}} info @param {any} graph */
function heldIn({ held }, { tokens }, graph) {
  if (!held || !graph.nodes.has(held.name)) return null;
  return { name: held.name, index: held.index.map((at) => (at === 'last' ? tokens.length - 1 : Number(at))) };
}

/** @typedef {'' | 'asked' | 'later'} Hiding  what comes next is shown; is hidden until the beat's question is answered; is hidden at this beat */

/** A beat that asks for the next token does not show it before the answer. @param {{act?: any, scene: Scene}} beat @param {boolean} told @returns {Hiding} */
export function hidingOf({ act, scene }, told) {
  if (act?.choose === 'next') return told ? '' : 'asked';
  return scene.answer === false ? 'later' : '';
}

/** The changes of a scene in a text of so many tokens. @param {Scene} scene @param {number} length */
export const changesOf = ({ changes = [] }, length) =>
  changes.map((change) => change.replace(/\blast\b/g, String(length - 1)));

/** @typedef {{text: string[], promptLength: number, changes?: string[]}} Run */
/** @typedef {{do?: string, show?: {on?: any}}} Act */

/** Whether another text is shown than the beat's, or the model is changed in another way, unless the beat's act asks for that. @param {Scene} scene @param {Run} run @param {Act | null} act */
function runsAnother(scene, { text, promptLength, changes = [] }, act) {
  const said = text.slice(0, promptLength).join('');
  return (
    (act?.do !== 'switch' && changes.join(';') !== changesOf(scene, text.length).join(';')) ||
    (act?.do !== 'text' && text.length - promptLength !== (scene.generated ?? 0)) ||
    (act?.do !== 'text' && scene.text !== undefined && said.trim() !== scene.text.trim())
  );
}

/**
 * Whether the texts of steps and tools are about something else than the beat: another step, another tool or another run is shown.
 * @param {Scene} scene @param {number} at which step of its range
 * @param {{step: string | null, info: Run | null, why: {tool: string} | null}} seen
 * @param {Act | null} [act]
 * @returns {boolean}
 */
export const isLeft = (scene, at, { step, info, why }, act = null) =>
  info !== null &&
  step !== null &&
  (step !== (scene.steps[at] ?? scene.steps[0]) ||
    (why?.tool ?? null) !== (scene.why?.tool ?? null) ||
    runsAnother(scene, info, act));

/**
 * Whether a view is another than the beat's: somebody has left it ({@link isLeft}), or focused on another part. What the beat's act asks
 * for, or shows as its last hint, is part of the beat.
 * @param {Scene} scene @param {number} at which step of its range
 * @param {{step: string | null, focus: any, info: Run | null, why: {tool: string} | null}} seen
 * @param {Act | null} [act]
 * @returns {boolean}
 */
export const differs = (scene, at, seen, act = null) =>
  isLeft(scene, at, seen, act) ||
  (seen.info !== null &&
    seen.step !== null &&
    !isSame(seen.focus, scene.on ?? STEP) &&
    !(act?.show && isSame(seen.focus, act.show.on ?? STEP)));

/**
 * Whether the facts of a beat's text have to wait, because they are about what this page does not show yet: of another run than the
 * beat's, whose next token is hidden, or of a text about which the room guesses in a question that is not the beat's.
 * @param {Scene} scene @param {{info: Run, hidesNext: boolean}} trace @param {import('../../live/room-conductor.js').Room | null} room
 * @param {Act | null} [act]
 */
export const withholdsFacts = (scene, { info, hidesNext }, room, act = null) =>
  hidesNext &&
  (runsAnother(scene, info, act) || (isGuessing({ room }) && askedOf({ room })?.question.beat === undefined));

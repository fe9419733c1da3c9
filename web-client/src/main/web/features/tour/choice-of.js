/** What a scene has in focus, and whether a view is still that of the scene. Pure. */
import { isIn, isSame, STEP } from '../../scene/layout/focus.js';

/** @typedef {import('./tours.js').Scene} Scene */

/**
 * @param {Scene} scene @param {{tokens: number[]}} info of its run @param {any} graph of its model
 * @returns {{on: import('../../scene/layout/focus.js').Focus, cell: {name: string, index: number[]} | null, tensors: string[]}}
 */
export function choiceOf({ on = STEP, held, tensors = [] }, { tokens }, graph) {
  const place = (/** @type {number | string} */ at) => (at === 'last' ? tokens.length - 1 : at === 'first' ? 0 : Number(at));
  return {
    on: isIn(on, graph) ? on : STEP,
    cell: held && graph.nodes.has(held.name) ? { name: held.name, index: held.index.map(place) } : null,
    tensors: tensors.filter((name) => graph.nodes.has(name)),
  };
}

/**
 * Whether a view is another than the beat's: somebody has gone to another step, focused on another part, or changed the model.
 * @param {Scene} scene @param {number} at which step of its range
 * @param {{step: string | null, focus: any, info: {text: string[], promptLength: number, changes?: string[]} | null, why: {tool: string} | null}} seen
 * @returns {boolean}
 */
export function differs(scene, at, { step, focus, info, why }) {
  if (!info || step === null) return false;
  const said = info.text.slice(0, info.promptLength).join('');
  return (
    step !== (scene.steps[at] ?? scene.steps[0]) ||
    !isSame(focus, scene.on ?? STEP) ||
    (info.changes ?? []).join(';') !== (scene.changes ?? []).join(';') ||
    (why?.tool ?? null) !== (scene.why?.tool ?? null) ||
    info.text.length - info.promptLength !== (scene.generated ?? 0) ||
    (scene.text !== undefined && said.trim() !== scene.text.trim())
  );
}

/**
 * The heads of a tensor, and the head in focus. Pure.
 *
 * @typedef {import('../../model/graph.js').Graph} Graph
 */
import { isAboutOneHead } from './scene-target.js';

/**
 * Which axis of a tensor is the head, and how many query heads share one of its entries; null if it has no heads.
 * @param {Graph} graph @param {string} name
 * @returns {{axis: number, shared: number} | null}
 */
export function headAxis(graph, name) {
  const node = graph.nodes.get(name),
    axis = node?.axes.findIndex((each) => each.name === 'head') ?? -1;
  if (!node || axis < 0) return null;
  return { axis, shared: graph.sizes.n_heads / Number(node.axes[axis].size) };
}

/**
 * The head in focus, from 0; null if the focus, or the step that is in focus, is not about a single head.
 * @param {Graph} graph @param {import('../layout/focus.js').Focus} focus @param {string | null} id of the step
 * @returns {number | null}
 */
export function headShown(graph, focus, id) {
  if (focus.kind === 'head' || focus.kind === 'block') return focus.head;
  const step = focus.kind === 'step' ? graph.byId.get(id ?? '') : null;
  return step && focus.kind === 'step' && isAboutOneHead(graph.nodes, step) ? focus.head : null;
}

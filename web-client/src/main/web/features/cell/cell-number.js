/**
 * The number in a cell, as far as it is here, and whether there is one at all.
 *
 * @typedef {{graph: import('../../model/graph.js').Graph | null, trace: import('../../model/trace.js').Trace | null,
 *   weights: import('../../model/frame.js').Tensor[] | null}} Run
 */
import { sees, shapeOf } from '../../model/graph.js';

/** Scores and patterns exist only where the query sees the key. */
export function isMasked(node, index) {
  const q = node.axes.findIndex((axis) => axis.name === 'q_pos');
  const k = node.axes.findIndex((axis) => axis.name === 'k_pos');
  return q >= 0 && k >= 0 && !sees(node, index[q], index[k]);
}

/** @param {Run} run @param {{name: string, index: number[]}} cell @returns {number | null} null while it is not here */
export function valueOf({ graph, trace, weights }, { name, index }) {
  const node = graph?.nodes.get(name);
  if (!node) return null;
  const shape = shapeOf(node, trace?.positions ?? 0);
  const tensor = trace?.tensor(name) ?? weights?.find((weight) => weight.name === name);
  if (!tensor || index.some((i, axis) => i >= shape[axis])) return null;
  const at = index.reduce((sum, i, axis) => sum * shape[axis] + i, 0);
  return tensor.data[at] ?? null;
}

/**
 * Whether the server can say what a cell is: it was computed, and its tensor has come, be it from afar; or it is a weight
 * of a model that has too many to be here.
 *
 * @param {Run} run
 */
export function isComputed(run, cell) {
  const node = run.graph?.nodes.get(cell.name);
  if (!node || !run.trace || isMasked(node, cell.index)) return false;
  const shape = shapeOf(node, run.trace.positions);
  if (cell.index.some((i, axis) => i >= shape[axis])) return false;
  if (valueOf(run, cell) !== null) return !node.traits.learned;
  return node.traits.learned ? run.weights?.length === 0 : run.trace.shows(cell.name);
}

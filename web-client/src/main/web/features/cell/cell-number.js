/**
 * The number in a cell, if this page has it, whether the cell has one at all, and why a score or a share has none.
 *
 * @typedef {{graph: import('../../model/graph.js').Graph | null, trace: import('../../model/trace.js').Trace | null,
 *   weights: import('../../model/frame.js').Tensor[] | null}} Run
 * @typedef {import('../../model/trace.js').Trace} Trace
 * @typedef {import('../../model/graph.js').Node} Node
 */
import { sees } from '../../model/attention-window.js';
import { isOfVocabulary, shapeOf } from '../../model/graph.js';
import { tokenText } from '../../ui/step-texts.js';
import { words } from '../../ui/words.js';

/** Whether the query of a score or a pattern's cell does not see its key: such a cell has no number. @param {Node} node @param {number[]} index */
export function isMasked(node, index) {
  const q = node.axes.findIndex((axis) => axis.name === 'q_pos');
  const k = node.axes.findIndex((axis) => axis.name === 'k_pos');
  return q >= 0 && k >= 0 && !sees(node, index[q], index[k]);
}

/** Whether a tensor tells what comes next, which the room withholds or this page hides. @param {Trace | null} trace @param {Node} node */
const isHidden = (trace, node) =>
  Boolean(trace?.isHidden?.(node.name)) ||
  (trace?.next.length === 0 && isOfVocabulary(node) && !node.traits.table && !node.traits.learned);

/** @param {Run} run @param {{name: string, index: number[]}} cell @returns {number | null} null if the page does not have it */
export function valueOf({ graph, trace, weights }, { name, index }) {
  const node = graph?.nodes.get(name);
  if (!node || isHidden(trace, node)) return null;
  const shape = shapeOf(node, trace?.positions ?? 0);
  const tensor = trace?.tensor(name) ?? weights?.find((weight) => weight.name === name && isExact(weight));
  if (!tensor || index.some((i, axis) => i >= shape[axis])) return null;
  const at = index.reduce((sum, i, axis) => sum * shape[axis] + i, 0);
  return tensor.data[at] ?? null;
}

/**
 * Whether the server is asked to explain a cell: its tensor was computed and has arrived, at least at low resolution; or it is a
 * weight that this page does not have exactly. A held cell is explained before its tensor arrives, too: pages load unequally many
 * of the next steps, and what the driver holds is on all of them.
 *
 * @param {Run} run @param {{name: string, index: number[], held?: boolean}} cell
 */
export function isExplained(run, cell) {
  const node = run.graph?.nodes.get(cell.name);
  if (!node || !run.trace || isMasked(node, cell.index)) return false;
  if (isHidden(run.trace, node)) return false;
  const shape = shapeOf(node, run.trace.positions);
  if (cell.index.some((i, axis) => i >= shape[axis])) return false;
  if (valueOf(run, cell) !== null) return !node.traits.learned;
  return node.traits.learned ? run.weights !== null : cell.held === true || run.trace.shows(cell.name);
}

/** Whether a tensor's numbers are those of the model. @param {import('../../model/frame.js').Tensor} tensor */
function isExact({ dtype = 'f32', pool = 1 }) {
  return dtype === 'f32' && pool === 1;
}

/** Why a score or a share is masked: the key comes after the query, or is outside the window. @param {import('../../ui/view.js').View} view @param {{name: string, index: number[]}} cell */
export function maskedWhy(view, { name, index }) {
  const node = view.graph?.nodes.get(name);
  if (!node) return '';
  const { axes, traits } = node;
  const at = (/** @type {string} */ axis) => index[axes.findIndex((each) => each.name === axis)];
  const token = (/** @type {number} */ position) => tokenText(view.trace?.text[position] ?? '');
  const [q, k] = [at('q_pos'), at('k_pos')];
  const values = { query: token(q), q: q + 1, key: token(k), k: k + 1 };
  return k > q
    ? words.text('cell.maskedWhy', values)
    : words.text('cell.outsideWhy', { ...values, window: traits.window });
}

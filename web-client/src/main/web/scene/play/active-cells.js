/**
 * The cells that a computation uses at a moment: the cells that it writes, and those that it reads for them. A pure function
 * of the op's traits, the layout and the moment, so that playback can begin at any moment.
 *
 * @typedef {import('../layout/anatomy.js').GraphNode} GraphNode
 * @typedef {import('../layout/board.js').Block} Block
 * @typedef {import('../layout/lit-cells.js').Rect} Rect
 * @typedef {{column: number, share: number}} Front  the column that is being written, and the share of it that is done, 0…1
 * @typedef {{block: import('../layout/board.js').Block, rect: Rect}} Meeting
 * @typedef {{block: import('../layout/board.js').Block, from: Rect, to: import('../layout/board.js').Block, target: Rect, p: number}} Ghost
 *   a column moving from an input to the result; `p` is the share of its way, 0…1
 */

import { firstKey } from '../../model/attention-window.js';
import { rowsAt } from '../layout/slice.js';

/** Index of the input that is read key by key: the keys of scores, the values of a weighted sum. */
const BY_KEY = 1;
/** The number of columns that move at a time. */
const FLOCK = 3;

const columnOf = (/** @type {Block} */ block, /** @type {number} */ column) => ({
  from: column,
  to: column + 1,
  ...rowsAt(block, column),
});

/** The key that a front has reached among the keys that its column's query sees. @param {Pick<GraphNode, 'traits'>} node @param {Front} front */
export function keyAt(node, { column, share }) {
  const first = firstKey(node, column);
  return first + Math.floor(share * (column + 1 - first));
}

/** The front after `filled` of T columns, which may be a fraction. @param {number} filled @param {number} T @returns {Front} */
export function frontAt(filled, T) {
  const column = Math.min(T - 1, Math.floor(filled));
  return { column, share: Math.min(0.999, filled - column) };
}

/**
 * The cells of an input's block that are read for the cells being written; null for none in particular.
 * @param {{traits: import('../../model/graph.js').Traits}} node that is computed
 * @param {number} input index of the input
 * @param {{traits: import('../../model/graph.js').Traits}} operand
 * @param {Block} block of the input
 * @param {Block} result the block of the node that reads it
 * @param {Front} front
 * @param {number} token of the column's position
 * @returns {Rect | null}
 */
export function readAt(node, input, operand, block, result, front, token) {
  const { column, share } = front,
    { attention, looksUp, rowwise } = node.traits;
  if (operand.traits.table) {
    // which expert's table is read is in the numbers
    if (node.traits.routing) return null;
    if (looksUp) {
      const at = (looksUp === 'token' ? token : column) - block.colFrom;
      return at >= 0 && at < block.cols ? columnOf(block, at) : null;
    }
    // a whole column is written at once, each row with its own γ and β
    return rowwise ? { from: 0, to: block.cols, top: 0, bottom: block.rows } : rowOf(block, result, share);
  }
  if (!block.sequence) return null;
  const key = keyAt(node, front);
  if ((attention === 'scores' || attention === 'values') && input === BY_KEY) return columnOf(block, key);
  if (attention === 'values') return { from: column, to: column + 1, top: key, bottom: key + 1 };
  return columnOf(block, column);
}

/** The row, or column, of a table that is read for the row of the result that has been reached. @param {Block} table @param {Block} result @param {number} share */
function rowOf(table, result, share) {
  const row = Math.floor(share * result.rows);
  if (table.rowAxis === result.rowAxis && table.rowFrom === result.rowFrom)
    return { from: 0, to: table.cols, top: row, bottom: row + 1 };
  if (table.colAxis === result.rowAxis) return { from: row, to: row + 1, top: 0, bottom: table.rows };
  return null;
}

/**
 * The cells of the result that are being written: one cell of a product or of scores, otherwise a whole column.
 * @param {GraphNode} node
 * @param {Block} block of the node
 * @param {Front} front
 * @returns {Rect}
 */
export function writtenAt(node, block, front) {
  const { column, share } = front;
  if (node.traits.attention === 'scores') {
    const key = keyAt(node, front);
    return { from: column, to: column + 1, top: key, bottom: key + 1 };
  }
  if (node.traits.product) {
    const row = Math.floor(share * block.rows);
    return { from: column, to: column + 1, top: row, bottom: row + 1 };
  }
  return columnOf(block, column);
}

/**
 * All cells that are written and read at a front.
 * @param {GraphNode} node that is computed
 * @param {Map<string, GraphNode>} nodes
 * @param {import('../layout/layout.js').Layout} plan
 * @param {Front} front
 * @param {number} token of the column's position
 * @returns {{written: Meeting[], read: Meeting[]}}
 */
export function meetingAt(node, nodes, plan, front, token) {
  const results = plan.byNode.get(node.name) ?? [];
  const read = node.inputs.flatMap((name, input) => {
    const operand = /** @type {GraphNode} */ (nodes.get(name)),
      blocks = plan.byNode.get(name) ?? [];
    return blocks.flatMap((block, which) => {
      // a head or plate of the result reads the same head or plate of its input
      const result = blocks.length === results.length ? results[which] : results[0];
      const rect = readAt(node, input, operand, block, result, front, token);
      return rect ? [{ block, rect }] : [];
    });
  });
  return { written: results.map((block) => ({ block, rect: writtenAt(node, block, front) })), read };
}

/**
 * The columns of the last word that stay marked once a step has been computed: the one it has looked up, which nobody sees in a
 * wide table, with what it gave; and the only one of a prediction that has read the whole text, with the one that it is made from.
 * @param {GraphNode} node that is computed
 * @param {Map<string, GraphNode>} nodes
 * @param {import('../layout/layout.js').Layout} plan
 * @param {number[]} tokens of the positions
 * @returns {Meeting[]}
 */
export function lastOf(node, nodes, plan, tokens) {
  const front = { column: plan.T - 1, share: 0 };
  if (node.traits.looksUp) {
    const { written, read } = meetingAt(node, nodes, plan, front, tokens[front.column] ?? -1);
    return [...written, ...read];
  }
  if (node.role !== 'prediction') return [];
  const made = [node.name, ...node.inputs.filter((name) => !nodes.get(name)?.traits.table)];
  return made
    .flatMap((name) => plan.byNode.get(name) ?? [])
    .map((block) => ({ block, rect: columnOf(block, front.column) }));
}

/**
 * The columns that move from inputs to the result at a moment, for ops that keep a row's shape: the addend, the row that is
 * looked up, the pair that is rotated.
 * @param {GraphNode} node
 * @param {Map<string, GraphNode>} nodes
 * @param {import('../layout/layout.js').Layout} plan
 * @param {number} filled columns of the result, with the fraction of the last one
 * @param {number} first new column
 * @param {number[]} tokens of the positions
 * @returns {Ghost[]}
 */
export function carriedAt(node, nodes, plan, filled, first, tokens) {
  if (!node.traits.rowwise) return [];
  /** @type {Ghost[]} */
  const ghosts = [];
  const results = plan.byNode.get(node.name) ?? [];
  for (const name of new Set(node.inputs)) {
    const operand = /** @type {GraphNode} */ (nodes.get(name)),
      blocks = plan.byNode.get(name) ?? [];
    for (const [i, result] of results.entries()) {
      // a head or plate of the result comes from the same head or plate of its input
      for (const block of blocks.length === results.length ? [blocks[i]] : blocks)
        for (let column = first; column < Math.min(plan.T, Math.ceil(filled) + FLOCK); column++) {
          const p = (filled - (column + 1 - FLOCK)) / FLOCK;
          if (p <= 0 || p >= 1) continue;
          const from = readAt(node, 0, operand, block, result, { column, share: 0 }, tokens[column] ?? -1);
          if (from && (!operand.traits.table || node.traits.looksUp !== undefined))
            ghosts.push({ block, from, to: result, target: columnOf(result, column), p });
        }
    }
  }
  return ghosts;
}

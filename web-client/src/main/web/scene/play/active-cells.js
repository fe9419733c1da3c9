/**
 * Which cells a computation uses at a moment: the column it writes, and what of each input meets in the cell that it has
 * come to. A pure function of the op's traits, the layout and the moment, so that any moment can be joined.
 *
 * @typedef {{from: number, to: number, top: number, bottom: number}} Rect  columns and rows of a block, ends not included
 * @typedef {{column: number, share: number}} Front  the column that is being written, and how far down it has come, 0…1
 * @typedef {{block: import('../layout/board.js').Block, rect: Rect}} Meeting
 * @typedef {{block: import('../layout/board.js').Block, from: Rect, to: import('../layout/board.js').Block, target: Rect, p: number}} Ghost
 *   a column on its way from an input to the result, at share `p` of it
 */

import { firstKey } from '../../model/graph.js';
import { rowsAt } from '../layout/slice.js';

/** The input of scores and of added-up values that is gone through key by key: keys, or values. */
const BY_KEY = 1;
/** Columns that are on their way at a time. */
const FLOCK = 3;

const columnOf = (block, column) => ({ from: column, to: column + 1, ...rowsAt(block, column) });

/** The key that a front has come to, of those that its column's query sees. */
export function keyAt(node, { column, share }) {
  const first = firstKey(node, column);
  return first + Math.floor(share * (column + 1 - first));
}

/** Where a front that has filled so many columns (a fraction included) of T stands. @returns {Front} */
export function frontAt(filled, T) {
  const column = Math.min(T - 1, Math.floor(filled));
  return { column, share: Math.min(0.999, filled - column) };
}

/**
 * What of a block of an input is read for the cell that is being written, or null where nothing in particular is.
 * @param {{traits: import('../../model/graph.js').Traits}} node what is computed
 * @param {number} input which of its inputs
 * @param {{traits: import('../../model/graph.js').Traits}} source
 * @param {import('../layout/board.js').Block} block of the input
 * @param {import('../layout/board.js').Block} result the block of the node that reads it
 * @param {Front} front
 * @param {number} token of the column's position
 * @returns {Rect | null}
 */
export function readAt(node, input, source, block, result, front, token) {
  const { column, share } = front,
    { attention, looksUp, rowwise } = node.traits;
  if (source.traits.table) {
    if (looksUp) {
      const at = (looksUp === 'token' ? token : column) - block.colFrom;
      return at >= 0 && at < block.cols ? columnOf(block, at) : null;
    }
    // a whole column is written at once, each row of it by its own γ and β
    return rowwise ? { from: 0, to: block.cols, top: 0, bottom: block.rows } : rowOf(block, result, share);
  }
  if (!block.sequence) return null;
  const key = keyAt(node, front);
  if ((attention === 'scores' || attention === 'values') && input === BY_KEY) return columnOf(block, key);
  if (attention === 'values') return { from: column, to: column + 1, top: key, bottom: key + 1 };
  return columnOf(block, column);
}

/** The row of a table that makes the row of the result that has been reached: it stands in the same row, or across. */
function rowOf(table, result, share) {
  const row = Math.floor(share * result.rows);
  if (table.rowAxis === result.rowAxis && table.rowFrom === result.rowFrom)
    return { from: 0, to: table.cols, top: row, bottom: row + 1 };
  if (table.colAxis === result.rowAxis) return { from: row, to: row + 1, top: 0, bottom: table.rows };
  return null;
}

/**
 * What of the result has been written for that: the cells down to the one where row and column meet; of a score the one.
 * @param {{traits: import('../../model/graph.js').Traits}} node
 * @param {import('../layout/board.js').Block} block of the node
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
 * All that meets where a front stands: what is read, and what is written of it.
 * @param {import('../layout/anatomy.js').GraphNode} node what is computed
 * @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes
 * @param {import('../layout/layout.js').Layout} plan
 * @param {Front} front
 * @param {number} token of the column's position
 * @returns {{written: Meeting[], read: Meeting[]}}
 */
export function meetingAt(node, nodes, plan, front, token) {
  const results = plan.byNode.get(node.name);
  const read = node.inputs.flatMap((name, input) => {
    const source = nodes.get(name),
      blocks = plan.byNode.get(name) ?? [];
    return blocks.flatMap((block, which) => {
      // each head, and each plate, by its own
      const result = blocks.length === results.length ? results[which] : results[0];
      const rect = readAt(node, input, source, block, result, front, token);
      return rect ? [{ block, rect }] : [];
    });
  });
  return { written: results.map((block) => ({ block, rect: writtenAt(node, block, front) })), read };
}

/**
 * The columns that come over at a moment, where an op carries its inputs: the addend that comes home, the row that is
 * looked up, the pair that is turned.
 * @param {import('../layout/anatomy.js').GraphNode} node
 * @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes
 * @param {import('../layout/layout.js').Layout} plan
 * @param {number} filled columns of the result, the fraction of the last one included
 * @param {number} first column that is new
 * @param {number[]} tokens of the positions
 * @returns {Ghost[]}
 */
export function carriedAt(node, nodes, plan, filled, first, tokens) {
  if (!node.traits.rowwise) return [];
  const ghosts = [];
  for (const name of new Set(node.inputs)) {
    const source = nodes.get(name),
      blocks = plan.byNode.get(name) ?? [];
    for (const [i, result] of plan.byNode.get(node.name).entries()) {
      // each head, and each plate, from its own
      for (const block of blocks.length === plan.byNode.get(node.name).length ? [blocks[i]] : blocks)
        for (let column = first; column < Math.min(plan.T, Math.ceil(filled) + FLOCK); column++) {
          const p = (filled - (column + 1 - FLOCK)) / FLOCK;
          if (p <= 0 || p >= 1) continue;
          const from = readAt(node, 0, source, block, result, { column, share: 0 }, tokens[column] ?? -1);
          const isColumn = from !== null && (!source.traits.table || node.traits.looksUp !== undefined);
          if (isColumn) ghosts.push({ block, from, to: result, target: columnOf(result, column), p });
        }
    }
  }
  return ghosts;
}

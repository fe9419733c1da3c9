/**
 * Which cells a computation uses at a moment: the column it writes, and what of each input meets in the cell that it has
 * come to. A pure function of the op, the layout and the moment, so that any moment can be joined.
 *
 * @typedef {{from: number, to: number, top: number, bottom: number}} Rect  columns and rows of a block, ends not included
 * @typedef {{column: number, share: number}} Front  the column that is being written, and how far down it has come, 0…1
 * @typedef {{block: import('../layout/board.js').Block, rect: Rect}} Meeting
 * @typedef {{block: import('../layout/board.js').Block, from: Rect, to: import('../layout/board.js').Block, target: Rect, p: number}} Ghost
 *   a column on its way from an input to the result, at share `p` of it
 */

/** Ops that lay a column beside every column up to it, one after the other; the input that is gone through. */
const PREFIX = { scores: 1, mix: 1 };
/** Ops in which each column is carried over from its inputs and changed on the way. */
const CARRIES = new Set([
  'embed',
  'pos_embed',
  'add',
  'mean',
  'deviation',
  'normalize',
  'rms',
  'divide',
  'affine',
  'rotate',
  'softmax',
  'gelu',
  'silu',
  'multiply',
]);
/** Columns that are on their way at a time. */
const FLOCK = 3;

const isTable = ({ op }) => op === 'weight' || op === 'transpose';
const columnOf = (block, column) => ({ from: column, to: column + 1, top: 0, bottom: block.causal ? column + 1 : block.rows });

/** Where a front that has filled so many columns (a fraction included) of T stands. @returns {Front} */
export function frontAt(filled, T) {
  const column = Math.min(T - 1, Math.floor(filled));
  return { column, share: Math.min(0.999, filled - column) };
}

/**
 * What of a block of an input is read for the cell that is being written, or null where nothing in particular is.
 * @param {{op: string, name?: string}} node what is computed
 * @param {number} input which of its inputs
 * @param {{op: string}} source
 * @param {import('../layout/board.js').Block} block of the input
 * @param {import('../layout/board.js').Block} result the block of the node that reads it
 * @param {Front} front
 * @param {number} token of the column's position
 * @returns {Rect | null}
 */
export function readAt(node, input, source, block, result, { column, share }, token) {
  if (isTable(source)) {
    if (node.op === 'embed' || node.op === 'pos_embed') {
      const at = (node.op === 'embed' ? token : column) - block.colFrom;
      return at >= 0 && at < block.cols ? columnOf(block, at) : null;
    }
    // a whole column is written at once, each row of it by its own γ and β
    return node.op === 'affine' ? { from: 0, to: block.cols, top: 0, bottom: block.rows } : rowOf(block, result, share);
  }
  if (!block.sequence) return null;
  const key = Math.floor(share * (column + 1));
  if (PREFIX[node.op] === input) return columnOf(block, key);
  if (node.op === 'mix') return { from: column, to: column + 1, top: key, bottom: key + 1 };
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
 * @param {{op: string}} node
 * @param {import('../layout/board.js').Block} block of the node
 * @param {Front} front
 * @returns {Rect}
 */
export function writtenAt(node, block, { column, share }) {
  if (node.op === 'scores') {
    const key = Math.floor(share * (column + 1));
    return { from: column, to: column + 1, top: key, bottom: key + 1 };
  }
  if (node.op === 'linear') {
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
  if (!CARRIES.has(node.op)) return [];
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
          const isColumn = from !== null && (!isTable(source) || node.op === 'embed' || node.op === 'pos_embed');
          if (isColumn) ghosts.push({ block, from, to: result, target: columnOf(result, column), p });
        }
    }
  }
  return ghosts;
}

/**
 * Which cells a computation uses at a moment: the column it writes, and what of each input it reads for that. A pure
 * function of the op: attention reads all positions up to its own, everything else its own position.
 *
 * @typedef {{from: number, to: number}} Span  columns, `to` not included
 */

const PREFIX = { scores: 1, mix: 1 };

/**
 * The columns of an input's block that are read while column `column` of the result is written, or null where the
 * whole of it is read (a weight) or nothing in particular.
 * @param {{op: string}} node what is computed
 * @param {number} input which of its inputs
 * @param {{op: string}} source
 * @param {{sequence: boolean, colAxis: string | null}} block of the input
 * @param {number} column
 * @param {number} token of that position
 * @returns {Span | null}
 */
export function readColumns(node, input, source, block, column, token) {
  if (source.op === 'weight' || source.op === 'transpose') {
    if (node.op === 'embed' && block.colAxis === 'd_vocab' && token >= 0) return { from: token, to: token + 1 };
    if (node.op === 'pos_embed') return { from: column, to: column + 1 };
    return null;
  }
  if (!block.sequence) return null;
  return PREFIX[node.op] === input ? { from: 0, to: column + 1 } : { from: column, to: column + 1 };
}

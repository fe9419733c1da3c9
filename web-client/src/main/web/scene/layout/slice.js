/**
 * The slice of a tensor that a block shows. A tensor is row-major in the order of its node's axes; a block shows two axes,
 * as columns (left to right) and rows (downwards), and keeps the others fixed: one head, one plate of a folded axis.
 *
 * @typedef {import('./anatomy.js').GraphNode} GraphNode
 * @typedef {{axis: string, from: number, count: number}} Window  `count` entries along `axis` from `from` on
 * @typedef {{cols: number, rows: number, base: number, colStride: number, rowStride: number, colAxis: string | null,
 *   rowAxis: string | null, colFrom: number, rowFrom: number, sequence: boolean, causal: boolean, reach: number,
 *   part: number, partAxis: string | null}} Slice
 *   the cell in column i, row j is element `base + i·colStride + j·rowStride`; `colFrom` and
 *   `rowFrom` are the first entries of a folded axis; `sequence`: columns are positions;
 *   `causal`: rows are positions too, and those below the diagonal (later than the column's) are masked;
 *   `part`: the entry that is shown of `partAxis`, such as an expert; −1 and null if there is none
 *   `reach`: how many rows of a column a causal block shows, from the diagonal upwards: a window, or Infinity
 */

const POSITIONS = ['pos', 'q_pos'];

/** Sizes of a node's axes for a trace of T positions. @param {GraphNode} node @param {number} T @returns {number[]} */
export const shapeOf = (node, T) => node.axes.map((axis) => (axis.size === 'pos' ? T : axis.size));

/** Row-major strides of a shape, in elements. @param {number[]} shape @returns {number[]} */
export function stridesOf(shape) {
  const strides = new Array(shape.length).fill(1);
  for (let i = shape.length - 2; i >= 0; i--) strides[i] = strides[i + 1] * shape[i + 1];
  return strides;
}

/**
 * @param {GraphNode} node
 * @param {number} T positions drawn
 * @param {{cols: string | null, rows: string | null, head?: number, part?: {axis: string, at: number}, window?: Window}} how  names of the axes that run
 *   along columns and rows (null: one cell), the fixed head or other part, the part of a folded axis
 * @returns {Slice}
 */
export function slice(node, T, { cols, rows, head, part, window }) {
  const shape = shapeOf(node, T),
    strides = stridesOf(shape);
  let base = 0;
  const begin = (/** @type {string | null} */ name) => (window?.axis === name ? window.from : 0);
  const along = (/** @type {string | null} */ name) => {
    const i = node.axes.findIndex((axis) => axis.name === name);
    if (i < 0) return { size: 1, stride: 0 };
    if (window?.axis !== name) return { size: shape[i], stride: strides[i] };
    base += window.from * strides[i];
    return { size: window.count, stride: strides[i] };
  };
  const c = along(cols),
    r = along(rows);
  node.axes.forEach((axis, i) => {
    if (axis.name === 'head') base += (head ?? 0) * strides[i];
    if (axis.name === part?.axis) base += part.at * strides[i];
  });
  return {
    cols: c.size,
    rows: r.size,
    base,
    colStride: c.stride,
    rowStride: r.stride,
    colAxis: cols,
    rowAxis: rows,
    colFrom: begin(cols),
    rowFrom: begin(rows),
    sequence: cols !== null && POSITIONS.includes(cols),
    causal: cols === 'q_pos' && rows === 'k_pos',
    reach: node.traits.window ?? Infinity,
    part: part?.at ?? -1,
    partAxis: part?.axis ?? null,
  };
}

/**
 * The rows of a column that have numbers: all, or in a causal block those of the keys that the column's query sees.
 * @param {Pick<Slice, 'rows' | 'causal' | 'reach'>} block
 * @param {number} column
 * @returns {{top: number, bottom: number}} bottom is exclusive
 */
export function rowsAt({ rows, causal, reach }, column) {
  return causal ? { top: Math.max(0, column - reach + 1), bottom: column + 1 } : { top: 0, bottom: rows };
}

/** Whether a row of a column has a number. @param {Pick<Slice, 'rows' | 'causal' | 'reach'>} block @param {number} column @param {number} row */
export function isThere(block, column, row) {
  const { top, bottom } = rowsAt(block, column);
  return row >= top && row < bottom;
}

/**
 * The index in the tensor, in the order of its node's axes, of a block's cell.
 * @param {Pick<Slice, 'base' | 'colStride' | 'rowStride'>} block @param {GraphNode} node @param {number} T @param {number} column @param {number} row
 * @returns {number[]}
 */
export function indexOf(block, node, T, column, row) {
  let left = block.base + column * block.colStride + row * block.rowStride;
  return stridesOf(shapeOf(node, T)).map((stride) => {
    const i = Math.floor(left / stride);
    left -= i * stride;
    return i;
  });
}

/**
 * The cell of a block that shows an index of the tensor; null if the block does not show it.
 * @param {Pick<Slice, 'base' | 'cols' | 'rows' | 'colStride' | 'rowStride'>} block @param {GraphNode} node @param {number} T
 * @param {number[]} index in the order of the node's axes
 * @returns {{column: number, row: number} | null}
 */
export function cellOf(block, node, T, index) {
  const strides = stridesOf(shapeOf(node, T));
  const left = index.reduce((sum, i, axis) => sum + i * strides[axis], 0) - block.base;
  if (left < 0) return null;
  const c = block.colStride,
    r = block.rowStride;
  // divide by the larger stride first; an axis of one cell has stride 0
  let column, row;
  if (c >= r) {
    column = c > 0 ? Math.floor(left / c) : 0;
    row = r > 0 ? Math.floor((left - column * c) / r) : 0;
  } else {
    row = Math.floor(left / r);
    column = c > 0 ? Math.floor((left - row * r) / c) : 0;
  }
  const inside = column < block.cols && row < block.rows && column * c + row * r === left;
  return inside ? { column, row } : null;
}

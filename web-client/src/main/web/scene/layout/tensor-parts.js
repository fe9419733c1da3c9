/**
 * Parts of tensors: a rectangle of cells, exact or pooled, in which one number stands for several neighbours. A block reads
 * its numbers from one part, by a mapping that this file computes.
 *
 * @typedef {object} TensorPart
 * @property {number[]} from    first cell along each axis of the tensor
 * @property {number[]} to      the one after the last
 * @property {number[]} pools   how many neighbours along each axis are pooled to the one of greatest magnitude; 1: none
 * @property {boolean} [blurred]  whether the numbers were sent in fewer bits, so that they are not exact
 *
 * @typedef {object} Mapping  from a block's cells to the numbers of a part: the cell in column i, row j is number
 *   `base + ⌊(colFrom + i) / colPool⌋ · colStride + ⌊(rowFrom + j) / rowPool⌋ · rowStride`
 * @property {number} base
 * @property {number} colStride
 * @property {number} rowStride
 * @property {number} colPool
 * @property {number} rowPool
 * @property {number} colFrom
 * @property {number} rowFrom
 * @property {boolean} exact    whether each cell has its own exact number
 */
import { stridesOf } from './slice.js';

/** The sizes of a part after pooling. @param {TensorPart} part */
export const sizesOf = ({ from, to, pools }) => from.map((first, axis) => Math.ceil((to[axis] - first) / pools[axis]));

/** How many numbers a part has. @param {TensorPart} part */
export const cellsOf = (part) => sizesOf(part).reduce((a, b) => a * b, 1);

/** A whole tensor. @param {number[]} shape @param {number[]} [pools] @returns {TensorPart} */
export const wholePart = (shape, pools = shape.map(() => 1)) => ({ from: shape.map(() => 0), to: shape, pools });

/** The part of a tensor that a block shows. @param {import('./board.js').Block} block @param {import('./anatomy.js').GraphNode} node @param {number[]} shape @returns {TensorPart} */
export function partOf(block, node, shape) {
  /** @type {number[]} */
  const from = [],
    /** @type {number[]} */
    to = [];
  node.axes.forEach(({ name }, axis) => {
    let first = 0,
      end = shape[axis];
    if (name === block.colAxis) [first, end] = [block.colFrom, block.colFrom + block.cols];
    else if (name === block.rowAxis) [first, end] = [block.rowFrom, block.rowFrom + block.rows];
    else if (name === 'head' && block.head >= 0) [first, end] = [block.head, block.head + 1];
    // only the first axis of three can be cut by address
    else if (name === block.partAxis && axis === 0) [first, end] = [block.part, block.part + 1];
    from.push(first);
    to.push(end);
  });
  return { from, to, pools: shape.map(() => 1) };
}

/** Whether a part includes all cells of another. @param {TensorPart} part @param {TensorPart} other */
export const covers = (part, other) =>
  part.from.every((first, axis) => first <= other.from[axis]) && part.to.every((end, axis) => end >= other.to[axis]);

/** How many cells one number of a part stands for, times 1.5 if it is blurred. @param {TensorPart} part */
export const coarseness = ({ pools, blurred }) => pools.reduce((a, b) => a * b, blurred ? 1.5 : 1);

/**
 * The mapping of a block's cells to a part that covers them.
 * @param {import('./board.js').Block} block
 * @param {import('./anatomy.js').GraphNode} node
 * @param {TensorPart} stored of the node's tensor
 * @returns {Mapping}
 */
export function mappingIn(block, node, stored) {
  const strides = stridesOf(sizesOf(stored));
  const at = (/** @type {string} */ name) => node.axes.findIndex((axis) => axis.name === name);
  const along = (/** @type {string | null} */ name, /** @type {number} */ first) => {
    const axis = name === null ? -1 : at(name);
    if (axis < 0) return { stride: 0, pool: 1, from: 0 };
    return { stride: strides[axis], pool: stored.pools[axis], from: first - stored.from[axis] };
  };
  const columns = along(block.colAxis, block.colFrom),
    rows = along(block.rowAxis, block.rowFrom);
  const head = at('head'),
    part = block.partAxis === null ? -1 : at(block.partAxis);
  return {
    base:
      (head < 0 || block.head < 0 ? 0 : (block.head - stored.from[head]) * strides[head]) +
      (part < 0 ? 0 : (block.part - stored.from[part]) * strides[part]),
    colStride: columns.stride,
    rowStride: rows.stride,
    colPool: columns.pool,
    rowPool: rows.pool,
    colFrom: columns.from,
    rowFrom: rows.from,
    exact: coarseness(stored) === 1,
  };
}

/** The index of a cell's number in the part. @param {Mapping} mapping @param {number} column @param {number} row */
export const numberOf = (mapping, column, row) =>
  mapping.base +
  Math.floor((mapping.colFrom + column) / mapping.colPool) * mapping.colStride +
  Math.floor((mapping.rowFrom + row) / mapping.rowPool) * mapping.rowStride;

/**
 * The cells that the number shown at a cell stands for, along each axis; null if it is the cell's own.
 * @param {import('./board.js').Block} block
 * @param {import('./anatomy.js').GraphNode} node
 * @param {Mapping} mapping
 * @param {number[]} shape of the tensor
 * @param {number[]} index of the cell
 * @returns {[number, number][] | null} first and last, from 0, inclusive
 */
export function rangeAt(block, node, mapping, shape, index) {
  if (mapping.exact) return null;
  return node.axes.map(({ name }, axis) => {
    const pool = name === block.colAxis ? mapping.colPool : name === block.rowAxis ? mapping.rowPool : 1;
    const first = index[axis] - (index[axis] % pool);
    return [first, Math.min(shape[axis], first + pool) - 1];
  });
}

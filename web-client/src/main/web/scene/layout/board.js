/**
 * Collects the blocks and arms of a layout as they are placed, and answers questions about nodes.
 *
 * @typedef {import('./anatomy.js').GraphNode} GraphNode
 * @typedef {import('./slice.js').Slice} Slice
 * @typedef {{column: number, branch: number, kind: 'head' | 'plate', index: number, heads: number, count: number,
 *   side: -1 | 1, angle: number}} Arm
 *   the arm carries `heads` heads (or plates) of `count`, from `index` on; `angle` about the spine's axis, see fan.js
 * @typedef {{kind: 'arc' | 'stack' | 'row', reach: number, count: number, pitch: number}} Fan
 *   replaces `count` blocks that are alike: `arc` spreads them about the spine's axis, from `reach` (radians, nearest to the
 *   camera) to −`reach`; `stack` places them one behind the other over `reach` cells; `row` places them side by side,
 *   `pitch` cells from one to the next, the first one on the right
 * @typedef {Slice & {index: number, node: string, role: string, frame: string, layer: number | null, branch: number,
 *   head: number, plate: number, plates: number, arm: number, column: number, x: number, y: number, z: number,
 *   fan: Fan | null, isShare: boolean, isMix: boolean}} Block  `isShare`: its cells are shares of a whole; `isMix`:
 *   its columns are values that attention has added up
 *   x is the left edge, y the top, z the middle, before the arm is turned; `head`, `plate`, `arm`, `branch` are −1
 *   if there is none
 * @typedef {{x: number, y: number, z?: number, column?: number, branch?: number, arm?: number, plate?: number,
 *   plates?: number, fan?: Fan | null, cols?: number}} Place  `cols`: columns of a fan's whole row
 */
import { slice } from './slice.js';

/** Width of the border around a block's grid, in cells. */
export const BORDER = 0.28;

export class Board {
  /** @type {Block[]} */
  blocks = [];
  /** @type {Map<string, Block[]>} */
  byNode = new Map();
  /** @type {Arm[]} */
  arms = [];
  #nodes;

  /**
   * @param {import('./anatomy.js').Graph} graph
   * @param {number} T positions drawn
   * @param {boolean} folded whether blocks that are alike are replaced by one fan
   */
  constructor({ sizes, nodes }, T, folded = false) {
    this.#nodes = nodes;
    this.folded = folded;
    this.sizes = sizes;
    this.T = T;
    /** The model's width, and the unit of gaps. */
    this.D = sizes.d_model;
    this.u = this.D / 48;
  }

  /**
   * @param {GraphNode} node
   * @param {Place} place
   * @param {Parameters<typeof slice>[2]} how which of the tensor's axes are shown
   */
  put(node, { x, y, z = 0, column = 0, branch = -1, arm = -1, plate = -1, plates = 1, fan = null, cols }, how) {
    const shown = slice(node, this.T, how);
    this.blocks.push({
      ...shown,
      cols: cols ?? shown.cols,
      fan,
      isShare: node.traits.probability === true,
      isMix: node.traits.attention === 'values',
      index: this.blocks.length,
      node: node.name,
      role: node.role,
      frame: node.frame,
      layer: node.layer,
      head: how.head ?? -1,
      x,
      y,
      z,
      column,
      branch,
      arm,
      plate,
      plates,
    });
    const block = this.blocks[this.blocks.length - 1],
      others = this.byNode.get(node.name);
    if (others) others.push(block);
    else this.byNode.set(node.name, [block]);
  }

  /** Sorts fans after all other blocks, since they are drawn by another shader program. */
  sort() {
    this.blocks.sort((a, b) => Number(a.fan !== null) - Number(b.fan !== null) || a.index - b.index);
    this.blocks.forEach((block, i) => {
      block.index = i;
    });
  }

  /** @param {Arm} arm @returns {number} its index */
  addArm(arm) {
    return this.arms.push(arm) - 1;
  }

  /** @param {GraphNode} node @returns {GraphNode[]} the weights that it reads: a table, and a bias if it has one */
  weightsOf(node) {
    return node.inputs.flatMap((name) => this.#nodes.get(name) ?? []).filter((each) => each.traits.table);
  }

  /**
   * Puts [pos, d_model] blocks in a row from the spine outwards, each after its weights. Nodes with one number per position
   * are put above the first block.
   * @param {GraphNode[]} members
   * @param {{column: number, branch: number, side: -1 | 1, y: number}} at
   * @returns {number} distance of their outer edge from the axis
   */
  putPlates(members, { column, branch, side, y }) {
    const { T, u } = this,
      near = this.#nearEdge,
      put = this.#putter(column, branch, side);
    let r = near,
      rowsAbove = 0;
    for (const node of members) {
      if (hasAxis(node, 'one')) {
        put(node, near, T, y - (1 + 2 * u) - rowsAbove++ * (1 + u), { cols: 'pos', rows: 'one' });
        continue;
      }
      if (r > near) r += 2 * u;
      for (const table of this.weightsOf(node)) {
        put(table, r, 1, y, { cols: null, rows: 'd_model' });
        r += 1 + u;
      }
      if (this.weightsOf(node).length > 0) r += u;
      put(node, r, T, y, { cols: 'pos', rows: 'd_model' });
      r += T;
    }
    return r;
  }

  /**
   * Puts what is added to the stream next to the spine, and what it is made from on its outer side, back to the product.
   * @param {import('./anatomy.js').Branch} branch
   * @param {GraphNode[]} divisors of the norm behind the product
   * @param {{column: number, branch: number, side: -1 | 1, y: number}} at
   * @returns {number} distance of the product's outer edge from the axis
   */
  putTail({ tail }, divisors, { column, branch, side, y }) {
    const { T, u } = this,
      put = this.#putter(column, branch, side);
    let r = this.#nearEdge;
    for (const node of tail.toReversed()) {
      put(node, r, T, y, { cols: 'pos', rows: 'd_model' });
      for (const divisor of divisors.filter(({ name }) => node.inputs.includes(name)))
        put(divisor, r, T, y - (1 + 2 * u), { cols: 'pos', rows: 'one' });
      r += T;
      if (node === tail[0]) break;
      r += u;
      for (const table of this.weightsOf(node)) {
        put(table, r, 1, y, { cols: null, rows: 'd_model' });
        r += 1 + u;
      }
      r += u;
    }
    return r;
  }

  /**
   * Puts blocks of a branch at a distance r from the axis.
   * @param {number} column @param {number} branch @param {-1 | 1} side
   * @returns {(node: GraphNode, r: number, width: number, top: number, how: Parameters<typeof slice>[2]) => void}
   */
  #putter(column, branch, side) {
    return (node, r, width, top, how) =>
      this.put(node, { column, branch, x: side < 0 ? -(r + width) : r, y: top }, how);
  }

  /** Distance from the axis of blocks next to the spine. */
  get #nearEdge() {
    return this.T / 2 + 5 * this.u;
  }
}

/**
 * Blocks without those in other columns than the rest: a tensor that is in two columns is seen where the tensors are that are
 * in one only, or else where it is first.
 * @param {import('./layout.js').Layout} plan
 * @param {Block[]} blocks
 * @returns {Block[]}
 */
export function seenTogether(plan, blocks) {
  const columnsOf = (/** @type {Block} */ { node }) => new Set(plan.byNode.get(node)?.map(({ column }) => column)),
    isTwice = (/** @type {Block} */ block) => columnsOf(block).size > 1;
  if (!blocks.some(isTwice)) return blocks;
  const others = blocks.filter((block) => !isTwice(block)),
    columns = new Set((others.length > 0 ? others : blocks.slice(0, 1)).map(({ column }) => column));
  return blocks.filter((block) => !isTwice(block) || columns.has(block.column));
}

/** @param {GraphNode} node @param {string} name */
export const hasAxis = (node, name) => node.axes.some((axis) => axis.name === name);

/** The first axis of a node other than these; null if there is none. @param {GraphNode} node @param {string[]} names */
export const axisOtherThan = (node, ...names) =>
  node.axes.map((axis) => axis.name).find((name) => !names.includes(name)) ?? null;

/** The parts into which an axis is folded, of `by` entries each; the last one may be smaller. @param {number} size @param {number} by */
export const foldsOf = (size, by) =>
  Array.from({ length: Math.ceil(size / by) }, (_, i) => ({ from: i * by, count: Math.min(by, size - i * by) }));

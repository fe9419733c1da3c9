/**
 * Finds where a cell is on the canvas, and which cell is at a point of the canvas.
 *
 * @typedef {import('../layout/board.js').Block} Block
 * @typedef {import('../layout/layout.js').Layout} Layout
 *
 * @typedef {{node: string, index: number[]}} Cell  index in the order of the node's axes
 */
import { Projection } from './projection.js';
import { cellOf, indexOf, shapeOf } from '../layout/slice.js';
import { BORDER } from '../layout/board.js';
import { EMPTY, inWorld } from '../layout/layout.js';

/**
 * Finds the cell under a ray. Every block is a box one cell thick; the ray is transformed into the coordinate system of the
 * block's arm and intersected with the face towards the camera. Pure.
 *
 * @typedef {{block: number, column: number, row: number, distance: number}} Hit  column and row are −1 on the block's border, and on a fan
 */

/**
 * @param {Layout} plan
 * @param {ArrayLike<number>} angles of the arms
 * @param {{x: number, y: number, z: number}} origin world, y up
 * @param {{x: number, y: number, z: number}} direction of length 1
 * @param {(block: number) => boolean} isThere whether a block is drawn
 * @returns {Hit | null} the nearest
 */
export function pick(plan, angles, origin, direction, isThere = () => true) {
  /** @type {Hit | null} */
  let best = null;
  for (let i = 0; i < plan.blocks.length; i++) {
    if (!isThere(i)) continue;
    const block = plan.blocks[i],
      angle = block.arm < 0 ? 0 : angles[block.arm];
    const c = Math.cos(angle),
      s = Math.sin(angle),
      ox = origin.x - plan.columns[block.column].x;
    // the inverse rotation
    const px = c * ox - s * origin.z,
      pz = s * ox + c * origin.z;
    const dx = c * direction.x - s * direction.z,
      dz = s * direction.x + c * direction.z;
    if (Math.abs(dz) < 1e-9) continue;
    const face = block.z + (dz < 0 ? 0.5 : -0.5),
      t = (face - pz) / dz;
    if (t <= 0 || (best && t >= best.distance)) continue;
    const x = px + dx * t - block.x,
      y = -(origin.y + direction.y * t) - block.y;
    if (x < -BORDER || y < -BORDER || x > block.cols + BORDER || y > block.rows + BORDER) continue;
    const inside = !block.fan && x >= 0 && y >= 0 && x < block.cols && y < block.rows;
    best = { block: i, column: inside ? Math.floor(x) : -1, row: inside ? Math.floor(y) : -1, distance: t };
  }
  return best;
}

export class HitTest {
  projection = new Projection();
  #nodes;
  #eye;
  #plan = EMPTY;
  /** @type {Pick<import('../play/player.js').Player, 'angles' | 'contrast'>} */
  #player = { angles: new Float32Array(), contrast: new Float32Array() };

  /** @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes @param {import('./camera.js').Eye} eye */
  constructor(nodes, eye) {
    this.#nodes = nodes;
    this.#eye = eye;
  }

  /** @param {Layout} plan @param {import('../play/player.js').Player} player has the angles of its arms */
  setPlan(plan, player) {
    this.#plan = plan;
    this.#player = player;
  }

  /** Updates the projection to the current camera. */
  update() {
    this.projection.update(this.#eye.camera, this.#eye.viewport, this.#plan, this.#player.angles);
  }

  /**
   * Where a cell is drawn; of two places, the one in focus.
   * @param {string} name @param {number[]} index
   * @returns {{block: Block, column: number, row: number} | null} null if it is not drawn
   */
  find(name, index) {
    const node = /** @type {import('../layout/anatomy.js').GraphNode} */ (this.#nodes.get(name));
    let found = null;
    for (const block of this.#plan.byNode.get(name) ?? []) {
      const cell = cellOf(block, node, this.#plan.T, index);
      if (!cell) continue;
      if (this.#isInFocus(block)) return { block, ...cell };
      found ??= { block, ...cell };
    }
    return found;
  }

  /** @param {Block} block */
  #isInFocus(block) {
    return this.#player.contrast[block.index] === 1;
  }

  /**
   * The centre of a cell on the canvas, CSS px; its size; its height in its block (0 top edge, 1 bottom edge); and whether
   * that block is in focus. Null if the cell is not drawn.
   * @param {string} name @param {number[]} index
   * @returns {{x: number, y: number, pxPerCell: number, fromTop: number, inFocus: boolean} | null}
   */
  project(name, index) {
    const found = this.find(name, index);
    if (!found) return null;
    const { block, column, row } = found,
      { projection } = this;
    this.#eye.apply();
    this.update();
    const { x, y } = projection.cell(block, column + 0.5, row + 0.5),
      pxPerCell = projection.cellSize(block, column + 0.5, row + 0.5);
    return { x, y, pxPerCell, fromTop: (row + 0.5) / block.rows, inFocus: this.#isInFocus(block) };
  }

  /** The cell beside one, in its block or in the tensor's next one. @param {string} name @param {number[]} index @param {[number, number]} by @returns {number[] | null} */
  beside(name, index, [right, down]) {
    const block = this.find(name, index)?.block,
      node = /** @type {import('../layout/anatomy.js').GraphNode} */ (this.#nodes.get(name));
    const along = block
      ? node.axes.findIndex((axis) => axis.name === (right === 0 ? block.rowAxis : block.colAxis))
      : -1;
    const to = index.map((i, axis) => (axis === along ? i + right + down : i));
    const isIn = along >= 0 && to[along] >= 0 && to[along] < shapeOf(node, this.#plan.T)[along];
    return isIn && this.find(name, to) ? to : null;
  }

  /** A cell's centre in the world, and the angle of its block, radians. @param {{block: Block, column: number, row: number}} cell */
  inWorld({ block, column, row }) {
    const { angles } = this.#player,
      [x, y, z] = inWorld(this.#plan, angles, block, column + 0.5, row + 0.5, 0.5);
    return { angle: block.arm < 0 ? 0 : angles[block.arm], x, y, z };
  }

  /** The block and cell under a point of the canvas, CSS px. @param {number} x @param {number} y @returns {Hit | null} */
  pick(x, y) {
    const { origin, direction } = this.#eye.ray(x, y);
    const { angles, contrast } = this.#player;
    return pick(this.#plan, angles, origin, direction, (i) => contrast[i] > 0);
  }

  /** Whether no block of another tensor covers a cell. @param {Block} block @param {number} column @param {number} row */
  isSeen(block, column, row) {
    const { x, y } = this.projection.cell(block, column, row),
      hit = this.pick(x, y);
    return hit === null || hit.block === block.index || this.#plan.blocks[hit.block].node === block.node;
  }

  /** @param {Hit | null} hit @returns {Cell | null} null if the hit is not on a cell */
  cellAt(hit) {
    if (!hit || hit.column < 0) return null;
    const block = this.#plan.blocks[hit.block],
      node = /** @type {import('../layout/anatomy.js').GraphNode} */ (this.#nodes.get(block.node));
    return { node: block.node, index: indexOf(block, node, this.#plan.T, hit.column, hit.row) };
  }
}

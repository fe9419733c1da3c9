/**
 * Projects cells to the canvas. Results are written into one object, since this runs many times per animation frame.
 *
 * @typedef {import('../layout/board.js').Block} Block
 * @typedef {import('../layout/layout.js').Layout} Layout
 *
 * @typedef {{left: number, leftY: number, right: number, rightY: number, top: number, topX: number, bottom: number, bottomX: number,
 *   cornerX: number, cornerY: number, px: number}} Anchor
 *   where a label's blocks are on the canvas, CSS px: the middle of each side (of its visible part, if the whole side's is not visible),
 *   the upper left corner, and the size of a cell
 */
import { Matrix4 } from 'three';
import { EMPTY } from '../layout/layout.js';

/** The smallest cells that get letters (see letters.js), px, and the height of the letters in rows. */
const LETTERS_PX = 11,
  LETTERS = 1.7;

export class Projection {
  /** The last projected point on the canvas, CSS px. */
  x = 0;
  y = 0;
  /** Its distance from the camera along the view, in cells; negative behind the camera. */
  depth = 0;
  #matrix = new Matrix4();
  #plan = EMPTY;
  /** @type {ArrayLike<number>} */
  #angles = [];
  #width = 1;
  #height = 1;
  /** The part of the canvas that panels leave free, from its left and upper edge, px. */
  #free = { from: 0, to: 1, top: 0, bottom: 1 };

  /** @param {import('three').PerspectiveCamera} camera @param {{width: number, height: number, left?: number, right?: number, top?: number, bottom?: number}} viewport @param {Layout} plan @param {ArrayLike<number>} angles of its arms */
  update(camera, viewport, plan, angles) {
    this.#matrix.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
    this.#plan = plan;
    this.#angles = angles;
    this.#width = viewport.width;
    this.#height = viewport.height;
    this.#free = {
      from: viewport.left ?? 0,
      to: viewport.width - (viewport.right ?? 0),
      top: viewport.top ?? 0,
      bottom: viewport.height - (viewport.bottom ?? 0),
    };
  }

  /** The column in the middle of a block, or of its visible part if the block's middle is under a panel or beyond the edge. @param {Block} block */
  #middleOf(block) {
    const half = block.cols / 2,
      row = block.rows / 2,
      middle = this.cell(block, half, row).x,
      { from, to } = this.#free;
    if (middle >= from && middle <= to) return half;
    const start = this.cell(block, 0, row).x,
      end = this.cell(block, block.cols, row).x;
    const at = (/** @type {number} */ x) => Math.min(1, Math.max(0, (x - start) / (end - start)));
    return Math.abs(end - start) < 1 ? half : (block.cols * (at(from) + at(to))) / 2;
  }

  /** The row in the middle of a block, or of its visible part if the block's middle is above or below the free part. @param {Block} block */
  #middleRowOf(block) {
    const half = block.rows / 2,
      column = block.cols / 2,
      middle = this.cell(block, column, half).y,
      { top, bottom } = this.#free;
    if (this.depth <= 0 || (middle >= top && middle <= bottom)) return half;
    const start = this.cell(block, column, 0).y,
      end = this.cell(block, column, block.rows).y;
    if (end <= top || start >= bottom || end - start < 1) return half;
    const at = (/** @type {number} */ y) => Math.min(1, Math.max(0, (y - start) / (end - start)));
    return (block.rows * (at(top) + at(bottom))) / 2;
  }

  /** Projects a point of the world, y up. @param {number} x @param {number} y @param {number} z */
  point(x, y, z) {
    const m = this.#matrix.elements;
    this.depth = m[3] * x + m[7] * y + m[11] * z + m[15];
    const w = Math.max(1e-6, this.depth);
    this.x = (((m[0] * x + m[4] * y + m[8] * z + m[12]) / w + 1) / 2) * this.#width;
    this.y = ((1 - (m[1] * x + m[5] * y + m[9] * z + m[13]) / w) / 2) * this.#height;
    return this;
  }

  /** Projects a point on the front of a block, in cells from its top left corner. @param {Block} block @param {number} column @param {number} row */
  cell(block, column, row) {
    const angle = block.arm < 0 ? 0 : this.#angles[block.arm],
      c = Math.cos(angle),
      s = Math.sin(angle);
    const x = block.x + column,
      z = block.z + 0.5;
    return this.point(c * x + s * z + this.#plan.columns[block.column].x, -(block.y + row), c * z - s * x);
  }

  /** The shorter side of a cell of a block, by default of its middle cell, CSS px. @param {Block} block @param {number} [column] @param {number} [row] */
  cellSize(block, column = block.cols / 2, row = block.rows / 2) {
    const x = this.cell(block, column, row).x,
      y = this.y;
    const across = Math.hypot(this.cell(block, column + 1, row).x - x, this.y - y);
    return Math.min(across, Math.hypot(this.cell(block, column, row + 1).x - x, this.y - y));
  }

  /** Whether a rectangle of a block's cells may be on the canvas. @param {Block} block @param {number} left @param {number} top @param {number} right @param {number} bottom */
  reaches(block, left, top, right, bottom) {
    let [minX, maxX, minY, maxY] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const column of [left, right])
      for (const row of [top, bottom]) {
        this.cell(block, column, row);
        // a corner behind the camera has no place on the canvas
        if (this.depth <= 0) continue;
        minX = Math.min(minX, this.x);
        maxX = Math.max(maxX, this.x);
        minY = Math.min(minY, this.y);
        maxY = Math.max(maxY, this.y);
      }
    return maxX >= 0 && minX <= this.#width && maxY >= 0 && minY <= this.#height;
  }

  /** The box of a whole section. @param {{blocks: number[]}} label @param {Anchor} into */
  #span(label, into) {
    into.left = into.top = Infinity;
    into.right = into.bottom = -Infinity;
    for (const index of label.blocks) {
      const block = this.#plan.blocks[index];
      for (let i = 0; i < 4; i++) {
        this.cell(block, i & 1 ? block.cols : 0, i & 2 ? block.rows : 0);
        if (this.depth <= 0) return false;
        into.left = Math.min(into.left, this.x);
        into.right = Math.max(into.right, this.x);
        into.top = Math.min(into.top, this.y);
        into.bottom = Math.max(into.bottom, this.y);
      }
    }
    into.px = this.cellSize(this.#plan.blocks[label.blocks[0]]);
    into.leftY = into.rightY = (into.top + into.bottom) / 2;
    into.topX = into.bottomX = into.cornerX = (into.left + into.right) / 2;
    into.cornerY = into.top;
    return into.bottom > into.top;
  }

  /**
   * One side of a block on the canvas, and the direction away from the block.
   * @param {number} index of the block
   * @param {import('../annotate/captions.js').Side} side
   * @returns {import('../annotate/labels.js').Line}
   */
  edge(index, side) {
    const block = this.#plan.blocks[index],
      { cols, rows } = block;
    const isUpright = side === 'left' || side === 'right',
      column = side === 'right' ? cols : 0,
      row = side === 'below' ? rows : 0;
    const { x: ax, y: ay } = this.cell(block, column, row),
      { x: bx, y: by } = this.cell(block, isUpright ? column : cols, isUpright ? rows : row);
    const { x, y } = this.cell(block, cols / 2, rows / 2),
      length = Math.hypot(bx - ax, by - ay) || 1;
    let nx = (ay - by) / length,
      ny = (bx - ax) / length;
    if ((x - ax) * nx + (y - ay) * ny > 0) [nx, ny] = [-nx, -ny];
    return { ax, ay, bx, by, nx, ny };
  }

  /**
   * Projects a label's blocks, cell or dial.
   * @param {{blocks: number[], dial: number, bracket?: string | null, cell?: {block: number, column: number, row: number}}} label
   * @param {Anchor} into takes the result
   * @returns {boolean} whether it is in front of the camera
   */
  box(label, into) {
    if (label.dial >= 0) {
      const dial = this.#plan.dials[label.dial];
      let left = Infinity,
        right = -Infinity;
      into.top = Infinity;
      for (let i = 0; i < 24; i++) {
        const a = (Math.PI * 2 * i) / 24;
        this.point(this.#plan.columns[dial.column].x + dial.radius * Math.cos(a), -dial.y, dial.radius * Math.sin(a));
        if (this.depth > 0 && this.x < left) {
          left = this.x;
          into.leftY = this.y;
        }
        if (this.depth > 0 && this.x > right) {
          right = this.x;
          into.rightY = this.y;
        }
        if (this.depth > 0) into.top = Math.min(into.top, this.y);
      }
      into.left = left;
      into.right = right;
      into.topX = (left + right) / 2;
      into.cornerX = left;
      into.cornerY = into.leftY;
      return left < Infinity;
    }
    if (label.cell) {
      const { block, column, row } = label.cell;
      this.cell(this.#plan.blocks[block], column, row);
      into.left = into.right = into.topX = into.bottomX = into.cornerX = this.x;
      into.leftY = into.rightY = into.top = into.bottom = into.cornerY = this.y;
      return this.depth > 0;
    }
    if (label.bracket === 'span') return this.#span(label, into);
    const first = this.#plan.blocks[label.blocks[0]];
    into.px = this.cellSize(first);
    into.left = Infinity;
    into.right = -Infinity;
    for (let i = 0; i < label.blocks.length; i++) {
      const block = this.#plan.blocks[label.blocks[i]],
        middle = this.#middleRowOf(block);
      const left = Math.min(this.cell(block, 0, middle).x, this.cell(block, block.cols, middle).x);
      if (this.depth <= 0) return false;
      if (left < into.left) {
        into.left = left;
        into.leftY = this.cell(block, 0, middle).y;
      }
      const right = this.cell(block, block.cols, middle).x;
      if (right > into.right) {
        into.right = right;
        into.rightY = this.y;
      }
    }
    const block = first,
      half = this.#middleOf(block);
    // a near block has letters above it
    const isLettered = (block.sequence && block.rows > 1) || block.colAxis === 'd_vocab',
      over = isLettered && into.px >= LETTERS_PX ? LETTERS : 0.3;
    into.topX = this.cell(block, half, -over).x;
    into.top = this.y;
    into.bottomX = this.cell(block, half, block.rows + 0.3).x;
    into.bottom = this.y;
    into.cornerX = this.cell(block, 0, -over).x;
    into.cornerY = this.y;
    return true;
  }
}

/**
 * Draws the driver's marks (on cells, rows, heads and blocks) and the driver's pointer on one cell. Both refer to cells, so
 * they are on the same ones for every camera.
 *
 * @typedef {{name: string, index: number[]}} CellMark  index in the order of the node's axes; −1 stands for all entries of that axis
 * @typedef {{block: import('../layout/board.js').Block, left: number, right: number, top: number, bottom: number}} Span
 */
import { ROLES } from '../render/colour.js';
import { OUTLINE, Strokes } from '../render/strokes.js';

/** All entries of an axis. */
export const ALL = -1;

/** The greatest number of outlines at a time; four quads each. */
const OUTLINES = 600;
/** z of marks: a little in front of the outlines of cells in use, in cells. */
const BEFORE = 0.58;
/** Width of a mark relative to the outlines of cells in use. */
const MARK_WIDTH = 1.8;
/** The ring around the cell with the pointer: its inner diameter, as a multiple of the cell's side and at least, px. */
const RING = 1.42,
  RING_SPACE = 8,
  SMALLEST_RING = 18;
const BRASS = ROLES.indexOf('activation');

/**
 * The part of a block that a mark covers; null if none.
 * @param {CellMark} mark
 * @param {import('../layout/anatomy.js').GraphNode} node
 * @param {import('../layout/board.js').Block} block of that node
 * @returns {Span | null}
 */
export function spanOf({ index }, node, block) {
  const span = { block, left: 0, right: block.cols, top: 0, bottom: block.rows };
  if (index.length !== node.axes.length) return null;
  for (const [i, axis] of node.axes.entries()) {
    const at = index[i];
    if (at === ALL) continue;
    if (axis.name === block.colAxis) {
      const column = at - block.colFrom;
      if (column < 0 || column >= block.cols) return null;
      span.left = column;
      span.right = column + 1;
    } else if (axis.name === block.rowAxis) {
      const row = at - block.rowFrom;
      if (row < 0 || row >= block.rows) return null;
      span.top = row;
      span.bottom = row + 1;
    } else if (axis.name === 'head' && block.head !== at) return null;
  }
  return span;
}

/** The inner diameter of the ring around a cell: the cell stays visible within it. @param {number} side of the cell, px */
export const ringOf = (side) => Math.max(SMALLEST_RING, RING * side + RING_SPACE);

export class PresenterMarks {
  /** @type {CellMark[]} */
  marks = [];
  /** The cell with the driver's pointer. @type {CellMark | null} */
  cell = null;
  #plan;
  #nodes;
  #overlay;
  /** @type {HTMLElement | null} */
  #ring = null;

  /**
   * @param {import('../layout/layout.js').Layout} plan @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes @param {HTMLElement} overlay parent of the pointer's ring
   * @param {import('../render/scene-renderer.js').Shared} shared
   */
  constructor(plan, nodes, overlay, shared) {
    this.#plan = plan;
    this.#nodes = nodes;
    this.#overlay = overlay;
    this.strokes = new Strokes(4 * OUTLINES, shared);
  }

  /** The one column of a block that is marked; −1 if none or more are. @param {import('../layout/board.js').Block} block */
  columnIn(block) {
    const spans = this.marks
        .filter(({ name }) => name === block.node)
        .map((mark) =>
          spanOf(mark, /** @type {import('../layout/anatomy.js').GraphNode} */ (this.#nodes.get(mark.name)), block),
        ),
      columns = spans.flatMap((span) => (span ? [span] : []));
    return columns.length === 1 && columns[0].right === columns[0].left + 1 ? columns[0].left : -1;
  }

  /** @param {Float32Array} angles of the arms @param {number} thick width of an outline, px */
  write(angles, thick) {
    this.strokes.clear();
    for (const mark of this.marks) this.#outline(mark, angles, BRASS, thick * MARK_WIDTH);
    if (this.cell) this.#outline(this.cell, angles, OUTLINE, thick * MARK_WIDTH);
    this.strokes.commit();
  }

  /** @param {CellMark} mark @param {Float32Array} angles @param {number} colour index @param {number} thick px */
  #outline(mark, angles, colour, thick) {
    const node = this.#nodes.get(mark.name);
    if (!node) return;
    for (const block of this.#plan.byNode.get(mark.name) ?? []) {
      const span = spanOf(mark, node, block);
      if (!span) continue;
      const { left, right, top, bottom } = span,
        angle = block.arm < 0 ? 0 : angles[block.arm],
        x0 = this.#plan.columns[block.column].x;
      this.strokes.outline(block, angle, x0, left, right, top, bottom, BEFORE, colour, thick);
    }
  }

  /** Moves the pointer's ring to its cell on the canvas. @param {import('../camera/hit-test.js').HitTest} hitTest up to date */
  place(hitTest) {
    const found = this.cell ? hitTest.find(this.cell.name, this.cell.index) : null;
    const { projection } = hitTest;
    if (found) projection.cell(found.block, found.column + 0.5, found.row + 0.5);
    if (!found || projection.depth <= 0) {
      this.#ring?.remove();
      this.#ring = null;
      return;
    }
    if (!this.#ring) {
      this.#ring = document.createElement('i');
      this.#ring.className = 'light';
      this.#overlay.append(this.#ring);
    }
    const { x, y } = projection,
      size = ringOf(projection.cellSize(found.block));
    this.#ring.style.width = this.#ring.style.height = `${size.toFixed(1)}px`;
    this.#ring.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`;
  }

  dispose() {
    this.#ring?.remove();
    this.strokes.dispose();
  }
}

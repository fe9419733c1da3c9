/**
 * The lit cells: the inspected cell and its inputs, as rectangles on blocks. Pure.
 *
 * @typedef {{name: string, index: number[]}} Cell
 * @typedef {{cell: Cell, from: Cell[], held: boolean}} Lit  `from`: the cell's inputs; `held`: the
 *   person holds the cell, so the camera flies to it
 * @typedef {{from: number, to: number, top: number, bottom: number}} Rect  columns and rows of a block; `to` and
 *   `bottom` are exclusive
 */
import { cellOf } from './slice.js';

/** @param {Lit | null} a @param {Lit | null} b */
export const isSameLit = (a, b) =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.held === b.held &&
    a.from === b.from &&
    a.cell.name === b.cell.name &&
    a.cell.index.join() === b.cell.index.join());

/**
 * @param {import('./layout.js').Layout} plan
 * @param {Map<string, import('./anatomy.js').GraphNode>} nodes
 * @param {Cell[]} cells
 * @returns {Map<number, Rect[]>} by the block's index; cells that are not drawn have none
 */
export function rectsOf(plan, nodes, cells) {
  /** @type {Map<number, {column: number, row: number}[]>} */
  const places = new Map();
  for (const { name, index } of cells) {
    const node = /** @type {import('./anatomy.js').GraphNode} */ (nodes.get(name));
    for (const block of plan.byNode.get(name) ?? []) {
      const at = cellOf(block, node, plan.T, index);
      if (!at) continue;
      const others = places.get(block.index);
      if (others) others.push(at);
      else places.set(block.index, [at]);
    }
  }
  return new Map([...places].map(([block, at]) => [block, joined(at)]));
}

/** Joins cells to rectangles: first to runs down a column, then equal runs of neighbouring columns. @param {{column: number, row: number}[]} cells */
function joined(cells) {
  /** @type {Rect[]} */
  const runs = [];
  for (const { column, row } of cells.sort((a, b) => a.column - b.column || a.row - b.row)) {
    const last = runs.at(-1);
    if (last && last.from === column && last.bottom === row) last.bottom++;
    else if (!last || last.from !== column || row > last.bottom)
      runs.push({ from: column, to: column + 1, top: row, bottom: row + 1 });
  }
  /** @type {Rect[]} */
  const rects = [];
  for (const run of runs) {
    const left = rects.find((rect) => rect.to === run.from && rect.top === run.top && rect.bottom === run.bottom);
    if (left) left.to++;
    else rects.push(run);
  }
  return rects;
}

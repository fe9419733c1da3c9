/**
 * A model in the gallery. All models are drawn by one rule: **the area of a model's rectangle is in proportion to its number of
 * parameters**. So each is drawn at a scale of its own, which is near 1, since a layer's weights fill most of its area. Pure.
 *
 * @typedef {{left: number, right: number, top: number, bottom: number}} Box  y grows downwards
 * @typedef {{id: string, title: string, parameters: number}} Model
 * @typedef {{model: Model, plan: import('../layout/layout.js').Layout, nodes: Map<string, import('../layout/anatomy.js').GraphNode>,
 *   own: Box, scale: number, x: number, y: number, box: Box}} Exhibit
 *   `own`: its rectangle in cells of the layout; `x`, `y`: where the layout's origin is in the gallery; `box`: its rectangle there
 */
import { layout } from '../layout/layout.js';

/** Area per parameter, in the gallery's unit of length. About the mean of our models, drawn with cells of side 1. */
export const AREA_PER_PARAMETER = 2.5;

/** Distance to the next model: a share of the larger one's width, and at least this share of the largest one's. */
const NEXT_TO = 0.12,
  APART = 0.02;

/** A model's text is drawn with this share of d_model as positions: with its whole context, squares would hide the weights. */
const POSITIONS = 1 / 6;

/** A model whose layout begins at the gallery's origin. @param {import('../../model/graph.js').Graph} graph @returns {Exhibit} */
export function exhibit(graph) {
  const { model, nodes, sizes } = graph,
    positions = Math.max(1, Math.min(sizes.n_ctx, Math.round(sizes.d_model * POSITIONS)));
  const plan = layout(graph, positions, { folded: true }),
    own = rectangleOf(plan);
  const scale = Math.sqrt((AREA_PER_PARAMETER * model.parameters) / ((own.right - own.left) * (own.bottom - own.top)));
  return at({ model, plan, nodes, own, scale }, 0, 0);
}

/** All models in a row, the smallest on the left, with aligned lower edges. @param {Exhibit[]} exhibits the smallest first */
export function placedInARow(exhibits) {
  const widest = Math.max(...exhibits.map(widthOf));
  let x = 0;
  return exhibits.map((each, i) => {
    const gap = i === 0 ? 0 : Math.max(NEXT_TO * widthOf(each), APART * widest);
    const there = at(each, x + gap - each.own.left * each.scale, -each.own.bottom * each.scale);
    x = there.box.right;
    return there;
  });
}

/** The corners of rectangles in the world: x, y (up), z of each in turn. @param {Box[]} boxes @returns {number[]} */
export const cornersOf = (boxes) =>
  boxes.flatMap(({ left, right, top, bottom }) => [left, -top, 0, left, -bottom, 0, right, -top, 0, right, -bottom, 0]);

const widthOf = (/** @type {Exhibit} */ { box }) => box.right - box.left;

/** @param {Pick<Exhibit, 'model' | 'plan' | 'nodes' | 'own' | 'scale'>} of @param {number} x @param {number} y @returns {Exhibit} */
function at({ model, plan, nodes, own, scale }, x, y) {
  const box = {
    left: x + own.left * scale,
    right: x + own.right * scale,
    top: y + own.top * scale,
    bottom: y + own.bottom * scale,
  };
  return { model, plan, nodes, own, scale, x, y, box };
}

/** The rectangle around a model's dials and blocks. @param {import('../layout/layout.js').Layout} plan @returns {Box} */
function rectangleOf(plan) {
  const radius = Math.max(0, ...plan.dials.map((dial) => dial.radius)),
    xs = plan.columns.map((column) => column.x);
  let top = Infinity,
    bottom = -Infinity;
  for (const block of plan.blocks) {
    top = Math.min(top, block.y);
    bottom = Math.max(bottom, block.y + block.rows);
  }
  return { left: Math.min(...xs) - radius, right: Math.max(...xs) + radius, top, bottom };
}

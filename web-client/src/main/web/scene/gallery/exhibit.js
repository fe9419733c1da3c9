/**
 * A model in the gallery: its layout, its position and its bounding box. Pure.
 *
 * @typedef {{left: number, right: number, top: number, bottom: number, depth: number}} Box  y grows downwards; it extends
 *   by `depth` in front of the axis and behind it
 * @typedef {{model: {title: string, parameters: number, structureOnly?: boolean}, plan: import('../layout/layout.js').Layout,
 *   nodes: Map<string, import('../layout/anatomy.js').GraphNode>, box: Box, corners: number[]}} Exhibit
 *   `corners` of the box in the world: x, y, z of each in turn, y up
 */
import { layout } from '../layout/layout.js';

/** Distances between models as shares of the larger one's size: below it, and next to it. */
const BELOW = 0.16,
  NEXT_TO = 0.12;

/** A model at the origin of the world, drawn with all positions of its context. @param {import('../../model/graph.js').Graph} graph */
export function exhibit(graph) {
  const plan = layout(graph, graph.sizes.n_ctx, { folded: graph.model.structureOnly === true });
  return withBox({ model: graph.model, plan, nodes: graph.nodes });
}

/** The last model where it is, and the first one below its middle. @param {Exhibit[]} exhibits @returns {Exhibit[]} */
export function placedBelow([crumb, ...rest]) {
  const giant = rest[rest.length - 1];
  const middle = (giant.box.left + giant.box.right) / 2,
    top = giant.box.bottom + (giant.box.bottom - giant.box.top) * BELOW;
  return [moved(crumb, middle, top - crumb.box.top), giant];
}

/** All models in a row from left to right, with aligned lower edges. @param {Exhibit[]} exhibits @returns {Exhibit[]} */
export function placedInARow(exhibits) {
  let x = 0;
  return exhibits.map((each, i) => {
    const gap = i === 0 ? 0 : (each.box.right - each.box.left) * NEXT_TO;
    const there = moved(each, x + gap - each.box.left, -each.box.bottom);
    x = there.box.right;
    return there;
  });
}

/** @returns {Exhibit} */
function moved({ model, plan, nodes }, dx, dy) {
  return withBox({
    model,
    nodes,
    plan: {
      ...plan,
      columns: plan.columns.map((column) => ({ x: column.x + dx })),
      rows: plan.rows.map((row) => ({ ...row, yA: row.yA + dy, yC: row.yC + dy })),
      dials: plan.dials.map((dial) => ({ ...dial, y: dial.y + dy })),
      ...movedBlocks(plan, dy),
    },
  });
}

function movedBlocks(plan, dy) {
  const blocks = plan.blocks.map((block) => ({ ...block, y: block.y + dy }));
  const byNode = new Map([...plan.byNode].map(([name, own]) => [name, own.map((block) => blocks[block.index])]));
  return { blocks, byNode };
}

/** @returns {Exhibit} */
function withBox({ model, plan, nodes }) {
  const radius = Math.max(0, ...plan.dials.map((dial) => dial.radius)),
    xs = plan.columns.map((column) => column.x);
  let top = Infinity,
    bottom = -Infinity;
  for (const block of plan.blocks) {
    top = Math.min(top, block.y);
    bottom = Math.max(bottom, block.y + block.rows);
  }
  const box = { left: Math.min(...xs) - radius, right: Math.max(...xs) + radius, top, bottom, depth: radius * 0.4 };
  const corners = [box.left, box.right].flatMap((x) =>
    [top, bottom].flatMap((y) => [-box.depth, box.depth].flatMap((z) => [x, -y, z])),
  );
  return { model, plan, nodes, box, corners };
}

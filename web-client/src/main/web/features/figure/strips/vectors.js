/**
 * The vectors of one position that figures show, as parts of tensors.
 *
 * @typedef {import('../figure.js').FigureContext} FigureContext
 * @typedef {import('../../../model/graph.js').Node} Node
 * @typedef {import('./strip.js').Vector} Vector
 */
import { positionAxis } from '../../../model/graph.js';

/**
 * What a tensor has at a position: all of it, or of one head.
 *
 * @param {FigureContext} context
 * @param {Node} node
 * @param {number} position
 * @param {number} [head]
 * @returns {Vector | null} null until it has arrived
 */
export function vectorAt({ graph, trace, numbers }, node, position, head) {
  const at = positionAxis(node);
  /** @type {Record<string, [number, number]>} */
  const ranges = { [node.axes[at].name]: [position, position + 1] };
  if (head !== undefined) ranges.head = [head, head + 1];
  const part = numbers.part(graph, trace, node.name, ranges);
  if (!part) return null;
  const { shape } = part;
  return {
    data: part.data,
    scale: part.scale,
    role: node.role,
    cell: {
      name: node.name,
      index: (i) => indexIn(shape, i).map((place, axis) => place + (ranges[node.axes[axis].name]?.[0] ?? 0)),
    },
  };
}

/**
 * A row of a table.
 *
 * @param {FigureContext} context
 * @param {Node} table
 * @param {string} axis along which the row is chosen
 * @param {number} row
 * @returns {Vector | null} null until it has arrived
 */
export function rowOf({ graph, trace, numbers }, table, axis, row) {
  const part = numbers.part(graph, trace, table.name, { [axis]: [row, row + 1] });
  if (!part) return null;
  const at = table.axes.findIndex(({ name }) => name === axis);
  return {
    data: part.data,
    scale: part.scale,
    role: table.role,
    cell: { name: table.name, index: (i) => indexIn(part.shape, i).map((place, each) => (each === at ? row : place)) },
  };
}

/** All of a weight. @param {FigureContext} context @param {Node} node @returns {Vector | null} null until it has arrived */
export function whole({ graph, trace, numbers }, node) {
  const part = numbers.part(graph, trace, node.name);
  return (
    part && {
      data: part.data,
      scale: part.scale,
      role: node.role,
      cell: { name: node.name, index: (i) => indexIn(part.shape, i) },
    }
  );
}

/** The index along each axis of a row-major place. @param {number[]} shape @param {number} place */
export function indexIn(shape, place) {
  const index = new Array(shape.length);
  let left = place;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = left % shape[axis];
    left = Math.floor(left / shape[axis]);
  }
  return index;
}

/** The head of keys and values that a head of queries uses: some models have fewer of them. @param {import('../../../model/graph.js').Graph} graph @param {Node} node @param {number} head */
export function headIn(graph, node, head) {
  const axis = node.axes.find(({ name }) => name === 'head');
  const heads = typeof axis?.size === 'number' ? axis.size : graph.sizes.n_heads;
  return Math.floor((Math.min(head, graph.sizes.n_heads - 1) * heads) / graph.sizes.n_heads);
}

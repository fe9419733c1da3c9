/**
 * The address of a part of a tensor on the server (docs/protocol.md, "Traces").
 *
 * @typedef {import('./graph.js').Node} Node
 * @typedef {{from: number[], to: number[], pools: number[]}} PartAddress
 */
import { rowAxis } from './graph.js';

/**
 * @param {{model: string, trace: string | null}} of  weights belong to the model, other tensors to the trace
 * @param {Node} node
 * @param {number[]} shape of its tensor
 * @param {PartAddress} part
 * @returns {string} path on the server
 */
export function partAddress({ model, trace }, node, shape, { from, to, pools }) {
  const owner = node.traits.table
    ? `models/${encodeURIComponent(model)}/weights`
    : `traces/${encodeURIComponent(String(trace))}/tensors`;
  const names = node.axes.map(({ name }) => name);
  const last = names.length - 1;
  const asked = new URLSearchParams();
  // One axis may be both the row axis and the axis of heads; the later entry wins.
  const named = new Map([
    [last, 'columns'],
    [rowAxis(names), 'rows'],
    [names.indexOf('head'), 'heads'],
  ]);
  shape.forEach((size, axis) => {
    if (from[axis] === 0 && to[axis] === size) return;
    const name = named.get(axis);
    if (!name) throw new Error(`${node.name} cannot be cut along ${names[axis]}`);
    asked.set(name, `${from[axis]}:${to[axis]}`);
  });
  if (pools[last] > 1) asked.set('pool', String(pools[last]));
  if (last > 0 && pools[last - 1] > 1) asked.set('across', String(pools[last - 1]));
  const query = asked.toString();
  return `/api/${owner}/${node.name}${query === '' ? '' : `?${query}`}`;
}

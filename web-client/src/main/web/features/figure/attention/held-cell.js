/**
 * Cells of a head's scores or pattern by their words, and the one that is held. Pure.
 *
 * @typedef {import('../../../model/graph.js').Node} Node
 */

/** The index of a cell. @param {Node} node @param {number} head @param {number} q position that reads @param {number} k position that is read @returns {number[]} */
export const cellOf = (node, head, q, k) =>
  node.axes.map(({ name }) => (name === 'head' ? head : name === 'q_pos' ? q : k));

/**
 * The held cell, if it is one of the figure's head.
 *
 * @param {{context: {held: {name: string, index: number[]} | null}, node: Node, head: number, all: string[]}} figure
 * @returns {{q: number, k: number} | null}
 */
export function heldIn({ context: { held }, node, head, all }) {
  if (held?.name !== node.name) return null;
  const at = (/** @type {string} */ axis) => held.index[node.axes.findIndex(({ name }) => name === axis)];
  const q = at('q_pos'),
    k = at('k_pos');
  return at('head') === head && q < all.length && k < all.length ? { q, k } : null;
}

/** Which positions a query of attention sees: those up to its own, and with a window only the nearest. Pure. */

/**
 * The first key that a query sees; it sees all keys from there to its own position.
 *
 * @param {Pick<import('./graph.js').Node, 'traits'>} node of scores, a pattern, or a sum of values
 * @param {number} query position, from 0
 */
export function firstKey({ traits }, query) {
  return traits.window === undefined ? 0 : Math.max(0, query - traits.window + 1);
}

/** Whether a query sees a key. @param {Pick<import('./graph.js').Node, 'traits'>} node @param {number} query position, from 0 @param {number} key */
export function sees(node, query, key) {
  return key <= query && key >= firstKey(node, query);
}

/**
 * The attention pair: the query and the key whose attention a step about a single head explains. While the step is
 * computed, the query is the column being written; after that the last position with its strongest key, until a person
 * points at another cell. All numbers are the trace's own. Pure.
 *
 * @typedef {{branch: number, head: number, query: number, key: number, score: number | null, share: number | null, own?: number, keys?: number[],
 *   product?: {number: number, factors: number[]}}} AttentionPair
 *   `query` and `key` are positions from 0; beside a pattern, `own` is the share of the query in itself, and `keys` have shares that matter, the largest first; `product`: only this one is spoken of, of the numbers `number`, from 0; its factors are the query's and the key's
 * @typedef {{layer: number, head: number, query: number, key: number, number: number}} Product  one number of a query times that of a
 *   key; all from 0
 */

/**
 * The nodes of an attention branch by their function, found by their traits.
 * @param {import('../layout/anatomy.js').Branch} branch
 * @returns {{scores: string, pattern: string | null, mix: string | null, query: string, key: string, value: string | null}}
 */
export function partsOf(branch) {
  const scores = /** @type {import('../layout/anatomy.js').GraphNode} */ (
    branch.nodes.find((node) => node.traits.attention === 'scores' && !node.derived)
  );
  const pattern = branch.nodes.find((node) => node.traits.attention === 'pattern') ?? null;
  const mix = branch.nodes.find((node) => node.traits.attention === 'values') ?? null;
  return {
    scores: scores.name,
    query: scores.inputs[0],
    key: scores.inputs[1],
    pattern: pattern?.name ?? null,
    mix: mix?.name ?? null,
    value: mix ? mix.inputs[1] : null,
  };
}

/** Shares from this on matter: their words are named, and bright; smaller ones are drawn as one piece where there is little room. */
export const MATTERS = 0.05;

/** The keys whose shares of a query's attention matter, the largest first. @param {number} query @param {(key: number) => number} of */
export function keysThatMatter(query, of) {
  return Array.from({ length: query + 1 }, (_, key) => key)
    .filter((key) => of(key) >= MATTERS)
    .sort((a, b) => of(b) - of(a));
}

/** The visible key with the largest number. @param {number} query @param {(key: number) => number} of */
export function strongestKey(query, of) {
  let best = 0;
  for (let key = 1; key <= query; key++) if (of(key) > of(best)) best = key;
  return best;
}

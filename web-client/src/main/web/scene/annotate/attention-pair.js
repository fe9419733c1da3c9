/**
 * The one cell that a step about a single head asks about: how much a query looks at a key. While the step is computed
 * it is the column that is being written; then the last position, and its strongest key, until a person points at
 * another. All numbers are the trace's own. Pure.
 *
 * @typedef {{branch: number, head: number, query: number, key: number, score: number | null, share: number | null}} AttentionPair
 *   positions from 0
 */

/**
 * The nodes of an attention branch by their part in it, found by their traits.
 * @returns {{scores: string, pattern: string | null, mix: string | null, query: string, key: string, value: string | null}}
 */
export function partsOf(branch) {
  const scores = branch.nodes.find((node) => node.traits.attention === 'scores' && !node.derived);
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

/** The key, of those that a query may look at, with the largest number. @param {(key: number) => number} of */
export function strongestKey(query, of) {
  let best = 0;
  for (let key = 1; key <= query; key++) if (of(key) > of(best)) best = key;
  return best;
}

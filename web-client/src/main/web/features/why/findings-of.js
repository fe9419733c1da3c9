/**
 * Answers of tools as the machine draws them (scene/annotate/findings.js). Pure.
 *
 * @typedef {import('../../scene/annotate/findings.js').Finding} Finding
 * @typedef {import('../../scene/annotate/findings.js').Place} Place
 */
import { partOf } from './circuit/graph.js';

/**
 * The guess at each junction of the stream.
 * @param {string[]} points names of the stream's tensors
 * @param {import('./lens/lens-rows.js').Row[]} rows @param {import('./lens/lens-rows.js').Cell[]} cells of the rows
 * @param {{position: number, lead: import('./lens/lens-rows.js').Row | null, word: (token: number) => string, percent: (p: number) => string}} about
 * @returns {Finding}
 */
export const foundGuesses = (points, rows, cells, { position, lead, word, percent }) => ({
  guesses: rows.map((row, i) => ({
    node: points[row.point],
    position,
    text: word(cells[i].token),
    note: percent(cells[i].p),
    leads: row === lead,
  })),
});

/**
 * The vote of each head, each MLP and each embedding as a share of the strongest.
 * @param {import('./attribution/attribution-rows.js').Vote[]} votes
 * @returns {Finding}
 */
export function foundVotes(votes) {
  const drawn = votes.flatMap(({ part, kind, layer, head, value }) => {
    if (kind === 'embedding') return { on: /** @type {const} */ ({ kind: 'block', node: part, head: null }), value };
    if (layer === null || (kind !== 'head' && kind !== 'mlp')) return [];
    return {
      on:
        head === null
          ? /** @type {const} */ ({ kind: 'part', layer, part: 'mlp' })
          : /** @type {const} */ ({ kind: 'head', layer, head }),
      value,
    };
  });
  const most = Math.max(...drawn.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  return { votes: drawn.map(({ on, value }) => ({ on, share: value / most })) };
}

/**
 * The edges of a circuit as paths. The constant has no place in the machine.
 * @param {import('./circuit/graph.js').Answer} answer @param {import('./circuit/graph.js').Edge[]} edges
 * @returns {Finding}
 */
export function foundPaths({ nodes, position }, edges) {
  const drawn = edges.filter(({ from }) => partOf(nodes[from].part).kind !== 'constant');
  const most = Math.max(...drawn.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  const placeOf = (/** @type {number} */ at) => {
    const { part, position: own } = nodes[at];
    const { kind, head } = partOf(part);
    // a head's output stands in the machine before W_O
    if (kind === 'head') return { node: part.replace(/hook_result\[\d+\]$/, 'hook_z'), head, position: own };
    return { node: part, head: null, position: own ?? position };
  };
  return { paths: drawn.map(({ from, to, value }) => ({ from: placeOf(from), to: placeOf(to), share: value / most })) };
}

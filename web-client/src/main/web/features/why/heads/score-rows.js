/**
 * Why a head looks from a word to another: the score as a sum over pairs of parts, and who reads whom. Pure.
 *
 * @typedef {{query: string, key: string, value: number}} Pair
 * @typedef {{layer: number, head: number, query: number, key: number, pattern: number, score: number, sum: number, parts: string[], pairs: Pair[],
 *   rest: number, rest_count: number, map: {groups: string[][], values: number[][]}}} ScoreParts  `rest`: of all but the `pairs`; `values`: of pairs of
 *   groups
 * @typedef {import('../measured.js').About & ScoreParts} Score  to {@link pairAsked}
 *
 * @typedef {{word: number, query: number, key: number}} Chosen  `word`: whose ribbons are drawn
 *
 * @typedef {{kind: 'token' | 'position' | 'head' | 'mlp' | 'bias' | 'constant', layer: number | null, head: number | null}} PartOf
 */

import { writtenRows } from '../../../ui/rounded-sums.js';
import { roundedTo } from '../../../ui/rounding.js';
import { USUAL } from '../question.js';

const PART = /^blocks\.(\d+)\.(?:attn\.hook_result\[(\d+)\]|(attn\.b_O)|(hook_mlp_out))/;

/**
 * What the server is asked: about the opened head, and the chosen pair; by default the target's position, and what it reads most.
 *
 * @param {import('../question.js').WhyQuestion} question @param {{positions: number}} trace
 * @returns {Record<string, string | number>}
 */
export function pairAsked({ view = '', position }, { positions }) {
  const { layer, head, query, key } = Object.fromEntries(new URLSearchParams(view));
  // a pair of a longer text is not there any more
  const isThere = (/** @type {string | undefined} */ at) => at !== undefined && !(Number(at) >= positions);
  return {
    ...(layer !== undefined && { layer }),
    ...(head !== undefined && { head }),
    query: isThere(query) ? query : (position ?? positions - 1),
    key: isThere(query) && isThere(key) ? key : 'most',
    pairs: USUAL,
  };
}

/** @param {string} part as the server names it @returns {PartOf} */
export function partOf(part) {
  const [found, layer, head, bias] = PART.exec(part) ?? [];
  if (!found)
    return {
      kind: part === 'constant' ? 'constant' : part.includes('pos') ? 'position' : 'token',
      layer: null,
      head: null,
    };
  return {
    kind: head !== undefined ? 'head' : bias ? 'bias' : 'mlp',
    layer: Number(layer),
    head: head === undefined ? null : Number(head),
  };
}

/**
 * The strongest pairs and all others, with figures that add up to the written score.
 *
 * @typedef {{pair: Omit<Pair, 'value'> | null, count: number, value: number, isRest?: boolean}} PairRow  `pair`: null for all others,
 *   and for what rounding leaves, where `count` is 0
 * @param {Pick<Score, 'pairs' | 'rest' | 'rest_count' | 'score'>} answer @param {number} most rows, with that of all others @param {number} digits
 * @returns {{rows: (PairRow & {figure: number})[], score: number}}
 */
export function pairRows(answer, most, digits) {
  const others = answer.pairs.slice(most - 1);
  const count = answer.rest_count + others.length;
  /** @type {PairRow[]} */
  const rows = answer.pairs
    .slice(0, most - 1)
    .map(({ query, key, value }) => ({ pair: { query, key }, count: 1, value }));
  if (count > 0)
    rows.push({
      pair: null,
      count,
      value: others.reduce((sum, { value }) => sum + value, answer.rest),
      isRest: true,
    });
  return {
    rows: writtenRows(rows, answer.score, digits, (left) => ({ pair: null, count: 0, value: left })),
    score: roundedTo(answer.score, digits),
  };
}

/**
 * What a word reads, and which words read it, from a head's pattern.
 *
 * @param {ArrayLike<number>} pattern row-major, [query, key] @param {number} count positions @param {number} word
 * @returns {{reads: number[], readBy: number[]}} `reads`: by position up to the word; `readBy`: by position from the word on, which is 0 there
 */
export function bothWays(pattern, count, word) {
  const reads = Array.from({ length: word + 1 }, (_, key) => pattern[word * count + key]);
  const readBy = Array.from({ length: count - word }, (_, i) => (i === 0 ? 0 : pattern[(word + i) * count + word]));
  return { reads, readBy };
}

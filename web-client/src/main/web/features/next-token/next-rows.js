/**
 * Pure.
 *
 * @typedef {import('../../model/trace.js').Trace} Trace
 * @typedef {import('../../model/graph.js').Graph} Graph
 * @typedef {import('../../ui/words.js').Words} Words
 */
import { tokenText } from '../../model/token-text.js';
import { shareText } from '../../ui/shares.js';

/**
 * The rows of the panel "What comes next?": a small vocabulary whole and in its own order, otherwise the most probable
 * tokens first.
 *
 * @param {Trace} trace
 * @param {Graph} graph
 * @param {Words} words
 * @param {number} limit
 * @returns {{token: number, text: string, p: number, written: string, best: boolean}[]}
 */
export function nextRows(trace, graph, words, limit) {
  const { next } = trace;
  const whole = next.length === graph.sizes.d_vocab;
  const rows = next.map(({ token, text, p }, i) => ({
    token,
    text: tokenText(text),
    p,
    written: shareText(p, words),
    best: i === 0,
  }));
  if (whole && rows.length <= limit) rows.sort((a, b) => a.token - b.token);
  return rows.slice(0, limit);
}

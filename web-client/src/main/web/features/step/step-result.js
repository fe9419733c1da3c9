/**
 * The result of a step in one sentence, for people who cannot see the machine. Pure.
 *
 * @typedef {import('../../model/graph.js').Graph} Graph
 * @typedef {import('../../model/trace.js').Trace} Trace
 * @typedef {import('../../model/trace.js').TraceTensor} TraceTensor
 * @typedef {import('../../ui/words.js').Words} Words
 * @typedef {import('../../model/graph.js').Node} Node
 */
import { stepNodes } from '../../model/graph.js';
import { nameOf } from '../../ui/cell-words.js';
import { shareText } from '../../ui/rounding.js';
import { tokenText } from '../../ui/step-texts.js';

/** The range of a tensor with more cells is not computed. */
const MOST_CELLS = 1 << 20;

/**
 * @param {import('../../model/graph.js').Graph} graph
 * @param {string} step
 * @param {import('../../model/trace.js').Trace} trace
 * @param {import('../../ui/words.js').Words} words
 * @param {{head?: number, draw?: import('../next-token/distribution.js').Distribution | null}} seen `head`: the one that is in front, from 0; `draw`: the
 *   distribution from which the next token is drawn, null without chance
 * @returns {string} empty if the step computes nothing, or its numbers have not arrived
 */
export function resultOf(graph, step, trace, words, { head = 0, draw = null } = {}) {
  const node = stepNodes(graph, step).findLast(({ derived, name }) => !derived || name === 'probs');
  if (!node) return '';
  if (node.name === 'probs') {
    const [best] = trace.next;
    if (!best) return '';
    const p = draw?.top.find(({ token }) => token === best.token)?.p.at(-1) ?? best.p;
    return words.text('result.next', { next: tokenText(best.text), p: shareText(p, words) });
  }
  const tensor = trace.tensor(node.name);
  if (!tensor || tensor.data.length > MOST_CELLS) return '';
  if (node.axes.at(-1)?.name === 'd_vocab') return highest(node, tensor, graph, trace, words);
  const softmax = stepNodes(graph, step).findLast(({ traits }) => traits.attention === 'pattern');
  return softmax === node
    ? looksMost(tensor, trace, words, Math.min(head, graph.sizes.n_heads - 1))
    : range(node, tensor, words);
}

/**
 * The highest logit of the last position; where its token is hidden, the range of all.
 * @param {Node} node @param {TraceTensor} tensor @param {Graph} graph @param {Trace} trace @param {Words} words
 */
function highest(node, tensor, graph, trace, words) {
  if (trace.hidesLogits) return '';
  const row = tensor.data.subarray(tensor.data.length - graph.sizes.d_vocab);
  const [best] = trace.next;
  if (!best) return range(node, tensor, words);
  return words.text('result.logit', { token: tokenText(best.text), value: words.number(row[best.token], 2) });
}

/** The token to which a head attends most from the last token. @param {TraceTensor} traceTensor @param {Trace} trace @param {Words} words @param {number} head from 0 */
function looksMost({ data }, trace, words, head) {
  const last = (head + 1) * trace.positions - 1;
  const row = data.subarray(last * trace.positions, (last + 1) * trace.positions);
  const k = row.indexOf(Math.max(...row));
  return words.text('result.pattern', {
    head: head + 1,
    query: tokenText(trace.text[trace.positions - 1]),
    key: tokenText(trace.text[k]),
    k: k + 1,
    share: words.number(row[k], 2),
  });
}

/** @param {Node} node @param {TraceTensor} traceTensor @param {Words} words */
function range(node, { data }, words) {
  let least = Infinity;
  let most = -Infinity;
  let count = 0;
  for (const value of data) {
    if (value === -Infinity) continue;
    count++;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return words.text('result.numbers', {
    what: nameOf(node, words),
    count,
    least: words.value(least),
    most: words.value(most),
  });
}

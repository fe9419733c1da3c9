/** What is changed, in words: "Without head 3 of layer 1". Layers, heads and words count from 1. Pure. */
import { isOfToken } from '../../model/changes.js';
import { wordOf } from '../../ui/running-word.js';

/** @typedef {import('../../model/changes.js').Change} Change */

const DIGITS = 2;

/**
 * @param {Change} change @param {import('../../model/graph.js').Graph} graph @param {string[]} text of the tokens
 * @param {any} words
 */
export function changeWords(change, graph, text, words) {
  const say = (/** @type {string} */ key, values = {}) => words.text(`whatIf.${key}`, values);
  const word = (/** @type {number | null} */ at) => (at !== null && at < text.length ? wordOf(text[at]) : '');
  const { position, edge, head, mode, factor } = change;
  if (isOfToken(change)) return say('unread', { place: Number(position) + 1, word: word(position) });
  const part = partName(change, graph, words);
  if (edge) return say('cut', { part, query: edge.query + 1, key: edge.key + 1, queryWord: word(edge.query), keyWord: word(edge.key) });
  const said = say(`mode.${mode}`, { part, factor: words.number(factor, DIGITS), head: Number(head) + 1 });
  return position === null ? said : say('at', { said, place: position + 1, word: word(position) });
}

/** @param {Change} change @param {import('../../model/graph.js').Graph} graph @param {any} words */
export function partName({ node, head }, graph, words) {
  const of = graph.nodes.get(node);
  const layer = Number(of?.layer ?? 0) + 1;
  if (head !== null) return words.text('whatIf.part.head', { head: head + 1, layer });
  if (of?.traits.attention === 'values') return words.text('whatIf.part.attention', { layer });
  if (of && of.layer !== null && of.axes.length === 2 && of.axes[1].name === 'd_model') return words.text('whatIf.part.mlp', { layer });
  return node;
}

/** All changes in one line. @param {Change[]} changes @param {import('../../model/graph.js').Graph} graph @param {string[]} text @param {any} words @param {number} [most] */
export function changesLine(changes, graph, text, words, most = 2) {
  const said = changes.slice(0, most).map((change) => changeWords(change, graph, text, words));
  const more = changes.length - said.length;
  return words.list(more > 0 ? [...said, words.text('whatIf.more', { count: more })] : said);
}

const PARTS = /^blocks\.(\d+)\.(?:attn\.(?:hook_result\[(\d+)\]|(b_O))|.+)$/;

/** A part of the stream, to which votes are attributed. @param {string} part @param {any} words */
export function attributedName(part, words) {
  const [found, layer, head, bias] = PARTS.exec(part) ?? [];
  if (!found) return words.text(part.startsWith('hook_') ? 'whatIf.part.embedding' : 'whatIf.part.end');
  const kind = head !== undefined ? 'head' : bias ? 'bias' : 'mlp';
  return words.text(`whatIf.shift.${kind}`, { layer: Number(layer) + 1, head: Number(head) + 1 });
}

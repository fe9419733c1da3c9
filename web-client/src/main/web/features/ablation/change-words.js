/** What is changed, in words: "Without head 3 of layer 1". Layers, heads and words count from 1. Pure. */
import { isOfToken } from '../../model/changes.js';
import { wordOf } from '../../ui/running-word.js';

/** @typedef {import('../../model/changes.js').Change} Change */

const DIGITS = 2;

/**
 * @param {Change} change @param {import('../../model/graph.js').Graph} graph @param {string[]} text of the tokens
 * @param {import('../../ui/words.js').Words} words
 */
export function changeWords(change, graph, text, words) {
  const say = (/** @type {string} */ key, values = {}) =>
    words.text(`ablation.${key}`, { unit: String(graph.model.reads), ...values });
  const word = (/** @type {number | null} */ at) => (at !== null && at < text.length ? wordOf(text[at]) : '');
  const { position, edge, head, mode, factor } = change;
  if (isOfToken(change)) return say('unread', { place: Number(position) + 1, word: word(position) });
  const part = partName(change, graph, words);
  if (edge)
    return say('cut', {
      part,
      query: edge.query + 1,
      key: edge.key + 1,
      queryWord: word(edge.query),
      keyWord: word(edge.key),
    });
  const said = say(`mode.${mode}`, { part, factor: words.number(factor, DIGITS), head: Number(head) + 1 });
  return position === null ? said : say('at', { said, place: position + 1, word: word(position) });
}

/** @param {Change} change @param {import('../../model/graph.js').Graph} graph @param {import('../../ui/words.js').Words} words */
export function partName({ node, head }, graph, words) {
  const of = graph.nodes.get(node);
  const layer = Number(of?.layer ?? 0) + 1;
  if (head !== null && of?.axes.some(({ name }) => name === 'expert'))
    return words.text('ablation.part.expert', { expert: head + 1, layer });
  if (head !== null) return words.text('ablation.part.head', { head: head + 1, layer });
  if (of?.traits.attention === 'values') return words.text('ablation.part.attention', { layer });
  if (of && of.layer !== null && of.axes.length === 2 && of.axes[1].name === 'd_model')
    return words.text('ablation.part.mlp', { layer });
  return node;
}

/**
 * Changes that are said as one: heads of one layer to which the same is done.
 * @param {Change[]} changes @returns {Change[][]}
 */
function together(changes) {
  /** @type {Map<string, Change[]>} */
  const groups = new Map();
  changes.forEach((change, i) => {
    const { node, head, mode, position, edge } = change;
    const key = head !== null && mode === 'zero' && position === null && !edge ? node : String(i);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  });
  return [...groups.values()];
}

/** All changes in one line. @param {Change[]} changes @param {import('../../model/graph.js').Graph} graph @param {string[]} text @param {import('../../ui/words.js').Words} words @param {number} [most] */
export function changesLine(changes, graph, text, words, most = 2) {
  const groups = together(changes);
  const said = groups.slice(0, most).map((group) => {
    if (group.length === 1) return changeWords(group[0], graph, text, words);
    const layer = Number(graph.nodes.get(group[0].node)?.layer ?? 0) + 1;
    const heads = group.map(({ head }) => Number(head) + 1).sort((a, b) => a - b);
    return words.text('ablation.mode.zero', {
      part: words.text('ablation.part.heads', { heads: words.list(heads.map((head) => words.number(head, 0))), layer }),
    });
  });
  const more = groups.length - said.length;
  return words.list(more > 0 ? [...said, words.text('ablation.more', { count: more })] : said);
}

/** How many parts are changed: "2 heads are off". @param {Change[]} changes @param {import('../../ui/words.js').Words} words */
export function changesCount(changes, words) {
  const areHeads = changes.every(
    ({ head, mode, position, edge }) => head !== null && mode === 'zero' && position === null && !edge,
  );
  return words.text(areHeads ? 'ablation.headsOff' : 'ablation.partsChanged', { count: changes.length });
}

const PARTS = /^blocks\.(\d+)\.(?:attn\.(?:hook_result\[(\d+)\]|(b_O))|mlp\.hook_expert_result\[(\d+)\]|.+)$/;

/** A part of the stream, to which votes are attributed. @param {string} part @param {import('../../ui/words.js').Words} words */
export function attributedName(part, words) {
  const [found, layer, head, bias, expert] = PARTS.exec(part) ?? [];
  if (!found) return words.text(part.startsWith('hook_') ? 'ablation.part.embedding' : 'ablation.part.end');
  const kind = head !== undefined ? 'head' : bias ? 'bias' : expert !== undefined ? 'expert' : 'mlp';
  return words.text(`ablation.shift.${kind}`, { layer: Number(layer) + 1, head: Number(head ?? expert) + 1 });
}

/**
 * Remarks on the result of the last step, shown below its text: whether the answer is right, as far as that can be checked,
 * and what the walk has shown. Pure.
 *
 * @typedef {{kind: 'right' | 'wrong' | 'open' | 'end', text: string, brief?: string}} Remark
 *   `open`: the answer cannot be checked, or is right by chance; `brief`: the same in one line of the hall's screen
 *
 * @typedef {{verdict: 'right' | 'all' | 'wrong' | 'astray' | 'early' | 'off', order: number[]}} Check
 *   `all`: right, and the last of all; `early`: the text is too short; `astray`: the model's
 *   own tokens are not in order; `off`: those of the prompt are not;
 *   `order`: the first tokens' places in the text, in the order in which they should follow
 */
import { nextStep } from '../model/graph.js';
import { tokenText } from '../model/token-text.js';
import { nextOf } from './step-texts.js';

/**
 * Checks a model that sorts: the first tokens of a text must be followed by the same tokens, in ascending order of their ids.
 *
 * @param {number} length  how many tokens it sorts
 * @param {number[]} tokens  of the text, ids
 * @param {number} next  the id that the model finds most probable after them
 * @param {number} given  how many of the tokens belong to the prompt
 * @returns {Check | null} null if all sorted tokens are in the text already
 */
export function checkSorted(length, tokens, next, given) {
  if (tokens.length < length) return { verdict: 'early', order: [] };
  const order = Array.from({ length }, (_, i) => i).sort((a, b) => tokens[a] - tokens[b]);
  const sorted = order.map((i) => tokens[i]);
  const placed = tokens.slice(length);
  if (placed.length >= length) return null;
  const first = placed.findIndex((token, i) => token !== sorted[i]);
  if (first >= 0) return { verdict: length + first < given ? 'off' : 'astray', order };
  if (next !== sorted[placed.length]) return { verdict: 'wrong', order };
  return { verdict: placed.length === length - 1 ? 'all' : 'right', order };
}

/**
 * @param {Pick<import('./view.js').View, 'graph' | 'step' | 'trace' | 'full' | 'sampling' | 'draw'>} view
 * @param {import('./words.js').Words} words
 * @returns {Remark[]} empty unless it is the last step, and the next token is known
 */
export function remarksOn(view, words) {
  const { graph, step, trace, full } = view;
  if (!graph || step === null || !trace || nextStep(graph, step) !== null) return [];
  const answer = nextOf(view);
  if (!answer) return [];
  const values = {
    ...graph.sizes,
    layers: graph.sizes.n_layers,
    parameters: graph.model.parameters,
    positions: trace.positions,
    next: tokenText(answer.text),
    rest: full ? 'full' : trace.info.ended ? 'ended' : 'goes',
  };
  const end = {
    kind: /** @type {const} */ ('end'),
    text: words.text('remark.end', values),
    brief: words.text('remark.endBrief', values),
  };
  const { task } = graph.model;
  const check =
    task?.kind === 'sort' ? checkSorted(task.length, trace.info.tokens, answer.token, trace.info.promptLength) : null;
  if (task?.kind !== 'sort' || !check) return [end];
  const { verdict, order } = check;
  const inOrder = order.map((i) => tokenText(trace.text[i]));
  const isRight = verdict === 'right' || verdict === 'all';
  // weights from before the training have learned nothing
  const isLuck = isRight && graph.model.checkpoint?.update === 0;
  const text = words.text(`remark.${isLuck ? 'luck' : verdict}`, {
    length: task.length,
    of: task.of,
    positions: trace.positions,
    sorted: inOrder.join(' '),
    expected: inOrder[trace.positions - task.length] ?? '',
  });
  const kind = verdict === 'wrong' || verdict === 'astray' ? 'wrong' : isRight && !isLuck ? 'right' : 'open';
  return [{ kind, text, brief: text }, end];
}

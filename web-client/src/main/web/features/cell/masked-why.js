/** Why a score or a share is masked: the key comes after the query, or is outside the window. */
import { tokenText } from '../../ui/step-texts.js';
import { words } from '../../ui/words.js';

/** @param {import('../../ui/view.js').View} view @param {{name: string, index: number[]}} cell */
export function maskedWhy(view, { name, index }) {
  const node = view.graph?.nodes.get(name);
  if (!node) return '';
  const { axes, traits } = node;
  const at = (/** @type {string} */ axis) => index[axes.findIndex((each) => each.name === axis)];
  const token = (/** @type {number} */ position) => tokenText(view.trace?.text[position] ?? '');
  const [q, k] = [at('q_pos'), at('k_pos')];
  const values = { query: token(q), q: q + 1, key: token(k), k: k + 1 };
  return k > q
    ? words.text('cell.maskedWhy', values)
    : words.text('cell.outsideWhy', { ...values, window: traits.window });
}

/** A question for a place in words: what is asked, the names of places, and which one is right. */
import { shareText } from '../../ui/rounding.js';
import { tokenText } from '../../ui/step-texts.js';
import { words } from '../../ui/words.js';

/**
 * @typedef {import('./place.js').PlaceQuestion} PlaceQuestion
 * @typedef {import('../../ui/view.js').View} View
 */

const DIGITS = 2;

/** @param {View | null} view @param {number} position */
const wordAt = (view, position) => tokenText(view?.trace?.text[position] ?? '');

/** The question in words. @param {PlaceQuestion} question @param {View | null} view */
export function sentenceOf({ question, kind, measure }, view) {
  if (question) return question;
  if (!measure) return words.text(`place.asks.${kind}`);
  const [layer = 0, head = 0, position = 0] = measure.row ?? [];
  return words.text(`place.asks.${measure.of}`, { layer: layer + 1, head: head + 1, token: wordAt(view, position) });
}

/** @param {PlaceQuestion} question @param {View | null} view @returns {import('./place.js').NameOf} */
export const nameIn =
  ({ kind, size }, view) =>
  ([first, second]) =>
    kind === 'word'
      ? words.text('place.name.word', { position: first + 1, token: wordAt(view, first) })
      : kind === 'layer'
        ? words.text('place.name.layer', { layer: first + 1 })
        : words.text(size[0] === 1 ? 'place.name.only' : 'place.name.head', { layer: first + 1, head: second + 1 });

export const percent = (/** @type {number} */ share) => shareText(share, words);

/** Which place is right, or that it is not known. @param {PlaceQuestion} question @param {View | null} view @returns {string} empty if nothing says it */
export function rightOf(question, view) {
  const { measure, right, lost } = question;
  if (!measure) return '';
  if (!right) return words.text(lost ? 'place.lost' : 'place.measuring');
  const by = right.by ?? 0;
  return words.text(`place.right.${measure.of}`, {
    name: nameIn(question, view)(right.at),
    share: percent(by),
    by: words.number(Math.abs(by), DIGITS),
  });
}

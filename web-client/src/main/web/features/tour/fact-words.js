/**
 * A fact's value as text, in the page's language. Pure.
 *
 * @typedef {import('./forms.js').Answer} Answer
 * @typedef {import('../../ui/words.js').Words} Words
 */
import { wordOf } from '../../ui/running-word.js';
import { writtenChange } from '../../ui/rounded-sums.js';
import { shareText } from '../../ui/rounding.js';

/** What stands in the place of a figure that this model or text does not have. */
export const NO_FIGURE = '–';

/** From here on two decimals have a digit to show. */
const LEAST_OF_TWO = 0.01;
/** The most decimals of a figure in a sentence. */
const MOST_DECIMALS = 6;

/**
 * @param {Answer | null | undefined} answer
 * @param {Words} words
 * @returns {string}
 */
export function factText(answer, words) {
  if (!answer || answer.error) return NO_FIGURE;
  const { kind, value, text = '', part } = answer;
  switch (kind) {
    case 'share':
      return Number.isFinite(value) ? shareText(value, words) : NO_FIGURE;
    case 'number':
      if (!Number.isFinite(value)) return NO_FIGURE;
      return numberText(numberOf(answer), words);
    case 'count':
      return words.number(value, 0);
    case 'token':
      return wordOf(text);
    case 'part':
      return partText(part, words);
    case 'flag':
      return words.text(value ? 'tour.yes' : 'tour.no');
    case 'sign':
      return words.text(value > 0 ? 'tour.positive' : value < 0 ? 'tour.negative' : 'tour.zero');
    case 'text':
      return text;
    default:
      return NO_FIGURE;
  }
}

/**
 * A number as it is written wherever it stands, in a sentence or under a bar: a change is that of the figures between which it lies.
 * @param {Answer} answer with a number
 */
export const numberOf = ({ value, before, after }) =>
  before !== undefined && after !== undefined && Math.abs(value) >= LEAST_OF_TWO
    ? writtenChange(before, after, 2)
    : value;

/** With two decimals; a number that they would make next to nothing has its first two digits. @param {number} value @param {Words} words */
export function numberText(value, words) {
  const size = Math.abs(value);
  if (size === 0 || size >= LEAST_OF_TWO) return words.number(value, 2);
  return words.number(value, Math.min(MOST_DECIMALS, 1 - Math.floor(Math.log10(size))));
}

/** @param {any} part layers and heads from 1 @param {Words} words */
function partText({ layer, head, mlp, embedding }, words) {
  if (embedding) return words.text('tour.part.embedding');
  return mlp ? words.text('tour.part.mlp', { layer }) : words.text('tour.part.head', { layer, head });
}

/** About how many letters a figure will take, before it is there. @param {string} fact */
export function widthOf(fact) {
  const [name] = fact.replace(/^before /, '').split(' ');
  if (['prob', 'attention', 'lens'].includes(name)) return 5;
  if (['next', 'token', 'generated', 'strongest-key', 'from-token', 'nearest', 'saliency'].includes(name)) return 3;
  if (['strongest-voter', 'strongest-head-voter', 'strongest-effect', 'text'].includes(name)) return 12;
  return name === 'positions' || name === 'rank' ? 1 : 4;
}

/** The name of an option in the page's language. */
import { wordOf } from '../../../ui/running-word.js';
import { words } from '../../../ui/words.js';
import { ownWords } from './options.js';
import { plainRich } from './plain-rich.js';

/** @param {import('./options.js').Option} option @returns {string} */
export function optionName({ kind, text = '', layer = 0, head = 0, sign, words: own }) {
  switch (kind) {
    case 'token':
    case 'next':
      return wordOf(text);
    case 'head':
      return words.text('tourAct.head', { layer, head });
    case 'sign':
      return words.text(sign === 1 ? 'tourAct.positive' : 'tourAct.negative');
    case 'other':
      return words.text('prediction.other');
    default:
      return ownText(own);
  }
}

/** The words of an option of the tour's own: plain, or rich as its other texts. @param {any} own */
function ownText(own) {
  const inLevel = ownWords(own, words.level);
  return typeof inLevel === 'string' ? inLevel : plainRich(inLevel, words.level, null).trim();
}

/** Whether a name is a token, which is the same in every language. @param {import('./options.js').Option} option */
export const isToken = ({ kind }) => kind === 'token' || kind === 'next';

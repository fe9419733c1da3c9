/** Tokens in readable form: invisible characters are written out, and right-to-left text does not affect its surroundings. */

/** Visible substitutes of common invisible characters. */
const UNSEEN = new Map([
  ['\n', '⏎'],
  ['\r', '␍'],
  ['\t', '⇥'],
]);
/** Control characters, zero-width characters, direction marks, and line separators. */
export const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\ud802-\ud803\ud83a-\ud83b][\udc00-\udfff]/;
const ISOLATE = '\u2068',
  END_ISOLATE = '\u2069';

/** Whether the tokens are whole words: then the space before one is no part of it. */
let areWords = false;

/** @param {import('./graph.js').Graph | null} graph of the model whose tokens are written from now on */
export function writeTokensOf(graph) {
  areWords = graph?.model.reads === 'words';
}

/**
 * @param {string} text
 * @param {boolean} [wholeWords] whether it is a token of a model that reads whole words; by default as the page's model does
 * @returns {string} with leading and trailing spaces and invisible characters made visible, and right-to-left text isolated
 */
export function tokenText(text, wholeWords = areWords) {
  if (text === '') return '∅';
  const seen = (wholeWords ? text.trim() : text)
    .replace(INVISIBLE, (c) => UNSEEN.get(c) ?? `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
    .replace(/^ +| +$/g, (spaces) => '␣'.repeat(spaces.length));
  return RIGHT_TO_LEFT.test(seen) ? ISOLATE + seen + END_ISOLATE : seen;
}

/** Whether a token is a special one, as for the beginning or end of a text or of a turn. @param {string} text */
export const isSpecial = (text) => /^(<\|.+\|>|<\/?s>|<(pad|unk|bos|eos)>|\[(INST|\/INST)\])$/.test(text.trim());

/** Whether a token consists of bytes that are not text by themselves. @param {string} text */
export const isBytes = (text) => /^(⟨[0-9A-F]{2}⟩)+$/.test(text);

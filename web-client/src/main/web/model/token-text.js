/** Tokens as people read them: what would not be seen is written out, and no text turns the line around it. */

/** What is written where a token holds nothing that can be seen. */
const UNSEEN = new Map([
  ['\n', '⏎'],
  ['\r', '␍'],
  ['\t', '⇥'],
]);
/** Controls, zero-width characters, marks of direction, and separators of lines. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\ud802-\ud803\ud83a-\ud83b][\udc00-\udfff]/;
const ISOLATE = '\u2068',
  END_ISOLATE = '\u2069';

/**
 * @param {string} text
 * @returns {string} spaces at its ends and all that is invisible made visible; what runs from right to left stands by itself
 */
export function tokenText(text) {
  if (text === '') return '∅';
  const seen = text
    .replace(INVISIBLE, (c) => UNSEEN.get(c) ?? `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
    .replace(/^ +| +$/g, (spaces) => '␣'.repeat(spaces.length));
  return RIGHT_TO_LEFT.test(seen) ? ISOLATE + seen + END_ISOLATE : seen;
}

/** Whether a token is no text but a mark of the model's own: where a text or a turn begins or ends. @param {string} text */
export const isSpecial = (text) => /^(<\|.+\|>|<\/?s>|<(pad|unk|bos|eos)>|\[(INST|\/INST)\])$/.test(text.trim());

/** Whether a token is only bytes that are no text. @param {string} text */
export const isBytes = (text) => /^(⟨[0-9A-F]{2}⟩)+$/.test(text);

/** The lines of a sentence that is broken between its words. Pure. */
import { parse } from '../../../ui/rich-text.js';

/**
 * @param {string} said with the markup of rich-text.js
 * @param {number} width px
 * @param {(text: string, isStrong: boolean) => number} measure width of a text, px: strong words are wider
 */
export function saidLines(said, width, measure) {
  const space = measure(' ', false);
  let lines = 1,
    used = 0;
  for (const word of wordsOf(said)) {
    const wide = word.reduce((sum, { text, isStrong }) => sum + measure(text, isStrong), 0),
      fits = used === 0 || used + space + wide <= width;
    used = fits && used > 0 ? used + space + wide : wide;
    if (!fits) lines++;
  }
  return lines;
}

/**
 * The lines themselves, of a sentence without markup.
 * @param {string} said
 * @param {number} width px
 * @param {(text: string) => number} measure width of a text, px
 */
export function brokenLines(said, width, measure) {
  /** @type {string[]} */
  const lines = [];
  for (const word of said.split(' ')) {
    const longer = `${lines[lines.length - 1]} ${word}`;
    if (lines.length > 0 && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** The words, each of one or more pieces: “**is**”, is three. @param {string} said */
function wordsOf(said) {
  /** @type {{text: string, isStrong: boolean}[][]} */
  const found = [[]];
  for (const { text, style } of parse(said))
    text.split(' ').forEach((piece, i) => {
      if (i > 0) found.push([]);
      if (piece !== '') found[found.length - 1].push({ text: piece, isStrong: style === 'strong' });
    });
  return found;
}

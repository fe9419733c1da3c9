/**
 * Makes the forms of a word comparable: a card says "the normalised columns" and, in German, "des normierten Stroms", where a label says
 * "Normierter Strom". Which endings a language has is in its strings files (`glossary.endings`), so that a language needs no code. Pure.
 */

/** The least that is left of a word: "is" and "es" are no endings of themselves. */
const LEAST = 3;

/**
 * @param {string} text  one or several words, without markup
 * @param {string[]} endings  of the language, in any order
 * @returns {string} in lower case, with single spaces; each word without the longest of the endings that it has
 */
export function stemOf(text, endings) {
  const longestFirst = [...endings].sort((one, other) => other.length - one.length);
  return text
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .map((word) => {
      const ending = longestFirst.find((each) => word.endsWith(each) && word.length - each.length >= LEAST);
      return ending ? word.slice(0, -ending.length) : word;
    })
    .join(' ');
}

/** The endings of the page's language; none until all its texts have loaded. @param {import('./words.js').Words} words @returns {string[]} */
export const endingsOf = (words) => words.table.glossary?.endings ?? [];

/** What of a beat is read aloud, sentence by sentence. Pure. */

/** Words a minute of somebody who reads for themselves. */
const WORDS_A_MINUTE = 170;
/** No sentence is shown shorter, ms. */
const LEAST_MS = 1500;
/** Abbreviations after which a sentence goes on, in the languages of the texts. */
const GOES_ON = /(?:(?:^|[\s.(„“])\p{L}|\b(?:bzw|ca|vgl|vs|Nr|No))\.$/u;

/** A text without what nobody says: marks of formulas and of emphasis. @param {string} text */
const spoken = (text) =>
  text
    .replace(/\\(?:text|mathrm|operatorname)\{([^}]*)\}/g, '$1')
    .replace(/\\[a-zA-Z]+/g, ' ')
    .replace(/[{}_^$\\]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** @param {string} text @returns {string[]} its sentences; none of a text without a letter or a figure */
export function sentencesOf(text) {
  /** @type {string[]} */
  const all = [];
  for (const part of spoken(text).split(/(?<=[.!?…][”“"’)]?)\s+(?=\S)/u)) {
    const before = all.at(-1);
    if (before !== undefined && GOES_ON.test(before)) all[all.length - 1] = `${before} ${part}`;
    else if (/[\p{L}\p{N}]/u.test(part)) all.push(part);
  }
  return all;
}

/** How long somebody reads a sentence, ms. @param {string} sentence */
export const readingMs = (sentence) => Math.max(LEAST_MS, (sentence.split(/\s+/).length * 60_000) / WORDS_A_MINUTE);

/** The first sentence that is read at a step of a beat with several. @param {number} at @param {number} steps @param {number} sentences */
export const firstAt = (at, steps, sentences) => Math.ceil((at * sentences) / steps);

/** The step of a beat at which a sentence is read: they are spread over its steps. @param {number} sentence index @param {number} steps @param {number} sentences */
export const stepAt = (sentence, steps, sentences) =>
  Math.min(steps - 1, Math.floor((sentence * steps) / Math.max(1, sentences)));

/**
 * Finds entries by what somebody types. Pure.
 *
 * @typedef {{name: string, others?: string[], keys?: string[]}} Searched  `others`: further texts, such as the name in English
 * @typedef {[from: number, to: number]} Stretch  of a name, in UTF-16 units
 */

/** What a hit costs, by how it was hit: the cheapest come first. */
const COST = { first: 0, word: 1, within: 3, typo: 6, other: 2 };
/** From so many letters on, a word is found within another one. */
const WITHIN = 3;
/** From so many letters on, one of them may be wrong, missing, too many or exchanged with the next. */
const TYPO = 4;

const LETTER = /[\p{L}\p{N}]/u;

/** Letters without accents, in lower case. @param {string} text */
export const folded = (text) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss').replaceAll('’', "'");

/** The words of a text, with their places. @param {string} text @returns {{word: string, from: number, to: number}[]} */
function wordsOf(text) {
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(({ 0: word, index }) => ({
    word: folded(word),
    from: index,
    to: index + word.length,
  }));
}

/**
 * How well an entry fits.
 * @param {Searched} entry @param {string} typed
 * @returns {{cost: number, hits: Stretch[]} | null} `hits`: what fits of the name; null if the entry does not fit
 */
export function fit({ name, others = [], keys = [] }, typed) {
  const asked = folded(typed).split(/\s+/).filter(Boolean);
  if (asked.length === 0) return { cost: 0, hits: [] };
  if (keys.length > 0 && folded(keys.join('')) === folded(typed).replace(/[\s+]/g, '')) return { cost: -1, hits: [] };
  const own = wordsOf(name),
    further = others.map(wordsOf);
  /** @type {Stretch[]} */
  const hits = [];
  let cost = 0;
  for (const word of asked.flatMap((each) => splitUp(each))) {
    const inName = hitOf(own, word),
      elsewhere = Math.min(Infinity, ...further.map((list) => (hitOf(list, word)?.cost ?? Infinity) + COST.other));
    if (inName && inName.cost <= elsewhere) hits.push(inName.at);
    const best = Math.min(inName?.cost ?? Infinity, elsewhere);
    if (best === Infinity) return null;
    cost += best;
  }
  return { cost, hits };
}

/** A typed word without what is no letter; kept whole if there is no other. @param {string} typed */
const splitUp = (typed) => (LETTER.test(typed) ? wordsOf(typed).map(({ word }) => word) : [typed]);

/** @param {ReturnType<typeof wordsOf>} list @param {string} typed @returns {{cost: number, at: Stretch} | null} */
function hitOf(list, typed) {
  /** @type {{cost: number, at: Stretch} | null} */
  let best = null;
  list.forEach(({ word, from, to }, i) => {
    const at = word.indexOf(typed);
    const cost =
      at === 0
        ? i === 0
          ? COST.first
          : COST.word
        : at > 0 && typed.length >= WITHIN
          ? COST.within
          : typed.length >= TYPO && isAlmost(word, typed)
            ? COST.typo
            : Infinity;
    if (cost >= (best?.cost ?? Infinity)) return;
    const start = from + Math.max(0, at);
    best = { cost, at: [start, at < 0 ? to : Math.min(to, start + typed.length)] };
  });
  return best;
}

/** Whether a word begins with what was typed but for one letter. @param {string} word @param {string} typed */
function isAlmost(word, typed) {
  return [0, 1, -1].some((by) => isOneOff(word.slice(0, typed.length + by), typed));
}

/** Whether two words differ by one letter: another one, one more, one less, or two that are exchanged. @param {string} a @param {string} b */
export function isOneOff(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  if (a.length !== b.length) return a.length > b.length ? a.slice(i + 1) === b.slice(i) : a.slice(i) === b.slice(i + 1);
  return (
    a.slice(i + 1) === b.slice(i + 1) || (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2))
  );
}

/**
 * The entries that fit, the best first; of those that fit alike, what can be done now, then what was chosen lately, then as they stand.
 * @template {Searched & {id: string, not?: string}} E
 * @param {E[]} entries @param {string} typed @param {string[]} recent ids, the newest first
 * @returns {{entry: E, hits: Stretch[]}[]}
 */
export function search(entries, typed, recent) {
  const place = (/** @type {E} */ { id }) => recent.indexOf(id) + 1 || Infinity;
  const later = (/** @type {number} */ a, /** @type {number} */ b) => (a === b ? 0 : a - b);
  return entries
    .flatMap((entry) => {
      const found = fit(entry, typed);
      return found ? [{ entry, ...found }] : [];
    })
    .sort(
      (a, b) =>
        a.cost - b.cost ||
        Number(Boolean(a.entry.not)) - Number(Boolean(b.entry.not)) ||
        later(place(a.entry), place(b.entry)),
    );
}

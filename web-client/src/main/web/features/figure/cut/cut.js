/**
 * How a text was cut, as the server tells it (docs/protocol.md, "How a text was cut"), and what of a word is shown. Pure.
 *
 * @typedef {{at: number, rule: number}} Join  `at`: index of the left part's first letter; `rule`: its number in the list, from 1
 * @typedef {{tokens: number[], pieces: string[]}} Form
 * @typedef {'merged' | 'whole' | 'mark' | 'other'} How
 * @typedef {{how: How, from: number, to: number, letters: string[], ends: number[], joins: Join[], forms?: Record<string, Form>}} Word
 *   `ends`: for each token, the index after its last letter
 * @typedef {{by: 'merges' | 'letters' | 'words' | 'other', rules: number, retold: boolean, words: Word[]}} Cut
 *
 * @typedef {{from: number, to: number}} Part  letters that stand together, by their indices
 * @typedef {Part & {left: Part, right: Part, rule: number}} Joined
 */

/** A letter, of which a word can have several. */
const LETTER = /^\p{L}$/u;
const BYTES = /(?:⟨[0-9A-F]{2}⟩)+/g;
/** Fewer letters are counted at a glance. */
const FEW = 3;

/** The first `count` joins of a word, each with its parts. @param {Word} word @param {number} [count] @returns {{joined: Joined[], parts: Part[]}} `parts`: what then stands side by side */
export function joinedOf({ letters, joins }, count = joins.length) {
  /** @type {Part[]} */
  const parts = letters.map((_, i) => ({ from: i, to: i + 1 }));
  const joined = joins.slice(0, count).map(({ at, rule }) => {
    const i = parts.findIndex(({ from }) => from === at);
    const [left, right] = parts.slice(i, i + 2);
    const part = { from: left.from, to: right.to, left, right, rule };
    parts.splice(i, 2, part);
    return part;
  });
  return { joined, parts };
}

/** The word that is shown unless somebody chooses one: the one with the most joins, else with the most letters. @param {Cut} cut @returns {number} its index */
export function tellingWord({ words }) {
  const weight = (/** @type {Word} */ { how, joins, letters }) =>
    (how === 'mark' ? 0 : 1e6) + joins.length * 1e3 + letters.length;
  const weights = words.map(weight);
  return weights.indexOf(Math.max(...weights));
}

/** The text of letters: bytes that make a character are written as it. @param {string[]} letters @param {Part} part */
export function textOf(letters, { from, to }) {
  return letters
    .slice(from, to)
    .join('')
    .replace(BYTES, (bytes) => characterOf(bytes) ?? bytes);
}

/** @param {string} bytes such as ⟨C3⟩⟨A9⟩ @returns {string | null} */
function characterOf(bytes) {
  const values = [...bytes.matchAll(/[0-9A-F]{2}/g)].map(([hex]) => parseInt(hex, 16));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(values));
  } catch {
    return null;
  }
}

/** Whether some of what is joined is a byte of a letter. @param {Word} word */
export const hasBytes = ({ letters }) => letters.some((letter) => letter.startsWith('⟨'));

/** A word's tokens, as parts. @param {Word} word @returns {Part[]} */
export const tokensOf = ({ ends }) => ends.map((to, i) => ({ from: ends[i - 1] ?? 0, to }));

/**
 * The letter that is hard to count: the most frequent one, and of equal ones the first.
 * @param {Word} word
 * @returns {{letter: string, at: boolean[], counts: number[]} | null} `at`: which letters are it; `counts`: how many each token has;
 *   null if no letter is there twice
 */
export function countedIn(word) {
  const small = word.letters.map((letter) => letter.toLowerCase());
  const count = (/** @type {string} */ letter) => small.filter((each) => each === letter).length;
  const letters = small.filter((letter) => LETTER.test(letter));
  const [letter] = [...letters].sort((a, b) => count(b) - count(a));
  if (letters.length < FEW || count(letter) < 2) return null;
  const at = small.map((each) => each === letter);
  return { letter, at, counts: tokensOf(word).map(({ from, to }) => at.slice(from, to).filter(Boolean).length) };
}

/**
 * The other spellings, in their order. A spelling whose tokens are another one's is not in the list: its name is.
 * @param {Word} word
 * @returns {[name: string, form: Form][]}
 */
export function formsOf({ forms = {} }) {
  const listed = Object.entries(forms);
  if (listed.length === 1) return [['any', listed[0][1]]];
  return listed.map(([name, form]) => [name === 'space' && !forms.start ? 'spaceOrStart' : name, form]);
}

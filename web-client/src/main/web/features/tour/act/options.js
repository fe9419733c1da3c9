/**
 * The options of an act or a check. Those of tokens, next tokens and heads come from the run and the model's graph, never from a file.
 * Pure.
 *
 * @typedef {{choose?: string | string[], do?: string, options?: {id: string, text: any}[], count?: number, layer?: number, right?: string | {id: string, if: any}[], until?: any,
 *   show?: any, question: any, hints?: any[], rightText?: any, wrongText?: any, done?: any}} Act
 * @typedef {object} Option
 * @property {string} id
 * @property {'token' | 'next' | 'other' | 'head' | 'sign' | 'own'} kind
 * @property {string} [text]       of a token
 * @property {number} [token]      id of the next token
 * @property {number} [p]          probability of the next token
 * @property {number} [position]   of a token in the text, from 0
 * @property {number} [layer]      of a head, from 1
 * @property {number} [head]       from 1
 * @property {1 | -1} [sign]
 * @property {any} [words]         of an option of the tour's own: one text, or one for each level
 */

/** How many next tokens are options, if the tour does not say. */
const NEXT = 4;
/** More options than these have no key of their own. */
export const KEYS = 9;

/** The keys that a question takes: a figure for each option; Enter, which tells, once one is chosen. @param {import('./asking.js').Asking} asking */
export const keysOf = ({ options, answer, told }) =>
  told ? [] : [...options.slice(0, KEYS).map((_, i) => String(i + 1)), ...(answer ? ['Enter'] : [])];

/**
 * @param {Act} act
 * @param {{text: string[], next: {token: number, text: string, p: number}[]}} run
 * @param {{sizes: Record<string, number>}} graph
 * @param {string} locale whose order of letters next tokens take
 * @returns {Option[]} empty if this run has none
 */
export function optionsOf(act, run, graph, locale) {
  if (act.options?.length) return act.options.map(({ id, text }) => ({ id, kind: 'own', words: text }));
  switch (act.choose) {
    case 'tokens':
      return run.text
        .slice(0, askedFrom(act.right, run.text.length))
        .map((text, position) => ({ id: String(position + 1), kind: 'token', text, position }));
    case 'next':
      return nextTokens(run, graph, act.count ?? NEXT, locale);
    case 'heads':
      return heads(graph.sizes, act.layer);
    case 'signs':
      return [
        { id: 'positive', kind: 'sign', sign: 1 },
        { id: 'negative', kind: 'sign', sign: -1 },
      ];
    default:
      return [];
  }
}

/** The position that a fact asks about, from 1: a token reads those up to itself. @param {Act['right']} fact @param {number} positions */
function askedFrom(fact, positions) {
  const from = /\bfrom (first|last|\d+)\b/.exec(String(fact))?.[1] ?? 'last';
  if (from === 'first') return 1;
  return from === 'last' ? positions : Math.min(positions, Math.max(1, Number(from)));
}

/**
 * @param {{text: string[], next: {token: number, text: string, p: number}[]}} of @param {{sizes: Record<string, number>}} of @param {number} count @param {string} locale
 * @returns {Option[]} the most probable tokens in the order of a dictionary, and all others together
 */
function nextTokens({ next }, { sizes }, count, locale) {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  /** @type {Option[]} */
  const named = next
    .slice(0, count)
    .map(({ token, text, p }) => ({ id: `token ${token}`, kind: 'next', token, text, p }));
  named.sort((a, b) => compare(String(a.text).trim(), String(b.text).trim()));
  if (named.length === 0 || sizes.d_vocab <= named.length) return named;
  return [...named, { id: 'other', kind: 'other', p: Math.max(0, 1 - named.reduce((sum, { p = 0 }) => sum + p, 0)) }];
}

/** @param {Record<string, number>} sizes @param {number} [only] a layer, from 1 @returns {Option[]} */
function heads({ n_layers: layers, n_heads: count }, only) {
  const named = only === undefined ? Array.from({ length: layers }, (_, i) => i + 1) : [only];
  return named.flatMap((layer) =>
    Array.from(
      { length: count },
      (_, i) => /** @type {Option} */ ({ id: `${layer}.${i + 1}`, kind: 'head', layer, head: i + 1 }),
    ),
  );
}

/** The text of an option of the tour's own in a level: plain, or blocks. @param {any} words @param {string} level */
export const ownWords = (words, level) =>
  typeof words === 'string' || Array.isArray(words) ? words : (words?.[level] ?? words?.developer ?? '');

/**
 * At most so many options, for a question to a room: the right one, and of the others those with the most, in their order.
 * @param {Option[]} options @param {number} right index @param {number[]} sizes of each option; empty if nothing is measured of them @param {number} most
 * @returns {Option[]}
 */
export function fewOf(options, right, sizes, most) {
  if (options.length <= most) return options;
  const order = options
    .map((_, i) => i)
    .sort(
      (a, b) => Number(b === right) - Number(a === right) || Math.abs(sizes[b] ?? 0) - Math.abs(sizes[a] ?? 0) || b - a,
    );
  const kept = new Set(order.slice(0, most));
  return options.filter((_, i) => kept.has(i));
}

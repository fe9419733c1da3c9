/**
 * The numbers of the hall's answer: per cent with one decimal, and what is left is 100 minus what is shown, so that every column of
 * figures sums to 100. Pure.
 *
 * @typedef {{amount: number, sign: '' | '<' | '>'}} Share  per cent
 * @typedef {{kind: 'token' | 'others' | 'leftOut', text: string, count: number, drawn: boolean, shares: Share[]}} Row  `text` of a token,
 *   `count` of the others
 * @typedef {{from: number, to: number, text: string, kind: 'token' | 'others' | 'drawn' | 'leftOut'}} Piece  `from` and `to` in [0, 1]
 */
import { FEW } from '../../ui/few.js';
import { percentages } from '../../ui/shares.js';

/** Tenths of a per cent. */
const WHOLE = 1000;
/** Tokens that have a row of their own when one is drawn. */
const NAMED = 3;

/** @param {number} p @returns {Share} */
const share = (p) => percentages([p], 1, false)[0];

/**
 * Shares that sum to 100: those of the named tokens are rounded, and the remainder is that of all others.
 *
 * @param {number[]} named probabilities
 * @param {number | null} rest probability of all others; null if there are none
 * @returns {Share[]} of the named tokens, then of the others
 */
export function sharesOf(named, rest) {
  if (rest === null) return percentages(named, 1, true);
  const shares = named.map(share);
  const left = shares.reduce((sum, { sign, amount }) => sum - (sign === '<' ? 0 : sign === '>' ? WHOLE : Math.round(amount * 10)), WHOLE);
  if (left < 0) return percentages([...named, rest], 1, true);
  return [...shares, left === 0 && rest > 0 ? { sign: '<', amount: 0.1 } : { sign: '', amount: left / 10 }];
}

/**
 * The most probable tokens as bars.
 *
 * @param {{token: number, text: string, p: number}[]} next most probable first
 * @param {number} size of the vocabulary
 * @param {number} most bars of tokens at most
 * @returns {{rows: {text: string, p: number, share: Share}[], rest: {count: number, p: number, share: Share} | null}}
 */
export function barsOf(next, size, most) {
  const named = next.slice(0, size <= FEW ? size : most);
  const count = size - named.length;
  const p = Math.max(0, 1 - named.reduce((sum, each) => sum + each.p, 0));
  const shares = sharesOf(
    named.map((each) => each.p),
    count === 0 ? null : p,
  );
  return {
    rows: named.map((each, i) => ({ text: each.text, p: each.p, share: shares[i] })),
    rest: count === 0 ? null : { count, p, share: shares[named.length] },
  };
}

/**
 * The stages of a sampling that change the probabilities, for the columns of the table.
 *
 * @param {any} distribution of the protocol
 * @returns {('model' | 'temperature' | 'draw')[]}
 */
export const columnsOf = ({ sampling, vocabulary, drawable }) => [
  'model',
  ...(sampling.temperature === 1 ? [] : [/** @type {const} */ ('temperature')]),
  ...(drawable.count === vocabulary ? [] : [/** @type {const} */ ('draw')]),
];

/** The index of a column's stage in the protocol's lists. */
const STAGE = { model: 0, temperature: 1, draw: 3 };

/**
 * The table of a draw: a row for each named token, one for the others that could be drawn, and one for those that are left out. The
 * drawn token has a row.
 *
 * @param {any} distribution of the protocol
 * @returns {{columns: ('model' | 'temperature' | 'draw')[], rows: Row[]}}
 */
export function tableOf(distribution) {
  const { top, drawn, drawable, vocabulary } = distribution;
  const columns = columnsOf(distribution);
  const few = vocabulary <= FEW;
  const kept = few ? top : top.filter(({ p }) => p[STAGE.draw] > 0);
  const named = kept.slice(0, few ? vocabulary : NAMED);
  if (!named.some(({ token }) => token === drawn.token)) named.splice(NAMED - 1, 1, drawn);
  const others = few ? 0 : drawable.count - named.length;
  const leftOut = few ? 0 : vocabulary - drawable.count;
  /** @type {Row[]} */
  const rows = named.map(({ token, text }) => ({ kind: 'token', text, count: 1, drawn: token === drawn.token, shares: [] }));
  if (others > 0) rows.push({ kind: 'others', text: '', count: others, drawn: false, shares: [] });
  if (leftOut > 0) rows.push({ kind: 'leftOut', text: '', count: leftOut, drawn: false, shares: [] });
  for (const column of columns) {
    const at = STAGE[column];
    const shown = named.map(({ p }) => p[at]);
    const rest = Math.max(0, drawable.p[at] - shown.reduce((/** @type {number} */ sum, /** @type {number} */ p) => sum + p, 0));
    const cut = leftOut > 0 ? [Math.max(0, 1 - drawable.p[at])] : [];
    // What is left over by rounding belongs to the others, or if there are none to those that are left out.
    const shares = others > 0 ? sharesOf([...shown, ...cut], rest) : sharesOf(shown, leftOut > 0 ? cut[0] : null);
    if (others > 0) shares.splice(shown.length, 0, /** @type {Share} */ (shares.pop()));
    rows.forEach((row, i) => row.shares.push(shares[i]));
  }
  return { columns, rows };
}

/**
 * The strip from 0 to 1 after the temperature: the tokens that can be drawn in descending order, then those that are left out; and
 * the place of the draw, which is the random number, as the former divide [0, 1) among them.
 *
 * @param {any} distribution of the protocol
 * @returns {{pieces: Piece[], needle: number}}
 */
export function stripOf({ top, drawn, drawable }) {
  const all = drawable.p[STAGE.temperature];
  /** @type {Piece[]} */
  const pieces = [];
  let to = 0;
  for (const { token, text, p } of top) {
    if (p[STAGE.draw] === 0) continue;
    const from = to;
    to += p[STAGE.temperature];
    pieces.push({ from, to, text, kind: token === drawn.token ? 'drawn' : 'token' });
  }
  if (pieces.length < drawable.count) pieces.push({ from: to, to: all, text: '', kind: 'others' });
  if (!pieces.some(({ kind }) => kind === 'drawn')) pieces.push({ from: drawn.from * all, to: drawn.to * all, text: drawn.text, kind: 'drawn' });
  if (all < 1) pieces.push({ from: all, to: 1, text: '', kind: 'leftOut' });
  return { pieces, needle: drawn.u * all };
}

/** A most probable token below this share left a choice. */
const CERTAIN = 0.9;

/** Whether another token might well have come, or does. @param {{token: number, p: number}[]} next the most probable first @param {{token: number} | null} drawn what comes; null until it is known */
export const isChoice = ([first], drawn) => first !== undefined && (first.p < CERTAIN || (drawn !== null && drawn.token !== first.token));

/**
 * The numbers of the hall's answer. Pure.
 *
 * @typedef {{kind: 'token' | 'others' | 'leftOut', text: string, count: number, drawn: boolean, shares: number[]}} Row  `text` of a token,
 *   `count` of the others
 * @typedef {{from: number, to: number, text: string, kind: 'token' | 'others' | 'drawn' | 'leftOut'}} Piece  `from` and `to` in [0, 1]
 */
import { FEW } from '../../ui/few.js';

/** Tokens that have a row of their own when one is drawn. */
const NAMED = 3;

/**
 * The most probable tokens as bars.
 *
 * @param {{token: number, text: string, p: number}[]} next most probable first
 * @param {number} size of the vocabulary
 * @param {number} most bars of tokens at most
 * @returns {{rows: {text: string, p: number}[], rest: {count: number, p: number} | null}}
 */
export function barsOf(next, size, most) {
  const named = next.slice(0, size <= FEW ? size : most);
  const count = size - named.length;
  const p = Math.max(0, 1 - named.reduce((sum, each) => sum + each.p, 0));
  return { rows: named.map((each) => ({ text: each.text, p: each.p })), rest: count === 0 ? null : { count, p } };
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
  const rows = named.map(({ token, text }) => ({
    kind: 'token',
    text,
    count: 1,
    drawn: token === drawn.token,
    shares: [],
  }));
  if (others > 0) rows.push({ kind: 'others', text: '', count: others, drawn: false, shares: [] });
  if (leftOut > 0) rows.push({ kind: 'leftOut', text: '', count: leftOut, drawn: false, shares: [] });
  for (const column of columns) {
    const at = STAGE[column];
    const shown = named.map(({ p }) => p[at]);
    const rest = Math.max(
      0,
      drawable.p[at] - shown.reduce((/** @type {number} */ sum, /** @type {number} */ p) => sum + p, 0),
    );
    const shares = [...shown, ...(others > 0 ? [rest] : []), ...(leftOut > 0 ? [Math.max(0, 1 - drawable.p[at])] : [])];
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
  if (!pieces.some(({ kind }) => kind === 'drawn'))
    pieces.push({ from: drawn.from * all, to: drawn.to * all, text: drawn.text, kind: 'drawn' });
  if (all < 1) pieces.push({ from: all, to: 1, text: '', kind: 'leftOut' });
  return { pieces, needle: drawn.u * all };
}

/** A most probable token below this share left a choice. */
const CERTAIN = 0.9;

/** Whether another token might well have come, or does. @param {{token: number, p: number}[]} next the most probable first @param {{token: number} | null} drawn what comes; null until it is known */
export const isChoice = ([first], drawn) =>
  first !== undefined && (first.p < CERTAIN || (drawn !== null && drawn.token !== first.token));

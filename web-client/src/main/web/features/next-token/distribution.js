/**
 * The distribution over the tokens that may come next, for all who show it: the panel, the hall, questions, figures and captions. Its
 * numbers are asked of the server, whose answers never change, so they are cached by address; all else here is pure.
 *
 * @typedef {object} Distribution  of docs/protocol.md; each `p` has a probability for each stage
 * @property {{name: string, kept: number, rest: {count: number, p: number}}[]} stages
 * @property {Token[]} top
 * @property {{count: number, p: number[]}} drawable
 * @property {Token & {u: number, from: number, to: number}} drawn
 * @property {import('../../live/conductor.js').Sampling} sampling
 * @property {number} vocabulary
 *
 * @typedef {{token: number, text: string, p: number[]}} Token
 *
 * @typedef {object} Comparison  of two models, likewise; each `p` and `kl` has a number for either
 * @property {{token: number, text: string, p: [number, number]}[]} top
 * @property {{count: number, p: [number, number]}} rest
 * @property {[number, number]} kl
 *
 * @typedef {import('../../model/trace.js').Trace} Trace
 * @typedef {{token: number, text: string, before: number, p: number, drawn: boolean}} Row
 * @typedef {{rows: Row[], rest: {count: number, before: number, p: number}, kept: number}} Choice
 * @typedef {{kind: 'token' | 'others' | 'leftOut', text: string, count: number, drawn: boolean, shares: number[]}} TableRow  `text` of a
 *   token, `count` of the others
 * @typedef {{from: number, to: number, text: string, kind: 'token' | 'others' | 'drawn' | 'leftOut'}} Piece  `from` and `to` in [0, 1]
 */
import { DebouncedRequest } from '../../live/debounced-request.js';
import { getJson } from '../../live/http.js';
import { tokenText } from '../../model/token-text.js';
import { shareText } from '../../ui/rounding.js';

const MOST_KEPT = 30;
/** A vocabulary of at most this many tokens is shown whole in the hall. */
const FEW = 4;
/** Tokens that have a row of their own in the hall's table when one is drawn. */
const NAMED = 3;
/** A most probable token below this share left a choice. */
const CERTAIN = 0.9;
/** The index of a table column's stage in the protocol's lists. */
const STAGE = { model: 0, temperature: 1, draw: 3 };

/**
 * Takes addresses as keys. No error is shown, since the run has brought the most probable tokens.
 *
 * @param {() => void} changed called when the wanted answer has arrived
 * @template Answer
 * @returns {DebouncedRequest<Answer>}
 */
export const choiceSource = (changed) => new DebouncedRequest(getJson, changed, { most: MOST_KEPT, again: true });

/** @param {string} trace @param {import('../../live/conductor.js').Sampling} sampling */
export function distributionPath(trace, { temperature, topK, topP, seed }) {
  const asked = new URLSearchParams(
    Object.entries({ temperature, topK, topP, seed }).map(([name, value]) => [name, String(value)]),
  );
  return `/api/traces/${encodeURIComponent(trace)}/distribution?${asked}`;
}

/** @param {string} trace @param {string} other */
export const comparisonPath = (trace, other) =>
  `/api/traces/${encodeURIComponent(trace)}/compare/${encodeURIComponent(other)}`;

/** The sum of one of several probabilities of tokens. @param {{p: number[]}[]} tokens @param {number} at which one */
const sumOf = (tokens, at) => tokens.reduce((sum, { p }) => sum + p[at], 0);

/** The probability that the named tokens leave to all others. @param {{p: number}[]} tokens */
export const remainderOf = (tokens) =>
  Math.max(
    0,
    tokens.reduce((left, { p }) => left - p, 1),
  );

/**
 * The rows of the panel "What comes next?": a small vocabulary whole and in its own order, otherwise the most probable tokens first.
 *
 * @param {Trace} trace
 * @param {import('../../model/graph.js').Graph} graph
 * @param {import('../../ui/words.js').Words} words
 * @param {number} limit
 * @returns {{token: number, text: string, p: number, written: string, best: boolean}[]}
 */
export function nextRows({ next }, graph, words, limit) {
  const rows = next.map(({ token, text, p }, i) => ({
    token,
    text: tokenText(text),
    p,
    written: shareText(p, words),
    best: i === 0,
  }));
  if (next.length === graph.sizes.d_vocab && rows.length <= limit) rows.sort((a, b) => a.token - b.token);
  return rows.slice(0, limit);
}

/**
 * The most probable tokens as the hall's bars.
 *
 * @param {{token: number, text: string, p: number}[]} next most probable first
 * @param {number} size of the vocabulary
 * @param {number} most bars of tokens at most
 * @returns {{rows: {text: string, p: number}[], rest: {count: number, p: number} | null}}
 */
export function barsOf(next, size, most) {
  const rows = next.slice(0, size <= FEW ? size : most).map(({ text, p }) => ({ text, p }));
  const count = size - rows.length;
  return { rows, rest: count === 0 ? null : { count, p: remainderOf(rows) } };
}

/** Whether another token might well have come, or does. @param {{token: number, p: number}[]} next the most probable first @param {{token: number} | null} drawn what comes; null until it is known */
export const isChoice = ([first], drawn) =>
  first !== undefined && (first.p < CERTAIN || (drawn !== null && drawn.token !== first.token));

/**
 * The stages that take effect under a sampling. The first is the model's own distribution.
 *
 * @param {import('../../live/conductor.js').Sampling} sampling
 * @returns {number[]} indices into the protocol's stages
 */
export const stagesOf = ({ temperature, topK, topP }) => [
  0,
  1,
  ...(temperature > 0 && topK > 0 ? [2] : []),
  ...(temperature > 0 && topP < 1 ? [3] : []),
];

/**
 * The distribution after one stage of the sampling, with the probabilities before it for comparison.
 *
 * @param {Distribution} distribution
 * @param {number} stage index into the protocol's stages; 0: the model's own distribution
 * @param {number} most rows at most
 * @returns {Choice}
 */
export function choiceAt({ top, stages, drawn }, stage, most) {
  const before = Math.max(0, stage - 1);
  const others = top.slice(most);
  return {
    rows: top.slice(0, most).map(({ token, text, p }) => ({
      token,
      text,
      before: p[before],
      p: p[stage],
      drawn: token === drawn?.token,
    })),
    rest: {
      count: stages[stage].rest.count + others.filter(({ p }) => p[stage] > 0).length,
      before: stages[before].rest.p + sumOf(others, before),
      p: stages[stage].rest.p + sumOf(others, stage),
    },
    kept: stages[stage].kept,
  };
}

/**
 * The distributions of two models, token by token.
 *
 * @param {Comparison} comparison
 * @param {number} most rows at most
 * @returns {{rows: {token: number, text: string, p: [number, number]}[], rest: {count: number, p: [number, number]}}}
 */
export function comparedRows({ top, rest }, most) {
  const others = top.slice(most);
  return {
    rows: top.slice(0, most).map(({ token, text, p }) => ({ token, text, p })),
    rest: {
      count: rest.count + others.length,
      p: [rest.p[0] + sumOf(others, 0), rest.p[1] + sumOf(others, 1)],
    },
  };
}

/**
 * The stages of a sampling that change the probabilities, for the columns of the hall's table.
 *
 * @param {Distribution} distribution
 * @returns {('model' | 'temperature' | 'draw')[]}
 */
const columnsOf = ({ sampling, vocabulary, drawable }) => [
  'model',
  ...(sampling.temperature === 1 ? [] : [/** @type {const} */ ('temperature')]),
  ...(drawable.count === vocabulary ? [] : [/** @type {const} */ ('draw')]),
];

/**
 * The hall's table of a draw: a row for each named token, one for the others that could be drawn, and one for those that are left out.
 * The drawn token has a row.
 *
 * @param {Distribution} distribution
 * @returns {{columns: ('model' | 'temperature' | 'draw')[], rows: TableRow[]}}
 */
export function tableOf(distribution) {
  const { top, drawn, drawable, vocabulary } = distribution;
  const columns = columnsOf(distribution);
  const few = vocabulary <= FEW;
  const kept = few ? top : top.filter(({ p }) => p[STAGE.draw] > 0);
  const named = kept.slice(0, few ? vocabulary : NAMED);
  if (!named.some(({ token }) => token === drawn.token)) named.splice(NAMED - 1, 1, drawn);
  /** @param {TableRow['kind']} kind @param {string} text @param {number} count @param {boolean} isDrawn @param {(at: number) => number} share */
  const row = (kind, text, count, isDrawn, share) => ({
    kind,
    text,
    count,
    drawn: isDrawn,
    shares: columns.map((column) => Math.max(0, share(STAGE[column]))),
  });
  const rows = named.map(({ token, text, p }) => row('token', text, 1, token === drawn.token, (at) => p[at]));
  const others = drawable.count - named.length,
    leftOut = vocabulary - drawable.count;
  if (!few && others > 0) rows.push(row('others', '', others, false, (at) => drawable.p[at] - sumOf(named, at)));
  if (!few && leftOut > 0) rows.push(row('leftOut', '', leftOut, false, (at) => 1 - drawable.p[at]));
  return { columns, rows };
}

/**
 * The strip from 0 to 1 after the temperature: the tokens that can be drawn in descending order, then those that are left out; and
 * the place of the draw, which is the random number, as the former divide [0, 1) among them.
 *
 * @param {Distribution} distribution
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

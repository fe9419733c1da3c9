/**
 * The votes of direct logit attribution as rows that add up, and as a map. Pure.
 *
 * @typedef {import('../measured.js').About} About
 * @typedef {About & {attribution: {part: string, a: number, a_minus_b: number}[], sum: number, neurons: Neurons | null, tokens?: ReadTokens}} Attribution
 *   `neurons`: null for a changed MLP; `tokens`: of an opened head
 * @typedef {{layer: number, top: {neuron: number, a_minus_b: number}[], sum: number}} Neurons  `top`: the strongest; `sum`: of all
 * @typedef {{layer: number, head: number, a_minus_b: number[], pattern: number[]}} ReadTokens  by position
 *
 * @typedef {{layer: number, head: number | null}} Writer  a head, or the MLP of its layer
 *
 * @typedef {object} Vote
 * @property {string} part
 * @property {number} value  what it adds to the difference
 * @property {number | null} layer  from 0
 * @property {number | null} head   from 0
 * @property {'embedding' | 'head' | 'mlp' | 'expert' | 'bias' | 'end' | 'rounding'} kind
 *
 * @typedef {object} Row
 * @property {Vote[]} votes  in the machine's order
 * @property {number} value  their sum
 */

import { ALL } from '../question.js';
import { writtenRows } from '../../../ui/rounded-sums.js';

const PART =
  /^blocks\.(\d+)\.(?:attn\.hook_result\[(\d+)\]|(attn\.b_O)|mlp\.hook_expert_result\[(\d+)\]|(hook_mlp_out))/;

/** @param {Pick<Attribution, 'attribution'>} answer @returns {Vote[]} */
export const votesOf = ({ attribution }) =>
  attribution.map(({ part, a_minus_b: value }, i) => {
    const [found, layer, head, bias, expert] = PART.exec(part) ?? [];
    if (!found)
      return { part, value, layer: null, head: null, kind: i < 2 && part.startsWith('hook_') ? 'embedding' : 'end' };
    return {
      part,
      value,
      layer: Number(layer),
      head: (head ?? expert) === undefined ? null : Number(head ?? expert),
      kind: head !== undefined ? 'head' : bias ? 'bias' : expert !== undefined ? 'expert' : 'mlp',
    };
  });

/**
 * At most so many rows in the machine's order: the strongest votes, and what stands between two of them together. Parts that add
 * nothing, as biases that a model does not have, are in no row, unless they must have one.
 *
 * @param {Vote[]} all @param {number} most @param {Vote[]} [always] votes that have a row in any case, such as an opened one; there may be more rows then
 * @returns {Row[]}
 */
export function rowsOf(all, most, always = []) {
  const votes = all.filter((vote) => vote.value !== 0 || always.includes(vote));
  const byStrength = [...votes].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  let rows = grouped(votes, new Set(always));
  for (let shown = 1; shown <= votes.length; shown++) {
    const next = grouped(votes, new Set([...always, ...byStrength.slice(0, shown)]));
    if (next.length <= most) rows = next;
  }
  return rows;
}

/**
 * {@link rowsOf} with their figures, which add up to the written total: what rounding leaves is a row of its own.
 * @param {Vote[]} all @param {number} most rows, with that one @param {Vote[]} always @param {number} total @param {number} digits behind the point
 * @returns {(Row & {figure: number})[]}
 */
export function writtenVotes(all, most, always, total, digits) {
  const rounding = (/** @type {number} */ left) => ({
    votes: [{ part: '', value: left, layer: null, head: null, kind: /** @type {const} */ ('rounding') }],
    value: left,
  });
  const rowsIn = (/** @type {number} */ count) => writtenRows(rowsOf(all, count, always), total, digits, rounding);
  const rows = rowsIn(most);
  return rows.length > most ? rowsIn(most - 1) : rows;
}

/** @param {Vote[]} votes @param {Set<Vote>} alone those with a row of their own @returns {Row[]} */
function grouped(votes, alone) {
  /** @type {Row[]} */
  const rows = [];
  let isOpen = false;
  for (const vote of votes) {
    if (isOpen && !alone.has(vote)) /** @type {Row} */ (rows.at(-1)).votes.push(vote);
    else rows.push({ votes: [vote], value: 0 });
    isOpen = !alone.has(vote);
  }
  for (const row of rows) row.value = row.votes.reduce((sum, { value }) => sum + value, 0);
  return rows;
}

/**
 * Where each bar begins and ends, from the sum before it to the sum behind it, and the range of all.
 * @param {number[]} values
 */
export function waterfall(values) {
  let at = 0;
  const bars = values.map((value) => {
    const from = at;
    at += value;
    return { from, to: at };
  });
  const ends = [0, ...bars.map(({ to }) => to)];
  return { bars, least: Math.min(...ends), most: Math.max(...ends) };
}

/** The map: by layer the votes of its heads, and of its MLP. @param {Vote[]} votes @returns {{heads: Vote[], mlp: Vote | null}[]} */
export function mapOf(votes) {
  /** @type {{heads: Vote[], mlp: Vote | null}[]} */
  const layers = [];
  for (const vote of votes) {
    if (vote.layer === null || (vote.kind !== 'head' && vote.kind !== 'mlp')) continue;
    layers[vote.layer] ??= { heads: [], mlp: null };
    if (vote.kind === 'head') layers[vote.layer].heads[Number(vote.head)] = vote;
    else layers[vote.layer].mlp = vote;
  }
  return layers;
}

/**
 * The opened part: its layer, and its head, or null for the MLP; null for none. A tour's scene, which knows no votes, opens the head
 * that votes most by `part=voter`.
 *
 * @param {Record<string, string>} opened @param {Vote[]} votes @returns {Writer | null}
 */
export function openedOf({ layer, head, part }, votes) {
  if (/^\d+$/.test(layer ?? '')) return { layer: Number(layer), head: /^\d+$/.test(head ?? '') ? Number(head) : null };
  if (part !== 'voter') return null;
  const [voter] = votes.filter(({ kind }) => kind === 'head').sort((a, b) => b.value - a.value);
  return voter ? { layer: Number(voter.layer), head: voter.head } : null;
}

const NAMED = /^(?:before )?attribution (?:head (\d+)\.(\d+)|mlp (\d+)|head (voter))\b/;

/**
 * The votes that a tour's beat names: a reader of the beat's text looks for their rows.
 * @param {string[]} facts of the beat @param {Vote[]} votes @returns {Vote[]}
 */
export function namedIn(facts, votes) {
  return facts.flatMap((fact) => {
    const [found, layer, head, mlp, voter] = NAMED.exec(fact) ?? [];
    if (!found) return [];
    return voteOf(
      votes,
      voter
        ? openedOf({ part: voter }, votes)
        : { layer: Number(layer ?? mlp) - 1, head: head === undefined ? null : Number(head) - 1 },
    );
  });
}

/** The vote of a head, or of an MLP; none if there is no such part. @param {Vote[]} votes @param {Writer | null} part @returns {Vote[]} */
export const voteOf = (votes, part) =>
  part === null
    ? []
    : votes.filter(
        ({ layer, head, kind }) => (kind === 'head' || kind === 'mlp') && layer === part.layer && head === part.head,
      );

/** Of a map: the lowest and highest cell, what stands above and below the cells, and from which height on a cell has a figure, px. */
const CELL = { least: 15, most: 44, hall: 8 },
  AROUND = 90,
  GAP = 2,
  FIGURE = 26;
/** Which part of the area's height the map has, alone and below an opened part. */
const SHARE = { alone: 0.9, opened: 0.45 };
/** A column's number needs so much width, px. */
const LABEL = { normal: 16, hall: 44 };

/**
 * How a map of layers by parts is laid out: a row for each layer where they all fit, otherwise a column for each.
 *
 * @param {number} layers @param {number} parts of a layer
 * @param {{width: number, height: number, hall: boolean}} area px @param {boolean} isOpened whether a part is opened above it
 * @returns {{across: boolean, height: number, labels: number, isNamed: boolean}} `height`: of a cell, px; `labels`: every so many columns have a
 *   number; `isNamed`: whether cells have figures
 */
export function mapSize(layers, parts, { width, height, hall }, isOpened) {
  const room = height * (isOpened ? SHARE.opened : SHARE.alone) - AROUND;
  const of = (/** @type {number} */ rows) => Math.round(Math.min(CELL.most, Math.max(CELL.least, room / rows - GAP)));
  const across = layers > parts && (hall || room / layers - GAP < CELL.least);
  if (!across) return { across, height: of(layers), labels: 1, isNamed: true };
  const column = width / ((hall ? 1 : 2) * layers) - GAP;
  const labels = [1, 2, 5, 10, 20].find((every) => every * column >= (hall ? LABEL.hall : LABEL.normal)) ?? 50;
  return { across, height: hall ? CELL.hall : Math.min(FIGURE, of(parts)), labels, isNamed: column >= FIGURE && !hall };
}

/**
 * The logits of both tokens as bars from zero, in per cent of the width.
 * @param {Pick<About, 'logit_a' | 'logit_difference' | 'b'>} answer `b`: ALL if the token is compared with all others, which have no logit
 * @returns {{of: 'a' | 'b', value: number, from: number, to: number, zero: number}[]}
 */
export function leadBars({ logit_a: a, logit_difference: by, b }) {
  const values = b === ALL ? [a] : [a, a - by];
  const least = Math.min(0, ...values),
    range = Math.max(0, ...values) - least || 1;
  const at = (/** @type {number} */ value) => (100 * (value - least)) / range;
  return values.map((value, i) => ({
    of: i === 0 ? 'a' : 'b',
    value,
    from: at(Math.min(0, value)),
    to: at(Math.max(0, value)),
    zero: at(0),
  }));
}

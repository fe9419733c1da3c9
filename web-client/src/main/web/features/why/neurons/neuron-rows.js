/**
 * What is known of neurons, as rows and words. Pure.
 *
 * @typedef {{neuron: number, value: number, for: number[]}} Strong  `for`: tokens that it speaks for
 * @typedef {import('../measured.js').About & {layer: number, strongest: Strong[], neuron?: Strong}} Neurons  answer of the tool, about one run
 *
 * @typedef {{text: string[], values: number[], at: number, value: number}} Place  a text with the neuron's values, and its strongest position
 * @typedef {{text: string, value: number}} Spoken
 * @typedef {object} Neuron  answer about one neuron in many texts
 * @property {number} layer
 * @property {number} neuron
 * @property {number} texts
 * @property {number} positions
 * @property {boolean} written  whether the model has written the texts
 * @property {Place[]} places
 * @property {{step: number, first: number, counts: number[]}} histogram
 * @property {{above: number, places: number, tokens: {text: string, places: number}[]}} strong
 * @property {Spoken[]} for
 * @property {Spoken[]} against
 * @property {{sum: number, parts: {part: string, value: number}[]}} fed
 *
 * @typedef {{layer: number, neuron: number, fitting: number, places: number, for: string[]}} Match
 * @typedef {{words: string[], fitting: number, positions: number, texts: number, found: Match[]}} Found  answer to a search
 */
import { votesOf } from '../attribution/attribution-rows.js';

/** @typedef {import('../attribution/attribution-rows.js').Vote} Vote */

/**
 * A text around its strongest position, with each token's share of the largest value; nothing where the value is not above 0.
 * @param {Place} place @param {number} before tokens @param {number} after tokens
 */
export function windowOf({ text, values, at, value }, before, after) {
  const from = Math.max(0, at - before),
    to = Math.min(text.length, at + 1 + after);
  const tokens = text
    .slice(from, to)
    .map((token, i) => ({ text: token, share: value > 0 ? Math.max(0, values[from + i] / value) : 0 }));
  return {
    isCut: from > 0,
    before: tokens.slice(0, at - from),
    at: tokens[at - from],
    after: tokens.slice(at - from + 1),
    goesOn: to < text.length,
  };
}

/** The number of the histogram's bin in which a value is; −1 if it is outside. @param {Neuron['histogram']} histogram @param {number} value */
export function binOf({ step, first, counts }, value) {
  const bin = Math.floor(value / step) - first;
  return bin >= 0 && bin < counts.length ? bin : -1;
}

/** Heights of a histogram's bars, as shares of the highest, on a log scale: a bin with one place is still seen. @param {number[]} counts */
export function heightsOf(counts) {
  const most = Math.log(1 + Math.max(...counts, 1));
  return counts.map((count) => Math.log(1 + count) / most);
}

/**
 * The parts that feed a neuron most, the strongest first, and all others together, rounded so that they add up to the rounded sum.
 * @param {Neuron['fed']} fed @param {number} most rows besides that of all others @param {number} digits
 * @returns {{rows: {vote: Vote, figure: number}[], rest: number, sum: number}}
 */
export function fedRows({ sum, parts }, most, digits) {
  const round = (/** @type {number} */ value) => Math.round(value * 10 ** digits) / 10 ** digits;
  const votes = votesOf({ attribution: parts.map(({ part, value }) => ({ part, a: 0, a_minus_b: value })) });
  const rows = votes
    .filter(({ kind }) => kind !== 'end')
    .sort((one, other) => Math.abs(other.value) - Math.abs(one.value))
    .slice(0, most)
    .map((vote) => ({ vote, figure: round(vote.value) }));
  const rest = rows.reduce((left, { figure }) => left - figure, round(sum));
  return { rows, rest: round(rest), sum: round(sum) };
}

/** The parameters of the tool's request: which layer and which neuron are opened. @param {Record<string, string>} opened @returns {Record<string, string>} */
export const asked = ({ layer, neuron }) => ({
  ...(layer !== undefined && { layer }),
  ...(layer !== undefined && neuron !== undefined && { neuron }),
});

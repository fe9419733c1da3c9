/**
 * The measured picture of an act: one bar for each option. Pure.
 *
 * @typedef {import('./options.js').Option} Option
 * @typedef {{kind: 'share' | 'number', values: (number | null)[]}} Picture  `values`: of each option; null where nothing was measured
 */
import { numberOf } from '../fact-words.js';

/** Facts that name one of several, and the fact of which it is the largest, for each option. @type {[RegExp, (found: RegExpExecArray, option: Option) => string | null][]} */
const OF = [
  [
    /^strongest-key (head \S+ from \S+)$/,
    ([, which], { position }) => (position === undefined ? null : `attention ${which} to ${position + 1}`),
  ],
  [/^saliency strongest$/, (_, { position }) => (position === undefined ? null : `saliency ${position + 1}`)],
  [
    /^strongest-(?:head-)?voter(.*)$/,
    ([, target], { layer, head }) => (head === undefined ? null : `attribution head ${layer}.${head}${target}`),
  ],
  [
    /^strongest-(?:head-)?effect(?: layer \d+)?(.*)$/,
    ([, target], { layer, head }) => (head === undefined ? null : `effect head ${layer}.${head}${target}`),
  ],
];

/**
 * The facts that the picture is drawn from, one for each option.
 * @param {import('./options.js').Act} act @param {Option[]} options
 * @returns {string[] | null} null if there is no picture, or none that needs facts
 */
export function pictureFacts({ right }, options) {
  if (typeof right !== 'string') return null;
  for (const [form, factOf] of OF) {
    const found = form.exec(right);
    if (!found) continue;
    const facts = options.map((option) => factOf(found, option));
    return facts.includes(null) ? null : /** @type {string[]} */ (facts);
  }
  return null;
}

/**
 * @param {import('./options.js').Act} act @param {Option[]} options
 * @param {Map<string, import('../forms.js').Answer> | null} facts null until they have arrived
 * @returns {Picture | null}
 */
export function pictureOf(act, options, facts) {
  if (options.some(({ kind }) => kind === 'next')) return { kind: 'share', values: options.map(({ p }) => p ?? null) };
  const wanted = pictureFacts(act, options);
  if (!wanted || !facts) return null;
  const answers = wanted.map((fact) => facts.get(fact));
  const values = answers.map((answer) =>
    answer && !answer.error && Number.isFinite(answer.value) ? numberOf(answer) : null,
  );
  if (values.every((value) => value === null)) return null;
  return { kind: answers.some((answer) => answer?.kind === 'share') ? 'share' : 'number', values };
}

/** The length of each bar, of the longest; 0 where nothing was measured. @param {Picture} picture @returns {number[]} */
export function lengths({ values }) {
  const longest = Math.max(...values.map((value) => Math.abs(value ?? 0)));
  return values.map((value) => (longest === 0 ? 0 : Math.abs(value ?? 0) / longest));
}

/**
 * Which words mattered: shares of tokens or of words, from the baseline that leaves the smaller gap. Pure.
 *
 * @typedef {'mean' | 'keep-first'} Baseline
 * @typedef {import('../measured.js').About & {steps: number, baseline: Baseline, by_token: number[], target: number, sum: number, gap: number | null}} Saliency
 *   `gap`: between the sum and the target, as a share of the target; null if that is 0
 * @typedef {{from: number, to: number, text: string, value: number}} Unit  the tokens from `from` to before `to`, and what they are owed
 */

/** In the order in which they are tried. @type {Baseline[]} */
export const BASELINES = ['mean', 'keep-first'];
/** The largest gap with which shares are shown, as a share of the target. */
export const LARGEST_GAP = 0.05;

/** The parameters of the request. @param {Baseline} baseline */
export const asked = (baseline) => ({ baseline });

/** Whether the shares add up to the target, nearly. @param {Pick<Saliency, 'gap'>} answer */
export const isClose = ({ gap }) => gap !== null && gap <= LARGEST_GAP;

/**
 * The first baseline with a small gap; or all that were tried, if none has one.
 *
 * @param {(baseline: Baseline) => Saliency | null} ask the answer; null until it has arrived
 * @returns {{answer: Saliency, isShown: boolean, tried: Saliency[]} | null} `tried`: the answers before; null until it is known
 */
export function resultOf(ask) {
  const tried = [];
  for (const baseline of BASELINES) {
    const answer = ask(baseline);
    if (!answer) return null;
    if (isClose(answer)) return { answer, isShown: true, tried };
    tried.push(answer);
  }
  return { answer: /** @type {Saliency} */ (tried.at(-1)), isShown: false, tried: tried.slice(0, -1) };
}

/** What goes on in a word, and what a word may go on after. */
const GOES_ON = /^[\p{L}\p{N}\p{M}’']/u,
  OPEN = /[\p{L}\p{N}\p{M}’']$/u;

/**
 * Each token alone, or words: a token without a space before it belongs to the word before, if letters or digits meet there.
 *
 * @param {string[]} texts of tokens @param {number[]} values by position @param {boolean} byWord @param {boolean} areWords whether each token is a word
 * @returns {Unit[]}
 */
export function unitsOf(texts, values, byWord, areWords) {
  /** @type {Unit[]} */
  const units = [];
  texts.forEach((text, at) => {
    const before = texts[at - 1] ?? '';
    const goesOn = byWord && !areWords && GOES_ON.test(text) && OPEN.test(before);
    const last = units.at(-1);
    if (goesOn && last) {
      last.to = at + 1;
      last.text += text;
      last.value += values[at];
    } else units.push({ from: at, to: at + 1, text, value: values[at] });
  });
  return units;
}

/** English and German words of three letters that say little by themselves; those of one or two letters are so many that all count. */
const SMALL =
  /^(?:\p{Ll}{1,2}|the|and|for|but|was|has|had|are|der|die|das|den|dem|des|ein|und|ist|war|hat|mit|auf|von|aus|bei|für)$/u;

/**
 * Whether a unit is a word that says little by itself, such as "to". A piece that goes on in a word is none.
 * @param {string} text @param {string} reads what the model's tokens are
 */
export const isSmall = (text, reads) =>
  reads !== 'letters' && (reads === 'words' || text.startsWith(' ')) && SMALL.test(text.trim());

/** The strongest unit; null if nothing has a share. @param {Unit[]} units */
export const strongestOf = (units) =>
  units.reduce(
    (/** @type {Unit | null} */ best, unit) => (Math.abs(unit.value) > Math.abs(best?.value ?? 0) ? unit : best),
    null,
  );

/**
 * How each unit is coloured, by its share of the strongest. What the baseline keeps has no share; what is behind the answer's place was not asked about.
 *
 * @param {Pick<Saliency, 'baseline' | 'position'>} answer @param {Unit[]} units
 * @param {number[]} values as they are written, of the units up to that place
 * @returns {{from: number, to: number, value: number, share: number, kind: 'for' | 'against' | 'kept' | 'later'}[]}
 */
export function tintsOf({ baseline, position }, units, values) {
  const isKept = (/** @type {Unit} */ { from, to }) => baseline === 'keep-first' && from === 0 && to === 1;
  const most = Math.max(
    ...units.filter((unit) => unit.from <= position && !isKept(unit)).map(({ value }) => Math.abs(value)),
    1e-9,
  );
  return units.map((unit, i) => {
    const { from, to, value } = unit;
    const none = from > position ? 'later' : isKept(unit) ? 'kept' : null;
    return {
      from,
      to,
      value: none ? 0 : values[i],
      share: none ? 0 : Math.abs(value) / most,
      kind: none ?? (value > 0 ? 'for' : 'against'),
    };
  });
}

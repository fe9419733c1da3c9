/**
 * The chart of a training's loss: its curve as the points of an SVG polyline, and the numbers at its axes. Pure.
 *
 * @typedef {{update: number, loss: number}} Point
 * @typedef {{at: number, value: number}} Tick  `at`: pixels along its axis; from the left, or from the top
 * @typedef {{points: string, updates: Tick[], losses: Tick[], blind: number, isLogarithmic: boolean}} Chart
 *   `blind`: where a model that guesses blindly would be, pixels from the top
 */

/** The loss of a model that guesses blindly among three letters, nats; the chart's upper end unless it begins higher. */
export const BLIND = Math.log(3);

/** From this factor between the largest and the smallest loss on, equal factors are equally far apart: else the curve lies on its axis. */
const LOGARITHMIC_FROM = 10;
/** The smallest loss that a logarithmic chart tells from 0, nats. */
const LEAST = 1e-4;
const INTERVALS = 4;

/**
 * @param {Point[]} curve
 * @param {number} updates of the whole training
 * @param {number} width @param {number} height of the plot
 * @returns {Chart}
 */
export function chartOf(curve, updates, width, height) {
  const losses = curve.map(({ loss }) => loss),
    most = Math.max(BLIND, ...losses),
    least = Math.max(LEAST, Math.min(most, ...losses)),
    isLogarithmic = most / least >= LOGARITHMIC_FROM;
  const top = isLogarithmic ? Math.log10(most) : most,
    foot = isLogarithmic ? Math.floor(Math.log10(least)) : 0;
  const yOf = (/** @type {number} */ loss) => {
    const level = isLogarithmic ? Math.log10(Math.max(loss, 10 ** foot)) : loss;
    return round(((top - level) / (top - foot)) * height);
  };
  const xOf = (/** @type {number} */ update) => round((update / updates) * width);
  const marks = isLogarithmic ? decades(foot, top) : [0, 0.5, 1, 2, 4, 8].filter((loss) => loss <= most);
  return {
    points: curve.map(({ update, loss }) => `${xOf(update)},${yOf(loss)}`).join(' '),
    updates: Array.from({ length: INTERVALS + 1 }, (_, i) => Math.round((i / INTERVALS) * updates)).map((value) => ({
      at: xOf(value),
      value,
    })),
    losses: marks.map((value) => ({ at: yOf(value), value })),
    blind: yOf(BLIND),
    isLogarithmic,
  };
}

/** The powers of ten in a range of exponents. @param {number} from @param {number} to */
const decades = (from, to) => Array.from({ length: Math.floor(to) - from + 1 }, (_, i) => 10 ** (from + i));

/** A tenth of a pixel is enough. @param {number} value */
const round = (value) => Math.round(10 * value) / 10;

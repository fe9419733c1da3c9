/**
 * The geometry of signed bars: columns of bars with one scale, so that their lengths can be compared, each with its own zero. Pure.
 *
 * @typedef {number} Scale  px for 1
 */

/**
 * The scale at which the bars of every column fit into a width.
 *
 * @param {number[][]} columns
 * @param {number} width of a column, px
 * @returns {Scale}
 */
export function scaleOf(columns, width) {
  const spans = columns.map((values) => Math.max(0, ...values) - Math.min(0, ...values));
  return width / (Math.max(...spans) || 1);
}

/**
 * @param {number[]} values
 * @param {Scale} scale
 * @returns {{zero: number, bars: {x: number, width: number}[]}} px; if all are of one sign, the zero is at the edge
 */
export function signedBars(values, scale) {
  const zero = -Math.min(0, ...values) * scale;
  return {
    zero,
    bars: values.map((value) => ({ x: zero + Math.min(0, value) * scale, width: Math.abs(value) * scale })),
  };
}

/**
 * A title on as many lines as it needs.
 *
 * @param {string} title
 * @param {number} width px
 * @param {(text: string) => number} measure px
 * @returns {string[]}
 */
export function linesOf(title, width, measure) {
  /** @type {string[]} */
  const lines = [];
  for (const word of title.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

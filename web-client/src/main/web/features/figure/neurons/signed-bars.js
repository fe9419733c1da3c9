/**
 * Signed bars with a common zero. Pure.
 *
 * @param {number[]} values
 * @param {number} width for bars, px
 * @returns {{zero: number, bars: {x: number, width: number}[]}} px; if all are of one sign, the zero is at the edge
 */
export function signedBars(values, width) {
  const most = Math.max(0, ...values),
    least = Math.min(0, ...values);
  const span = most - least || 1;
  const zero = (-least / span) * width;
  return { zero, bars: values.map((value) => ({ x: zero + (Math.min(0, value) / span) * width, width: (Math.abs(value) / span) * width })) };
}

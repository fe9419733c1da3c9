/**
 * Whether a probability is so close to 1 that sentences say "practically certain" instead of a percentage: with two decimals
 * it would be written as 100.00 %.
 *
 * @param {number | undefined} p
 */
export const isCertain = (p = 0) => p >= 0.99995;

/**
 * Rounds probabilities to percentages. If they sum to 1, the rounded percentages sum to 100 (the largest remainders are
 * rounded up), apart from those below half of the last decimal, which are written as "less than" and not made larger than they are. A
 * positive probability is never written as 0, and one below 1 never as 100.
 *
 * @param {number[]} ps
 * @param {number} decimals
 * @param {boolean} whole whether they sum to 1
 * @returns {{amount: number, sign: '' | '<' | '>'}[]} per cent
 */
export function percentages(ps, decimals, whole) {
  const unit = 10 ** decimals;
  const exact = ps.map((p) => p * 100 * unit);
  const rounded = exact.map((x) => (whole ? Math.floor(x) : Math.round(x)));
  if (whole) {
    const written = exact.map((x, i) => ({ x, i, rest: x - Math.floor(x) })).filter(({ x }) => x >= 0.5);
    const missing = Math.round(written.reduce((sum, { x }) => sum + x, 0)) - rounded.reduce((a, b) => a + b, 0);
    const byRemainder = written.sort((a, b) => b.rest - a.rest);
    for (const { i } of byRemainder.slice(0, Math.max(0, missing))) rounded[i]++;
  }
  return rounded.map((n, i) => {
    if (n === 0 && ps[i] > 0) return { amount: 1 / unit, sign: '<' };
    if (n >= 100 * unit && ps[i] < 1) return { amount: 100 - 1 / unit, sign: '>' };
    return { amount: n / unit, sign: '' };
  });
}

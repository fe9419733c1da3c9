/**
 * What a router has chosen, as its figure shows it: which experts have a column, the figures of their shares, and who reads which word. Pure.
 *
 * @typedef {{experts: number[], share: number, percent: number, isTaken: boolean, words: number[]}} Column  `experts`: one, or all others; `share`:
 *   their probability; `percent`: its figure; `words`: positions that went to one of them
 */
import { takenAt } from '../../../scene/layout/experts-layout.js';

/**
 * A column for each expert or, if they are more than there is room for, for those taken at the position and those that most words went to, in
 * the experts' order, and one for all others.
 *
 * @param {{probs: ArrayLike<number>, taken: {data: ArrayLike<number>, shape: number[]}, position: number, most: number}} of `probs`: of each expert at
 *   the position; `most`: how many columns there is room for
 * @returns {Column[]}
 */
export function columnsOf({ probs, taken, position, most }) {
  const [positions] = taken.shape;
  const went = Array.from(probs, () => /** @type {number[]} */ ([]));
  for (let i = 0; i < positions; i++) for (const expert of takenAt(taken, i)) went[expert].push(i);
  const now = takenAt(taken, position);
  const order = Array.from(probs, (_, expert) => expert);
  const weight = (/** @type {number} */ expert) => (now.includes(expert) ? positions + 1 : 0) + went[expert].length;
  const shown =
    order.length <= most
      ? order
      : [...order]
          .sort((a, b) => weight(b) - weight(a) || a - b)
          .slice(0, most - 1)
          .sort((a, b) => a - b);
  const others = order.filter((expert) => !shown.includes(expert));
  const groups = [...shown.map((expert) => [expert]), ...(others.length > 0 ? [others] : [])];
  const shares = groups.map((experts) => experts.reduce((sum, expert) => sum + probs[expert], 0));
  const percents = wholePercents(shares);
  return groups.map((experts, i) => ({
    experts,
    share: shares[i],
    percent: percents[i],
    isTaken: experts.some((expert) => now.includes(expert)),
    words: [...new Set(experts.flatMap((expert) => went[expert]))].sort((a, b) => a - b),
  }));
}

/**
 * Shares in whole per cent. If they are a whole, so are their figures: what rounding down leaves goes to those that lost most.
 * @param {number[]} shares @returns {number[]}
 */
export function wholePercents(shares) {
  const sum = shares.reduce((a, b) => a + b, 0);
  if (Math.abs(sum - 1) > 0.01) return shares.map((share) => Math.round(100 * share));
  const whole = shares.map((share) => Math.floor(100 * share + 1e-9));
  const order = shares
    .map((share, i) => ({ i, lost: 100 * share - whole[i] }))
    .sort((a, b) => b.lost - a.lost || a.i - b.i);
  const left = 100 - whole.reduce((a, b) => a + b, 0);
  for (const { i } of order.slice(0, left)) whole[i]++;
  return whole;
}

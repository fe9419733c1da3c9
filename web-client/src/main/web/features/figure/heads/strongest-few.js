/**
 * Weighted vectors for a picture with few lines: the strongest by themselves, the others added up. Pure.
 *
 * @typedef {{keys: number[], share: number, data: ArrayLike<number>}} Row  `data`: the value; of several keys the sum of their values, each times
 *   its share
 *
 * @param {{key: number, share: number, data: ArrayLike<number>}[]} all
 * @param {number} most lines
 * @returns {Row[]} the strongest first; the last may have several keys
 */
export function strongestFew(all, most) {
  const order = [...all].sort((a, b) => b.share - a.share || a.key - b.key);
  const alone = order.length <= most ? order : order.slice(0, most - 1);
  const others = order.slice(alone.length);
  const rows = alone.map(({ key, share, data }) => ({ keys: [key], share, data }));
  if (others.length === 0) return rows;
  const sum = new Float32Array(others[0].data.length);
  for (const { share, data } of others) for (let i = 0; i < sum.length; i++) sum[i] += share * data[i];
  return [
    ...rows,
    { keys: others.map(({ key }) => key), share: others.reduce((total, { share }) => total + share, 0), data: sum },
  ];
}

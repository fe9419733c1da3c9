/** Where a letter's background is, and how far letters side by side stand apart. Pure. */

/** Share of the text to the left of its position, by alignment. */
export const SHARE = { left: 0, center: 0.5, right: 1 };

/** The steps from one place to the next on its right, at both ends of a row. @returns {{x: number, y: number}[]} px */
export function stepsOf(count, over) {
  return [...new Set([0, count - 2])]
    .filter((i) => i >= 0 && i + 1 < count)
    .map((i) => {
      const { x, y } = over(i),
        next = over(i + 1),
        way = next.x < x ? -1 : 1;
      return { x: way * (next.x - x), y: way * (next.y - y) };
    });
}

/** @param {Pick<import('./letters.js').Letter, 'at' | 'size' | 'align' | 'lean'>} letter @param {number} width of its background, px */
export function boxOf({ at, size, align, lean }, width) {
  const left = -width * SHARE[align],
    [c, sin] = [Math.cos(lean), -Math.sin(lean)];
  return {
    x: at.x + c * left - (sin * size) / 2,
    y: at.y - sin * (left + width) - (c * size) / 2,
    width: c * width + sin * size,
    height: sin * width + c * size,
  };
}

/** How large letters are, where their backgrounds are, and how far letters side by side stand apart. Pure. */

/** Share of the text to the left of its position, by alignment. */
export const SHARE = { left: 0, center: 0.5, right: 1 };

/** Distance between a block and its letters in rows; and from there, up or aside, in font sizes. */
export const OVER = 0.28,
  UP = 0.68,
  ASIDE = 0.35;

/** The font size of letters, in half pixels: blocks of nearly the same size share a font, as each new one takes a tenth of a millisecond. @param {number} px size of a cell @param {boolean} hall */
export const sizeOf = (px, hall) =>
  Math.round(2 * (hall ? Math.max(28, Math.min(34, px * 0.7)) : Math.max(11, Math.min(20, px * 0.74)))) / 2;

/** The steps from one place to the next on its right, at both ends of a row. @param {number} count @param {(i: number) => {x: number, y: number}} over @returns {{x: number, y: number}[]} px */
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

/** @param {Pick<import('./letter-sheet.js').Letter, 'at' | 'size' | 'align' | 'lean'>} letter @param {number} width of its background, px */
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

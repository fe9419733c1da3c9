/**
 * The geometry of strips: a vector folded into a grid of cells, row by row, and lines below each other. Pure.
 *
 * @typedef {{columns: number, rows: number, cellWidth: number, cellHeight: number}} Grid  px
 */

/** Cells with figures are about this many times as wide as high. */
const OBLONG = 2.2;
/** What an incomplete last row costs, compared with cells that are not square, in natural logarithms of their ratio. */
const INCOMPLETE = 1;
/** Strips with more numbers than this have no figures. */
const MOST_FIGURES = 128;

/**
 * The grid of a vector: cells as square as possible. If all of its figures can be written, cells are oblong.
 *
 * @param {number} count  of numbers
 * @param {number} width  of the strip, px
 * @param {number} height px
 * @param {{width: number, height: number} | null} [figure] the least size of a cell with a figure, px; null for no figures
 * @returns {Grid & {figures: boolean}}
 */
export function gridOf(count, width, height, figure = null) {
  const all = Array.from({ length: Math.min(count, Math.max(1, Math.floor(height / 3))) }, (_, i) =>
    gridWith(count, Math.ceil(count / (i + 1)), width, height),
  );
  const best = (/** @type {Grid[]} */ grids, /** @type {number} */ wanted) =>
    grids.reduce((a, b) => (cost(b, count, wanted) < cost(a, count, wanted) ? b : a));
  if (figure && count <= MOST_FIGURES) {
    const legible = all.filter(({ cellWidth, cellHeight }) => cellWidth >= figure.width && cellHeight >= figure.height);
    if (legible.length > 0) return { ...best(legible, OBLONG), figures: true };
  }
  return { ...best(all, 1), figures: false };
}

/**
 * The most columns that divide a vector, and leave each cell a width; as many as there are numbers if all are wide enough.
 *
 * @param {number} count @param {number} width @param {number} least of a cell, px
 */
export function columnsOf(count, width, least) {
  let columns = Math.min(count, Math.max(1, Math.floor(width / least)));
  while (count % columns !== 0) columns--;
  return columns;
}

/** @param {number} count @param {number} columns @param {number} width @param {number} height @returns {Grid} */
export function gridWith(count, columns, width, height) {
  const rows = Math.ceil(count / columns);
  return { columns, rows, cellWidth: width / columns, cellHeight: height / rows };
}

function cost(
  /** @type {Grid} */ { columns, cellWidth, cellHeight },
  /** @type {number} */ count,
  /** @type {number} */ wanted,
) {
  return Math.abs(Math.log(cellWidth / cellHeight / wanted)) + (count % columns === 0 ? 0 : INCOMPLETE);
}

/** @param {Grid} grid @param {number} index @returns {{x: number, y: number}} the left upper corner of a cell, px */
export const cellPlace = ({ columns, cellWidth, cellHeight }, index) => ({
  x: (index % columns) * cellWidth,
  y: Math.floor(index / columns) * cellHeight,
});

/** The cell at a point of the strip; null outside of the vector. @param {Grid} grid @param {number} count @param {number} x @param {number} y px */
export function cellAt({ columns, rows, cellWidth, cellHeight }, count, x, y) {
  const column = Math.floor(x / cellWidth),
    row = Math.floor(y / cellHeight);
  const index = row * columns + column;
  return column < 0 || column >= columns || row < 0 || row >= rows || index >= count ? null : index;
}

/**
 * The heights of lines below each other. Those with a share divide what the others leave.
 *
 * @param {{fixed?: number, share?: number}[]} lines `fixed`: px
 * @param {number} height of all, px
 * @param {number} gap between two lines, px
 * @returns {{y: number, height: number}[]} px
 */
export function stackOf(lines, height, gap) {
  const fixed = lines.reduce((sum, line) => sum + (line.fixed ?? 0), 0) + gap * Math.max(0, lines.length - 1);
  const shares = lines.reduce((sum, line) => sum + (line.share ?? 0), 0);
  const unit = shares === 0 ? 0 : Math.max(0, height - fixed) / shares;
  let y = 0;
  return lines.map((line) => {
    const high = (line.fixed ?? 0) + (line.share ?? 0) * unit;
    const place = { y, height: high };
    y += high + gap;
    return place;
  });
}

/**
 * Indices of the numbers of greatest magnitude, the greatest first.
 *
 * @param {ArrayLike<number>} data
 * @param {number} count
 * @returns {number[]}
 */
export function strongest(data, count) {
  const order = Array.from({ length: data.length }, (_, i) => i).filter((i) => Number.isFinite(data[i]));
  return order.sort((a, b) => Math.abs(data[b]) - Math.abs(data[a]) || a - b).slice(0, count);
}

/**
 * The magnitude that a share of the numbers does not exceed.
 *
 * @param {ArrayLike<number>} data
 * @param {number} share 0…1
 */
export function quantile(data, share) {
  const sorted = Array.from(data, Math.abs).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] || 1;
}

/**
 * Neighbours pooled to the one of greatest magnitude.
 *
 * @param {ArrayLike<number>} data
 * @param {number} pools the number of pools
 * @returns {number[]}
 */
export function pooledTo(data, pools) {
  const each = Math.ceil(data.length / pools);
  return Array.from({ length: Math.ceil(data.length / each) }, (_, pool) => {
    let most = 0;
    for (let i = pool * each; i < Math.min(data.length, (pool + 1) * each); i++)
      if (Math.abs(data[i]) > Math.abs(most)) most = data[i];
    return most;
  });
}

/**
 * A vector as a strip of cells. Cells of one colour are one path, so that a strip of thousands of numbers is a few dozen
 * elements.
 *
 * @typedef {import('../figure.js').FigureContext} FigureContext
 * @typedef {import('./strip-grid.js').Grid} Grid
 *
 * @typedef {object} Vector
 * @property {ArrayLike<number>} data
 * @property {number} scale  the tensor's colour scale
 * @property {import('../../../model/graph.js').Role} role
 * @property {{name: string, index: (i: number) => number[]}} [cell]  the tensor and the address of each number in it
 * @typedef {import('../../../model/graph.js').Role} Role
 */
import { nothing, svg } from 'lit';
import { cellColour, css, wantsWhiteInk } from '../../../scene/render/colour.js';
import { words } from '../../../ui/words.js';
import { cellAt, cellPlace } from './strip-grid.js';

/** Colours on each side of zero. They are as even as those of cells (colour.js), whose exponent this is. */
const LEVELS = 40;
const EXPONENT = 0.8;
/** Cells from this size on are separated by wider gaps, px. */
const LARGE = 18;
/** The smallest cell with an outline of its own, px. */
const LEAST_MARK = 9;

/** The level of a number, −LEVELS…LEVELS. @param {number} value @param {number} scale */
export function levelOf(value, scale) {
  const t = Math.min(1, Math.max(-1, value / scale));
  return Math.sign(t) * Math.round(Math.abs(t) ** EXPONENT * LEVELS);
}

/** The number in the middle of a level. @param {number} level @param {number} scale */
export const valueOfLevel = (level, scale) => Math.sign(level) * (Math.abs(level) / LEVELS) ** (1 / EXPONENT) * scale;

/**
 * The cells of each level as an SVG path.
 *
 * @param {ArrayLike<number>} data
 * @param {number} scale
 * @param {Grid} grid
 * @returns {Map<number, string>} by level
 */
export function pathsOf(data, scale, grid) {
  const gap =
    Math.min(grid.cellWidth, grid.cellHeight) >= LARGE ? 2 : Math.min(grid.cellWidth, grid.cellHeight) >= 5 ? 1 : 0.4;
  const wide = round(grid.cellWidth - gap),
    high = round(grid.cellHeight - gap);
  /** @type {Map<number, string>} */
  const paths = new Map();
  for (let i = 0; i < data.length; i++) {
    const { x, y } = cellPlace(grid, i);
    const level = levelOf(data[i], scale);
    paths.set(level, `${paths.get(level) ?? ''}M${round(x + gap / 2)} ${round(y + gap / 2)}h${wide}v${high}h${-wide}z`);
  }
  return paths;
}

/**
 * @param {FigureContext} context
 * @param {Vector} vector
 * @param {Grid & {figures?: boolean}} grid
 * @param {{x: number, y: number, marks?: number[]}} place  `marks`: numbers with an outline
 */
export function strip(context, { data, scale, role, cell }, grid, { x, y, marks = [] }) {
  const { palette } = context;
  const width = grid.columns * grid.cellWidth,
    height = grid.rows * grid.cellHeight;
  const held = cell && context.held?.name === cell.name ? indexOf(cell, data.length, context.held.index) : -1;
  const hold = (/** @type {MouseEvent} */ { clientX, clientY, currentTarget }) => {
    const box = /** @type {Element} */ (currentTarget).getBoundingClientRect();
    const i = cellAt(
      grid,
      data.length,
      ((clientX - box.left) / box.width) * width,
      ((clientY - box.top) / box.height) * height,
    );
    if (cell && i !== null) context.holdCell(cell.name, cell.index(i));
  };
  return svg`<g class="strip" data-node=${cell?.name ?? nothing} data-count=${data.length} transform=${`translate(${round(x)} ${round(y)})`}>
    ${[...pathsOf(data, scale, grid)].map(([level, path]) => svg`<path d=${path} fill=${css(cellColour(valueOfLevel(level, scale), scale, role, palette))} />`)}
    ${grid.figures ? figures(context, data, scale, role, grid) : nothing}
    ${[...marks.map((i) => mark(grid, i, css(palette.ink), 1.5)), held >= 0 ? mark(grid, held, css(palette.accent), 3) : nothing]}
    ${cell ? svg`<rect class="press" width=${width} height=${height} fill="transparent" @click=${hold} />` : nothing}
  </g>`;
}

/** The position of a held cell in a strip; −1 if it is in another. @param {{name: string, index: (i: number) => number[]}} cell @param {number} count @param {number[]} index */
function indexOf(cell, count, index) {
  for (let i = 0; i < count; i++) if (cell.index(i).every((at, axis) => at === index[axis])) return i;
  return -1;
}

/**
 * @param {FigureContext} context
 * @param {ArrayLike<number>} data
 * @param {number} scale
 * @param {Role} role
 * @param {Grid & {figures?: boolean}} grid
 */
function figures(context, data, scale, role, grid) {
  const px = context.area.hall ? 28 : Math.min(15, grid.cellHeight * 0.62, grid.cellWidth * 0.3);
  return Array.from({ length: data.length }, (_, i) => {
    const { x, y } = cellPlace(grid, i);
    const dark = wantsWhiteInk(cellColour(data[i], scale, role, context.palette));
    return svg`<text class="figure" x=${x + grid.cellWidth / 2} y=${y + grid.cellHeight / 2} dy=".35em" text-anchor="middle" font-size=${px} fill=${dark ? '#fff' : '#08090c'}>${words.number(data[i], 2)}</text>`;
  });
}

/**
 * An outline around a cell; around small cells it is larger than they are.
 * @param {Grid & {figures?: boolean}} grid @param {number} i @param {string} colour @param {number} width
 */
function mark(grid, i, colour, width) {
  const { x, y } = cellPlace(grid, i);
  const more = (/** @type {number} */ size) => Math.max(0, (LEAST_MARK - size) / 2) + width / 2;
  const across = more(grid.cellWidth),
    down = more(grid.cellHeight);
  return svg`<rect class="mark" x=${round(x - across)} y=${round(y - down)} width=${round(grid.cellWidth + 2 * across)} height=${round(grid.cellHeight + 2 * down)} rx="2" fill="none" stroke=${colour} stroke-width=${width} />`;
}

const round = (/** @type {number} */ x) => Math.round(x * 100) / 100;

/**
 * Writes figures into cells that are large enough on the screen, on a 2D canvas over the machine. The numbers are those of
 * the texture.
 *
 * @typedef {import('../layout/board.js').Block} Block
 * @typedef {import('../camera/projection.js').Projection} Projection
 * @typedef {{left: number, right: number, top: number, bottom: number}} Tile  of cells
 *
 * @typedef {{plan: import('../layout/layout.js').Layout, projection: Projection, palette: import('../render/colour.js').Palette,
 *   viewport: import('../camera/pose.js').Viewport, filled: (block: Block) => number, contrast: ArrayLike<number>,
 *   value: (block: Block, column: number, row: number) => number, scale: (block: Block) => number, text: string[], vocabulary: string[] | null,
 *   spread: (block: Block) => number, isSeen: (block: Block, column: number, row: number) => boolean,
 *   sunk: (block: Block, column: number, row: number) => boolean, current: number, currentKey: number, namedKeys: number[], marked: (block: Block) => number, spoken: number[]}} View
 *   the scene as seen now; `marked`: the column of a block that is marked, −1 for none; `spoken`: the positions of the tokens that words beside the machine speak of; `current` is the query of the attention pair, −1 for none, `currentKey` its key, and `namedKeys` all keys whose rows are named where not all are, that one first
 */
import { cellColour, frontLight, wantsWhiteInk } from '../render/colour.js';
import { isThere } from '../layout/slice.js';
import { isFar } from '../render/palette.js';
import { isUncovered } from './placement.js';

/** The smallest cells that get figures with one decimal, with two, and on the hall's screen, px. */
const ONE_DECIMAL = 26,
  TWO_DECIMALS = 36,
  HALL_FIGURES = 70;
/** Font sizes, px: the largest; on the hall's screen the smallest, which is that of its other text, and the largest. */
const LARGEST = 18,
  HALL_LEAST = 28,
  HALL_LARGEST = 34;
/** A cell gets a figure if it has at least this share of the size of the block's middle cell. */
const EVEN = 0.85;
/** The greatest width of a figure, as a share of its cell. */
const FIGURE_SHARE = 0.74;
/** The most decimals that figures get where all numbers are small. */
const MOST_DECIMALS = 4;
/** Below this font size a figure has one decimal less, px. */
const SMALLEST = 11;

export class Figures {
  #canvas;
  #pen;

  /** @param {import('../render/overlay-canvas.js').OverlayCanvas} canvas */
  constructor(canvas) {
    this.#canvas = canvas;
    this.#pen = canvas.pen;
  }

  /** The blocks whose cells are large enough for figures, and the size of a cell, px. @param {View} view @returns {{block: Block, px: number}[]} */
  blocksOf(view) {
    const { plan, projection, palette, viewport } = view,
      least = isFar(palette, viewport) ? HALL_FIGURES : ONE_DECIMAL;
    /** @type {ReturnType<Figures['blocksOf']>} */
    const found = [];
    for (const block of plan.blocks) {
      if (view.contrast[block.index] < 1) continue;
      projection.cell(block, block.cols / 2, block.rows / 2);
      if (projection.depth <= 0) continue;
      const px = projection.cellSize(block);
      if (px >= least && view.isSeen(block, block.cols / 2, block.rows / 2)) found.push({ block, px });
    }
    return found;
  }

  /**
   * @param {View} view
   * @param {{block: Block, px: number}[]} blocks of {@link Figures.blocksOf}
   * @param {import('./placement.js').Box[]} taken boxes on the canvas that are not free: panels, labels, letters
   */
  draw(view, blocks, taken) {
    for (const { block, px } of blocks) this.#numbers(view, block, px, taken);
  }

  /**
   * Chooses decimals and size so that the block's longest figure stays within its cell.
   * @param {View} view @param {Block} block @param {number} px @param {Tile[]} tiles
   * @returns {Intl.NumberFormat | null} null if it would be too small to read
   */
  #fitted(view, block, px, tiles) {
    let longest = '',
      most = 0;
    for (const [column, row] of cellsOf(tiles)) {
      const value = view.value(block, column, row);
      if (!Number.isFinite(value)) continue;
      most = Math.max(most, Math.abs(value));
      const text = figureFormat(1).format(value);
      if (text.length > longest.length) longest = text;
    }
    const width = (/** @type {number} */ digits) => this.#pen.measureText(longest + '0'.repeat(digits - 1)).width / 10;
    this.#canvas.use(400, 10);
    const least = decimalsFor(most),
      choice = (px >= TWO_DECIMALS ? [2, 1] : [1]).filter((digits) => digits >= least);
    for (const digits of choice.length > 0 ? choice : [least]) {
      const hall = isFar(view.palette, view.viewport),
        size = Math.min(hall ? HALL_LARGEST : LARGEST, (px * FIGURE_SHARE) / width(digits));
      if (size < (hall ? HALL_LEAST : SMALLEST) && (hall || digits > 1)) continue;
      this.#canvas.use(400, size);
      return figureFormat(digits);
    }
    return null;
  }

  /** @param {View} view @param {Block} block @param {number} px @param {import('./placement.js').Box[]} taken */
  #numbers(view, block, px, taken) {
    const { projection, palette, viewport } = view;
    const filled = view.filled(block),
      scale = view.scale(block),
      tiles = tilesInView(projection, block);
    this.#canvas.begin(viewport);
    this.#pen.textAlign = 'center';
    this.#pen.textBaseline = 'middle';
    const format = this.#fitted(view, block, px, tiles);
    if (!format) return;
    const box = { x: 0, y: 0, width: px, height: px * FIGURE_SHARE };
    for (const [column, row] of cellsOf(tiles)) {
      if (column + 1 > filled || !isThere(block, column, row)) continue;
      // on a large block seen at an angle, cells at one end are much smaller than in the middle
      if (projection.cellSize(block, column, row) < px * EVEN) continue;
      projection.cell(block, column + 0.5, row + 0.5);
      box.x = projection.x - box.width / 2;
      box.y = projection.y - box.height / 2;
      if (projection.depth <= 0 || !isUncovered(box, viewport, taken) || view.sunk(block, column, row)) continue;
      const value = view.value(block, column, row);
      if (!Number.isFinite(value)) continue;
      this.#pen.fillStyle = wantsWhiteInk(
        cellColour(value, scale, block.role, palette, frontLight(row, block.rows), block.isShare),
      )
        ? '#fff'
        : '#000';
      this.#pen.fillText(signed(format.format(value)), projection.x, projection.y);
    }
  }
}

/** How many decimals at least, so that not every figure of a block reads zero. @param {number} most its largest value, without sign */
function decimalsFor(most) {
  return most === 0 ? 1 : Math.min(MOST_DECIMALS, Math.max(1, Math.ceil(-Math.log10(most))));
}

/** Column and row of each cell of the tiles. @param {Tile[]} tiles @returns {Generator<[number, number]>} */
function* cellsOf(tiles) {
  for (const { left, right, top, bottom } of tiles)
    for (let column = left; column < right; column++) for (let row = top; row < bottom; row++) yield [column, row];
}

/** Side of the smallest tiles in the search for visible cells, in cells. */
const TILE = 16;

/**
 * The cells of a block that may be on the canvas, as tiles, since a block of a large model has hundreds of thousands.
 * @param {Projection} projection @param {Block} block
 * @returns {Tile[]}
 */
function tilesInView(projection, block) {
  /** @type {Tile[]} */
  const tiles = [];
  /** @type {(left: number, top: number, right: number, bottom: number) => void} */
  const look = (left, top, right, bottom) => {
    if (!projection.reaches(block, left, top, right, bottom)) return;
    const wide = right - left,
      high = bottom - top;
    if (wide <= TILE && high <= TILE) tiles.push({ left, right, top, bottom });
    else if (wide >= high) {
      const middle = left + (wide >> 1);
      look(left, top, middle, bottom);
      look(middle, top, right, bottom);
    } else {
      const middle = top + (high >> 1);
      look(left, top, right, middle);
      look(left, middle, right, bottom);
    }
  };
  look(0, 0, block.cols, block.rows);
  return tiles;
}

/** Writes a real minus sign, and none for a number that rounds to zero. */
const signed = (/** @type {string} */ text) => (/[1-9]/.test(text) ? text.replace('-', '−') : text.replace('-', ''));

/** Number formats for figures in the scene, in the page's language, which can change while the page is open. @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** @param {number} digits the exact number of decimals @returns {Intl.NumberFormat} */
export function figureFormat(digits) {
  const language = document.documentElement.lang || 'en',
    name = `${language} ${digits}`;
  let format = formats.get(name);
  if (!format) {
    format = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(name, format);
  }
  return format;
}

/**
 * Letters at the heads of blocks and figures in their cells, once these are large enough: written on a flat canvas over
 * the machine, which is there only while there is something to write. Numbers are those of the texture.
 */
import { tokenText } from '../model/token-text.js';
import { cellColour, css, frontLight, wantsWhiteInk } from './colour.js';
import { SPREAD_LETTERS, placeOf } from './leads.js';
import { isFar } from './palette.js';

/** px per cell from which on there are token letters, figures with one decimal, and with two. */
const LETTERS = 11,
  ONE_DECIMAL = 26,
  TWO_DECIMALS = 36;
const HALL_LETTERS = 24,
  HALL_FIGURES = 70;
/** px of a figure at most; in a hall none is smaller than the other text. */
const LARGEST = 18,
  HALL_LEAST = 28,
  HALL_LARGEST = 34;
/** How much of the picture a letter's ground covers. */
const LETTER_GROUND = 0.9;
/** How much of the size in a block's middle a cell must have for the figure that fits there. */
const EVEN = 0.85;
/** How much of a cell its figure may be wide. */
const FIGURE_SHARE = 0.74;
/** px of a figure, below which a decimal is given up. */
const SMALLEST = 11;

export class Figures {
  #paper;
  #pen;
  #font;
  #formats;

  /** @param {import('./paper.js').Paper} paper @param {HTMLElement} overlay whose font is used */
  constructor(paper, overlay) {
    this.#paper = paper;
    this.#pen = paper.pen;
    this.#font = getComputedStyle(overlay).getPropertyValue('--font') || 'sans-serif';
    const language = document.documentElement.lang || 'en';
    this.#formats = [1, 2].map(
      (digits) => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    );
  }

  /**
   * @param {{plan: import('./layout.js').Layout, projection: import('./projection.js').Projection, palette: import('./colour.js').Palette,
   *   frame: import('./pose.js').Frame, filled: (block: object) => number, contrast: ArrayLike<number>,
   *   value: (block: object, column: number, row: number) => number, scale: (block: object) => number, text: string[], vocabulary: string[] | null,
   *   spread: (block: object) => number, isSeen: (block: object, column: number, row: number) => boolean,
   *   sunk: (block: object, column: number, row: number) => boolean, current: number, currentKey: number}} view
   *   `current` is the position in question, −1 for none
   */
  draw(view) {
    const { plan, projection, palette, frame } = view;
    for (const block of plan.blocks) {
      if (view.contrast[block.index] < 1) continue;
      projection.cell(block, block.cols / 2, block.rows / 2);
      if (projection.depth <= 0) continue;
      const px = projection.cellSize(block);
      // plates of a stack stand behind the first, which alone has room for words
      const least = isFar(palette, frame) ? HALL_LETTERS : LETTERS,
        room = px * view.spread(block);
      const first = block.z === 0 && room >= least && view.isSeen(block, block.cols / 2, 0.5);
      if (
        first &&
        block.sequence &&
        view.text.length > 0 &&
        block.rows > 1
      )
        this.#letters(view, block, px);
      if (first && px >= least) this.#vocabulary(view, block, px);
      if (px >= (isFar(palette, frame) ? HALL_FIGURES : ONE_DECIMAL) && view.isSeen(block, block.cols / 2, block.rows / 2)) this.#numbers(view, block, px, frame);
    }
  }

  /** Makes the paper ready. */
  #begin(frame) {
    this.#paper.begin(frame);
    this.#pen.textAlign = 'center';
    this.#pen.textBaseline = 'middle';
  }

  #letters({ projection, palette, frame, text, current, currentKey, spread }, block, px) {
    const size = sizeOf(px, isFar(palette, frame));
    this.#begin(frame);
    this.#pen.font = `600 ${size}px ${this.#font}`;
    // words that are wider than their columns lean to the right
    const count = Math.min(block.cols, text.length),
      apart = spread(block),
      leaning = this.#widest(text, count) > px * 1.05 * apart;
    const ink = (i) => css(i === (block.role === 'key' || block.role === 'value' ? currentKey : current) ? palette.accent : palette.ink);
    // grounds first: that of one word may reach under the next
    for (const isGround of [true, false])
      for (let i = 0; i < count; i++) {
        projection.cell(block, placeOf(i, block.cols, apart), apart > 1 ? -SPREAD_LETTERS : -0.28);
        const y = projection.y - size * 0.68;
        if (!inside(projection.x, y, frame)) continue;
        const colour = isGround ? null : ink(i);
        if (leaning) this.#leaning(tokenText(text[i]), projection.x, y, size, palette, colour);
        else this.#letter(tokenText(text[i]), projection.x, y, size, palette, colour);
      }
    if (!block.causal || px < (isFar(palette, frame) ? HALL_LETTERS : LETTERS)) return;
    // the rows of scores and pattern are keys
    this.#pen.textAlign = 'right';
    for (const colour of [null, css(palette.roles.key)])
      for (let i = 0; i < count; i++) {
        projection.cell(block, -0.28, i + 0.5);
        if (inside(projection.x, projection.y, frame))
          this.#letter(tokenText(text[i]), projection.x - size * 0.35, projection.y, size, palette, colour);
      }
    this.#pen.textAlign = 'center';
  }

  /** One word, or, without a colour, the ground that it stands on: cells, arcs and other letters may lie behind it. */
  #letter(word, x, y, size, palette, colour) {
    const pen = this.#pen;
    if (colour !== null) {
      pen.fillStyle = colour;
      pen.fillText(word, x, y);
      return;
    }
    const width = pen.measureText(word).width,
      shares = { left: 0, right: 1, center: 0.5 };
    pen.fillStyle = css(palette.background);
    pen.globalAlpha = LETTER_GROUND;
    pen.fillRect(x - width * shares[pen.textAlign] - 2, y - size / 2, width + 4, size);
    pen.globalAlpha = 1;
  }

  #widest(text, count) {
    let widest = 0;
    for (let i = 0; i < count; i++) widest = Math.max(widest, this.#pen.measureText(tokenText(text[i])).width);
    return widest;
  }

  #leaning(word, x, y, size, palette, colour) {
    const pen = this.#pen;
    pen.save();
    pen.translate(x, y);
    pen.rotate(LEAN);
    pen.textAlign = 'left';
    this.#letter(word, 0, 0, size, palette, colour);
    pen.restore();
  }

  /**
   * Chooses decimals and size so that the block's longest figure stays within its cell.
   * @returns {Intl.NumberFormat | null} null where it would be too small to be read
   */
  #fitted(view, block, px, tiles) {
    let longest = '';
    for (const [column, row] of cellsOf(tiles)) {
      const value = view.value(block, column, row);
      if (!Number.isFinite(value)) continue;
      const text = this.#formats[0].format(value);
      if (text.length > longest.length) longest = text;
    }
    const width = (digits) => this.#pen.measureText(longest + '0'.repeat(digits - 1)).width / 10;
    this.#pen.font = `400 10px ${this.#font}`;
    for (const digits of px >= TWO_DECIMALS ? [2, 1] : [1]) {
      const hall = isFar(view.palette, view.frame),
        size = Math.min(hall ? HALL_LARGEST : LARGEST, (px * FIGURE_SHARE) / width(digits));
      if (size < (hall ? HALL_LEAST : SMALLEST) && (hall || digits > 1)) continue;
      this.#pen.font = `400 ${size}px ${this.#font}`;
      return this.#formats[digits - 1];
    }
    return null;
  }

  /** The vocabulary's tokens along an axis that runs over it. */
  #vocabulary({ projection, palette, frame, vocabulary }, block, px) {
    const down = block.rowAxis === 'd_vocab',
      across = block.colAxis === 'd_vocab';
    if (!vocabulary || (!down && !across)) return;
    const size = sizeOf(px, isFar(palette, frame));
    this.#begin(frame);
    this.#pen.font = `600 ${size}px ${this.#font}`;
    this.#pen.textAlign = down ? 'right' : 'center';
    const leaning = this.#widest(vocabulary, vocabulary.length) > px * 1.05;
    for (const colour of [null, css(down ? palette.roles.prediction : palette.ink)])
      for (let i = 0; i < (down ? block.rows : block.cols); i++) {
        if (down) projection.cell(block, -0.28, i + 0.5);
        else projection.cell(block, i + 0.5, -0.28);
        const x = down ? projection.x - size * 0.35 : projection.x,
          y = down ? projection.y : projection.y - size * 0.68;
        if (!inside(x, y, frame)) continue;
        const word = tokenText(vocabulary[i + (down ? block.rowFrom : block.colFrom)] ?? '');
        if (across && leaning) this.#leaning(word, x, y, size, palette, colour);
        else this.#letter(word, x, y, size, palette, colour);
      }
    this.#pen.textAlign = 'center';
  }

  #numbers(view, block, px, frame) {
    const { projection, palette } = view;
    const filled = view.filled(block),
      scale = view.scale(block),
      tiles = tilesInView(projection, block, frame);
    this.#begin(frame);
    const format = this.#fitted(view, block, px, tiles);
    if (!format) return;
    for (const [column, row] of cellsOf(tiles)) {
      if (column + 1 > filled || (block.causal && row > column)) continue;
      // on a large block that is seen aslant, cells are far smaller at one end than in the middle
      if (projection.cellSize(block, column, row) < px * EVEN) continue;
      projection.cell(block, column + 0.5, row + 0.5);
      if (projection.depth <= 0 || !inside(projection.x, projection.y, frame) || view.sunk(block, column, row)) continue;
      const value = view.value(block, column, row);
      if (!Number.isFinite(value)) continue;
      this.#pen.fillStyle = wantsWhiteInk(cellColour(value, scale, block.role, palette, frontLight(row, block.rows)))
        ? '#fff'
        : '#000';
      this.#pen.fillText(signed(format.format(value)), projection.x, projection.y);
    }
  }
}

/** Column and row of each cell of some tiles. */
function* cellsOf(tiles) {
  for (const { left, right, top, bottom } of tiles)
    for (let column = left; column < right; column++) for (let row = top; row < bottom; row++) yield [column, row];
}

/** Cells at a side of the tiles in which those in view are looked for. */
const TILE = 16;

/**
 * The cells of a block that may be on the canvas, tile by tile: a block of a large model has hundreds of thousands.
 * @returns {{left: number, right: number, top: number, bottom: number}[]}
 */
function tilesInView(projection, block, frame) {
  const tiles = [];
  const look = (left, top, right, bottom) => {
    let [minX, maxX, minY, maxY] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const column of [left, right])
      for (const row of [top, bottom]) {
        projection.cell(block, column, row);
        if (projection.depth <= 0) continue;
        minX = Math.min(minX, projection.x);
        maxX = Math.max(maxX, projection.x);
        minY = Math.min(minY, projection.y);
        maxY = Math.max(maxY, projection.y);
      }
    if (maxX < 0 || minX > frame.width || maxY < 0 || minY > frame.height) return;
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

const sizeOf = (px, hall) => (hall ? Math.max(28, Math.min(34, px * 0.7)) : Math.max(11, Math.min(20, px * 0.74)));
const LEAN = -0.9; // radians
const inside = (x, y, frame) => x > -20 && y > -20 && x < frame.width + 20 && y < frame.height + 20;
/** A real minus; what rounds to nothing has no sign. */
const signed = (text) => (/[1-9]/.test(text) ? text.replace('-', '−') : text.replace('-', ''));

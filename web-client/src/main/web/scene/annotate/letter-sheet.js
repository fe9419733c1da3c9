/**
 * The letters of an image: measures them, gives each its place if that is free, and writes them all. A place is free unless it is under a
 * panel, across an edge of the canvas, or on a letter that is settled.
 *
 * @typedef {{x: number, y: number, width: number, height: number, text: string, at: {x: number, y: number}, size: number,
 *   wide: number, align: 'left' | 'center' | 'right', lean: number, colour: string}} Letter  the box of its background, CSS px;
 *   `at`: where it is written; font `size` and width of the text, px; `lean` in radians
 */
import { css } from '../render/colour.js';
import { isFar } from '../render/palette.js';
import { isUncovered, meet } from './placement.js';

/** A letter's background: its opacity, and its padding on each side, px. */
const BACKGROUND = 0.97;
export const PADDING = 2;
/** Share of the text to the left of its position, by alignment. */
const SHARE = { left: 0, center: 0.5, right: 1 };

/** Distance between a block and its letters in rows; and from there, up or aside, in font sizes. */
export const OVER = 0.28,
  UP = 0.68;
const ASIDE = 0.35;
/** The weight of the letters' font. */
const WEIGHT = 600;
/** The font size at which texts are measured, px. */
const MEASURED = 100;

export class LetterSheet {
  /** @type {Letter[]} */
  letters = [];
  /** @type {import('./figures.js').View | null} */
  #view = null;
  /** Boxes where letters must not be. @type {import('./placement.js').Box[]} */
  taken = [];
  #canvas;
  #pen;
  /** How many letters are settled. */
  #settled = 0;
  /** The width of a text in font sizes. @type {Map<string, number>} */
  #widths = new Map();

  /** @param {import('../render/overlay-canvas.js').OverlayCanvas} canvas */
  constructor(canvas) {
    this.#canvas = canvas;
    this.#pen = canvas.pen;
  }

  /** The scene as seen now. @returns {import('./figures.js').View} */
  get view() {
    return /** @type {import('./figures.js').View} */ (this.#view);
  }

  set view(view) {
    this.#view = view;
  }

  /** Whether texts must be legible from the last row of seats. */
  get isFar() {
    return isFar(this.view.palette, this.view.viewport);
  }

  /** Removes all letters. */
  clear() {
    if (this.letters.length > 0) this.letters = [];
    this.#settled = 0;
  }

  /** Leaves only the first letters, which are settled. @param {number} count */
  cutTo(count) {
    this.letters.length = this.#settled = count;
  }

  /** Settles all letters: those that are added later must not touch them. */
  settle() {
    this.#settled = this.letters.length;
  }

  /** Adds a letter if its place is free. @param {Omit<Letter, 'x' | 'y' | 'width' | 'height' | 'wide'>} wanted @returns {boolean} whether it is */
  add(wanted) {
    const wide = this.widthOf(wanted.text, wanted.size),
      letter = { ...wanted, wide, ...boxOf(wanted, wide + 2 * PADDING) };
    if (!isUncovered(letter, this.view.viewport, this.taken)) return false;
    for (let i = 0; i < this.#settled; i++) if (meet(letter, this.letters[i])) return false;
    this.letters.push(letter);
    return true;
  }

  /** Adds a word on the left of a row. @param {import('../layout/board.js').Block} block @param {number} row @param {string} text @param {number} size px @param {import('../render/colour.js').Rgb} colour */
  addBeside(block, row, text, size, colour) {
    const { projection } = this.view;
    projection.cell(block, -OVER, row + 0.5);
    this.add({
      text,
      at: { x: projection.x - size * ASIDE, y: projection.y },
      size,
      align: 'right',
      lean: 0,
      colour: css(colour),
    });
  }

  /** The width of a text without its padding, px. @param {string} text @param {number} size px */
  widthOf(text, size) {
    let width = this.#widths.get(text);
    if (width === undefined) {
      this.#canvas.use(WEIGHT, MEASURED);
      width = this.#pen.measureText(text).width / MEASURED;
      this.#widths.set(text, width);
    }
    return width * size;
  }

  /** Writes all letters. */
  write() {
    if (this.letters.length === 0) return;
    const pen = this.#pen;
    this.#canvas.begin(this.view.viewport);
    pen.textBaseline = 'middle';
    // backgrounds first: one text's background may extend under the next text
    pen.fillStyle = css(this.view.palette.background);
    pen.globalAlpha = BACKGROUND;
    for (const letter of this.letters) this.#leaning(letter, (x, y) => fillBackground(pen, letter, x, y));
    pen.globalAlpha = 1;
    for (const letter of this.letters) {
      const { text, size, align, colour } = letter;
      this.#canvas.use(WEIGHT, size);
      pen.textAlign = align;
      pen.fillStyle = colour;
      this.#leaning(letter, (x, y) => pen.fillText(text, x, y));
    }
    pen.textAlign = 'center';
  }

  /** Draws a letter at its place, in a turned coordinate system if it leans. @param {Letter} letter @param {(x: number, y: number) => void} draw */
  #leaning({ at, lean }, draw) {
    if (lean === 0) {
      draw(at.x, at.y);
      return;
    }
    const pen = this.#pen;
    pen.save();
    pen.translate(at.x, at.y);
    pen.rotate(lean);
    draw(0, 0);
    pen.restore();
  }
}

/** Fills a letter's background, since cells, arcs and other letters may be behind it. @param {CanvasRenderingContext2D} pen @param {Letter} letter @param {number} x @param {number} y */
function fillBackground(pen, { wide, size, align }, x, y) {
  pen.fillRect(x - wide * SHARE[align] - PADDING, y - size / 2, wide + 2 * PADDING, size);
}

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

/** @param {Pick<Letter, 'at' | 'size' | 'align' | 'lean'>} letter @param {number} width of its background, px */
function boxOf({ at, size, align, lean }, width) {
  const left = -width * SHARE[align],
    [c, sin] = [Math.cos(lean), -Math.sin(lean)];
  return {
    x: at.x + c * left - (sin * size) / 2,
    y: at.y - sin * (left + width) - (c * size) / 2,
    width: c * width + sin * size,
    height: sin * width + c * size,
  };
}

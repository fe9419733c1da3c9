/**
 * Rows of words along a block: tokens, a vocabulary or positions over its columns, or beside its rows.
 */
import { tokenText } from '../../model/token-text.js';
import { css } from '../render/colour.js';
import { OVER, PADDING, UP, sizeOf, stepsOf } from './letter-sheet.js';

/** Angles for texts that are wider than their columns, radians; the first one at which they do not touch is taken. */
const LEANS = [0.9, 1.05, 1.2, 1.4, Math.PI / 2];
/** Into how many rows words are spread before they lean. */
const MOST_ROWS = 3;
/** Distance between two rows of words over columns, in font sizes. */
const ROW = 1.15;

export class WordRows {
  #sheet;

  /** @param {import('./letter-sheet.js').LetterSheet} sheet */
  constructor(sheet) {
    this.#sheet = sheet;
  }

  /**
   * Texts side by side over a block's columns: in one row, or else in two or three, or else leaning to the right. Without room for that of the
   * attention pair there is none: its neighbour's would be taken for it.
   * @param {string[]} words
   * @param {number} size px
   * @param {(i: number) => boolean} isPaired whether one belongs to the attention pair
   * @param {(i: number) => {x: number, y: number}} over its position on the canvas
   * @param {number} [most] rows; with one, words do not lean either
   * @returns {boolean} whether there is room for them
   */
  along(words, size, isPaired, over, most = MOST_ROWS) {
    const sheet = this.#sheet,
      { palette } = sheet.view,
      apart = stepsOf(words.length, over),
      step = Math.min(...apart.map(({ x }) => x)),
      widths = words.map((word) => sheet.widthOf(tokenText(word), size) + 2 * PADDING);
    const rows = Array.from({ length: most }, (_, i) => i + 1).find((count) =>
        widths.every((width, i) => i + count >= widths.length || (width + widths[i + count]) / 2 <= count * step),
      ),
      lean = rows
        ? 0
        : most === 1
          ? undefined
          : LEANS.find((each) => apart.every(({ x, y }) => x * Math.sin(each) + y * Math.cos(each) >= size));
    if (lean === undefined) return false;
    const before = sheet.letters.length;
    const hasRoom = words.map((word, i) => {
      const { x, y } = over(i),
        row = rows ? (words.length - 1 - i) % rows : 0,
        colour = css(isPaired(i) ? palette.accent : palette.ink);
      return sheet.add({
        text: tokenText(word),
        at: { x, y: y - size * (UP + row * ROW) },
        size,
        align: rows ? 'center' : 'left',
        lean: -lean,
        colour,
      });
    });
    const isWhole = !words.some((_, i) => isPaired(i) && !hasRoom[i]);
    if (!isWhole) sheet.letters.length = before;
    return isWhole;
  }

  /** The vocabulary's tokens along the axis of the vocabulary. @param {import('../layout/board.js').Block} block */
  ofVocabulary(block) {
    const { projection, palette, vocabulary, marked } = this.#sheet.view,
      px = projection.cellSize(block),
      size = sizeOf(px, this.#sheet.isFar),
      wordAt = (/** @type {number} */ i) => tokenText(vocabulary?.[i] ?? '');
    if (block.rowAxis === 'd_vocab') {
      for (let i = 0; i < block.rows; i++)
        this.#sheet.addBeside(block, i, wordAt(i + block.rowFrom), size, palette.roles.prediction);
      return;
    }
    if (block.colAxis === 'd_vocab')
      this.along(
        (vocabulary ?? []).slice(block.colFrom, block.colFrom + block.cols),
        size,
        (i) => i === marked(block),
        (i) => projection.cell(block, i + 0.5, -OVER),
      );
  }

  /** The positions that a table has a column for: as many of them, at equal distances, as stand upright. @param {import('../layout/board.js').Block} block */
  ofPositions(block) {
    const sheet = this.#sheet,
      { projection, palette } = sheet.view,
      size = sizeOf(projection.cellSize(block), sheet.isFar),
      over = (/** @type {number} */ i) => projection.cell(block, i + 0.5, -OVER),
      narrowest = Math.min(...stepsOf(block.cols, over).map(({ x }) => x)),
      every = Math.max(1, Math.ceil((sheet.widthOf(String(block.colFrom + block.cols), size) + PADDING) / narrowest));
    for (let i = 0; i < block.cols; i += every) {
      const { x, y } = over(i);
      sheet.add({
        text: String(block.colFrom + i + 1),
        at: { x, y: y - size * UP },
        size,
        align: 'center',
        lean: 0,
        colour: css(palette.ink),
      });
    }
  }
}

/**
 * Single words of a block that has no room for all: at one column, over it or else under it, wherever nothing else is; and the most
 * probable word of a vocabulary at its row.
 */
import { tokenText } from '../../model/token-text.js';
import { css } from '../render/colour.js';
import { OVER, UP, sizeOf } from './letter-sheet.js';

/** The least size of such a word, px. */
const LEAST_SIZE = 13;

/** Where a word is tried, the middle first: its alignment, and the place of that edge in the column. @type {{align: 'left' | 'center' | 'right', part: number}[]} */
const PLACES = [
  { align: 'center', part: 0.5 },
  { align: 'left', part: 0 },
  { align: 'right', part: 1 },
];

export class SingleWords {
  #sheet;
  /** Columns whose words wait for the labels. @type {{block: import('../layout/board.js').Block, column: number, ways: number[]}[]} */
  #waiting = [];

  /** @param {import('./letter-sheet.js').LetterSheet} sheet */
  constructor(sheet) {
    this.#sheet = sheet;
  }

  /** Lets no word wait. */
  clear() {
    this.#waiting.length = 0;
  }

  /**
   * Lets a column's word wait for the labels, which say more.
   * @param {import('../layout/board.js').Block} block
   * @param {number} column
   * @param {number[]} [ways] where it is tried, the first first; as for {@link addAt}
   */
  wait(block, column, ways = [-1, 1]) {
    this.#waiting.push({ block, column, ways });
  }

  /** Adds the words that have waited, each at the first free place. */
  addWaiting() {
    for (const { block, column, ways } of this.#waiting) ways.some((way) => this.addAt(block, column, way));
  }

  /**
   * Adds the word of a column, if it would touch no other. Under a column and over a row of numbers, where names are close by, it may
   * also begin or end at the column's edge, so that it still covers the column.
   * @param {import('../layout/board.js').Block} block
   * @param {number} column
   * @param {number} way −1: over its column, 1: under it
   * @returns {boolean} whether it is there
   */
  addAt(block, column, way) {
    const sheet = this.#sheet,
      { projection, palette } = sheet.view,
      size = Math.max(LEAST_SIZE, sizeOf(projection.cellSize(block), sheet.isFar)),
      text = this.#nameOf(block, column),
      colour = css(palette.accent);
    for (const { align, part } of way < 0 && block.rows > 1 ? PLACES.slice(0, 1) : PLACES) {
      const { x, y } = projection.cell(block, column + part, way < 0 ? -OVER : block.rows + OVER);
      if (!sheet.add({ text, at: { x, y: y + way * size * UP }, size, align, lean: 0, colour })) continue;
      sheet.settle();
      return true;
    }
    return false;
  }

  /** The word that a column stands for. @param {import('../layout/board.js').Block} block @param {number} column */
  #nameOf({ colAxis, colFrom }, column) {
    if (colAxis === 'n_ctx') return String(colFrom + column + 1);
    const { vocabulary, text } = this.#sheet.view;
    return tokenText((colAxis === 'd_vocab' ? vocabulary?.[colFrom + column] : text[column]) ?? '');
  }

  /** Adds the most probable word at its row of the marked column, if the rows of the vocabulary are too small for names. @param {number} least size of cells that have names, px */
  addLikeliest(least) {
    const { plan, vocabulary, marked, value, projection, contrast, palette } = this.#sheet.view;
    this.#sheet.settle();
    /** @type {{block: import('../layout/board.js').Block, row: number} | null} */
    let likeliest = null,
      most = 0;
    for (const block of vocabulary ? plan.blocks : []) {
      if (
        !block.isShare ||
        block.rowAxis !== 'd_vocab' ||
        contrast[block.index] < 1 ||
        projection.cellSize(block) >= least
      )
        continue;
      const column = marked(block);
      for (let row = 0; column >= 0 && row < block.rows; row++)
        if (value(block, column, row) > most) {
          most = value(block, column, row);
          likeliest = { block, row };
        }
    }
    if (!likeliest) return;
    const { block, row } = likeliest;
    this.#sheet.addBeside(
      block,
      row,
      tokenText(vocabulary?.[block.rowFrom + row] ?? ''),
      sizeOf(LEAST_SIZE, this.#sheet.isFar),
      palette.roles.prediction,
    );
  }
}

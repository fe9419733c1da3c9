/**
 * Chooses the letters along blocks that are large enough on the screen: tokens over columns, keys along the rows of scores and
 * pattern, a vocabulary along its axis. Places are chosen before anything is written: a letter that would be under a panel,
 * across an edge or on a letter nearer to the camera is left out, and labels avoid the others. Where there is no room for all,
 * only the tokens that words speak of have theirs, and in the hall, after the labels, the marked token, or else the last one: the names of
 * what is computed say more than its letter.
 */
import { tokenText } from '../../model/token-text.js';
import { placeOf } from '../layout/spread.js';
import { SPREAD_LETTERS } from './attention-lines.js';
import { LetterSheet, OVER, sizeOf } from './letter-sheet.js';
import { SingleWords } from './single-words.js';
import { WordRows } from './word-rows.js';

/** The smallest cells that get letters, px. */
const LETTERS = 11,
  HALL_LETTERS = 24;
/** The lowest rows that have words beside them in the hall, px: lines of the smallest text there, set solid. */
export const HALL_ROWS = 22;
/** The smallest cells at which the letters of the attention pair are shown without the others, px. */
const PAIR_LETTERS = 8;
/** The smallest cells at which a token that is spoken of has its letter without the others, px. */
const ALONE = 6,
  HALL_ALONE = 2.5;
/** A row of numbers, such as the averages of the columns, is so near above a block that letters there would cover it, rows. */
const NEAR = 4;

export class Letters {
  #sheet;
  #rows;
  #singles;
  /** How many letters come before the labels. */
  #firm = 0;
  /** Whether words are spread under arcs: then they are written there. */
  #hasArcs = false;

  /** @param {import('../render/overlay-canvas.js').OverlayCanvas} canvas */
  constructor(canvas) {
    this.#sheet = new LetterSheet(canvas);
    this.#rows = new WordRows(this.#sheet);
    this.#singles = new SingleWords(this.#sheet);
  }

  /** The letters of the current image. @returns {import('./letter-sheet.js').Letter[]} */
  get placed() {
    return this.#sheet.letters;
  }

  /** Removes all letters. */
  clear() {
    this.#sheet.clear();
    this.#singles.clear();
    this.#firm = 0;
  }

  /**
   * Chooses the letters of an image.
   * @param {import('./figures.js').View} view
   * @param {import('./placement.js').Box[]} taken boxes on the canvas that panels cover
   */
  choose(view, taken) {
    this.clear();
    const sheet = Object.assign(this.#sheet, { view, taken });
    /** @type {Set<string>} */
    const withRows = new Set(),
      inReach = this.#blocksInReach(view);
    this.#hasArcs = inReach.some((block) => view.spread(block) > 1);
    for (const block of inReach) {
      sheet.settle();
      if (block.sequence && view.text.length > 0 && !hasNumbersAbove(block, view)) {
        if (block.rows > 1) this.#ofTokens(block, !withRows.has(block.node));
        else this.#ofNumbers(block);
      }
      withRows.add(block.node);
      const isLarge = view.projection.cellSize(block) >= this.#least,
        isWords = view.vocabulary && block.colAxis === 'd_vocab';
      if (view.vocabulary && isLarge) this.#rows.ofVocabulary(block);
      if (block.colAxis === 'n_ctx' && isLarge) this.#rows.ofPositions(block);
      else if (!isLarge && (isWords || block.colAxis === 'n_ctx') && view.marked(block) >= 0)
        this.#singles.wait(block, view.marked(block));
    }
    this.#singles.addLikeliest(this.#least);
    this.#firm = this.placed.length;
  }

  /** The letters of `choose`, which labels must not cover. @returns {import('./letter-sheet.js').Letter[]} */
  get firm() {
    return this.#firm === this.placed.length ? this.placed : this.placed.slice(0, this.#firm);
  }

  /**
   * Adds the letters that have waited for the labels.
   * @param {import('./placement.js').Box[]} taken boxes of panels and labels
   */
  addAlone(taken) {
    this.#sheet.cutTo(this.#firm);
    this.#sheet.taken = taken;
    this.#singles.addWaiting();
  }

  /** The blocks that are near enough to have letters, the nearest to the camera first. @param {import('./figures.js').View} view */
  #blocksInReach({ plan, projection, contrast, spread, marked, isSeen }) {
    /** @type {{block: import('../layout/board.js').Block, depth: number}[]} */
    const found = [];
    for (const block of plan.blocks) {
      // the other plates of a stack are behind the first, which alone has room for text
      if (contrast[block.index] < 1 || block.z !== 0) continue;
      if (!block.sequence && block.rowAxis !== 'd_vocab' && block.colAxis !== 'd_vocab' && block.colAxis !== 'n_ctx')
        continue;
      projection.cell(block, block.cols / 2, block.rows / 2);
      const { depth } = projection;
      if (depth <= 0 || (projection.cellSize(block) * spread(block) < this.#leastForPair && marked(block) < 0))
        continue;
      if (isSeen(block, block.cols / 2, 0.5)) found.push({ block, depth });
    }
    return found.sort((a, b) => a.depth - b.depth).map(({ block }) => block);
  }

  get #least() {
    return this.#sheet.isFar ? HALL_LETTERS : LETTERS;
  }

  get #leastForPair() {
    const { current, spoken } = this.#sheet.view;
    if (current >= 0) return PAIR_LETTERS;
    if (this.#sheet.isFar) return HALL_ALONE;
    return spoken.length > 0 ? ALONE : this.#least;
  }

  /** How many rows of words there may be over a block: under arcs a third one would lie on them. @param {number} apart @returns {number | undefined} */
  #mostRows(apart) {
    if (this.#hasArcs) return apart > 1 ? 2 : 1;
    return this.#sheet.isFar ? 2 : undefined;
  }

  /** @param {import('../layout/board.js').Block} block @param {boolean} isNearest of its tensor: beside the others there is another block */
  #ofTokens(block, isNearest) {
    const { projection, text, current, currentKey, namedKeys, spread, marked, spoken, palette } = this.#sheet.view,
      px = projection.cellSize(block),
      size = sizeOf(px, this.#sheet.isFar),
      count = Math.min(block.cols, text.length),
      apart = spread(block),
      pairs = block.role === 'key' || (block.role === 'value' && !block.isMix) ? currentKey : current,
      over = (/** @type {number} */ i) =>
        projection.cell(block, placeOf(i, block.cols, apart), apart > 1 ? -SPREAD_LETTERS : -OVER);
    const column = marked(block);
    const hasRoom =
      px * apart >= this.#least &&
      this.#rows.along(
        text.slice(0, count),
        size,
        (i) => i === (pairs < 0 ? column : pairs),
        over,
        this.#mostRows(apart),
      );
    if (!hasRoom && pairs >= 0) {
      this.#rows.along(
        [text[pairs] ?? ''],
        size,
        () => true,
        () => over(pairs),
      );
      // both ends of the strongest arc are named
      if (apart > 1 && currentKey >= 0 && currentKey !== pairs)
        this.#rows.along(
          [text[currentKey] ?? ''],
          size,
          () => false,
          () => over(currentKey),
        );
    } else if (!hasRoom) {
      const columns = spoken.filter((each) => each < count);
      for (const each of columns) if (!this.#singles.addAt(block, each, -1)) this.#singles.wait(block, each);
      // at least the marked token stands at its column, in the hall else the last one, which most steps are about
      if (column < 0 ? this.#sheet.isFar && columns.length === 0 : !columns.includes(column))
        this.#singles.wait(block, column < 0 ? count - 1 : column);
    }
    if (!block.causal || !isNearest) return;
    // the rows of scores and pattern are keys
    const beside = (/** @type {number} */ i) =>
      this.#sheet.addBeside(block, i, tokenText(text[i]), size, palette.roles.key);
    if (px >= (this.#sheet.isFar ? HALL_ROWS : this.#least)) for (let i = 0; i < count; i++) beside(i);
    else if (px >= this.#leastForPair)
      for (const key of namedKeys) {
        beside(key);
        // rows are lower than letters: of two that touch, the more important one is written
        this.#sheet.settle();
      }
  }

  /**
   * Over rows of numbers, which have names beside them, the hall's screen has one word: the block below them has none over it.
   * @param {import('../layout/board.js').Block} block
   */
  #ofNumbers(block) {
    const { text, marked, current, projection } = this.#sheet.view,
      column = marked(block);
    if (this.#sheet.isFar && current < 0 && projection.cellSize(block) < this.#least)
      this.#singles.wait(block, column < 0 ? Math.min(block.cols, text.length) - 1 : column, [-1]);
  }

  /** Writes the chosen letters. */
  write() {
    this.#sheet.write();
  }
}

/** Whether a row of numbers in focus stands right over a block. @param {import('../layout/board.js').Block} block @param {import('./figures.js').View} view */
const hasNumbersAbove = (block, { plan, contrast }) =>
  plan.blocks.some(
    ({ index, rows, column, arm, x, y, cols }) =>
      rows === 1 &&
      contrast[index] >= 1 &&
      column === block.column &&
      arm === block.arm &&
      y < block.y &&
      y >= block.y - NEAR &&
      x < block.x + block.cols &&
      block.x < x + cols,
  );

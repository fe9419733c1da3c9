/**
 * Writes letters along blocks that are large enough on the screen: tokens over columns, keys along the rows of scores and
 * pattern, a vocabulary along its axis. Places are chosen before anything is written: a letter that would be under a panel,
 * across an edge or on a letter nearer to the camera is left out, and labels avoid the others. Where there is no room for all,
 * only the tokens that words speak of have theirs, and in the hall, after the labels, the marked token, or else the last one: the names of
 * what is computed say more than its letter.
 *
 * @typedef {{x: number, y: number, width: number, height: number, text: string, at: {x: number, y: number}, size: number,
 *   wide: number, align: 'left' | 'center' | 'right', lean: number, colour: string}} Letter  the box of its background, CSS px;
 *   `at`: where it is written; font `size` and width of the text, px; `lean` in radians
 */
import { tokenText } from '../../model/token-text.js';
import { css } from '../render/colour.js';
import { placeOf } from '../layout/spread.js';
import { SPREAD_LETTERS } from './attention-lines.js';
import { isFar } from '../render/palette.js';
import { SHARE, boxOf, stepsOf } from './letter-box.js';
import { isUncovered, meet } from './placement.js';

/** The smallest cells that get letters, px. */
const LETTERS = 11,
  HALL_LETTERS = 24;
/** The smallest cells at which the letters of the attention pair are shown without the others, px. */
const PAIR_LETTERS = 8;
/** The smallest cells at which a token that is spoken of has its letter without the others; the least size of such a letter, px. */
const ALONE = 6,
  ALONE_SIZE = 13;
/** A letter's background: its opacity, and its padding on each side, px. */
const BACKGROUND = 0.97,
  PADDING = 2;
/** Angles for texts that are wider than their columns, radians; the first one at which they do not touch is taken. */
const LEANS = [0.9, 1.05, 1.2, 1.4, Math.PI / 2];
/** The font size at which texts are measured, px. */
const MEASURED = 100;
/** Distance between a block and its letters in rows; and from there, up or aside, and between two rows of words, in font sizes. */
const OVER = 0.28,
  UP = 0.68,
  ROW = 1.15,
  ASIDE = 0.35;

/** In half pixels: blocks of nearly the same size share a font, as each new one takes a tenth of a millisecond. */
const sizeOf = (px, hall) => Math.round(2 * (hall ? Math.max(28, Math.min(34, px * 0.7)) : Math.max(11, Math.min(20, px * 0.74)))) / 2;

export class Letters {
  /** The letters of the current image. @type {Letter[]} */
  placed = [];
  #canvas;
  #pen;
  #font;
  #view = null;
  /** Boxes where letters must not be. @type {import('./placement.js').Box[]} */
  #taken = [];
  /** Columns that have a letter after the labels, on blocks without room for all. @type {{block: import('../layout/board.js').Block, column: number}[]} */
  #alone = [];
  /** How many letters of `placed` are none of these. */
  #firm = 0;
  /** How many letters of `placed` belong to other blocks than the current one. */
  #others = 0;
  /** The width of a text in font sizes. @type {Map<string, number>} */
  #widths = new Map();

  /** @param {import('../render/overlay-canvas.js').OverlayCanvas} canvas @param {HTMLElement} overlay whose font is used */
  constructor(canvas, overlay) {
    this.#canvas = canvas;
    this.#pen = canvas.pen;
    this.#font = getComputedStyle(overlay).getPropertyValue('--font') || 'sans-serif';
  }

  /** Removes all letters. */
  clear() {
    if (this.placed.length > 0) this.placed = [];
    this.#alone.length = this.#firm = 0;
  }

  /**
   * Chooses the letters of an image.
   * @param {import('./figures.js').View} view
   * @param {import('./placement.js').Box[]} taken boxes on the canvas that panels cover
   */
  choose(view, taken) {
    this.clear();
    this.#view = view;
    this.#taken = taken;
    /** @type {Set<string>} */
    const withRows = new Set();
    for (const block of this.#blocksInReach(view)) {
      this.#others = this.placed.length;
      if (block.sequence && block.rows > 1 && view.text.length > 0) this.#ofTokens(block, !withRows.has(block.node));
      withRows.add(block.node);
      const isLarge = view.projection.cellSize(block) >= this.#least,
        isWords = view.vocabulary && block.colAxis === 'd_vocab';
      if (view.vocabulary && isLarge) this.#ofVocabulary(block);
      if (block.colAxis === 'n_ctx' && isLarge) this.#ofPositions(block);
      else if (!isLarge && (isWords || block.colAxis === 'n_ctx') && view.marked(block) >= 0) this.#alone.push({ block, column: view.marked(block) });
    }
    this.#nameLikeliest();
    this.#firm = this.placed.length;
  }

  /** The letters of `choose`, which labels must not cover. @returns {Letter[]} */
  get firm() {
    return this.#firm === this.placed.length ? this.placed : this.placed.slice(0, this.#firm);
  }

  /**
   * Adds letters without their neighbours' over, or else under, their columns, wherever nothing else is.
   * @param {import('./placement.js').Box[]} taken boxes of panels and labels
   */
  addAlone(taken) {
    this.placed.length = this.#others = this.#firm;
    this.#taken = taken;
    for (const { block, column } of this.#alone) [-1, 1].some((way) => this.#addOver(block, column, way));
  }

  /** Adds one letter without its neighbours', if it is on no other. @param {number} way −1: over its column, 1: under it @returns {boolean} whether it is there */
  #addOver(block, column, way) {
    const { projection, palette } = this.#view,
      size = Math.max(ALONE_SIZE, sizeOf(projection.cellSize(block), this.#isFar)),
      { x, y } = projection.cell(block, column + 0.5, way < 0 ? -OVER : block.rows + OVER),
      at = { x, y: y + way * size * UP };
    const isAdded = this.#add({ text: this.#nameOf(block, column), at, size, align: 'center', lean: 0, colour: css(palette.accent) });
    if (isAdded) this.#others = this.placed.length;
    return isAdded;
  }

  /** What a column stands for. @param {import('../layout/board.js').Block} block @param {number} column */
  #nameOf({ colAxis, colFrom }, column) {
    if (colAxis === 'n_ctx') return String(colFrom + column + 1);
    return tokenText((colAxis === 'd_vocab' ? this.#view.vocabulary[colFrom + column] : this.#view.text[column]) ?? '');
  }

  /** Names the most probable word at its row of the marked column, if the rows of the vocabulary are too small for names. */
  #nameLikeliest() {
    const { plan, vocabulary, marked, value, projection, contrast, palette } = this.#view;
    this.#others = this.placed.length;
    /** @type {{block: import('../layout/board.js').Block, row: number} | null} */
    let likeliest = null,
      most = 0;
    for (const block of vocabulary ? plan.blocks : []) {
      if (!block.isShare || block.rowAxis !== 'd_vocab' || contrast[block.index] < 1 || projection.cellSize(block) >= this.#least) continue;
      const column = marked(block);
      for (let row = 0; column >= 0 && row < block.rows; row++)
        if (value(block, column, row) > most) {
          most = value(block, column, row);
          likeliest = { block, row };
        }
    }
    if (likeliest) this.#addAtRow(likeliest.block, likeliest.row, tokenText(vocabulary[likeliest.block.rowFrom + likeliest.row]), sizeOf(ALONE_SIZE, this.#isFar), palette.roles.prediction);
  }

  /** The blocks that are near enough to have letters, the nearest to the camera first. */
  #blocksInReach({ plan, projection, contrast, spread, marked, isSeen }) {
    const found = [];
    for (const block of plan.blocks) {
      // the other plates of a stack are behind the first, which alone has room for text
      if (contrast[block.index] < 1 || block.z !== 0) continue;
      if (!block.sequence && block.rowAxis !== 'd_vocab' && block.colAxis !== 'd_vocab' && block.colAxis !== 'n_ctx') continue;
      projection.cell(block, block.cols / 2, block.rows / 2);
      const { depth } = projection;
      if (depth <= 0 || (projection.cellSize(block) * spread(block) < this.#leastForPair && marked(block) < 0)) continue;
      if (isSeen(block, block.cols / 2, 0.5)) found.push({ block, depth });
    }
    return found.sort((a, b) => a.depth - b.depth).map(({ block }) => block);
  }

  get #least() {
    return this.#isFar ? HALL_LETTERS : LETTERS;
  }

  get #leastForPair() {
    const { current, spoken } = this.#view;
    if (current >= 0) return PAIR_LETTERS;
    return this.#isFar || spoken.length > 0 ? ALONE : this.#least;
  }

  get #isFar() {
    return isFar(this.#view.palette, this.#view.viewport);
  }

  /** @param {import('../layout/board.js').Block} block @param {boolean} isNearest of its tensor: beside the others there is another block */
  #ofTokens(block, isNearest) {
    const { projection, text, current, currentKey, spread, marked, spoken, palette } = this.#view,
      px = projection.cellSize(block),
      size = sizeOf(px, this.#isFar),
      count = Math.min(block.cols, text.length),
      apart = spread(block),
      pairs = block.role === 'key' || (block.role === 'value' && !block.isMix) ? currentKey : current,
      over = (i) => projection.cell(block, placeOf(i, block.cols, apart), apart > 1 ? -SPREAD_LETTERS : -OVER);
    const column = marked(block);
    const hasRoom = px * apart >= this.#least && this.#along(text.slice(0, count), size, (i) => i === (pairs < 0 ? column : pairs), over);
    if (!hasRoom && pairs >= 0) {
      this.#along([text[pairs] ?? ''], size, () => true, () => over(pairs));
      // both ends of the strongest arc are named
      if (apart > 1 && currentKey >= 0 && currentKey !== pairs) this.#along([text[currentKey] ?? ''], size, () => false, () => over(currentKey));
    }
    else if (!hasRoom) {
      const columns = spoken.filter((each) => each < count);
      for (const each of columns) if (!this.#addOver(block, each, -1)) this.#alone.push({ block, column: each });
      // at least the marked token stands at its column, in the hall else the last one, which most steps are about
      if (column < 0 ? this.#isFar && columns.length === 0 : !columns.includes(column)) this.#alone.push({ block, column: column < 0 ? count - 1 : column });
    }
    if (!block.causal || !isNearest) return;
    // the rows of scores and pattern are keys
    for (let i = 0; i < count; i++)
      if (px >= this.#least || (i === currentKey && px >= this.#leastForPair)) this.#addAtRow(block, i, tokenText(text[i]), size, palette.roles.key);
  }

  /** The vocabulary's tokens along the axis of the vocabulary. */
  #ofVocabulary(block) {
    const { projection, palette, vocabulary } = this.#view,
      px = projection.cellSize(block),
      size = sizeOf(px, this.#isFar),
      wordAt = (i) => tokenText(vocabulary[i] ?? '');
    if (block.rowAxis === 'd_vocab') {
      for (let i = 0; i < block.rows; i++) this.#addAtRow(block, i, wordAt(i + block.rowFrom), size, palette.roles.prediction);
      return;
    }
    if (block.colAxis === 'd_vocab')
      this.#along(vocabulary.slice(block.colFrom, block.colFrom + block.cols), size, (i) => i === this.#view.marked(block), (i) => projection.cell(block, i + 0.5, -OVER));
  }

  /** The positions that a table has a column for: as many of them, at equal distances, as stand upright. */
  #ofPositions(block) {
    const { projection, palette } = this.#view,
      size = sizeOf(projection.cellSize(block), this.#isFar),
      over = (i) => projection.cell(block, i + 0.5, -OVER),
      narrowest = Math.min(...stepsOf(block.cols, over).map(({ x }) => x)),
      every = Math.max(1, Math.ceil((this.#widthOf(String(block.colFrom + block.cols), size) + PADDING) / narrowest));
    for (let i = 0; i < block.cols; i += every) {
      const { x, y } = over(i);
      this.#add({ text: String(block.colFrom + i + 1), at: { x, y: y - size * UP }, size, align: 'center', lean: 0, colour: css(palette.ink) });
    }
  }

  /**
   * Texts side by side over a block's columns: in one row, or else in two, or else leaning to the right. Without room for that of the
   * attention pair there is none: its neighbour's would be taken for it.
   * @param {string[]} words
   * @param {number} size px
   * @param {(i: number) => boolean} isPaired whether one belongs to the attention pair
   * @param {(i: number) => {x: number, y: number}} over its position on the canvas
   * @returns {boolean} whether there is room for them
   */
  #along(words, size, isPaired, over) {
    const { palette } = this.#view,
      apart = stepsOf(words.length, over),
      step = Math.min(...apart.map(({ x }) => x)),
      widths = words.map((word) => this.#widthOf(tokenText(word), size) + 2 * PADDING);
    const rows = [1, 2].find((count) => widths.every((width, i) => i + count >= widths.length || (width + widths[i + count]) / 2 <= count * step)),
      lean = rows ? 0 : LEANS.find((each) => apart.every(({ x, y }) => x * Math.sin(each) + y * Math.cos(each) >= size));
    if (lean === undefined) return false;
    const before = this.placed.length;
    const hasRoom = words.map((word, i) => {
      const { x, y } = over(i),
        row = rows === 2 ? (words.length - 1 - i) % 2 : 0,
        colour = css(isPaired(i) ? palette.accent : palette.ink);
      return this.#add({ text: tokenText(word), at: { x, y: y - size * (UP + row * ROW) }, size, align: rows ? 'center' : 'left', lean: -lean, colour });
    });
    const isWhole = !words.some((_, i) => isPaired(i) && !hasRoom[i]);
    if (!isWhole) this.placed.length = before;
    return isWhole;
  }

  #addAtRow(block, row, text, size, colour) {
    const { projection } = this.#view;
    projection.cell(block, -OVER, row + 0.5);
    this.#add({ text, at: { x: projection.x - size * ASIDE, y: projection.y }, size, align: 'right', lean: 0, colour: css(colour) });
  }

  /** Adds a letter if its place is free. @param {Omit<Letter, 'x' | 'y' | 'width' | 'height' | 'wide'>} wanted @returns {boolean} whether it is */
  #add(wanted) {
    const { viewport } = this.#view,
      wide = this.#widthOf(wanted.text, wanted.size),
      letter = { ...wanted, wide, ...boxOf(wanted, wide + 2 * PADDING) };
    if (!isUncovered(letter, viewport, this.#taken)) return false;
    for (let i = 0; i < this.#others; i++) if (meet(letter, this.placed[i])) return false;
    this.placed.push(letter);
    return true;
  }

  #widthOf(text, size) {
    let width = this.#widths.get(text);
    if (width === undefined) {
      this.#use(MEASURED);
      width = this.#pen.measureText(text).width / MEASURED;
      this.#widths.set(text, width);
    }
    return width * size;
  }

  #use(size) {
    this.#pen.font = `600 ${size}px ${this.#font}`;
  }

  /** Writes the chosen letters. */
  write() {
    if (this.placed.length === 0) return;
    const pen = this.#pen;
    this.#canvas.begin(this.#view.viewport);
    let used = 0;
    pen.textBaseline = 'middle';
    // backgrounds first: one text's background may extend under the next text
    pen.fillStyle = css(this.#view.palette.background);
    pen.globalAlpha = BACKGROUND;
    for (const letter of this.placed) this.#leaning(letter, (x, y) => fillBackground(pen, letter, x, y));
    pen.globalAlpha = 1;
    for (const letter of this.placed) {
      const { text, size, align, colour } = letter;
      if (size !== used) this.#use((used = size));
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

/** Fills a letter's background, since cells, arcs and other letters may be behind it. */
function fillBackground(pen, { wide, size, align }, x, y) {
  pen.fillRect(x - wide * SHARE[align] - PADDING, y - size / 2, wide + 2 * PADDING, size);
}

/**
 * The letters at the heads of blocks, once these are large enough: the tokens that stand over the columns, the keys beside
 * the rows of scores and pattern, a vocabulary along its axis. Places are chosen before anything is written: a letter that
 * would lie under a panel, over an edge or on a letter nearer to the eye is left out, and labels keep off those that stay.
 *
 * @typedef {{x: number, y: number, width: number, height: number, text: string, at: {x: number, y: number}, size: number,
 *   wide: number, align: 'left' | 'center' | 'right', lean: number, colour: string}} Letter  the box round its ground, CSS px; `at`:
 *   where it is written; `size` of its type and how `wide` that makes it, px; `lean` in radians
 */
import { tokenText } from '../../model/token-text.js';
import { css } from '../render/colour.js';
import { SPREAD_LETTERS, placeOf } from './attention-lines.js';
import { isFar } from '../render/palette.js';
import { isUncovered, meet } from './placement.js';

/** px per cell from which on there are letters. */
const LETTERS = 11,
  HALL_LETTERS = 24;
/** px per cell from which on what is in question has its letters, though there is no room for the others. */
const ASKED = 8;
/** How much of the picture a letter's ground covers, and by how much it is wider, px. */
const GROUND = 0.9,
  BESIDE = 2;
/** How words that are wider than their columns lean, radians: the more the narrower columns are, so that they do not touch. */
const LEANS = [0.9, 1.05, 1.2, 1.4, Math.PI / 2];
/** How much of a word is left of the point where it is written. */
const SHARE = { left: 0, center: 0.5, right: 1 };
/** Rows between a block and its letters; in letters' sizes, how far these are from there. */
const OVER = 0.28,
  UP = 0.68,
  ASIDE = 0.35;

const sizeOf = (px, hall) => (hall ? Math.max(28, Math.min(34, px * 0.7)) : Math.max(11, Math.min(20, px * 0.74)));

export class Letters {
  /** Those that are written now. @type {Letter[]} */
  placed = [];
  #canvas;
  #pen;
  #font;
  #view = null;
  /** Where letters may not stand. @type {import('./placement.js').Box[]} */
  #taken = [];
  /** Of `placed`, how many belong to other blocks. */
  #others = 0;
  /** px of the type that the pen writes in now; NaN: who knows. */
  #size = NaN;

  /** @param {import('../render/overlay-canvas.js').OverlayCanvas} canvas @param {HTMLElement} overlay whose font is used */
  constructor(canvas, overlay) {
    this.#canvas = canvas;
    this.#pen = canvas.pen;
    this.#font = getComputedStyle(overlay).getPropertyValue('--font') || 'sans-serif';
  }

  /** There are none now. */
  clear() {
    if (this.placed.length > 0) this.placed = [];
  }

  /**
   * Chooses the letters of a picture.
   * @param {import('./figures.js').View} view
   * @param {import('./placement.js').Box[]} taken boxes on the canvas that panels cover
   */
  choose(view, taken) {
    this.clear();
    this.#view = view;
    this.#taken = taken;
    this.#size = NaN;
    for (const block of this.#heads(view)) {
      this.#others = this.placed.length;
      if (block.sequence && block.rows > 1 && view.text.length > 0) this.#ofTokens(block);
      if (view.vocabulary && view.projection.cellSize(block) >= this.#least) this.#ofVocabulary(block);
    }
  }

  /** The blocks that are near enough to have letters, the nearest to the eye first. */
  #heads({ plan, projection, contrast, spread, isSeen }) {
    const heads = [];
    for (const block of plan.blocks) {
      // plates of a stack stand behind the first, which alone has room for words
      if (contrast[block.index] < 1 || block.z !== 0) continue;
      if (!block.sequence && block.rowAxis !== 'd_vocab' && block.colAxis !== 'd_vocab') continue;
      projection.cell(block, block.cols / 2, block.rows / 2);
      const { depth } = projection;
      if (depth <= 0 || projection.cellSize(block) * spread(block) < this.#leastAsked) continue;
      if (isSeen(block, block.cols / 2, 0.5)) heads.push({ block, depth });
    }
    return heads.sort((a, b) => a.depth - b.depth).map(({ block }) => block);
  }

  get #least() {
    return this.#isFar ? HALL_LETTERS : LETTERS;
  }

  get #leastAsked() {
    return this.#view.current >= 0 ? ASKED : this.#least;
  }

  get #isFar() {
    return isFar(this.#view.palette, this.#view.viewport);
  }

  #ofTokens(block) {
    const { projection, palette, text, current, currentKey, spread } = this.#view,
      px = projection.cellSize(block),
      size = sizeOf(px, this.#isFar),
      count = Math.min(block.cols, text.length),
      apart = spread(block),
      asked = block.role === 'key' || block.role === 'value' ? currentKey : current,
      over = (i) => projection.cell(block, placeOf(i, block.cols, apart), apart > 1 ? -SPREAD_LETTERS : -OVER);
    if (px * apart >= this.#least) this.#along(text.slice(0, count), size, (i) => i === asked, over);
    else if (asked >= 0) this.#along([text[asked] ?? ''], size, () => true, () => over(asked));
    if (!block.causal) return;
    // the rows of scores and pattern are keys
    for (let i = 0; i < count; i++)
      if (px >= this.#least || (i === currentKey && px >= this.#leastAsked)) this.#addBeside(block, i, tokenText(text[i]), size, palette.roles.key);
  }

  /** The vocabulary's tokens along an axis that runs over it. */
  #ofVocabulary(block) {
    const { projection, palette, vocabulary } = this.#view,
      px = projection.cellSize(block),
      size = sizeOf(px, this.#isFar),
      wordAt = (i) => tokenText(vocabulary[i] ?? '');
    if (block.rowAxis === 'd_vocab') {
      for (let i = 0; i < block.rows; i++) this.#addBeside(block, i, wordAt(i + block.rowFrom), size, palette.roles.prediction);
      return;
    }
    if (block.colAxis === 'd_vocab')
      this.#along(vocabulary.slice(block.colFrom, block.colFrom + block.cols), size, () => false, (i) => projection.cell(block, i + 0.5, -OVER));
  }

  /**
   * Words side by side over a block's columns; those that are wider than their columns lean to the right.
   * @param {string[]} words
   * @param {number} size px
   * @param {(i: number) => boolean} isAsked which of them is in question
   * @param {(i: number) => {x: number, y: number}} over where one stands
   */
  #along(words, size, isAsked, over) {
    const { palette } = this.#view,
      apart = stepsOf(words.length, over);
    const leans = apart.some(({ x }) => x < this.#widest(words, size)),
      lean = leans ? LEANS.find((each) => apart.every(({ x, y }) => x * Math.sin(each) + y * Math.cos(each) >= size)) : 0;
    if (lean === undefined) return;
    words.forEach((word, i) => {
      const { x, y } = over(i),
        colour = css(isAsked(i) ? palette.accent : palette.ink);
      this.#add({ text: tokenText(word), at: { x, y: y - size * UP }, size, align: leans ? 'left' : 'center', lean: -lean, colour });
    });
  }

  #addBeside(block, row, text, size, colour) {
    const { projection } = this.#view;
    projection.cell(block, -OVER, row + 0.5);
    this.#add({ text, at: { x: projection.x - size * ASIDE, y: projection.y }, size, align: 'right', lean: 0, colour: css(colour) });
  }

  /** @param {Omit<Letter, 'x' | 'y' | 'width' | 'height' | 'wide'>} what */
  #add(what) {
    const { viewport } = this.#view,
      wide = this.#widthOf(what.text, what.size),
      letter = { ...what, wide, ...boxOf(what, wide + 2 * BESIDE) };
    if (!isUncovered(letter, viewport, this.#taken)) return;
    for (let i = 0; i < this.#others; i++) if (meet(letter, this.placed[i])) return;
    this.placed.push(letter);
  }

  #widthOf(text, size) {
    this.#use(size);
    return this.#pen.measureText(text).width;
  }

  #widest(words, size) {
    let widest = 0;
    for (const word of words) widest = Math.max(widest, this.#widthOf(tokenText(word), size));
    return widest;
  }

  #use(size) {
    if (size === this.#size) return;
    this.#size = size;
    this.#pen.font = `600 ${size}px ${this.#font}`;
  }

  /** Writes those that were chosen. */
  write() {
    if (this.placed.length === 0) return;
    const pen = this.#pen;
    this.#canvas.begin(this.#view.viewport);
    this.#size = NaN;
    pen.textBaseline = 'middle';
    // grounds first: that of one word may reach under the next
    for (const isGround of [true, false])
      for (const letter of this.placed) {
        const { text, at, size, wide, align, lean, colour } = letter;
        this.#use(size);
        pen.textAlign = align;
        pen.save();
        pen.translate(at.x, at.y);
        pen.rotate(lean);
        if (isGround) this.#ground(wide, size);
        else {
          pen.fillStyle = colour;
          pen.fillText(text, 0, 0);
        }
        pen.restore();
      }
    pen.textAlign = 'center';
  }

  /** What a letter stands on: cells, arcs and other letters may lie behind it. */
  #ground(wide, size) {
    const pen = this.#pen;
    pen.fillStyle = css(this.#view.palette.background);
    pen.globalAlpha = GROUND;
    pen.fillRect(-wide * SHARE[pen.textAlign] - BESIDE, -size / 2, wide + 2 * BESIDE, size);
  }
}

/** From one place to the next to the right, at both ends of a row. @returns {{x: number, y: number}[]} px */
function stepsOf(count, over) {
  return [...new Set([0, count - 2])]
    .filter((i) => i >= 0 && i + 1 < count)
    .map((i) => {
      const { x, y } = over(i),
        next = over(i + 1),
        way = next.x < x ? -1 : 1;
      return { x: way * (next.x - x), y: way * (next.y - y) };
    });
}

/** @param {Pick<Letter, 'at' | 'size' | 'align' | 'lean'>} letter @param {number} width of its ground, px */
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

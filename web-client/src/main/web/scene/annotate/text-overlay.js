/**
 * All text over the scene: labels, letters along blocks, figures in cells.
 *
 * @typedef {object} TextFrame  an animation frame, as far as text depends on it
 * @property {import('../layout/layout.js').Layout} plan
 * @property {import('../render/colour.js').Palette} palette
 * @property {import('../camera/pose.js').Viewport} viewport
 * @property {import('../render/blocks.js').Blocks} blocks
 * @property {ArrayLike<number>} contrast  of each block; blocks that are not visible get no labels
 * @property {import('./attention-pair.js').AttentionPair | null} pair
 * @property {(block: import('../layout/board.js').Block) => number} spread  of a block's letters, see attention-lines.js
 * @property {(block: import('../layout/board.js').Block) => number} marked  the column of a block that is marked, −1 for none
 * @property {number[]} spoken  the positions of the tokens that words beside the machine speak of
 * @property {import('../scene-view.js').Motion} motion  text is hidden in a flight
 */
import { Figures } from './figures.js';
import { BRACKET_END, BRACKET_OFF, Labels } from './labels.js';
import { Letters } from './letters.js';
import { OverlayCanvas } from '../render/overlay-canvas.js';
import { css } from '../render/colour.js';

/** @typedef {import('./figures.js').View} View */

/** Sizes of leader lines: their width, the radius of the dot at their end, and its rim, px. */
const WIDTH = 1.5,
  DOT = 3,
  RIM = 1.5;

/**
 * @param {OverlayCanvas} canvas
 * @param {{width: number, height: number}} viewport
 * @param {import('../render/colour.js').Palette} palette
 * @param {{ax: number, ay: number, bx: number, by: number, role: string | null}[]} leaders  from a label to a block, CSS px
 */
function drawLeaders(canvas, viewport, palette, leaders) {
  if (leaders.length === 0) return;
  canvas.begin(viewport);
  const { pen } = canvas,
    size = palette.hall ? 1.6 : 1;
  pen.lineCap = 'round';
  for (const { ax, ay, bx, by, role } of leaders)
    // a rim first, so that the line is visible on cells of its own colour
    for (const { colour, rim } of [
      { colour: palette.background, rim: RIM * size },
      { colour: palette.roles[role ?? ''] ?? palette.ink, rim: 0 },
    ]) {
      pen.strokeStyle = pen.fillStyle = css(colour);
      pen.lineWidth = WIDTH * size + 2 * rim;
      pen.beginPath();
      pen.moveTo(ax, ay);
      pen.lineTo(bx, by);
      pen.stroke();
      pen.beginPath();
      pen.arc(bx, by, DOT * size + rim, 0, 2 * Math.PI);
      pen.fill();
    }
}

/**
 * Draws brackets next to blocks: around a section, or along the sides of a block to show its sizes. Each belongs to a label and is shown with it.
 * @param {OverlayCanvas} canvas
 * @param {{width: number, height: number}} viewport
 * @param {import('../render/colour.js').Palette} palette
 * @param {import('./labels.js').Line[]} lines
 */
function drawBrackets(canvas, viewport, palette, lines) {
  if (lines.length === 0) return;
  canvas.begin(viewport);
  const { pen } = canvas;
  pen.strokeStyle = css(palette.ink);
  pen.globalAlpha = 0.62;
  pen.lineWidth = palette.hall ? 2.5 : 1.25;
  pen.beginPath();
  for (const { ax, ay, bx, by, nx, ny } of lines) {
    const x = nx * BRACKET_OFF,
      y = ny * BRACKET_OFF,
      ex = nx * BRACKET_END,
      ey = ny * BRACKET_END;
    pen.moveTo(ax + x - ex / 2, ay + y - ey / 2);
    pen.lineTo(ax + x + ex / 2, ay + y + ey / 2);
    pen.moveTo(ax + x, ay + y);
    pen.lineTo(bx + x, by + y);
    pen.moveTo(bx + x - ex / 2, by + y - ey / 2);
    pen.lineTo(bx + x + ex / 2, by + y + ey / 2);
  }
  pen.stroke();
  pen.globalAlpha = 1;
}

export class TextOverlay {
  #labels;
  #canvas;
  #figures;
  #letters;
  /** The last frame, and what letters and figures ask of the scene: one object for all frames. @type {View & TextFrame} */
  #view;
  /** @type {Parameters<Labels['layOut']>[1]} */
  #boxOf;
  /** @type {Parameters<Labels['brackets']>[0]} */
  #edgeOf;
  /** Boxes that panels cover. @type {import('./placement.js').Box[]} */
  #taken = [];
  /** Whether some cells of the last image were large enough for figures. */
  #hasFigures = false;

  /**
   * @param {HTMLElement} overlay @param {'normal' | 'hall'} kind
   * @param {import('../camera/hit-test.js').HitTest} hitTest
   * @param {import('../render/numbers.js').Numbers} numbers
   * @param {string[] | null} vocabulary
   */
  constructor(overlay, kind, hitTest, numbers, vocabulary) {
    const { projection } = hitTest;
    this.#canvas = new OverlayCanvas(overlay);
    this.#figures = new Figures(this.#canvas);
    this.#letters = new Letters(this.#canvas);
    this.#labels = new Labels(overlay, kind);
    this.#edgeOf = (block, side) => projection.edge(block, side);
    this.#boxOf = (label, into) =>
      (label.blocks.length === 0 || this.#view.contrast[label.blocks[0]] > 0) && projection.box(label, into);
    // a frame brings the rest
    this.#view = /** @type {View & TextFrame} */ ({
      projection,
      vocabulary,
      current: -1,
      currentKey: -1,
      namedKeys: /** @type {number[]} */ ([]),
      get text() {
        return numbers.text;
      },
      filled(block) {
        return this.blocks.state.array[3 * block.index + 1];
      },
      isSeen: (block, column, row) => hitTest.isSeen(block, column, row),
      value: (block, column, row) => numbers.valueIn(block, column, row),
      scale: (block) => numbers.scaleOf(block.node),
      sunk({ index }, column, row) {
        const { inUse, alsoInUse, sink } = this.blocks,
          holds = (/** @type {{array: ArrayLike<number>}} */ { array }) =>
            column >= array[4 * index] &&
            column < array[4 * index + 1] &&
            row >= array[4 * index + 2] &&
            row < array[4 * index + 3];
        return sink.array[index] > 0 && !holds(inUse) && !holds(alsoInUse);
      },
    });
  }

  /** @param {import('./captions.js').Caption[]} captions most important first */
  say(captions) {
    this.#labels.set(captions);
  }

  /** Measures labels that may be shown later. @param {import('./captions.js').Caption[]} captions */
  expect(captions) {
    this.#labels.measureAhead(captions);
  }

  /** @param {import('./placement.js').Box[]} boxes where nothing may be written @returns {boolean} whether they have changed */
  avoid(boxes) {
    if (JSON.stringify(boxes) === JSON.stringify(this.#taken)) return false;
    this.#taken = boxes;
    return true;
  }

  /** The focus to which the label at a point of the canvas leads. @param {number} x @param {number} y @returns {import('../layout/focus.js').Focus | null} */
  focusAt(x, y) {
    return this.#labels.at(x, y)?.focus ?? null;
  }

  /** @param {TextFrame} frame @param {{letters: boolean, labels: boolean}} placed whether letters, and labels, keep their places @param {boolean} rests whether nothing moves */
  write(frame, placed, rests) {
    const view = Object.assign(this.#view, frame),
      { pair, viewport } = frame,
      { flying, exploring, turning } = frame.motion;
    this.#labels.quiet = flying;
    view.current = pair?.query ?? -1;
    view.currentKey = pair?.key ?? -1;
    view.namedKeys = pair ? [pair.key, ...(pair.keys ?? []).filter((each) => each !== pair.key)] : [];
    if (!placed.letters) {
      if (flying) this.#letters.clear();
      else this.#letters.choose(view, this.#taken);
    }
    if (!placed.labels) {
      this.#labels.taken = this.#with(this.#letters.firm);
      this.#labels.layOut(viewport, this.#boxOf, exploring, turning, rests && !turning);
    }
    if (!flying && !(placed.letters && placed.labels)) this.#letters.addAlone([...this.#taken, ...this.#labels.boxes]);
    const figured = flying ? [] : this.#figures.blocksOf(view),
      hadFigures = this.#hasFigures;
    this.#hasFigures = figured.length > 0;
    // most hovers change neither letters nor labels; figures fade with the cells that are lit
    if (placed.letters && placed.labels && !hadFigures && !this.#hasFigures) return;
    this.#canvas.clear();
    if (!flying) this.#draw(view, figured);
    this.#canvas.end();
  }

  /** The boxes of panels and of letters. @param {import('./placement.js').Box[]} letters */
  #with(letters) {
    return letters.length > 0 ? [...this.#taken, ...letters] : this.#taken;
  }

  /** @param {View} view @param {ReturnType<Figures['blocksOf']>} figured */
  #draw(view, figured) {
    const { palette, viewport } = view;
    this.#figures.draw(view, figured, [...this.#with(this.#letters.placed), ...this.#labels.boxes]);
    this.#letters.write();
    drawBrackets(this.#canvas, viewport, palette, this.#labels.brackets(this.#edgeOf));
    drawLeaders(this.#canvas, viewport, palette, this.#labels.leaders());
  }

  dispose() {
    this.#labels.dispose();
    this.#canvas.dispose();
  }
}

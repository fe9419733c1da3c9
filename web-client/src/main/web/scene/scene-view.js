/**
 * What is shown: the blocks, lines and words of a layout, put on stage for a step, brought to a moment, and drawn.
 */
import { computedBefore } from '../model/graph.js';
import { Asking } from './annotate/attention-view.js';
import { captionsOf } from './annotate/captions.js';
import { standingBefore } from './play/occlusion.js';
import { Flows } from './render/flow-lines.js';
import { layout } from './layout/layout.js';
import { Limelight } from './annotate/presenter-marks.js';
import { litFirst } from './annotate/lit-captions.js';
import { Nearing } from './render/detail-loader.js';
import { rectsOf } from './layout/lit-cells.js';
import { Numbers } from './render/numbers.js';
import { isFar, readPalette } from './render/palette.js';
import { Picture } from './render/scene-renderer.js';
import { Player } from './play/player.js';
import { Sight } from './camera/hit-test.js';
import { cornersOf, cornersOfRects, stageFor } from './play/scene-target.js';
import { Writing } from './annotate/text-overlay.js';

/** Width of the outline of cells in use: px, and as a share of a cell where that is more. */
const OUTLINE = 1.7,
  OUTLINE_SHARE = 0.07;

/** A cell that is held is read: px per cell at most, and the room beside it. */
const READING = { nearest: 20, room: { left: 60, top: 30, right: 60, bottom: 30 } };
/** The eye does not move for less. */
const NEARER = 1.3;

/** What has so much contrast belongs to the subject, and stays. */
const BESIDE = 0.5;

export class Showing {
  picture;
  numbers;
  nearing;
  sight;
  /** @type {import('./layout/layout.js').Layout} */
  plan;
  /** The cell under the pointer. @type {import('./camera/picking.js').Hit | null} */
  hovered = null;
  /** Rectangles of lit cells, by block. @type {Map<number, import('./layout/lit-cells.js').Rect[]>} */
  litRects = new Map();
  #lit = null;
  /** Blocks that are lit as a whole. @type {Set<number>} */
  #named = new Set();
  #eye;
  #overlay;
  #graph;
  #strings;
  /** Null where nothing is to be written. @type {Writing | null} */
  #writing = null;
  #palette;
  #flows = null;
  #asking = null;
  /** @type {Limelight | null} */
  #limelight = null;
  #lights = 0;
  #player = null;
  #plain;
  /** Counts what was put on stage, and which of it the flows were last written for. */
  #stagings = 0;
  #flowsAt = -1;
  /** Width of the outlines that were written last, px; NaN: they are to be written again. */
  #outline = NaN;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLElement} overlay takes what is written
   * @param {import('./camera/camera.js').Eye} eye that looks at it
   * @param {{graph: import('./layout/anatomy.js').Graph, strings: (key: string, values?: object) => string,
   *   labels: 'normal' | 'hall' | 'none', changed: () => void, fetchPart: import('./render/detail-loader.js').FetchPart}} options
   *   `changed` is told when numbers came
   * @throws {import('./render/scene-renderer.js').NoWebGL}
   */
  constructor(canvas, overlay, eye, { graph, strings, labels, changed, fetchPart }) {
    this.#eye = eye;
    this.#overlay = overlay;
    this.#graph = graph;
    this.#strings = strings;
    this.#plain = labels === 'none';
    this.picture = new Picture(canvas);
    this.sight = new Sight(graph.nodes, eye);
    this.numbers = new Numbers(graph, changed);
    this.nearing = new Nearing(graph, this.numbers, fetchPart);
    if (labels !== 'none')
      this.#writing = new Writing(overlay, labels, this.sight, this.numbers, graph.vocabulary);
  }

  /** @param {'dark' | 'light' | 'hall'} name */
  setTheme(name) {
    this.#palette = readPalette(name, this.#overlay);
    this.picture.setPalette(this.#palette);
  }

  /** @param {number} T positions drawn */
  build(T) {
    this.plan = layout(this.#graph, T);
    this.numbers.setPlan(this.plan);
    this.picture.blocks.setPlan(this.plan, this.numbers.store);
    this.#flows?.dispose();
    this.#asking?.dispose();
    const { marks = [], cell = null } = this.#limelight ?? {};
    this.#limelight?.dispose();
    this.#limelight = new Limelight(this.plan, this.#graph.nodes, this.#overlay, this.picture.shared);
    Object.assign(this.#limelight, { marks, cell });
    this.picture.lights.set(this.#lights, this.plan);
    this.#flows = new Flows(this.plan, this.#graph.nodes, this.picture.shared);
    this.#asking = new Asking(this.plan, this.#graph.nodes, this.numbers, this.#strings, this.picture.shared);
    this.picture.setStrokes([this.#flows.strokes, this.#asking.strokes, this.#limelight.strokes]);
    this.#player = new Player(this.plan, this.#graph.nodes, this.#flows.lines, this.#player);
    this.sight.setPlan(this.plan, this.#player);
    this.hovered = null;
    this.#named = new Set();
    this.#lightUp();
  }

  /**
   * Puts a step on stage, again where the layout or the theme has changed.
   * @param {string | null} id of the step; null: the machine stands there whole, every number in it
   * @param {import('./layout/focus.js').Focus} focus
   */
  stage(id, focus) {
    const step = id === null ? null : this.#graph.byId.get(id);
    const stage = stageFor(this.plan, this.#graph.nodes, step, { ...this.#palette, hall: this.#isFar }, focus);
    const computed = step ? computedBefore(this.#graph, step.id) : new Set(this.#graph.nodes.keys());
    this.#player.play(stage, computed, this.numbers.tokens);
    this.#clear();
    this.#stagings++;
    this.#asking.stage = stage;
    this.#caption();
  }

  /** What would stand before the subject leaves, as seen from where the eye will be. */
  #clear() {
    const { stage } = this.#player;
    if (!stage || (stage.whole && !this.isNear)) return;
    const [subject, mayLeave] = this.isNear
      ? [[...this.litRects.keys()], (i) => !this.litRects.has(i)]
      : [stage.view.blocks, (i) => stage.contrast[i] < BESIDE];
    this.#player.clear(standingBefore(this.plan, stage.angles, this.goal, subject, mayLeave));
  }

  get lit() {
    return this.#lit;
  }

  /** @param {import('./layout/lit-cells.js').Lit | null} lit */
  set lit(lit) {
    this.#lit = lit;
    this.#lightUp();
    this.#caption();
  }

  /** @param {string[]} names of tensors whose blocks are lit: those of them that are in focus, where some are */
  set named(names) {
    const blocks = names.flatMap((name) => this.plan.byNode.get(name) ?? []),
      inFocus = blocks.filter((block) => this.#player.stage?.contrast[block.index] === 1);
    this.#named = new Set((inFocus.length > 0 ? inFocus : blocks).map((block) => block.index));
    this.#caption();
  }

  #lightUp() {
    const lit = this.#lit;
    this.litRects = lit ? rectsOf(this.plan, this.#graph.nodes, [lit.cell, ...lit.from]) : new Map();
  }

  /** The cells that are lit. @returns {import('./camera/hit-test.js').Cell[]} */
  get litCells() {
    const cells = [];
    for (const [block, rects] of this.litRects)
      for (const { from, to, top, bottom } of rects)
        for (let column = from; column < to; column++)
          for (let row = top; row < bottom; row++) cells.push(this.sight.cellAt({ block, column, row }));
    return cells;
  }

  /** Whether the eye is to stay with a cell that is held: with all that it came from, once that is known. */
  get isNear() {
    const lit = this.#lit;
    if (!lit?.held || this.litRects.size === 0) return false;
    return lit.from.length > 0 || this.#graph.nodes.get(lit.cell.name).op === 'weight';
  }

  /** @param {import('./annotate/placement.js').Box[]} boxes on the canvas on which nothing may be written @returns {boolean} whether they are others than before */
  keepFree(boxes) {
    return this.#writing?.avoid(boxes) ?? false;
  }

  /** In how many levels the step on stage computes. */
  get levels() {
    return this.#player.levels;
  }

  /** Cells are looked at for themselves: nothing is asked about them, so none is sunk. */
  set plain(on) {
    const plain = on || this.#writing === null;
    if (plain === this.#plain) return;
    this.#plain = plain;
    this.#caption();
  }

  /** The room for the picture has changed. */
  refit() {
    this.#clear();
  }

  /** The pose that shows what is on stage; null before anything is. */
  get goal() {
    const { stage } = this.#player;
    if (!stage) return null;
    const { view, angles } = stage,
      whole = this.#eye.fitted(cornersOf(this.plan, view.blocks, angles, view.over), view);
    if (!this.isNear) return whole;
    const near = this.#eye.fitted(cornersOfRects(this.plan, this.litRects, angles), { ...view, ...READING });
    // what is held may also stand where the step's view does not reach
    const [held] = this.litRects.keys();
    return near.distance < whole.distance / NEARER || !view.blocks.includes(held) ? near : whole;
  }

  /** What a label at a point of the canvas chooses, CSS px. @returns {import('./layout/focus.js').Focus | null} */
  labelAt(x, y) {
    return this.#writing?.focusAt(x, y) ?? null;
  }

  /** @param {import('./camera/picking.js').Hit | null} hit what the pointer is over */
  point(hit) {
    this.hovered = hit;
    this.#asking.point(hit && hit.column >= 0 ? this.plan.blocks[hit.block] : null, hit?.column, hit?.row);
  }

  /** What is marked for everyone. @param {import('./annotate/presenter-marks.js').Mark[]} list */
  set marks(list) {
    this.#limelight.marks = list;
  }

  /** The cell that the driver's light stands on. @param {import('./annotate/presenter-marks.js').Mark | null} cell */
  set light(cell) {
    this.#limelight.cell = cell;
  }

  /** One for each who has joined. @param {number} count */
  set lights(count) {
    this.#lights = count;
    this.picture.lights.set(count, this.plan);
  }

  /**
   * Brings everything to where it is at a moment.
   * @param {import('./play/timeline.js').Moment} moment
   * @param {number} from the first position that is new
   */
  advance(moment, from) {
    this.#outline = NaN;
    this.#asking.update(moment, from);
    this.#player.write(moment, from, this.picture.blocks, this.numbers, this.litRects, this.#named, this.#question);
  }

  /** @param {import('./play/timeline.js').Moment} moment that it was brought to @param {boolean} flying words rest meanwhile
   * @param {boolean} exploring whether a person looks around
   * @param {boolean} turning whether a hand turns it now */
  draw(moment, flying, exploring, turning) {
    const { blocks } = this.picture,
      { angles } = this.#player,
      px = this.#eye.pixelsPerCell,
      outline = Math.max(OUTLINE, OUTLINE_SHARE * px);
    if (moment.fly < 1 || this.#flowsAt !== this.#stagings) {
      this.#flows.write(angles, this.#player.lines, this.#palette.dark);
      // written once more when the flight is over, then left
      if (moment.fly >= 1) this.#flowsAt = this.#stagings;
    }
    if (outline !== this.#outline) {
      this.#outline = outline;
      this.#asking.write(
        angles,
        this.#question !== null,
        this.#player.outlined,
        blocks.mark.array,
        blocks.also.array,
        this.#player.carried,
        this.hovered,
        outline,
      );
      this.#limelight.write(angles, outline);
    }
    blocks.seat();
    blocks.pixelsPerCell = px;
    this.#eye.apply();
    this.picture.draw(this.#eye.camera, this.#eye.pose.distance);
    this.sight.update();
    this.#limelight.place(this.sight);
    if (!this.#writing) return;
    if (moment.phase !== 'compute' && this.#asking.unsaid) this.#caption();
    this.#writing.write(
      this.plan,
      this.#palette,
      this.#eye.frame,
      blocks,
      this.#player.contrast,
      this.#question,
      (block) => (this.#question === null ? 1 : this.#asking.spreadOver(block)),
      flying,
      exploring,
      turning,
    );
  }

  /**
   * The cell that was hit, the value that is drawn as a full stop, and what its spot stands for where that is not the
   * cell's own number.
   * @param {import('./camera/picking.js').Hit | null} hit
   */
  cellAt(hit) {
    const cell = this.sight.cellAt(hit);
    if (!cell) return null;
    const seen = this.numbers.pooledAt(this.plan.blocks[hit.block], hit.column, hit.row, cell.index);
    return { ...cell, seen, scale: this.numbers.scaleOf(cell.node) };
  }

  /** What the spot of a cell stands for now. @param {string} name @param {number[]} index */
  seenAt(name, index) {
    const found = this.sight.find(name, index);
    return found ? this.numbers.pooledAt(found.block, found.column, found.row, index) : null;
  }

  /** The picture rests: what is looked at now may come nearer. */
  lookCloser() {
    this.sight.update();
    this.nearing.look(this.plan, this.sight.projection, this.#eye.frame, this.#player.contrast);
  }

  dispose() {
    this.nearing.dispose();
    this.#writing?.dispose();
    this.#flows.dispose();
    this.#asking.dispose();
    this.#limelight.dispose();
    this.numbers.dispose();
    this.picture.dispose();
  }

  /** Whether it is read from the last row. */
  get #isFar() {
    return isFar(this.#palette, this.#eye.frame);
  }

  get #question() {
    return this.#plain || (this.litRects.size > 0 && !this.#asking.isPointed) ? null : this.#asking.question;
  }

  #caption() {
    const { stage } = this.#player;
    if (!this.#writing || !stage) return;
    const said = this.#asking.captions(this.numbers.text),
      asked = this.#question === null ? [] : said;
    const captions = captionsOf(stage, this.plan, this.#graph.nodes, this.#strings, this.#isFar),
      lights = this.litRects.size > 0 ? this.litRects : this.#named;
    this.#writing.say([...asked, ...litFirst(captions, lights, this.isNear, this.plan, this.#graph.nodes, this.#strings)]);
  }
}

/**
 * What is shown: the blocks, lines and words of a layout, arranged for a step, brought to a moment, and drawn.
 */
import { computedBefore } from '../model/graph.js';
import { AttentionView } from './annotate/attention-view.js';
import { captionsOf } from './annotate/captions.js';
import { standingBefore } from './play/occlusion.js';
import { FlowLines } from './render/flow-lines.js';
import { layout } from './layout/layout.js';
import { PresenterMarks } from './annotate/presenter-marks.js';
import { litCaptions, litFirst } from './annotate/lit-captions.js';
import { DetailLoader } from './render/detail-loader.js';
import { rectsOf } from './layout/lit-cells.js';
import { Numbers } from './render/numbers.js';
import { isFar, readPalette } from './render/palette.js';
import { SceneRenderer } from './render/scene-renderer.js';
import { Player } from './play/player.js';
import { HitTest } from './camera/hit-test.js';
import { cornersOf, cornersOfRects, targetFor } from './play/scene-target.js';
import { TextOverlay } from './annotate/text-overlay.js';

/** Width of the outline of cells in use: px, and as a share of a cell where that is more. */
const OUTLINE = 1.7,
  OUTLINE_SHARE = 0.07;

/** A cell that is held is read: px per cell at most, and the room beside it. */
const READING = { nearest: 20, room: { left: 60, top: 30, right: 60, bottom: 30 } };
/** The eye does not move for less. */
const NEARER = 1.3;

/** What has so much contrast belongs to the subject, and stays. */
const BESIDE = 0.5;

export class SceneView {
  renderer;
  numbers;
  details;
  hitTest;
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
  /** Null where nothing is to be written. @type {TextOverlay | null} */
  #textOverlay = null;
  #palette;
  #flowLines = null;
  #attention = null;
  /** @type {PresenterMarks | null} */
  #presenterMarks = null;
  #lights = 0;
  #player = null;
  #plain;
  /** Counts what was aimed for, and which of it the flow lines were last written for. */
  #stagings = 0;
  #flowsAt = -1;
  /** The layout whose labels are measured ahead. @type {import('./layout/layout.js').Layout | null} */
  #expected = null;
  #isDisposed = false;
  /** Count what was said, and what panels were said to cover. */
  #captionings = 0;
  #coverings = 0;
  /** What letters and labels were placed for last; '' while something moves. */
  #placement = '';
  /** The captions of a target, made once. @type {{target: object, isFar: boolean, captions: import('./annotate/captions.js').Caption[]} | null} */
  #said = null;
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
    this.renderer = new SceneRenderer(canvas);
    this.hitTest = new HitTest(graph.nodes, eye);
    this.numbers = new Numbers(graph, changed);
    this.details = new DetailLoader(graph, this.numbers, fetchPart);
    if (labels !== 'none')
      this.#textOverlay = new TextOverlay(overlay, labels, this.hitTest, this.numbers, graph.vocabulary);
  }

  /** @param {'dark' | 'light' | 'hall'} name */
  setTheme(name) {
    this.#palette = readPalette(name, this.#overlay);
    this.renderer.setPalette(this.#palette);
  }

  /** @param {number} T positions drawn */
  build(T) {
    this.plan = layout(this.#graph, T);
    this.numbers.setPlan(this.plan);
    this.renderer.blocks.setPlan(this.plan, this.numbers.store);
    this.#flowLines?.dispose();
    this.#attention?.dispose();
    const { marks = [], cell = null } = this.#presenterMarks ?? {};
    this.#presenterMarks?.dispose();
    this.#presenterMarks = new PresenterMarks(this.plan, this.#graph.nodes, this.#overlay, this.renderer.shared);
    Object.assign(this.#presenterMarks, { marks, cell });
    this.renderer.lights.set(this.#lights, this.plan);
    this.#flowLines = new FlowLines(this.plan, this.#graph.nodes, this.renderer.shared);
    this.#attention = new AttentionView(this.plan, this.#graph.nodes, this.numbers, this.#strings, this.renderer.shared);
    this.renderer.setStrokes([this.#flowLines.strokes, this.#attention.strokes, this.#presenterMarks.strokes]);
    this.#player = new Player(this.plan, this.#graph.nodes, this.#flowLines.lines, this.#player);
    this.hitTest.setPlan(this.plan, this.#player);
    this.hovered = null;
    this.#named = new Set();
    this.#lightUp();
  }

  /**
   * Takes up a step, again where the layout or the theme has changed.
   * @param {string | null} id of the step; null: the machine stands there whole, every number in it
   * @param {import('./layout/focus.js').Focus} focus
   */
  aimFor(id, focus) {
    const step = id === null ? null : this.#graph.byId.get(id);
    const target = targetFor(this.plan, this.#graph.nodes, step, { ...this.#palette, hall: this.#isFar }, focus);
    const computed = step ? computedBefore(this.#graph, step.id) : new Set(this.#graph.nodes.keys());
    this.#player.play(target, computed, this.numbers.tokens);
    this.#clear();
    this.#stagings++;
    this.#attention.target = target;
    this.#caption();
  }

  /** What would stand before the subject leaves, as seen from where the eye will be. */
  #clear() {
    const { target } = this.#player;
    if (!target || (target.whole && !this.isNear)) return;
    const [subject, mayLeave] = this.isNear
      ? [[...this.litRects.keys()], (i) => !this.litRects.has(i)]
      : [target.view.blocks, (i) => target.contrast[i] < BESIDE];
    this.#player.clear(standingBefore(this.plan, target.angles, this.goal, subject, mayLeave));
  }

  get lit() {
    return this.#lit;
  }

  /** @param {import('./layout/lit-cells.js').Lit | null} lit */
  set lit(lit) {
    const before = this.litRects,
      wasNear = this.isNear,
      asked = this.#pair !== null;
    this.#lit = lit;
    this.#lightUp();
    // names are said of blocks: most often the pointer goes on to another cell of the same ones
    if (!isSameKeys(before, this.litRects) || wasNear !== this.isNear || asked !== (this.#pair !== null)) this.#caption();
  }

  /** @param {string[]} names of tensors whose blocks are lit: those of them that are in focus, where some are */
  set named(names) {
    const blocks = names.flatMap((name) => this.plan.byNode.get(name) ?? []),
      inFocus = blocks.filter((block) => this.#player.target?.contrast[block.index] === 1);
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
          for (let row = top; row < bottom; row++) cells.push(this.hitTest.cellAt({ block, column, row }));
    return cells;
  }

  /** Whether the eye is to stay with a cell that is held: with all that it came from, once that is known. */
  get isNear() {
    const lit = this.#lit;
    if (!lit?.held || this.litRects.size === 0) return false;
    return lit.from.length > 0 || Boolean(this.#graph.nodes.get(lit.cell.name).traits.learned);
  }

  /** @param {import('./annotate/placement.js').Box[]} boxes on the canvas on which nothing may be written @returns {boolean} whether they are others than before */
  keepFree(boxes) {
    const isOther = this.#textOverlay?.avoid(boxes) ?? false;
    if (isOther) this.#coverings++;
    return isOther;
  }

  /** In how many levels the step that is shown computes. */
  get levels() {
    return this.#player.levels;
  }

  /** Cells are looked at for themselves: nothing is asked about them, so none is sunk. */
  set plain(on) {
    const plain = on || this.#textOverlay === null;
    if (plain === this.#plain) return;
    this.#plain = plain;
    this.#caption();
  }

  /** The room for the picture has changed. */
  refit() {
    this.#clear();
  }

  /** The pose that shows all of the scene target; null before anything is. */
  get goal() {
    const { target } = this.#player;
    if (!target) return null;
    const { view, angles } = target,
      whole = this.#eye.fitted(cornersOf(this.plan, view.blocks, angles, view.over), view);
    if (!this.isNear) return whole;
    const near = this.#eye.fitted(cornersOfRects(this.plan, this.litRects, angles), { ...view, ...READING });
    // what is held may also stand where the step's view does not reach
    const [held] = this.litRects.keys();
    return near.distance < whole.distance / NEARER || !view.blocks.includes(held) ? near : whole;
  }

  /** What a label at a point of the canvas chooses, CSS px. @returns {import('./layout/focus.js').Focus | null} */
  labelAt(x, y) {
    return this.#textOverlay?.focusAt(x, y) ?? null;
  }

  /** @param {import('./camera/picking.js').Hit | null} hit what the pointer is over */
  point(hit) {
    this.hovered = hit;
    this.#attention.point(hit && hit.column >= 0 ? this.plan.blocks[hit.block] : null, hit?.column, hit?.row);
  }

  /** What is marked for everyone. @param {import('./annotate/presenter-marks.js').Mark[]} list */
  set marks(list) {
    this.#presenterMarks.marks = list;
  }

  /** The cell that the driver's light stands on. @param {import('./annotate/presenter-marks.js').Mark | null} cell */
  set light(cell) {
    this.#presenterMarks.cell = cell;
  }

  /** One for each who has joined. @param {number} count */
  set lights(count) {
    this.#lights = count;
    this.renderer.lights.set(count, this.plan);
  }

  /**
   * Brings everything to where it is at a moment.
   * @param {import('./play/timeline.js').Moment} moment
   * @param {number} from the first position that is new
   */
  advance(moment, from) {
    this.#outline = NaN;
    this.#attention.update(moment, from);
    this.#player.write(moment, from, this.renderer.blocks, this.numbers, this.litRects, this.#named, this.#pair);
  }

  /** @param {import('./play/timeline.js').Moment} moment that it was brought to @param {boolean} flying words rest meanwhile
   * @param {boolean} exploring whether a person looks around
   * @param {boolean} turning whether a hand turns it now */
  draw(moment, flying, exploring, turning) {
    const { blocks } = this.renderer,
      { angles } = this.#player,
      px = this.#eye.pixelsPerCell,
      outline = Math.max(OUTLINE, OUTLINE_SHARE * px);
    if (moment.fly < 1 || this.#flowsAt !== this.#stagings) {
      this.#flowLines.write(angles, this.#player.lines, this.#palette.dark);
      // written once more when the flight is over, then left
      if (moment.fly >= 1) this.#flowsAt = this.#stagings;
    }
    if (outline !== this.#outline) {
      this.#outline = outline;
      this.#attention.write(
        angles,
        this.#pair !== null,
        this.#player.outlined,
        blocks.mark.array,
        blocks.also.array,
        this.#player.carried,
        this.hovered,
        outline,
      );
      this.#presenterMarks.write(angles, outline);
    }
    blocks.seat();
    blocks.pixelsPerCell = px;
    this.#eye.apply();
    this.renderer.draw(this.#eye.camera, this.#eye.pose.distance);
    this.hitTest.update();
    this.#presenterMarks.place(this.hitTest);
    if (!this.#textOverlay) return;
    if (moment.phase !== 'compute' && this.#attention.unsaid) this.#caption();
    const placement = moment.done && !flying ? this.#placementFor(exploring, turning) : '',
      placed = placement !== '' && placement === this.#placement;
    this.#placement = placement;
    this.#textOverlay.write(
      this.plan,
      this.#palette,
      this.#eye.viewport,
      blocks,
      this.#player.contrast,
      this.#pair,
      (block) => (this.#pair === null ? 1 : this.#attention.spreadOver(block)),
      flying,
      exploring,
      turning,
      placed,
    );
  }

  /** What the places of letters and labels depend on, once nothing moves. A pointer that goes over cells changes none of it. */
  #placementFor(exploring, turning) {
    const { x, y, z, azimuth, elevation, distance } = this.#eye.pose,
      { width, height, left, top, right, bottom } = this.#eye.viewport;
    return [
      x, y, z, azimuth, elevation, distance, width, height, left, top, right, bottom,
      exploring, turning, this.#stagings, this.#captionings, this.#coverings, this.numbers.arrivals,
    ].join();
  }

  /**
   * The cell that was hit, the value that is drawn as a full stop, and what its spot stands for where that is not the
   * cell's own number.
   * @param {import('./camera/picking.js').Hit | null} hit
   */
  cellAt(hit) {
    const cell = this.hitTest.cellAt(hit);
    if (!cell) return null;
    const seen = this.numbers.pooledAt(this.plan.blocks[hit.block], hit.column, hit.row, cell.index);
    return { ...cell, seen, scale: this.numbers.scaleOf(cell.node) };
  }

  /** What the spot of a cell stands for now. @param {string} name @param {number[]} index */
  seenAt(name, index) {
    const found = this.hitTest.find(name, index);
    return found ? this.numbers.pooledAt(found.block, found.column, found.row, index) : null;
  }

  /** The picture rests: what is looked at now may come nearer. */
  lookCloser() {
    this.hitTest.update();
    this.details.look(this.plan, this.hitTest.projection, this.#eye.viewport, this.#player.contrast);
    if (this.#expected === this.plan) return;
    this.#expected = this.plan;
    whenIdle(() => this.#expect());
  }

  /** Whichever cell is pointed at, its labels are measured by then. */
  #expect() {
    if (!this.#isDisposed) this.#textOverlay?.expect(litCaptions(this.plan, this.#graph.nodes, this.#strings));
  }

  dispose() {
    this.#isDisposed = true;
    this.details.dispose();
    this.#textOverlay?.dispose();
    this.#flowLines.dispose();
    this.#attention.dispose();
    this.#presenterMarks.dispose();
    this.numbers.dispose();
    this.renderer.dispose();
  }

  /** Whether it is read from the last row. */
  get #isFar() {
    return isFar(this.#palette, this.#eye.viewport);
  }

  get #pair() {
    return this.#plain || (this.litRects.size > 0 && !this.#attention.isPointed) ? null : this.#attention.pair;
  }

  #caption() {
    const { target } = this.#player;
    if (!this.#textOverlay || !target) return;
    this.#captionings++;
    const said = this.#attention.captions(this.numbers.text),
      asked = this.#pair === null ? [] : said;
    const lights = this.litRects.size > 0 ? this.litRects : this.#named;
    this.#textOverlay.say([
      ...asked,
      ...litFirst(this.#captionsOf(target), lights, this.isNear, this.plan, this.#graph.nodes, this.#strings),
    ]);
  }

  /** What is said about a target, whatever is lit. @param {import('./play/scene-target.js').SceneTarget} target */
  #captionsOf(target) {
    const isFar = this.#isFar;
    if (this.#said?.target !== target || this.#said.isFar !== isFar)
      this.#said = { target, isFar, captions: captionsOf(target, this.plan, this.#graph.nodes, this.#strings, isFar) };
    return this.#said.captions;
  }
}

/** @param {() => void} act */
function whenIdle(act) {
  if (window.requestIdleCallback) requestIdleCallback(act);
  else setTimeout(act);
}

/** @param {Map<number, unknown>} a @param {Map<number, unknown>} b */
function isSameKeys(a, b) {
  if (a.size !== b.size) return false;
  const keys = b.keys();
  for (const key of a.keys()) if (keys.next().value !== key) return false;
  return true;
}

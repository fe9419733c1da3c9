/**
 * The scene on the canvas: the blocks, lines and texts of a layout, arranged for a step, advanced to a moment, and drawn.
 *
 * @typedef {object} Motion  what moves in an animation frame
 * @property {import('./play/timeline.js').Moment} moment
 * @property {boolean} flying     the camera or the machine is in flight: text is hidden
 * @property {boolean} exploring  the person looks around
 * @property {boolean} turning    the person is moving the camera
 */
import { changesOf } from '../model/changes.js';
import { computedBefore } from '../model/graph.js';
import { AttentionView } from './annotate/attention-view.js';
import { Findings } from './annotate/findings.js';
import { blocksInFrontOf } from './play/occlusion.js';
import { FlowLines } from './render/flow-lines.js';
import { levelsOfFlow } from './play/timeline.js';
import { ALTERED, alteredBlocks } from './layout/altered.js';
import { layout } from './layout/layout.js';
import { PresenterMarks } from './annotate/presenter-marks.js';
import { DetailLoader } from './render/detail-loader.js';
import { Numbers } from './render/numbers.js';
import { isFar, readPalette } from './render/palette.js';
import { SceneRenderer } from './render/scene-renderer.js';
import { Player } from './play/player.js';
import { HitTest } from './camera/hit-test.js';
import { Lighting } from './lighting.js';
import { SceneText } from './scene-text.js';
import { cornersInView, cornersOfRects } from './play/corners.js';
import { targetFor } from './play/scene-target.js';

/** Width of the outlines of cells in use: in px, or as a share of a cell if that is more. */
const OUTLINE = 1.7,
  OUTLINE_SHARE = 0.07;

/** The view of a held cell: greatest size of a cell, and room around the lit cells, px. */
const READING = { nearest: 20, room: { left: 60, top: 30, right: 60, bottom: 30 } };
/** The camera moves to a held cell only if that brings it nearer by at least this factor. */
const NEARER = 1.3;

/** Blocks with at least this contrast belong to the subject and are never removed. */
const SUBJECT = 0.5;

export class SceneView {
  renderer;
  numbers;
  details;
  hitTest;
  /** @type {import('./layout/layout.js').Layout} */
  plan;
  /** The cell under the pointer. @type {import('./camera/picking.js').Hit | null} */
  hovered = null;
  /** Set before each {@link SceneView.draw}. @type {Motion} */
  motion;
  /** What is in the machine's place. @type {import('./visit.js').Guest | null} */
  guest = null;
  #lighting;
  #eye;
  #overlay;
  #graph;
  #strings;
  /** Null without text. @type {SceneText | null} */
  #text = null;
  #palette;
  #flowLines = null;
  #attention = null;
  /** @type {PresenterMarks | null} */
  #presenterMarks = null;
  /** @type {Findings | null} */
  #findings = null;
  #lights = 0;
  #player = null;
  #plain;
  /** Counts scene targets. */
  #targets = 0;
  /** The target for which the flow lines were last written. */
  #flowsAt = -1;
  /** Width of the written outlines, px; NaN if they have to be written again. */
  #outline = NaN;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLElement} overlay the element over the canvas that takes all text
   * @param {import('./camera/camera.js').Eye} eye
   * @param {{graph: import('./layout/anatomy.js').Graph, strings: (key: string, values?: object) => string,
   *   labels: 'normal' | 'hall' | 'none', changed: () => void, fetchPart: import('./render/detail-loader.js').FetchPart}} options
   *   `changed` is called when numbers have arrived
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
    this.#lighting = new Lighting(graph.nodes);
    this.numbers = new Numbers(graph, changed);
    this.details = new DetailLoader(graph, this.numbers, fetchPart);
    if (labels !== 'none') this.#text = new SceneText(overlay, labels, this.hitTest, this.numbers, graph, strings);
  }

  /** @param {import('../ui/theme.js').Theme} name */
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
    const { finding } = this;
    this.#findings?.dispose();
    this.#findings = new Findings(this.plan, this.renderer.shared);
    this.#findings.finding = finding;
    this.#findings.tint(this.renderer.blocks.tint.array);
    this.renderer.lights.set(this.#lights, this.plan);
    this.#flowLines = new FlowLines(this.plan, this.#graph.nodes, this.renderer.shared);
    const { product = null } = this.#attention ?? {};
    this.#attention = new AttentionView(this.plan, this.#graph.nodes, this.numbers, this.#strings, this.renderer.shared);
    this.#attention.product = product;
    this.renderer.setStrokes([this.#flowLines.strokes, this.#attention.strokes, this.#presenterMarks.strokes, this.#findings.strokes]);
    this.#player = new Player(this.plan, this.#graph.nodes, this.#flowLines.lines, this.#player);
    this.hitTest.setPlan(this.plan, this.#player);
    this.hovered = null;
    this.#lighting.setPlan(this.plan);
  }

  /** Shows a trace; its number of positions may need another layout. @param {import('./render/numbers.js').Trace} trace */
  setTrace(trace) {
    const { numbers, plan } = this;
    if (trace === numbers.trace) return;
    if (trace.positions === plan.T) numbers.setPlan(plan);
    else this.build(trace.positions);
    numbers.setTrace(trace);
  }

  /**
   * Makes the scene target of a step; called again when the layout or the theme has changed.
   * @param {string | null} id of the step; null: the whole machine with all of its numbers
   * @param {import('./layout/focus.js').Focus} focus
   * @param {import('./play/timeline.js').Flow | null} [flow]  instead of what the step computes, all blocks fill in this order
   */
  aimFor(id, focus, flow = null) {
    const step = id === null ? null : this.#graph.byId.get(id);
    const target = targetFor(this.plan, this.#graph.nodes, step, { ...this.#palette, hall: this.#isFar }, focus);
    for (const i of alteredBlocks(this.plan, this.#graph.nodes, changesOf(/** @type {any} */ (this.numbers.trace)?.info))) target.contrast[i] *= ALTERED;
    this.#findings?.quieten(target.contrast);
    const names = [...this.#graph.nodes.keys()];
    if (flow) this.#player.play({ ...target, computes: names }, new Set(), this.numbers.tokens, levelsOfFlow(flow, this.#graph.nodes));
    else this.#player.play(target, step ? computedBefore(this.#graph, step.id) : new Set(names), this.numbers.tokens);
    this.#removeOccluders();
    this.#targets++;
    this.#attention.target = target;
    this.#pointPair();
    this.#caption();
  }

  /** Removes blocks that would hide the subject from the camera's goal. */
  #removeOccluders() {
    const { target } = this.#player;
    if (!target || (target.whole && !this.isNear)) return;
    const [subject, mayLeave] = this.isNear
      ? [[...this.#lighting.rects.keys()], (i) => !this.#lighting.rects.has(i)]
      : [target.view.blocks, (i) => target.contrast[i] < SUBJECT];
    this.#player.clear(blocksInFrontOf(this.plan, target.angles, this.goal, subject, mayLeave));
  }

  get lit() {
    return this.#lighting.lit;
  }

  /** @param {import('./layout/lit-cells.js').Lit | null} lit */
  set lit(lit) {
    const before = this.#lighting.rects,
      wasNear = this.isNear,
      hadPair = this.#pair !== null;
    this.#lighting.set(this.plan, lit);
    this.#pointPair();
    // captions name blocks, and usually the pointer moves to another cell of the same ones
    if (!isSameKeys(before, this.#lighting.rects) || wasNear !== this.isNear || hadPair !== (this.#pair !== null)) this.#caption();
  }

  /** @param {string[]} names of tensors whose blocks are lit: those in focus, or all if none is */
  set named(names) {
    this.#lighting.name(this.plan, names, (i) => this.#player.target?.contrast[i] === 1);
    this.#caption();
  }

  /** All lit cells. @returns {import('./camera/hit-test.js').Cell[]} */
  get litCells() {
    return this.#lighting.cells(this.hitTest);
  }

  /** Whether the camera shows a held cell with its inputs; false until the inputs are known. */
  get isNear() {
    return this.#lighting.isNear;
  }

  /** @param {import('./annotate/placement.js').Box[]} boxes on the canvas where nothing may be written @returns {boolean} whether they have changed */
  keepFree(boxes) {
    return this.#text?.keepFree(boxes) ?? false;
  }

  /** The number of levels of the step's computation. */
  get levels() {
    return this.#player.levels;
  }

  /** Whether to hide the attention pair, so that no cell is faded. */
  set plain(on) {
    const plain = on || this.#text === null;
    if (plain === this.#plain) return;
    this.#plain = plain;
    this.#caption();
  }

  /** The canvas or the panels over it have changed in size. */
  refit() {
    this.#removeOccluders();
  }

  /** The pose that shows the scene target; null without one. */
  get goal() {
    if (this.guest) return this.guest.goal(this.#eye);
    const { target } = this.#player;
    if (!target) return null;
    const { view, angles } = target,
      whole = this.#eye.fitted(cornersInView(this.plan, target), view);
    if (!this.isNear) return whole;
    const rects = this.#lighting.rectsInView(this.plan),
      near = this.#eye.fitted(cornersOfRects(this.plan, rects, angles), { ...view, ...READING });
    // the held cell may be outside of the step's view
    const [held] = rects.keys();
    return near.distance < whole.distance / NEARER || !view.blocks.includes(held) ? near : whole;
  }

  /** The focus to which the label at a point of the canvas (CSS px) leads. @returns {import('./layout/focus.js').Focus | null} */
  labelAt(x, y) {
    return this.#text?.focusAt(x, y) ?? null;
  }

  /** @param {import('./camera/picking.js').Hit | null} hit under the pointer */
  point(hit) {
    this.hovered = hit;
  }

  /** Makes the attention pair that of the lit cell, or of the cell with the driver's light. */
  #pointPair() {
    const cell = this.#lighting.lit?.cell ?? this.#presenterMarks?.cell,
      at = cell ? this.hitTest.find(cell.name, cell.index) : null;
    this.#attention.point(at?.block ?? null, at?.column, at?.row);
  }

  /** The driver's marks. @param {import('./annotate/presenter-marks.js').Mark[]} list */
  set marks(list) {
    this.#presenterMarks.marks = list;
  }

  /** The cell with the driver's light. @param {import('./annotate/presenter-marks.js').Mark | null} cell */
  set light(cell) {
    const hadPair = this.#pair !== null;
    this.#presenterMarks.cell = cell;
    this.#pointPair();
    if (hadPair !== (this.#pair !== null)) this.#caption();
  }

  /** What is drawn of what has been measured; shown from the next scene target on. @returns {import('./annotate/findings.js').Finding | null} */
  get finding() {
    return this.#findings?.finding ?? null;
  }

  /** @param {import('./annotate/findings.js').Finding | null} finding */
  set finding(finding) {
    const findings = /** @type {Findings} */ (this.#findings);
    findings.finding = finding;
    findings.tint(this.renderer.blocks.tint.array);
    this.renderer.blocks.tint.needsUpdate = true;
  }

  /** The positions of the tokens that the words beside the machine speak of. @type {number[]} */
  spoken = [];

  /** The product that is spoken of at a step that computes scores; null: the whole score is. @param {import('./annotate/attention-pair.js').Product | null} product */
  set product(product) {
    /** @type {any} */ (this.#attention).product = product;
  }

  /** The number of audience lights. @param {number} count */
  set lights(count) {
    this.#lights = count;
    this.renderer.lights.set(count, this.plan);
  }

  /** Advances everything to the moment of {@link SceneView.motion}. @param {number} from the first new position */
  advance(from) {
    const { moment } = this.motion;
    this.#outline = NaN;
    this.#attention.update(moment, from);
    this.#player.write(moment, from, this.renderer.blocks, this.numbers, this.#lighting.rects, this.#lighting.named, this.#pair, this.#presenterMarks.marks.length > 0);
  }

  /** Draws the moment to which everything was advanced. */
  draw() {
    if (this.guest) {
      this.#drawGuest(this.guest);
      return;
    }
    const { moment } = this.motion,
      { blocks } = this.renderer,
      { angles } = this.#player,
      px = this.#eye.pixelsPerCell,
      outline = Math.max(OUTLINE, OUTLINE_SHARE * px);
    if (moment.fly < 1 || this.#flowsAt !== this.#targets) {
      this.#flowLines.write(angles, this.#player.lines, this.#palette.dark);
      // written once more when the flight is over
      if (moment.fly >= 1) this.#flowsAt = this.#targets;
    }
    if (outline !== this.#outline) {
      this.#outline = outline;
      this.#attention.write(
        angles,
        this.#pair !== null,
        this.#player.outlined,
        blocks.inUse.array,
        blocks.alsoInUse.array,
        this.#player.carried,
        this.hovered,
        outline,
      );
      this.#presenterMarks.write(angles, outline);
      this.#findings.write(angles);
    }
    blocks.followNumbers();
    blocks.pixelsPerCell = px;
    this.#eye.apply();
    this.renderer.draw(this.#eye.camera, this.#eye.pose.distance);
    this.hitTest.update();
    this.#presenterMarks.place(this.hitTest);
    if (!this.#text) return;
    if (moment.phase !== 'compute' && this.#attention.captionsAreStale) this.#caption();
    this.#write(this.#text);
  }

  /** @param {SceneText} text */
  #write(text) {
    const frame = {
      plan: this.plan,
      palette: this.#palette,
      viewport: this.#eye.viewport,
      blocks: this.renderer.blocks,
      contrast: this.#player.contrast,
      pair: this.#pair,
      spread: (block) => (this.#pair === null ? 1 : this.#attention.spreadOver(block)),
      marked: (block) => this.#markedIn(block),
      spoken: this.spoken,
      motion: this.motion,
    };
    const marks = this.#presenterMarks.marks.flatMap(({ name, index }) => [name, index]),
      held = this.#held ? [this.#held.name, this.#held.index] : [];
    text.write(frame, this.#eye.pose, [this.#targets, ...this.#lighting.named, ...marks, ...held]);
  }

  /** @param {import('./visit.js').Guest} guest */
  #drawGuest(guest) {
    const { flying, turning } = this.motion,
      { camera, pose, viewport } = this.#eye;
    guest.aim(pose);
    this.#eye.apply();
    this.renderer.draw(camera, pose.distance);
    this.hitTest.update();
    guest.draw(this.hitTest.projection, viewport, { pose, moving: flying || turning });
  }

  /** The held cell. */
  get #held() {
    const { lit } = this.#lighting;
    return lit?.held ? lit.cell : null;
  }

  /** The column of a block that is marked, or else has the only cells that are lit with a held one, or is outlined at rest; −1 for none. @param {import('./layout/board.js').Block} block */
  #markedIn(block) {
    const lit = (this.#held && this.#lighting.rects.get(block.index)) ?? [],
      column = this.#presenterMarks.columnIn(block);
    if (column >= 0) return column;
    return lit.length === 1 && lit[0].to === lit[0].from + 1 ? lit[0].from : this.#player.lastIn(block);
  }

  /**
   * The cell of a hit, with its tensor's colour scale, and with the cells that its spot stands for if it does not show its
   * own number.
   * @param {import('./camera/picking.js').Hit | null} hit
   */
  cellAt(hit) {
    const cell = this.hitTest.cellAt(hit);
    if (!cell) return null;
    const seen = this.numbers.pooledAt(this.plan.blocks[hit.block], hit.column, hit.row, cell.index);
    return { ...cell, seen, scale: this.numbers.scaleOf(cell.node) };
  }

  /** The cell of a hit with the number that is drawn there; null without one. @param {import('./camera/picking.js').Hit | null} hit */
  readingAt(hit) {
    const cell = this.hitTest.cellAt(hit),
      value = hit && cell ? this.numbers.valueIn(this.plan.blocks[hit.block], hit.column, hit.row) : NaN;
    return Number.isNaN(value) ? null : { ...cell, value };
  }

  /** The cells that a cell's spot stands for, and their number; null if it shows the cell's own number. @param {string} name @param {number[]} index */
  seenAt(name, index) {
    const found = this.hitTest.find(name, index);
    return found ? this.numbers.pooledAt(found.block, found.column, found.row, index) : null;
  }

  /** Fetches numbers at the resolution of the current view, and measures labels ahead. */
  loadDetails() {
    if (this.guest) return;
    this.hitTest.update();
    this.details.look(this.plan, this.hitTest.projection, this.#eye.viewport, this.#player.contrast);
    this.#text?.captions.measureAhead(this.plan);
  }

  dispose() {
    this.details.dispose();
    this.#text?.dispose();
    this.#flowLines.dispose();
    this.#attention.dispose();
    this.#presenterMarks.dispose();
    this.#findings.dispose();
    this.numbers.dispose();
    this.renderer.dispose();
  }

  /** Whether texts must be legible from the last row of seats. */
  get #isFar() {
    return isFar(this.#palette, this.#eye.viewport);
  }

  get #pair() {
    // beside a lit cell, lines and numbers are that cell's or none
    const isOther = !this.#attention.isPointed && (this.#lighting.rects.size > 0 || this.#presenterMarks.cell !== null);
    return this.#plain || isOther ? null : this.#attention.pair;
  }

  #caption() {
    const { target } = this.#player;
    if (!this.#text || !target) return;
    const ofPair = this.#attention.captions(this.numbers.text);
    this.#text.captions.show(this.plan, target, [...(this.#findings?.captions ?? []), ...(this.#pair === null ? [] : ofPair)], this.#lighting, this.#isFar);
  }
}

/** @param {Map<number, unknown>} a @param {Map<number, unknown>} b */
function isSameKeys(a, b) {
  if (a.size !== b.size) return false;
  const keys = b.keys();
  for (const key of a.keys()) if (keys.next().value !== key) return false;
  return true;
}

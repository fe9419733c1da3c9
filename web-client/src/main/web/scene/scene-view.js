/**
 * The scene on the canvas: the blocks, lines and texts of a layout, arranged for a step, advanced to a moment, and drawn.
 *
 * @typedef {object} Motion  what moves in an animation frame
 * @property {import('./play/timeline.js').Moment} moment
 * @property {boolean} flying     the camera or the machine is in flight: text is hidden
 * @property {boolean} exploring  the person looks around
 * @property {boolean} turning    the person is moving the camera
 *
 * @typedef {object} Guest  something else in the machine's place, which is drawn in its canvas, with its camera. The machine does not change meanwhile
 * @property {import('three').Object3D} mesh
 * @property {(palette: import('./render/colour.js').Palette, scale: number) => void} paint  `scale`: drawn pixels for each CSS px
 * @property {(eye: import('./camera/camera.js').Eye) => import('./camera/pose.js').Pose} goal  where the camera goes
 * @property {(pose: import('./camera/pose.js').Pose) => void} aim  before an animation frame
 * @property {(projection: import('./camera/projection.js').Projection, viewport: import('./camera/pose.js').Viewport,
 *   view: {pose: import('./camera/pose.js').Pose, moving: boolean}) => void} draw  after it: texts over the canvas
 * @property {(at: {x: number, y: number} | null) => void} point
 * @property {(x: number, y: number) => void} press
 *
 * @typedef {object} Told  what is drawn on cells beside the step
 * @property {import('./annotate/presenter-marks.js').CellMark[]} marks  the driver's, and a tour's
 * @property {string[]} named  tensors whose whole blocks are lit
 * @property {number[]} spoken  positions of the tokens that the words beside the machine speak of
 * @property {import('./annotate/attention-pair.js').Product | null} product  that is spoken of while scores are computed
 */
import { changesOf } from '../model/changes.js';
import { positionAxis } from '../model/graph.js';
import { computedBefore, levelsOfFlow } from './play/timeline.js';
import { IDLE, idleBlocks } from './layout/experts-layout.js';
import { EMPTY, layout } from './layout/layout.js';
import { DetailLoader } from './render/detail-loader.js';
import { Numbers } from './render/numbers.js';
import { NARROW } from './annotate/label-elements.js';
import { isFar, readPalette } from './render/palette.js';
import { SceneRenderer } from './render/scene-renderer.js';
import { Player } from './play/player.js';
import { HitTest } from './camera/hit-test.js';
import { goalOf, inTheWay } from './goal.js';
import { ALTERED, Lighting, alteredBlocks } from './lighting.js';
import { SceneLines } from './scene-lines.js';
import { SceneText } from './scene-text.js';
import { targetFor } from './play/scene-target.js';

export class SceneView {
  renderer;
  numbers;
  details;
  hitTest;
  plan = EMPTY;
  /** The cell under the pointer. @type {import('./camera/hit-test.js').Hit | null} */
  hovered = null;
  /** Set before each {@link SceneView.draw}. @type {Motion} */
  motion = {
    moment: { phase: 'done', fly: 1, compute: 1, done: true },
    flying: false,
    exploring: false,
    turning: false,
  };
  /** What is in the machine's place. @type {Guest | null} */
  guest = null;
  #lighting;
  #eye;
  #overlay;
  #graph;
  #strings;
  /** Null without text. @type {SceneText | null} */
  #text = null;
  /** Null before there is a theme. @type {import('./render/colour.js').Palette | null} */
  #colours = null;
  /** Null before there is a layout. @type {SceneLines | null} */
  #drawnLines = null;
  /** Whether the next frame makes the captions again: what is lit may change several times before it. */
  #captionsAreDue = false;
  #lights = 0;
  #player;
  #plain;
  /** The target's contrast before idle experts are dimmed. */
  #contrast = new Float32Array(0);
  /** Counts scene targets. */
  #targets = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLElement} overlay the element over the canvas that takes all text
   * @param {import('./camera/camera.js').Eye} eye
   * @param {{graph: import('./layout/anatomy.js').Graph, strings: import('../ui/words.js').Strings,
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
    this.#player = new Player(EMPTY, graph.nodes, []);
    this.hitTest = new HitTest(graph.nodes, eye);
    this.#lighting = new Lighting(graph.nodes);
    this.numbers = new Numbers(graph, () => {
      this.#dimIdle();
      changed();
    });
    this.details = new DetailLoader(graph, this.numbers, fetchPart);
    if (labels !== 'none') this.#text = new SceneText(overlay, labels, this.hitTest, this.numbers, graph, strings);
  }

  get #palette() {
    return /** @type {import('./render/colour.js').Palette} */ (this.#colours);
  }

  get #lines() {
    return /** @type {SceneLines} */ (this.#drawnLines);
  }

  /** @param {import('../ui/theme.js').Theme} name */
  setTheme(name) {
    this.#colours = readPalette(name, this.#overlay);
    this.renderer.setPalette(this.#palette);
  }

  /** @param {number} T positions drawn */
  build(T) {
    this.plan = layout(this.#graph, T);
    this.numbers.setPlan(this.plan);
    this.renderer.blocks.setPlan(this.plan, this.numbers.store);
    this.renderer.lights.set(this.#lights, this.plan);
    const before = this.#drawnLines,
      { numbers } = this;
    this.#drawnLines = new SceneLines(this.plan, this.#graph.nodes, {
      numbers,
      strings: this.#strings,
      overlay: this.#overlay,
      shared: this.renderer.shared,
    });
    if (before) this.#lines.takeOver(before);
    this.#lines.findings.tint(this.renderer.blocks.tint.array);
    this.renderer.setStrokes(this.#lines.strokes);
    this.#player = new Player(this.plan, this.#graph.nodes, this.#lines.wires, this.#player);
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
    const step = id === null ? null : (this.#graph.byId.get(id) ?? null);
    const target = targetFor(this.plan, this.#graph.nodes, step, { ...this.#palette, hall: this.#isFar }, focus);
    for (const i of alteredBlocks(this.plan, this.#graph.nodes, changesOf(this.numbers.trace?.info)))
      target.contrast[i] *= ALTERED;
    this.#lines.findings.quieten(target);
    this.#contrast = target.contrast.slice();
    const names = [...this.#graph.nodes.keys()];
    if (flow)
      this.#player.play(
        { ...target, computes: names },
        new Set(),
        this.numbers.tokens,
        levelsOfFlow(flow, this.#graph.nodes),
      );
    else this.#player.play(target, step ? computedBefore(this.#graph, step.id) : new Set(names), this.numbers.tokens);
    this.#dimIdle();
    this.#locateNamed();
    this.#removeOccluders();
    this.#targets++;
    this.#lines.attention.target = target;
    this.#pointPair();
    this.#captionsAreDue = true;
  }

  /** Dims the tables of experts that the word of the held cell, or else the last one, has not taken. */
  #dimIdle() {
    const { target } = this.#player;
    if (!target || !this.#hasExperts) return;
    const { lit } = this.#lighting,
      node = lit?.held ? this.#graph.nodes.get(lit.cell.name) : undefined;
    const at =
      node && !node.traits.table ? Number(lit?.cell.index[positionAxis(node)] ?? this.plan.T - 1) : this.plan.T - 1;
    const idle = idleBlocks(this.plan, (name) => this.numbers.trace?.tensor(name), at);
    target.contrast.forEach((_, i) => {
      target.contrast[i] = this.#contrast[i] * (idle.has(i) ? IDLE : 1);
    });
    this.#player.clear(new Set());
    this.#removeOccluders();
    this.#captionsAreDue = true;
  }

  get #hasExperts() {
    return this.plan.anatomy.branches.some(({ tail }) => tail[0].traits.routing);
  }

  /** Removes blocks that would hide the subject from the camera's goal. */
  #removeOccluders() {
    const { target } = this.#player;
    if (!target || (target.whole && !this.isNear)) return;
    const { goal } = this;
    if (goal) this.#player.clear(inTheWay(this.plan, target, this.#lighting, goal));
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
    this.#dimIdle();
    this.#pointPair();
    // captions name blocks, and usually the pointer moves to another cell of the same ones
    if (!isSameKeys(before, this.#lighting.rects) || wasNear !== this.isNear || hadPair !== (this.#pair !== null))
      this.#captionsAreDue = true;
  }

  /** @param {string[]} names of tensors whose blocks are lit: those in focus, or all if none is */
  set named(names) {
    this.#lighting.names = names;
    this.#locateNamed();
    this.#captionsAreDue = true;
  }

  /** Which blocks of named tensors are lit depends on the target's focus, so a page may name them before or after it takes aim. */
  #locateNamed() {
    this.#lighting.locate(this.plan, (i) => this.#player.target?.contrast[i] === 1);
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

  /** Whether to hide the attention pair, so that no cell is faded. @param {boolean} on */
  set plain(on) {
    const plain = on || this.#text === null;
    if (plain === this.#plain) return;
    this.#plain = plain;
    this.#captionsAreDue = true;
  }

  /** The canvas or the panels over it have changed in size. */
  refit() {
    this.#removeOccluders();
  }

  /** The pose that shows the scene target; null without one. */
  get goal() {
    if (this.guest) return this.guest.goal(this.#eye);
    const { target } = this.#player;
    return target ? goalOf(this.plan, target, this.#lighting, this.#eye) : null;
  }

  /** The focus to which the label at a point of the canvas (CSS px) leads. @param {number} x @param {number} y @returns {import('./layout/focus.js').Focus | null} */
  labelAt(x, y) {
    return this.#text?.focusAt(x, y) ?? null;
  }

  /** Makes the attention pair that of the lit cell, or of the cell with the driver's pointer. */
  #pointPair() {
    const cell = this.#lighting.lit?.cell ?? this.#lines.marks.cell,
      at = cell ? this.hitTest.find(cell.name, cell.index) : null;
    this.#lines.attention.point(at?.block ?? null, at?.column, at?.row);
  }

  /** The driver's marks. @param {import('./annotate/presenter-marks.js').CellMark[]} list */
  set marks(list) {
    this.#lines.marks.marks = list;
  }

  /** The cell with the driver's pointer. @param {import('./annotate/presenter-marks.js').CellMark | null} cell */
  set pointed(cell) {
    const hadPair = this.#pair !== null;
    this.#lines.marks.cell = cell;
    this.#pointPair();
    if (hadPair !== (this.#pair !== null)) this.#captionsAreDue = true;
  }

  /** What is drawn of what has been measured; shown from the next scene target on. @returns {import('./annotate/findings.js').Finding | null} */
  get finding() {
    return this.#lines.findings.finding;
  }

  /** @param {import('./annotate/findings.js').Finding | null} finding */
  set finding(finding) {
    const { findings } = this.#lines;
    findings.finding = finding;
    findings.tint(this.renderer.blocks.tint.array);
    this.renderer.blocks.tint.needsUpdate = true;
  }

  /** The positions of the tokens that the words beside the machine speak of. @type {number[]} */
  spoken = [];

  /** The product that is spoken of at a step that computes scores; null: the whole score is. @param {import('./annotate/attention-pair.js').Product | null} product */
  set product(product) {
    this.#lines.attention.product = product;
  }

  /** What is drawn on cells beside the step. @returns {Told} */
  get told() {
    const { marks, attention } = this.#lines;
    return { marks: marks.marks, named: this.#lighting.names, spoken: this.spoken, product: attention.product };
  }

  /** The number of audience lights. @param {number} count */
  set lights(count) {
    this.#lights = count;
    this.renderer.lights.set(count, this.plan);
  }

  /** Advances everything to the moment of {@link SceneView.motion}. @param {number} from the first new position */
  advance(from) {
    const { moment } = this.motion;
    this.#lines.change();
    this.#lines.attention.update(moment, from);
    this.#player.write(
      moment,
      from,
      this.renderer.blocks,
      this.numbers,
      this.#lighting.rects,
      this.#lighting.named,
      this.#pair,
      this.#lines.marks.marks.length > 0,
    );
  }

  /** Draws the moment to which everything was advanced. */
  draw() {
    if (this.guest) {
      this.#drawGuest(this.guest);
      return;
    }
    const { moment } = this.motion,
      { blocks } = this.renderer,
      { pixelsPerCell } = this.#eye;
    this.#lines.write({
      player: this.#player,
      blocks,
      fly: moment.fly,
      isPaired: this.#pair !== null,
      hovered: this.hovered,
      isDark: this.#palette.dark,
      pixelsPerCell,
    });
    blocks.followNumbers();
    blocks.pixelsPerCell = pixelsPerCell;
    this.#eye.apply();
    this.renderer.draw(this.#eye.camera, this.#eye.pose.distance);
    this.hitTest.update();
    this.#lines.marks.place(this.hitTest);
    if (!this.#text) return;
    if (this.#captionsAreDue || (moment.phase !== 'compute' && this.#lines.attention.captionsAreStale)) this.#caption();
    this.#write(this.#text);
  }

  /** @param {SceneText} text */
  #write(text) {
    /** @type {import('./annotate/text-overlay.js').TextFrame} */
    const frame = {
      plan: this.plan,
      palette: this.#palette,
      viewport: this.#eye.viewport,
      blocks: this.renderer.blocks,
      contrast: this.#player.contrast,
      pair: this.#pair,
      spread: (block) => (this.#pair === null ? 1 : this.#lines.attention.spreadOver(block)),
      marked: (block) => this.#markedIn(block),
      spoken: this.spoken,
      motion: this.motion,
    };
    const marks = this.#lines.marks.marks.flatMap(({ name, index }) => [name, index]),
      held = this.#held ? [this.#held.name, this.#held.index] : [];
    text.write(frame, this.#eye.pose, [this.#targets, ...this.#lighting.named, ...marks, ...held]);
  }

  /** @param {Guest} guest */
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
      column = this.#lines.marks.columnIn(block);
    if (column >= 0) return column;
    return lit.length === 1 && lit[0].to === lit[0].from + 1 ? lit[0].from : this.#player.lastIn(block);
  }

  /**
   * The cell of a hit, with its tensor's colour scale, and with the cells that its spot stands for if it does not show its
   * own number.
   * @param {import('./camera/hit-test.js').Hit | null} hit
   */
  cellAt(hit) {
    const cell = this.hitTest.cellAt(hit);
    if (!hit || !cell) return null;
    const seen = this.numbers.pooledAt(this.plan.blocks[hit.block], hit.column, hit.row, cell.index);
    return { ...cell, seen, scale: this.numbers.scaleOf(cell.node) };
  }

  /** The cell of a hit with the number that is drawn there; null without one. @param {import('./camera/hit-test.js').Hit | null} hit */
  readingAt(hit) {
    const cell = this.hitTest.cellAt(hit);
    if (!hit || !cell) return null;
    const value = this.numbers.valueIn(this.plan.blocks[hit.block], hit.column, hit.row);
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
    this.details.look(this.plan, this.hitTest.projection, this.#player.contrast);
    this.#text?.measureAhead(this.plan);
  }

  dispose() {
    this.details.dispose();
    this.#text?.dispose();
    this.#lines.dispose();
    this.numbers.dispose();
    this.renderer.dispose();
  }

  /** Whether texts must be legible from the last row of seats. */
  get #isFar() {
    return isFar(this.#palette, this.#eye.viewport);
  }

  get #pair() {
    // beside a lit cell, lines and numbers are that cell's or none
    const { attention, marks } = this.#lines,
      isOther = !attention.isPointed && (this.#lighting.rects.size > 0 || marks.cell !== null);
    return this.#plain || isOther ? null : attention.pair;
  }

  #caption() {
    const { target } = this.#player;
    this.#captionsAreDue = false;
    if (!this.#text || !target) return;
    const { attention, findings } = this.#lines,
      ofPair = attention.captions(this.numbers.text);
    this.#text.caption(
      this.plan,
      target,
      [...findings.captions, ...(this.#pair === null ? [] : ofPair)],
      this.#lighting,
      this.#isFar,
      this.#eye.viewport.width <= NARROW,
    );
  }
}

/** @param {Map<number, unknown>} a @param {Map<number, unknown>} b */
function isSameKeys(a, b) {
  if (a.size !== b.size) return false;
  const keys = b.keys();
  for (const key of a.keys()) if (keys.next().value !== key) return false;
  return true;
}

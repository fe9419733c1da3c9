/**
 * The 3D machine: what a page puts on its canvas. It draws when something changes and rests otherwise.
 *
 * Events: `look` (a person took the camera), `follow` (it flies back), `hover` and `select` with `detail` `{node, index}`
 * or null (index in the order of the node's axes), `settled` (nothing moves any more), `contextlost`, `contextrestored`.
 */
import { computedBefore } from '../model/graph.js';
import { Asking } from './asking.js';
import { Eye } from './camera.js';
import { captionsOf } from './captions.js';
import { control } from './controls.js';
import { Flows } from './flows.js';
import { layout } from './layout.js';
import { Numbers } from './numbers.js';
import { Pace } from './pace.js';
import { readPalette } from './palette.js';
import { pick } from './picking.js';
import { NoWebGL, Picture } from './picture.js';
import { Player } from './player.js';
import { HALF_TAN } from './pose.js';
import { Projection } from './projection.js';
import { cellOf, indexOf } from './slice.js';
import { cornersOf, stageOf, wholeStage } from './stage.js';
import { FLY, momentAt } from './timeline.js';
import { Writing } from './writing.js';

export { NoWebGL };

/** Positions that are drawn before there is a trace, at most. */
const POSITIONS_UNKNOWN = 11;
/** px per cell at which a cell is looked at closely, with room to spare over the 16 that tests ask for. */
const CLOSE_UP = 34;
/** Cells before that cell that stay: less than from one head of a fan to the next. */
const CLEARANCE = 1.5;
/** ms that a hand on the machine counts as moving after its last touch. */
const HAND = 180;
/** Width of the outline of cells in use: px, and as a share of a cell where that is more. */
const OUTLINE = 1.7,
  OUTLINE_SHARE = 0.07;

export class Machine extends EventTarget {
  /** Frames drawn so far. */
  draws = 0;
  #canvas;
  #overlay;
  #graph;
  #strings;
  #reducedMotion;
  #picture;
  #numbers;
  #eye = new Eye();
  #projection = new Projection();
  /** Null where nothing is to be written. @type {Writing | null} */
  #writing = null;
  #palette;
  #plan = null;
  #flows = null;
  #asking = null;
  #player = null;
  /** Counts what was put on stage, and which of it the flows were last written for. */
  #stagings = 0;
  #flowsAt = -1;
  #run = { step: null, startAt: 0, from: 0, levels: 0, reduced: false };
  #viewKind = 'step';
  #flight = { startAt: 0, done: true };
  /** A person has the camera. */
  #looking = false;
  #moving = false;
  /** Something was set in motion, or in place, since all last lay still. */
  #restless = false;
  /** ms until which the hand counts as moving. */
  #handUntil = 0;
  #frameAsked = 0;
  #pace = new Pace();
  #hovered = null;
  /** Cells are looked at for themselves: nothing is asked about them, so none is sunk. */
  #plain;
  #lost = false;
  /** Ends what the machine listens to. */
  #stop = new AbortController();
  #releaseControls;
  #resizes;

  /**
   * @param {HTMLCanvasElement} canvas its size is that of its box on the page
   * @param {HTMLElement} overlay lies over the canvas and takes the labels
   * @param {{graph: import('./anatomy.js').Graph, strings: (key: string, values?: object) => string,
   *   reducedMotion?: boolean, labels?: 'normal' | 'hall' | 'none'}} options  graph as expandGraph made it
   * @throws {NoWebGL}
   */
  constructor(canvas, overlay, { graph, strings, reducedMotion = false, labels = 'normal' }) {
    super();
    this.#canvas = canvas;
    this.#overlay = overlay;
    this.#graph = graph;
    this.#strings = strings;
    this.#reducedMotion = reducedMotion;
    this.#plain = labels === 'none';
    this.#picture = new Picture(canvas);
    this.#numbers = new Numbers(graph, () => this.#change());
    if (labels !== 'none')
      this.#writing = new Writing(overlay, labels, this.#projection, this.#numbers, graph.vocabulary);
    this.#build(Math.min(POSITIONS_UNKNOWN, graph.sizes.n_ctx));
    this.setTheme('dark');

    this.#releaseControls = control(canvas, {
      orbit: (a, e) => this.#byHand(() => this.#eye.orbit(a, e)),
      pan: (dx, dy) => this.#byHand(() => this.#eye.pan(dx, dy)),
      zoom: (f, x, y) => this.#byHand(() => this.#eye.zoom(f, x, y)),
      point: (x, y) => this.#hover(this.#pick(x, y)),
      leave: () => this.#hover(null),
      press: (x, y) => this.#emit('select', this.#describe(this.#pick(x, y))),
    });
    this.#resizes = new ResizeObserver(() => this.#resize());
    this.#resizes.observe(canvas);
    this.#resize();
    const { signal } = this.#stop;
    canvas.addEventListener(
      'webglcontextlost',
      (event) => {
        event.preventDefault();
        this.#lost = true;
        this.#emit('contextlost');
      },
      { signal },
    );
    canvas.addEventListener(
      'webglcontextrestored',
      () => {
        this.#lost = false;
        this.#emit('contextrestored');
        this.#change();
      },
      { signal },
    );
  }

  /** @param {'dark' | 'light' | 'hall'} name */
  setTheme(name) {
    this.#palette = readPalette(name, this.#overlay);
    this.#picture.setPalette(this.#palette);
    this.#restage(false);
  }

  /** @param {Iterable<import('./numbers.js').Tensor>} tensors the model's weights */
  setWeights(tensors) {
    this.#numbers.setWeights(tensors);
    this.#change();
  }

  /** @param {import('./numbers.js').Trace} trace */
  setTrace(trace) {
    if (trace === this.#numbers.trace) return;
    if (trace.positions === this.#plan.T) this.#numbers.setPlan(this.#plan);
    else this.#build(trace.positions);
    this.#numbers.setTrace(trace);
    this.#restage(false);
  }

  /**
   * @param {{step: string, startAt?: number | null, from?: number}} what  `startAt` in ms of performance.now(), 0 or
   *   null: its end at once; `from`: the first position that is new, where a trace has grown
   */
  show({ step, startAt = 0, from = 0 }) {
    this.#plain = this.#writing === null;
    this.#run = { ...this.#run, step, startAt: startAt ?? 0, from, reduced: this.#reducedMotion };
    this.#restage(true);
  }

  /** Finishes what is moving. */
  complete() {
    this.#run.startAt = 0;
    this.#flight.done = true;
    this.#change();
  }

  /** @param {{left?: number, top?: number, right?: number, bottom?: number}} covered px at each side that panels cover */
  insets({ left = 0, top = 0, right = 0, bottom = 0 }) {
    const { frame } = this.#eye;
    if (frame.left === left && frame.top === top && frame.right === right && frame.bottom === bottom) return;
    Object.assign(frame, { left, top, right, bottom });
    this.#refit();
  }

  /** @param {'step' | 'everything'} kind what the camera follows */
  view(kind) {
    if (kind === this.#viewKind) return;
    this.#viewKind = kind;
    this.#restage(false);
    this.#flyTo(this.#goal(), this.draws > 0 ? performance.now() : 0);
  }

  /** Gives the camera back: it flies to what is shown. */
  follow() {
    this.#plain = this.#writing === null;
    this.#flyTo(this.#goal(), performance.now());
    this.#emit('follow');
  }

  /** Whether something still moves. */
  get busy() {
    return this.#moving || this.#restless || this.#frameAsked !== 0;
  }

  /** Draw calls of the last frame. */
  get drawCalls() {
    return this.#picture.drawCalls;
  }

  /** Blocks drawn as one. */
  get instances() {
    return this.#picture.blocks.count;
  }

  /**
   * The numbers in the texture that is drawn, row-major in the order of the node's axes.
   * @param {string} name
   * @returns {Float32Array}
   */
  readTensor(name) {
    return this.#numbers.readBack(this.#picture.renderer, name);
  }

  /**
   * Where a cell's centre is on the canvas, CSS px, how large it is, how far down its block (0 top edge, 1 bottom edge),
   * and whether that block is in focus; null where the cell is not drawn.
   * @returns {{x: number, y: number, pxPerCell: number, fromTop: number, inFocus: boolean} | null}
   */
  project(name, index) {
    const found = this.#find(name, index);
    if (!found) return null;
    const { block, column, row } = found,
      projection = this.#projection;
    this.#eye.apply();
    projection.update(this.#eye.camera, this.#eye.frame, this.#plan, this.#player.angles);
    const { x, y } = projection.cell(block, column + 0.5, row + 0.5);
    const centre = { x, y },
      right = projection.cell(block, column + 1.5, row + 0.5);
    const across = Math.hypot(right.x - centre.x, right.y - centre.y),
      below = projection.cell(block, column + 0.5, row + 1.5);
    const pxPerCell = Math.min(across, Math.hypot(below.x - centre.x, below.y - centre.y));
    const inFocus = this.#player.contrast[block.index] === 1;
    return { ...centre, pxPerCell, fromTop: (row + 0.5) / block.rows, inFocus };
  }

  /**
   * Takes the camera straight before a cell, near enough for figures, and cuts away what stands between; without flying.
   * Completes what was moving.
   */
  closeUp(name, index) {
    this.complete();
    if (!this.#plain) {
      this.#plain = true;
      this.#caption();
    }
    this.#advance(performance.now());
    const found = this.#find(name, index);
    if (!found) throw new Error(`no block shows ${name}[${index}]`);
    const { block, column, row } = found;
    const angle = block.arm < 0 ? 0 : this.#player.angles[block.arm];
    const at = this.#inWorld(block, column + 0.5, row + 0.5),
      distance = this.#eye.frame.height / (2 * HALF_TAN * CLOSE_UP);
    this.#eye.jump({ ...at, azimuth: angle, elevation: 0, distance });
    this.#eye.clearance = CLEARANCE;
    this.#flight.done = true;
    this.#look();
    this.#change();
  }

  /** The colour on the canvas at a point (CSS px), drawn afresh and read back: r, g, b, 0…255. */
  pixelAt(x, y) {
    this.#draw(performance.now());
    return this.#picture.colourAt(x, y);
  }

  dispose() {
    cancelAnimationFrame(this.#frameAsked);
    this.#lost = true;
    this.#stop.abort();
    this.#releaseControls();
    this.#resizes.disconnect();
    this.#writing?.dispose();
    this.#flows.dispose();
    this.#asking.dispose();
    this.#numbers.dispose();
    this.#picture.dispose();
  }

  #emit(type, detail = null) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #build(T) {
    this.#plan = layout(this.#graph, T);
    this.#numbers.setPlan(this.#plan);
    this.#picture.blocks.setPlan(this.#plan, this.#numbers.store);
    this.#flows?.dispose();
    this.#asking?.dispose();
    this.#flows = new Flows(this.#plan, this.#graph.nodes, this.#picture.shared);
    this.#asking = new Asking(this.#plan, this.#graph.nodes, this.#numbers, this.#strings, this.#picture.shared);
    this.#picture.setStrokes([this.#flows.strokes, this.#asking.strokes]);
    this.#player = new Player(this.#plan, this.#graph.nodes, this.#flows.lines, this.#player);
    this.#hovered = null;
  }

  /** Puts the step on stage again: after another step, another layout, another theme. */
  #restage(fly) {
    this.#restless = true;
    const step = this.#run.step === null ? null : this.#graph.byId.get(this.#run.step);
    const stage =
      step && this.#viewKind === 'step'
        ? stageOf(this.#plan, this.#graph.nodes, step, this.#palette)
        : wholeStage(this.#plan, step?.id, step?.nodes);
    // Without a step the machine stands there whole, every number in it.
    const computed = step ? computedBefore(this.#graph, step.id) : new Set(this.#graph.nodes.keys());
    this.#player.play(stage, computed, this.#numbers.tokens);
    this.#run.levels = this.#player.levels;
    this.#stagings++;
    this.#asking.stage = stage;
    this.#caption();
    if (fly && !this.#looking) this.#flyTo(this.#goal(), this.#run.startAt);
    this.#change();
  }

  #caption() {
    if (!this.#writing) return;
    const asked = this.#plain ? [] : this.#asking.captions(this.#numbers.text);
    this.#writing.say([...asked, ...captionsOf(this.#player.stage, this.#plan, this.#graph.nodes, this.#strings)]);
  }

  #goal() {
    const { stage } = this.#player;
    return this.#eye.fitted(cornersOf(this.#plan, stage.view.blocks, stage.angles, stage.view.over), stage.view);
  }

  #flyTo(pose, startAt) {
    this.#restless = true;
    this.#looking = false;
    this.#eye.aim(pose);
    this.#flight = { startAt, done: startAt <= 0 || this.#reducedMotion };
    this.#change();
  }

  #refit() {
    if (this.#player.stage && !this.#looking) {
      const goal = this.#goal();
      if (this.#flight.done) this.#eye.jump(goal);
      else Object.assign(this.#eye.goal, goal);
    }
    this.#change();
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0 || height === 0) return;
    Object.assign(this.#eye.frame, { width, height });
    this.#picture.resize(width, height);
    this.#refit();
  }

  #byHand(act) {
    this.#flight.done = true;
    this.#handUntil = performance.now() + HAND;
    act();
    this.#look();
    this.#change();
  }

  #look() {
    if (this.#looking) return;
    this.#looking = true;
    this.#emit('look');
  }

  #change() {
    if (this.#frameAsked === 0 && !this.#lost) this.#frameAsked = requestAnimationFrame(this.#tick);
  }

  #tick = () => {
    this.#frameAsked = 0;
    if (this.#lost) return;
    const now = performance.now(),
      coarse = this.#picture.resolution < 1;
    this.#draw(now);
    if (this.#moving || now < this.#handUntil || coarse !== this.#picture.resolution < 1) this.#change();
    else if (this.#restless) {
      this.#restless = false;
      this.#emit('settled');
    }
  };

  /** Brings everything to where it is at a moment. */
  #advance(now) {
    const moment = momentAt(this.#run, now);
    if (!this.#flight.done) {
      const share = Math.max(0, (now - this.#flight.startAt) / FLY);
      this.#eye.fly(share);
      this.#flight.done = share >= 1;
    } else if (!this.#looking) this.#eye.fly(1);
    this.#moving = !moment.done || !this.#flight.done;
    this.#asking.update(moment, this.#run.from);
    const question = this.#plain ? null : this.#asking.question;
    this.#player.write(moment, this.#run.from, this.#picture.blocks, this.#numbers, question);
    return { moment, question };
  }

  #draw(now) {
    const { moment, question } = this.#advance(now),
      { blocks } = this.#picture,
      { angles } = this.#player,
      px = this.#eye.pixelsPerCell;
    this.#picture.resolution = this.#pace.frame(now, this.#moving || now < this.#handUntil);
    if (moment.fly < 1 || this.#flowsAt !== this.#stagings) {
      this.#flows.write(angles, this.#player.lines, this.#palette.dark);
      // written once more when the flight is over, then left
      if (moment.fly >= 1) this.#flowsAt = this.#stagings;
    }
    this.#asking.write(
      angles,
      question !== null,
      this.#player.outlined,
      blocks.mark.array,
      this.#hovered,
      Math.max(OUTLINE, OUTLINE_SHARE * px),
    );
    blocks.pixelsPerCell = px;
    this.#eye.apply();
    this.#picture.draw(this.#eye.camera, this.#eye.pose.distance);
    this.draws++;
    if (!this.#writing) return;
    this.#projection.update(this.#eye.camera, this.#eye.frame, this.#plan, angles);
    if (moment.phase !== 'compute' && this.#asking.unsaid) this.#caption();
    const flying = moment.fly < 1 || !this.#flight.done;
    this.#writing.write(this.#plan, this.#palette, this.#eye.frame, blocks, this.#player.contrast, question, flying);
  }

  #find(name, index) {
    const node = this.#graph.nodes.get(name);
    for (const block of this.#plan.byNode.get(name) ?? []) {
      const cell = cellOf(block, node, this.#plan.T, index);
      if (cell) return { block, ...cell };
    }
    return null;
  }

  #inWorld(block, column, row) {
    const angle = block.arm < 0 ? 0 : this.#player.angles[block.arm],
      c = Math.cos(angle),
      s = Math.sin(angle);
    const x = block.x + column,
      z = block.z + 0.5;
    return { x: c * x + s * z + this.#plan.columns[block.column].x, y: -(block.y + row), z: c * z - s * x };
  }

  #pick(x, y) {
    const { origin, direction } = this.#eye.ray(x, y);
    return pick(this.#plan, this.#player.angles, origin, direction);
  }

  #describe(hit) {
    if (!hit || hit.column < 0) return null;
    const block = this.#plan.blocks[hit.block],
      node = this.#graph.nodes.get(block.node);
    return { node: block.node, index: indexOf(block, node, this.#plan.T, hit.column, hit.row) };
  }

  #hover(hit) {
    const same =
      hit === this.#hovered ||
      (hit &&
        this.#hovered &&
        hit.block === this.#hovered.block &&
        hit.column === this.#hovered.column &&
        hit.row === this.#hovered.row);
    if (same) return;
    this.#hovered = hit;
    this.#asking.point(hit && hit.column >= 0 ? this.#plan.blocks[hit.block] : null, hit?.column, hit?.row);
    this.#emit('hover', this.#describe(hit));
    this.#change();
  }
}

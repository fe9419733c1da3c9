/**
 * The 3D machine: what a page puts on its canvas. It draws when something changes and rests otherwise.
 *
 * Events: `look` (a person took the camera), `follow` (it flies back), `hover` and `select` with `detail` `{node, index,
 * seen, scale}` or null (index in the order of the node's axes; `seen`: what its spot stands for, where that is more), `over` with the name of the tensor whose block the pointer is over, or
 * null, `choose` with a focus (a person pressed a label, or a block that is far
 * off), `focus` with the new focus, `camera` with its numbers (a hand has moved it), `numbers` (some came), `settled` (nothing moves any
 * more),
 * `contextlost`, `contextrestored`.
 */
import { control } from './controls.js';
import { Easel } from './easel.js';
import { STEP, isIn, isSame, nextHead, partOf } from './focus.js';
import { isSameLit } from './lit-cells.js';
import { NoWebGL } from './picture.js';
import { Pilot } from './pilot.js';
import { HALF_TAN, distanceFor, spanOf } from './pose.js';
import { Showing } from './showing.js';
import { isAboutOneHead } from './stage.js';
import { momentAt } from './timeline.js';

export { NoWebGL };

/** For who shows a machine without a server: everything that there is, is given to it. */
const nothingNearer = () => Promise.reject(new Error('there is nothing to fetch from'));

/**
 * @typedef {{x: number, y: number, z: number, azimuth: number, elevation: number, span: number}} Stand
 */

/** ms in which a camera that is led comes to where the one that leads it stands: they are told of each other so often. */
const LED = 140;
/** Positions that are drawn before there is a trace, at most. */
const POSITIONS_UNKNOWN = 11;
/** px per cell at which a cell is looked at closely, with room to spare over the 16 that tests ask for. */
const CLOSE_UP = 34;
/** px per cell below which a press means the part of the machine, not the cell. */
const PRESSABLE = 2.5;
/** Cells before that cell that stay: less than from one head of a fan to the next. */
const CLEARANCE = 1.5;
export class Machine extends EventTarget {
  /** Frames drawn so far. */
  draws = 0;
  #canvas;
  #graph;
  #reducedMotion;
  #pilot = new Pilot(() => this.#emit('look'));
  #eye = this.#pilot.eye;
  /** @type {Showing} */
  #showing;
  #run = { step: null, startAt: 0, turnAt: 0, from: 0, levels: 0, reduced: false };
  /** @type {import('./focus.js').Focus} */
  #focus = STEP;
  #moving = false;
  /** Something was set in motion, or in place, since all last lay still. */
  #restless = false;
  /** What the last frame shows. @type {import('./timeline.js').Moment} */
  #moment;
  /** Something other than the camera may have changed since the last frame. */
  #stale = true;
  /** Counts what was put on stage, and from where it was looked at closely last. */
  #stagings = 0;
  #lookedAt = '';
  #easel;
  #releaseControls;

  /**
   * @param {HTMLCanvasElement} canvas its size is that of its box on the page
   * @param {HTMLElement} overlay lies over the canvas and takes the labels
   * @param {{graph: import('./anatomy.js').Graph, strings: (key: string, values?: object) => string,
   *   reducedMotion?: boolean, labels?: 'normal' | 'hall' | 'none',
   *   fetchPart?: import('./nearing.js').FetchPart}} options  graph as expandGraph made it; `fetchPart` brings what is
   *   looked at from near
   * @throws {NoWebGL}
   */
  constructor(canvas, overlay, { graph, strings, reducedMotion = false, labels = 'normal', fetchPart = nothingNearer }) {
    super();
    this.#canvas = canvas;
    this.#graph = graph;
    this.#reducedMotion = reducedMotion;
    this.#showing = new Showing(canvas, overlay, this.#eye, { graph, strings, labels, changed: () => this.#numbersCame(), fetchPart });
    this.#showing.build(Math.min(POSITIONS_UNKNOWN, graph.sizes.n_ctx));
    this.#easel = new Easel(canvas, this.#showing.picture, {
      advance: (now) => this.#advance(now),
      draw: (now) => this.#draw(now),
      rest: () => this.#rest(),
      resized: (width, height) => {
        Object.assign(this.#eye.frame, { width, height });
        this.#refit();
      },
      lost: () => this.#emit('contextlost'),
      restored: () => {
        this.#showing.numbers.store.sendWhole();
        this.#emit('contextrestored');
        this.#change();
      },
    });
    this.setTheme('dark');

    this.#releaseControls = control(canvas, {
      orbit: (a, e) => this.#byHand(() => this.#eye.orbit(a, e)),
      pan: (dx, dy) => this.#byHand(() => this.#eye.pan(dx, dy)),
      zoom: (f, x, y) => this.#byHand(() => this.#eye.zoom(f, x, y)),
      point: (x, y) => this.#hover(this.#showing.sight.pick(x, y)),
      leave: () => this.#hover(null),
      press: (x, y) => this.#press(x, y),
    });
    this.#easel.fit();
  }

  /** @param {'dark' | 'light' | 'hall'} name */
  setTheme(name) {
    this.#showing.setTheme(name);
    this.#restage(false);
  }

  /** @param {Iterable<import('./numbers.js').Tensor>} tensors the model's weights; none where each is to be fetched when it is looked at */
  setWeights(tensors) {
    this.#showing.numbers.setWeights(tensors);
    this.#restless = true;
    this.#change();
  }

  /** @param {import('./numbers.js').Trace} trace */
  setTrace(trace) {
    const { numbers, plan } = this.#showing;
    if (trace === numbers.trace) return;
    if (trace.positions === plan.T) numbers.setPlan(plan);
    else this.#showing.build(trace.positions);
    numbers.setTrace(trace);
    this.#restage(false);
  }

  /**
   * @param {{step: string, startAt?: number | null, from?: number}} what  `startAt` in ms of performance.now(), 0 or
   *   null: its end at once; `from`: the first position that is new, where a trace has grown
   */
  show({ step, startAt = 0, from = 0 }) {
    this.#showing.plain = false;
    this.#run = { ...this.#run, step, startAt: startAt ?? 0, turnAt: 0, from, reduced: this.#reducedMotion };
    this.#restage(true);
  }

  /** Finishes what is moving. */
  complete() {
    this.#run.startAt = this.#run.turnAt = 0;
    this.#pilot.complete();
    this.#change();
  }

  /**
   * @param {{left?: number, top?: number, right?: number, bottom?: number, taken?: import('./placement.js').Box[]}} covered
   *   px at each side that panels cover, and boxes on the canvas that no label may cover
   */
  insets({ left = 0, top = 0, right = 0, bottom = 0, taken = [] }) {
    const { frame } = this.#eye;
    const isTaken = this.#showing.keepFree(taken);
    if (frame.left === left && frame.top === top && frame.right === right && frame.bottom === bottom) {
      if (isTaken) this.#change();
      return;
    }
    Object.assign(frame, { left, top, right, bottom });
    this.#refit();
  }

  /**
   * What is in focus; the rest is dimmed. It stays until another is chosen. Setting it flies there; what this model does
   * not have is the step.
   * @returns {import('./focus.js').Focus}
   */
  get focus() {
    return this.#focus;
  }

  set focus(wanted) {
    const focus = isIn(wanted, this.#graph) ? wanted : STEP;
    if (isSame(focus, this.#focus)) return;
    this.#focus = focus;
    this.#run.turnAt = this.draws > 0 ? performance.now() : 0;
    this.#restage(false);
    this.#flyTo(this.#showing.goal, this.#run.turnAt);
    this.#emit('focus', focus);
  }

  /**
   * A cell that lights up with what it came from; null: none. Where it is held, the camera comes near enough to read.
   * @param {import('./lit-cells.js').Lit | null} lit
   */
  set lit(lit) {
    const before = this.#showing.lit;
    if (isSameLit(lit, before)) return;
    const wasNear = this.#showing.isNear;
    this.#showing.lit = lit;
    if (!wasNear && !this.#showing.isNear) {
      this.#change();
      return;
    }
    this.#run.turnAt = performance.now();
    this.#restage(false);
    if (!this.#pilot.looking) this.#flyTo(this.#showing.goal, this.#run.turnAt);
  }

  /** Whole blocks that light up, by the names of their tensors, while all else is dimmed; none: as the step has it. */
  set named(names) {
    this.#showing.named = names;
    this.#change();
  }

  /** The cells that are lit now. @returns {import('./sight.js').Cell[]} */
  get litCells() {
    return this.#showing.litCells;
  }

  /** What is chosen when the fan is turned by one head. @param {1 | -1} by @returns {import('./focus.js').Focus} */
  headBeside(by) {
    const step = this.#graph.byId.get(this.#run.step) ?? null,
      single = step !== null && isAboutOneHead(this.#graph.nodes, step);
    return nextHead(this.#focus, by, this.#graph.sizes, step?.layer ?? null, single);
  }

  /**
   * Where the camera stands, where a person, or who was given it, has taken it: x, y, z of what it looks at (cells, y up),
   * azimuth, elevation (radians), distance (cells). Null while it follows what is in focus.
   * @returns {[number, number, number, number, number, number] | null}
   */
  get camera() {
    if (!this.#pilot.looking) return null;
    const { x, y, z, azimuth, elevation, distance } = this.#eye.pose;
    return [x, y, z, azimuth, elevation, distance];
  }

  set camera(numbers) {
    this.moveCamera(numbers, 0);
  }

  /**
   * Takes the camera to a place, or gives it back (null). Emits neither `look` nor `camera`: those speak of hands.
   * @param {number[] | null} numbers as {@link Machine.camera} gives them
   * @param {number} ms that it takes to get there; 0: it is there at once
   */
  moveCamera(numbers, ms) {
    if (numbers === null) {
      if (this.#pilot.looking) this.#flyTo(this.#showing.goal, performance.now());
      return;
    }
    const [x, y, z, azimuth, elevation, distance] = numbers;
    this.#pilot.lead({ x, y, z, azimuth, elevation, distance }, performance.now(), this.#reducedMotion ? 0 : ms);
    this.#restless = true;
    this.#change();
  }

  /**
   * Where the camera stands, or flies to, whatever the size of the window: as {@link Machine.camera}, with `span` cells
   * along the shorter side of what panels leave free in place of the distance. Null while it follows the step.
   * @returns {Stand | null}
   */
  get stand() {
    const { looking } = this.#pilot;
    if (!looking && this.#focus.kind === 'step') return null;
    const pose = looking ? this.#eye.pose : this.#showing.goal;
    if (!pose) return null;
    const { x, y, z, azimuth, elevation } = pose;
    return { x, y, z, azimuth, elevation, span: spanOf(pose, this.#eye.frame) };
  }

  /** Goes where somebody else's camera stands, or back to what is in focus. @param {Stand | null} stand */
  lead(stand) {
    if (!stand) {
      this.moveCamera(null, 0);
      return;
    }
    const { x, y, z, azimuth, elevation, span } = stand;
    this.moveCamera([x, y, z, azimuth, elevation, distanceFor(span, this.#eye.frame)], LED);
  }

  /** What is marked for everyone, until others take its place. @param {import('./limelight.js').Mark[]} marks */
  mark(marks) {
    this.#showing.marks = marks;
    this.#change();
  }

  /** Puts the driver's light on a cell, or away. @param {import('./limelight.js').Mark | null} cell */
  light(cell) {
    this.#showing.light = cell;
    this.#change();
  }

  /** Lights on the dials, one for each who has joined. @param {number} count */
  audience(count) {
    this.#showing.lights = count;
    this.#change();
  }

  /** Gives the camera back: it flies to what is shown. */
  follow() {
    this.#showing.plain = false;
    this.#flyTo(this.#showing.goal, performance.now());
    this.#emit('follow');
  }

  /** Whether something still moves. */
  get busy() {
    return this.#moving || this.#restless || this.#easel.asked;
  }

  /** Draw calls of the last frame. */
  get drawCalls() {
    return this.#showing.picture.drawCalls;
  }

  /**
   * Numbers held for drawing: texels in use and at most, bytes of the texture (there is a copy of it on the page's side),
   * and whether all that this view shows has come.
   */
  get memory() {
    const { store } = this.#showing.numbers;
    return {
      used: store.used,
      limit: store.limit,
      bytes: store.texture.image.data.byteLength,
      idle: this.#showing.nearing.idle,
    };
  }

  /** Blocks drawn as one. */
  get instances() {
    return this.#showing.picture.blocks.count;
  }

  /**
   * The numbers in the texture that is drawn, row-major in the order of the node's axes.
   * @param {string} name
   * @returns {Float32Array}
   */
  readTensor(name) {
    return this.#showing.numbers.readBack(this.#showing.picture.renderer, name);
  }

  /**
   * Where a cell's centre is on the canvas, CSS px, how large it is, how far down its block (0 top edge, 1 bottom edge),
   * and whether that block is in focus; null where the cell is not drawn.
   * @returns {{x: number, y: number, pxPerCell: number, fromTop: number, inFocus: boolean} | null}
   */
  project(name, index) {
    return this.#showing.sight.project(name, index);
  }

  /** What the spot of a cell stands for now, where that is not the cell's own number. */
  seenAt(name, index) {
    return this.#showing.seenAt(name, index);
  }

  /**
   * Takes the camera straight before a cell, near enough for figures, and cuts away what stands between; without flying.
   * Completes what was moving.
   */
  closeUp(name, index) {
    this.complete();
    this.#showing.plain = true;
    this.#advance(performance.now());
    const found = this.#showing.sight.find(name, index);
    if (!found) throw new Error(`no block shows ${name}[${index}]`);
    const { angle, ...at } = this.#showing.sight.inWorld(found),
      distance = this.#eye.frame.height / (2 * HALF_TAN * CLOSE_UP);
    this.#eye.jump({ ...at, azimuth: angle, elevation: 0, distance });
    this.#eye.clearance = CLEARANCE;
    this.#pilot.take();
    this.#change();
  }

  /** The colour on the canvas at a point (CSS px), drawn afresh and read back: r, g, b, 0…255. */
  pixelAt(x, y) {
    this.#drawNow();
    return this.#showing.picture.colourAt(x, y);
  }

  /**
   * What is drawn, without its labels, as a canvas of its own.
   * @param {number} ratio its pixels for each CSS px
   */
  snapshot(ratio) {
    const copy = document.createElement('canvas');
    this.#showing.picture.atRatio(ratio, () => {
      this.#drawNow();
      copy.width = this.#canvas.width;
      copy.height = this.#canvas.height;
      copy.getContext('2d')?.drawImage(this.#canvas, 0, 0);
    });
    this.#change();
    return copy;
  }

  dispose() {
    this.#easel.dispose();
    this.#releaseControls();
    this.#showing.dispose();
  }

  #emit(type, detail = null) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** A label and a frame choose what they are of; a cell is read, where it is large enough to be meant. */
  #press(x, y) {
    const { sight, plan } = this.#showing,
      label = this.#showing.labelAt(x, y);
    if (label) {
      this.#emit('choose', label);
      return;
    }
    const hit = sight.pick(x, y),
      block = hit && plan.blocks[hit.block];
    if (block && this.#eye.pixelsPerCell < PRESSABLE) {
      const part = partOf(plan.anatomy, this.#graph, block.node);
      if (part && !isSame(part, this.#focus)) {
        this.#emit('choose', part);
        return;
      }
    }
    if (block && hit.column < 0)
      this.#emit('choose', { kind: 'block', node: block.node, head: block.head < 0 ? null : block.head });
    else this.#emit('select', this.#showing.cellAt(hit));
  }

  /** Puts the step on stage again: after another step, another layout, another theme. */
  #restage(fly) {
    this.#restless = true;
    this.#stagings++;
    this.#showing.stage(this.#run.step, this.#focus);
    this.#run.levels = this.#showing.levels;
    if (fly && !this.#pilot.looking) this.#flyTo(this.#showing.goal, this.#run.startAt);
    this.#change();
  }

  #flyTo(pose, startAt) {
    this.#restless = true;
    this.#pilot.flyTo(pose, this.#reducedMotion ? 0 : startAt);
    this.#change();
  }

  #refit() {
    this.#showing.refit();
    const { goal } = this.#showing;
    if (goal) this.#pilot.refit(goal);
    this.#change();
  }

  /** For a camera that a hand moves, the picture is only seen from elsewhere: nothing in it is written again. */
  #byHand(act) {
    this.#pilot.byHand(act);
    this.#emit('camera', this.camera);
    this.#easel.ask();
  }

  #change() {
    this.#stale = true;
    this.#easel.ask();
  }

  #numbersCame() {
    this.#emit('numbers');
    this.#change();
  }

  #rest() {
    this.#lookCloser();
    if (!this.#restless) return;
    this.#restless = false;
    this.#emit('settled');
  }

  /** Once for each place that the eye rests at, each step and each text. */
  #lookCloser() {
    const { x, y, z, azimuth, elevation, distance } = this.#eye.pose,
      { width, height } = this.#eye.frame,
      { arrivals } = this.#showing.numbers;
    const view = [x, y, z, azimuth, elevation, distance, width, height, this.#stagings, arrivals].join();
    if (view === this.#lookedAt) return;
    this.#lookedAt = view;
    this.#showing.lookCloser();
  }

  /** Brings everything to where it is at a moment. @returns {boolean} whether it moves */
  #advance(now) {
    // what moved till now is written once more, where it comes to rest
    this.#stale ||= this.#moving;
    this.#moment = momentAt(this.#run, now);
    this.#pilot.advance(now);
    this.#moving = !this.#moment.done || this.#pilot.flying;
    if (this.#stale || this.#moving) this.#showing.advance(this.#moment, this.#run.from);
    this.#stale = false;
    return this.#moving || this.#pilot.handIsOn(now);
  }

  /** Draws the moment that all was brought to. */
  #draw(now) {
    const moment = this.#moment;
    this.#showing.draw(moment, moment.fly < 1 || this.#pilot.flying, this.#pilot.looking, this.#pilot.handIsOn(now));
    this.draws++;
  }

  /** Draws as things stand now, without waiting for a frame. */
  #drawNow() {
    const now = performance.now();
    this.#advance(now);
    this.#draw(now);
  }

  #hover(hit) {
    const { hovered } = this.#showing;
    const same =
      hit === hovered ||
      (hit && hovered && hit.block === hovered.block && hit.column === hovered.column && hit.row === hovered.row);
    if (same) return;
    const nodeOf = (at) => (at ? this.#showing.plan.blocks[at.block].node : null),
      before = nodeOf(hovered);
    this.#showing.point(hit);
    this.#emit('hover', this.#showing.cellAt(hit));
    if (nodeOf(hit) !== before) this.#emit('over', nodeOf(hit));
    this.#change();
  }
}

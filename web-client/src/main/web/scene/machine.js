/**
 * The 3D machine: what a page puts on its canvas. It draws when something changes and rests otherwise.
 *
 * Events: `look` (a person took the camera), `follow` (it flies back), `hover` and `select` with `detail` `{node, index,
 * seen, scale}` or null (index in the order of the node's axes; `seen`: what its spot stands for, where that is more), `over` with the name of the tensor whose block the pointer is over, or
 * null, `choose` with a focus (a person pressed a label, or a block that is far
 * off), `focus` with the new focus, `camera` (a hand has moved it), `numbers` (some came), `settled` (nothing moves any
 * more),
 * `contextlost`, `contextrestored`.
 */
import { Playback } from './play/playback.js';
import { RenderLoop } from './render/render-loop.js';
import { NoWebGL } from './render/scene-renderer.js';
import { CameraController } from './camera/camera-controller.js';
import { PointerInput } from './pointer-input.js';
import { SceneView } from './scene-view.js';
import { SharedCamera } from './camera/shared-camera.js';

export { NoWebGL };

/** For who shows a machine without a server: everything that there is, is given to it. */
const nothingNearer = () => Promise.reject(new Error('there is nothing to fetch from'));

/** Positions that are drawn before there is a trace, at most. */
const POSITIONS_UNKNOWN = 11;

export class Machine extends EventTarget {
  /** Frames drawn so far. */
  draws = 0;
  #canvas;
  #eye;
  /** @type {SceneView} */
  #view;
  #playback;
  #sharedCamera;
  #pointerInput;
  #renderLoop;

  /**
   * @param {HTMLCanvasElement} canvas its size is that of its box on the page
   * @param {HTMLElement} overlay lies over the canvas and takes the labels
   * @param {{graph: import('./layout/anatomy.js').Graph, strings: (key: string, values?: object) => string,
   *   theme?: 'dark' | 'light' | 'hall', positions?: number, reducedMotion?: boolean, labels?: 'normal' | 'hall' | 'none',
   *   fetchPart?: import('./render/detail-loader.js').FetchPart}} options  graph as expandGraph made it; `positions` that the first
   *   trace has, where it is known; `fetchPart` brings what is looked at from near
   * @throws {NoWebGL}
   */
  constructor(canvas, overlay, options) {
    super();
    const { graph, strings, theme = 'dark', positions = POSITIONS_UNKNOWN, reducedMotion = false } = options;
    const { labels = 'normal', fetchPart = nothingNearer } = options;
    this.#canvas = canvas;
    const camera = new CameraController(() => this.#emit('look'));
    this.#eye = camera.eye;
    this.#view = new SceneView(canvas, overlay, this.#eye, { graph, strings, labels, changed: () => this.#numbersCame(), fetchPart });
    this.#view.build(Math.min(positions, graph.sizes.n_ctx));
    this.#playback = new Playback(graph, this.#view, camera, { reducedMotion, ask: () => this.#renderLoop.ask() });
    this.#sharedCamera = new SharedCamera(camera, this.#view, this.#playback);
    this.#renderLoop = new RenderLoop(canvas, this.#view.renderer, {
      advance: (now) => this.#playback.advance(now),
      draw: (now) => this.#draw(now),
      rest: () => this.#playback.rest() && this.#emit('settled'),
      resized: (width, height) => {
        Object.assign(this.#eye.viewport, { width, height });
        this.#playback.refit();
      },
      lost: () => this.#emit('contextlost'),
      restored: () => {
        this.#view.numbers.store.sendWhole();
        this.#emit('contextrestored');
        this.#playback.change();
      },
    });
    this.setTheme(theme);

    this.#pointerInput = new PointerInput(canvas, graph, this.#view, camera, this.#playback, {
      // for a camera that a hand moves, the picture is only seen from elsewhere: nothing in it is written again
      moved: () => {
        this.#emit('camera');
        this.#renderLoop.ask();
      },
      meant: (type, detail) => this.#emit(type, detail),
      changed: () => this.#playback.change(),
    });
    this.#renderLoop.fit();
  }

  /** @param {'dark' | 'light' | 'hall'} name */
  setTheme(name) {
    this.#view.setTheme(name);
    this.#playback.retarget();
  }

  /** The page's language has changed: everything is written again. */
  relabel() {
    this.#playback.retarget();
  }

  /** @param {Iterable<import('./render/numbers.js').Tensor>} tensors the model's weights; none where each is to be fetched when it is looked at */
  setWeights(tensors) {
    this.#view.numbers.setWeights(tensors);
    this.#playback.disturb();
  }

  /** @param {import('./render/numbers.js').Trace} trace */
  setTrace(trace) {
    const { numbers, plan } = this.#view;
    if (trace === numbers.trace) return;
    if (trace.positions === plan.T) numbers.setPlan(plan);
    else this.#view.build(trace.positions);
    numbers.setTrace(trace);
    this.#playback.retarget();
  }

  /**
   * @param {{step: string, startAt?: number | null, from?: number}} what  `startAt` in ms of performance.now(), 0 or
   *   null: its end at once; `from`: the first position that is new, where a trace has grown
   */
  show({ step, startAt = 0, from = 0 }) {
    this.#playback.play(step, startAt ?? 0, from);
  }

  /** Finishes what is moving. */
  complete() {
    this.#playback.complete();
  }

  /**
   * @param {{left?: number, top?: number, right?: number, bottom?: number, taken?: import('./annotate/placement.js').Box[]}} covered
   *   px at each side that panels cover, and boxes on the canvas on which nothing may be written
   */
  insets({ left = 0, top = 0, right = 0, bottom = 0, taken = [] }) {
    const { viewport } = this.#eye;
    const isTaken = this.#view.keepFree(taken);
    if (viewport.left === left && viewport.top === top && viewport.right === right && viewport.bottom === bottom) {
      if (isTaken) this.#playback.change();
      return;
    }
    Object.assign(viewport, { left, top, right, bottom });
    this.#playback.refit();
  }

  /**
   * What is in focus; the rest is dimmed. It stays until another is chosen. Setting it flies there; what this model does
   * not have is the step.
   * @returns {import('./layout/focus.js').Focus}
   */
  get focus() {
    return this.#playback.focus;
  }

  set focus(wanted) {
    if (this.#playback.focusOn(wanted, this.draws > 0 ? performance.now() : 0)) this.#emit('focus', this.#playback.focus);
  }

  /**
   * A cell that lights up with what it came from; null: none. Where it is held, the camera comes near enough to read.
   * @param {import('./layout/lit-cells.js').Lit | null} lit
   */
  set lit(lit) {
    this.#playback.light(lit);
  }

  /** Whole blocks that light up, by the names of their tensors, while all else is dimmed; none: as the step has it. */
  set named(names) {
    this.#view.named = names;
    this.#playback.change();
  }

  /** The cells that are lit now. @returns {import('./camera/hit-test.js').Cell[]} */
  get litCells() {
    return this.#view.litCells;
  }

  /** What is chosen when the fan is turned by one head. @param {1 | -1} by @returns {import('./layout/focus.js').Focus} */
  headBeside(by) {
    return this.#playback.headBeside(by);
  }

  /**
   * Where the camera stands, where a person, or who was given it, has taken it: x, y, z of what it looks at (cells, y up),
   * azimuth, elevation (radians), distance (cells). Null while it follows what is in focus.
   * @returns {[number, number, number, number, number, number] | null}
   */
  get camera() {
    return this.#sharedCamera.numbers;
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
    this.#sharedCamera.move(numbers, ms);
  }

  /**
   * Where the camera stands, or flies to, whatever the size of the window: as {@link Machine.camera}, with `span` cells
   * along the shorter side of what panels leave free in place of the distance. Null while it follows the step.
   * @returns {import('./camera/shared-camera.js').Stand | null}
   */
  get stand() {
    return this.#sharedCamera.stand;
  }

  /** Goes where somebody else's camera stands, or back to what is in focus. @param {import('./camera/shared-camera.js').Stand | null} stand */
  lead(stand) {
    this.#sharedCamera.lead(stand);
  }

  /** What is marked for everyone, until others take its place. @param {import('./annotate/presenter-marks.js').Mark[]} marks */
  mark(marks) {
    this.#view.marks = marks;
    this.#playback.change();
  }

  /** Puts the driver's light on a cell, or away. @param {import('./annotate/presenter-marks.js').Mark | null} cell */
  light(cell) {
    this.#view.light = cell;
    this.#playback.change();
  }

  /** Lights on the dials, one for each who has joined. @param {number} count */
  audience(count) {
    this.#view.lights = count;
    this.#playback.change();
  }

  /** Gives the camera back: it flies to what is shown. */
  follow() {
    this.#view.plain = false;
    this.#playback.fly(performance.now());
    this.#emit('follow');
  }

  /** Whether something still moves. */
  get busy() {
    return this.#playback.busy || this.#renderLoop.asked;
  }

  /** Draw calls of the last frame. */
  get drawCalls() {
    return this.#view.renderer.drawCalls;
  }

  /**
   * Numbers held for drawing: texels in use and at most, bytes of the texture (there is a copy of it on the page's side),
   * and whether all that this view shows has come.
   */
  get memory() {
    const { store } = this.#view.numbers;
    return {
      used: store.used,
      limit: store.limit,
      bytes: store.texture.image.data.byteLength,
      idle: this.#view.details.idle,
    };
  }

  /** Blocks drawn as one. */
  get instances() {
    return this.#view.renderer.blocks.count;
  }

  /**
   * The numbers in the texture that is drawn, row-major in the order of the node's axes.
   * @param {string} name
   * @returns {Float32Array}
   */
  readTensor(name) {
    return this.#view.numbers.readBack(this.#view.renderer.renderer, name);
  }

  /**
   * Where a cell's centre is on the canvas, CSS px, how large it is, how far down its block (0 top edge, 1 bottom edge),
   * and whether that block is in focus; null where the cell is not drawn.
   * @returns {{x: number, y: number, pxPerCell: number, fromTop: number, inFocus: boolean} | null}
   */
  project(name, index) {
    return this.#view.hitTest.project(name, index);
  }

  /** What the spot of a cell stands for now, where that is not the cell's own number. */
  seenAt(name, index) {
    return this.#view.seenAt(name, index);
  }

  /**
   * Takes the camera straight before a cell, near enough for figures, and cuts away what stands between; without flying.
   * Completes what was moving.
   */
  closeUp(name, index) {
    this.complete();
    this.#view.plain = true;
    this.#playback.advance(performance.now());
    this.#sharedCamera.closeUp(name, index);
  }

  /** The colour on the canvas at a point (CSS px), drawn afresh and read back: r, g, b, 0…255. */
  pixelAt(x, y) {
    this.#drawNow();
    return this.#view.renderer.colourAt(x, y);
  }

  /**
   * What is drawn, without its labels, as a canvas of its own.
   * @param {number} ratio its pixels for each CSS px
   */
  snapshot(ratio) {
    const copy = document.createElement('canvas');
    this.#view.renderer.atRatio(ratio, () => {
      this.#drawNow();
      copy.width = this.#canvas.width;
      copy.height = this.#canvas.height;
      copy.getContext('2d')?.drawImage(this.#canvas, 0, 0);
    });
    this.#playback.change();
    return copy;
  }

  dispose() {
    this.#renderLoop.dispose();
    this.#pointerInput.release();
    this.#view.dispose();
  }

  #emit(type, detail = null) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #numbersCame() {
    this.#emit('numbers');
    this.#playback.change();
  }

  #draw(now) {
    this.#playback.draw(now);
    this.draws++;
  }

  /** Draws as things stand now, without waiting for a frame. */
  #drawNow() {
    const now = performance.now();
    this.#playback.advance(now);
    this.#draw(now);
  }
}

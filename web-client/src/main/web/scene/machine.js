/**
 * The 3D machine on a page's canvas. It draws only when something changes.
 *
 * Events, on its host: `look` (the person has taken the camera), `follow` (it flies back), `hover` and `select` with `detail` `{node,
 * index, seen, scale}` or null (index in the order of the node's axes; `seen`: the cells that the spot stands for, if they
 * are several), `reading` with `detail` `{node, index, value}` or null (the number at the pointer, if it is not the model's or
 * the trace's), `over` with the name of the tensor under the pointer or null, `choose` with a focus (the person clicked a
 * label, or a block that is far away), `focus` with the new focus, `camera` (the person has moved it), `numbers` (some have
 * arrived), `settled` (nothing moves any more), `contextlost`, `contextrestored`.
 */
import { EVERYTHING, STEP } from './layout/focus.js';
import { Playback } from './play/playback.js';
import { RenderLoop } from './render/render-loop.js';
import { NoWebGL } from './render/scene-renderer.js';
import { CameraController } from './camera/camera-controller.js';
import { PointerInput } from './pointer-input.js';
import { Readback } from './readback.js';
import { SceneView } from './scene-view.js';
import { SharedCamera } from './camera/shared-camera.js';

export { NoWebGL };

/** For a machine without a server, which gets all of its numbers from the page. */
const nothingNearer = () => Promise.reject(new Error('there is nothing to fetch from'));

/** How far from the middle of the view a block is looked for, as shares of its smaller side, and in how many directions. */
const NEAR = [0, 0.1, 0.2, 0.3],
  DIRECTIONS = 8;

/** The number of positions that are drawn before there is a trace. */
const POSITIONS_UNKNOWN = 11;

export class Machine {
  /** @type {Readback} */
  readback;
  #host;
  #eye;
  /** @type {SceneView} */
  #view;
  #playback;
  #sharedCamera;
  #pointerInput;
  #renderLoop;
  #overlay;
  /** The person's own pose of the camera when a guest came; null if it followed the focus. @type {number[] | null} */
  #left = null;
  #disposed = new AbortController();

  /**
   * @param {EventTarget} host the target of its events
   * @param {HTMLCanvasElement} canvas its size is that of its box on the page
   * @param {HTMLElement} overlay the element over the canvas that takes the labels
   * @param {{graph: import('./layout/anatomy.js').Graph, strings: import('../ui/words.js').Strings,
   *   theme?: import('../ui/theme.js').Theme, positions?: number, reducedMotion?: boolean, labels?: 'normal' | 'hall' | 'none',
   *   fetchPart?: import('./render/detail-loader.js').FetchPart}} options  graph as expandGraph made it; `positions` of the first
   *   trace, if known; `fetchPart` fetches numbers at the resolution at which they are seen
   * @throws {NoWebGL}
   */
  constructor(host, canvas, overlay, options) {
    const { graph, strings, theme = 'dark', positions = POSITIONS_UNKNOWN, reducedMotion = false } = options;
    const { labels = 'normal', fetchPart = nothingNearer } = options;
    this.#host = host;
    this.#overlay = overlay;
    const camera = new CameraController(() => this.#emit('look'));
    this.#eye = camera.eye;
    this.#view = new SceneView(canvas, overlay, this.#eye, {
      graph,
      strings,
      labels,
      changed: () => this.#numbersCame(),
      fetchPart,
    });
    this.#view.build(Math.min(positions, graph.sizes.n_ctx));
    this.#playback = new Playback(graph, this.#view, camera, { reducedMotion, ask: () => this.#renderLoop.ask() });
    this.#sharedCamera = new SharedCamera(camera, this.#view, this.#playback);
    this.#renderLoop = new RenderLoop(canvas, this.#view.renderer, {
      advance: (now) => this.#playback.advance(now),
      draw: () => this.#view.draw(),
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
    this.readback = new Readback(canvas, {
      view: this.#view,
      camera,
      playback: this.#playback,
      renderLoop: this.#renderLoop,
    });
    this.setTheme(theme);

    this.#pointerInput = new PointerInput(canvas, graph, this.#view, camera, this.#playback, {
      // only the camera has changed: nothing in the scene needs to be written again
      moved: () => {
        this.#sharedCamera.take();
        this.#emit('camera');
        this.#renderLoop.ask();
      },
      emit: (type, detail) => this.#emit(type, detail),
      changed: () => this.#playback.change(),
    });
    this.#renderLoop.fit();
  }

  /**
   * Something else in the machine's place, with its camera, which goes back where it was when the guest leaves; null: the machine again, as it was.
   * @param {import('./scene-view.js').Guest | null} guest
   */
  set guest(guest) {
    this.#pointerInput.forget();
    if (guest !== this.guest) this.#change(guest);
    // the pose that others receive is another one now
    this.#emit('focus', this.#playback.focus);
  }

  get guest() {
    return this.#view.guest;
  }

  /** @param {import('./scene-view.js').Guest | null} guest */
  #change(guest) {
    const { isTaken, isLed } = this.#sharedCamera;
    if (!this.guest) this.#left = isTaken ? this.#sharedCamera.numbers : null;
    this.#view.guest = guest;
    this.#view.renderer.setGuest(guest);
    this.#overlay.classList.toggle('visited', guest !== null);
    if (guest ? !isLed : this.#left === null && !isLed) this.#playback.fly(0);
    else if (!guest && this.#left) this.#sharedCamera.move(this.#left, 0);
    this.#playback.disturb();
    // the camera, which the person has taken during the visit, follows the focus again
    if (guest === null && isTaken && this.#left === null) this.#emit('follow');
  }

  /** The guest has changed: draws it, and flies there unless the person has taken the camera. @param {boolean} flies */
  guestChanged(flies) {
    if (flies && !this.#sharedCamera.isTaken && !this.#sharedCamera.isLed) this.#playback.fly(performance.now());
    else this.#playback.disturb();
  }

  /** Uniforms that all shaders share. */
  get shared() {
    return this.#view.renderer.shared;
  }

  /** The canvas's size, and how much of it panels cover. @returns {import('./camera/pose.js').Viewport} */
  get viewport() {
    return { ...this.#eye.viewport };
  }

  /** Where the camera is. @returns {import('./camera/pose.js').Pose} */
  get pose() {
    return { ...this.#eye.pose };
  }

  /** @param {import('../ui/theme.js').Theme} name */
  setTheme(name) {
    this.#view.setTheme(name);
    this.#playback.retarget();
  }

  /** Makes all texts again, since the page's language has changed. */
  relabel() {
    this.#playback.retarget();
  }

  /**
   * @param {Iterable<import('./render/numbers.js').Tensor>} tensors the model's weights; none if they are fetched when they are seen
   * @param {boolean} [passing] whether others follow at once, because the model is being trained
   */
  setWeights(tensors, passing) {
    this.#view.numbers.setWeights(tensors, passing);
    this.#playback.disturb();
  }

  /**
   * Draws other numbers of the same shapes, such as gradients, and fills the whole machine with them; null: its own numbers
   * again, at the step's end. While they are others, `reading` takes the place of `hover` and `select`.
   * @param {import('./render/numbers.js').OtherNumbers | null} numbers  null: the machine's own
   * @param {import('./play/timeline.js').Flow | null} flow
   * @param {boolean} [still] whether it is filled at once
   */
  showOthers(numbers, flow, still = false) {
    this.#pointerInput.forget();
    this.#view.numbers.replace(numbers);
    this.#playback.fill(flow, still ? 0 : performance.now());
  }

  /**
   * Plays the steps that a conductor shows. Of the present one it shows the end.
   * @param {EventTarget & {shown: import('./play/playback.js').Show | null}} conductor emits `show` with `detail` a Show
   */
  play(conductor) {
    const { signal } = this.#disposed;
    const show = (/** @type {Event} */ event) => {
      this.#pointerInput.forget();
      this.#playback.show(/** @type {CustomEvent<import('./play/playback.js').Show>} */ (event).detail);
    };
    conductor.addEventListener('show', show, { signal });
    if (conductor.shown) this.#playback.show({ ...conductor.shown, startAt: null });
  }

  /** Whether to show the whole machine with all its numbers, whatever the step. @param {boolean} on */
  set whole(on) {
    this.focus = on ? EVERYTHING : STEP;
    this.#playback.whole = on;
  }

  /**
   * @param {{left?: number, top?: number, right?: number, bottom?: number, taken?: import('./annotate/placement.js').Box[]}} covered
   *   width of the panels on each side, px; and boxes on the canvas where nothing may be written
   */
  insets({ taken = [], ...covered }) {
    const isTaken = this.#view.keepFree(taken);
    if (this.#eye.cover(covered)) this.#playback.refit();
    else if (isTaken) this.#playback.change();
  }

  /**
   * The focus; the rest of the machine is dimmed. Setting it flies there; a focus that this model does not have sets the
   * step.
   * @returns {import('./layout/focus.js').Focus}
   */
  get focus() {
    return this.#playback.focus;
  }

  set focus(wanted) {
    this.focusOn(wanted, true);
  }

  /**
   * Sets the focus.
   * @param {import('./layout/focus.js').Focus} wanted
   * @param {boolean} flies whether the camera flies there; false leaves it to the person who has taken it
   */
  focusOn(wanted, flies) {
    if (!this.#playback.focusOn(wanted, this.draws > 0 ? performance.now() : 0, flies)) return;
    this.#pointerInput.forget();
    this.#emit('focus', this.#playback.focus);
  }

  /**
   * The lit cell with its inputs; null: none. To a held cell the camera flies near enough for reading.
   * @param {import('./layout/lit-cells.js').Lit | null} lit
   */
  set lit(lit) {
    this.#playback.light(lit);
  }

  /** Names of tensors whose whole blocks are lit while all others are dimmed; empty: none. @param {string[]} names */
  set named(names) {
    this.#view.named = names;
    this.#playback.change();
  }

  /** The cells that are lit now. @returns {import('./camera/hit-test.js').Cell[]} */
  get litCells() {
    return this.#view.litCells;
  }

  /** The focus after turning the fan by one head; null where no head is shown. @param {1 | -1} by @returns {import('./layout/focus.js').Focus | null} */
  nextHead(by) {
    return this.#playback.nextHead(by);
  }

  /**
   * The camera's pose: x, y, z of its target (cells, y up), azimuth, elevation (radians), distance (cells). Null while it
   * follows the focus.
   * @returns {number[] | null}
   */
  get camera() {
    return this.#sharedCamera.numbers;
  }

  /** Setting it moves the camera there, without a flight; null: back to the focus. It emits neither `look` nor `camera`, which are for moves by the person. */
  set camera(numbers) {
    this.#sharedCamera.move(numbers, 0);
  }

  /** Whether the person of this page has taken the camera; a shared camera that moves it does not count. */
  get isTaken() {
    return this.#sharedCamera.isTaken;
  }

  /**
   * The camera's pose, or the goal of its flight, independent of the window's size: instead of the distance it has `span`,
   * the number of cells along the shorter side of the free area. Null while the camera follows the step.
   * @returns {import('./camera/shared-camera.js').SharedPose | null}
   */
  get sharedPose() {
    return this.#sharedCamera.pose;
  }

  /** The tensor nearest to the middle of what panels leave free, since between blocks there is nothing; null if none is near. @returns {string | null} */
  get middle() {
    if (this.guest) return null;
    const { left, top, right, bottom, width, height } = this.#eye.viewport,
      free = Math.min(width - left - right, height - top - bottom);
    for (const away of NEAR)
      for (let i = 0; i < (away === 0 ? 1 : DIRECTIONS); i++) {
        const angle = (i / DIRECTIONS) * 2 * Math.PI;
        const hit = this.#view.hitTest.pick(
          (left + width - right) / 2 + away * free * Math.cos(angle),
          (top + height - bottom) / 2 + away * free * Math.sin(angle),
        );
        if (hit) return this.#view.plan.blocks[hit.block].node;
      }
    return null;
  }

  /** Moves the camera to a received pose, or back to the focus. @param {import('./camera/shared-camera.js').SharedPose | null} pose */
  lead(pose) {
    this.#sharedCamera.lead(pose);
  }

  /** Replaces the driver's marks. @param {import('./annotate/presenter-marks.js').CellMark[]} marks */
  mark(marks) {
    this.#view.marks = marks;
    this.#playback.change();
  }

  /** The positions of the tokens that the words beside the machine speak of. @param {number[]} positions */
  set spoken(positions) {
    this.#view.spoken = positions;
    this.#playback.change();
  }

  /** The product of a query's and a key's number that is spoken of while scores are computed; null: none. @param {import('./annotate/attention-pair.js').Product | null} product */
  set product(product) {
    this.#view.product = product;
    this.#playback.change();
  }

  /** What has been measured of an answer, drawn in the machine; null: nothing. @returns {import('./annotate/findings.js').Finding | null} */
  get finding() {
    return this.#view.finding;
  }

  set finding(finding) {
    if (JSON.stringify(finding) === JSON.stringify(this.#view.finding)) return;
    this.#view.finding = finding;
    this.#playback.retarget();
  }

  /** What is drawn on cells beside the step. */
  get told() {
    return this.#view.told;
  }

  /** Puts the driver's pointer on a cell; null turns it off. @param {import('./annotate/presenter-marks.js').CellMark | null} cell */
  showPointer(cell) {
    this.#view.pointed = cell;
    this.#playback.change();
  }

  /** Shows one light on the dials for each attendee. @param {number} count */
  audience(count) {
    this.#view.lights = count;
    this.#playback.change();
  }

  /** Takes the camera back from the person and flies to the focus. */
  follow() {
    this.#view.plain = false;
    this.#left = null;
    this.#playback.fly(performance.now());
    this.#emit('follow');
  }

  /** Number of animation frames drawn. */
  get draws() {
    return this.#renderLoop.draws;
  }

  /** Whether something moves or is still to be drawn. */
  get busy() {
    return this.#playback.busy || this.#renderLoop.asked;
  }

  /** Draw calls of the last animation frame. */
  get drawCalls() {
    return this.#view.renderer.drawCalls;
  }

  /**
   * The memory of the drawn numbers: texels in use and their limit, bytes of the texture (the page has a copy of the same
   * size), and whether all numbers for the current view have arrived.
   */
  get memory() {
    const { store } = this.#view.numbers;
    return {
      used: store.used,
      limit: store.limit,
      bytes: store.data.byteLength,
      idle: this.#view.details.idle,
    };
  }

  /**
   * The centre of a cell on the canvas, CSS px; its size; its height in its block (0 top edge, 1 bottom edge); and whether
   * that block is in focus. Null if the cell is not drawn.
   * @param {string} name @param {number[]} index
   * @returns {{x: number, y: number, pxPerCell: number, fromTop: number, inFocus: boolean} | null}
   */
  project(name, index) {
    return this.#view.hitTest.project(name, index);
  }

  /**
   * The cell beside one, as the machine draws them; null at the edge of its tensor, or if the cell is not drawn.
   * @param {string} name @param {number[]} index @param {[number, number]} by cells to the right, and downwards
   * @returns {number[] | null}
   */
  beside(name, index, by) {
    return this.#view.hitTest.beside(name, index, by);
  }

  /** The cells that a cell's drawn spot stands for, and their number; null if it shows the cell's own number. @param {string} name @param {number[]} index */
  seenAt(name, index) {
    return this.#view.seenAt(name, index);
  }

  dispose() {
    this.#disposed.abort();
    this.#renderLoop.dispose();
    this.#pointerInput.release();
    this.#view.dispose();
  }

  /** @param {string} type @param {unknown} [detail] */
  #emit(type, detail = null) {
    this.#host.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #numbersCame() {
    this.#emit('numbers');
    this.#playback.change();
  }
}

/**
 * The model gallery: models as shapes without numbers, each with an area in proportion to its parameters. It draws only when
 * something changes.
 *
 * Events, on its host: `leg` with `detail` a flight's {@link import('./flight.js').Leg}, during a flight; `look` when the person takes
 * the camera; `settled`, `contextlost`, `contextrestored`.
 */
import { Blocks } from '../render/blocks.js';
import { control } from '../camera/controls.js';
import { RenderLoop } from '../render/render-loop.js';
import { exhibit, placedInARow } from './exhibit.js';
import { FLIGHT, arrivalAt, flightAt, stationsOf } from './flight.js';
import { FlowLines } from '../render/flow-lines.js';
import { EMPTY } from '../layout/layout.js';
import { NameTags } from './name-tags.js';
import { readPalette } from '../render/palette.js';
import { NoWebGL, SceneRenderer } from '../render/scene-renderer.js';
import { CameraController } from '../camera/camera-controller.js';
import { Projection } from '../camera/projection.js';
import { Vector4 } from 'three';

export { NoWebGL };

const FARTHEST = 2e7;
/** The lines of models with more layers are faint. */
const MANY_LAYERS = 24,
  FAINT = 0.3;
/** State of a block without numbers, in place of its number of filled columns. */
const BARE = -1;

export class ModelGallery {
  #host;
  #overlay;
  #strings;
  #titleOf;
  #still;
  #renderer;
  #camera = new CameraController(() => this.#emit('look'));
  #eye = this.#camera.eye;
  #projection = new Projection();
  #tags;
  /** @type {import('./exhibit.js').Exhibit[]} */
  #exhibits = [];
  /** @type {Blocks[]} */
  #blocks = [];
  /** @type {FlowLines[]} */
  #flowLines = [];
  /** @type {import('../render/colour.js').Palette | null} */
  #palette = null;
  /** @type {import('./flight.js').Station[]} */
  #stations = [];
  /** When the flight began, ms of performance.now(); null without a flight, or while it is paused. @type {number | null} */
  #startAt = null;
  /** The last shown time of the flight, s; null without a flight. @type {number | null} */
  #time = null;
  #renderLoop;
  #here;
  #releaseControls;

  /**
   * @param {EventTarget} host the target of its events
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLElement} overlay takes the labels
   * @param {{graphs: import('../../model/graph.js').Graph[], here: string, strings: import('../../ui/words.js').Strings, titleOf: (model: import('./exhibit.js').Model) => string,
   *   theme: import('../../ui/theme.js').Theme, reducedMotion: boolean, labels: 'normal' | 'hall' | 'none'}} options  `graphs`: the smallest
   *   first; `here`: the id of the model that runs
   * @throws {NoWebGL}
   */
  constructor(host, canvas, overlay, { graphs, here, strings, titleOf, theme, reducedMotion, labels }) {
    this.#host = host;
    this.#overlay = overlay;
    this.#strings = strings;
    this.#titleOf = titleOf;
    this.#still = reducedMotion;
    this.#eye.farthest = FARTHEST;
    this.#renderer = new SceneRenderer(canvas);
    this.#tags = new NameTags(overlay, labels);
    this.#exhibits = placedInARow(graphs.map(exhibit));
    for (const each of this.#exhibits) this.#put(each);
    this.#renderer.setGallery(this.#blocks);
    this.#renderer.setStrokes(this.#flowLines.map((flows) => flows.strokes));
    this.#here = here;
    this.relabel();
    this.#renderLoop = new RenderLoop(canvas, this.#renderer, {
      advance: (now) => this.#advance(now),
      draw: () => this.#draw(),
      rest: () => this.#emit('settled'),
      resized: (width, height) => {
        Object.assign(this.#eye.viewport, { width, height });
        this.#refit();
      },
      lost: () => this.#emit('contextlost'),
      restored: () => this.#emit('contextrestored'),
    });
    this.setTheme(theme);
    this.#releaseControls = control(canvas, {
      orbit: (a, e) => this.#byHand(() => this.#eye.orbit(a, e)),
      pan: (dx, dy) => this.#byHand(() => this.#eye.pan(dx, dy)),
      zoom: (f, x, y) => this.#byHand(() => this.#eye.zoom(f, x, y)),
      point() {},
      leave() {},
      press() {},
    });
    this.#renderLoop.fit();
  }

  /** @param {import('../../ui/theme.js').Theme} name */
  setTheme(name) {
    const palette = readPalette(name, this.#overlay);
    this.#palette = palette;
    this.#renderer.setPalette(palette);
    this.#exhibits.forEach(({ plan }, i) => {
      // the lines of many layers would hide everything else; the stream's lines from column to column stay
      const many = plan.dials.length > MANY_LAYERS;
      const strength = Float32Array.from(this.#flowLines[i].lines, ({ hop }) => (many && !hop ? FAINT : 1));
      this.#flowLines[i].write(
        plan.arms.map((arm) => arm.angle),
        strength,
        palette.dark,
      );
    });
    this.#renderLoop.ask();
  }

  /** Writes the models' names; called again when the page's language has changed. */
  relabel() {
    this.#tags.set(
      this.#exhibits.map((each) => {
        const { id, parameters } = each.model,
          isHere = id === this.#here;
        return {
          exhibit: each,
          text: this.#titleOf(each.model),
          note: this.#strings(isHere ? 'giants.here' : 'scene.parameters', { parameters }),
          isHere,
        };
      }),
    );
    this.#renderLoop?.ask();
  }

  /**
   * @param {{left?: number, top?: number, right?: number, bottom?: number, taken?: import('./name-tags.js').Box[]}} covered
   *   width of the panels on each side, px; and boxes on the canvas where no name may be
   */
  insets({ taken = [], ...covered }) {
    if (JSON.stringify(taken) !== JSON.stringify(this.#tags.panels)) {
      this.#tags.panels = taken;
      this.#renderLoop.ask();
    }
    if (this.#eye.cover(covered)) this.#refit();
  }

  /** Begins the flight at a time, ms of performance.now(). @param {number} startAt */
  fly(startAt) {
    this.#camera.looking = false;
    this.#startAt = startAt;
    this.#time = 0;
    this.#renderLoop.ask();
  }

  /** Pauses the flight at a time, s. @param {number} seconds */
  scrub(seconds) {
    this.#camera.looking = false;
    this.#startAt = null;
    this.#time = Math.min(FLIGHT, Math.max(0, seconds));
    this.#renderLoop.ask();
  }

  /** Takes the camera back from the person. @param {number} startAt when the flight began, ms of performance.now() */
  follow(startAt) {
    this.#camera.looking = false;
    if (this.#time === null) this.#refit();
    else this.fly(startAt);
  }

  /** Number of animation frames drawn. */
  get draws() {
    return this.#renderLoop.draws;
  }

  /** Whether a flight is under way. */
  get flying() {
    return this.#startAt !== null;
  }

  get busy() {
    return this.#renderLoop.asked;
  }

  /** Blocks drawn, all models together. */
  get instances() {
    return this.#blocks.reduce((sum, blocks) => sum + blocks.count, 0);
  }

  /** Draw calls of the last animation frame. */
  get drawCalls() {
    return this.#renderer.drawCalls;
  }

  dispose() {
    this.#renderLoop.dispose();
    this.#releaseControls();
    this.#tags.dispose();
    for (const each of [...this.#flowLines, ...this.#blocks]) each.dispose();
    this.#renderer.dispose();
  }

  /** @param {import('./exhibit.js').Exhibit} each */
  #put({ plan, nodes, x, y, scale }) {
    const shared = { ...this.#renderer.shared, uModel: { value: new Vector4(x, -y, 0, scale) } };
    const blocks = new Blocks(shared);
    blocks.setPlan(plan, null);
    plan.blocks.forEach((_, i) => blocks.state.array.set([1, BARE, 1], 3 * i));
    this.#blocks.push(blocks);
    this.#flowLines.push(new FlowLines(plan, nodes, shared));
  }

  /** @param {string} type @param {unknown} [detail] */
  #emit(type, detail = null) {
    this.#host.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** @param {() => void} act */
  #byHand(act) {
    this.#startAt = null;
    this.#camera.byHand(act);
    this.#renderLoop.ask();
  }

  /** Recomputes the stations for the canvas's free area. */
  #refit() {
    this.#stations = stationsOf(this.#exhibits, (points, view) => this.#eye.fitted(points, view));
    const last = this.#stations[this.#stations.length - 1];
    if (last && this.#time === null) this.#camera.refit(last.pose);
    this.#renderLoop.ask();
  }

  /** Advances the camera to a time, ms. @param {number} now @returns {boolean} whether it still moves */
  #advance(now) {
    if (this.#time === null || this.#camera.looking) this.#camera.advance(now);
    else this.#advanceFlight(this.#time, now);
    return this.flying || this.#camera.handIsOn(now);
  }

  /** @param {number} before the time that was shown, s @param {number} now ms */
  #advanceFlight(before, now) {
    const time = this.#startAt === null ? before : this.#stepped(Math.max(0, (now - this.#startAt) / 1000));
    this.#time = time;
    const leg = flightAt(this.#stations, time, this.#eye.pose);
    this.#eye.aim(this.#eye.pose);
    this.#emit('leg', { ...leg, seconds: time });
    if (leg.done) this.#startAt = null;
  }

  /** With reduced motion, the time of the last station reached, so that the view jumps from station to station. @param {number} seconds */
  #stepped(seconds) {
    if (!this.#still || seconds >= FLIGHT) return Math.min(FLIGHT, seconds);
    const count = this.#stations.length;
    let at = 0;
    for (let i = 0; i < count; i++) if (arrivalAt(i, count) <= seconds) at = arrivalAt(i, count);
    return at;
  }

  #draw() {
    this.#blocks.forEach((blocks, i) => {
      blocks.pixelsPerCell = this.#eye.pixelsPerCell * this.#exhibits[i].scale;
    });
    this.#eye.apply();
    this.#renderer.draw(this.#eye.camera, this.#eye.pose.distance);
    this.#projection.update(this.#eye.camera, this.#eye.viewport, EMPTY, []);
    if (this.#palette) this.#tags.layOut(this.#projection, this.#eye.viewport, this.#palette);
  }
}

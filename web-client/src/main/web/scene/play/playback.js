/**
 * Playback of the scene: which step plays and since when, what is in focus, where the eye flies to, and whether all
 * of it lies still.
 */
import { STEP, isIn, isSame, nextHead } from '../layout/focus.js';
import { isSameLit } from '../layout/lit-cells.js';
import { isAboutOneHead } from './scene-target.js';
import { momentAt } from './timeline.js';

export class Playback {
  #graph;
  #view;
  #camera;
  #reducedMotion;
  #ask;
  #run = { step: null, startAt: 0, turnAt: 0, from: 0, levels: 0, reduced: false };
  /** @type {import('../layout/focus.js').Focus} */
  #focus = STEP;
  #moving = false;
  /** Something was set in motion, or in place, since all last lay still. */
  #restless = false;
  /** What the last frame shows. @type {import('./timeline.js').Moment} */
  #moment;
  /** Something other than the camera may have changed since the last frame. */
  #stale = true;
  /** Counts what was aimed for, and from where it was looked at closely last. */
  #stagings = 0;
  #lookedAt = '';

  /**
   * @param {import('../layout/anatomy.js').Graph} graph
   * @param {import('../scene-view.js').SceneView} view
   * @param {import('../camera/camera-controller.js').CameraController} camera
   * @param {{reducedMotion: boolean, ask: () => void}} options  `ask` asks for a frame
   */
  constructor(graph, view, camera, { reducedMotion, ask }) {
    this.#graph = graph;
    this.#view = view;
    this.#camera = camera;
    this.#reducedMotion = reducedMotion;
    this.#ask = ask;
  }

  /** What is in focus; what this model does not have is the step. @returns {import('../layout/focus.js').Focus} */
  get focus() {
    return this.#focus;
  }

  /** What is chosen when the fan is turned by one head. @param {1 | -1} by @returns {import('../layout/focus.js').Focus} */
  headBeside(by) {
    const step = this.#graph.byId.get(this.#run.step) ?? null,
      single = step !== null && isAboutOneHead(this.#graph.nodes, step);
    return nextHead(this.#focus, by, this.#graph.sizes, step?.layer ?? null, single);
  }

  /** Whether something still moves, or has yet to be drawn where it lies. */
  get busy() {
    return this.#moving || this.#restless;
  }

  /**
   * Plays a step.
   * @param {string | null} step
   * @param {number} startAt ms of performance.now(); 0: its end at once
   * @param {number} from the first position that is new
   */
  play(step, startAt, from) {
    this.#view.plain = false;
    this.#run = { ...this.#run, step, startAt, turnAt: 0, from, reduced: this.#reducedMotion };
    this.retarget(true);
  }

  /** Finishes what is moving. */
  complete() {
    this.#run.startAt = this.#run.turnAt = 0;
    this.#camera.complete();
    this.change();
  }

  /**
   * Puts something else in focus and flies there.
   * @param {import('../layout/focus.js').Focus} wanted
   * @param {number} startAt ms; 0: it is there at once
   * @returns {boolean} whether it is another than before
   */
  focusOn(wanted, startAt) {
    const focus = isIn(wanted, this.#graph) ? wanted : STEP;
    if (isSame(focus, this.#focus)) return false;
    this.#focus = focus;
    this.#turnTo(startAt);
    return true;
  }

  /** Lights cells; where one is held, the eye comes near enough to read. @param {import('../layout/lit-cells.js').Lit | null} lit */
  light(lit) {
    if (isSameLit(lit, this.#view.lit)) return;
    const wasNear = this.#view.isNear;
    this.#view.lit = lit;
    if (wasNear || this.#view.isNear) this.#turnTo(performance.now(), !this.#camera.looking);
    else this.change();
  }

  #turnTo(startAt, fly = true) {
    this.#run.turnAt = startAt;
    this.retarget();
    if (fly) this.fly(startAt);
  }

  /** Takes the step up again: after another step, another layout, another theme. */
  retarget(fly = false) {
    this.#restless = true;
    this.#stagings++;
    this.#view.aimFor(this.#run.step, this.#focus);
    this.#run.levels = this.#view.levels;
    if (fly && !this.#camera.looking) this.fly(this.#run.startAt);
    this.change();
  }

  /** Has the eye fly to what is shown. @param {number} startAt ms; 0: it is there at once */
  fly(startAt) {
    this.#camera.flyTo(this.#view.goal, this.#reducedMotion ? 0 : startAt);
    this.disturb();
  }

  /**
   * Has the eye fly to a place of its own.
   * @param {import('../camera/pose.js').Pose} pose
   * @param {number} ms that it takes to get there; 0: it is there at once
   */
  lead(pose, ms) {
    this.#camera.lead(pose, performance.now(), this.#reducedMotion ? 0 : ms);
    this.disturb();
  }

  /** The room for the picture has changed. */
  refit() {
    this.#view.refit();
    const { goal } = this.#view;
    if (goal) this.#camera.refit(goal);
    this.change();
  }

  /** Something else is shown, once it is drawn: all lies still again after that. */
  disturb() {
    this.#restless = true;
    this.change();
  }

  /** Something else is to be drawn than before. */
  change() {
    this.#stale = true;
    this.#ask();
  }

  /** Brings everything to where it is at a moment, ms. @returns {boolean} whether it moves */
  advance(now) {
    // what moved till now is written once more, where it comes to rest
    this.#stale ||= this.#moving;
    this.#moment = momentAt(this.#run, now);
    this.#camera.advance(now);
    this.#moving = !this.#moment.done || this.#camera.flying;
    if (this.#stale || this.#moving) this.#view.advance(this.#moment, this.#run.from);
    this.#stale = false;
    return this.#moving || this.#camera.handIsOn(now);
  }

  /** Draws the moment that all was brought to. @param {number} now ms */
  draw(now) {
    const moment = this.#moment;
    this.#view.draw(moment, moment.fly < 1 || this.#camera.flying, this.#camera.looking, this.#camera.handIsOn(now));
  }

  /** The picture rests: what is looked at comes nearer. @returns {boolean} whether all lies still for the first time again */
  rest() {
    this.#lookCloser();
    const settled = this.#restless;
    this.#restless = false;
    return settled;
  }

  /** Once for each place that the eye rests at, each step and each text. */
  #lookCloser() {
    const { x, y, z, azimuth, elevation, distance } = this.#camera.eye.pose,
      { width, height } = this.#camera.eye.viewport,
      { arrivals } = this.#view.numbers;
    const view = [x, y, z, azimuth, elevation, distance, width, height, this.#stagings, arrivals].join();
    if (view === this.#lookedAt) return;
    this.#lookedAt = view;
    this.#view.lookCloser();
  }
}

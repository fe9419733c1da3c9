/**
 * Playback of the scene: the step that plays and since when, the focus, the camera's flights, and whether anything still
 * moves.
 *
 * @typedef {object} Show  a step to show
 * @property {import('../render/numbers.js').Trace & {parent?: object | null}} trace
 * @property {string} step
 * @property {number | null} startAt  when the motion begins, ms of performance.now(); null: shows the step's end at once
 * @property {{trace: {positions: number}, step: string} | null} from  the trace and step that were shown before
 */
import { STEP, isIn, isSame, nextHead } from '../layout/focus.js';
import { isSameLit } from '../layout/lit-cells.js';
import { isAboutOneHead } from './scene-target.js';
import { flowTime, momentAt } from './timeline.js';

export class Playback {
  #graph;
  #view;
  #camera;
  #reducedMotion;
  #ask;
  /** The last step shown. @type {Show | null} */
  #shown = null;
  #whole = false;
  /** The order in which the whole machine fills instead of the step. @type {import('./timeline.js').Flow | null} */
  #flow = null;
  /** @type {{step: string | null, startAt: number, turnAt: number, from: number, levels: number, reduced: boolean, compute?: number}} */
  #run = { step: null, startAt: 0, turnAt: 0, from: 0, levels: 0, reduced: false };
  /** @type {import('../layout/focus.js').Focus} */
  #focus = STEP;
  #moving = false;
  /** Whether something has been set in motion or changed since the scene last came to rest. */
  #restless = false;
  /** Whether something other than the camera may have changed since the last animation frame. */
  #stale = true;
  /** Counts scene targets. */
  #targets = 0;
  /** The view for which details were last loaded. */
  #loadedFor = '';

  /**
   * @param {import('../layout/anatomy.js').Graph} graph
   * @param {import('../scene-view.js').SceneView} view
   * @param {import('../camera/camera-controller.js').CameraController} camera
   * @param {{reducedMotion: boolean, ask: () => void}} options  `ask` requests an animation frame
   */
  constructor(graph, view, camera, { reducedMotion, ask }) {
    this.#graph = graph;
    this.#view = view;
    this.#camera = camera;
    this.#reducedMotion = reducedMotion;
    this.#ask = ask;
  }

  /** The focus, which is always valid for this model. @returns {import('../layout/focus.js').Focus} */
  get focus() {
    return this.#focus;
  }

  /** The focus after turning the fan by one head; null where no head is shown. @param {1 | -1} by @returns {import('../layout/focus.js').Focus | null} */
  nextHead(by) {
    const step = this.#graph.byId.get(this.#run.step ?? '') ?? null,
      single = step !== null && isAboutOneHead(this.#graph.nodes, step);
    return nextHead(this.#focus, by, this.#graph.sizes, step?.layer ?? null, single);
  }

  /** Whether something moves, or has not been drawn since it came to rest. */
  get busy() {
    return this.#moving || this.#restless;
  }

  /** Plays a step. If the trace has grown at the same step, only its new columns play. @param {Show} show */
  show(show) {
    const { trace, step, startAt, from } = show,
      grew = from !== null && trace.parent === from.trace && step === from.step;
    const run = this.#whole
      ? { step: null, startAt: 0, from: 0 }
      : { step, startAt: startAt ?? 0, from: grew ? from.trace.positions : 0 };
    this.#shown = show;
    this.#view.setTrace(trace);
    this.#view.plain = false;
    this.#run = { ...this.#run, ...run, turnAt: 0, reduced: this.#reducedMotion };
    this.retarget(true);
  }

  /**
   * Fills the whole machine, instead of what the step computes; null: the step again, at its end.
   * @param {import('./timeline.js').Flow | null} flow
   * @param {number} startAt ms; 0: at once
   */
  fill(flow, startAt) {
    this.#flow = flow;
    this.#run = {
      ...this.#run,
      startAt: flow ? startAt : 0,
      from: 0,
      compute: flowTime(flow),
      reduced: this.#reducedMotion,
    };
    this.retarget();
  }

  /** Whether to show the whole machine with all its numbers, whatever the step. @param {boolean} on */
  set whole(on) {
    if (on === this.#whole) return;
    this.#whole = on;
    if (this.#shown) this.show({ ...this.#shown, startAt: null });
  }

  /** Jumps to the end of all motion. */
  complete() {
    this.#run.startAt = this.#run.turnAt = 0;
    this.#camera.complete();
    this.change();
  }

  /**
   * Changes the focus and flies there.
   * @param {import('../layout/focus.js').Focus} wanted
   * @param {number} startAt ms; 0: without a flight
   * @param {boolean} flies whether the camera flies there
   * @returns {boolean} whether the focus has changed
   */
  focusOn(wanted, startAt, flies) {
    const focus = isIn(wanted, this.#graph) ? wanted : STEP;
    if (isSame(focus, this.#focus)) return false;
    this.#focus = focus;
    this.#turnTo(startAt, flies);
    return true;
  }

  /** Lights cells; to a held cell the camera flies near enough for reading. @param {import('../layout/lit-cells.js').Lit | null} lit */
  light(lit) {
    if (isSameLit(lit, this.#view.lit)) return;
    const wasNear = this.#view.isNear;
    this.#view.lit = lit;
    if (wasNear || this.#view.isNear) this.#turnTo(performance.now(), !this.#camera.looking);
    else this.change();
  }

  /** @param {number} startAt @param {boolean} fly */
  #turnTo(startAt, fly) {
    this.#run.turnAt = startAt;
    this.retarget();
    if (fly) this.fly(startAt);
  }

  /** Makes the scene target again: after a change of step, focus, layout, theme or language. */
  retarget(fly = false) {
    this.#restless = true;
    this.#targets++;
    this.#view.aimFor(this.#run.step, this.#focus, this.#flow);
    this.#run.levels = this.#view.levels;
    if (fly && !this.#camera.looking) this.fly(this.#run.startAt);
    this.change();
  }

  /** Flies the camera to the focus. @param {number} startAt ms; 0: without a flight */
  fly(startAt) {
    const { goal } = this.#view;
    if (goal) this.#camera.flyTo(goal, this.#reducedMotion ? 0 : startAt);
    this.disturb();
  }

  /**
   * Flies the camera to a pose.
   * @param {import('../camera/pose.js').Pose} pose
   * @param {number} ms duration; 0: at once
   */
  lead(pose, ms) {
    this.#camera.lead(pose, performance.now(), this.#reducedMotion ? 0 : ms);
    this.disturb();
  }

  /** The canvas or the panels over it have changed in size. */
  refit() {
    this.#view.refit();
    const { goal } = this.#view;
    if (goal) this.#camera.refit(goal);
    this.change();
  }

  /** Something has changed after whose drawing `settled` must be emitted again. */
  disturb() {
    this.#restless = true;
    this.change();
  }

  /** Something has to be drawn again. */
  change() {
    this.#stale = true;
    this.#ask();
  }

  /** Advances everything to a time, ms. @param {number} now @returns {boolean} whether anything moves */
  advance(now) {
    // whatever moved until now is written once more in its final place
    this.#stale ||= this.#moving;
    const moment = momentAt(this.#run, now);
    this.#camera.advance(now);
    const { flying, looking: exploring } = this.#camera,
      turning = this.#camera.handIsOn(now);
    this.#moving = !moment.done || flying;
    this.#view.motion = { moment, flying: moment.fly < 1 || flying, exploring, turning };
    if (this.#stale || this.#moving) this.#view.advance(this.#run.from);
    this.#stale = false;
    return this.#moving || turning;
  }

  /** Nothing moves any more: loads details. @returns {boolean} whether the scene has come to rest just now */
  rest() {
    this.#loadDetails();
    const settled = this.#restless;
    this.#restless = false;
    return settled;
  }

  /** Loads details once for each pose at rest, target and arrival of numbers. */
  #loadDetails() {
    const { pose, viewport } = this.#camera.eye,
      { arrivals } = this.#view.numbers;
    const view = [...Object.values(pose), viewport.width, viewport.height, this.#targets, arrivals].join();
    if (view === this.#loadedFor) return;
    this.#loadedFor = view;
    this.#view.loadDetails();
  }
}

/**
 * A training that one person watches alone: the page asks the server's trainer for updates, and reads its text with the newest
 * weights, as a room does. It ends when another model is shown.
 *
 * @typedef {{training: string, model: string, of: string, seed: number, update: number, updates: number, learningRate: number,
 *   loss?: number, look?: any}} Progress  answer of POST /api/training
 * @typedef {Progress & {running: boolean, perSecond: number, saved: boolean, curve: import('./curve.js').Point[]}} Course  as a
 *   room's; `perSecond`: the most updates in a second, 0 for as many as the server has time for
 */
import { postJson } from '../../live/http.js';
import { END } from './course.js';
import { EVERYTHING, STEP } from '../../scene/layout/focus.js';

/** The least time from one set of weights to the next, as in a room, ms. */
const SHOW_MS = 500;
/** The focus of the loss. */
const OUTPUT = { kind: 'section', section: 'output' };
/** Half of the points of the curve are dropped when there are more. */
const MOST_POINTS = 128;

export class TrainingAlone {
  /** @type {Course | null} */
  course = null;
  #page;
  #ask;
  #rest;
  /** Counts what the person does: what was asked for before is dropped. */
  #turn = 0;
  /** Whether new weights are on their way to the scene. */
  #isReading = false;
  /** Where the person began to look at an update. Going elsewhere ends it. */
  #lookedFrom = '';

  /**
   * @param {{conductor: any, say: (notice: {problem: any}) => void, requestUpdate: () => void, act: (action: string, value: any) => void}} page
   * @param {{ask?: (body: object) => Promise<Progress>, rest?: (ms: number) => Promise<void>}} [outside]
   */
  constructor(
    page,
    { ask = (body) => postJson('/api/training', body), rest = (ms) => new Promise((end) => setTimeout(end, ms)) } = {},
  ) {
    this.#page = page;
    this.#ask = ask;
    this.#rest = rest;
  }

  /** Begins from the first weights. @param {number} [seed] */
  async begin(seed = 1) {
    const { model } = this.#page.conductor.graph;
    this.course = null;
    if (await this.#do({ do: 'begin', model: model.checkpoint?.of ?? model.id, seed })) this.run();
  }

  again() {
    return this.begin((this.course?.seed ?? 0) + 1);
  }

  /** Lets it run until it is done, paused or left. */
  async run() {
    if (!this.course || this.course.update >= this.course.updates) return;
    const turn = ++this.#turn;
    this.#set({ running: true });
    while (turn === this.#turn && this.course?.running) {
      const { training, update, perSecond } = this.course;
      const rested = this.#rest(SHOW_MS);
      await this.#show({ do: 'run', training, after: update, perSecond }, turn);
      await rested;
    }
  }

  pause() {
    return this.course ? this.#do({ do: 'pause', training: this.course.training }) : null;
  }

  step() {
    return this.course ? this.#do({ do: 'step', training: this.course.training }) : null;
  }

  /** Looks at an update, which is made for it; then at another of its phases. @param {string} phase `end` shows its weights */
  async look(phase) {
    if (!this.course) return;
    const { look, training } = this.course;
    if (phase === END) {
      this.#page.act('focus', STEP);
      await this.pause();
    } else if (look) this.#see(look.update, phase);
    else this.#see((await this.#do({ do: 'look', training }))?.look, phase);
  }

  /** The step and the run that are shown. */
  get #place() {
    const { conductor } = this.#page;
    return `${conductor?.step} ${conductor?.trace?.id}`;
  }

  /** @param {any} update @param {string} phase */
  #see(update, phase) {
    if (!update) return;
    this.#lookedFrom = this.#place;
    this.#set({ look: { phase, update } });
    this.#page.act('focus', phase === 'loss' ? OUTPUT : EVERYTHING);
  }

  /** Ends it. The page keeps the weights that it has. */
  async stop() {
    if (this.course?.running) await this.pause();
    this.#leave();
  }

  /** @param {number} perSecond */
  speed(perSecond) {
    this.#set({ perSecond });
  }

  /** Called when the page was drawn: another model ends the training, since nobody would see it. */
  drawn() {
    if (this.course && !this.#isReading && this.#page.conductor?.graph?.model.id !== this.course.model) this.#leave();
    else if (this.course?.look && !this.#isReading && this.#place !== this.#lookedFrom) this.#set({ look: null });
  }

  #leave() {
    this.#turn++;
    this.course = null;
    this.#page.requestUpdate();
  }

  /** @param {object} body after which it stands still */
  async #do(body) {
    const turn = ++this.#turn;
    if (this.course) this.#set({ running: false });
    return this.#show(body, turn);
  }

  /**
   * Asks the trainer, and reads the text with its weights.
   * @param {{do: string, training: string, after: number, perSecond: number} | object} body @param {number} turn
   * @returns {Promise<Progress | null>} null if that failed or was overtaken
   */
  async #show(body, turn) {
    this.#isReading = true;
    try {
      const progress = await this.#ask(body);
      if (turn !== this.#turn) return null;
      this.#set(progressed(this.course, progress));
      await this.#page.conductor.readWith(progress.model);
      return turn === this.#turn ? progress : null;
    } catch (problem) {
      if (turn !== this.#turn) return null;
      this.#page.say({ problem });
      if (/** @type {any} */ (problem).code === 'training-gone') this.#leave();
      else if (this.course) this.#set({ running: false });
      return null;
    } finally {
      if (turn === this.#turn) this.#isReading = false;
    }
  }

  /** @param {Partial<Course>} change */
  #set(change) {
    this.course = /** @type {Course} */ ({ ...this.course, ...change });
    this.#page.requestUpdate();
  }
}

/** @param {Course | null} course @param {Progress} progress @returns {Course} */
function progressed(course, progress) {
  const { curve = [], running = false, perSecond = 0 } = course ?? {};
  const points =
    progress.loss !== undefined && progress.update > (course?.update ?? 0)
      ? [...curve, { update: progress.update, loss: progress.loss }]
      : curve;
  const kept = points.length > MOST_POINTS ? points.filter((_, i) => (points.length - 1 - i) % 2 === 0) : points;
  return {
    ...progress,
    look: null,
    running: running && progress.update < progress.updates,
    perSecond,
    saved: true,
    curve: kept,
  };
}

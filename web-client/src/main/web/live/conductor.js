/**
 * Who says what is shown. There is one interface and two that keep it: a room's presenter (room-conductor.js), and
 * one's own hand (solo-conductor.js). Panels and the scene know only this class.
 *
 * It emits
 * - `change`: something that panels show has changed;
 * - `show`, with a {@link Show}: the scene is to show a step;
 * - `notice`, with a {@link Notice}: something to tell the person.
 *
 * @typedef {import('../model/graph.js').Graph} Graph
 * @typedef {import('../model/graph.js').Step} Step
 * @typedef {import('../model/trace.js').Trace} Trace
 *
 * @typedef {object} Show
 * @property {Trace} trace
 * @property {string} step
 * @property {number | null} startAt  when the motion begins, ms of performance.now(); null: jump, without motion
 * @property {{trace: Trace, step: string} | null} from  what was shown before
 *
 * @typedef {object} Notice
 * @property {string} key      of the strings file
 * @property {Record<string, string | number>} [values] what its text is filled with
 * @property {string} [detail] a sentence of the server's, shown as it is
 *
 * @typedef {'connecting'|'open'|'lost'|'ended'} Status
 */
import { closeLayer, firstStep, nextStep, openLayer, previousStep } from '../model/graph.js';

/** @abstract */
export class Conductor extends EventTarget {
  /** The model being shown; null until it is here. @type {Graph | null} */
  graph = null;
  /** The run being shown; null until it is here. @type {Trace | null} */
  trace = null;
  /** The step that panels speak of. On the presenter's page it runs ahead of the room by one round trip. @type {string | null} */
  step = null;
  playing = false;
  blank = false;
  /** Whether this page may drive. */
  mayDrive = false;
  /** @type {Status} */
  status = 'connecting';
  /** A token is being computed. */
  generating = false;
  /** Tensors of the model's weights, once they are here. @type {import('../model/frame.js').Tensor[] | null} */
  weights = null;

  /** Whether there is nothing to add a token to, or no room for one. */
  get full() {
    return this.trace === null || this.trace.positions >= this.trace.info.nCtx;
  }

  next() {
    this.#goTo(nextStep);
  }

  back() {
    this.#goTo(previousStep);
  }

  /** Opens the closed layer that the cursor is on, or shows an open one as one step again. */
  toggleLayer() {
    this.#goTo((graph, id) => openLayer(graph, id) ?? closeLayer(graph, id));
  }

  first() {
    this.#goTo(firstStep);
  }

  #goTo(/** @type {(graph: Graph, id: string) => Step | null} */ where) {
    if (!this.graph || this.step === null) return;
    const step = where(this.graph, this.step);
    if (step && step.id !== this.step) this.go(step.id);
  }

  /** Shows a step. @param {string} step @abstract */
  go(step) {
    throw new Error(`go(${step}) is for those who extend this`);
  }

  /** Walks on by itself. @abstract */
  play() {
    throw new Error('play() is for those who extend this');
  }

  /** @abstract */
  pause() {
    throw new Error('pause() is for those who extend this');
  }

  /** Adds the most probable next token. @abstract */
  generate() {
    throw new Error('generate() is for those who extend this');
  }

  /** Back to the prompt alone and the first step. @abstract */
  reset() {
    throw new Error('reset() is for those who extend this');
  }

  /** Darkens the audience's screens. @param {boolean} on @abstract */
  darken(on) {
    throw new Error(`darken(${on}) is for those who extend this`);
  }

  /**
   * Runs the model over another prompt.
   *
   * @param {string} text
   * @returns {Promise<void>} rejects with a Problem in the server's words
   * @abstract
   */
  prompt(text) {
    return Promise.reject(new Error(`prompt(${text}) is for those who extend this`));
  }

  /** Tells the presenter what this browser shows now. @param {{trace: string, step: string}} _cursor */
  painted(_cursor) {}

  /** Tells the presenter whether this person looks around. @param {boolean} _on */
  looking(_on) {}

  /** Lets go of the line and the timers. */
  dispose() {}

  /** @protected */
  changed() {
    this.dispatchEvent(new Event('change'));
  }

  /** @protected @param {Show} show */
  show(show) {
    this.dispatchEvent(new CustomEvent('show', { detail: show }));
  }

  /** @protected @param {Notice} notice */
  notice(notice) {
    this.dispatchEvent(new CustomEvent('notice', { detail: notice }));
  }
}

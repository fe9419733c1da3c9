/**
 * Who says what is shown: a room's presenter, whom others follow (room-conductor.js, driving-conductor.js), or one's own
 * hand (solo-conductor.js). Panels and the scene know only this class.
 *
 * It emits
 * - `change`: something that panels show has changed;
 * - `show`, with a {@link Show}: the scene is to show a step;
 * - `notice`, with a {@link Notice}: something to tell the person.
 *
 * @typedef {import('../model/graph.js').Graph} Graph
 * @typedef {import('../model/graph.js').Step} Step
 * @typedef {import('../model/trace.js').Trace} Trace
 * @typedef {import('../model/trace.js').TraceInfo} TraceInfo
 *
 * @typedef {object} Show
 * @property {Trace} trace
 * @property {string} step
 * @property {number | null} startAt  when the motion begins, ms of performance.now(); null: jump, without motion
 * @property {{trace: Trace, step: string} | null} from  what was shown before
 *
 * @typedef {{temperature: number, topK: number, topP: number, seed: number}} Sampling  0 and 1 where nothing is cut
 *
 * @typedef {object} Notice
 * @property {string} key      of the strings file
 * @property {Record<string, string | number>} [values] what its text is filled with
 * @property {string} [detail] a sentence of the server's, shown as it is
 *
 * @typedef {'connecting'|'open'|'lost'|'ended'} Status
 */
import { closeLayer, firstStep, nextStep, openLayer, previousStep } from '../model/graph.js';

/** Always the most probable token. @type {Sampling} */
export const GREEDY = { temperature: 0, topK: 0, topP: 1, seed: 0 };

/** Who moves the walk extends this; for who only follows, what moves it does nothing. */
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
  /** How many tokens are still to come. */
  coming = 0;
  /** How tokens are chosen. @type {Sampling} */
  sampling = { ...GREEDY };
  /** The same tokens read by a second model, beside the first. @type {TraceInfo | null} */
  second = null;
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

  /** Shows a step. @param {string} _step */
  go(_step) {}

  /** Walks on by itself. */
  play() {}

  /** Stays where it is. */
  pause() {}

  /** Adds tokens, each chosen by the sampling. @param {number} [_tokens] */
  generate(_tokens) {}

  /** Adds tokens that a person chose. @param {number[]} _tokens */
  append(_tokens) {}

  /** Takes back the last token. */
  takeBack() {}

  /** Gives up what is being computed and what is still to come. */
  stop() {}

  /** How tokens are chosen from here on. @param {Partial<Sampling>} _sampling what is left out stays */
  sample(_sampling) {}

  /** Puts a second model of the same tokenizer beside the first. @param {string | null} _model null: none any more */
  compare(_model) {}

  /** Back to the prompt alone and the first step. */
  reset() {}

  /** Darkens the audience's screens. @param {boolean} _on */
  darken(_on) {}

  /**
   * Runs a model over another prompt.
   *
   * @param {string} _text
   * @param {string} [_model] content id or a preset's id; the model that is shown, where it is not said
   * @param {boolean} [_chat] the text is what a person says in a conversation, written as the model's own template has it
   * @returns {Promise<void>} rejects with a Problem in the server's words
   */
  async prompt(_text, _model, _chat) {}

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

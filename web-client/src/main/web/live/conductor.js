/**
 * The conductor decides what the page shows: by a room's state (room-conductor.js, driving-conductor.js), or by this page's
 * own controls (solo-conductor.js). Panels and the scene know only this class.
 *
 * It emits
 * - `change` when something that panels show has changed;
 * - `show` with a {@link Show} when the scene has to show a step;
 * - `focus` when {@link Conductor.focus} has changed;
 * - `notice` with a {@link Notice} for the person.
 *
 * @typedef {import('../model/graph.js').Graph} Graph
 * @typedef {import('../model/graph.js').Step} Step
 * @typedef {import('../model/trace.js').Trace} Trace
 * @typedef {import('../model/trace.js').TraceInfo} TraceInfo
 *
 * @typedef {object} Show
 * @property {Trace} trace
 * @property {string} step
 * @property {number | null} startAt  when the motion begins, ms of performance.now(); null: without motion
 * @property {{trace: Trace, step: string} | null} from  the former trace and step
 *
 * @typedef {{temperature: number, topK: number, topP: number, seed: number}} Sampling  topK 0 and topP 1 cut
 *   nothing off
 *
 * @typedef {object} Notice  a text or an error
 * @property {string} [key]    string key
 * @property {Record<string, string | number>} [values] arguments of the text
 * @property {unknown} [problem]  whatever was thrown; see Words.problem
 * @property {boolean} [stays]  until it is dismissed
 *
 * @typedef {'connecting'|'open'|'lost'|'ended'} Status
 */
import { closeLayer, firstStep, nextStep, openLayer, previousStep } from '../model/graph.js';

/** Always the most probable token. @type {Sampling} */
export const GREEDY = { temperature: 0, topK: 0, topP: 1, seed: 0 };

/** Base class of all conductors. Methods that move the walk do nothing here; conductors that can move it override them. */
export class Conductor extends EventTarget {
  /** The model's graph; null until it has loaded. @type {Graph | null} */
  graph = null;
  /** The current run; null until it has loaded. @type {Trace | null} */
  trace = null;
  /** The step that panels show. On the presenter's page it is ahead of the room by one round trip. @type {string | null} */
  step = null;
  playing = false;
  blank = false;
  /** Whether this person may move the walk now. */
  mayDrive = false;
  /** @type {Status} */
  status = 'connecting';
  /** Whether a token is being computed. */
  generating = false;
  /** Commands of this page that the room has refused. */
  refusals = 0;
  /** The number of tokens that are still to be generated. */
  coming = 0;
  /** How tokens are chosen. @type {Sampling} */
  sampling = { ...GREEDY };
  /** The run of a second model over the same tokens, for comparison. @type {TraceInfo | null} */
  second = null;
  /** The part of the model in focus. @type {import('../scene/layout/focus.js').Focus} */
  focus = { kind: 'step', head: 0 };
  /** The last `show`; null before there is a step. @type {Show | null} */
  shown = null;
  /** The room as panels show it; null without one, and until its first state. @type {import('./room-conductor.js').Room | null} */
  room = null;
  /** The people in the room. @type {import('./room-conductor.js').People | null} */
  people = null;
  /** The close code with which the room has ended for this page, or is closed; null otherwise. @type {number | null} */
  endedBy = null;
  /** Whether the connection seems open but answers nothing. */
  isSilent = false;
  /** The model's weights; null until they have loaded, empty if there are too many. @type {import('../model/frame.js').Tensor[] | null} */
  weights = null;

  /** Whether no token can be added: there is no run, or its context is full. */
  get full() {
    return this.trace === null || this.trace.positions >= this.trace.info.nCtx;
  }

  /** Whether this page goes on without its room, with the numbers that it has. */
  get goesAlone() {
    return false;
  }

  /** Whether panels are ahead of the room, for which the scene waits. */
  get runsAhead() {
    return false;
  }

  /** Whether a computation is running that can be stopped. */
  get computing() {
    return this.generating;
  }

  /** Whether what is shown is a scene's of a tour, and not the person's own walk. */
  get inScene() {
    return false;
  }

  /** Goes on; in a room, with what is in front there. @param {boolean} [_adds] whether a token is expected */
  next(_adds) {
    this.stepBy(1);
  }

  back() {
    this.stepBy(-1);
  }

  /** Goes to the step after the present one, or before it. @param {1 | -1} by */
  stepBy(by) {
    const step = this.beside(by);
    if (step !== null) this.go(step);
  }

  /** The step after the present one, or before it; null if there is none. @protected @param {1 | -1} by */
  beside(by) {
    if (!this.graph || this.step === null) return null;
    return (by > 0 ? nextStep : previousStep)(this.graph, this.step, this.trace?.info.visits)?.id ?? null;
  }

  /** Opens the closed layer at the cursor, or closes the open one. */
  toggleLayer() {
    this.#goTo((graph, id) => openLayer(graph, id) ?? closeLayer(graph, id));
  }

  first() {
    this.#goTo(firstStep);
  }

  #goTo(/** @type {(graph: Graph, id: string) => Step | null} */ targetOf) {
    if (!this.graph || this.step === null) return;
    const step = targetOf(this.graph, this.step);
    if (step && step.id !== this.step) this.go(step.id);
  }

  /** Moves to a step. @param {string} _step */
  go(_step) {}

  /** Starts autoplay. */
  play() {}

  /** Stops autoplay. */
  pause() {}

  /** Generates tokens by the sampling. @param {number} [_tokens] */
  generate(_tokens) {}

  /** Appends chosen tokens. @param {number[]} _tokens */
  append(_tokens) {}

  /** Removes the last token. */
  takeBack() {}

  /** Cancels the running computation and the tokens that are still to be generated. */
  stop() {}

  /** Changes this person's name. @param {string} _name */
  rename(_name) {}

  /** Undoes the last command. */
  undo() {}

  /**
   * Sends a command to the room, without checking this person's rights: the room refuses a forbidden one.
   * @template {keyof import('./room-conductor.js').Commands} Name
   * @param {{do: Name} & import('./room-conductor.js').Commands[Name]} _command
   * @param {object} [_expected] what the sender expects besides, for the prediction of pages that are ahead of the room
   */
  command(_command, _expected) {}

  /**
   * A moment of the room by this browser's clock.
   * @param {number} [_serverTime] ms of the server's clock; 0 for none
   * @returns {number | null} ms of performance.now(); null for none, and until the clock is synchronised
   */
  toLocal(_serverTime) {
    return null;
  }

  /** Changes the sampling. @param {Partial<Sampling>} _sampling omitted members stay */
  sample(_sampling) {}

  /** Changes parts of the model while it runs. @param {string[]} _changes all of them, as docs/protocol.md writes them */
  setChanges(_changes) {}

  /** Reads the current tokens with another model of the same tokenizer, at the same step. @param {string} _model content id or name */
  async readWith(_model) {}

  /** Compares the model with a second one of the same tokenizer. @param {string | null} _model content id; null ends it */
  compare(_model) {}

  /** Goes back to the prompt without generated tokens, and to the first step. */
  reset() {}

  /** Blanks the audience's screens. @param {boolean} _on */
  darken(_on) {}

  /**
   * Runs a model over another prompt.
   *
   * @param {string} _text
   * @param {string} [_model] content id or a preset's id; the current model by default
   * @param {boolean} [_chat] whether the text is a user's turn, to be formatted by the model's chat template
   * @returns {Promise<void>} rejects with the server's Problem
   */
  async prompt(_text, _model, _chat) {}

  /** Reports to the room which step this browser has drawn. @param {import('./connection.js').Cursor} _cursor */
  painted(_cursor) {}

  /** Reports to the room whether this person looks around. @param {boolean} _on */
  looking(_on) {}

  /** Closes the connection and stops the timers. */
  dispose() {}

  /** @protected */
  changed() {
    this.dispatchEvent(new Event('change'));
  }

  /** @protected @param {Show} show */
  show(show) {
    this.shown = show;
    this.dispatchEvent(new CustomEvent('show', { detail: show }));
  }

  /** @protected @param {Notice} notice */
  notice(notice) {
    this.dispatchEvent(new CustomEvent('notice', { detail: notice }));
  }
}

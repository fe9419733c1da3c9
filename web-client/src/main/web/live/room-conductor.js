/**
 * A room says what is shown, and this page follows: state by state, each run with the frames that come for it.
 *
 * @typedef {import('./connection.js').Connection} Connection
 * @typedef {import('../model/trace.js').Trace} Trace
 * @typedef {import('../model/trace.js').TraceInfo} TraceInfo
 *
 * @typedef {import('./conductor.js').Sampling} Sampling
 * @typedef {{name: string, index: number[]}} Mark  a cell; −1 in the index is all along that axis
 * @typedef {{holder: string, offered: string, asking: string[], freeAt: number}} Wheel  times of the server's clock
 * @typedef {{subject: string, start: number}} Exhibit  models that all walk past; ms of the server's clock
 * @typedef {{trace: TraceInfo, cursor: {trace: string, step: string}, playing: boolean, blank: boolean, code: string,
 *   lobby: boolean, began: number, address: string, sharing: boolean, marks?: Mark[], exhibit?: Exhibit, undo?: string, wheel: Wheel,
 *   sampling?: Sampling, generating?: number, second?: TraceInfo}} RoomState
 * @typedef {{id: string, name: string, view: string, lagMs: number, step: string, looking?: boolean}} Person
 * @typedef {{count: number, following: number, behind: number, looking?: number, screens?: number, list?: Person[],
 *   drivers?: {id: string, name: string, role: string}[]}} People
 * @typedef {{step: string, playing: boolean, blank: boolean, lobby: boolean, sharing: boolean, marks: Mark[],
 *   address: string, began: number, undo: string, wheel: Wheel, sampling: Sampling, exhibit: Exhibit | null,
 *   parts: Record<string, any>}} RoomView  what panels show of a state; `parts`: members that belong to one feature, by name
 * @typedef {RoomView & {role: string, id: string, mayDrive: boolean, drives: boolean, own: Record<string, any>}} Room  and who looks at it:
 *   `mayDrive` when the wheel is handed over, `drives` now, `own` what this person alone sees of the state
 */
import { Traces } from '../model/trace.js';
import { Conductor, GREEDY } from './conductor.js';
import { Loader } from './loader.js';
import { server } from './model-source.js';

/** Frames that arrived before their run was known. */
const EARLY_FRAMES = 4;
/** How long the room's own frame of a step may take before the page asks for it. */
const FRAME_MS = 400;
const RETRY_MS = 2000;
/** A start further ahead than this is a clock that has gone wrong. */
const AHEAD_MS = 1000;

export class RoomConductor extends Conductor {
  /** @type {People | null} */
  people = null;
  /** Why the room was left for good, or null. @type {number | null} */
  endedBy = null;
  /** @type {string | null} */
  code = null;
  /** The room as panels show it; null until it has been heard of. @type {Room | null} */
  room = null;
  /** Where the driver points; `pose` of a camera that is shared. @type {{cell: Mark | null, pose: object | null}} */
  pointer = { cell: null, pose: null };
  /** What this person alone sees of the state, by the names of its members. @type {Record<string, any>} */
  #own = {};
  #role = '';
  #id = '';
  #loader;
  /** What the room said last. @protected @type {RoomState | null} */
  said = null;
  /** The seq of that: newer ones may be known, whose model is not here yet. @protected */
  saidSeq = 0;
  /** @type {Traces | null} */
  #traces = null;
  /** @type {import('../model/frame.js').Frame[]} */
  #early = [];
  #entering = 0;
  /** What the scene was told last. @type {{trace: Trace, step: string} | null} */
  #shown = null;

  /**
   * @param {Connection} connection not started yet
   * @param {{source?: typeof server, now?: () => number, after?: (fn: () => void, ms: number) => any, tries?: number}} [outside]
   *   `tries`: how often frames ahead of the walk are asked for while the server is away
   */
  constructor(connection, { source = server, now = () => performance.now(), after = setTimeout.bind(null), tries = 1 } = {}) {
    super();
    /** @protected */
    this.connection = connection;
    /** @protected */
    this.source = source;
    /** @protected */
    this.now = now;
    /** @protected */
    this.after = after;
    this.#loader = new Loader((problem) => this.#unreachable(problem), after, tries);
    const on = (type, then) => connection.addEventListener(type, (event) => then(/** @type {CustomEvent} */ (event).detail));
    on('welcome', (message) => this.welcomed(message));
    on('state', (message) => this.#stateSaid(message));
    on('refused', (message) => this.refused(message));
    on('frame', (frame) => this.#takeFrame(frame));
    on('people', (people) => {
      this.people = people;
      this.changed();
    });
    on('pointer', ({ cell, pose }) => {
      this.pointer = { cell: cell[0] ?? null, pose: pose[0] ?? null };
      this.dispatchEvent(new Event('pointer'));
    });
    on('own', ({ state }) => {
      this.#own = state;
      this.look();
    });
    on('error', (message) => this.notice({ key: 'error.server', detail: message.detail }));
    on('status', (status) => {
      this.status = status;
      this.changed();
    });
    on('ended', ({ code }) => {
      this.endedBy = code;
      this.changed();
    });
  }

  /** @protected @param {any} message @param {boolean} [stays] whether the scene stays where it is */
  async welcomed(message, stays = false) {
    this.#role = message.role;
    this.#own = {};
    this.#id = message.id;
    this.code = message.state.code ?? null;
    await this.#enter(message, null, stays);
  }

  #stateSaid(message) {
    this.answered(message.by);
    this.#enter(message, message.start ? this.#localStart(message.start) : null);
  }

  /** @param {number} start ms of the server's clock */
  #localStart(start) {
    const local = this.connection.clock.toLocal(start);
    return local === null ? null : Math.min(local, this.now() + AHEAD_MS);
  }

  /** @protected @param {any} message */
  refused(message) {
    this.generating = false;
    this.notice({ key: `refused.${message.reason}`, detail: message.detail });
    this.changed();
  }

  /** A command of this page has been done, or not. @protected @param {string | undefined} _id */
  answered(_id) {}

  /** Whether panels run ahead of the room, and the scene waits for it. @protected */
  get runsAhead() {
    return false;
  }

  /** Puts what the room has not said yet over what it said. @protected @param {RoomView} _view */
  foretell(_view) {}

  /**
   * Takes over what the room says, once the model and the run are known.
   * @param {{seq: number, state: RoomState}} message @param {number | null} startAt
   * @param {boolean} [stays] whether the scene stays where it is
   */
  async #enter(message, startAt, stays = false) {
    const { state } = message;
    const entering = ++this.#entering;
    if (this.graph?.model.id !== state.trace.model) {
      try {
        const graph = await this.source.graph(state.trace.model);
        if (entering !== this.#entering) return;
        this.#adopt(graph);
      } catch (problem) {
        if (entering === this.#entering) this.#tryAgain(() => this.#enter(message, null), problem);
        return;
      }
    }
    const generated = this.said !== null && this.said.trace.id !== state.trace.id;
    this.said = state;
    this.saidSeq = message.seq;
    if (generated || !this.runsAhead) this.generating = false;
    const traces = /** @type {Traces} */ (this.#traces);
    const trace = traces.of(state.trace);
    for (const frame of this.#early.splice(0)) this.#takeFrame(frame);
    this.look();
    // After a loss the presenter's own last word is still on its way: the scene does not go back for a moment.
    if (!stays && (startAt !== null || !this.runsAhead)) this.showScene(trace, state.cursor.step, startAt);
  }

  #adopt(graph) {
    this.graph = graph;
    this.#traces = new Traces(graph, this.source.frame);
    this.weights = null;
    this.#shown = null;
    this.#loadWeights(graph);
  }

  async #loadWeights(graph) {
    try {
      const weights = await this.source.weights(graph);
      if (this.graph !== graph) return;
      this.weights = weights;
      this.changed();
    } catch (problem) {
      if (this.graph === graph) this.#tryAgain(() => this.#loadWeights(graph), problem);
    }
  }

  #tryAgain(what, problem) {
    this.#unreachable(problem);
    this.after(what, RETRY_MS);
  }

  #unreachable(problem) {
    this.notice({ key: 'error.unreachable', detail: problem.status ? problem.message : undefined });
  }

  /** Works out what panels show: what the room said, and on top what was foretold. @protected */
  look() {
    if (!this.said || !this.#traces) return;
    const { cursor, playing, blank, lobby, sharing, marks = [], exhibit = null, address, began, undo = '', wheel, sampling = GREEDY, ...others } = this.said;
    const { trace: info, code: _, generating = 0, second = null, ...parts } = others;
    /** @type {RoomView} */
    const view = { step: cursor.step, playing, blank, lobby, sharing, marks, exhibit, address, began, undo, wheel, sampling, parts };
    this.foretell(view);
    this.trace = this.#traces.of(info);
    this.step = view.step;
    this.playing = view.playing;
    this.blank = view.blank;
    this.sampling = view.sampling;
    this.coming = generating;
    this.second = second;
    const mayDrive = this.#role === 'presenter' || this.#role === 'co-presenter';
    this.mayDrive = mayDrive && view.wheel.holder === this.#id;
    this.room = { ...view, role: this.#role, id: this.#id, mayDrive, drives: this.mayDrive, own: this.#own };
    this.changed();
  }

  /** @protected @param {Trace} trace @param {string} step @param {number | null} startAt */
  showScene(trace, step, startAt) {
    const same = this.#shown && this.#shown.trace === trace && this.#shown.step === step;
    if (same) return;
    const from = this.#shown;
    this.#shown = { trace, step };
    this.show({ trace, step, startAt: from === null ? null : startAt, from });
    if (this.graph) this.#loader.want(this.graph, trace, step, this.status === 'open' ? FRAME_MS : 0);
  }

  #takeFrame(frame) {
    const trace = this.#traces?.known(frame.trace);
    if (trace) {
      try {
        trace.take(frame);
      } catch (error) {
        // What this frame should have brought is fetched.
        console.warn(error);
      }
    } else {
      this.#early.push(frame);
      if (this.#early.length > EARLY_FRAMES) this.#early.shift();
    }
  }

  /**
   * Gives a command, whoever the person is: the room refuses it where that person may not.
   * @param {object} what with its name in `do`
   * @param {(view: RoomView) => void} [_foretell] what the room will say, for pages that run ahead of it
   */
  command(what, _foretell) {
    if (this.said) this.connection.command(what, this.saidSeq);
  }

  /** What this person wishes to be called. @param {string} name */
  rename(name) {
    this.connection.say({ type: 'name', name });
  }

  /** When it began, ms of this browser's clock; null before. */
  get beganAt() {
    return this.#here(this.room?.began ?? 0);
  }

  /** When what is walked past begins, ms of this browser's clock; null where nothing is, or the clock is not known yet. */
  get exhibitAt() {
    return this.#here(this.room?.exhibit?.start ?? 0);
  }

  /** When a wheel whose driver is gone may be taken, ms of this browser's clock; null while its driver is here. */
  get wheelFreeAt() {
    return this.#here(this.room?.wheel.freeAt ?? 0);
  }

  /** @param {number} serverTime 0 for none */
  #here(serverTime) {
    return serverTime > 0 ? this.connection.clock.toLocal(serverTime) : null;
  }

  painted(cursor) {
    this.connection.painted(cursor);
  }

  looking(on) {
    this.connection.looking(on);
  }

  dispose() {
    this.#loader.stop();
    this.connection.close();
  }
}

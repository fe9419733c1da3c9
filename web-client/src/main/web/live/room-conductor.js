/**
 * A room's presenter says what is shown. On the presenter's own page each command is foretold: button, rail and card
 * answer at the key press, and what the server says then takes its place. Motion begins when the server says so, here
 * too. While the line is down the presenter goes on alone, and the last word is reconciled when it is back.
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
 *   address: string, began: number, undo: string, wheel: Wheel, sampling: Sampling, exhibit: Exhibit | null}} RoomView  what panels show of a state
 * @typedef {RoomView & {role: string, id: string, mayDrive: boolean, drives: boolean}} Room  and who looks at it:
 *   `mayDrive` when the wheel is handed over, `drives` now
 */
import { firstStep, hasStep } from '../model/graph.js';
import { Traces } from '../model/trace.js';
import { Conductor, GREEDY } from './conductor.js';
import { Loader } from './loader.js';
import { server } from './model-source.js';
import { Staging } from './staging.js';

/** What was foretold and not answered for so long was overtaken by something newer. */
const FORETOLD_MS = 4000;
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
  /** The prompt that is being computed for this page. @type {AbortController | null} */
  #running = null;
  #alone;
  #beside;
  #role = '';
  #id = '';
  #connection;
  #source;
  #now;
  #after;
  #loader;
  /** @type {RoomState | null} */
  #said = null;
  /** The seq of that: newer ones may be known, whose model is not here yet. */
  #saidSeq = 0;
  /** @type {Map<string, {given: number, foretell: (view: RoomView) => void}>} by the command's id, in the order given */
  #foretold = new Map();
  /** @type {Traces | null} */
  #traces = null;
  /** @type {import('../model/frame.js').Frame[]} */
  #early = [];
  #entering = 0;
  /** What the scene was told last. @type {{trace: Trace, step: string} | null} */
  #shown = null;

  /**
   * @param {Connection} connection not started yet
   * @param {{source?: typeof server, now?: () => number, after?: (fn: () => void, ms: number) => any,
   *   alone?: boolean, beside?: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'> | null}} [outside]
   *   `alone`: this page goes on while the server is away; `beside`: to other pages of the room in this browser, which
   *   then do so together
   */
  constructor(
    connection,
    { source = server, now = () => performance.now(), after = setTimeout.bind(null), alone = false, beside = null } = {},
  ) {
    super();
    this.#connection = connection;
    this.#source = source;
    this.#now = now;
    this.#after = after;
    this.staging = new Staging(
      (what, foretell = () => {}) => this.#order(what, foretell),
      (message) => connection.say(message),
      { now, after },
    );
    this.#loader = new Loader((problem) => this.#unreachable(problem), after, alone ? Infinity : 1);
    this.#alone = alone;
    this.#beside = beside;
    beside?.addEventListener('message', ({ data }) => {
      if (!this.mayDrive && this.goesAlone && data?.trace === this.#said?.trace.id) this.#stepAlone(data.step);
    });
    const on = (type, then) => connection.addEventListener(type, (event) => then(/** @type {CustomEvent} */ (event).detail));
    on('welcome', (message) => this.#welcomed(message));
    on('state', (message) => this.#stateSaid(message));
    on('refused', (message) => this.#refused(message));
    on('frame', (frame) => this.#takeFrame(frame));
    on('people', (people) => {
      this.people = people;
      this.changed();
    });
    on('pointer', ({ cell, pose }) => {
      this.pointer = { cell: cell[0] ?? null, pose: pose[0] ?? null };
      this.dispatchEvent(new Event('pointer'));
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

  #welcomed(message) {
    this.#role = message.role;
    this.#id = message.id;
    this.code = message.state.code ?? null;
    this.staging.again();
    const own = this.#ownStep(message.state);
    if (this.#connection.fresh) this.#foretold.clear();
    this.#enter(message, null, own !== null).then(() => {
      if (own !== null && this.mayDrive) this.go(own);
    });
  }

  /**
   * Where the presenter has gone meanwhile, in a room that comes back from a restart as it was left; null where nobody
   * has, or another driver has moved it since. In a room that never ended, the commands themselves are given again.
   * @param {RoomState} state
   */
  #ownStep({ cursor }) {
    const said = this.#said?.cursor;
    const asLeft = said !== undefined && said.trace === cursor.trace && said.step === cursor.step;
    return this.#connection.fresh && asLeft && this.mayDrive && this.step !== cursor.step ? this.step : null;
  }

  /** Whether this page goes on by itself now, with what it holds. */
  get goesAlone() {
    return this.#alone && this.status === 'lost' && this.trace !== null;
  }

  /** Shows a step without the room. @param {string} step */
  #stepAlone(step) {
    if (!this.graph || !this.trace || !hasStep(this.graph, step)) return;
    this.step = step;
    if (this.room) this.room.exhibit = null;
    this.#showScene(this.trace, step, this.#now());
    this.changed();
  }

  #stateSaid(message) {
    this.#fulfil(message.by);
    this.#enter(message, message.start ? this.#localStart(message.start) : null);
  }

  /** @param {number} start ms of the server's clock */
  #localStart(start) {
    const local = this.#connection.clock.toLocal(start);
    return local === null ? null : Math.min(local, this.#now() + AHEAD_MS);
  }

  #refused(message) {
    const known = this.#foretold.has(message.id);
    this.#fulfil(message.id);
    this.generating = false;
    this.notice({ key: `refused.${message.reason}`, detail: message.detail });
    if (known) this.#look();
    this.changed();
    this.#settle();
  }

  /** Brings the scene to where panels are, once nothing is foretold any more. */
  #settle() {
    if (this.#foretold.size === 0 && this.trace && this.step !== null) this.#showScene(this.trace, this.step, null);
  }

  /** Commands are done in order: an answer to one answers those before it. */
  #fulfil(id) {
    if (!this.#foretold.has(id)) return;
    for (const earlier of [...this.#foretold.keys()]) {
      this.#foretold.delete(earlier);
      if (earlier === id) return;
    }
  }

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
        const graph = await this.#source.graph(state.trace.model);
        if (entering !== this.#entering) return;
        this.#adopt(graph);
      } catch (problem) {
        if (entering === this.#entering) this.#tryAgain(() => this.#enter(message, null), problem);
        return;
      }
    }
    const generated = this.#said !== null && this.#said.trace.id !== state.trace.id;
    this.#said = state;
    this.#saidSeq = message.seq;
    if (generated || this.#foretold.size === 0) this.generating = false;
    const traces = /** @type {Traces} */ (this.#traces);
    const trace = traces.of(state.trace);
    for (const frame of this.#early.splice(0)) this.#takeFrame(frame);
    this.#look();
    // After a loss the presenter's own last word is still on its way: the scene does not go back for a moment.
    if (!stays && (startAt !== null || this.#foretold.size === 0)) this.#showScene(trace, state.cursor.step, startAt);
  }

  #adopt(graph) {
    this.graph = graph;
    this.#traces = new Traces(graph, this.#source.frame);
    this.weights = null;
    this.#shown = null;
    this.#loadWeights(graph);
  }

  async #loadWeights(graph) {
    try {
      const weights = await this.#source.weights(graph);
      if (this.graph !== graph) return;
      this.weights = weights;
      this.changed();
    } catch (problem) {
      if (this.graph === graph) this.#tryAgain(() => this.#loadWeights(graph), problem);
    }
  }

  #tryAgain(what, problem) {
    this.#unreachable(problem);
    this.#after(what, RETRY_MS);
  }

  #unreachable(problem) {
    this.notice({ key: 'error.unreachable', detail: problem.status ? problem.message : undefined });
  }

  /** Works out what panels show: what the room said, and on top what was foretold. */
  #look() {
    if (!this.#said || !this.#traces) return;
    const { cursor, playing, blank, lobby, sharing, marks = [], exhibit = null, address, began, undo = '', wheel, sampling = GREEDY } = this.#said;
    /** @type {RoomView} */
    const view = { step: cursor.step, playing, blank, lobby, sharing, marks, exhibit, address, began, undo, wheel, sampling };
    for (const { foretell } of this.#foretold.values()) foretell(view);
    this.trace = this.#traces.of(this.#said.trace);
    this.step = view.step;
    this.playing = view.playing;
    this.blank = view.blank;
    this.sampling = view.sampling;
    this.coming = this.#said.generating ?? 0;
    this.second = this.#said.second ?? null;
    const mayDrive = this.#role === 'presenter' || this.#role === 'co-presenter';
    this.mayDrive = mayDrive && view.wheel.holder === this.#id;
    this.room = { ...view, role: this.#role, id: this.#id, mayDrive, drives: this.mayDrive };
    this.changed();
  }

  #showScene(trace, step, startAt) {
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

  /** @param {object} what @param {(view: RoomView) => void} foretell */
  #command(what, foretell) {
    if (this.mayDrive) this.#order(what, foretell);
  }

  /** @param {object} what @param {(view: RoomView) => void} foretell */
  #order(what, foretell) {
    if (!this.#said || !this.room?.mayDrive) return;
    const id = this.#connection.command(what, this.#saidSeq);
    const given = this.#now();
    this.#foretold.set(id, { given, foretell });
    this.#look();
    this.#after(() => this.#forget(id), FORETOLD_MS);
  }

  #forget(id) {
    const foretold = this.#foretold.get(id);
    if (!foretold) return;
    // With the line down the answer cannot come; what was foretold stays until the room can be asked.
    if (this.status !== 'open') {
      this.#after(() => this.#forget(id), FORETOLD_MS);
      return;
    }
    this.#fulfil(id);
    this.generating = false;
    this.#look();
    this.#settle();
  }

  go(step) {
    if (!this.#said || !this.graph || !hasStep(this.graph, step)) return;
    if (!this.mayDrive) {
      if (this.goesAlone) this.#stepAlone(step);
      return;
    }
    if (this.goesAlone) this.#beside?.postMessage({ trace: this.#said.trace.id, step });
    this.#command({ do: 'go', cursor: { trace: this.#said.trace.id, step } }, (view) => {
      view.step = step;
      view.lobby = false;
    });
    if (this.status !== 'open' && this.trace && this.step !== null) this.#showScene(this.trace, this.step, this.#now());
  }

  play() {
    this.#command({ do: 'play' }, (view) => {
      view.playing = true;
      view.lobby = false;
    });
  }

  pause() {
    this.#command({ do: 'pause' }, (view) => {
      view.playing = false;
    });
  }

  generate(tokens = 1) {
    if (!this.#said || this.generating) return;
    if (this.full) {
      this.notice({ key: 'refused.context-full' });
      return;
    }
    this.generating = true;
    this.#command({ do: 'generate', trace: this.#said.trace.id, tokens }, () => {});
  }

  append(tokens) {
    if (this.#said) this.#command({ do: 'append', trace: this.#said.trace.id, tokens }, () => {});
  }

  takeBack() {
    if (this.#said) this.#command({ do: 'back', trace: this.#said.trace.id, tokens: 1 }, () => {});
  }

  sample(sampling) {
    const next = { ...this.sampling, ...sampling };
    this.#command({ do: 'sampling', ...next }, (view) => {
      view.sampling = next;
    });
  }

  compare(model) {
    this.#command({ do: 'compare', ...(model === null ? {} : { model }) }, () => {});
  }

  reset() {
    const graph = this.graph;
    if (!graph) return;
    this.#command({ do: 'reset' }, (view) => {
      view.step = firstStep(graph).id;
      view.playing = false;
    });
  }

  darken(on) {
    this.#command({ do: 'blank', on }, (view) => {
      view.blank = on;
    });
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
    return serverTime > 0 ? this.#connection.clock.toLocal(serverTime) : null;
  }

  /** Whether something that can be stopped is being computed for this page. */
  get computing() {
    return this.generating || this.coming > 0 || this.#running !== null;
  }

  /** Takes back the last command; what is still being computed is given up instead. */
  undo() {
    if (this.computing) this.stop();
    else this.staging.undo();
  }

  /** Gives up what is being computed. */
  stop() {
    this.#running?.abort();
    this.staging.stop();
  }

  async prompt(text, model = this.graph?.model.id, chat = false) {
    if (model === undefined) return;
    this.#running?.abort();
    const said = chat ? { chat: [{ role: 'user', content: text }] } : { prompt: text };
    const running = new AbortController();
    this.#running = running;
    this.changed();
    try {
      const info = await this.#source.run({ model, ...said }, running.signal);
      if (!running.signal.aborted) this.#command({ do: 'prompt', trace: info.id }, () => {});
    } catch (problem) {
      // What was given up is no failure.
      if (!running.signal.aborted) throw problem;
    } finally {
      if (this.#running === running) this.#running = null;
      this.changed();
    }
  }

  painted(cursor) {
    this.#connection.painted(cursor);
  }

  looking(on) {
    this.#connection.looking(on);
  }

  dispose() {
    this.#loader.stop();
    this.#connection.close();
  }
}

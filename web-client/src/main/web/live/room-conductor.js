/**
 * The conductor of a page that follows a room: it shows the room's states, with the frames that the room sends for each run.
 *
 * @typedef {import('./connection.js').Connection} Connection
 * @typedef {Pick<Connection, 'on' | 'command' | 'say' | 'painted' | 'looking' | 'close'> & {clock: Pick<Connection['clock'], 'toLocal'>}} Line  what it follows
 * @typedef {Line & Pick<Connection, 'hasten' | 'fresh'> & {start: () => unknown, seq?: number, clock: Pick<Connection['clock'], 'toLocal' | 'rtt'>}} PageLine  the same, as a page has it
 * @typedef {import('../model/trace.js').Trace} Trace
 * @typedef {import('../model/trace.js').TraceInfo} TraceInfo
 *
 * @typedef {import('./conductor.js').Sampling} Sampling
 * @typedef {{name: string, index: number[]}} CellMark  a cell; −1 in the index stands for all entries of that axis
 * @typedef {{holder: string, offered: string, asking: string[], freeAt: number}} Control  `freeAt` in ms of the server's clock
 * @typedef {{trace: TraceInfo, cursor: Cursor, playing: boolean, blank: boolean, code?: string,
 *   lobby: boolean, wheel: Control, sampling?: Sampling, generating?: number, second?: TraceInfo} & Parts} RoomState
 * @typedef {import('./connection.js').Cursor} Cursor
 * @typedef {'attendee' | 'projector' | 'moderator' | 'presenter' | 'co-presenter'} Role
 *
 * @typedef {import('declared').Parts} Parts  members of the state that belong to one feature, which declares them
 * @typedef {import('declared').Own} Own      members of the state for this person alone, likewise
 * @typedef {Partial<Pick<Parts, 'door' | 'hands' | 'lost' | 'prediction' | 'proposals' | 'qa' | 'signals'>>} Counts  those with counts of what people have answered; null for one
 *   that is not there
 *
 * @typedef {object} WalkCommands  what the commands that move the walk say besides their names; those of features are declared there
 * @property {{cursor: Cursor}} go
 * @property {{level?: string} | import('../features/tour/in-room.js').ToBeat} next  during a tour its driver expects a beat
 * @property {{level?: string} | import('../features/tour/in-room.js').ToBeat} back
 * @property {{}} play
 * @property {{}} pause
 * @property {{}} reset
 * @property {{}} stop
 * @property {{}} undo
 * @property {{on: boolean}} blank
 * @property {{trace: string}} prompt
 * @property {{trace: string, tokens: number}} generate
 * @property {{trace: string, tokens: number[]}} append
 * @property {{trace: string, tokens: number}} take-back
 * @property {Sampling} sampling
 * @property {{model?: string}} compare
 * @property {{trace: string, changes: string[]}} change
 * @typedef {WalkCommands & import('declared').Commands} Commands
 *
 * @typedef {{id: string, name: string, view: string, lagMs: number, step: string, looking?: boolean, behind?: boolean}} Person
 * @typedef {{count: number, following: number, behind: number, looking?: number, screens?: number, list?: Person[],
 *   drivers?: {id: string, name: string, role: string}[], looks?: Record<string, number>}} People  `looks`: before how many people who look around
 *   each part of the machine stands, of those parts before which several stand
 * @typedef {{step: string, playing: boolean, blank: boolean, lobby: boolean, wheel: Control, sampling: Sampling,
 *   parts: Parts}} RoomView  a state as panels show it
 * @typedef {{[Name in keyof Commands]?: (view: RoomView, command: Commands[Name] & {do?: Name}) => void}} Predictions  change the state as the room will by
 *   a command, by its name; `command` has its fields and what its sender expects besides
 * @typedef {object} Foresight  what features know of the room's next state
 * @property {<Name extends keyof Commands>(name: Name, view: RoomView, command: Commands[Name]) => void} predict  as {@link Predictions}
 * @property {(parts: Parts) => boolean} holdsWalk  whether something is in front of the walk, so that going on does not move it
 * @typedef {RoomView & {role: Role | '', id: string, mayDrive: boolean, drives: boolean, own: Partial<Own>}} Room  with this
 *   page's person: `mayDrive` if control is handed over, `drives` now
 */
import { Traces } from '../model/trace.js';
import { Conductor, GREEDY } from './conductor.js';
import { Loader } from './loader.js';
import { server } from './model-source.js';
import { insist } from './retry.js';

/** The greatest number of frames that are kept until their run is known. */
const EARLY_FRAMES = 4;
/** See `frameMs`, ms. */
const FRAME_MS = 400;
/** Limit of a start's distance in the future, ms: if it is larger, a clock is wrong. */
const AHEAD_MS = 1000;

/** @type {import('./connection.js').Sent['counts']} */
const NO_COUNTS = { seq: -1, state: {} };

export class RoomConductor extends Conductor {
  /** @type {string | null} */
  code = null;
  /** The driver's pointer, and the pose of a shared camera. @type {{cell: CellMark | null, pose: import('../scene/camera/shared-camera.js').SharedPose | null}} */
  pointer = { cell: null, pose: null };
  /** @type {Partial<Own>} */
  #own = {};
  /** The newest counts of answers, and of which state they are. @type {import('./connection.js').Sent['counts']} */
  #counts = NO_COUNTS;
  /** @type {Role | ''} */
  #role = '';
  #id = '';
  #loader;
  #frameMs;
  /** The room's last state whose model has loaded. @protected @type {RoomState | null} */
  said = null;
  /** The seq of that state. @protected */
  saidSeq = 0;
  /** @type {Traces | null} */
  #traces = null;
  /** @type {import('../model/frame.js').Frame[]} */
  #early = [];
  #entering = 0;

  /**
   * @param {Line} connection not started yet
   * @param {{source?: typeof server, now?: () => number, after?: (fn: () => void, ms: number) => unknown, ahead?: number, frameMs?: number}} [outside]
   *   `ahead`: how many of the next steps are loaded; `frameMs`: how long to wait for the room's frame of a step before requesting it
   */
  constructor(
    connection,
    {
      source = server,
      now = () => performance.now(),
      after = setTimeout.bind(null),
      ahead = 1,
      frameMs = FRAME_MS,
    } = {},
  ) {
    super();
    /** @protected */
    this.connection = connection;
    /** @protected */
    this.source = source;
    /** @protected */
    this.now = now;
    /** @protected */
    this.after = after;
    this.#frameMs = frameMs;
    this.#loader = new Loader((problem) => this.notice({ problem }), after, ahead);
    const on = connection.on.bind(connection);
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
    on('counts', (counts) => {
      this.#counts = counts;
      this.look();
    });
    on('own', ({ state }) => {
      this.#own = state;
      this.look();
    });
    // what the room says of itself, once: its model is gone, or it was damaged
    on('error', (problem) => this.notice({ problem, stays: true }));
    on('status', (status) => {
      this.status = status;
      this.changed();
    });
    on('silence', (isSilent) => {
      this.isSilent = isSilent;
      this.changed();
    });
    on('ended', ({ code }) => {
      this.endedBy = code;
      this.changed();
    });
  }

  /** @protected @param {import('./connection.js').Sent['welcome']} message */
  async welcomed(message) {
    this.endedBy = null;
    this.#role = message.role;
    this.#own = {};
    this.#counts = NO_COUNTS;
    this.#id = message.id;
    this.code = message.state.code ?? null;
    await this.#enter(message, null);
  }

  /** @param {import('./connection.js').Sent['state']} message */
  #stateSaid(message) {
    this.answered(message.by);
    this.#enter(message, message.start ? this.#localStart(message.start) : null);
  }

  /** @param {number} start ms of the server's clock */
  #localStart(start) {
    const local = this.connection.clock.toLocal(start);
    return local === null ? null : Math.min(local, this.now() + AHEAD_MS);
  }

  /** @protected @param {import('./connection.js').Sent['refused']} message */
  refused(message) {
    this.generating = false;
    this.refusals++;
    this.notice({ problem: message });
    this.changed();
  }

  /** Called when a command of this page has been performed or refused. @protected @param {string | undefined} _id */
  answered(_id) {}

  /** Applies predictions to a view of the room's state. @protected @param {RoomView} _view */
  predict(_view) {}

  /**
   * Takes over a state, once its model has loaded.
   * @param {{seq: number, state: RoomState}} message @param {number | null} startAt
   */
  async #enter(message, startAt) {
    const { state } = message;
    const entering = ++this.#entering;
    if (this.graph?.model.id !== state.trace.model) {
      const wanted = () => entering === this.#entering;
      const graph = await this.#insist(() => this.source.graph(state.trace.model), wanted);
      if (!wanted()) return;
      this.#adopt(graph);
    }
    const generated = this.said !== null && this.said.trace.id !== state.trace.id;
    this.said = state;
    this.saidSeq = message.seq;
    if (generated || !this.runsAhead) this.generating = false;
    const traces = /** @type {Traces} */ (this.#traces);
    const trace = traces.of(state.trace);
    for (const frame of this.#early.splice(0)) this.#takeFrame(frame);
    this.look();
    // After a loss the presenter's own commands are still on their way: the scene must not go back for a moment.
    if (startAt !== null || !this.runsAhead) this.showScene(trace, state.cursor.step, startAt);
  }

  /** @param {import('./conductor.js').Graph} graph */
  #adopt(graph) {
    this.graph = graph;
    this.#traces = new Traces(graph, this.source.frame);
    this.weights = null;
    this.shown = null;
    this.#loadWeights(graph);
  }

  /** @param {import('./conductor.js').Graph} graph */
  async #loadWeights(graph) {
    const wanted = () => this.graph === graph;
    const weights = await this.#insist(() => this.source.weights(graph), wanted);
    if (!wanted()) return;
    this.weights = weights;
    this.changed();
  }

  /**
   * Repeats a task until it succeeds or is no longer wanted. Failures are shown.
   * @template Done @param {() => Promise<Done>} task @param {() => boolean} wanted
   */
  #insist(task, wanted) {
    return insist(task, { failed: (problem) => this.notice({ problem }), wanted, after: this.after });
  }

  /** Computes the panels' view: the room's state with all predictions applied. @protected */
  look() {
    if (!this.said || !this.#traces) return;
    const {
      cursor,
      playing,
      blank,
      lobby,
      wheel,
      sampling = GREEDY,
      ...others
    } = { ...this.said, ...(this.#counts.seq >= this.saidSeq && this.#counts.state) };
    const { trace: info, code: _, generating = 0, second = null, ...parts } = others;
    /** @type {RoomView} */
    const view = { step: cursor.step, playing, blank, lobby, wheel, sampling, parts };
    this.predict(view);
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
    const before = this.shown;
    if (before?.trace === trace && before.step === step) return;
    const from = before && { trace: before.trace, step: before.step };
    this.show({ trace, step, startAt: from === null ? null : startAt, from });
    if (this.graph) this.#loader.want(this.graph, trace, step, this.status === 'open' ? this.#frameMs : 0);
  }

  /** @param {import('../model/frame.js').Frame} frame */
  #takeFrame(frame) {
    const trace = this.#traces?.known(frame.trace);
    if (trace) {
      try {
        trace.take(frame);
      } catch (error) {
        // The page fetches the numbers that the frame should have brought.
        console.warn(error);
      }
    } else {
      this.#early.push(frame);
      if (this.#early.length > EARLY_FRAMES) this.#early.shift();
    }
  }

  /**
   * @template {keyof Commands} Name
   * @param {{do: Name} & Commands[Name]} command @param {object} [_expected]
   */
  command(command, _expected) {
    if (this.said) this.connection.command(command, this.saidSeq);
  }

  /** @param {string} name */
  rename(name) {
    this.connection.say({ type: 'name', name });
  }

  toLocal(serverTime = 0) {
    return serverTime > 0 ? this.connection.clock.toLocal(serverTime) : null;
  }

  /** @param {Cursor} cursor */
  painted(cursor) {
    this.connection.painted(cursor);
  }

  /** @param {boolean} on @param {string} [sees] the part of the machine in the middle of the view (scene/layout/focus.js) */
  looking(on, sees) {
    this.connection.looking(on, sees);
  }

  dispose() {
    this.#loader.stop();
    this.connection.close();
  }
}

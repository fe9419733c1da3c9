/**
 * The socket of a room (docs/protocol.md, "The live room"): says hello, keeps the server's clock, reconnects after a loss
 * with growing, random delays, and repeats commands that were not answered.
 *
 * It emits {@link Heard}: the room's messages, `frame` with a decoded frame, `status` when `status` has changed, `silence` when
 * `isSilent` has, and `ended` when no retry can help,
 * or the room is closed: then it tries on, until the presenter opens the room.
 *
 * @typedef {'connecting'|'open'|'lost'|'ended'} Status
 * @typedef {import('./room-conductor.js').RoomState} RoomState
 *
 * @typedef {object} Sent  the room's messages by their types, but for `pong`; times in ms of the server's clock
 * @property {{epoch: string, seq: number, role: import('./room-conductor.js').Role, me?: string, id: string, state: RoomState}} welcome
 * @property {{seq: number, start: number, state: RoomState, by?: string}} state
 * @property {{id: string, code: string, params?: Record<string, unknown>}} refused
 * @property {import('./room-conductor.js').People} people
 * @property {{cell: import('./room-conductor.js').CellMark[], pose: import('../scene/camera/shared-camera.js').SharedPose[]}} pointer  at most one of each
 * @property {{state: Partial<import('declared').Own>}} own
 * @property {{seq: number, state: import('./room-conductor.js').Counts}} counts
 * @property {{code: string, params?: Record<string, unknown>}} error
 *
 * @typedef {{[Type in keyof Sent]: Sent[Type] & {type: Type}}[keyof Sent] | {type: 'pong', t: number, serverTime: number}} Message
 *
 * @typedef {Sent & {frame: import('../model/frame.js').Frame, status: Status, silence: boolean, ended: {code: number}}} Heard  events, by their
 *   types: what their `detail` is
 *
 * @typedef {{trace: string, step: string}} Cursor
 *
 * @typedef {object} Timing  replaced by tests
 * @property {() => number} now            ms, monotonic
 * @property {() => number} random         in [0, 1)
 * @property {(fn: () => void, ms: number) => number} after
 * @property {(timer: number | undefined) => void} cancel
 */
import { readHead } from '../model/frame-head.js';
import { Clock } from './clock.js';
import { delayAfter } from './retry.js';

const VERSION = 1;
const FIRST_PINGS = 8;
const FIRST_PING_MS = 100;
/** With SILENT_MS: a person is told within 3 s that the line is silent, although no network says so. */
const PING_MS = 1500;
/** After this long without an answer to a ping the line is called silent; it is given up much later, as a busy server answers late, ms. */
const SILENT_MS = 1400;
/** The shortest interval between reports of painted steps, ms. */
const PAINTED_MS = 250;
/** If nothing is received for this long, the connection is dead even if it was not closed, ms. */
const SILENCE_MS = 15_000;
/** A new connection is given up if no welcome is received in this time, ms. */
const WELCOME_MS = 10_000;
/** After a sleep, the connection is dead if it does not answer a ping in this time or in two round trips, ms. */
const ANSWER_MS = 800;
/** Round trips until the welcome of a new connection: TCP's, WebSocket's and the room's own. */
const GREETINGS = 3;
/** Limit of the delay before the first reconnect, ms; the delay is random, so that a room does not come back all at once. */
const BACKOFF_MS = 300;

/** Closed until its presenter opens it. */
const CLOSED_ROOM = 4410;
/** The room's own close codes (from 4400) after which a page retries; besides: no hello in time, too slow, too fast. */
const RETRIED = [4402, 4408, CLOSED_ROOM, 4429];

/** @type {Timing} */
const BROWSER = {
  now: () => performance.now(),
  random: Math.random,
  after: (fn, ms) => setTimeout(fn, ms),
  cancel: (timer) => clearTimeout(timer),
};

export class Connection extends EventTarget {
  clock = new Clock();
  /** @type {Status} */
  status = 'connecting';
  /** Whether the connection seems open but answers nothing. */
  isSilent = false;
  /** The seq of the newest state. */
  seq = 0;
  /** Whether the last welcome had a new epoch: it was the first one, or the room has restarted. */
  fresh = true;
  #open;
  #hello;
  #timing;
  #decoder;
  /** @type {WebSocket | null} */
  #socket = null;
  #attempt = 0;
  /** @type {number | undefined} */
  #retry;
  /** @type {number | undefined} */
  #unwelcomed;
  /** @type {number | undefined} */
  #ping;
  /** @type {number | undefined} */
  #silent;
  #pings = 0;
  #heardAt = 0;
  /** When the last answered ping was sent, ms. */
  #echoed = -Infinity;
  /** When the last attempt to connect began, ms. */
  #triedAt = -Infinity;
  #paintedAt = -Infinity;
  /** @type {number | undefined} */
  #paintedTimer;
  /** @type {Cursor | null} */
  #painted = null;
  /** What pings say of where the person looks. */
  #looking = {};
  /** @type {string | null} */
  #epoch = null;
  /** Commands without an answer by id, in the order of sending. @type {Map<string, {type: 'command', id: string, at: number}>} */
  #unanswered = new Map();
  #given = 0;
  #prefix;

  /**
   * @param {() => WebSocket} open     opens a socket to the room
   * @param {() => object} hello       the fields that identify this page: view, key?, name?, me?
   * @param {Timing} timing
   * @param {(take: (decodeFrame: typeof import('../model/frame.js').decodeFrame) => void) => void} [decoder]  calls back with what decodes frames, once
   *   that is there, in the order of the calls; by default frames are left out
   */
  constructor(open, hello, timing = BROWSER, decoder = () => {}) {
    super();
    this.#open = open;
    this.#hello = hello;
    this.#timing = timing;
    this.#decoder = decoder;
    this.#prefix = Math.floor(timing.random() * 2 ** 40).toString(36);
  }

  /**
   * Listens to what it emits.
   * @template {keyof Heard} Type
   * @param {Type} type
   * @param {(detail: Heard[Type]) => void} then
   */
  on(type, then) {
    this.addEventListener(type, (event) => then(/** @type {CustomEvent<Heard[Type]>} */ (event).detail));
  }

  /** Connects. To be called once. */
  start() {
    this.#connect();
  }

  /**
   * Called when the network is back or the page is visible again: reconnects now instead of after the delay. A connection
   * that seems open may have died while the phone slept, so it is pinged, and replaced unless it answers that ping soon.
   * Messages that were received before do not count.
   */
  hasten() {
    if (this.status === 'lost' && this.#retry !== undefined) {
      this.#timing.cancel(this.#retry);
      this.#connect();
    } else if (this.status === 'lost' && this.#timing.now() - this.#triedAt > ANSWER_MS) {
      this.#reconnect();
    } else if (this.status === 'lost') {
      // If the clock stopped during a sleep, the attempt is older than it seems.
      const tried = this.#socket;
      this.#reconnectUnless(() => this.status !== 'lost' || this.#socket !== tried, GREETINGS);
    } else if (this.status === 'open') {
      const asked = this.#timing.now();
      this.#sendPing();
      this.#reconnectUnless(() => this.status !== 'open' || this.#echoed >= asked, 2);
    }
  }

  /** @param {() => boolean} isWell asked after so many round trips @param {number} trips */
  #reconnectUnless(isWell, trips) {
    this.#timing.after(() => isWell() || this.#reconnect(), Math.max(ANSWER_MS, trips * (this.clock.rtt ?? 0)));
  }

  /** Replaces a silent connection by a new one. */
  #reconnect() {
    const silent = this.#socket;
    this.#drop();
    this.#become('lost');
    silent?.close();
    this.#connect();
  }

  /** Leaves the room for good. */
  close() {
    this.#end(1000);
  }

  /**
   * Sends a command. It is sent again after each loss until it is answered.
   *
   * @param {{do: string}} command with its parameters
   * @param {number} [at] the seq of the state for which it was given: the newest, unless the page still shows an older one
   * @returns {string} its id
   */
  command(command, at = this.seq) {
    const id = `${this.#prefix}-${++this.#given}`;
    /** @type {{type: 'command', id: string, at: number}} */
    const message = { type: 'command', id, at, ...command };
    this.#unanswered.set(id, message);
    this.#send(message);
    return id;
  }

  /** Sends a message that is not repeated after a loss. @param {object} message @returns {boolean} whether it was sent */
  say(message) {
    return this.#send(message);
  }

  /** Reports with the next ping which step this browser has painted. */
  painted(/** @type {Cursor} */ cursor) {
    this.#painted = cursor;
    this.#pingSoon();
  }

  /** Reports with the next ping whether the person has taken the camera. @param {boolean} on @param {string} [sees] the part in the middle of the view */
  looking(on, sees) {
    this.#looking = on ? { looking: on, sees } : {};
    this.#pingSoon();
  }

  #connect() {
    this.#retry = undefined;
    let socket;
    try {
      socket = this.#open();
    } catch {
      this.#lose();
      return;
    }
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#triedAt = this.#timing.now();
    this.#heardAt = this.#timing.now();
    this.#unwelcomed = this.#timing.after(() => {
      this.#lose();
      socket.close();
    }, WELCOME_MS);
    socket.onopen = () => {
      this.#send({ type: 'hello', v: VERSION, ...this.#hello() });
    };
    socket.onmessage = (event) => {
      if (socket === this.#socket) this.#receive(event.data);
    };
    socket.onclose = (event) => {
      if (socket !== this.#socket) return;
      if (event.code === CLOSED_ROOM) this.#emit('ended', { code: event.code });
      if (event.code >= 4400 && !RETRIED.includes(event.code)) this.#end(event.code);
      else this.#lose();
    };
  }

  /** @param {string | ArrayBuffer} data */
  #receive(data) {
    this.#heardAt = this.#timing.now();
    this.#beSilent(false);
    if (typeof data !== 'string') {
      this.#receiveFrame(data);
      return;
    }
    this.#hear(JSON.parse(data));
  }

  /** @param {Message} message */
  #hear(message) {
    switch (message.type) {
      case 'welcome':
        this.#welcomed(message);
        break;
      case 'state':
        this.seq = message.seq;
        this.#answered(message.by);
        break;
      case 'refused':
        this.#answered(message.id);
        break;
      case 'pong':
        this.#echoed = message.t;
        this.clock.sample(message.t, this.#timing.now(), message.serverTime);
        return;
      case 'people':
      case 'pointer':
      case 'own':
      case 'counts':
      case 'error':
        break;
      default:
        return;
    }
    this.#emit(message.type, message);
  }

  /** @param {ArrayBuffer} data */
  #receiveFrame(data) {
    tolerate(() => {
      const head = readHead(data);
      // A state that was sent with the frame is valid even if the numbers are malformed.
      if (head.header.said) this.#hear(head.header.said);
      this.#decoder((decodeFrame) => tolerate(() => this.#emit('frame', decodeFrame(data, head))));
    });
  }

  /** @param {Sent['welcome']} message */
  #welcomed(message) {
    this.fresh = this.#epoch !== message.epoch;
    if (this.fresh) {
      this.clock.reset();
      // The room has restarted, and may have lost its last changes, which this page cannot have seen then.
      for (const command of this.#unanswered.values()) command.at = Math.min(command.at, message.seq);
    }
    this.#epoch = message.epoch;
    this.seq = message.seq;
    this.#timing.cancel(this.#unwelcomed);
    this.#attempt = 0;
    this.#pings = 0;
    this.#become('open');
    this.#heartbeat();
    for (const command of this.#unanswered.values()) this.#send(command);
  }

  /** The room performs a connection's commands in order, so an answer to one answers all earlier ones. @param {string | undefined} id */
  #answered(id) {
    if (id === undefined || !this.#unanswered.has(id)) return;
    for (const earlier of [...this.#unanswered.keys()]) {
      this.#unanswered.delete(earlier);
      if (earlier === id) return;
    }
  }

  #heartbeat() {
    this.#timing.cancel(this.#ping);
    if (this.status !== 'open') return;
    if (this.#timing.now() - this.#heardAt > SILENCE_MS) {
      this.#socket?.close();
      this.#lose();
      return;
    }
    this.#sendPing();
    this.#awaitAnswer();
    this.#pings++;
    this.#ping = this.#timing.after(() => this.#heartbeat(), this.#pings < FIRST_PINGS ? FIRST_PING_MS : PING_MS);
  }

  #awaitAnswer() {
    const asked = this.#timing.now();
    this.#timing.cancel(this.#silent);
    this.#silent = this.#timing.after(() => this.#beSilent(this.#heardAt < asked), SILENT_MS);
  }

  /** @param {boolean} isSilent */
  #beSilent(isSilent) {
    if (this.isSilent === isSilent) return;
    this.isSilent = isSilent;
    this.#emit('silence', isSilent);
  }

  #pingSoon() {
    if (this.#paintedTimer !== undefined) return;
    const wait = Math.max(0, this.#paintedAt + PAINTED_MS - this.#timing.now());
    this.#paintedTimer = this.#timing.after(() => {
      this.#paintedTimer = undefined;
      this.#paintedAt = this.#timing.now();
      this.#sendPing();
    }, wait);
  }

  #sendPing() {
    if (this.status !== 'open') return;
    this.#send({
      type: 'ping',
      t: this.#timing.now(),
      painted: this.#painted ?? undefined,
      rtt: this.clock.rtt ?? undefined,
      ...this.#looking,
    });
  }

  /** @param {object} message */
  #send(message) {
    const isHello = 'type' in message && message.type === 'hello';
    if (this.#socket?.readyState !== 1 || (this.status !== 'open' && !isHello)) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #lose() {
    this.#drop();
    this.#become('lost');
    const limit = delayAfter(this.#attempt++, BACKOFF_MS);
    this.#retry = this.#timing.after(() => this.#connect(), this.#timing.random() * limit);
  }

  /** @param {number} code */
  #end(code) {
    const socket = this.#socket;
    this.#drop();
    this.#timing.cancel(this.#retry);
    this.#become('ended');
    socket?.close();
    this.#emit('ended', { code });
  }

  #drop() {
    this.#socket = null;
    this.#timing.cancel(this.#unwelcomed);
    this.#timing.cancel(this.#ping);
    this.#timing.cancel(this.#silent);
    this.#beSilent(false);
    this.#timing.cancel(this.#paintedTimer);
    this.#paintedTimer = undefined;
  }

  /** @param {Status} status */
  #become(status) {
    if (this.status === status) return;
    this.status = status;
    this.#emit('status', status);
  }

  /** @template {keyof Heard} Type @param {Type} type @param {Heard[Type]} detail */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Of a malformed frame only the console hears: the page fetches the numbers that the frame should have brought. @param {() => void} read */
function tolerate(read) {
  try {
    read();
  } catch (error) {
    console.warn(error);
  }
}

/**
 * The socket of a room (docs/protocol.md, "The live room"): says hello, keeps the server's clock, comes back after a
 * loss with growing, random pauses, and sends again the commands that were not answered.
 *
 * It emits `welcome`, `state`, `refused`, `people`, `pointer`, `own`, `error` (each with the message as `detail`), `frame` (a decoded
 * frame as `detail`), `status` when `status` changed, and `ended` with `detail.code` when no retry can help.
 *
 * @typedef {'connecting'|'open'|'lost'|'ended'} Status
 *
 * @typedef {object} Timing  what a test replaces
 * @property {() => number} now            ms, monotonic
 * @property {() => number} random         in [0, 1)
 * @property {(fn: () => void, ms: number) => any} after
 * @property {(timer: any) => void} cancel
 */
import { decodeFrame, readHead } from '../model/frame.js';
import { Clock } from './clock.js';

const VERSION = 1;
const FIRST_PINGS = 8;
const FIRST_PING_MS = 100;
const PING_MS = 4000;
/** A painted step is told at once, but not more often than this. */
const PAINTED_MS = 250;
/** Nothing heard for so long, pings unanswered: the line is dead even if no one closed it. */
const SILENCE_MS = 15_000;
/** A line that was opened and not welcomed in this time is given up. */
const WELCOME_MS = 10_000;
/** A line that was asked after a sleep answers in this time, or in twice its round trip, or is dead. */
const ANSWER_MS = 800;
/** Round trips until a new line has a welcome: TCP's, WebSocket's and the room's own. */
const GREETINGS = 3;
const BACKOFF_MS = 300;
const BACKOFF_LIMIT_MS = 10_000;

/** bad version, wrong key, kicked, no such room, replaced by a newer page of the same person */
const FINAL = new Set([4400, 4401, 4403, 4404, 4409]);

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
  /** The seq of the newest state. */
  seq = 0;
  /** Whether the last welcome was to a room, or a life of the room, that this page had not met. */
  fresh = true;
  #open;
  #hello;
  #timing;
  /** @type {WebSocket | null} */
  #socket = null;
  #attempt = 0;
  #retry = null;
  #unwelcomed = null;
  #ping = null;
  #pings = 0;
  #heardAt = 0;
  /** When the ping was sent that was answered last, ms. */
  #echoed = -Infinity;
  /** When the line was last tried, ms. */
  #triedAt = -Infinity;
  #paintedAt = -Infinity;
  #paintedTimer = null;
  /** @type {{trace: string, step: string} | null} */
  #painted = null;
  #looking = false;
  #epoch = null;
  /** @type {Map<string, object>} in the order given */
  #unanswered = new Map();
  #given = 0;
  #prefix;

  /**
   * @param {() => WebSocket} open     opens a socket to the room
   * @param {() => object} hello       the fields that say who this is: view, key?, name?, me?
   * @param {Timing} timing
   */
  constructor(open, hello, timing = BROWSER) {
    super();
    this.#open = open;
    this.#hello = hello;
    this.#timing = timing;
    this.#prefix = Math.floor(timing.random() * 2 ** 40).toString(36);
  }

  /** Opens the line; called once. */
  start() {
    this.#connect();
  }

  /**
   * The network is back, or someone looks at the page again: tries now rather than after the pause. A line that seems open
   * may have died while the phone slept, so it is asked, and given up unless it answers at once: what has waited in it since
   * before is no answer.
   */
  hasten() {
    if (this.status === 'lost' && this.#retry !== null) {
      this.#timing.cancel(this.#retry);
      this.#connect();
    } else if (this.status === 'lost' && this.#timing.now() - this.#triedAt > ANSWER_MS) {
      this.#again();
    } else if (this.status === 'lost') {
      // Where the clock stood still in a sleep, an attempt looks younger than it is.
      const tried = this.#socket;
      this.#timing.after(
        () => {
          if (this.status === 'lost' && this.#socket === tried) this.#again();
        },
        Math.max(ANSWER_MS, GREETINGS * (this.clock.rtt ?? 0)),
      );
    } else if (this.status === 'open') {
      const asked = this.#timing.now();
      this.#sendPing();
      this.#timing.after(() => {
        if (this.status === 'open' && this.#echoed < asked) this.#again();
      }, Math.max(ANSWER_MS, 2 * (this.clock.rtt ?? 0)));
    }
  }

  /** Leaves a line that says nothing for a new one. */
  #again() {
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
   * Gives a command; it is sent again after a loss until it was answered.
   *
   * @param {object} what `do` and what it needs
   * @param {number} [at] the seq of the state that it was given for: the newest, unless the page shows an older one still
   * @returns {string} its id
   */
  command(what, at = this.seq) {
    const id = `${this.#prefix}-${++this.#given}`;
    const message = { type: 'command', id, at, ...what };
    this.#unanswered.set(id, message);
    this.#send(message);
    return id;
  }

  /** Sends what may be lost: it is not sent again. @param {object} message @returns {boolean} whether there was a line */
  say(message) {
    return this.#send(message);
  }

  /** Tells the presenter, with the next heartbeat, which step this browser has painted. */
  painted(/** @type {{trace: string, step: string}} */ cursor) {
    this.#painted = cursor;
    this.#soonPing();
  }

  /** Tells whether the person moves the camera by hand. */
  looking(/** @type {boolean} */ on) {
    this.#looking = on;
    this.#soonPing();
  }

  #connect() {
    this.#retry = null;
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
      const resume = this.#epoch === null ? {} : { resume: { epoch: this.#epoch, seq: this.seq } };
      this.#send({ type: 'hello', v: VERSION, ...this.#hello(), ...resume });
    };
    socket.onmessage = (event) => {
      if (socket === this.#socket) this.#receive(event.data);
    };
    socket.onclose = (event) => {
      if (socket !== this.#socket) return;
      if (FINAL.has(event.code)) this.#end(event.code);
      else this.#lose();
    };
  }

  #receive(data) {
    this.#heardAt = this.#timing.now();
    if (typeof data !== 'string') {
      this.#receiveFrame(data);
      return;
    }
    this.#hear(JSON.parse(data));
  }

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
      case 'error':
        break;
      default:
        return;
    }
    this.#emit(message.type, message);
  }

  #receiveFrame(data) {
    try {
      const head = readHead(data);
      // A state that came along counts whatever is wrong with the numbers.
      if (head.header.said) this.#hear(head.header.said);
      this.#emit('frame', decodeFrame(data, head));
    } catch (error) {
      // A frame only hastens: what it should have brought is fetched.
      console.warn(error);
    }
  }

  #welcomed(message) {
    this.fresh = this.#epoch !== message.epoch;
    if (this.fresh) {
      // Another life of the room: its seqs and its clock are others, and commands to the old one mean nothing to it.
      this.#unanswered.clear();
      this.clock.reset();
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

  /** One connection's commands are done in order, so an answer to one answers those before it. */
  #answered(id) {
    if (!this.#unanswered.has(id)) return;
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
    this.#pings++;
    this.#ping = this.#timing.after(() => this.#heartbeat(), this.#pings < FIRST_PINGS ? FIRST_PING_MS : PING_MS);
  }

  #soonPing() {
    if (this.#paintedTimer !== null) return;
    const wait = Math.max(0, this.#paintedAt + PAINTED_MS - this.#timing.now());
    this.#paintedTimer = this.#timing.after(() => {
      this.#paintedTimer = null;
      this.#paintedAt = this.#timing.now();
      this.#sendPing();
    }, wait);
  }

  #sendPing() {
    if (this.status !== 'open') return;
    const message = { type: 'ping', t: this.#timing.now() };
    if (this.#painted) Object.assign(message, { painted: this.#painted });
    if (this.clock.rtt !== null) Object.assign(message, { rtt: this.clock.rtt });
    if (this.#looking) Object.assign(message, { looking: true });
    this.#send(message);
  }

  #send(message) {
    if (this.#socket?.readyState !== 1 || (this.status !== 'open' && message.type !== 'hello')) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #lose() {
    this.#drop();
    this.#become('lost');
    const limit = Math.min(BACKOFF_LIMIT_MS, BACKOFF_MS * 2 ** this.#attempt++);
    this.#retry = this.#timing.after(() => this.#connect(), this.#timing.random() * limit);
  }

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
    this.#timing.cancel(this.#paintedTimer);
    this.#paintedTimer = null;
  }

  /** @param {Status} status */
  #become(status) {
    if (this.status === status) return;
    this.status = status;
    this.#emit('status', status);
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

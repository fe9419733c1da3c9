/**
 * The connection of a page that shows a recording: instead of a socket, a clock says what the room was shown. It has the members of a
 * {@link import('./connection.js').Connection} and emits the same events, so the conductor, the panels and the scene are those of an
 * attendee's page. A room that is still being recorded is read on, so that late and live are one.
 *
 * Besides it emits `replay` when it plays, pauses, waits, is at another moment, or has read on; and `trouble` with the moment from which on a
 * part of the recording cannot be read.
 *
 * @typedef {import('./recording.js').Moment} Moment
 * @typedef {import('./recording.js').Row} Row
 * @typedef {import('./room-conductor.js').RoomState} RoomState
 * @typedef {Pick<import('./connection.js').Timing, 'now' | 'after' | 'cancel'>} Timing
 */
import { after, RecordingProblem } from './recording.js';
import { insist } from './retry.js';

/** How often a recording that goes on is asked for what has come, ms. */
const POLL_MS = 1000;
/** A recording that goes on is played this far behind what it had when it was asked, ms, so that it never waits for the answer. */
const BEHIND_MS = 1300;
/** Whoever is this near to the end of one that goes on is with the room, ms. */
const WITH_MS = 2500;
/** Without a change for this long after the last one, and for this long until the next, nothing happens, ms. */
const CALM_MS = 2000,
  IDLE_MS = 4000;
/** What is skipped ends this long before the next change, ms. */
const LEAD_MS = 1000;
/** After so many stretches in a row that cannot be read, none is tried: over an hour and a half. */
const MOST_PASSED = 200;
/** The longest time without a look at the clock, ms. */
const TICK_MS = 500;

/** The role of whoever looks around: the walk is theirs. */
const ME = 'me';
/** Questions to the room, by the command that answers them: the part of the state, and what of the command is the answer. */
const ANSWERS = /** @type {const} */ ({
  guess: { part: 'prediction', of: ['option', 'token', 'word'] },
  'poll-answer': { part: 'poll', of: ['options', 'text'] },
  touch: { part: 'place', of: ['place'] },
});

/** @type {Timing} */
const BROWSER = {
  now: () => performance.now(),
  after: (fn, ms) => setTimeout(fn, ms),
  cancel: (timer) => clearTimeout(timer),
};

/** Under which this person's answer is kept; empty for a question without a number, to which there is none. @param {string} part @param {unknown} number */
const keyOf = (part, number) => (typeof number === 'number' ? `${part} ${number}` : '');

export class ReplayConnection extends EventTarget {
  /** @type {import('./connection.js').Status} */
  status = 'connecting';
  isSilent = false;
  seq = 0;
  fresh = true;
  playing = false;
  /** Whether it waits for what is to be fetched. */
  waiting = true;
  /** How much faster than the room. */
  rate = 1;
  /** Whether time in which nothing happens is skipped. */
  skips = false;
  /** Why the recording cannot be shown at all. @type {RecordingProblem | null} */
  refused = null;
  /** What is shown while somebody looks around, in the place of the recording's state. @type {RoomState | null} */
  mine = null;
  clock = { rtt: null, toLocal: (/** @type {number} */ time) => this.#toLocal(time) };
  #timing;
  #from;
  /** Whether it plays as soon as it can. */
  #plays;
  #base = 0;
  #since = 0;
  /** When what the recording has was asked for last. */
  #readAt = 0;
  /** @type {{n: number, rows: Row[], next: number}} */
  #at = { n: 0, rows: [], next: 0 };
  /** @type {Moment | null} */
  #moment = null;
  #welcomed = false;
  /** Counts what is fetched to be shown: an answer that was overtaken shows nothing. */
  #entering = 0;
  /** @type {number | undefined} */
  #timer;
  #closed = false;
  /** Resolves when the moment that was sought is shown. @type {Promise<void>} */
  #arrived = Promise.resolve();
  #given = 0;
  /** Own answers by question. @type {Map<string, {number: number}>} */
  #answers = new Map();
  #own = '{}';
  /** How many stretches in a row could not be read. */
  #passed = 0;
  /** Whether it plays on after looking around. */
  #playsOn = false;

  /**
   * @param {import('./recording.js').Recording} recording
   * @param {{from?: number, rate?: number, timing?: Timing}} [outside]  `from`: the moment at which it begins, ms; `rate`: with which it plays at once, if any
   */
  constructor(recording, { from = 0, rate, timing = BROWSER } = {}) {
    super();
    this.recording = recording;
    this.#from = from;
    this.#plays = rate !== undefined;
    this.rate = rate ?? 1;
    this.#timing = timing;
  }

  /** @template {keyof import('./connection.js').Heard} Type @param {Type} type @param {(detail: import('./connection.js').Heard[Type]) => void} then */
  on(type, then) {
    this.addEventListener(type, (event) =>
      then(/** @type {CustomEvent<import('./connection.js').Heard[Type]>} */ (event).detail),
    );
  }

  /** Loads the recording, and shows its first moment. To be called once. */
  async start() {
    const manifest = await this.#insist(
      () => this.recording.load(),
      () => !this.#closed,
    );
    if (!manifest) return;
    this.#readAt = this.#timing.now();
    if (manifest.stretches.length === 0 && manifest.state === 'ended')
      return this.#refuse(new RecordingProblem('damaged'));
    if (manifest.state !== 'ended') this.#poll();
    await this.seek(this.#from);
    if (this.#plays) this.play();
  }

  /** What the recording has, ms: of one that goes on, it grows with the clock. */
  get edge() {
    const { manifest } = this.recording;
    if (!manifest) return 0;
    return manifest.length + (manifest.state === 'on' ? this.#timing.now() - this.#readAt : 0);
  }

  /** The state of the moment that is shown; null before there is one. */
  get state() {
    return this.#moment?.state ?? null;
  }

  /** How far it can be played now, ms. */
  get #limit() {
    const { manifest } = this.recording;
    if (!manifest) return 0;
    return manifest.state === 'on' ? Math.max(0, Math.min(manifest.length, this.edge - BEHIND_MS)) : manifest.length;
  }

  get #moves() {
    return this.playing && !this.waiting && this.mine === null;
  }

  /** The moment that is shown, ms. */
  get t() {
    if (!this.#moves) return this.#base;
    return Math.min(Math.max(this.#base, this.#limit), this.#base + (this.#timing.now() - this.#since) * this.rate);
  }

  /** Whether it shows what the room is shown now. */
  get isLive() {
    return this.recording.manifest?.state !== 'ended' && this.edge - this.t < WITH_MS;
  }

  /** When the room's server said a time, by this page's clock, if the recording is played on as now. @param {number} time ms of the room's server */
  #toLocal(time) {
    const clock = this.#moment?.clock ?? 0;
    return this.#timing.now() + (time - clock - this.t) / this.rate;
  }

  /** @param {number} t */
  #hold(t) {
    this.#base = t;
    this.#since = this.#timing.now();
  }

  play() {
    const { manifest } = this.recording;
    if (!manifest || this.playing) return;
    if (this.mine) {
      this.#playsOn = true;
      this.comeBack();
      return;
    }
    // at its end it begins again
    if (manifest.state === 'ended' && this.#base >= manifest.length) this.seek(0);
    this.#hold(this.#base);
    this.playing = true;
    this.#told();
    this.#tick();
  }

  pause() {
    if (!this.playing) return;
    this.#hold(this.t);
    this.playing = false;
    this.#timing.cancel(this.#timer);
    this.#told();
  }

  /** @param {number} rate */
  setRate(rate) {
    this.#hold(this.t);
    this.rate = rate;
    this.#told();
    this.#tick();
  }

  /** @param {boolean} on */
  setSkips(on) {
    this.skips = on;
    this.#told();
    this.#tick();
  }

  /**
   * Shows a moment, without motion: the stretch in which it lies begins with a whole state.
   * @param {number} t ms; what is outside is its nearest end
   */
  async seek(t) {
    const { manifest } = this.recording;
    if (!manifest) return;
    const to = Math.min(Math.max(0, t), Math.max(0, this.#limit));
    if (this.mine) this.#leave();
    this.#hold(to);
    this.#arrived = this.#enter(this.recording.indexAt(to), false);
    await this.#arrived;
  }

  /**
   * Goes on with a stretch, where the clock is.
   * @param {number} n @param {boolean} moves whether the first state is one to which the scene moves
   */
  async #enter(n, moves) {
    const entering = ++this.#entering,
      wanted = () => entering === this.#entering && !this.#closed;
    this.#hold(this.#base);
    this.waiting = true;
    this.#timing.cancel(this.#timer);
    this.#told();
    const rows = await this.#rows(n, wanted);
    if (!wanted()) return;
    this.waiting = false;
    this.#hold(this.#base);
    if (rows === null) {
      this.#passOver(n);
      return;
    }
    this.#at = { n, rows, next: 0 };
    this.#passed = 0;
    if (!moves) this.#moment = null;
    this.#show(this.#due(this.#base), moves);
    this.#told();
    this.#tick();
    if (n + 1 < (this.recording.manifest?.stretches.length ?? 0)) this.recording.stretch(n + 1).catch(() => {});
  }

  /** @param {number} n @param {() => boolean} wanted @returns {Promise<Row[] | null>} null if it cannot be read */
  async #rows(n, wanted) {
    try {
      return (await this.#insist(() => this.recording.stretch(n), wanted)) ?? null;
    } catch (problem) {
      const { reason } = /** @type {RecordingProblem} */ (problem);
      if (reason === 'damaged') return null;
      this.#refuse(/** @type {RecordingProblem} */ (problem));
      return [];
    }
  }

  /** A stretch cannot be read: says from when on, and goes on behind it. @param {number} n */
  #passOver(n) {
    const { stretches } = /** @type {import('./recording.js').Manifest} */ (this.recording.manifest);
    this.#emit('trouble', stretches[n]);
    if (n + 1 < stretches.length && ++this.#passed < MOST_PASSED) {
      this.#hold(stretches[n + 1]);
      this.#enter(n + 1, false);
      return;
    }
    if (!this.#welcomed) this.#refuse(new RecordingProblem('damaged'));
    this.playing = false;
    this.#told();
  }

  /** Repeats what a network may have lost, and gives up what the recording itself refuses. @template Done @param {() => Promise<Done>} task @param {() => boolean} wanted @returns {Promise<Done>} */
  async #insist(task, wanted) {
    const done = await insist(task, {
      wanted,
      after: this.#timing.after,
      failed: (problem) => {
        if (problem instanceof RecordingProblem) {
          if (this.recording.manifest) throw problem;
          this.#refuse(problem);
        } else this.#become('lost');
      },
    });
    if (this.#welcomed) this.#become('open');
    return done;
  }

  /** @param {RecordingProblem} problem */
  #refuse(problem) {
    this.refused = problem;
    this.close();
    this.#become('ended');
    this.#emit('ended', { code: 0 });
  }

  /** Takes the rows up to a moment. @param {number} t @returns {{state: boolean, pointer: boolean}} what they change */
  #due(t) {
    const { rows } = this.#at,
      changed = { state: false, pointer: false };
    for (; this.#at.next < rows.length; this.#at.next++) {
      const row = rows[this.#at.next];
      // the first state is shown from the beginning of its stretch on
      if (row.t > t && this.#moment) break;
      const before = this.#moment;
      this.#moment = after(before, row);
      changed.state ||= this.#moment?.state !== before?.state;
      changed.pointer ||= this.#moment?.pointer !== before?.pointer;
    }
    return changed;
  }

  /** @param {{state: boolean, pointer: boolean}} changed @param {boolean} moves */
  #show(changed, moves) {
    const { state, clock, pointer } = this.#moment ?? {};
    if (!state || this.mine) return;
    if (changed.state) {
      const start = moves ? (clock ?? 0) + this.t : 0,
        // nobody is let in to a recording: while its people gather, the machine is shown
        shown = { ...state, lobby: false };
      if (this.#welcomed) this.#emit('state', { type: 'state', seq: ++this.seq, start, state: shown });
      else this.#welcome(shown, 'attendee');
      this.#tellOwn();
    }
    if (changed.pointer && pointer) this.#emit('pointer', { type: 'pointer', ...pointer });
  }

  /** @param {RoomState} state @param {'attendee' | 'presenter'} role */
  #welcome(state, role) {
    this.#welcomed = true;
    this.#become('open');
    this.#emit('welcome', { type: 'welcome', epoch: 'recording', seq: ++this.seq, role, id: ME, state });
    this.#own = '{}';
  }

  /** Shows what has become due, and waits for what comes next. */
  #tick() {
    this.#timing.cancel(this.#timer);
    if (!this.#moves || this.#closed) return;
    const { t } = this,
      { manifest } = this.recording;
    if (!manifest) return;
    this.#show(this.#due(t), true);
    const following = manifest.stretches[this.#at.n + 1];
    if (following !== undefined && t >= following) {
      this.#hold(t);
      this.#enter(this.recording.indexAt(t), this.recording.indexAt(t) === this.#at.n + 1);
      return;
    }
    if (manifest.state === 'ended' && t >= manifest.length) {
      this.pause();
      return;
    }
    const next = this.#at.rows[this.#at.next]?.t ?? following ?? manifest.length;
    if (this.#isIdle(t, next)) {
      this.#hold(next - LEAD_MS);
      this.#told();
    }
    const wait = (next - this.t) / this.rate;
    this.#timer = this.#timing.after(() => this.#tick(), Math.max(4, Math.min(TICK_MS, wait > 0 ? wait : TICK_MS)));
  }

  /** Whether the time until the next change is skipped. @param {number} t @param {number} next */
  #isIdle(t, next) {
    if (!this.skips || next - t < IDLE_MS || this.isLive) return false;
    const last = this.#at.rows[this.#at.next - 1]?.t ?? 0,
      speaks = this.recording.manifest?.voice.some((part) => part.t < next && part.t + part.length > t);
    return t - last >= CALM_MS && !speaks && !this.#isAsked;
  }

  /** Whether a question is open that this page's person has not answered. */
  get #isAsked() {
    const { state } = this.#moment ?? {};
    return Object.values(ANSWERS).some(({ part }) => {
      const asked = state?.[part];
      return asked?.question?.phase === 'open' && !this.#answers.has(keyOf(part, asked.number));
    });
  }

  /** Reads on, as long as it is recorded. */
  #poll() {
    this.#timing.after(async () => {
      if (this.#closed) return;
      try {
        const asked = this.#timing.now();
        const { state, stretches } = await this.recording.load();
        this.#readAt = asked;
        const { n } = this.#at;
        // rows are only added, so the place in them stays
        if (!this.waiting && n >= stretches.length - 2) {
          const entering = this.#entering,
            rows = await this.recording.stretch(n);
          if (entering === this.#entering) this.#at.rows = rows;
        }
        if (this.#welcomed) this.#become('open');
        // who has caught up goes on with the room
        if (this.rate > 1 && this.edge - this.t < BEHIND_MS + POLL_MS / 2) this.setRate(1);
        this.#told();
        this.#tick();
        if (state !== 'ended') this.#poll();
      } catch (problem) {
        if (problem instanceof RecordingProblem) {
          // who has seen it until now was in its room
          const isOver = problem.reason === 'forbidden' && this.#welcomed;
          this.#refuse(isOver ? new RecordingProblem('over') : problem);
        } else {
          this.#become('lost');
          this.#poll();
        }
      }
    }, POLL_MS);
  }

  /** Leaves the recording where it is: the walk is the person's, and the room's tour, questions and marks are put away. */
  async lookAround() {
    await this.#arrived;
    const { state } = this.#moment ?? {};
    if (!state || this.mine) return;
    this.#playsOn = this.playing;
    this.pause();
    const { trace, cursor, sampling, second, why, code, texts } = state;
    const wheel = { holder: ME, offered: '', asking: [], freeAt: 0 };
    // a member that is undefined is left out of the message
    this.mine = JSON.parse(
      JSON.stringify({
        trace,
        cursor,
        sampling,
        second,
        why,
        code,
        texts,
        wheel,
        playing: false,
        blank: false,
        lobby: false,
        sharing: false,
      }),
    );
    this.#welcome(/** @type {RoomState} */ (this.mine), 'presenter');
    this.#emit('pointer', { type: 'pointer', cell: [], pose: [] });
    this.#told();
  }

  /** Changes what is shown of the person's own walk. @param {{[Name in keyof RoomState]?: RoomState[Name] | undefined}} change what is undefined goes away */
  alter(change) {
    if (!this.mine) return;
    this.mine = JSON.parse(JSON.stringify({ ...this.mine, ...change }));
    const start = (this.#moment?.clock ?? 0) + this.t;
    const state = /** @type {RoomState} */ (this.mine);
    this.#emit('state', { type: 'state', seq: ++this.seq, start, state });
    this.#told();
  }

  /** Shows the recording again, as it was when it was left. */
  comeBack() {
    if (!this.mine) return;
    this.#leave();
    this.#show({ state: true, pointer: true }, false);
    if (this.#playsOn) this.play();
    this.#told();
  }

  #leave() {
    this.mine = null;
    this.#welcomed = false;
  }

  /**
   * Keeps an answer on this page. Other commands are the room's: nothing happens.
   * @param {{do: string} & Record<string, unknown>} command
   * @returns {string} its id
   */
  command(command) {
    if (Object.hasOwn(ANSWERS, command.do))
      this.#answer(ANSWERS[/** @type {keyof typeof ANSWERS} */ (command.do)], command);
    return String(++this.#given);
  }

  /** @param {(typeof ANSWERS)[keyof typeof ANSWERS]} to @param {Record<string, unknown>} command */
  #answer({ part, of }, command) {
    const asked = this.#moment?.state[part];
    if (!asked || asked.number !== command.number || asked.question?.phase !== 'open') return;
    const answer = Object.fromEntries(
      of.flatMap((name) => (command[name] === undefined ? [] : [[name, command[name]]])),
    );
    this.#answers.set(keyOf(part, asked.number), { number: asked.number, ...answer });
    this.#tellOwn();
  }

  /** Tells the person's own answers to what is asked now. */
  #tellOwn() {
    const own = Object.fromEntries(
      Object.values(ANSWERS).flatMap(({ part }) => {
        const { number } = this.#moment?.state[part] ?? {};
        const answer = this.#answers.get(keyOf(part, number));
        return answer ? [[part, answer]] : [];
      }),
    );
    if (JSON.stringify(own) === this.#own) return;
    this.#own = JSON.stringify(own);
    this.#emit('own', { type: 'own', state: own });
  }

  /** The page is seen again, or the network is back. */
  hasten() {
    this.#tick();
  }

  /** A message to the room: there is none. @param {object} _message */
  say(_message) {
    return false;
  }

  /** @param {object} _cursor */
  painted(_cursor) {}

  /** @param {boolean} _on @param {string} [_sees] */
  looking(_on, _sees) {}

  close() {
    this.#closed = true;
    this.#timing.cancel(this.#timer);
  }

  #told() {
    this.dispatchEvent(new Event('replay'));
  }

  /** @param {import('./connection.js').Status} status */
  #become(status) {
    if (this.status === status || this.status === 'ended') return;
    this.status = status;
    this.#emit('status', status);
  }

  /** @param {string} type @param {unknown} detail */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

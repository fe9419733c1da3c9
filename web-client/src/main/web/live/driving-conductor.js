/**
 * A page that may move a room: the presenter's, and the hall's while the server is away. Each command is foretold: button,
 * rail and card answer at the key press, and what the server says then takes its place. Motion begins when the server says
 * so, here too. While the line is down the page goes on alone, and the last word is reconciled when it is back.
 *
 * @typedef {import('./room-conductor.js').RoomState} RoomState
 * @typedef {import('./room-conductor.js').RoomView} RoomView
 */
import { firstStep, hasStep } from '../model/graph.js';
import { RoomConductor } from './room-conductor.js';
import { PresenterCommands } from './presenter-commands.js';

/** What was foretold and not answered for so long was overtaken by something newer. */
const FORETOLD_MS = 4000;

export class DrivingConductor extends RoomConductor {
  /** The prompt that is being computed for this page. @type {AbortController | null} */
  #running = null;
  #siblings;
  /** @type {Map<string, {given: number, foretell: (view: RoomView) => void}>} by the command's id, in the order given */
  #foretold = new Map();

  /**
   * @param {import('./connection.js').Connection} connection not started yet
   * @param {ConstructorParameters<typeof RoomConductor>[1] & {siblings?: Pick<BroadcastChannel, 'postMessage' |
   *   'addEventListener'> | null}} [outside]  `siblings`: to other pages of the room in this browser, which go on together
   *   while the server is away
   */
  constructor(connection, { siblings = null, ...outside } = {}) {
    super(connection, { ...outside, tries: Infinity });
    this.commands = new PresenterCommands(
      (what, foretell) => this.command(what, foretell),
      (message) => connection.say(message),
      { now: this.now, after: this.after },
    );
    this.#siblings = siblings;
    siblings?.addEventListener('message', ({ data }) => {
      if (!this.mayDrive && this.goesAlone && data?.trace === this.said?.trace.id) this.#stepAlone(data.step);
    });
  }

  async welcomed(message) {
    this.commands.again();
    const own = this.#ownStep(message.state);
    if (this.connection.fresh) this.#foretold.clear();
    await super.welcomed(message, own !== null);
    if (own !== null && this.mayDrive) this.go(own);
  }

  /**
   * Where the presenter has gone meanwhile, in a room that comes back from a restart as it was left; null where nobody
   * has, or another driver has moved it since. In a room that never ended, the commands themselves are given again.
   * @param {RoomState} state
   */
  #ownStep({ cursor }) {
    const said = this.said?.cursor;
    const asLeft = said !== undefined && said.trace === cursor.trace && said.step === cursor.step;
    return this.connection.fresh && asLeft && this.mayDrive && this.step !== cursor.step ? this.step : null;
  }

  /** Whether this page goes on by itself now, with what it holds. */
  get goesAlone() {
    return this.status === 'lost' && this.trace !== null;
  }

  /** Shows a step without the room. @param {string} step */
  #stepAlone(step) {
    if (!this.graph || !this.trace || !hasStep(this.graph, step)) return;
    this.step = step;
    if (this.room) this.room.exhibit = null;
    this.showScene(this.trace, step, this.now());
    this.changed();
  }

  refused(message) {
    const known = this.#foretold.has(message.id);
    this.answered(message.id);
    super.refused(message);
    if (known) this.look();
    this.#settle();
  }

  get runsAhead() {
    return this.#foretold.size > 0;
  }

  foretell(view) {
    for (const { foretell } of this.#foretold.values()) foretell(view);
  }

  /** Brings the scene to where panels are, once nothing is foretold any more. */
  #settle() {
    if (this.#foretold.size === 0 && this.trace && this.step !== null) this.showScene(this.trace, this.step, null);
  }

  /** Commands are done in order: an answer to one answers those before it. */
  answered(id) {
    if (!this.#foretold.has(id)) return;
    for (const earlier of [...this.#foretold.keys()]) {
      this.#foretold.delete(earlier);
      if (earlier === id) return;
    }
  }

  /** A command of the person who drives. @param {object} what @param {(view: RoomView) => void} foretell */
  #drive(what, foretell) {
    if (this.mayDrive) this.command(what, foretell);
  }

  /** @param {object} what @param {(view: RoomView) => void} [foretell] */
  command(what, foretell = () => {}) {
    if (!this.said || !this.room?.mayDrive) return;
    const id = this.connection.command(what, this.saidSeq);
    const given = this.now();
    this.#foretold.set(id, { given, foretell });
    this.look();
    this.after(() => this.#forget(id), FORETOLD_MS);
  }

  #forget(id) {
    const foretold = this.#foretold.get(id);
    if (!foretold) return;
    // With the line down the answer cannot come; what was foretold stays until the room can be asked.
    if (this.status !== 'open') {
      this.after(() => this.#forget(id), FORETOLD_MS);
      return;
    }
    this.answered(id);
    this.generating = false;
    this.look();
    this.#settle();
  }

  go(step) {
    if (!this.said || !this.graph || !hasStep(this.graph, step)) return;
    if (!this.mayDrive) {
      if (this.goesAlone) this.#stepAlone(step);
      return;
    }
    if (this.goesAlone) this.#siblings?.postMessage({ trace: this.said.trace.id, step });
    this.#drive({ do: 'go', cursor: { trace: this.said.trace.id, step } }, (view) => {
      view.step = step;
      view.lobby = false;
    });
    if (this.status !== 'open' && this.trace && this.step !== null) this.showScene(this.trace, this.step, this.now());
  }

  play() {
    this.#drive({ do: 'play' }, (view) => {
      view.playing = true;
      view.lobby = false;
    });
  }

  pause() {
    this.#drive({ do: 'pause' }, (view) => {
      view.playing = false;
    });
  }

  generate(tokens = 1) {
    if (!this.said || this.generating) return;
    if (this.full) {
      this.notice({ key: 'refused.context-full' });
      return;
    }
    this.generating = true;
    this.#drive({ do: 'generate', trace: this.said.trace.id, tokens }, () => {});
  }

  append(tokens) {
    if (this.said) this.#drive({ do: 'append', trace: this.said.trace.id, tokens }, () => {});
  }

  takeBack() {
    if (this.said) this.#drive({ do: 'back', trace: this.said.trace.id, tokens: 1 }, () => {});
  }

  sample(sampling) {
    const next = { ...this.sampling, ...sampling };
    this.#drive({ do: 'sampling', ...next }, (view) => {
      view.sampling = next;
    });
  }

  compare(model) {
    this.#drive({ do: 'compare', ...(model === null ? {} : { model }) }, () => {});
  }

  reset() {
    const graph = this.graph;
    if (!graph) return;
    this.#drive({ do: 'reset' }, (view) => {
      view.step = firstStep(graph).id;
      view.playing = false;
    });
  }

  darken(on) {
    this.#drive({ do: 'blank', on }, (view) => {
      view.blank = on;
    });
  }

  /** Whether something that can be stopped is being computed for this page. */
  get computing() {
    return this.generating || this.coming > 0 || this.#running !== null;
  }

  /** Takes back the last command; what is still being computed is given up instead. */
  undo() {
    if (this.computing) this.stop();
    else this.commands.undo();
  }

  /** Gives up what is being computed. */
  stop() {
    this.#running?.abort();
    this.commands.stop();
  }

  async prompt(text, model = this.graph?.model.id, chat = false) {
    if (model === undefined) return;
    this.#running?.abort();
    const said = chat ? { chat: [{ role: 'user', content: text }] } : { prompt: text };
    const running = new AbortController();
    this.#running = running;
    this.changed();
    try {
      const info = await this.source.run({ model, ...said }, running.signal);
      if (!running.signal.aborted) this.#drive({ do: 'prompt', trace: info.id }, () => {});
    } catch (problem) {
      // What was given up is no failure.
      if (!running.signal.aborted) throw problem;
    } finally {
      if (this.#running === running) this.#running = null;
      this.changed();
    }
  }
}

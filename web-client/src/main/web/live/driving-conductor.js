/**
 * The conductor of a page that may move a room: the presenter's, and the hall's while the server is away. Each command is
 * predicted: buttons, rail and card change at the key press, and the server's state then replaces the prediction. Motion
 * begins only when the server says so. While the connection is lost the page goes on alone, and is reconciled afterwards.
 *
 * @typedef {import('./room-conductor.js').RoomState} RoomState
 * @typedef {import('./room-conductor.js').RoomView} RoomView
 * @typedef {import('./room-conductor.js').Commands} Commands
 */
import { firstStep, hasStep, isOfVocabulary, stepNodes } from '../model/graph.js';
import { RoomConductor } from './room-conductor.js';
import { PointerSender } from './pointer-sender.js';

/** A prediction without an answer for this long was overtaken by something newer, ms. */
const PREDICTION_MS = 4000;

export class DrivingConductor extends RoomConductor {
  /** Cancels the prompt that is being computed for this page. @type {AbortController | null} */
  #running = null;
  /** Set by the page. @type {import('./room-conductor.js').Foresight} */
  foresight = { predict() {}, holdsWalk: () => false };
  #siblings;
  /** Predictions by the command's id, in the order of sending. @type {Map<string, {given: number, predict: (view: RoomView) => void}>} */
  #predictions = new Map();

  /**
   * @param {import('./connection.js').Connection} connection not started yet
   * @param {ConstructorParameters<typeof RoomConductor>[1] & {siblings?: Pick<BroadcastChannel, 'postMessage' |
   *   'addEventListener'> | null}} [outside]  `siblings`: the channel to other pages of the room in this browser, which
   *   move together while the server is away
   */
  constructor(connection, { siblings = null, ...outside } = {}) {
    super(connection, { ...outside, ahead: Infinity });
    this.pointing = new PointerSender((message) => connection.say(message), { now: this.now, after: this.after });
    this.#siblings = siblings;
    siblings?.addEventListener('message', ({ data }) => {
      if (!this.mayDrive && this.goesAlone && data?.trace === this.said?.trace.id) this.#follow(data);
    });
  }

  /** @param {import('./connection.js').Sent['welcome']} message */
  async welcomed(message) {
    this.pointing.again();
    await super.welcomed(message);
  }

  /** Whether this page goes on alone, with the numbers that it has. */
  get goesAlone() {
    return this.status === 'lost' && this.trace !== null;
  }

  /**
   * Follows the presenter's page without the room, which may have withheld what this step shows of the next token.
   * @param {{step: string, next?: import('./conductor.js').TraceInfo['next'], tensors?: import('../model/trace.js').TraceTensor[]}} data
   */
  #follow({ step, next, tensors = [] }) {
    const { said, trace } = this;
    if (next && said && trace) {
      this.said = { ...said, trace: { ...said.trace, next } };
      trace.take({ trace: trace.id, tensors: tensors.map(exactly) });
      this.look();
    }
    this.#stepAlone(step);
  }

  /** What this page has of the next token, if the step shows it and the presenter does not keep it hidden. @param {string} step */
  #answerAt(step) {
    const { graph, trace } = this;
    if (!graph || !trace || this.room?.parts.answer?.hidden) return {};
    const nodes = stepNodes(graph, step).filter(isOfVocabulary);
    return nodes.length === 0
      ? {}
      : { next: trace.info.next, tensors: nodes.flatMap(({ name }) => trace.tensor(name) ?? []) };
  }

  /** Moves to a step without the room. @param {string} step */
  #stepAlone(step) {
    if (!this.graph || !this.trace || !hasStep(this.graph, step)) return;
    this.step = step;
    if (this.room) this.foresight.predict('go', this.room, { cursor: { trace: this.trace.id, step } });
    this.showScene(this.trace, step, this.now());
    this.changed();
  }

  /** @param {import('./connection.js').Sent['refused']} message */
  refused(message) {
    const known = this.#predictions.has(message.id);
    this.answered(message.id);
    super.refused(message);
    if (known) this.look();
    this.#settle();
  }

  get runsAhead() {
    return this.#predictions.size > 0;
  }

  /** @param {RoomView} view */
  predict(view) {
    for (const { predict } of this.#predictions.values()) predict(view);
  }

  /** Brings the scene to the panels' step once there are no predictions any more. */
  #settle() {
    if (this.#predictions.size === 0 && this.trace && this.step !== null) this.showScene(this.trace, this.step, null);
  }

  /** The room performs commands in order, so an answer to one answers all earlier ones. @param {string | undefined} id */
  answered(id) {
    if (id === undefined || !this.#predictions.has(id)) return;
    for (const earlier of [...this.#predictions.keys()]) {
      this.#predictions.delete(earlier);
      if (earlier === id) return;
    }
  }

  /**
   * Sends a command if this page drives.
   * @template {keyof Commands} Name @param {{do: Name} & Commands[Name]} command @param {Partial<RoomView>} [change] what it changes, as far as this page knows
   */
  #drive(command, change = {}) {
    if (this.mayDrive) this.#give(command, (view) => Object.assign(view, change));
  }

  /** @template {keyof Commands} Name @param {{do: Name} & Commands[Name]} command @param {object} [expected] */
  command(command, expected = {}) {
    this.#give(command, (view) => this.foresight.predict(command.do, view, { ...command, ...expected }));
  }

  /**
   * Sends a command with its prediction.
   * @template {keyof Commands} Name @param {{do: Name} & Commands[Name]} command @param {(view: RoomView) => void} predict
   */
  #give(command, predict) {
    if (!this.said || !this.room?.mayDrive) return;
    const id = this.connection.command(command, this.saidSeq);
    const given = this.now();
    this.#predictions.set(id, { given, predict });
    this.look();
    this.after(() => this.#forget(id), PREDICTION_MS);
  }

  /** @param {string} id of a command */
  #forget(id) {
    const prediction = this.#predictions.get(id);
    if (!prediction) return;
    // Without a connection there can be no answer, so the prediction stays.
    if (this.status !== 'open') {
      this.after(() => this.#forget(id), PREDICTION_MS);
      return;
    }
    this.answered(id);
    this.generating = false;
    this.look();
    this.#settle();
  }

  next(adds = false) {
    this.#goOn(1, adds);
  }

  back() {
    this.#goOn(-1, false);
  }

  /**
   * Goes on from where the room is. The room decides what that means; until it has, this page shows the step that it expects. Without the
   * room the step is named: it is refused if others have moved meanwhile.
   * @param {1 | -1} by @param {boolean} adds
   */
  #goOn(by, adds) {
    if (!this.mayDrive || this.status !== 'open') {
      this.stepBy(by);
      return;
    }
    if (adds && this.generating) return;
    if (adds) this.generating = true;
    const step = this.beside(by);
    this.#give({ do: by > 0 ? 'next' : 'back' }, (view) => {
      const begins = view.lobby && by > 0;
      if (begins) view.lobby = false;
      else if (step !== null && !this.foresight.holdsWalk(view.parts)) Object.assign(view, { step, lobby: false });
    });
  }

  /** @param {string} step */
  go(step) {
    if (!this.said || !this.graph || !hasStep(this.graph, step)) return;
    if (!this.mayDrive) {
      if (this.goesAlone) this.#stepAlone(step);
      return;
    }
    if (this.goesAlone) this.#siblings?.postMessage({ trace: this.said.trace.id, step, ...this.#answerAt(step) });
    this.#drive({ do: 'go', cursor: { trace: this.said.trace.id, step } }, { step, lobby: false });
    if (this.status !== 'open' && this.trace && this.step !== null) this.showScene(this.trace, this.step, this.now());
  }

  play() {
    this.#drive({ do: 'play' }, { playing: true, lobby: false });
  }

  pause() {
    this.#drive({ do: 'pause' }, { playing: false });
  }

  generate(tokens = 1) {
    if (!this.said || this.generating) return;
    if (this.full) {
      this.notice({ key: 'problem.context-full', values: { limit: this.said.trace.nCtx } });
      return;
    }
    this.generating = true;
    this.#drive({ do: 'generate', trace: this.said.trace.id, tokens });
  }

  /** @param {number[]} tokens */
  append(tokens) {
    if (this.said) this.#drive({ do: 'append', trace: this.said.trace.id, tokens });
  }

  takeBack() {
    if (this.said) this.#drive({ do: 'take-back', trace: this.said.trace.id, tokens: 1 });
  }

  /** @param {Partial<import('./conductor.js').Sampling>} sampling */
  sample(sampling) {
    const next = { ...this.sampling, ...sampling };
    this.#drive({ do: 'sampling', ...next }, { sampling: next });
  }

  /** @param {string[]} changes */
  setChanges(changes) {
    if (this.said) this.#drive({ do: 'change', trace: this.said.trace.id, changes });
  }

  /** @param {string | null} model */
  compare(model) {
    this.#drive({ do: 'compare', ...(model === null ? {} : { model }) });
  }

  reset() {
    if (this.graph) this.#drive({ do: 'reset' }, { step: firstStep(this.graph).id, playing: false });
  }

  /** @param {boolean} on */
  darken(on) {
    this.#drive({ do: 'blank', on }, { blank: on });
  }

  /** Whether a computation is running that this page can cancel. */
  get computing() {
    return this.generating || this.coming > 0 || this.#running !== null;
  }

  /** Undoes the last command, or cancels a running computation. */
  undo() {
    if (this.computing) this.stop();
    else this.command({ do: 'undo' });
  }

  /** Cancels the running computation. */
  stop() {
    this.#running?.abort();
    this.command({ do: 'stop' });
  }

  /** @param {string} text @param {string} [model] @param {boolean} [chat] */
  async prompt(text, model = this.graph?.model.id, chat = false) {
    if (model === undefined) return;
    const said = chat ? { chat: [{ role: 'user', content: text }] } : { prompt: text };
    await this.#bring({ model, ...said });
  }

  /** @param {string} model */
  async readWith(model) {
    if (this.said) await this.#bring({ trace: this.said.trace.id, with: model });
  }

  /** Has a run computed and shows it to the room. @param {object} recipe */
  async #bring(recipe) {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.changed();
    try {
      const info = await this.source.run(recipe, running.signal);
      if (!running.signal.aborted) this.#drive({ do: 'prompt', trace: info.id });
    } catch (problem) {
      // A cancelled computation is not a failure.
      if (!running.signal.aborted) throw problem;
    } finally {
      if (this.#running === running) this.#running = null;
      this.changed();
    }
  }
}

/** A whole tensor in the form of a frame's. @param {import('../model/trace.js').TraceTensor} tensor @returns {import('../model/trace.js').FrameTensor} */
const exactly = (tensor) => ({ ...tensor, rows: [0, tensor.shape[0]], pool: 1, dtype: 'f32' });

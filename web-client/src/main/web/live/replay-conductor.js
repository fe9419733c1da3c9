/**
 * The conductor of a replay: it follows the recording as an attendee's page follows the room. Whoever looks around moves a walk of their
 * own, over runs that the server computes for a visitor, until they return.
 */
import { firstStep, hasStep } from '../model/graph.js';
import { RoomConductor } from './room-conductor.js';

/** @typedef {import('./conductor.js').TraceInfo} TraceInfo */
/** @typedef {import('./room-conductor.js').Commands} Commands */

export class ReplayConductor extends RoomConductor {
  /** Set by the page. @type {import('./room-conductor.js').Foresight} */
  foresight = { predict() {}, holdsWalk: () => false };
  #replay;
  /** @type {AbortController | null} */
  #running = null;

  /** @param {import('./replay-connection.js').ReplayConnection} replay not started yet @param {ConstructorParameters<typeof RoomConductor>[1]} [outside] */
  constructor(replay, outside) {
    // no frames come by themselves
    super(replay, { ...outside, frameMs: 0 });
    this.#replay = replay;
  }

  /** Leaves the recording where it is. @returns {Promise<void>} resolves when the walk is the person's */
  async lookAround() {
    await this.#replay.lookAround();
    const { mine } = this.#replay;
    // what the room was not shown of the next token, the server says
    if (mine) this.#bring({ trace: mine.trace.id, changes: mine.trace.changes ?? [] });
  }

  comeBack() {
    this.#running?.abort();
    this.#replay.comeBack();
  }

  get computing() {
    return this.#running !== null;
  }

  stop() {
    this.#running?.abort();
  }

  /** @param {string} step */
  go(step) {
    const { mine } = this.#replay;
    if (mine && this.graph && hasStep(this.graph, step))
      this.command({ do: 'go', cursor: { trace: mine.trace.id, step } }, { step });
  }

  /**
   * Whoever looks around has what the features know that the room would make of a command; else only an answer is kept.
   * @template {keyof Commands} Name @param {{do: Name} & Commands[Name]} command @param {{step?: string}} [expected]
   */
  command(command, expected = {}) {
    const { mine } = this.#replay;
    if (!mine || !this.room) {
      super.command(command);
      return;
    }
    const { step, playing, blank, lobby, wheel, sampling, parts } = this.room;
    const view = structuredClone({ step: expected.step ?? step, playing, blank, lobby, wheel, sampling, parts });
    this.foresight.predict(command.do, view, { ...command, ...expected });
    const gone = Object.fromEntries(Object.keys(parts).map((name) => [name, undefined]));
    this.#replay.alter({ ...gone, ...view.parts, cursor: { trace: mine.trace.id, step: view.step } });
  }

  generate(tokens = 1) {
    if (this.full) this.notice({ key: 'problem.context-full', values: { limit: this.trace?.info.nCtx ?? 0 } });
    else this.#derive({ generate: this.sampling }, tokens);
  }

  /** @param {number[]} tokens */
  append(tokens) {
    this.#derive({ append: tokens });
  }

  takeBack() {
    const { tokens = [], promptLength = 0, model, changes } = this.#replay.mine?.trace ?? {};
    if (tokens.length > promptLength) this.#bring({ model, tokens: tokens.slice(0, -1), promptLength, changes });
  }

  /** @param {string[]} changes */
  setChanges(changes) {
    this.#derive({ changes });
  }

  reset() {
    if (this.graph) this.go(firstStep(this.graph).id);
  }

  /** @param {Partial<import('./conductor.js').Sampling>} sampling */
  sample(sampling) {
    this.#replay.alter({ sampling: { ...this.sampling, ...sampling } });
  }

  /** @param {string | null} model */
  async compare(model) {
    const { mine } = this.#replay;
    if (!mine) return;
    if (model === null) this.#replay.alter({ second: undefined });
    else await this.#bring({ trace: mine.trace.id, with: model }, (second) => ({ second }));
  }

  /** @param {object} recipe @param {number} [times] */
  async #derive(recipe, times = 1) {
    const { mine } = this.#replay;
    if (!mine) return;
    const done = await this.#bring({ trace: mine.trace.id, ...recipe });
    if (done && times > 1 && !this.full) await this.#derive(recipe, times - 1);
  }

  /** What was added stays added: of a recorded run the server may not know where its prompt ends. @param {TraceInfo} info @returns {TraceInfo} */
  #withPrompt(info) {
    const { promptLength = info.promptLength } = this.#replay.mine?.trace ?? {};
    return { ...info, promptLength: Math.min(promptLength, info.tokens.length) };
  }

  /**
   * Has a run computed, and shows it at the same step.
   * @param {object} recipe @param {(info: TraceInfo) => Partial<import('./room-conductor.js').RoomState>} [change]
   * @returns {Promise<boolean>} whether it is shown
   */
  async #bring(recipe, change = (trace) => ({ trace })) {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    this.changed();
    try {
      const info = await this.source.run(recipe, running.signal);
      if (running.signal.aborted) return false;
      this.#replay.alter(change('trace' in recipe ? this.#withPrompt(info) : info));
      return true;
    } catch (problem) {
      if (!running.signal.aborted) this.notice({ problem });
      return false;
    } finally {
      if (this.#running === running) this.#running = null;
      this.changed();
    }
  }
}

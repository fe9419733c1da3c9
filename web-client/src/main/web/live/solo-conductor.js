/**
 * The conductor of a page without a room: its cursor is in the page, and it uses the same encoded frames that a room sends.
 * The run and the step survive a reload of the tab.
 *
 * @typedef {import('../model/trace.js').Trace} Trace
 * @typedef {import('../model/trace.js').TraceInfo} TraceInfo
 * @typedef {import('./solo-start.js').StartRequest} StartRequest
 */
import { firstStep, hasStep, nextStep } from '../model/graph.js';
import { Traces } from '../model/trace.js';
import { Conductor, GREEDY } from './conductor.js';
import { Loader } from './loader.js';
import { server } from './model-source.js';
import { insist } from './retry.js';
import { KeptWalk, runAgain, SoloStart } from './solo-start.js';

/**
 * What of a walk scenes return to.
 * @typedef {{run: {model: string, tokens: number[], promptLength: number, changes?: string[]}, name: string, step: string,
 *   sampling: import('./conductor.js').Sampling, second: string | null}} Before  `name`: of the model; `second`: content id of the second model
 */

/** Time for each step in autoplay, ms: longer than in a room, since the person reads the step's card meanwhile. */
export const PLAY_MS = 5000;

/** Interval between generated tokens if there are several, as in a room, ms. */
const TOKEN_MS = 600;

const NOT_FOUND = 404;

export class SoloConductor extends Conductor {
  mayDrive = true;
  #source;
  #kept;
  #now;
  #after;
  #stop;
  #begin;
  #wanted;
  #language;
  /** @type {Traces | null} */
  #traces = null;
  /** @type {number | undefined} */
  #timer;
  /** Counts requests: an answer to an earlier one is dropped. */
  #request = 0;
  /** @type {AbortController | null} */
  #running = null;
  /** Content id of the second model of a comparison. @type {string | null} */
  #secondModel = null;
  /** @type {Promise<import('./scene-runs.js').SceneRuns> | null} */
  #ofScenes = null;
  /** The scene that is shown, and what was shown before the first one; null while the walk is the person's own. @type {{fixed: boolean, before: Before} | null} */
  #scene = null;
  #loader;

  /**
   * @param {{source?: typeof server, storage?: Pick<Storage, 'getItem' | 'setItem'>, now?: () => number,
   *   after?: (fn: () => void, ms: number) => number, cancel?: (timer: number | undefined) => void, begin?: 'first' | 'last', wanted?: StartRequest, language?: string}} [outside]  `begin`: which end of the walk is the start
   */
  constructor({
    source = server,
    storage,
    now = () => performance.now(),
    after = (fn, ms) => window.setTimeout(fn, ms),
    cancel = (timer) => clearTimeout(timer),
    begin = 'first',
    wanted = {},
    language,
  } = {}) {
    super();
    this.#source = source;
    this.#kept = new KeptWalk(storage);
    this.#now = now;
    this.#after = after;
    this.#stop = cancel;
    this.#begin = begin;
    this.#wanted = wanted;
    this.#language = language;
    this.#loader = new Loader((problem) => this.notice({ problem }), setTimeout.bind(null));
  }

  /**
   * Loads the model and the run. Rejects if the server cannot be reached.
   *
   * @returns {Promise<string[]>} names of wanted members that are not available and were replaced by the defaults
   */
  async start() {
    const start = new SoloStart(this.#source, this.#wanted, this.#kept, this.#language);
    const preset = await start.preset();
    // The run needs no graph, so neither waits for the other.
    const running = start.run(preset);
    // awaited below, unless the graph cannot be had: then that is reported
    running.catch(() => {});
    this.graph = await this.#source.graph(preset.model);
    this.#traces = new Traces(this.graph, (path) => this.#frame(path));
    this.status = 'open';
    this.changed();
    const info = await running;
    this.#enter(info, start.step(this.graph) ?? this.#beginning(this.graph), null);
    if (start.checkpoint !== null) {
      await this.readWith(start.checkpoint);
      return start.missing;
    }
    this.weights = await this.#source.weights(this.graph);
    this.changed();
    return start.missing;
  }

  /** @param {import('../model/graph.js').Graph} graph */
  #beginning(graph) {
    return this.#begin === 'first' ? firstStep(graph).id : graph.steps[graph.steps.length - 1].id;
  }

  /** Fetches a frame. If the server has restarted and lost the run, it computes the run again first. @param {string} path */
  async #frame(path) {
    try {
      return await this.#source.frame(path);
    } catch (problem) {
      if (/** @type {import('./http.js').Problem} */ (problem).status !== NOT_FOUND || !this.trace) throw problem;
      await runAgain(this.#source, this.trace.info);
      return this.#source.frame(path);
    }
  }

  /** @param {string} step */
  go(step) {
    if (!this.trace || !this.graph || !hasStep(this.graph, step)) return;
    this.#enter(this.trace.info, step, this.#now());
    if (this.playing) this.#playOn();
  }

  play() {
    if (!this.graph || this.step === null) return;
    if (this.#atEnd) this.first();
    const { playing } = this;
    this.playing = true;
    if (!playing) this.#playOn();
    this.changed();
  }

  pause() {
    this.playing = false;
    this.#stop(this.#timer);
    this.changed();
  }

  #playOn() {
    this.#stop(this.#timer);
    this.#timer = this.#after(() => {
      this.next();
      if (this.#atEnd) this.pause();
    }, PLAY_MS);
  }

  /** Whether the walk is at its last step. */
  get #atEnd() {
    return this.graph !== null && this.step !== null && nextStep(this.graph, this.step) === null;
  }

  async generate(tokens = 1) {
    const { trace: before, generating } = this;
    if (!before || generating) return;
    if (this.full) {
      this.notice({ key: 'problem.context-full', values: { limit: before.info.nCtx } });
      return;
    }
    this.generating = true;
    this.coming = tokens;
    this.changed();
    try {
      while (this.coming > 0 && !this.full) {
        const { trace } = this;
        if (!trace) break;
        const paced = this.coming > 1 ? new Promise((resolve) => setTimeout(resolve, TOKEN_MS)) : null;
        const came = await this.#run({ trace: trace.id, generate: this.sampling });
        // Another change by the person in between ends the generation.
        if (!came || came.info.ended) break;
        this.coming--;
        this.changed();
        if (this.coming > 0) await paced;
        if (this.trace !== came) break;
      }
    } catch (problem) {
      this.notice({ problem });
    } finally {
      this.generating = false;
      this.coming = 0;
      this.changed();
    }
  }

  /** @param {number[]} tokens */
  append(tokens) {
    return this.#change((trace) => ({ trace: trace.id, append: tokens }));
  }

  /** @param {string[]} changes */
  setChanges(changes) {
    return this.#change((trace) => ({ trace: trace.id, changes }));
  }

  takeBack() {
    return this.#change((trace) => (trace.positions > 1 ? { trace: trace.id, back: 1 } : null));
  }

  stop() {
    this.coming = 0;
    this.#cancel();
    this.changed();
  }

  /** Cancels the running request; the server sees the closed connection and stops computing. */
  #cancel() {
    this.#request++;
    this.#running?.abort();
  }

  /** @param {Partial<import('./conductor.js').Sampling>} sampling */
  sample(sampling) {
    const { sampling: before } = this;
    this.sampling = { ...before, ...sampling };
    this.changed();
  }

  /** @param {string | null} model */
  async compare(model) {
    this.#secondModel = model;
    this.second = null;
    this.changed();
    await this.#readSecond();
  }

  /** @param {string} text @param {string} [model] @param {boolean} [chat] */
  async prompt(text, model, chat = false) {
    if (!this.graph) return;
    const said = chat ? { chat: [{ role: 'user', content: text }] } : { prompt: text };
    this.coming = 0;
    const { id, preset } = this.graph.model,
      wanted = model === undefined || model === preset ? id : model;
    const left = this.#scene !== null && (this.#scene.fixed || wanted !== id) ? this.#scene.before : null;
    // a scene's changes stay with it: then it is those of before; and those of another model mean other parts
    const { changes = [] } = left?.run ?? this.trace?.info ?? {},
      isOfModel = left
        ? wanted === left.run.model || wanted === left.name || (wanted === id && preset === left.name)
        : wanted === id;
    await this.#run(
      { model: wanted, ...said, ...(changes.length > 0 && isOfModel && { changes }) },
      null,
      () => left && this.#leaveScene(),
    );
  }

  /** The person has taken a text of their own in place of a scene's. */
  #leaveScene() {
    if (this.#scene) this.sampling = this.#scene.before.sampling;
    this.#scene = null;
    this.dispatchEvent(new Event('left'));
  }

  /** Whether what is shown is a scene's, and not the person's own walk. */
  get inScene() {
    return this.#scene !== null;
  }

  /**
   * Returns from scenes to what was shown before them; what was typed meanwhile is read there.
   * @param {{tokens: number[], model: string} | null} typed a prompt, and its model by name
   */
  async endScenes(typed) {
    if (!this.#scene) return;
    const { run, step, sampling, second, name } = this.#scene.before;
    const isOwn = typed !== null && typed.tokens.join() !== run.tokens.slice(0, run.promptLength).join();
    const wanted = !isOwn
      ? run
      : {
          model: typed.model,
          tokens: typed.tokens,
          promptLength: typed.tokens.length,
          ...(typed.model === name && { changes: run.changes }),
        };
    await this.#run(
      async (signal) => {
        const source = { run: (/** @type {object} */ recipe) => this.#computed(recipe, signal) };
        try {
          return await runAgain(source, wanted);
        } catch (problem) {
          // weights of a training may be gone: then the scene's text stays, unchanged
          if (!this.trace || !(/** @type {import('./http.js').Problem} */ (problem).status)) throw problem;
          return source.run({ trace: this.trace.info.id, changes: [] });
        }
      },
      step,
      () => {
        this.#leaveScene();
        this.sampling = sampling;
        this.#secondModel = second;
        this.second = null;
      },
    );
  }

  /** @param {string} model */
  async readWith(model) {
    this.coming = 0;
    if (this.trace) await this.#run({ trace: this.trace.id, with: model });
  }

  /** Runs a text that is derived from the current one. @param {(trace: Trace) => object | null} recipeOf */
  async #change(recipeOf) {
    this.coming = 0;
    const recipe = this.trace && recipeOf(this.trace);
    if (!recipe) return;
    try {
      await this.#run(recipe);
    } catch (problem) {
      this.notice({ problem });
    }
  }

  /**
   * @param {object | ((signal: AbortSignal) => Promise<TraceInfo>)} recipe or what computes it
   * @param {string | null} [first] the step at which to begin; null: the current one
   * @param {() => void} [beforeShown] called right before the run is shown
   * @returns {Promise<Trace | null>} null if a newer request has overtaken it
   */
  async #run(recipe, first = null, beforeShown = () => {}) {
    this.#cancel();
    const request = this.#request;
    const running = (this.#running = new AbortController());
    let info;
    try {
      info = await (typeof recipe === 'function' ? recipe(running.signal) : this.#computed(recipe, running.signal));
    } catch (problem) {
      if (running.signal.aborted) return null;
      throw problem;
    }
    if (request !== this.#request) return null;
    const graph = await this.#graphOf(info);
    if (request !== this.#request) return null;
    if (graph !== this.graph) this.#take(graph);
    const step = first ?? this.step;
    if (step === null) return null;
    beforeShown();
    // Keep the step if the model has it.
    this.#enter(info, hasStep(graph, step) ? step : firstStep(graph).id, this.#now());
    return this.trace;
  }

  /**
   * Shows a scene whole, whatever was shown before: nothing between the two is seen, and nothing of before stays.
   *
   * @param {import('./scene-runs.js').SceneRun & {sampling?: Partial<import('./conductor.js').Sampling>, step: string, fixed: boolean, compare?: string}} scene  a
   *   step that the model lacks becomes its first; `fixed`: a text that the person types is none of the scene's;
   *   `compare`: the name of a second model
   * @param {number | null} startAt when the motion begins, ms of performance.now(); null: without motion
   * @param {(info: TraceInfo, graph: import('../model/graph.js').Graph) => Promise<() => void>} prepare  prepares what else belongs to the
   *   scene; its answer is called right before the scene is shown
   * @returns {Promise<boolean>} false if a newer request has overtaken it
   */
  async bring({ step, sampling = {}, fixed, compare, ...scene }, startAt, prepare) {
    this.#cancel();
    this.coming = 0;
    if (this.playing) this.pause();
    const request = this.#request;
    const running = (this.#running = new AbortController());
    try {
      const info = await (await this.#scenes()).run(scene, running.signal);
      const graph = await this.#graphOf(info);
      const beforeShown = await prepare(info, graph);
      if (request !== this.#request) return false;
      this.#scene = { fixed, before: this.#scene?.before ?? this.#present };
      if (graph !== this.graph) this.#take(graph);
      this.#secondModel = null;
      this.second = null;
      this.sampling = { ...GREEDY, ...sampling };
      beforeShown();
      this.#enter(info, hasStep(graph, step) ? step : firstStep(graph).id, startAt);
      if (compare !== undefined) this.compare(compare);
      return true;
    } catch (problem) {
      if (running.signal.aborted) return false;
      throw problem;
    }
  }

  /** @returns {Before} */
  get #present() {
    const { trace, graph, step, sampling } = this;
    if (!trace || !graph || step === null) throw new Error('A scene was brought before there was a walk.');
    const { model, tokens, promptLength, changes } = trace.info;
    return {
      run: { model, tokens, promptLength, changes },
      name: graph.model.preset,
      step,
      sampling,
      second: this.#secondModel,
    };
  }

  /**
   * A scene's run with its graph, while another one is shown.
   * @param {import('./scene-runs.js').SceneRun} scene
   */
  async runOf(scene) {
    const info = await (await this.#scenes()).run(scene, new AbortController().signal);
    return { info, graph: await this.#graphOf(info) };
  }

  /** The runs of scenes. Walks without a tour need none, so their code is loaded with the first. */
  #scenes() {
    return (this.#ofScenes ??= insist(() => import('./scene-runs.js')).then(
      ({ SceneRuns }) => new SceneRuns((recipe, signal) => this.#computed(recipe, signal)),
    ));
  }

  /** @param {object} recipe @param {AbortSignal} signal @returns {Promise<TraceInfo>} */
  #computed(recipe, signal) {
    return inTurn(() => this.#source.run(recipe, signal), { signal, told: (problem) => this.notice({ problem }) });
  }

  /** The graph of a run's model: the present one, if it is that. @param {TraceInfo} info @returns {Promise<import('../model/graph.js').Graph>} */
  async #graphOf({ model }) {
    return model === this.graph?.model.id ? this.graph : this.#source.graph(model);
  }

  /** @param {import('../model/graph.js').Graph} graph of a model that has not been shown before this moment */
  #take(graph) {
    this.graph = graph;
    this.#traces = new Traces(graph, (path) => this.#frame(path));
    this.trace = null;
    this.weights = null;
    this.#secondModel = null;
    this.second = null;
    this.#source.weights(graph).then(
      (weights) => {
        if (this.graph !== graph) return;
        this.weights = weights;
        this.changed();
      },
      (problem) => this.notice({ problem }),
    );
  }

  /** Runs the second model over the current tokens. */
  async #readSecond() {
    const { trace } = this,
      model = this.#secondModel;
    if (!trace || model === null || (this.second && madeOf(this.second) === madeOf(trace.info))) return;
    try {
      const second = await this.#source.run({ trace: trace.id, with: model });
      if (this.trace !== trace || this.#secondModel !== model) return;
      this.second = second;
      this.changed();
    } catch (problem) {
      this.#secondModel = null;
      this.notice({ problem });
    }
  }

  async reset() {
    const { trace, graph } = this;
    if (!trace || !graph) return;
    this.pause();
    const { model, tokens, promptLength, changes = [] } = trace.info;
    try {
      await this.#run(
        { model, tokens: tokens.slice(0, promptLength), ...(changes.length > 0 && { changes }) },
        firstStep(graph).id,
      );
    } catch (problem) {
      this.notice({ problem });
    }
  }

  /** @param {boolean} on */
  darken(on) {
    this.blank = on;
    this.changed();
  }

  dispose() {
    this.#cancel();
    this.#loader.stop();
    this.#stop(this.#timer);
  }

  /** @param {TraceInfo} info @param {string} step @param {number | null} startAt */
  #enter(info, step, startAt) {
    const { trace: before, step: left } = this;
    const from = before && left !== null ? { trace: before, step: left } : null;
    this.trace = /** @type {Traces} */ (this.#traces).of(walkedAs(info, before?.info));
    this.step = step;
    // a reload, or the way back by another page, continues the person's own walk
    if (this.graph && !this.#scene) this.#kept.keep(this.graph, info, step);
    this.changed();
    this.show({ trace: this.trace, step, startAt, from });
    this.#readSecond();
    if (this.graph) this.#loader.want(this.graph, this.trace, step, 0);
  }
}

/**
 * A run that is walked as the one before, if that is of the same text: a change of the model does not lead the walk elsewhere.
 * @param {TraceInfo} info @param {TraceInfo | undefined} before
 */
const walkedAs = (info, before) =>
  before?.visits && before.model === info.model && before.tokens.join() === info.tokens.join()
    ? { ...info, visits: before.visits }
    : info;

/** What a run is made of besides its model. @param {TraceInfo} info */
const madeOf = ({ tokens, changes = [] }) => [tokens, changes].join(';');

/**
 * Repeats a request while others are first: the server keeps its place, and says when its turn comes.
 *
 * @template Done
 * @param {() => Promise<Done>} ask
 * @param {{signal: AbortSignal, told: (problem: import('./http.js').Problem) => void, after?: (fn: () => void, ms: number) => unknown}} options
 *   `signal` gives up; `told` is called with each place in line
 * @returns {Promise<Done>}
 * @throws {import('./http.js').Problem} every other problem, and the last place in line if it was given up
 */
export async function inTurn(ask, { signal, told, after = setTimeout }) {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const problem = /** @type {import('./http.js').Problem} */ (error);
      if (problem.code !== 'in-line' || signal.aborted) throw problem;
      told(problem);
      await new Promise((soon) => after(() => soon(undefined), problem.retryAfter * 1000));
      if (signal.aborted) throw problem;
    }
  }
}

/**
 * Answers of tools from the server, by address. Those that are no longer asked for are cancelled, which ends their measurement; of
 * long ones the progress is asked for. Answers never change.
 *
 * @typedef {import('../../live/http.js').Problem} Problem
 *
 * @typedef {object} About  members of every answer
 * @property {number} a
 * @property {number | 'all'} b
 * @property {number} position
 * @property {number} logit_a
 * @property {number} logit_difference
 * @property {Record<string, string>} text  of each token that the answer names
 *
 * @typedef {object} Answers  by the server's tools; some of their members depend on the request's parameters
 * @property {import('./lens/lens-rows.js').Lens} lens
 * @property {import('./attribution/attribution-rows.js').Attribution} attribution
 * @property {import('../ablation/effect-rows.js').Changed} change
 * @property {import('./patching/patch-cells.js').Texts | import('./patching/patch-cells.js').Tried} patch
 * @property {import('./saliency/saliency-rows.js').Saliency} saliency
 * @property {import('./heads/heads-rows.js').Heads} heads
 * @property {import('./heads/score-rows.js').Score} score
 * @property {import('./embedding/embedding-view.js').Embedding} embedding
 * @property {import('./circuit/graph.js').Answer | import('./circuit/graph.js').Check} circuit
 * @property {import('./neurons/neuron-rows.js').Neurons} neurons
 *
 * @typedef {{done: number, all: number, begun: boolean}} Progress  of a long measurement
 * @typedef {{room: string, headers: Record<string, string>} | null} Turns
 */
/**
 * @template [Answer=Answers[keyof Answers]]
 * @typedef {object} Measuring
 * @property {Answer | null} answer      null until it has arrived
 * @property {Problem | null} failure    why there is none; null if that is not known to be so
 * @property {Progress | null} progress  of a long one
 */
import { request } from '../../live/http.js';

const MOST_KEPT = 40;
/** Quick answers have arrived by then, ms. */
const PROGRESS_MS = 600;

/** How long a page that says no errors waits before it asks again, ms. */
export const AGAIN_MS = 3000;

export class Measured {
  #changed;
  #send;
  #after;
  /** @type {Map<string, Measuring & {abort: AbortController}>} */
  #known = new Map();
  /** The addresses that are asked for in this rendering. @type {Set<string>} */
  #asked = new Set();

  /**
   * @param {() => void} changed called when something has arrived
   * @param {{send?: <Sent>(path: string, init: RequestInit) => Promise<Sent>, after?: (fn: () => void, ms: number) => unknown}} [outside]
   */
  constructor(
    changed,
    { send = async (path, init) => (await request(path, init)).json(), after = setTimeout.bind(null) } = {},
  ) {
    this.#changed = changed;
    this.#send = send;
    this.#after = after;
  }

  /** A rendering begins. */
  begin() {
    this.#asked.clear();
  }

  /** @param {string} path @param {Turns} [turns] in which it is measured @returns {Measuring} */
  of(path, turns = null) {
    this.#asked.add(path);
    const known = this.#known.get(path);
    if (known) return known;
    const measuring = { answer: null, failure: null, progress: null, abort: new AbortController() };
    this.#known.set(path, measuring);
    this.#fetch(path, turns, measuring);
    return measuring;
  }

  /** Why something that was asked for in the last rendering is not here; null if nothing failed. */
  get failure() {
    return this.#wanted.find(({ failure }) => failure)?.failure ?? null;
  }

  /** How far the first is of what is still on its way and takes long; null for none. */
  get progress() {
    return (
      this.#wanted.find(({ answer, failure, progress }) => answer === null && !failure && progress)?.progress ?? null
    );
  }

  get #wanted() {
    return [...this.#known].filter(([path]) => this.#asked.has(path)).map(([, measuring]) => measuring);
  }

  /** Asks again for what has failed. */
  again() {
    for (const [path, { failure }] of this.#known) if (failure) this.#known.delete(path);
    this.#changed();
  }

  /** The rendering is over: cancels what it no longer asked for. */
  end() {
    for (const [path, { answer, abort }] of this.#known) {
      if (this.#asked.has(path)) continue;
      if (answer === null) abort.abort();
      if (answer === null || this.#known.size > MOST_KEPT) this.#known.delete(path);
    }
  }

  /** @param {string} path @param {Turns} turns @param {Measuring & {abort: AbortController}} measuring */
  async #fetch(path, turns, measuring) {
    const address = turns ? `${path}${path.includes('?') ? '&' : '?'}room=${encodeURIComponent(turns.room)}` : path;
    // of what is asked of a model alone, the refusal says how far it is
    if (path.includes('/why/')) this.#after(() => this.#follow(path, measuring), PROGRESS_MS);
    try {
      measuring.answer = await this.#send(address, { headers: turns?.headers ?? {}, signal: measuring.abort.signal });
    } catch (problem) {
      if (measuring.abort.signal.aborted) return;
      measuring.failure = /** @type {Problem} */ (problem);
    }
    if (this.#known.get(path) === measuring) this.#changed();
  }

  /** Asks how far it is, again and again. @param {string} path @param {Measuring & {abort: AbortController}} measuring */
  async #follow(path, measuring) {
    const isOver = () => measuring.answer !== null || measuring.failure !== null || measuring.abort.signal.aborted;
    if (isOver()) return;
    try {
      const [tool, query = ''] = path.split('?');
      /** @type {Progress} */
      const progress = await this.#send(`${tool}/progress?${query}`, { signal: measuring.abort.signal });
      if (isOver()) return;
      measuring.progress = progress;
      this.#changed();
    } catch {
      // The measurement itself reports that the server cannot be reached.
    }
    this.#after(() => this.#follow(path, measuring), PROGRESS_MS);
  }
}

/** @param {string} trace @param {string} tool @param {Record<string, string | number>} parameters */
export function whyPath(trace, tool, parameters) {
  const query = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  return `/api/traces/${encodeURIComponent(trace)}/why/${tool}${query.size > 0 ? `?${query}` : ''}`;
}

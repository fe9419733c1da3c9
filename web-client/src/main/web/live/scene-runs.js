/**
 * The runs of a tour's scenes on a page without a room. A tour comes to a scene again and again, so each request is made once.
 *
 * @typedef {import('../model/trace.js').TraceInfo} TraceInfo
 *
 * @typedef {object} SceneRun
 * @property {string} model
 * @property {{prompt: string} | {tokens: number[]}} text
 * @property {number} [generated]  how many tokens the model adds, the most probable ones
 * @property {(graph: {model: {id: string}}) => Promise<number[]>} [added]  tokens that are added in place of these, in a model's vocabulary
 * @property {(length: number) => string[]} [changes]  of the model while it runs, in a text of so many tokens
 */
import { GREEDY } from './conductor.js';

/** How many runs are remembered. */
const MOST = 200;

export class SceneRuns {
  #compute;
  /** By what was asked for. @type {Map<string, TraceInfo>} */
  #known = new Map();

  /** @param {(recipe: object, signal: AbortSignal) => Promise<TraceInfo>} compute asks the server for a run */
  constructor(compute) {
    this.#compute = compute;
  }

  /** @param {SceneRun} scene @param {AbortSignal} signal @returns {Promise<TraceInfo>} */
  async run({ model, text, generated = 0, added, changes = () => [] }, signal) {
    const make = (/** @type {object} */ recipe) => this.#once(recipe, signal);
    const change = (/** @type {TraceInfo} */ { id, tokens }) => make({ trace: id, changes: changes(tokens.length) });
    const isChanged = changes(1).length > 0;
    let info = await make({ model, ...text });
    // what is changed writes each token, too
    for (let i = 0; i < generated; i++)
      info = await make({ trace: (isChanged ? await change(info) : info).id, generate: GREEDY });
    if (added) info = await make({ trace: info.id, append: await added({ model: { id: info.model } }) });
    return isChanged ? change(info) : info;
  }

  /** @param {object} recipe @param {AbortSignal} signal */
  async #once(recipe, signal) {
    const key = JSON.stringify(recipe);
    const known = this.#known.get(key);
    if (known) return known;
    const info = await this.#compute(recipe, signal);
    this.#known.set(key, info);
    if (this.#known.size > MOST) this.#known.delete(/** @type {string} */ (this.#known.keys().next().value));
    return info;
  }
}

/**
 * The conductors' source of models and runs: the server's HTTP API. Tests replace it.
 *
 * @typedef {import('../model/graph.js').Graph} Graph
 * @typedef {import('../model/trace.js').TraceInfo} TraceInfo
 * @typedef {import('../model/frame.js').Tensor} Tensor
 *
 * @typedef {{id: string, title: string, model: string, parameters: number, prompt: string,
 *   prompts?: string[], reads: 'letters' | 'words' | 'pieces', tokenizer: string, chat: boolean, maxPrompt: number,
 *   checkpoints?: number[], updates?: number, languages?: Record<string, string>}} Preset
 *   `checkpoints`: after how many updates of its training its weights can be shown, of `updates` in all; `prompts`: ready prompts; `reads`: what a text is made of for it; models with the same `tokenizer` can be compared; `chat`: it has a chat template;
 *   `languages`: the ids of the same model for texts in several languages
 * @typedef {{id: string, title: string, model: string, parameters: number, source: string}} Structure
 */
import { expandGraph } from '../model/graph.js';
import { getFrame, getJson, postJson } from './http.js';

/**
 * All weights are fetched in one frame up to this size; of larger models, each is fetched when it is seen. Of those that are
 * sent at once, larger ones come in half precision, and exact ones are fetched where somebody is near.
 */
const ALL_WEIGHTS_BYTES = 1 << 20,
  EXACT_WEIGHTS_BYTES = 384 << 10;

/** For how long what the server offers counts as the same, ms: it changes when the server is started anew. */
const SAME_OFFER_MS = 10_000;

/** What the server offers, while it counts as the same. @type {Promise<{presets: Preset[], structures: Structure[]}> | null} */
let offer = null;
const forget = () => (offer = null);

/** The model to begin with on a page in a language. @template {Pick<Preset, 'id' | 'languages'>} P @param {P[]} presets @param {string} language @returns {P | undefined} */
export const firstOf = ([first, ...others], language) =>
  others.find(({ id }) => id === first.languages?.[language]) ?? first;

/** Several parts of a page ask for the same when it opens. A failure is asked for again. */
function offered() {
  return (offer ??= getJson('/api/presets?prompts=false').then(
    (answer) => {
      setTimeout(forget, SAME_OFFER_MS);
      return answer;
    },
    (problem) => {
      forget();
      throw problem;
    },
  ));
}

export const server = {
  /** @returns {Promise<Preset[]>} without their ready prompts; the first is the default, or its sibling in the page's language */
  async presets() {
    return (await offered()).presets;
  },

  /** @returns {Promise<Preset[]>} with their ready prompts, which few pages need */
  async withPrompts() {
    return (await getJson('/api/presets')).presets;
  },

  /** @returns {Promise<Structure[]>} models without weights, the smallest first */
  async structures() {
    return (await offered()).structures;
  },

  /** @param {string} model content id @returns {Promise<Graph>} */
  async graph(model) {
    return expandGraph(await getJson(`/api/models/${encodeURIComponent(model)}/graph`));
  },

  /** @param {Graph} graph @returns {Promise<Tensor[]>} empty if there are too many to fetch at once */
  async weights(graph) {
    const bytes = graph.model.parameters * 4;
    if (bytes > ALL_WEIGHTS_BYTES) return [];
    const rounded = bytes > EXACT_WEIGHTS_BYTES ? '?dtype=f16' : '';
    return (await getFrame(`/api/models/${encodeURIComponent(graph.model.id)}/weights${rounded}`)).tensors;
  },

  /**
   * @param {object} recipe body of POST /api/traces
   * @param {AbortSignal} [signal] cancels it
   * @returns {Promise<TraceInfo>}
   */
  run(recipe, signal) {
    return postJson('/api/traces', recipe, signal);
  },

  /**
   * Cuts a text into tokens.
   *
   * @param {object} body `{model, text}` or `{model, chat}`
   * @param {string} [me] the secret of a person in a room, whose look-ups the server counts
   * @returns {Promise<{count: number, limit: number, tokens: number[], text: string[]}>}
   */
  tokens(body, me) {
    return postJson('/api/tokens', body, undefined, me);
  },

  frame: getFrame,
};

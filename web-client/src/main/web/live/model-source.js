/**
 * Where a conductor gets models and runs from: this server's HTTP addresses. A test gives its own.
 *
 * @typedef {import('../model/graph.js').Graph} Graph
 * @typedef {import('../model/trace.js').TraceInfo} TraceInfo
 * @typedef {import('../model/frame.js').Tensor} Tensor
 *
 * @typedef {{id: string, title: string, model: string, parameters: number, prompt: string,
 *   prompts?: string[], tokenizer: string, chat: boolean, maxPrompt: number}} Preset
 *   `prompts`: ready for the stage; models of one `tokenizer` can be compared; `chat`: it has a template for conversations
 * @typedef {{id: string, title: string, model: string, parameters: number, source: string}} Structure
 */
import { expandGraph } from '../model/graph.js';
import { getFrame, getJson, postJson } from './http.js';

/** One frame may hold all weights up to this size; beyond, each is fetched when it is looked at. */
const ALL_WEIGHTS_BYTES = 1 << 20;

export const server = {
  /** @returns {Promise<Preset[]>} the first is the one to show when nothing else is asked for */
  async presets() {
    return (await getJson('/api/presets')).presets;
  },

  /** @returns {Promise<Structure[]>} models of which only the shapes are there, smallest first */
  async structures() {
    return (await getJson('/api/presets')).structures;
  },

  /** @param {string} model content id @returns {Promise<Graph>} */
  async graph(model) {
    return expandGraph(await getJson(`/api/models/${encodeURIComponent(model)}/graph`));
  },

  /** @param {Graph} graph @returns {Promise<Tensor[]>} empty where there are too many to fetch at once */
  async weights(graph) {
    if (graph.model.parameters * 4 > ALL_WEIGHTS_BYTES) return [];
    return (await getFrame(`/api/models/${encodeURIComponent(graph.model.id)}/weights`)).tensors;
  },

  /**
   * @param {object} recipe what POST /api/traces takes
   * @param {AbortSignal} [signal] gives it up
   * @returns {Promise<TraceInfo>}
   */
  run(recipe, signal) {
    return postJson('/api/traces', recipe, signal);
  },

  /**
   * What a text is cut into.
   *
   * @param {object} asked `{model, text}` or `{model, chat}`
   * @returns {Promise<{count: number, limit: number, text: string[]}>}
   */
  tokens(asked) {
    return postJson('/api/tokens', asked);
  },

  frame: getFrame,
};

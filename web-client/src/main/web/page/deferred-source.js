/** The server as a source that requests numbers only after the first text, which needs none of them: bandwidth may be low. */
import { server } from '../live/model-source.js';
import { seen } from './milestones.js';

export const deferredSource = {
  ...server,
  weights: (/** @type {import('../model/graph.js').Graph} */ graph) => seen('text').then(() => server.weights(graph)),
  frame: (/** @type {string} */ path) => seen('text').then(() => server.frame(path)),
};

/** The server, asked for numbers only once there is text: it needs none of them, and a slow line has only so much room. */
import { server } from '../live/model-source.js';
import { seen } from './milestones.js';

export const deferredSource = {
  ...server,
  weights: (/** @type {import('../model/graph.js').Graph} */ graph) => seen('text').then(() => server.weights(graph)),
  frame: (/** @type {string} */ path) => seen('text').then(() => server.frame(path)),
};

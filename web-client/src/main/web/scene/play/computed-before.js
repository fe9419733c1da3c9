import { stepOf } from '../../model/graph.js';

/**
 * The names of the tensors that the steps before `id` compute, without weights.
 *
 * @param {import('../../model/graph.js').Graph} graph
 * @param {string} id
 * @returns {Set<string>}
 */
export function computedBefore(graph, id) {
  const step = stepOf(graph, id);
  const from = step.closed ? graph.layers[/** @type {number} */ (step.layer)][0].id : id;
  const names = new Set();
  for (const earlier of graph.steps) {
    if (earlier.id === from) break;
    for (const name of earlier.nodes) names.add(name);
  }
  return names;
}

/**
 * The name of what is in focus, such as "Layer 1 · head 3", with the markup of ui/rich-text.js. Pure.
 *
 * @typedef {import('../../scene/layout/focus.js').Focus} Focus
 * @typedef {import('../../model/graph.js').Graph} Graph
 */
import { Naming } from '../../scene/annotate/naming.js';
import { headShown } from '../../scene/play/heads.js';

/**
 * @param {import('../../model/graph.js').Graph} graph
 * @param {string | null} step id
 * @param {import('../../scene/layout/focus.js').Focus} focus
 * @param {{text: (key: string, values?: import('../../ui/words.js').Values) => string}} words
 * @returns {string} empty if the focus is on the step, and the step is not about a single head
 */
export function focusName(graph, step, focus, words) {
  const head = headShown(graph, focus, step);
  /** @type {string[]} */
  const parts = [];
  const layer = layerOf(graph, step, focus);
  if (focus.kind === 'step' && head === null) return '';
  if (focus.kind === 'everything') return words.text('focus.everything');
  if (focus.kind === 'section') return words.text(`scene.${focus.section}`);
  if (layer !== null) parts.push(words.text('scene.layer', { layer: layer + 1 }));
  if (focus.kind === 'part') parts.push(words.text(`focus.${focus.part}`));
  if (focus.kind === 'block')
    parts.push(new Naming(null, graph.nodes, (key, values) => words.text(key, values)).name(focus.node));
  if (head !== null) parts.push(words.text('focus.head', { head: head + 1 }));
  return parts.join(' · ');
}

/** The layer in focus, from 0; null outside of the layers. @param {Graph} graph @param {string | null} step @param {Focus} focus */
function layerOf(graph, step, focus) {
  if ('layer' in focus) return focus.layer;
  return (focus.kind === 'block' ? graph.nodes.get(focus.node)?.layer : graph.byId.get(step ?? '')?.layer) ?? null;
}

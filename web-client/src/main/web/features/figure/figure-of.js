/**
 * Which figure a step has. A figure shows a step's numbers at a readable size, in front of the machine, where the tensors are
 * too large to be read in the machine itself. Pure.
 *
 * @typedef {import('../../model/graph.js').Graph} Graph
 * @typedef {import('../../model/graph.js').Node} Node
 *
 * @typedef {{kind: 'attention', node: Node, shares: boolean}} AttentionKind  `node`: the scores or the pattern; `shares`: whether it is the pattern
 * @typedef {AttentionKind} FigureKind
 */
import { stepNodes, stepOf } from '../../model/graph.js';

/** The widest residual stream whose cells are legible in the machine, where all of a model fits between the panels. */
const LEGIBLE = 128;

/** Whether all tensors of a model can be read in the machine. @param {Graph} graph */
export const isDrawnWhole = ({ sizes }) => sizes.d_model <= LEGIBLE;

/**
 * @param {Graph} graph
 * @param {string} step
 * @returns {FigureKind | null} null if the machine is the step's picture
 */
export function figureOf(graph, step) {
  if (isDrawnWhole(graph) || stepOf(graph, step).closed) return null;
  const node = stepNodes(graph, step).findLast(({ traits, derived }) => !derived && (traits.attention === 'scores' || traits.attention === 'pattern'));
  return node ? { kind: 'attention', node, shares: node.traits.attention === 'pattern' } : null;
}

/** The blocks of parts of the model that are changed while it runs: they look altered. Pure. */
import { blocksIn } from './focus.js';

/** What is left of the contrast of an altered part. */
export const ALTERED = 0.3;

/**
 * @param {import('./layout.js').Layout} plan
 * @param {Map<string, import('./anatomy.js').GraphNode>} nodes of the graph
 * @param {import('../../model/changes.js').Change[]} changes
 * @returns {Set<number>} indices of blocks: a head's arm with its parts of the tables, an MLP
 */
export function alteredBlocks(plan, nodes, changes) {
  /** @type {Set<number>} */
  const altered = new Set();
  for (const { node, head, edge, mode } of changes) {
    const of = nodes.get(node);
    if (!of || edge || mode === 'force') continue;
    const branch = plan.anatomy.branches.find(({ nodes: own }) => own.some(({ name }) => name === node));
    if (branch && mode === 'off') {
      for (const { index, branch: own, part, partAxis } of plan.blocks)
        if (partAxis === 'expert' && part === head && plan.anatomy.branches[own] === branch) altered.add(index);
      continue;
    }
    const isAttention = branch?.kind === 'attention';
    const blocks = !branch
      ? blocksIn(plan, { kind: 'block', node, head: null })
      : blocksIn(
          plan,
          isAttention && head !== null
            ? { kind: 'head', layer: branch.layer, head }
            : { kind: 'part', layer: branch.layer, part: branch.kind },
        );
    for (const i of blocks) altered.add(i);
  }
  return altered;
}

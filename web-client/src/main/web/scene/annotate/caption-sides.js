/**
 * On which sides of a block its name is tried: where no other block, letter or line of the same view is. Pure.
 *
 * @typedef {import('./captions.js').Side} Side
 * @typedef {import('../layout/board.js').Block} Block
 * @typedef {import('../layout/layout.js').Layout} Layout
 */

const hasOne = (/** @type {import('../layout/anatomy.js').GraphNode | undefined} */ node) =>
  node?.axes.some((axis) => axis.name === 'one') ?? false;

/**
 * @param {Block} block
 * @param {import('../play/scene-target.js').SceneTarget} target
 * @param {Layout} plan
 * @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes
 * @returns {Side[]} the first ones first
 */
export function sidesOf(block, target, plan, nodes) {
  const node = /** @type {import('../layout/anatomy.js').GraphNode} */ (nodes.get(block.node));
  // a norm's rows of numbers are named above and away from its learned columns, which are named over themselves
  if (hasOne(node)) {
    const isBefore = [...target.reads].some(
      (name) => nodes.get(name)?.traits.learned && (plan.byNode.get(name)?.[0]?.x ?? -Infinity) > block.x,
    );
    const beside = /** @type {Side[]} */ (isBefore ? ['left', 'right'] : ['right', 'left']);
    return isOverNumbers(block, target, plan, nodes)
      ? [isBefore ? 'above-before' : 'above-after', 'above', ...beside]
      : beside;
  }
  // in a close view, letters are above the blocks, and those of the keys below the queries
  if (target.close && node.role === 'query') return ['left'];
  if (target.close) return block.causal || node.traits.attention === 'values' ? ['right', 'below'] : ['left', 'below'];
  // a single head is seen from the front: names surround it and do not cover its tables
  if (target.focus.kind === 'head') return sidesInHead(block, node);
  if (block.plate >= 0 && block.plates > 1) return ['below', 'above'];
  if (block.head >= 0) return ['near', 'below', 'right'];
  if (block.rowAxis === 'd_vocab') return ['right', 'below', 'above'];
  // below the stream that a vocabulary's product reads, there are that product and its table
  if (target.reads.has(block.node) && target.computes.some((name) => plan.byNode.get(name)?.[0]?.rowAxis === 'd_vocab'))
    return ['left', 'below', 'above'];
  // in a norm, the one or two numbers of each column are above, with names of their own: another name there would cover them,
  // and beside the stream it would lie on what was added before; names at both ends reach outwards, so that a word has room between them
  if (target.computes.some((name) => hasOne(nodes.get(name)))) {
    const xs = [...target.computes, ...target.reads].flatMap((name) => plan.byNode.get(name) ?? []).map(({ x }) => x);
    const outwards = /** @type {Side[]} */ (
      block.x === Math.min(...xs) ? ['below-before'] : block.x === Math.max(...xs) ? ['below-after'] : []
    );
    return [...outwards, 'below', 'below-after', 'below-before', 'below-lower'];
  }
  // the stream is named on the side away from the step's branch, or from the branch that was just added
  if (plan.anatomy.spine.includes(block.node)) {
    const isMlp = target.branch >= 0 && plan.anatomy.branches[target.branch].kind === 'mlp';
    return isMlp || isAfterMlp(block, target, plan) ? ['left', 'below'] : ['right', 'below'];
  }
  return ['below', 'above'];
}

/** Whether the step adds an MLP to the stream here. @param {Block} block @param {import('../play/scene-target.js').SceneTarget} target @param {Layout} plan */
const isAfterMlp = ({ node }, target, plan) =>
  target.computes.includes(node) && plan.anatomy.branches.some((branch) => branch.kind === 'mlp' && branch.to === node);

/** Whether another row of numbers that the step computes is right below. @param {Block} block @param {import('../play/scene-target.js').SceneTarget} target @param {Layout} plan @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes */
const isOverNumbers = ({ node, x, y }, target, plan, nodes) =>
  target.computes.some(
    (name) =>
      name !== node && hasOne(nodes.get(name)) && plan.byNode.get(name)?.some((other) => other.x === x && other.y > y),
  );

/** @param {Block} block @param {import('../layout/anatomy.js').GraphNode} node @returns {Side[]} */
const sidesInHead = (block, node) => {
  if (block.causal || node.traits.attention === 'values') return ['right', 'below'];
  if (node.role !== 'weight') return ['above', 'below'];
  return block.arm < 0 ? ['below', 'left'] : ['left', 'below'];
};

/** The same for an input of a block in focus: beside it, the name would lie on that block, or on the input behind. @param {string} name @param {Block} focused @param {Layout} plan @returns {Side[]} */
export function sidesOfInput(name, focused, plan) {
  const isBehind = plan.byNode.get(name)?.some(({ arm, x }) => arm === focused.arm && x > focused.x);
  return isBehind ? ['above', 'below'] : ['left', 'above'];
}

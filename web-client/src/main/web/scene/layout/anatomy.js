/**
 * The structure of a model: a spine (the residual stream), branches that read it and are added to it, an embedding above
 * and an output below. It is derived from the ops' traits, operands and axes, never from names, so that a new architecture
 * needs no code here.
 *
 * @typedef {import('../../model/graph.js').Node} GraphNode
 * @typedef {import('../../model/graph.js').Graph} Graph
 * @typedef {'attention' | 'mlp'} BranchKind
 * @typedef {{kind: BranchKind, layer: number, from: string, to: string, out: string, tail: GraphNode[], nodes: GraphNode[]}} Branch
 *   `from` and `to` are the stream before and after; `out` is the node that is added; `tail` are the product that it is made from, the
 *   norm's nodes behind it, and `out` at the end, or `out` alone; `nodes` are all nodes of the branch in the order of the declaration,
 *   without weights
 * @typedef {{spine: string[], branches: Branch[], embedding: GraphNode[], output: GraphNode[]}} Anatomy
 */

/** @param {GraphNode} node */
const isStream = (node) =>
  node.traits.addition && node.axes.length === 2 && node.axes[0].name === 'pos' && node.axes[1].name === 'd_model';

/**
 * The names of all nodes from which a node is computed, including its own.
 * @param {Graph['nodes']} nodes @param {string} name @param {Set<string>} [seen]
 */
function upstream(nodes, name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const input of /** @type {GraphNode} */ (nodes.get(name)).inputs) upstream(nodes, input, seen);
  return seen;
}

/** From the product that a branch ends with to what is added. @param {Graph['nodes']} nodes @param {string} out @returns {GraphNode[]} */
function tailOf(nodes, out) {
  const node = /** @type {GraphNode} */ (nodes.get(out));
  return node.traits.rowwise && !node.traits.looksUp ? [...tailOf(nodes, node.inputs[0]), node] : [node];
}

/**
 * The nodes of a branch that are drawn, by where they stand: in its tail, as the divisors of the norm there, or before it.
 * @param {Branch} branch
 */
export function partsOf({ nodes, tail }) {
  const drawn = nodes.filter((node) => !node.derived),
    isOfTail = (/** @type {string} */ name) => tail.some((node) => node.name === name);
  const divisors = drawn.filter(({ traits, inputs }) => traits.norm && isOfTail(inputs[0]));
  return { divisors, before: drawn.filter((node) => !isOfTail(node.name) && !divisors.includes(node)) };
}

/**
 * @param {Graph} graph
 * @returns {Anatomy}
 */
export function anatomy({ nodes }) {
  /** @type {string[]} */
  const spine = [];
  /** @type {Branch[]} */
  const branches = [];
  /** @type {Set<string>} */
  const placed = new Set();
  const take = (/** @type {Set<string>} */ names, /** @type {Set<string>} */ without) =>
    [...nodes.values()].filter((node) => names.has(node.name) && !without.has(node.name) && !node.traits.table);

  /** @type {GraphNode[]} */
  let embedding = [];
  for (const node of nodes.values()) {
    if (!isStream(node)) continue;
    const [stream, ...outs] = node.inputs;
    if (spine.length === 0 && !upstream(nodes, outs[0]).has(stream)) {
      // the first addition is that of token and position vectors
      embedding = take(new Set(node.inputs.flatMap((name) => [...upstream(nodes, name)])), placed);
    } else {
      // without position vectors, the token vectors are the beginning of the stream
      if (spine.length === 0) {
        spine.push(stream);
        placed.add(stream);
      }
      const before = upstream(nodes, stream);
      // branches side by side read the same stream, and are added to it at once
      for (const out of outs) {
        const own = take(upstream(nodes, out), before);
        const kind = own.some((each) => each.traits.attention === 'values') ? 'attention' : 'mlp',
          layer = /** @type {number} */ (node.layer);
        branches.push({ kind, layer, from: stream, to: node.name, out, tail: tailOf(nodes, out), nodes: own });
        for (const each of own) placed.add(each.name);
      }
    }
    for (const each of embedding) placed.add(each.name);
    spine.push(node.name);
    placed.add(node.name);
  }
  const output = [...nodes.values()].filter((node) => !placed.has(node.name) && !node.traits.table);
  return { spine, branches, embedding, output };
}

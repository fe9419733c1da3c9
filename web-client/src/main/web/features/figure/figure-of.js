/**
 * Which figure a step has. A figure shows a step's numbers at a readable size, in front of the machine, where the tensors are
 * too large to be read in the machine itself. The choice depends on the nodes' traits, axes and inputs only. Pure.
 *
 * @typedef {import('../../model/graph.js').Graph} Graph
 * @typedef {import('../../model/graph.js').Node} Node
 *
 * In each kind, `node` is the tensor that the step results in.
 *
 * @typedef {{kind: 'attention', node: Node, shares: boolean}} AttentionKind  `node`: the scores or the pattern; `shares`: whether it is the pattern
 * @typedef {{kind: 'text', node: null}} TextKind  the tokens and their numbers
 * @typedef {{kind: 'cut', node: null}} CutKind  how the text became tokens
 * @typedef {{kind: 'lookup', node: Node, table: Node, by: 'token' | 'position'}} LookupKind
 * @typedef {{kind: 'sum', node: Node, terms: Node[]}} SumKind  vectors added number by number; of a closed layer, all that it adds
 * @typedef {{kind: 'norm', node: Node, input: Node, mean: Node | null, divisor: Node, weights: Node[]}} NormKind  `weights`: those that multiply, then those that are added
 * @typedef {{kind: 'projections', node: Node, input: Node, outputs: Node[]}} ProjectionsKind  vectors of one head, each made of `input`
 * @typedef {{kind: 'rotation', node: Node, pairs: {before: Node, after: Node}[]}} RotationKind
 * @typedef {{kind: 'gather', node: Node, pattern: Node, values: Node}} GatherKind
 * @typedef {{kind: 'heads', node: Node, results: Node}} HeadsKind  `results`: what each head adds
 * @typedef {{kind: 'neurons', node: Node, columns: Node[], input: Node | null}} NeuronsKind  `columns`: the neurons before and after each operation, the last is `node`
 * @typedef {{kind: 'writing', node: Node, neurons: Node, table: Node}} WritingKind  what the neurons write back
 * @typedef {{kind: 'vector', node: Node, input: Node}} VectorKind  one vector made of another
 * @typedef {{kind: 'logits', node: Node, input: Node, table: Node}} LogitsKind  `table`: with a column for each token
 * @typedef {{kind: 'probabilities', node: Node, logits: Node, input: Node}} ProbabilitiesKind  `input`: what the logits are made from
 * @typedef {{kind: 'experts', node: Node, probs: Node, taken: Node, logits: Node, neurons: Node | null}} ExpertsKind  `node`: how much each expert counts;
 *   `neurons`: those of the experts that are taken
 * @typedef {AttentionKind | TextKind | CutKind | LookupKind | SumKind | NormKind | ProjectionsKind | RotationKind | GatherKind | HeadsKind
 *   | NeuronsKind | WritingKind | ExpertsKind | VectorKind | LogitsKind | ProbabilitiesKind} FigureKind
 */
import { CUT, isDrawnWhole, stepNodes, stepOf } from '../../model/graph.js';

/**
 * @param {Graph} graph
 * @param {string} step
 * @returns {FigureKind | null} null if the machine is the step's picture
 */
export function figureOf(graph, step) {
  if (step === CUT) return { kind: 'cut', node: null };
  const { closed, nodes } = stepOf(graph, step);
  const all = stepNodes(graph, step);
  // which words went to which expert is in no single tensor, so the machine does not show it
  const experts = closed ? null : expertsOf(graph, all);
  if (experts) return experts;
  if (isDrawnWhole(graph)) return null;
  if (closed) return layerSum(graph, all);
  if (nodes.length === 0) return { kind: 'text', node: null };
  const kept = all.filter(({ derived }) => !derived);
  const last = kept.at(-1) ?? all.at(-1);
  return last ? kindOf(graph, kept, last) : null;
}

/** @param {Graph} graph @param {Node[]} kept @param {Node} last of `kept` @returns {FigureKind | null} */
function kindOf(graph, kept, last) {
  const input = (/** @type {Node} */ node, /** @type {number} */ at) =>
    /** @type {Node} */ (graph.nodes.get(node.inputs[at]));
  const { traits } = last;
  if (traits.attention === 'scores' || traits.attention === 'pattern')
    return { kind: 'attention', node: last, shares: traits.attention === 'pattern' };
  if (traits.attention === 'values')
    return { kind: 'gather', node: last, pattern: input(last, 0), values: input(last, 1) };
  if (traits.looksUp) return { kind: 'lookup', node: last, table: input(last, 0), by: traits.looksUp };
  if (traits.addition) return { kind: 'sum', node: last, terms: last.inputs.map((_, at) => input(last, at)) };
  const divisor = kept.find(({ traits: { norm } }) => norm);
  if (divisor) {
    const mean = kept.find((node) => node !== divisor && hasAxis(node, 'one')) ?? null;
    const weights = last.inputs
      .flatMap((name) => graph.nodes.get(name) ?? [])
      .filter(({ traits: { learned } }) => learned);
    return { kind: 'norm', node: last, input: input(divisor, 0), mean, divisor, weights };
  }
  if (hasAxis(last, 'd_head') && traits.product)
    return { kind: 'projections', node: last, input: input(last, 0), outputs: kept };
  if (hasAxis(last, 'd_head'))
    return { kind: 'rotation', node: last, pairs: kept.map((after) => ({ before: input(after, 0), after })) };
  if (hasAxis(last, 'd_vocab'))
    return traits.product
      ? { kind: 'logits', node: last, input: input(last, 0), table: input(last, 1) }
      : { kind: 'probabilities', node: last, logits: input(last, 0), input: input(input(last, 0), 0) };
  if (hasAxis(last, 'd_mlp')) {
    return {
      kind: 'neurons',
      node: last,
      columns: traits.product ? kept : chainOf(graph, last),
      input: traits.product ? input(last, 0) : null,
    };
  }
  if (!traits.product) return null;
  const from = input(last, 0);
  if (hasAxis(from, 'd_mlp')) return { kind: 'writing', node: last, neurons: from, table: input(last, 1) };
  const results = [...graph.nodes.values()].find(
    (node) => node.derived && node.inputs[0] === from.name && hasAxis(node, 'head') && hasAxis(node, 'd_model'),
  );
  return results ? { kind: 'heads', node: last, results } : { kind: 'vector', node: last, input: from };
}

/** What a router's step shows; null for other steps. @param {Graph} graph @param {Node[]} nodes @returns {FigureKind | null} */
function expertsOf(graph, nodes) {
  const node = nodes.find(({ traits }) => traits.routing === 'weights');
  if (!node) return null;
  const [probs, taken] = node.inputs.map((name) => /** @type {Node} */ (graph.nodes.get(name)));
  const logits = /** @type {Node} */ (graph.nodes.get(taken.inputs[0]));
  const neurons = [...graph.nodes.values()].findLast(
    (each) => each.layer === node.layer && !each.traits.table && hasAxis(each, 'slot') && hasAxis(each, 'd_mlp'),
  );
  return { kind: 'experts', node, probs, taken, logits, neurons: neurons ?? null };
}

/** A layer as one sum: the stream that enters it, and all that its parts add. @param {Graph} graph @param {Node[]} nodes @returns {FigureKind | null} */
function layerSum(graph, nodes) {
  const sums = nodes.filter(({ traits }) => traits.addition);
  const last = sums.at(-1);
  if (!last) return null;
  const names = new Set(sums.map(({ name }) => name));
  const terms = sums
    .flatMap(({ inputs }) => inputs.filter((name) => !names.has(name)))
    .flatMap((name) => graph.nodes.get(name) ?? []);
  return { kind: 'sum', node: last, terms };
}

/** What neurons are computed from, up to their matrix products, and they themselves: pre → gate × linear = post. @param {Graph} graph @param {Node} node @returns {Node[]} */
function chainOf(graph, node) {
  if (node.traits.product) return [node];
  const from = node.inputs
    .flatMap((name) => graph.nodes.get(name) ?? [])
    .filter((input) => hasAxis(input, 'd_mlp') && !input.traits.table);
  return [...from.flatMap((input) => chainOf(graph, input)), node];
}

/** @param {Node} node @param {string} name */
export const hasAxis = (node, name) => node.axes.some((axis) => axis.name === name);

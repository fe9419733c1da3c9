/**
 * A model's graph as the server describes it (docs/protocol.md, "The graph"), expanded layer by layer, and the walk over its
 * steps. All functions are pure.
 *
 * @typedef {{name: string, size: number | 'pos'}} Axis  `'pos'`: the trace's number of positions
 *
 * @typedef {'weight'|'activation'|'aggregate'|'query'|'key'|'value'|'prediction'} Role
 *
 * @typedef {object} Node
 * @property {string} name        concrete: `blocks.2.attn.hook_q`
 * @property {string} op          used to look up texts only; everything else is in `traits`
 * @property {string[]} inputs    concrete names; a residual stream carried from layer to layer has its original name
 * @property {Axis[]} axes
 * @property {Role} role          colours its cells
 * @property {Role} frame         colours its border
 * @property {boolean} derived    computed when read, not kept, not drawn unless asked for
 * @property {Traits} traits
 * @property {number | null} layer  from 0; null outside of the layers
 *
 * The traits of an op (docs/protocol.md, "The graph"); an absent one is false.
 *
 * @typedef {object} Traits
 * @property {boolean} [table]         the same for every text
 * @property {boolean} [learned]       a weight
 * @property {boolean} [fixed]         a weight that training leaves as it is
 * @property {boolean} [transposed]    a table that is its input with both axes exchanged
 * @property {boolean} [rowwise]       a row is computed from rows of the same position
 * @property {'token' | 'position'} [looksUp]  it reads the row of a table that this chooses
 * @property {boolean} [addition]
 * @property {boolean} [gate]          an elementwise product
 * @property {boolean} [product]       a matrix product
 * @property {boolean} [probability]   rows are distributions
 * @property {'scores' | 'pattern' | 'values'} [attention]  its role in attention
 * @property {'taken' | 'weights' | 'product' | 'parts' | 'sum'} [routing]  its role where experts are chosen; the first input of
 *   `taken`, the experts' numbers, is the router's logits
 * @property {'-Infinity' | '0'} [masked]  the value of the cells that a query does not see
 * @property {number} [window]         how many positions a query sees: its own, and those right before it
 * @property {number} [scale]          the factor of a dot product, or of what is looked up
 * @property {boolean} [aboutOne]      a norm that multiplies by 1 + its weight
 * @property {number} [rotated]        how many dimensions of each head are rotated; without it, all
 * @property {'deviation' | 'rms'} [norm]  the divisor of a norm
 * @property {'tanh' | 'erf' | 'silu'} [curve]  the activation function
 *
 * @typedef {object} Step
 * @property {string} id
 * @property {string} chapter
 * @property {string[]} nodes     concrete names of the nodes that the step computes, in order
 * @property {number | null} layer
 * @property {boolean} closed     whether the step is a whole layer
 *
 * @typedef {object} Graph
 * @property {{id: string, preset: string, title: string, architecture: string, parameters: number, maxPrompt: number,
 *   checkpoint?: {of: string, preset: string, title: string, update: number, updates?: number,
 *   seed?: number, passing?: boolean}, reads?: 'letters' | 'words' | 'pieces',
 *   task?: {kind: 'sort', length: number, of: 'letters' | 'tokens'} |
 *   {kind: 'told', sentence: string}, hint?: string, structureOnly?: boolean}} model
 * @property {Record<string, number>} sizes
 * @property {string[] | null} vocabulary
 * @property {Map<string, Node>} nodes     in the order of computation
 * @property {Step[]} before               steps before the layers
 * @property {Step[][]} layers             the steps of each layer, opened
 * @property {number[]} kinds              the index of each layer's kind, from 0
 * @property {Step[]} closedLayers         each layer as one step
 * @property {Step[]} after
 * @property {Step[]} steps                all steps, with every layer opened
 * @property {Map<string, Step>} byId      all steps, including closed layers
 *
 * The answer of `GET /api/models/{id}/graph`. A template's names have `{layer}` in the place of the layer's number.
 *
 * @typedef {object} GraphJson
 * @property {number} v
 * @property {Graph['model']} model
 * @property {Graph['sizes']} sizes
 * @property {string[]} [vocabulary]
 * @property {Carry} [carry]               how the stream is called from layer to layer
 * @property {Section} before
 * @property {{templates: Section[], order: number[]}} [layers]  the kinds of layers, and the order in which they repeat
 * @property {Section} [layer]             in place of `layers`, of a model with one kind
 * @property {Section} after
 *
 * @typedef {{name: string, first?: string, from: string}} Carry
 * @typedef {{nodes: NodeTemplate[], steps: StepTemplate[]}} Section
 * @typedef {{id: string, chapter: string, nodes: string[]}} StepTemplate
 * @typedef {Pick<Node, 'name' | 'op' | 'inputs' | 'role'> & Partial<Pick<Node, 'frame' | 'derived' | 'traits'>> & {axes: [string, string | number][]}} NodeTemplate
 */

/**
 * Expands a description: makes each layer from its template.
 *
 * @param {GraphJson} json
 * @returns {Graph}
 * @throws {Error} for an unknown version or size
 */
export function expandGraph(json) {
  if (json?.v !== 1) {
    throw new Error(`This page reads graphs of version 1; the server sent version ${json?.v}.`);
  }
  const count = json.sizes.n_layers;
  const concrete = naming(json.carry, count);
  const { templates, order } = json.layers ?? { templates: json.layer ? [json.layer] : [], order: [0] };
  const kinds = Array.from({ length: count }, (_, layer) => order[layer % order.length]);
  /** @type {Map<string, Node>} */
  const nodes = new Map();
  const addNodes = (/** @type {NodeTemplate[]} */ templates, /** @type {number | null} */ layer) => {
    for (const template of templates) {
      const node = expandNode(template, layer, json.sizes, concrete);
      if (!nodes.has(node.name)) nodes.set(node.name, node);
    }
  };
  const expandSteps = (/** @type {StepTemplate[]} */ templates, /** @type {number | null} */ layer) =>
    templates.map((template) => ({
      id: concrete(template.id, layer),
      chapter: template.chapter,
      nodes: template.nodes.map((name) => concrete(name, layer)),
      layer,
      closed: false,
    }));

  addNodes(json.before.nodes, null);
  const before = expandSteps(json.before.steps, null);
  /** @type {Step[][]} */
  const layers = [];
  for (let layer = 0; layer < count; layer++) {
    const template = templates[kinds[layer]];
    addNodes(template.nodes, layer);
    layers.push(expandSteps(template.steps, layer));
  }
  addNodes(json.after.nodes, null);
  const after = expandSteps(json.after.steps, null);

  const closedLayers = layers.map((steps, layer) => ({
    id: `blocks.${layer}`,
    chapter: 'layer',
    nodes: steps.flatMap((step) => step.nodes),
    layer,
    closed: true,
  }));
  const steps = [...before, ...layers.flat(), ...after];
  const byId = new Map(steps.map((step) => [step.id, step]));
  // The first layer is always open, so it has no step as a whole.
  for (const step of closedLayers.slice(1)) byId.set(step.id, step);
  return {
    model: json.model,
    sizes: json.sizes,
    vocabulary: json.vocabulary ?? null,
    nodes,
    before,
    layers,
    kinds,
    closedLayers,
    after,
    steps,
    byId,
  };
}

/**
 * Makes template names concrete. The stream that enters the first layer may have a name of its own; in later layers it has
 * the name of the stream that leaves the layer before.
 *
 * @param {Carry | undefined} carry
 * @param {number} count number of layers
 * @returns {Naming}
 */
function naming(carry, count) {
  const fill = (/** @type {string} */ name, /** @type {number} */ layer) =>
    name.replaceAll('{layer}', String(layer)).replaceAll('{previous}', String(layer - 1));
  return (name, layer) => {
    if (layer === null) return name.replaceAll('{last}', String(count - 1));
    if (carry && name === carry.name) return fill(layer > 0 ? carry.from : (carry.first ?? name), layer);
    return fill(name, layer);
  };
}

/** @typedef {(name: string, layer: number | null) => string} Naming */

/** @param {NodeTemplate} template @param {number | null} layer @param {Graph['sizes']} sizes @param {Naming} concrete @returns {Node} */
function expandNode(template, layer, sizes, concrete) {
  return {
    name: concrete(template.name, layer),
    op: template.op,
    inputs: template.inputs.map((input) => concrete(input, layer)),
    axes: template.axes.map(([name, size]) => ({
      name,
      size: axisSize(size, sizes, template.name),
    })),
    role: template.role,
    frame: template.frame ?? template.role,
    derived: template.derived ?? false,
    traits: template.traits ?? {},
    layer,
  };
}

/** @param {string | number} size @param {Graph['sizes']} sizes @param {string} node @returns {number | 'pos'} */
function axisSize(size, sizes, node) {
  if (size === 'pos' || typeof size === 'number') return size;
  if (typeof sizes[size] !== 'number') throw new Error(`The node ${node} has an axis of unknown size "${size}".`);
  return sizes[size];
}

/**
 * The steps of the walk while the cursor is on `id`: the first layer is open, a later one only while the cursor is on one of
 * its steps.
 *
 * @param {Graph} graph
 * @param {string} id the cursor's step
 * @returns {Step[]}
 */
export function stepsAround(graph, id) {
  const here = graph.byId.get(id);
  const open = here && !here.closed ? here.layer : null;
  return [
    ...graph.before,
    ...graph.layers.flatMap((steps, layer) => (layer === 0 || layer === open ? steps : [graph.closedLayers[layer]])),
    ...graph.after,
  ];
}

/** @param {Graph} graph @param {string} id @returns {boolean} */
export function hasStep(graph, id) {
  return graph.byId.has(id);
}

/**
 * @param {Graph} graph
 * @param {string} id
 * @returns {Step}
 * @throws {Error} if the model has no such step
 */
export function stepOf(graph, id) {
  const step = graph.byId.get(id);
  if (!step) throw new Error(`The model ${graph.model.title} has no step "${id}".`);
  return step;
}

/** @param {Graph} graph @returns {Step} */
export function firstStep(graph) {
  return graph.steps[0];
}

/**
 * The steps from which and to which a walk goes: of the steps around the cursor its own, and those that the walk visits.
 * @param {Graph} graph @param {string} id the cursor's step @param {number[] | undefined} visits of the trace; without it, all layers
 */
export const visitedSteps = (graph, id, visits) =>
  stepsAround(graph, id).filter((step) => step.id === id || isVisited(step, visits));

/** Whether a walk visits a step: of whole layers, those that the trace names. @param {Step} step @param {number[] | undefined} visits */
export const isVisited = ({ closed, layer }, visits) =>
  !closed || !visits || visits.includes(/** @type {number} */ (layer));

/** The step after `id`, or null at the end. @param {Graph} graph @param {string} id @param {number[]} [visits] of the trace @returns {Step | null} */
export function nextStep(graph, id, visits) {
  return neighbour(graph, id, 1, visits);
}

/** The step before `id`, or null at the start. @param {Graph} graph @param {string} id @param {number[]} [visits] of the trace @returns {Step | null} */
export function previousStep(graph, id, visits) {
  return neighbour(graph, id, -1, visits);
}

/** @param {Graph} graph @param {string} id @param {1 | -1} by @param {number[] | undefined} visits @returns {Step | null} */
function neighbour(graph, id, by, visits) {
  const steps = visitedSteps(graph, id, visits);
  const at = steps.findIndex((step) => step.id === id);
  return at < 0 ? null : (steps[at + by] ?? null);
}

/**
 * The target of "open layer": the first step of a closed layer. Null if the step is not a closed layer.
 *
 * @param {Graph} graph
 * @param {string} id
 * @returns {Step | null}
 */
export function openLayer(graph, id) {
  const step = graph.byId.get(id);
  return step?.closed ? graph.layers[/** @type {number} */ (step.layer)][0] : null;
}

/**
 * The target of "close layer": the step's layer as one step. Null outside of the layers and in the first, which stays open.
 *
 * @param {Graph} graph
 * @param {string} id
 * @returns {Step | null}
 */
export function closeLayer(graph, id) {
  const step = graph.byId.get(id);
  return step && !step.closed && step.layer ? graph.closedLayers[step.layer] : null;
}

/**
 * Groups the steps around the cursor by chapter: consecutive steps of one chapter and layer, or consecutive closed layers.
 *
 * @param {Graph} graph
 * @param {string} id the cursor's step
 * @returns {{chapter: string, layer: number | null, steps: Step[]}[]} `layer` is null for steps of several layers
 */
export function chapters(graph, id) {
  /** @type {{chapter: string, layer: number | null, steps: Step[]}[]} */
  const groups = [];
  for (const step of stepsAround(graph, id)) {
    const last = groups.at(-1);
    const together = last && last.chapter === step.chapter && (step.closed || last.steps[0].layer === step.layer);
    if (together) {
      last.steps.push(step);
      if (last.layer !== step.layer) last.layer = null;
    } else {
      groups.push({ chapter: step.chapter, layer: step.layer, steps: [step] });
    }
  }
  return groups;
}

/** Whether a tensor has a number for each token of the vocabulary. @param {Node | undefined} node */
export const isOfVocabulary = (node) => node?.axes.at(-1)?.name === 'd_vocab';

/** The nodes that a step computes. @param {Graph} graph @param {string} id @returns {Node[]} */
export function stepNodes(graph, id) {
  return stepOf(graph, id).nodes.flatMap((name) => graph.nodes.get(name) ?? []);
}

/**
 * The shape of a node's tensor in a trace.
 *
 * @param {Node} node
 * @param {number} positions
 * @returns {number[]}
 */
export function shapeOf(node, positions) {
  return node.axes.map((axis) => (axis.size === 'pos' ? positions : axis.size));
}

/** The step that shows how the text became tokens. */
export const CUT = 'cut';

/** Index of a tensor's row axis: the first one named `pos` or `q_pos`, otherwise 0. */
export function rowAxis(/** @type {string[]} */ axes) {
  return Math.max(
    0,
    axes.findIndex((axis) => axis === 'pos' || axis === 'q_pos'),
  );
}

/** The widest residual stream whose cells are legible in the machine, where all of a model fits between the panels. */
const LEGIBLE = 128;

/** Whether all tensors of a model can be read in the machine. @param {Graph} graph */
export const isDrawnWhole = ({ sizes }) => sizes.d_model <= LEGIBLE;

/** Index of a tensor's axis of positions, at which its reader stands; −1 if it has none. @param {Pick<Node, 'axes'>} node */
export const positionAxis = (node) => node.axes.findIndex(({ name }) => name === 'pos' || name === 'q_pos');

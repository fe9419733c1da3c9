/**
 * The numbers of the machine: the model's weights and those of a trace, put into the drawn texture as they arrive.
 *
 * @typedef {import('../layout/anatomy.js').GraphNode} GraphNode
 * @typedef {import('../layout/board.js').Block} Block
 *
 * @typedef {{name: string, shape: number[], colourScale: number, data: Float32Array, pool?: number, dtype?: string}} Tensor  `pool`
 *   and `dtype` as in model/frame.js; by default exact
 * @typedef {Tensor & {pool: number}} Overview  `pool` neighbours along the last axis are one number
 * @typedef {{weights: Tensor[], tensors: Map<string, Tensor>, positions: number}} OtherNumbers  of the same shapes as the
 *   weights and as a trace of so many positions, such as gradients
 * @typedef {EventTarget & {id: string, positions: number, text: string[], tensor(name: string): Tensor | null,
 *   overview(name: string): Overview | null, load(names: string[]): Promise<void>,
 *   info?: {tokens: number[], changes?: string[]}, hidesNext?: boolean, hidesLogits?: boolean, isHidden?: (name: string) => boolean}} Trace  emits `change`, with `detail.names`, when more of it can be read; `hidesNext`: its probabilities of the vocabulary are not shown; `hidesLogits`: nor the vocabulary's other numbers
 */
import { isOfVocabulary } from '../../model/graph.js';
import { CellStore } from './cell-store.js';
import { rangeAt, wholePart } from '../layout/tensor-parts.js';
import { shapeOf } from '../layout/slice.js';

/** @param {Float32Array} data @param {number} rows @param {number} columns */
function transposed(data, rows, columns) {
  const out = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = data[i * columns + j];
  return out;
}

export class Numbers {
  store;
  /** @type {Trace | null} */
  trace = null;
  /** Counts arrivals of a trace's numbers. */
  arrivals = 0;
  #graph;
  #changed;
  /** @type {GraphNode[]} */
  #drawn = [];
  #T = 1;
  /** @type {Tensor[]} */
  #weights = [];
  /** Whether the page has given its weights; until then none are fetched, since they could arrive by themselves. */
  knowsWeights = false;
  /** Whether the weights change all the time, so that none are fetched more exactly. */
  isPassing = false;
  /** Counts how often weights were given: parts of earlier ones may still be on their way. */
  weightsSet = 0;
  /** Numbers that are drawn instead of the model's and the trace's. @type {OtherNumbers | null} */
  #others = null;
  /** Colour scales, by the tensor's name. @type {Map<string, number>} */
  #scales = new Map();

  /** @param {import('../layout/anatomy.js').Graph} graph @param {() => void} changed called when numbers have arrived */
  constructor(graph, changed) {
    this.#graph = graph;
    this.#changed = changed;
    this.store = new CellStore(graph.nodes);
  }

  /** Prepares for a layout and its number of positions. @param {import('../layout/layout.js').Layout} plan */
  setPlan(plan) {
    this.#drawn = [...plan.byNode.keys()].flatMap((name) => this.#graph.nodes.get(name) ?? []);
    this.#T = plan.T;
    this.store.begin(plan.T);
    this.#takeWeights();
  }

  /**
   * @param {Iterable<Tensor>} tensors all weights of a small model, none of a large one
   * @param {boolean} [passing] whether others follow at once, because the model is being trained
   */
  setWeights(tensors, passing = false) {
    this.knowsWeights = true;
    this.isPassing = passing;
    this.weightsSet++;
    this.#weights = [...tensors];
    // Rounded numbers take the place of exact ones, which are finer but of an earlier checkpoint.
    for (const name of this.#tables()) this.store.forget(name);
    this.#takeWeights(true);
  }

  /**
   * Draws other numbers in place of the model's and the trace's; null: these again.
   * @param {OtherNumbers | null} others
   */
  replace(others) {
    if (others === this.#others) return;
    this.#others = others;
    this.weightsSet++;
    this.arrivals++;
    for (const { name } of this.#drawn) this.store.forget(name);
    this.#takeWeights(true);
    if (this.trace) this.takeTensors(this.#drawn.map(({ name }) => name));
    this.#changed();
  }

  /** Whether the numbers are not those of the model and the trace. */
  get areOthers() {
    return this.#others !== null;
  }

  /** The numbers of the weights that are drawn. */
  get #given() {
    return this.#others?.weights ?? this.#weights;
  }

  /** Names of the tables that are given as weights, and of their transposes. */
  *#tables() {
    const given = new Set(this.#given.map(({ name }) => name));
    yield* given;
    for (const node of this.#drawn) if (node.traits.transposed && given.has(node.inputs[0])) yield node.name;
  }

  /** A trace of as many positions as the layout has. @param {Trace} trace */
  setTrace(trace) {
    this.trace?.removeEventListener('change', this.#onChange);
    this.trace = trace;
    trace.addEventListener('change', this.#onChange);
    this.takeTensors(this.#drawn.map((node) => node.name));
  }

  /** Where the numbers of a block are; null if they are not here, or hidden. @param {Block} block */
  #mappingOf(block) {
    const node = this.#graph.nodes.get(block.node);
    const isHidden =
      (node?.traits.probability ? this.trace?.hidesNext : this.trace?.hidesLogits) &&
      this.#others === null &&
      isOfVocabulary(node) &&
      block.role !== 'weight';
    return isHidden || this.trace?.isHidden?.(block.node) ? null : this.store.mappingOf(block);
  }

  /** Whether a whole tensor is here at full resolution, and not hidden. @param {string} name */
  has(name) {
    return !this.trace?.isHidden?.(name) && this.store.has(name);
  }

  /** Whether a block has numbers to show, at any resolution. @param {Block} block */
  shows(block) {
    return this.#mappingOf(block) !== null;
  }

  /** Whether a block has a number for each of its cells, though maybe rounded. @param {Block} block */
  showsEachCell(block) {
    return this.#mappingOf(block)?.part.pools.every((pool) => pool === 1) ?? false;
  }

  /** The absolute value that is drawn as a full stop. @param {string} name */
  scaleOf(name) {
    return this.#scales.get(name) || 1;
  }

  /** The exact number in a cell of a block; NaN if only a pooled one is here. @param {Block} block @param {number} column @param {number} row */
  valueIn(block, column, row) {
    return this.#mappingOf(block)?.exact ? this.store.valueIn(block, column, row) : NaN;
  }

  /**
   * The pooled number shown at a cell, and the cells for which it stands; null if the cell shows its own number, or none.
   * @param {Block} block @param {number} column @param {number} row @param {number[]} index
   * @returns {{range: [number, number][], value: number} | null} first and last along each axis, from 0
   */
  pooledAt(block, column, row, index) {
    const mapping = this.#mappingOf(block);
    if (!mapping || mapping.exact) return null;
    const node = /** @type {GraphNode} */ (this.#graph.nodes.get(block.node));
    const range = rangeAt(block, node, mapping, shapeOf(node, this.#T), index);
    return range && { range, value: this.store.valueIn(block, column, row) };
  }

  /** Ids of the tokens at each position. */
  get tokens() {
    return this.trace?.info?.tokens ?? [];
  }

  get text() {
    return this.trace?.text ?? [];
  }

  /** Stores a fetched part. @param {string} name @param {import('../layout/tensor-parts.js').TensorPart & {data: Float32Array, colourScale: number}} part */
  takePart(name, part) {
    this.#scales.set(name, part.colourScale);
    if (this.store.write(name, part, part.data)) this.#changed();
  }

  /** Stores the trace's numbers of these tensors, or else their overviews. @param {string[]} names */
  takeTensors(names) {
    if (this.#others) {
      this.#takeOthers(names);
      return;
    }
    for (const name of names) {
      if (this.has(name)) continue;
      const node = this.#graph.nodes.get(name),
        exact = this.trace?.tensor(name);
      if (exact) this.#take(exact);
      else if (node && !node.traits.learned) this.#takeOverview(this.trace?.overview(name));
    }
  }

  dispose() {
    this.trace?.removeEventListener('change', this.#onChange);
    this.store.dispose();
  }

  #onChange = (/** @type {Event} */ event) => {
    this.arrivals++;
    this.takeTensors(
      /** @type {CustomEvent<{names: string[]} | null>} */ (event).detail?.names ??
        this.#drawn.map((node) => node.name),
    );
    this.#changed();
  };

  /** @param {string[]} names */
  #takeOthers(names) {
    const { tensors, positions } = /** @type {OtherNumbers} */ (this.#others);
    // those of another text are replaced soon
    if (positions !== this.#T) return;
    for (const name of names) {
      const tensor = tensors.get(name);
      if (tensor && !this.has(name)) this.#take(tensor);
    }
  }

  /** @param {Tensor} tensor */
  #take(tensor) {
    if ((tensor.pool ?? 1) > 1 || (tensor.dtype ?? 'f32') !== 'f32') {
      this.#takeOverview(tensor);
      return;
    }
    this.#scales.set(tensor.name, tensor.colourScale);
    if (this.#graph.nodes.has(tensor.name)) this.store.write(tensor.name, wholePart(tensor.shape), tensor.data);
  }

  /** @param {Tensor | null | undefined} overview */
  #takeOverview(overview) {
    if (!overview) return;
    const { name, shape, pool, data, colourScale } = overview;
    const pools = shape.map((_, axis) => (axis === shape.length - 1 ? (pool ?? 1) : 1));
    this.#scales.set(name, colourScale);
    this.store.write(name, { ...wholePart(shape, pools), blurred: true }, data);
  }

  /** @param {boolean} [anew] whether they replace others, of another checkpoint of the model */
  #takeWeights(anew = false) {
    for (const tensor of this.#given) if (anew || !this.has(tensor.name)) this.#take(tensor);
    // a tied table is the transpose of another one
    for (const node of this.#drawn) {
      if (!node.traits.transposed || (!anew && this.has(node.name))) continue;
      const table = this.#given.find((tensor) => tensor.name === node.inputs[0]);
      if (table) {
        const shape = [table.shape[1], table.shape[0]];
        this.#take({ ...table, name: node.name, shape, data: transposed(table.data, table.shape[0], table.shape[1]) });
      }
    }
  }
}

/**
 * The numbers that the machine shows: the model's weights and what a trace has computed so far, as they come, in the
 * texture that is drawn.
 *
 * @typedef {{name: string, shape: number[], colourScale: number, data: Float32Array}} Tensor
 * @typedef {Tensor & {pool: number}} Overview  of its last axis so many neighbours as one
 * @typedef {EventTarget & {id: string, positions: number, text: string[], tensor(name: string): Tensor | null,
 *   overview(name: string): Overview | null, load(names: string[]): Promise<void>,
 *   info?: {tokens: number[]}}} Trace  emits `change`, with `detail.names`, when more of it can be read
 */
import { CellStore } from './cell-store.js';
import { rangeAt, wholePart } from '../layout/tensor-parts.js';
import { shapeOf } from '../layout/slice.js';

function transposed(data, rows, columns) {
  const out = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = data[i * columns + j];
  return out;
}

export class Numbers {
  store;
  /** @type {Trace | null} */
  trace = null;
  /** How often something of a trace came. */
  arrivals = 0;
  #graph;
  #changed;
  #drawn = [];
  #T = 1;
  #weights = [];
  /** Whether it is known which weights come by themselves: what does must not be fetched as well. */
  knowsWeights = false;
  /** Colour scales, by the tensor's name. */
  #scales = new Map();

  /** @param {import('../layout/anatomy.js').Graph} graph @param {() => void} changed is told when numbers came */
  constructor(graph, changed) {
    this.#graph = graph;
    this.#changed = changed;
    this.store = new CellStore(graph.nodes);
  }

  /** For what a layout draws: of a text as long as it. @param {import('../layout/layout.js').Layout} plan */
  setPlan(plan) {
    this.#drawn = [...plan.byNode.keys()].map((name) => this.#graph.nodes.get(name));
    this.#T = plan.T;
    this.store.begin(plan.T);
    this.#takeWeights();
  }

  /** @param {Iterable<Tensor>} tensors all weights of a small model, none of a large one */
  setWeights(tensors) {
    this.knowsWeights = true;
    this.#weights = [...tensors];
    this.#takeWeights();
  }

  /** A trace of as many positions as the layout has. @param {Trace} trace */
  setTrace(trace) {
    this.trace?.removeEventListener('change', this.#onChange);
    this.trace = trace;
    trace.addEventListener('change', this.#onChange);
    this.takeTensors(this.#drawn.map((node) => node.name));
  }

  /** Whether all numbers of a tensor are here, each as it is. */
  has(name) {
    return this.store.has(name);
  }

  /** Whether a block has numbers to show, be it from afar. */
  shows(block) {
    return this.store.seatOf(block) !== null;
  }

  /** The absolute value that is drawn as a full stop. */
  scaleOf(name) {
    return this.#scales.get(name) || 1;
  }

  /** The number in a cell of a block; NaN where what is seen there stands for its neighbours too. */
  valueIn(block, column, row) {
    return this.store.seatOf(block)?.exact ? this.store.valueIn(block, column, row) : NaN;
  }

  /**
   * Of what is seen at a cell: the cells that it stands for, and its value. Null where a cell shows its own number, or none.
   * @returns {{range: [number, number][], value: number} | null} first and last along each axis, from 0
   */
  pooledAt(block, column, row, index) {
    const seat = this.store.seatOf(block);
    if (!seat || seat.exact) return null;
    const node = this.#graph.nodes.get(block.node);
    const range = rangeAt(block, node, seat, shapeOf(node, this.#T), index);
    return { range, value: this.store.valueIn(block, column, row) };
  }

  /** The token at each position, and its text. */
  get tokens() {
    return this.trace?.info?.tokens ?? [];
  }

  get text() {
    return this.trace?.text ?? [];
  }

  /** A tensor as the graphics card holds it, row-major. @param {import('three').WebGLRenderer} renderer */
  readBack(renderer, name) {
    return this.store.readBack(renderer, name);
  }

  /** Takes a part that was fetched. @param {string} name @param {import('../layout/tensor-parts.js').Part & {data: Float32Array, colourScale: number}} part */
  takePart(name, part) {
    this.#scales.set(name, part.colourScale);
    if (this.store.write(name, part, part.data)) this.#changed();
  }

  /** Takes what the trace has of these tensors. @param {string[]} names */
  takeTensors(names) {
    for (const name of names) {
      if (this.has(name)) continue;
      const node = this.#graph.nodes.get(name),
        exact = this.trace.tensor(name);
      if (exact) this.#take(exact);
      else if (node && !node.traits.learned) this.#takeOverview(this.trace.overview(name));
    }
  }

  dispose() {
    this.trace?.removeEventListener('change', this.#onChange);
    this.store.dispose();
  }

  #onChange = (event) => {
    this.arrivals++;
    this.takeTensors(event.detail?.names ?? this.#drawn.map((node) => node.name));
    this.#changed();
  };

  #take(tensor) {
    this.#scales.set(tensor.name, tensor.colourScale);
    if (this.#graph.nodes.has(tensor.name)) this.store.write(tensor.name, wholePart(tensor.shape), tensor.data);
  }

  #takeOverview(overview) {
    if (!overview) return;
    const { name, shape, pool, data, colourScale } = overview;
    const pools = shape.map((_, axis) => (axis === shape.length - 1 ? pool : 1));
    this.#scales.set(name, colourScale);
    this.store.write(name, { ...wholePart(shape, pools), blurred: true }, data);
  }

  #takeWeights() {
    for (const tensor of this.#weights) if (!this.has(tensor.name)) this.#take(tensor);
    // a tied table is another one's, the other way round
    for (const node of this.#drawn) {
      if (!node.traits.transposed || this.has(node.name)) continue;
      const source = this.#weights.find((tensor) => tensor.name === node.inputs[0]);
      if (source) {
        const shape = [source.shape[1], source.shape[0]];
        this.#take({ ...source, name: node.name, shape, data: transposed(source.data, ...source.shape) });
      }
    }
  }
}

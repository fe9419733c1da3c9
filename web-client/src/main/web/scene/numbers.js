/**
 * The numbers that the machine shows: the model's weights and what a trace has computed so far, as they come, in the
 * texture that is drawn.
 *
 * @typedef {{name: string, shape: number[], colourScale: number, data: Float32Array}} Tensor
 * @typedef {EventTarget & {positions: number, text: string[], tensor(name: string): Tensor | null,
 *   info?: {tokens: number[]}}} Trace  emits `change`, with `detail.names`, when more of it can be read
 */
import { CellStore } from './cell-store.js';
import { shapeOf } from './slice.js';

function transposed(data, rows, columns) {
  const out = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = data[i * columns + j];
  return out;
}

export class Numbers {
  store = new CellStore();
  /** @type {Trace | null} */
  trace = null;
  #graph;
  #changed;
  #drawn = [];
  #T = 1;
  #weights = [];
  /** Colour scales, by the tensor's name. */
  #scales = new Map();

  /** @param {import('./anatomy.js').Graph} graph @param {() => void} changed is told when numbers came */
  constructor(graph, changed) {
    this.#graph = graph;
    this.#changed = changed;
  }

  /** Makes room for what a layout draws, and takes what there is. @param {import('./layout.js').Layout} plan */
  setPlan(plan) {
    this.#drawn = [...plan.byNode.keys()].map((name) => this.#graph.nodes.get(name));
    this.#T = plan.T;
    this.store.allocate(this.#drawn, plan.T);
    this.#takeWeights();
  }

  /** @param {Iterable<Tensor>} tensors */
  setWeights(tensors) {
    this.#weights = [...tensors];
    this.#takeWeights();
  }

  /** A trace of as many positions as the layout has. @param {Trace} trace */
  setTrace(trace) {
    this.trace?.removeEventListener('change', this.#onChange);
    this.trace = trace;
    trace.addEventListener('change', this.#onChange);
    this.#takeTensors(this.#drawn.map((node) => node.name));
  }

  has(name) {
    return this.store.has(name);
  }

  /** The absolute value that is drawn as a full stop. */
  scaleOf(name) {
    return this.#scales.get(name) || 1;
  }

  /** The number in a cell of a block. */
  valueIn(block, column, row) {
    return this.store.value(block.node, block.base + column * block.colStride + row * block.rowStride);
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
    const cells = shapeOf(this.#graph.nodes.get(name), this.#T).reduce((a, b) => a * b, 1);
    return this.store.readBack(renderer, name, cells);
  }

  dispose() {
    this.trace?.removeEventListener('change', this.#onChange);
    this.store.dispose();
  }

  #onChange = (event) => {
    this.#takeTensors(event.detail?.names ?? this.#drawn.map((node) => node.name));
    this.#changed();
  };

  #take(tensor) {
    this.#scales.set(tensor.name, tensor.colourScale);
    this.store.write(tensor.name, tensor.data);
  }

  #takeWeights() {
    for (const tensor of this.#weights) this.#take(tensor);
    // a tied table is another one's, the other way round
    for (const node of this.#drawn) {
      if (node.op !== 'transpose' || this.has(node.name)) continue;
      const source = this.#weights.find((tensor) => tensor.name === node.inputs[0]);
      if (source) this.#take({ ...source, name: node.name, data: transposed(source.data, ...source.shape) });
    }
  }

  #takeTensors(names) {
    for (const name of names) {
      const tensor = this.has(name) ? null : this.trace.tensor(name);
      if (tensor) this.#take(tensor);
    }
  }
}

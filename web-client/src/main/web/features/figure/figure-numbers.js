/**
 * The exact numbers that figures show: parts of tensors, which the run has or which are fetched. They are cached, since
 * they never change.
 *
 * @typedef {import('../../model/graph.js').Graph} Graph
 * @typedef {import('../../model/trace.js').Trace} Trace
 *
 * @typedef {object} Numbers
 * @property {Float32Array} data  row-major; −∞ means masked
 * @property {number[]} shape     of the part, with all axes of the tensor
 * @property {number} scale       the tensor's colour scale
 */
import { getJson } from '../../live/http.js';
import { server } from '../../live/model-source.js';
import { insist } from '../../live/retry.js';
import { shapeOf } from '../../model/graph.js';
import { partAddress } from '../../model/part-address.js';

const MOST_KEPT = 400;

export class FigureNumbers {
  #changed;
  #fetchFrame;
  /** By address; null while they are on their way. @type {Map<string, any>} */
  #kept = new Map();
  #asked = new Set();

  /**
   * @param {() => void} changed called when numbers have arrived
   * @param {(path: string) => Promise<import('../../model/frame.js').Frame>} [fetchFrame]
   */
  constructor(changed, fetchFrame = server.frame) {
    this.#changed = changed;
    this.#fetchFrame = fetchFrame;
  }

  /** Begins a rendering: numbers that it does not ask for are no longer waited for. */
  begin() {
    this.#asked.clear();
  }

  /**
   * A part of a tensor of the run or of a weight.
   *
   * @param {Graph} graph
   * @param {Trace} trace
   * @param {string} name
   * @param {Record<string, [number, number]>} [ranges] by the name of an axis: its first entry, and the one after the last;
   *   all of the axis by default
   * @returns {Numbers | null} null until it has arrived, and while the tensor is hidden
   */
  part(graph, trace, name, ranges = {}) {
    const node = graph.nodes.get(name);
    if (!node) throw new Error(`The model ${graph.model.title} has no tensor "${name}".`);
    const shape = shapeOf(node, trace.positions);
    const range = (/** @type {number} */ axis) => ranges[node.axes[axis].name] ?? [0, shape[axis]];
    const from = shape.map((_, axis) => range(axis)[0]);
    const to = shape.map((_, axis) => range(axis)[1]);
    if (trace.isHidden?.(name)) return null;
    const here = trace.tensor(name);
    if (here)
      return {
        data: cut(here.data, shape, from, to),
        shape: to.map((end, axis) => end - from[axis]),
        scale: here.colourScale,
      };
    const path = partAddress({ model: graph.model.id, trace: trace.id }, node, shape, {
      from,
      to,
      pools: shape.map(() => 1),
    });
    this.#asked.add(path);
    const known = this.#kept.get(path);
    if (known === undefined) {
      const sizes = to.map((end, axis) => end - from[axis]);
      this.#fetch(path, this.#fetchFrame, ({ tensors: [{ data, colourScale }] }) => ({
        data,
        shape: sizes,
        scale: colourScale,
      }));
    }
    return known ?? null;
  }

  /**
   * An answer of the server that never changes.
   *
   * @param {string} path
   * @returns {any} null until it has arrived
   */
  json(path) {
    this.#asked.add(path);
    const known = this.#kept.get(path);
    if (known === undefined) this.#fetch(path, getJson, (answer) => answer);
    return known ?? null;
  }

  /**
   * @template T
   * @param {string} path @param {(path: string) => Promise<T>} get @param {(answer: T) => unknown} read
   */
  async #fetch(path, get, read) {
    this.#kept.set(path, null);
    const answer = await insist(() => get(path), { wanted: () => this.#asked.has(path) });
    if (!answer) {
      this.#kept.delete(path);
      return;
    }
    this.#kept.set(path, read(answer));
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(/** @type {string} */ (this.#kept.keys().next().value));
    this.#changed();
  }
}

/** @param {Float32Array} data row-major @param {number[]} shape @param {number[]} from @param {number[]} to */
export function cut(data, shape, from, to) {
  const sizes = to.map((end, axis) => end - from[axis]);
  const out = new Float32Array(sizes.reduce((a, b) => a * b, 1));
  for (let i = 0; i < out.length; i++) {
    let at = 0,
      stride = 1,
      left = i;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += (from[axis] + (left % sizes[axis])) * stride;
      left = Math.floor(left / sizes[axis]);
      stride *= shape[axis];
    }
    out[i] = data[at];
  }
  return out;
}

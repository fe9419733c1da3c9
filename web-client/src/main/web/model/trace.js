/**
 * One run of a model, as far as this browser knows it. Frames from the room hasten what would otherwise be fetched;
 * whatever is still missing is fetched by content address, exact, before it is shown.
 *
 * A trace that grew from another shares its rows: attention is causal, so a row never changes when tokens follow it.
 *
 * @typedef {import('./frame.js').Frame} Frame
 * @typedef {import('./frame.js').Tensor} FrameTensor
 * @typedef {import('./graph.js').Graph} Graph
 *
 * @typedef {object} TraceInfo  what the server answers about a trace
 * @property {string} id
 * @property {string} model
 * @property {number[]} tokens
 * @property {string[]} text
 * @property {number} promptLength
 * @property {number} nCtx
 * @property {{token: number, text: string, p: number}[]} next
 *
 * @typedef {object} TraceTensor
 * @property {string} name
 * @property {string[]} axes
 * @property {number[]} shape
 * @property {Float32Array} data     row-major, the whole shape; −∞ means masked
 * @property {number} colourScale
 *
 * @typedef {(path: string) => Promise<Frame>} FetchFrame  `path` is on this server
 */
import { rowAxis, shapeOf, stepOf } from './graph.js';

/** Emits `change` with `detail.names` when tensors became readable. */
export class Trace extends EventTarget {
  #graph;
  #fetchFrame;
  #parent;
  /** @type {Map<string, Partial>} */
  #partials = new Map();
  /** @type {Map<string, Promise<void>>} */
  #fetching = new Map();

  /**
   * @param {TraceInfo} info
   * @param {Graph} graph
   * @param {FetchFrame} fetchFrame
   * @param {Trace | null} parent a trace whose tokens are the first of this one's
   */
  constructor(info, graph, fetchFrame, parent = null) {
    super();
    /** @type {TraceInfo} */
    this.info = info;
    this.#graph = graph;
    this.#fetchFrame = fetchFrame;
    this.#parent = parent && isPrefix(parent.info, info) ? parent : null;
  }

  get id() {
    return this.info.id;
  }

  /** How many positions the trace has. */
  get positions() {
    return this.info.tokens.length;
  }

  /** The text of each position's token. */
  get text() {
    return this.info.text;
  }

  /** How many of the positions came from a person; the rest was generated. */
  get promptLength() {
    return this.info.promptLength;
  }

  /** The trace whose rows this one shares, if any. @returns {Trace | null} */
  get parent() {
    return this.#parent;
  }

  /**
   * A tensor, exact and whole, or null while that is not here.
   *
   * @param {string} name
   * @returns {TraceTensor | null}
   */
  tensor(name) {
    const partial = this.#partials.get(name);
    return partial?.missing === 0 ? partial.tensor : null;
  }

  /** Whether a tensor can be read. @param {string} name */
  has(name) {
    return this.tensor(name) !== null;
  }

  /**
   * Takes over what a frame brought. Numbers that are not exact are left: they are fetched before they are shown.
   *
   * @param {Frame} frame one of this trace
   * @throws {Error} if it is another trace's, or does not have the model's shapes
   */
  take(frame) {
    if (frame.trace !== this.id) throw new Error(`A frame of the trace ${frame.trace} came to ${this.id}.`);
    const names = [];
    for (const tensor of frame.tensors) {
      if (tensor.pool !== 1 || tensor.dtype !== 'f32' || this.has(tensor.name)) continue;
      if (this.#fill(tensor)) names.push(tensor.name);
    }
    if (names.length > 0) this.dispatchEvent(new CustomEvent('change', { detail: { names } }));
  }

  /**
   * Makes what a step computes readable, fetching what is missing.
   *
   * @param {string} step
   * @returns {Promise<void>} rejects if the server cannot be reached or refuses
   */
  async loadStep(step) {
    const kept = stepOf(this.#graph, step).nodes.filter((name) => !this.#graph.nodes.get(name)?.derived);
    if (kept.every((name) => this.has(name))) return;
    await this.#fetchOnce(`steps/${step}`);
    // A tensor too large for a frame came pooled, or in fewer bits: it is fetched by itself.
    await this.load(kept);
  }

  /**
   * Makes tensors readable, fetching each that is missing.
   *
   * @param {string[]} names
   * @returns {Promise<void>} rejects if the server cannot be reached or refuses
   */
  async load(names) {
    const missing = names.filter((name) => !this.has(name));
    await Promise.all(missing.map((name) => this.#fetchOnce(`tensors/${name}?dtype=f32`)));
  }

  /** @param {string} what path under the trace's address */
  #fetchOnce(what) {
    const path = `/api/traces/${this.id}/${what}`;
    let running = this.#fetching.get(path);
    if (!running) {
      running = this.#fetchFrame(path)
        .then((frame) => this.take(frame))
        .finally(() => this.#fetching.delete(path));
      this.#fetching.set(path, running);
    }
    return running;
  }

  /** @param {FrameTensor} from @returns {boolean} whether the tensor is whole now */
  #fill(from) {
    let partial = this.#partials.get(from.name);
    if (!partial) {
      partial = this.#startOf(from);
      this.#partials.set(from.name, partial);
    }
    partial.copy(from.data, from.rows[0], from.rows[1], from.shape);
    partial.tensor.colourScale = from.colourScale;
    return partial.missing === 0;
  }

  /** @param {FrameTensor} from @returns {Partial} */
  #startOf(from) {
    const node = this.#graph.nodes.get(from.name);
    if (!node) throw new Error(`The model ${this.#graph.model.title} has no tensor "${from.name}".`);
    const shape = shapeOf(node, this.positions);
    if (shape.length !== from.shape.length || shape.some((size, i) => size !== from.shape[i])) {
      throw new Error(`${from.name} has the shape ${shape.join(' × ')}, not ${from.shape.join(' × ')}.`);
    }
    // Above the diagonal there are no scores (−∞) and no pattern (0).
    const partial = new Partial(from.name, from.axes, shape, node.op === 'scores' ? -Infinity : 0);
    const shared = this.#parent?.tensor(from.name);
    if (shared) partial.copy(shared.data, 0, shared.shape[partial.along], shared.shape);
    return partial;
  }
}

/** A tensor that is being put together from rows. */
class Partial {
  /** @param {string} name @param {string[]} axes @param {number[]} shape @param {number} ground what no row covers */
  constructor(name, axes, shape, ground) {
    this.along = rowAxis(axes);
    const size = shape.reduce((product, n) => product * n, 1);
    /** @type {TraceTensor} */
    this.tensor = { name, axes, shape, data: new Float32Array(size).fill(ground), colourScale: 0 };
    this.known = new Uint8Array(shape[this.along]);
    this.missing = shape[this.along];
  }

  /**
   * @param {Float32Array} source the rows [from, to) of a tensor of shape `shape`, which may be shorter than this one
   *     along each axis
   */
  copy(source, from, to, shape) {
    const { along } = this;
    const target = this.tensor;
    const outer = product(shape, 0, along);
    const inner = shape.slice(along + 1);
    const innerSize = product(inner, 0, inner.length);
    const targetInner = target.shape.slice(along + 1);
    const targetInnerSize = product(targetInner, 0, targetInner.length);
    const runs = inner.length === 0 ? 1 : innerSize / inner[inner.length - 1];
    const run = inner.length === 0 ? 1 : inner[inner.length - 1];
    const targetRun = inner.length === 0 ? 1 : targetInner[targetInner.length - 1];
    const targetRows = target.shape[along];
    for (let o = 0; o < outer; o++) {
      for (let row = from; row < to; row++) {
        const at = (o * (to - from) + row - from) * innerSize;
        const put = (o * targetRows + row) * targetInnerSize;
        for (let r = 0; r < runs; r++) {
          target.data.set(source.subarray(at + r * run, at + (r + 1) * run), put + r * targetRun);
        }
      }
    }
    for (let row = from; row < to; row++) {
      if (!this.known[row]) this.missing--;
      this.known[row] = 1;
    }
  }
}

function product(/** @type {number[]} */ sizes, /** @type {number} */ from, /** @type {number} */ to) {
  let result = 1;
  for (let i = from; i < to; i++) result *= sizes[i];
  return result;
}

/** Whether the first trace's tokens begin the second's. @param {TraceInfo} short @param {TraceInfo} long */
function isPrefix(short, long) {
  return (
    short.model === long.model &&
    short.tokens.length < long.tokens.length &&
    short.tokens.every((token, i) => token === long.tokens[i])
  );
}

const KEPT = 16;

/** The traces of one model that this page has met, so that going back and growing cost nothing. */
export class Traces {
  #graph;
  #fetchFrame;
  /** @type {Map<string, Trace>} in the order of use */
  #traces = new Map();

  /** @param {Graph} graph @param {FetchFrame} fetchFrame */
  constructor(graph, fetchFrame) {
    this.#graph = graph;
    this.#fetchFrame = fetchFrame;
  }

  /**
   * The trace that is described, sharing the rows of the longest that begins it.
   *
   * @param {TraceInfo} info
   * @returns {Trace}
   */
  of(info) {
    const known = this.#traces.get(info.id);
    const trace = known ?? new Trace(info, this.#graph, this.#fetchFrame, this.#longestPrefixOf(info));
    // The same tokens may be a prompt one time and partly generated another.
    trace.info = info;
    this.#traces.delete(info.id);
    this.#traces.set(info.id, trace);
    while (this.#traces.size > KEPT) this.#traces.delete(/** @type {string} */ (this.#traces.keys().next().value));
    return trace;
  }

  /** A trace that is known already, or null. @param {string | null} id @returns {Trace | null} */
  known(id) {
    return (id !== null && this.#traces.get(id)) || null;
  }

  #longestPrefixOf(info) {
    let longest = null;
    for (const trace of this.#traces.values()) {
      if (isPrefix(trace.info, info) && (!longest || trace.positions > longest.positions)) longest = trace;
    }
    return longest;
  }
}

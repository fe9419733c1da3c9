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
 * @property {boolean} [ended]  the last token ends the text
 *
 * @typedef {object} TraceTensor
 * @property {string} name
 * @property {string[]} axes
 * @property {number[]} shape
 * @property {Float32Array} data     row-major, the whole shape; −∞ means masked
 * @property {number} colourScale
 *
 * @typedef {object} Overview  a tensor at less than its own resolution, or in fewer bits
 * @property {string} name
 * @property {string[]} axes
 * @property {number[]} shape        the tensor's own
 * @property {number} pool           how many neighbours of the last axis became one, that of greatest magnitude
 * @property {Float32Array} data     row-major, the last axis ⌈size / pool⌉ long
 * @property {number} colourScale
 *
 * @typedef {(path: string) => Promise<Frame>} FetchFrame  `path` is on this server
 */
import { shapeOf, stepOf } from './graph.js';
import { Partial, coarser, pooled, pooledShape, product } from './partial.js';

/** A tensor of a step is fetched whole with the step up to so many cells (64 KiB); a larger one once it is looked at. */
const SMALL = 1 << 14;

/** Emits `change` with `detail.names` when tensors, or overviews of them, became readable. */
export class Trace extends EventTarget {
  #graph;
  #fetchFrame;
  #parent;
  /** @type {Map<string, Partial>} */
  #partials = new Map();
  /** What came pooled or in fewer bits. @type {Map<string, Partial>} */
  #overviews = new Map();
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
   * A tensor as it is seen from afar, where it is not here exactly; null while nothing of it is here, or too little.
   *
   * @param {string} name
   * @returns {Overview | null}
   */
  overview(name) {
    const partial = this.#overviews.get(name);
    if (partial?.missing !== 0) return null;
    const { axes, data, colourScale } = partial.tensor;
    return { name, axes, shape: partial.whole, pool: partial.pool, data, colourScale };
  }

  /** Whether a tensor can be shown, be it from afar. @param {string} name */
  shows(name) {
    return this.has(name) || this.overview(name) !== null;
  }

  /** Bytes of numbers that are held here. */
  get bytes() {
    let bytes = 0;
    for (const partials of [this.#partials, this.#overviews])
      for (const { tensor } of partials.values()) bytes += tensor.data.byteLength;
    return bytes;
  }

  /** Lets go of the numbers; they can be fetched again. */
  forget() {
    this.#partials.clear();
    this.#overviews.clear();
  }

  /**
   * Takes over what a frame brought. Numbers that are not exact show the tensor from afar; a number that is read is
   * fetched first.
   *
   * @param {Frame} frame one of this trace
   * @throws {Error} if it is another trace's, or does not have the model's shapes
   */
  take(frame) {
    if (frame.trace !== this.id) throw new Error(`A frame of the trace ${frame.trace} came to ${this.id}.`);
    const names = [];
    for (const tensor of frame.tensors) {
      if (this.has(tensor.name)) continue;
      const exact = tensor.pool === 1 && tensor.dtype === 'f32';
      if (exact && this.#fill(this.#partials, tensor, 1)) {
        this.#overviews.delete(tensor.name);
        names.push(tensor.name);
      } else if (this.#fillOverview(tensor)) names.push(tensor.name);
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
    const kept = this.#keptOf(step);
    if (kept.every((name) => this.has(name))) return;
    await this.glanceAt(step);
    // A tensor too large for a frame came pooled, or in fewer bits: it is fetched by itself, if it is not a large one.
    await this.load(kept.filter((name) => this.#cells(name) <= SMALL));
  }

  /**
   * Makes what a step computes visible, at the resolution of its frame.
   *
   * @param {string} step
   * @returns {Promise<void>} rejects if the server cannot be reached or refuses
   */
  async glanceAt(step) {
    if (!this.#keptOf(step).every((name) => this.shows(name))) await this.#fetchOnce(`steps/${step}`);
  }

  #keptOf(step) {
    return stepOf(this.#graph, step).nodes.filter((name) => !this.#graph.nodes.get(name)?.derived);
  }

  #cells(name) {
    return product(shapeOf(/** @type {any} */ (this.#graph.nodes.get(name)), this.positions), 0, Infinity);
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

  /**
   * @param {Map<string, Partial>} into @param {FrameTensor} from @param {number} pool
   * @returns {boolean} whether the tensor is whole now
   */
  #fill(into, from, pool) {
    let partial = into.get(from.name);
    if (!partial) {
      partial = this.#startOf(from, pool);
      into.set(from.name, partial);
    }
    partial.copy(from.data, from.rows[0], from.rows[1], pooledShape(from.shape, from.pool));
    partial.tensor.colourScale = from.colourScale;
    return partial.missing === 0;
  }

  /** @param {FrameTensor} from @returns {boolean} whether all of the tensor can be shown now */
  #fillOverview(from) {
    const known = this.#overviews.get(from.name) ?? this.#inheritedOverview(from);
    const pool = Math.max(from.pool, known?.pool ?? 1);
    // Pools are powers of two but for the last, which is the whole line: those of one do not make up the other's then.
    if (pool % from.pool !== 0) return false;
    if (known && pool % known.pool === 0) this.#overviews.set(from.name, known.coarser(pool));
    else this.#overviews.delete(from.name);
    return this.#fill(this.#overviews, coarser(from, pool), pool);
  }

  /** What the shorter trace shows of a tensor from afar are this one's first rows. @returns {Partial | null} */
  #inheritedOverview(from) {
    const theirs = this.#parent?.overview(from.name);
    if (!theirs) return null;
    const partial = this.#startOf(from, theirs.pool);
    partial.copy(theirs.data, 0, theirs.shape[partial.along], pooledShape(theirs.shape, theirs.pool));
    return partial;
  }

  /** @param {FrameTensor} from @param {number} pool @returns {Partial} */
  #startOf(from, pool) {
    const node = this.#graph.nodes.get(from.name);
    if (!node) throw new Error(`The model ${this.#graph.model.title} has no tensor "${from.name}".`);
    const shape = shapeOf(node, this.positions);
    if (shape.length !== from.shape.length || shape.some((size, i) => size !== from.shape[i])) {
      throw new Error(`${from.name} has the shape ${shape.join(' × ')}, not ${from.shape.join(' × ')}.`);
    }
    const partial = new Partial(from.name, from.axes, shape, Number(node.traits.masked ?? 0), pool);
    const shared = this.#parent?.tensor(from.name);
    if (shared) {
      const rows = shared.shape[partial.along];
      partial.copy(pooled(shared.data, shared.shape, pool), 0, rows, pooledShape(shared.shape, pool));
    }
    return partial;
  }
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
/** Numbers of all traces that are held, in bytes. The newest trace keeps its own whatever they take. */
export const TRACE_BYTES = 64 * 2 ** 20;

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
    while (this.#traces.size > KEPT) {
      const [id, oldest] = /** @type {[string, Trace]} */ (this.#traces.entries().next().value);
      this.#traces.delete(id);
      // A longer trace may still know it as the one whose rows it shares.
      if (oldest !== trace.parent) oldest.forget();
    }
    this.#makeRoom(trace);
    return trace;
  }

  /** Bytes of numbers that are held. */
  get bytes() {
    return [...this.#traces.values()].reduce((sum, trace) => sum + trace.bytes, 0);
  }

  /** Lets go of the numbers of traces that were not shown for longest. */
  #makeRoom(shown) {
    let { bytes } = this;
    for (const trace of this.#traces.values()) {
      if (bytes <= TRACE_BYTES) return;
      if (trace === shown || trace === shown.parent) continue;
      bytes -= trace.bytes;
      trace.forget();
    }
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

/**
 * One run of a model, as far as this browser has its numbers. Frames from the room bring numbers early; missing ones are
 * fetched by content address, exact, before they are shown.
 *
 * A trace that has grown from another shares its rows: attention is causal, so a row does not change when tokens are added.
 *
 * @typedef {import('./frame.js').Frame} Frame
 * @typedef {Omit<import('./frame.js').Tensor, 'from' | 'to' | 'pools'>} FrameTensor  what is read of a frame's tensor
 * @typedef {import('./graph.js').Graph} Graph
 *
 * @typedef {object} TraceInfo  the server's description of a trace
 * @property {string} id
 * @property {string} model
 * @property {number[]} tokens
 * @property {string[]} text
 * @property {number[]} [visits]  the layers that a walk visits, from 0; all if there is no list
 * @property {number} promptLength
 * @property {number} nCtx
 * @property {{token: number, text: string, p: number}[]} next  empty while the room withholds it
 * @property {boolean} [ended]  whether the last token ends the text
 * @property {string[]} [changes]  what is changed in the model while it runs
 * @property {string} [unchanged]  id of the run without changes
 * @property {{token: number, text: string, p: number}} [rival]  what the most probable next token is compared with; absent while the room withholds it
 *
 * @typedef {object} TraceTensor
 * @property {string} name
 * @property {string[]} axes
 * @property {number[]} shape
 * @property {Float32Array} data     row-major, the whole shape; −∞ means masked
 * @property {number} colourScale
 *
 * @typedef {object} Overview  a tensor at a lower resolution, or in fewer bits
 * @property {string} name
 * @property {string[]} axes
 * @property {number[]} shape        of the whole tensor, unpooled
 * @property {number} pool           how many neighbours along the last axis are pooled to the one of greatest magnitude
 * @property {Float32Array} data     row-major, the last axis ⌈size / pool⌉ long
 * @property {number} colourScale
 *
 * @typedef {(path: string) => Promise<Frame>} FetchFrame  `path` on this server
 */
import { isOfVocabulary, shapeOf, stepOf } from './graph.js';
import { Partial, coarser, pooled, pooledShape, product } from './partial.js';

/** A step's tensors of up to this many cells (64 KiB) are fetched with the step; larger ones once they are seen. */
const SMALL = 1 << 14;

/** Emits `change` with `detail.names` when tensors or overviews of them have become readable. */
export class Trace extends EventTarget {
  #graph;
  #fetchFrame;
  /** @type {TraceInfo} */
  info;
  /** The trace whose rows this one shares, if any. @type {Trace | null} */
  parent;
  /** @type {Map<string, Partial>} */
  #partials = new Map();
  /** Tensors that were sent pooled or in fewer bits. @type {Map<string, Partial>} */
  #overviews = new Map();
  /** @type {Map<string, Promise<void>>} */
  #fetching = new Map();
  /** Whether this page hides what is known of the next token: the room does not see it, and the presenter does not peek. */
  hidesNext = false;
  /** Whether it hides the other numbers of the vocabulary, too. */
  hidesLogits = false;
  /** Names of the tensors that this page neither shows nor fetches: the room is asked what they tell. @type {ReadonlySet<string>} */
  #hidden = new Set();

  /**
   * @param {TraceInfo} info
   * @param {Graph} graph
   * @param {FetchFrame} fetchFrame
   * @param {Trace | null} parent a trace whose tokens are the first of this one's
   */
  constructor(info, graph, fetchFrame, parent = null) {
    super();
    this.info = info;
    this.#graph = graph;
    this.#fetchFrame = fetchFrame;
    this.parent = parent && isPrefix(parent.info, info) ? parent : null;
  }

  get id() {
    return this.info.id;
  }

  /** The most probable next tokens, as far as this page shows them. @returns {TraceInfo['next']} */
  get next() {
    return this.hidesNext ? [] : this.info.next;
  }

  /** @param {string[]} names of all tensors that are hidden from now on */
  hide(names) {
    const shown = [...this.#hidden].filter((name) => !names.includes(name));
    this.#hidden = new Set(names);
    if (shown.length > 0) this.dispatchEvent(new CustomEvent('change', { detail: { names: shown } }));
  }

  /** Whether a tensor is hidden. @param {string} name */
  isHidden(name) {
    return this.#hidden.has(name);
  }

  /** Whether a page can have a tensor's numbers at all: neither hidden ones, nor those of the vocabulary while the room withholds the next token. @param {string} name */
  isWithheld(name) {
    return this.isHidden(name) || (this.info.next.length === 0 && isOfVocabulary(this.#graph.nodes.get(name)));
  }

  /** The number of positions. */
  get positions() {
    return this.info.tokens.length;
  }

  /** The text of each position's token. */
  get text() {
    return this.info.text;
  }

  /** The number of positions of the prompt; the others were generated. */
  get promptLength() {
    return this.info.promptLength;
  }

  /**
   * A whole, exact tensor; null if it is not here.
   *
   * @param {string} name
   * @returns {TraceTensor | null}
   */
  tensor(name) {
    const partial = this.#partials.get(name);
    return partial?.missing === 0 && !this.isHidden(name) ? partial.tensor : null;
  }

  /** Whether a tensor is here, whole and exact. @param {string} name */
  has(name) {
    return this.tensor(name) !== null;
  }

  /**
   * The overview of a tensor; null if it is not here, or not whole.
   *
   * @param {string} name
   * @returns {Overview | null}
   */
  overview(name) {
    const partial = this.#overviews.get(name);
    if (partial?.missing !== 0 || this.isHidden(name)) return null;
    const { axes, data, colourScale } = partial.tensor;
    return { name, axes, shape: partial.whole, pool: partial.pool, data, colourScale };
  }

  /** Whether a tensor can be shown, at least as an overview. @param {string} name */
  shows(name) {
    return this.has(name) || this.overview(name) !== null;
  }

  /** Memory of all numbers of this trace, bytes. */
  get bytes() {
    let bytes = 0;
    for (const partials of [this.#partials, this.#overviews])
      for (const { tensor } of partials.values()) bytes += tensor.data.byteLength;
    return bytes;
  }

  /** Frees the numbers; they can be fetched again. */
  forget() {
    this.#partials.clear();
    this.#overviews.clear();
  }

  /**
   * Takes the numbers of a frame. Numbers that are not exact become an overview.
   *
   * @param {{trace: string | null, tensors: FrameTensor[]}} frame of this trace
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
   * Makes a step's tensors readable, and fetches missing ones.
   *
   * @param {string} step
   * @returns {Promise<void>} rejects if the server cannot be reached or refuses
   */
  async loadStep(step) {
    const kept = this.#keptOf(step);
    if (kept.every((name) => this.has(name))) return;
    await this.glanceAt(step);
    // A tensor too large for the frame was sent pooled or in fewer bits: fetch it by itself, unless it is a large one.
    await this.load(kept.filter((name) => this.#cells(name) <= SMALL));
  }

  /**
   * Makes a step's tensors visible, at the resolution of the step's frame.
   *
   * @param {string} step
   * @returns {Promise<void>} rejects if the server cannot be reached or refuses
   */
  async glanceAt(step) {
    if (!this.#keptOf(step).every((name) => this.shows(name))) await this.#fetchOnce(`steps/${step}`);
  }

  /** Leaves out what is known of the next token while the room withholds that. @param {string} step */
  #keptOf(step) {
    return stepOf(this.#graph, step).nodes.filter(
      (name) => !this.#graph.nodes.get(name)?.derived && !this.isWithheld(name),
    );
  }

  /** @param {string} name */
  #cells(name) {
    const node = this.#graph.nodes.get(name);
    return node ? product(shapeOf(node, this.positions), 0, Infinity) : 0;
  }

  /**
   * Makes tensors readable, and fetches missing ones.
   *
   * @param {string[]} names
   * @returns {Promise<void>} rejects if the server cannot be reached or refuses
   */
  async load(names) {
    const missing = names.filter((name) => !this.has(name) && !this.isHidden(name));
    await Promise.all(missing.map((name) => this.#fetchOnce(`tensors/${name}?dtype=f32`)));
  }

  /** @param {string} local path below the trace's address */
  #fetchOnce(local) {
    const path = `/api/traces/${this.id}/${local}`;
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

  /** @param {FrameTensor} from @returns {boolean} whether the whole tensor can be shown now */
  #fillOverview(from) {
    const known = this.#overviews.get(from.name) ?? this.#inheritedOverview(from);
    const pool = Math.max(from.pool, known?.pool ?? 1);
    // Pools are powers of two, except for a pool of the whole line, which need not be a multiple of the others.
    if (pool % from.pool !== 0) return false;
    if (known && pool % known.pool === 0) this.#overviews.set(from.name, known.coarser(pool));
    else this.#overviews.delete(from.name);
    return this.#fill(this.#overviews, coarser(from, pool), pool);
  }

  /** The first rows of an overview, copied from the shorter trace's. @param {FrameTensor} from @returns {Partial | null} */
  #inheritedOverview(from) {
    const theirs = this.parent?.overview(from.name);
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
    const shared = this.parent?.tensor(from.name);
    if (shared) {
      const rows = shared.shape[partial.along];
      partial.copy(pooled(shared.data, shared.shape, pool), 0, rows, pooledShape(shared.shape, pool));
    }
    return partial;
  }
}

/** Whether the first trace's tokens are the beginning of the second's. @param {TraceInfo} short @param {TraceInfo} long */
function isPrefix(short, long) {
  return (
    short.model === long.model &&
    short.changes?.join() === long.changes?.join() &&
    short.tokens.length < long.tokens.length &&
    short.tokens.every((token, i) => token === long.tokens[i])
  );
}

/** The greatest number of traces. */
const KEPT = 16;
/** The greatest memory of all traces' numbers, bytes. The newest trace and its parent always keep theirs. */
export const TRACE_BYTES = 64 * 2 ** 20;

/** A cache of one model's traces, so that going back and growing need no fetch. */
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
   * The trace with this description. A new one shares the rows of the longest trace that is a prefix of it.
   *
   * @param {TraceInfo} info
   * @returns {Trace}
   */
  of(info) {
    const known = this.#traces.get(info.id);
    const trace = known ?? new Trace(info, this.#graph, this.#fetchFrame, this.#longestPrefixOf(info));
    // The same tokens may have been a prompt before and be partly generated now.
    trace.info = info;
    this.#traces.delete(info.id);
    this.#traces.set(info.id, trace);
    while (this.#traces.size > KEPT) {
      const [id, oldest] = /** @type {[string, Trace]} */ (this.#traces.entries().next().value);
      this.#traces.delete(id);
      // The current trace may share its rows.
      if (oldest !== trace.parent) oldest.forget();
    }
    this.#makeRoom(trace);
    return trace;
  }

  /** Memory of all traces' numbers, bytes. */
  get bytes() {
    return [...this.#traces.values()].reduce((sum, trace) => sum + trace.bytes, 0);
  }

  /** Frees the numbers of the least recently used traces. @param {Trace} shown */
  #makeRoom(shown) {
    let { bytes } = this;
    for (const trace of this.#traces.values()) {
      if (bytes <= TRACE_BYTES) return;
      if (trace === shown || trace === shown.parent) continue;
      bytes -= trace.bytes;
      trace.forget();
    }
  }

  /** A cached trace, or null. @param {string | null} id @returns {Trace | null} */
  known(id) {
    return (id !== null && this.#traces.get(id)) || null;
  }

  /** @param {TraceInfo} info @returns {Trace | null} */
  #longestPrefixOf(info) {
    /** @type {Trace | null} */
    let longest = null;
    for (const trace of this.#traces.values()) {
      if (isPrefix(trace.info, info) && (!longest || trace.positions > longest.positions)) longest = trace;
    }
    return longest;
  }
}

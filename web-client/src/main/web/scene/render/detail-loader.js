/**
 * Fetches numbers at the resolution at which they are seen. When the scene rests, the size of the cells of each visible block
 * decides: an overview for small cells, every cell for large ones, and of a large tensor only the block's part. Few requests
 * run at once, those for the largest cells first, and wishes of former views are dropped, so that a step never waits.
 *
 * @typedef {import('../layout/anatomy.js').GraphNode} GraphNode
 * @typedef {import('../layout/board.js').Block} Block
 * @typedef {import('../layout/tensor-parts.js').TensorPart} TensorPart
 * @typedef {(node: GraphNode, shape: number[], part: TensorPart) =>
 *   Promise<TensorPart & {data: Float32Array, colourScale: number}>} FetchPart
 * @typedef {{key: string, node: GraphNode, shape: number[], part: TensorPart, rank: number}} Wish
 */
import { partOf, wholePart } from '../layout/tensor-parts.js';
import { shapeOf } from '../layout/slice.js';

/** Concurrent requests. A browser allows six connections to a server, and steps must come first. */
const AT_ONCE = 2;
/** A tensor of up to this many cells is fetched whole, a larger one in parts. */
const WHOLE = 1 << 16;
/** The greatest number of cells of an overview: from far away, and from half-way. */
const FAR = 1 << 11,
  HALF_WAY = 1 << 16;
/** The smallest cells for which an overview is fetched, a finer one, and every cell, px. */
const SEEN = 0.04,
  MIDDLE = 0.2,
  NEAR = 0.8;
/** The smallest cells in which a figure is written soon, px. */
const FIGURES = 20;
/** The shortest time between two drawings of parts that have arrived, ms. */
const TOGETHER = 200;
/** Delay before a failed request is repeated, ms. */
const PAUSE = 5000;
/** Nothing is fetched for blocks with less contrast. */
const FAINT = 0.2;

export class DetailLoader {
  #graph;
  #numbers;
  #fetchPart;
  /** @type {Wish[]} */
  #wishes = [];
  /** Keys of running requests. @type {Set<string>} */
  #running = new Set();
  /** When failed requests may be repeated, by their keys. @type {Map<string, number>} */
  #failed = new Map();
  /** Parts that have arrived and will be drawn together. @type {Gatherer<() => void>} */
  #arrived = new Gatherer((parts) => parts.forEach((put) => put()), TOGETHER);
  #ended = false;

  /**
   * @param {import('../layout/anatomy.js').Graph} graph
   * @param {import('./numbers.js').Numbers} numbers
   * @param {FetchPart} fetchPart
   */
  constructor(graph, numbers, fetchPart) {
    this.#graph = graph;
    this.#numbers = numbers;
    this.#fetchPart = fetchPart;
  }

  /**
   * Replaces all wishes with those of the current view.
   * @param {import('../layout/layout.js').Layout} plan
   * @param {import('../camera/projection.js').Projection} projection up to date
   * @param {ArrayLike<number>} contrast of each block
   */
  look(plan, projection, contrast) {
    const { store } = this.#numbers;
    store.look();
    /** @type {Map<string, Wish>} */
    const wishes = new Map();
    for (const block of plan.blocks) {
      if (contrast[block.index] < FAINT || !projection.reaches(block, 0, 0, block.cols, block.rows)) continue;
      const px = projection.cellSize(block);
      if (px < SEEN) continue;
      store.touch(block);
      const wish = this.#wishOf(block, plan.T, px, contrast[block.index] === 1);
      if (wish && !((wishes.get(wish.key)?.rank ?? -1) >= wish.rank)) wishes.set(wish.key, wish);
    }
    this.#wishes = [...wishes.values()].sort((a, b) => b.rank - a.rank);
    this.#next();
  }

  /** Drops all wishes. */
  dispose() {
    this.#ended = true;
    this.#wishes = [];
    this.#arrived.clear();
  }

  /** Whether there are no wishes and no running requests, and all that has arrived was handed on. */
  get idle() {
    return this.#running.size === 0 && this.#wishes.length === 0 && this.#arrived.isEmpty;
  }

  /** @param {Block} block @param {number} T @param {number} px @param {boolean} inFocus @returns {Wish | null} null if the block already shows as much as can be seen */
  #wishOf(block, T, px, inFocus) {
    const node = /** @type {GraphNode} */ (this.#graph.nodes.get(block.node)),
      { store, trace } = this.#numbers;
    const isWeight = Boolean(node.traits.table);
    if (this.#numbers.areOthers) return null;
    if (isWeight ? !this.#numbers.knowsWeights || this.#numbers.isPassing : trace?.positions !== T) return null;
    const shape = shapeOf(node, T),
      cells = shape.reduce((a, b) => a * b, 1);
    const nearest = () => (cells <= WHOLE ? wholePart(shape) : partOf(block, node, shape));
    let part;
    if (isWeight) {
      // rounded weights differ from exact ones only where their figures are written
      if (px < FIGURES && this.#numbers.showsEachCell(block)) return null;
      if (px >= NEAR || cells <= FAR) part = nearest();
      else part = wholePart(shape, poolsFor(shape, px >= MIDDLE ? HALF_WAY : FAR));
    } else {
      // the trace's own overview arrives with its step, but may have been evicted
      if (!this.#numbers.shows(block)) this.#numbers.takeTensors([node.name]);
      if (px < NEAR || !this.#numbers.shows(block)) return null;
      part = nearest();
    }
    if (store.holds(node.name, part)) return null;
    const key = `${isWeight ? this.#numbers.weightsSet : trace?.id} ${node.name} ${part.from} ${part.to} ${part.pools}`;
    return { key, node, shape, part, rank: (inFocus ? 1000 : 0) + px };
  }

  #next() {
    while (this.#running.size < AT_ONCE) {
      const wish = this.#wishes.shift();
      if (!wish) return;
      const blocked =
        this.#running.has(wish.key) ||
        this.#arrived.has(wish.key) ||
        (this.#failed.get(wish.key) ?? 0) > performance.now();
      if (!blocked) this.#fetch(wish);
    }
  }

  /** @param {Wish} wish */
  async #fetch({ key, node, shape, part }) {
    const { trace, weightsSet } = this.#numbers;
    const isWeight = Boolean(node.traits.table);
    this.#running.add(key);
    try {
      if (!isWeight && part.to.every((end, axis) => end - part.from[axis] === shape[axis]))
        await trace?.load([node.name]);
      else {
        const got = await this.#fetchPart(node, shape, part);
        const stillShown = () =>
          !this.#numbers.areOthers &&
          (isWeight ? this.#numbers.weightsSet === weightsSet : this.#numbers.trace === trace);
        if (!this.#ended) this.#arrived.add(key, () => stillShown() && this.#numbers.takePart(node.name, got));
      }
      this.#failed.delete(key);
    } catch {
      this.#failed.set(key, performance.now() + PAUSE);
    } finally {
      this.#running.delete(key);
      if (!this.#ended) this.#next();
    }
  }
}

/** The pooling along the last two axes that leaves at most this many numbers. @param {number[]} shape @param {number} most */
export function poolsFor(shape, most) {
  const pools = shape.map(() => 1);
  const left = () => shape.reduce((product, size, axis) => product * Math.ceil(size / pools[axis]), 1);
  while (left() > most) {
    const before = left();
    for (const axis of [shape.length - 1, shape.length - 2])
      if (axis >= 0 && pools[axis] < shape[axis]) pools[axis] *= 2;
    if (left() === before) break;
  }
  return pools;
}

/**
 * Hands over what arrives: at once if nothing was handed over lately, else together with what else arrives until then. Each
 * hand-over costs a drawing of the whole scene, so hundreds of small arrivals must not cost one each.
 *
 * @template T
 */
export class Gatherer {
  #take;
  #everyMs;
  #now;
  #after;
  /** @type {Map<string, T>} */
  #waiting = new Map();
  #last = -Infinity;
  /** Whether a hand-over is planned. */
  #isPlanned = false;

  /**
   * @param {(arrived: T[]) => void} take
   * @param {number} everyMs the shortest time between two hand-overs
   * @param {{now?: () => number, after?: (work: () => void, ms: number) => unknown}} [clock]
   */
  constructor(take, everyMs, { now = () => performance.now(), after = (work, ms) => setTimeout(work, ms) } = {}) {
    this.#take = take;
    this.#everyMs = everyMs;
    this.#now = now;
    this.#after = after;
  }

  /** @param {string} key of what arrived; a later arrival with the same key replaces it @param {T} arrived */
  add(key, arrived) {
    this.#waiting.set(key, arrived);
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    this.#after(() => this.#handOver(), Math.max(0, this.#last + this.#everyMs - this.#now()));
  }

  /** Whether something with this key has arrived and was not handed over yet. @param {string} key */
  has(key) {
    return this.#waiting.has(key);
  }

  /** Whether everything was handed over. */
  get isEmpty() {
    return this.#waiting.size === 0;
  }

  /** Forgets what has arrived and was not handed over. */
  clear() {
    this.#waiting.clear();
  }

  #handOver() {
    this.#isPlanned = false;
    this.#last = this.#now();
    const arrived = [...this.#waiting.values()];
    this.#waiting.clear();
    if (arrived.length > 0) this.#take(arrived);
  }
}

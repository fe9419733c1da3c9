/**
 * Tensors that are assembled from the rows of several frames, exact or pooled.
 *
 * @typedef {import('./trace.js').FrameTensor} FrameTensor
 * @typedef {import('./trace.js').TraceTensor} TraceTensor
 */
import { rowAxis } from './graph.js';

/** A tensor under assembly. */
export class Partial {
  /**
   * @param {string} name @param {string[]} axes @param {number[]} whole the tensor's shape
   * @param {number} ground value of cells that no row covers
   * @param {number} pool how many neighbours along the last axis are one number
   */
  constructor(name, axes, whole, ground, pool) {
    this.along = rowAxis(axes);
    this.whole = whole;
    this.ground = ground;
    this.pool = pool;
    const shape = pooledShape(whole, pool);
    const size = shape.reduce((product, n) => product * n, 1);
    /** @type {TraceTensor} */
    this.tensor = { name, axes, shape, data: new Float32Array(size).fill(ground), colourScale: 0 };
    this.known = new Uint8Array(shape[this.along]);
    this.missing = shape[this.along];
  }

  /**
   * @param {Float32Array} source the rows [from, to) of a tensor of shape `shape`, which may be shorter than this one
   *     along each axis
   * @param {number} from @param {number} to @param {number[]} shape
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

  /** The same rows with coarser pooling. @param {number} pool a multiple of this one's @returns {Partial} */
  coarser(pool) {
    if (pool === this.pool) return this;
    const { name, axes, data, shape, colourScale } = this.tensor;
    const made = new Partial(name, axes, this.whole, this.ground, pool);
    made.tensor.data = pooled(data, shape, pool / this.pool);
    made.tensor.colourScale = colourScale;
    made.known.set(this.known);
    made.missing = this.missing;
    return made;
  }
}

/** The shape after pooling along the last axis. @param {number[]} shape @param {number} pool */
export function pooledShape(shape, pool) {
  return shape.map((size, axis) => (axis === shape.length - 1 ? Math.ceil(size / pool) : size));
}

/** The tensor with coarser pooling. @param {FrameTensor} from @param {number} pool a multiple of its own @returns {FrameTensor} */
export function coarser(from, pool) {
  if (from.pool === pool) return from;
  const sent = pooledShape(from.shape, from.pool);
  sent[rowAxis(from.axes)] = from.rows[1] - from.rows[0];
  return { ...from, pool, data: pooled(from.data, sent, pool / from.pool) };
}

/**
 * Pools along the last axis: of `by` neighbours it takes the one of greatest finite magnitude, as the server does.
 *
 * @param {Float32Array} data row-major @param {number[]} shape @param {number} by
 * @returns {Float32Array}
 */
export function pooled(data, shape, by) {
  if (by === 1) return data;
  const length = /** @type {number} */ (shape.at(-1));
  const pools = Math.ceil(length / by);
  const out = new Float32Array((data.length / length) * pools).fill(-Infinity);
  for (let i = 0; i < data.length; i++) {
    const line = Math.floor(i / length);
    const at = line * pools + Math.floor((i - line * length) / by);
    if (Number.isFinite(data[i]) && !(Math.abs(out[at]) >= Math.abs(data[i]) && Number.isFinite(out[at])))
      out[at] = data[i];
  }
  return out;
}

export function product(/** @type {number[]} */ sizes, /** @type {number} */ from, /** @type {number} */ to) {
  let result = 1;
  for (let i = from; i < Math.min(to, sizes.length); i++) result *= sizes[i];
  return result;
}

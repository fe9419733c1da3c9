/**
 * Decodes a binary frame (docs/protocol.md, "Frames"): a 24-byte head, a JSON header, then the numbers, all
 * little-endian. Every browser runs on little-endian machines, so exact numbers are viewed in place.
 *
 * Pages load this after their first text, which needs no numbers.
 *
 * @typedef {object} Tensor
 * @property {string} name
 * @property {string[]} axes
 * @property {number[]} shape        of the whole tensor, unpooled
 * @property {'f32'|'f16'|'i8'} dtype as sent; only f32 is exact
 * @property {[number, number]} rows  the rows that were sent, [from, to)
 * @property {number} colourScale    98.5th percentile of the absolute finite values of the whole tensor
 * @property {number} pool           how many neighbours along the last axis are pooled to one; 1: none
 * @property {number[]} from         the first cell that was sent, along each axis
 * @property {number[]} to           the one after the last
 * @property {number[]} pools        how many neighbours are pooled to one, along each axis
 * @property {Float32Array} data     row-major in the order of `axes`, the row axis cut to `rows`; −∞ means masked
 *
 * @typedef {object} Frame
 * @property {'trace'|'weights'} type
 * @property {number} seq            of the change to which it belongs; 0: none
 * @property {number} start          ms of the server's clock; 0: none
 * @property {string} model
 * @property {string | null} trace
 * @property {string | null} step
 * @property {boolean} pooled
 * @property {Tensor[]} tensors
 *
 * @typedef {object} Head
 * @property {'trace'|'weights'} type
 * @property {number} seq
 * @property {number} start
 * @property {number} flags
 * @property {Header} header
 * @property {number} numbers        offset of the numbers, bytes
 *
 * @typedef {object} Header  only that there is a list `tensors` has been checked
 * @property {string} model
 * @property {string} [trace]
 * @property {string} [step]
 * @property {Entry[]} tensors
 * @property {import('../live/connection.js').Message} [said]  the `state` that was sent with the frame
 *
 * @typedef {object} Entry  how a tensor is described
 * @property {string} name
 * @property {string[]} axes
 * @property {number[]} shape
 * @property {Tensor['dtype']} dtype
 * @property {[number, number]} [rows]
 * @property {[number, number]} [columns]
 * @property {[number, number]} [heads]
 * @property {number} [pool]
 * @property {number} [across]
 * @property {number} offset         from the start of the numbers, bytes
 * @property {number} length         bytes
 * @property {number} colourScale
 * @property {number} [scale]        of i8
 */
import { MalformedFrame, must, readHead } from './frame-head.js';
import { rowAxis } from './graph.js';

export { MalformedFrame, readHead };

const BYTES = /** @type {const} */ ({ f32: 4, f16: 2, i8: 1 });
const MASKED_BYTE = -128;

/**
 * @param {ArrayBuffer} buffer
 * @param {Head} [head] if it has been read already
 * @returns {Frame}
 * @throws {MalformedFrame} saying what was wrong
 */
export function decodeFrame(buffer, head = readHead(buffer)) {
  const { type, seq, start, flags, header, numbers } = head;
  return {
    type,
    seq,
    start,
    model: header.model,
    trace: header.trace ?? null,
    step: header.step ?? null,
    pooled: (flags & 1) !== 0,
    tensors: header.tensors.map((entry) => decodeTensor(entry, buffer, numbers)),
  };
}

/** @param {Entry} entry what the server has sent, in whatever form @param {ArrayBuffer} buffer @param {number} numbers their offset @returns {Tensor} */
function decodeTensor(entry, buffer, numbers) {
  must(entry, 'a tensor has no name');
  const { name, axes, shape, dtype, rows, offset, length } = entry;
  must(typeof name === 'string' && name !== '', 'a tensor has no name');
  const sizes = Array.isArray(shape) && shape.length > 0 && shape.every((size) => Number.isInteger(size) && size > 0);
  must(sizes, `${name} has no shape`);
  must(Array.isArray(axes) && axes.length === shape.length, `${name} does not name each of its axes`);
  const width = BYTES[dtype];
  must(width, `${name} has the unknown dtype ${dtype}`);
  const along = rowAxis(axes);
  const [from, to] = Array.isArray(rows) ? rows : [0, shape[along]];
  const within = Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from < to && to <= shape[along];
  must(within, `${name} has ${shape[along]} rows, not [${from}, ${to})`);
  const pool = entry.pool ?? 1;
  must(Number.isInteger(pool) && pool >= 1, `${name} is pooled by ${pool}`);
  const across = entry.across ?? 1;
  must(Number.isInteger(across) && across >= 1 && (across === 1 || shape.length > 1), `${name} is pooled by ${across}`);
  const last = shape.length - 1;
  const cut = new Map([
    [last, entry.columns],
    [axes.indexOf('head'), entry.heads],
    [along, [from, to]],
  ]);
  const ranges = shape.map((size, axis) => {
    const range = cut.get(axis) ?? [0, size];
    const inside = range.every(Number.isInteger) && 0 <= range[0] && range[0] < range[1] && range[1] <= size;
    must(inside, `${name} has ${size} cells along ${axes[axis]}, not [${range})`);
    return range;
  });
  const pools = shape.map((_, axis) => (axis === last ? pool : axis === last - 1 ? across : 1));
  const count = ranges.reduce((product, [a, b], axis) => product * Math.ceil((b - a) / pools[axis]), 1);
  must(length === count * width, `${name} should take ${count * width} bytes, not ${length}`);
  must(Number.isInteger(offset) && offset >= 0 && offset % 8 === 0, `${name} starts at ${offset}`);
  must(numbers + offset + length <= buffer.byteLength, `${name} reaches past the frame's end`);
  const colourScale = entry.colourScale;
  must(Number.isFinite(colourScale) && colourScale >= 0, `${name} has the colour scale ${colourScale}`);
  const scale = entry.scale ?? 1;
  must(Number.isFinite(scale), `${name} has the scale ${scale}`);
  return {
    name,
    axes,
    shape,
    dtype,
    rows: [from, to],
    colourScale,
    pool,
    from: ranges.map(([first]) => first),
    to: ranges.map(([, end]) => end),
    pools,
    data: decodeNumbers(dtype, buffer, numbers + offset, count, scale),
  };
}

/** @param {Tensor['dtype']} dtype @param {ArrayBuffer} buffer @param {number} at offset, bytes @param {number} count @param {number} scale of i8 */
function decodeNumbers(dtype, buffer, at, count, scale) {
  if (dtype === 'f32') return new Float32Array(buffer, at, count);
  const isHalf = dtype === 'f16';
  // `map` of a typed array takes half the time of `Float32Array.from`, which iterates
  const numbers = new Float32Array(new (isHalf ? Uint16Array : Int8Array)(buffer, at, count));
  return numbers.map(isHalf ? halfToFloat : (byte) => (byte === MASKED_BYTE ? -Infinity : byte * scale));
}

/** The value of the 16 bits of an IEEE 754 half. @param {number} bits @returns {number} */
function halfToFloat(bits) {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  // a subnormal number has no leading one, and the exponent of the smallest normal ones
  const size =
    exponent < 0x1f ? (fraction + (exponent && 1024)) * 2 ** ((exponent || 1) - 25) : fraction ? NaN : Infinity;
  return bits & 0x8000 ? -size : size;
}

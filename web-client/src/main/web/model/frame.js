/**
 * Decodes a binary frame (docs/protocol.md, "Frames"): a 24-byte head, a JSON header, then the numbers, all
 * little-endian. Every browser runs on little-endian machines, so exact numbers are viewed in place.
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
import { rowAxis } from './graph.js';

const HEAD = 24;
const TYPES = /** @type {const} */ ({ 1: 'trace', 2: 'weights' });
const BYTES = /** @type {const} */ ({ f32: 4, f16: 2, i8: 1 });
const MASKED_BYTE = -128;

/** Thrown for a frame that violates the protocol. */
export class MalformedFrame extends Error {}

/**
 * Reads everything before the numbers. The header may have, as `said`, the `state` that was sent with the frame.
 *
 * @param {ArrayBuffer} buffer
 * @returns {Head}
 * @throws {MalformedFrame} saying what was wrong
 */
export function readHead(buffer) {
  must(buffer.byteLength >= HEAD, `it has ${buffer.byteLength} bytes, less than its head of ${HEAD}`);
  const view = new DataView(buffer);
  const version = view.getUint8(0);
  must(version === 1, `its version is ${version}, not 1`);
  const type = TYPES[/** @type {1|2} */ (view.getUint8(1))];
  must(type, `its type is ${view.getUint8(1)}, not 1 or 2`);
  const flags = view.getUint16(2, true);
  const length = view.getUint32(4, true);
  const seq = Number(view.getBigUint64(8, true));
  must(Number.isSafeInteger(seq), 'its seq is beyond 2^53');
  const start = view.getFloat64(16, true);
  must(Number.isFinite(start), 'its start time is not a number');
  must(length % 8 === 0, `its header's length ${length} is not a multiple of 8`);
  must(HEAD + length <= buffer.byteLength, `its header of ${length} bytes reaches past its end`);
  return { type, seq, start, flags, header: parseHeader(new Uint8Array(buffer, HEAD, length)), numbers: HEAD + length };
}

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

/** @param {Uint8Array} bytes @returns {Header} */
function parseHeader(bytes) {
  let header;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new MalformedFrame('The frame is malformed: its header is not JSON.');
  }
  must(header && Array.isArray(header.tensors), 'its header names no tensors');
  return header;
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

/** @param {unknown} condition @param {string} what is wrong otherwise @returns {asserts condition} */
function must(condition, what) {
  if (!condition) throw new MalformedFrame(`The frame is malformed: ${what}.`);
}

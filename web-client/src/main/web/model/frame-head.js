/**
 * Reads the head of a binary frame (docs/protocol.md, "Frames"), which is known before its numbers are decoded (frame.js).
 *
 * @typedef {import('./frame.js').Head} Head
 * @typedef {import('./frame.js').Header} Header
 */

const HEAD = 24;
const TYPES = /** @type {const} */ ({ 1: 'trace', 2: 'weights' });

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

/** @param {unknown} condition @param {string} what is wrong otherwise @returns {asserts condition} */
export function must(condition, what) {
  if (!condition) throw new MalformedFrame(`The frame is malformed: ${what}.`);
}

/**
 * Writes a frame byte by byte as docs/protocol.md describes it, so that tests do not depend on the code under test.
 *
 * @param {object} header
 * @param {Uint8Array} numbers
 * @param {{version?: number, type?: number, flags?: number, seq?: bigint, start?: number}} [head]
 * @returns {ArrayBuffer}
 */
export function frameBytes(header, numbers, head = {}) {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(json.length / 8) * 8;
  const buffer = new ArrayBuffer(24 + length + numbers.length);
  const view = new DataView(buffer);
  view.setUint8(0, head.version ?? 1);
  view.setUint8(1, head.type ?? 1);
  view.setUint16(2, head.flags ?? 0, true);
  view.setUint32(4, length, true);
  view.setBigUint64(8, head.seq ?? 0n, true);
  view.setFloat64(16, head.start ?? 0, true);
  const bytes = new Uint8Array(buffer);
  bytes.fill(0x20, 24, 24 + length);
  bytes.set(json, 24);
  bytes.set(numbers, 24 + length);
  return buffer;
}

/** Little-endian float32. @param {number[]} values @returns {Uint8Array} */
export function floats(values) {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setFloat32(i * 4, value, true));
  return bytes;
}

import { assert, test } from '/test/harness.js';
import { floats, frameBytes } from '/test/model/bytes.js';
import { decodeFrame, MalformedFrame, readHead } from '/web/model/frame.js';

const EMBED = {
  name: 'hook_embed',
  axes: ['pos', 'd_model'],
  shape: [3, 2],
  dtype: 'f32',
  scale: 1,
  rows: [1, 3],
  colourScale: 2.5,
  offset: 0,
  length: 16,
};
const HEADER = { model: 'm', trace: 't', step: 'embed', tensors: [EMBED] };
const NUMBERS = floats([1, -2, 0.5, -Infinity]);

const withTensor = (changes) => frameBytes({ ...HEADER, tensors: [{ ...EMBED, ...changes }] }, NUMBERS);

test('head, header and numbers of a frame are read as the protocol defines them', () => {
  const frame = decodeFrame(frameBytes(HEADER, NUMBERS, { seq: 41n, start: 1234.5, flags: 1 }));
  assert.equal(frame.type, 'trace');
  assert.equal(frame.seq, 41);
  assert.equal(frame.start, 1234.5);
  assert.equal(frame.pooled, true);
  assert.equal(frame.model, 'm');
  assert.equal(frame.trace, 't');
  assert.equal(frame.step, 'embed');
  const [tensor] = frame.tensors;
  assert.equal(tensor.name, 'hook_embed');
  assert.deepEqual(tensor.axes, ['pos', 'd_model']);
  assert.deepEqual(tensor.shape, [3, 2]);
  assert.deepEqual(tensor.rows, [1, 3]);
  assert.equal(tensor.colourScale, 2.5);
  assert.deepEqual(tensor.data, new Float32Array([1, -2, 0.5, -Infinity]));
});

test('a state in the header does not change how the rest is read', () => {
  const said = { type: 'state', seq: 41, start: 1234.5, state: {} };
  const buffer = frameBytes({ said, ...HEADER }, NUMBERS, { seq: 41n, start: 1234.5, flags: 2 });
  const head = readHead(buffer);
  assert.deepEqual(head.header.said, said);
  const frame = decodeFrame(buffer, head);
  assert.equal(frame.seq, 41);
  assert.equal(frame.pooled, false);
  assert.equal(frame.step, 'embed');
  assert.deepEqual(frame.tensors[0].data, new Float32Array([1, -2, 0.5, -Infinity]));
});

test('the row axis is q_pos if a tensor has it, not the first axis', () => {
  const scores = {
    name: 's',
    axes: ['head', 'q_pos', 'k_pos'],
    shape: [2, 2, 2],
    dtype: 'f32',
    rows: [1, 2],
    colourScale: 1,
    offset: 0,
    length: 16,
  };
  const frame = decodeFrame(frameBytes({ ...HEADER, tensors: [scores] }, floats([1, 2, 3, 4])));
  assert.deepEqual(frame.tensors[0].data, new Float32Array([1, 2, 3, 4]));
});

test('weights have no trace and no step', () => {
  const w = {
    name: 'W',
    axes: ['d_model', 'd_vocab'],
    shape: [2, 2],
    dtype: 'f32',
    rows: [0, 2],
    colourScale: 1,
    offset: 0,
    length: 16,
  };
  const frame = decodeFrame(frameBytes({ model: 'm', tensors: [w] }, NUMBERS, { type: 2 }));
  assert.equal(frame.type, 'weights');
  assert.equal(frame.trace, null);
  assert.equal(frame.step, null);
});

test('half floats are decoded: normal, subnormal, negative zero and infinity', () => {
  // 1.0, -2.0, the smallest subnormal (2^-24), -infinity: bit patterns of IEEE 754 binary16.
  const bytes = new Uint8Array([0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0x00, 0xfc]);
  const f16 = { ...EMBED, dtype: 'f16', length: 8 };
  const frame = decodeFrame(frameBytes({ ...HEADER, tensors: [f16] }, bytes));
  assert.deepEqual(frame.tensors[0].data, new Float32Array([1, -2, 2 ** -24, -Infinity]));
});

test('eight bits are multiplied by the scale, and −128 is masked', () => {
  const bytes = new Uint8Array([127, 255, 0, 128, 0, 0, 0, 0]);
  const i8 = { ...EMBED, dtype: 'i8', scale: 0.5, length: 4 };
  const frame = decodeFrame(frameBytes({ ...HEADER, tensors: [i8] }, bytes));
  assert.deepEqual(frame.tensors[0].data, new Float32Array([63.5, -0.5, 0, -Infinity]));
});

test('a pooled tensor has one number per n neighbours along the last axis, with a shorter last group', () => {
  const pooled = { ...EMBED, axes: ['pos', 'd_vocab'], shape: [3, 5], pool: 4, length: 16 };
  const frame = decodeFrame(frameBytes({ ...HEADER, tensors: [pooled] }, NUMBERS, { flags: 1 }));
  assert.equal(frame.tensors[0].pool, 4);
  assert.equal(frame.tensors[0].data.length, 4);
});

test('a second tensor starts at its own offset', () => {
  const second = { ...EMBED, name: 'b', rows: [0, 1], offset: 16, length: 8 };
  const both = frameBytes({ ...HEADER, tensors: [EMBED, second] }, floats([1, 2, 3, 4, 5, 6]));
  assert.deepEqual(decodeFrame(both).tensors[1].data, new Float32Array([5, 6]));
});

for (const [what, bytes, message] of /** @type {[string, () => ArrayBuffer, RegExp][]} */ ([
  ['shorter than its head', () => new ArrayBuffer(23), /23 bytes/],
  ['of another version', () => frameBytes(HEADER, NUMBERS, { version: 2 }), /version is 2/],
  ['of an unknown type', () => frameBytes(HEADER, NUMBERS, { type: 9 }), /type is 9/],
  ['with a seq beyond 2^53', () => frameBytes(HEADER, NUMBERS, { seq: 2n ** 60n }), /seq/],
  ['whose start is not a number', () => frameBytes(HEADER, NUMBERS, { start: NaN }), /start time/],
  ['cut in its numbers', () => frameBytes(HEADER, NUMBERS.slice(0, 12)), /past the frame's end/],
  ['whose header reaches past its end', () => frameBytes(HEADER, NUMBERS).slice(0, 40), /reaches past its end/],
  ['whose header names no tensors', () => frameBytes({ model: 'm' }, NUMBERS), /no tensors/],
  ['with rows that are not there', () => withTensor({ rows: [2, 4] }), /3 rows/],
  ['with rows back to front', () => withTensor({ rows: [2, 1] }), /3 rows/],
  ['with too few bytes for its rows', () => withTensor({ rows: [0, 3] }), /24 bytes, not 16/],
  ['with an unknown dtype', () => withTensor({ dtype: 'f64' }), /f64/],
  ['with an offset that is not a multiple of 8', () => withTensor({ offset: 4 }), /starts at 4/],
  ['with a negative offset', () => withTensor({ offset: -8 }), /starts at -8/],
  ['without a name', () => withTensor({ name: '' }), /no name/],
  ['with a size of zero', () => withTensor({ shape: [0, 2] }), /no shape/],
  ['with more axes than sizes', () => withTensor({ axes: ['pos'] }), /each of its axes/],
  ['without a colour scale', () => withTensor({ colourScale: null }), /colour scale/],
])) {
  test(`a frame ${what} is refused with the reason`, () => {
    assert.throws(() => decodeFrame(bytes()), message);
    assert.throws(() => decodeFrame(bytes()), /malformed/);
  });
}

test('a frame whose header is not JSON is refused', () => {
  const buffer = frameBytes(HEADER, NUMBERS);
  new Uint8Array(buffer)[24] = 0x5b;
  let caught;
  try {
    decodeFrame(buffer);
  } catch (error) {
    caught = error;
  }
  assert.ok(caught instanceof MalformedFrame);
});

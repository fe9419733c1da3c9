import { assert, test } from '/test/harness.js';
import { floats, frameBytes } from '/test/model/bytes.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { decodeFrame } from '/web/model/frame.js';
import { expandGraph } from '/web/model/graph.js';
import { Trace, Traces } from '/web/model/trace.js';

const graph = expandGraph(SMALL_GRAPH);
const SCORES = 'blocks.0.attn.hook_attn_scores';

const info = (id, tokens) => ({
  id,
  model: 'm',
  tokens,
  text: tokens.map((token) => 'ABC'[token]),
  promptLength: tokens.length,
  nCtx: 4,
  next: [{ token: 0, text: 'A', p: 1 }],
});

const none = () => Promise.reject(new Error('nothing should be fetched'));

function frame(trace, name, axes, shape, rows, values, more = {}) {
  const tensor = {
    name,
    axes,
    shape,
    dtype: 'f32',
    rows,
    colourScale: shape[0],
    offset: 0,
    length: values.length * 4,
    ...more,
  };
  return decodeFrame(frameBytes({ model: 'm', trace, step: 's', tensors: [tensor] }, floats(values)));
}

const logits = (trace, positions, rows, values) =>
  frame(trace, 'logits', ['pos', 'd_vocab'], [positions, 3], rows, values);

test('a tensor is readable once all its rows have arrived', () => {
  const trace = new Trace(info('t', [0, 1]), graph, none);
  trace.take(logits('t', 2, [0, 1], [1, 2, 3]));
  assert.equal(trace.tensor('logits'), null);
  trace.take(logits('t', 2, [1, 2], [4, 5, 6]));
  assert.deepEqual(trace.tensor('logits')?.data, new Float32Array([1, 2, 3, 4, 5, 6]));
});

test('a change event names the tensors that have become readable', () => {
  const trace = new Trace(info('t', [0, 1]), graph, none);
  const heard = [];
  trace.addEventListener('change', (event) => heard.push(.../** @type {CustomEvent} */ (event).detail.names));
  trace.take(logits('t', 2, [0, 1], [1, 2, 3]));
  trace.take(logits('t', 2, [1, 2], [4, 5, 6]));
  assert.deepEqual(heard, ['logits']);
});

test('a grown trace needs only the new row, and takes the colour scale of the whole tensor', () => {
  const short = new Trace(info('t', [0]), graph, none);
  short.take(logits('t', 1, [0, 1], [1, 2, 3]));
  const long = new Trace(info('u', [0, 1]), graph, none, short);
  long.take(logits('u', 2, [1, 2], [4, 5, 6]));
  assert.deepEqual(long.tensor('logits')?.data, new Float32Array([1, 2, 3, 4, 5, 6]));
  assert.equal(long.tensor('logits')?.colourScale, 2);
  assert.deepEqual(short.tensor('logits')?.data, new Float32Array([1, 2, 3]));
});

test('scores of a grown trace are masked above the diagonal', () => {
  const axes = ['head', 'q_pos', 'k_pos'];
  const short = new Trace(info('t', [0]), graph, none);
  short.take(frame('t', SCORES, axes, [2, 1, 1], [0, 1], [7, 8]));
  const long = new Trace(info('u', [0, 1]), graph, none, short);
  long.take(frame('u', SCORES, axes, [2, 2, 2], [1, 2], [1, 2, 3, 4]));
  assert.deepEqual(long.tensor(SCORES)?.data, new Float32Array([7, -Infinity, 1, 2, 8, -Infinity, 3, 4]));
});

test('a trace with other tokens shares nothing', () => {
  const other = new Trace(info('t', [2]), graph, none);
  other.take(logits('t', 1, [0, 1], [1, 2, 3]));
  const trace = new Trace(info('u', [0, 1]), graph, none, other);
  assert.equal(trace.parent, null);
  trace.take(logits('u', 2, [1, 2], [4, 5, 6]));
  assert.equal(trace.tensor('logits'), null);
});

test('a frame of another trace is refused', () => {
  const trace = new Trace(info('t', [0]), graph, none);
  assert.throws(() => trace.take(logits('u', 1, [0, 1], [1, 2, 3])), /trace u/);
});

test('a frame with a shape that the model does not have is refused', () => {
  const trace = new Trace(info('t', [0, 1]), graph, none);
  assert.throws(() => trace.take(logits('t', 3, [0, 1], [1, 2, 3])), /2 × 3, not 3 × 3/);
});

test('a missing step is fetched by its address, once for all callers', async () => {
  const paths = [];
  const trace = new Trace(info('t', [0]), graph, async (path) => {
    paths.push(path);
    return logits('t', 1, [0, 1], [1, 2, 3]);
  });
  await Promise.all([trace.loadStep('logits'), trace.loadStep('logits')]);
  await trace.loadStep('logits');
  assert.deepEqual(paths, ['/api/traces/t/steps/logits']);
  assert.ok(trace.has('logits'));
});

test('a tensor that was sent pooled is fetched exact before it is readable', async () => {
  const paths = [];
  const trace = new Trace(info('t', [0]), graph, async (path) => {
    paths.push(path);
    return path.includes('steps')
      ? frame('t', 'logits', ['pos', 'd_vocab'], [1, 3], [0, 1], [9, 8], { pool: 2 })
      : logits('t', 1, [0, 1], [1, 2, 3]);
  });
  await trace.loadStep('logits');
  assert.deepEqual(paths, ['/api/traces/t/steps/logits', '/api/traces/t/tensors/logits?dtype=f32']);
  assert.deepEqual(trace.tensor('logits')?.data, new Float32Array([1, 2, 3]));
});

test('what is known of the next token is not fetched while the room withholds it', async () => {
  const trace = new Trace({ ...info('t', [0]), next: [] }, graph, none);
  await trace.loadStep('logits');
  await trace.glanceAt('logits');
  assert.ok(!trace.has('logits'));

  trace.info = info('t', [0]);
  await assert.rejects(() => trace.loadStep('logits'), /nothing should be fetched/);
});

test('a failed fetch can be repeated', async () => {
  let fail = true;
  const trace = new Trace(info('t', [0]), graph, async () => {
    if (fail) throw new Error('no network');
    return logits('t', 1, [0, 1], [1, 2, 3]);
  });
  await assert.rejects(() => trace.loadStep('logits'), /no network/);
  fail = false;
  await trace.loadStep('logits');
  assert.ok(trace.has('logits'));
});

test('a new trace shares the rows of its longest prefix', () => {
  const traces = new Traces(graph, none);
  traces.of(info('a', [0]));
  const two = traces.of(info('b', [0, 1]));
  traces.of(info('c', [2, 1]));
  assert.equal(traces.of(info('d', [0, 1, 2])).parent, two);
  assert.equal(traces.of(info('b', [0, 1])), two);
});

test('tokens that were generated before may be a prompt now', () => {
  const traces = new Traces(graph, none);
  const trace = traces.of({ ...info('a', [0, 1]), promptLength: 1 });
  assert.equal(traces.of(info('a', [0, 1])), trace);
  assert.equal(trace.promptLength, 2);
});

import { assert, test } from '/test/harness.js';
import { Measured, whyPath } from '/web/features/why/measured.js';

/** A server whose answers the test gives. */
function outside() {
  /** @type {{path: string, init: any, answer: (value: any) => void, fail: (problem: any) => void}[]} */
  const sent = [];
  /** @type {(() => void)[]} */
  const later = [];
  const send = (/** @type {string} */ path, /** @type {any} */ init) =>
    new Promise((answer, fail) => sent.push({ path, init, answer, fail }));
  return { sent, later, send, after: (/** @type {() => void} */ fn) => later.push(fn) };
}

const settled = () => new Promise((soon) => setTimeout(soon));

test('an address is asked for once, and its answer stays', async () => {
  const server = outside();
  let changes = 0;
  const measured = new Measured(() => changes++, server);
  measured.begin();
  assert.equal(measured.of('/a?x=1', { room: 'R', headers: { Authorization: 'k' } }).answer, null);
  measured.of('/a?x=1');
  measured.end();
  assert.deepEqual(
    server.sent.map(({ path }) => path),
    ['/a?x=1&room=R'],
  );
  server.sent[0].answer({ n: 1 });
  await settled();
  assert.equal(changes, 1);
  assert.deepEqual(measured.of('/a?x=1').answer, { n: 1 });
});

test('what is no longer asked for is cancelled', async () => {
  const server = outside();
  const measured = new Measured(() => {}, server);
  measured.begin();
  measured.of('/a');
  measured.end();
  measured.begin();
  measured.of('/b');
  measured.end();
  assert.deepEqual(
    server.sent.map(({ init }) => init.signal.aborted),
    [true, false],
  );
});

test('a failure is kept until it is asked for again', async () => {
  const server = outside();
  const measured = new Measured(() => {}, server);
  measured.of('/a');
  server.sent[0].fail({ code: 'no-such-position' });
  await settled();
  assert.equal(measured.of('/a').failure.code, 'no-such-position');
  measured.again();
  assert.equal(measured.of('/a').failure, null);
  assert.equal(server.sent.length, 2);
});

test('the progress of a long measurement is asked for', async () => {
  const server = outside();
  const measured = new Measured(() => {}, server);
  const measuring = measured.of(whyPath('t', 'a', { x: 1 }));
  server.later[0]();
  assert.equal(server.sent[1].path, '/api/traces/t/why/a/progress?x=1');
  server.sent[1].answer({ done: 3, all: 9, begun: true });
  await settled();
  assert.deepEqual(measuring.progress, { done: 3, all: 9, begun: true });
});

test('of several the first that takes long says how far it is, and the first failure is named', async () => {
  const server = outside();
  const measured = new Measured(() => {}, server);
  measured.begin();
  measured.of(whyPath('t', 'a', {}));
  const long = measured.of(whyPath('t', 'b', {}));
  assert.equal(measured.progress, null);
  server.later[1]();
  server.sent[2].answer({ done: 1, all: 2, begun: true });
  await settled();
  assert.deepEqual(measured.progress, { done: 1, all: 2, begun: true });
  assert.equal(measured.failure, null);
  server.sent[1].fail({ code: 'busy' });
  await settled();
  assert.equal(measured.progress, null);
  assert.equal(measured.failure, long.failure);
  // nobody asks for it any more
  measured.begin();
  measured.of(whyPath('t', 'a', {}));
  assert.equal(measured.failure, null);
});

test('addresses name the trace, the tool and the parameters', () => {
  assert.equal(whyPath('t/1', 'lens', { from: 3, b: 'all' }), '/api/traces/t%2F1/why/lens?from=3&b=all');
  assert.equal(whyPath('t', 'lens', {}), '/api/traces/t/why/lens');
});

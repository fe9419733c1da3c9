import { assert, test } from '/test/harness.js';
import { settled } from '/test/live/by-hand.js';
import { beside } from '/web/features/training/course.js';
import { UpdateLook, mostOf } from '/web/features/training/update/update-look.js';

const tensor = (name, shape, data) => ({ name, shape, colourScale: 1, data: Float32Array.from(data) });
const update = { model: 'm2', update: 12, loss: 1, learningRate: 0.1, texts: 64, norm: 2, clipping: 0.5 };

function page() {
  const shown = [],
    asked = [],
    host = new EventTarget(),
    notices = [];
  const server = { failure: /** @type {any} */ (null), hold: /** @type {(() => void)[] | null} */ (null) };
  const pageOf = {
    machine: { showOthers: (numbers, flow, still) => shown.push([numbers, flow, still]) },
    conductor: { shown: { trace: { id: 't1', positions: 2 } } },
    element: () => host,
    requestUpdate: () => {},
    say: ({ problem }) => notices.push(problem),
  };
  const look = new UpdateLook(/** @type {any} */ (pageOf), async (path) => {
    asked.push(path);
    if (server.failure) throw server.failure;
    if (server.hold) await new Promise((end) => server.hold?.push(() => end(null)));
    return path.includes('/texts/')
      ? { tensors: [tensor('hook_z', [2], [5, 6])], header: { loss: 0.5, losses: [null, 0.5], targets: [null, 'A'] } }
      : { tensors: [tensor('W', [2, 2], [1, 2, -9, 4])], header: {} };
  });
  return { look, page: pageOf, shown, asked, host, notices, server };
}

test('each phase has its numbers: the machine’s own, gradients from the output back, and the changes of the weights alone', async () => {
  const { look, shown, asked } = page();
  for (const phase of ['forward', 'loss', 'gradients', 'change']) {
    look.drawn({ phase, update });
    await settled();
  }
  assert.deepEqual(
    shown.map(([, flow, still]) => [flow, still]),
    [
      ['forwards', false],
      ['forwards', true],
      ['backwards', false],
      ['together', false],
    ],
  );
  assert.deepEqual(
    shown.slice(0, 2).map(([numbers]) => numbers),
    [null, null],
  );
  const [gradients, changes] = shown.slice(2).map(([numbers]) => numbers);
  assert.deepEqual([...gradients.tensors.keys()], ['hook_z']);
  assert.equal(gradients.positions, 2);
  assert.equal(changes.tensors.size, 0, 'an update changes no activation');
  assert.ok(
    asked.includes('/api/training/updates/m2/texts/t1') &&
      asked.includes('/api/training/updates/m2/gradients') &&
      asked.includes('/api/training/updates/m2/changes'),
  );
  const facts = look.factsOf({ phase: 'change', update });
  assert.deepEqual(facts?.text, { losses: [null, 0.5], targets: [null, 'A'], loss: 0.5 });
  assert.deepEqual(facts?.most, { name: 'W', index: [1, 0], value: -9 });
  assert.equal(look.factsOf({ phase: 'loss', update }), null, 'those of another phase are not its own');
});

test('the machine’s numbers come back once, when the look ends', async () => {
  const { look, shown } = page();
  look.drawn(null);
  assert.equal(shown.length, 0);
  look.drawn({ phase: 'gradients', update });
  await settled();
  look.drawn({ phase: 'gradients', update });
  look.drawn(null);
  look.drawn(null);
  assert.deepEqual(shown.slice(1), [[null, null, undefined]]);
});

test('an answer that comes after the look has ended, or for another text, is not shown', async () => {
  const { look, page: of, shown, server } = page();
  server.hold = [];
  look.drawn({ phase: 'gradients', update });
  await settled();
  of.conductor.shown = { trace: { id: 't2', positions: 3 } };
  look.drawn({ phase: 'gradients', update });
  await settled();
  const held = server.hold;
  server.hold = null;
  held.forEach((answer) => answer());
  await settled();
  assert.deepEqual(
    shown.map(([numbers]) => numbers.positions),
    [3],
  );
});

test('the number at the pointer is one of the update', async () => {
  const { look, host } = page();
  look.drawn({ phase: 'gradients', update });
  await settled();
  host.dispatchEvent(new CustomEvent('reading', { detail: { node: 'W', index: [1, 1], value: 4 } }));
  assert.deepEqual(look.factsOf({ phase: 'gradients', update })?.reading, { name: 'W', index: [1, 1], value: 4 });
  host.dispatchEvent(new CustomEvent('reading', { detail: null }));
  assert.equal(look.factsOf({ phase: 'gradients', update })?.reading, null);
});

test('an update that is forgotten is said', async () => {
  const { look, server, notices, shown } = page();
  server.failure = { status: 409, code: 'training-gone' };
  look.drawn({ phase: 'gradients', update });
  await settled();
  assert.deepEqual(notices, [server.failure]);
  assert.equal(shown.length, 0);
});

test('a place in the server’s line is waited for, and not said', async () => {
  const { look, server, notices, shown } = page();
  server.failure = { status: 503, code: 'in-line', retryAfter: 1 };
  look.drawn({ phase: 'gradients', update });
  await settled();
  assert.equal(shown.length, 0);
  server.failure = null;
  while (shown.length === 0 && notices.length === 0) await new Promise((soon) => setTimeout(soon, 20));
  assert.deepEqual(notices, []);
});

test('phases follow each other, and the look ends after the last', () => {
  assert.deepEqual(
    ['forward', 'loss', 'gradients', 'change'].map((phase) => beside(phase, 1)),
    ['loss', 'gradients', 'change', 'end'],
  );
  assert.equal(beside('forward', -1), null);
  assert.equal(beside('change', -1), 'gradients');
});

test('the number with the greatest magnitude is found in all tensors', () => {
  assert.deepEqual(mostOf([tensor('a', [3], [1, -2, 0]), tensor('b', [2, 1, 2], [0, 1, 2, -3])]), {
    name: 'b',
    index: [1, 0, 1],
    value: -3,
  });
  assert.equal(mostOf([]), null);
});

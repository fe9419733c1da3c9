import { assert, test } from '/test/harness.js';
import { Newest } from '/web/features/checkpoints/series.js';

/** Requests that are answered by hand. */
function byHand() {
  /** @type {{what: string, answer: (value?: unknown) => void, fail: (problem: Error) => void}[]} */
  const open = [];
  const newest = new Newest((what) => new Promise((answer, fail) => open.push({ what, answer, fail })));
  return { newest, open };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

test('one request runs at a time, and the newest of those that came in the meantime is next', async () => {
  const { newest, open } = byHand();
  const done = newest.ask('0');
  newest.ask('25');
  newest.ask('50');
  assert.deepEqual(
    open.map(({ what }) => what),
    ['0'],
  );
  assert.equal(newest.busy, true);
  open[0].answer();
  await turn();
  assert.deepEqual(
    open.map(({ what }) => what),
    ['0', '50'],
  );
  open[1].answer();
  await done;
  assert.equal(newest.busy, false);
});

test('after a failure the next request runs', async () => {
  const { newest, open } = byHand();
  const failing = newest.ask('0');
  open[0].fail(new Error('refused'));
  await failing.then(
    () => assert.ok(false, 'it should have failed'),
    () => {},
  );
  newest.ask('25');
  assert.deepEqual(
    open.map(({ what }) => what),
    ['0', '25'],
  );
});

import { assert, test } from '/test/harness.js';
import { delayAfter, insist } from '/web/live/retry.js';

/** Delays that end at once, and are noted. */
function delays() {
  const noted = [];
  const after = (/** @type {() => void} */ fn, /** @type {number} */ ms) => {
    noted.push(ms);
    fn();
  };
  return { noted, after };
}

test('a failing task is repeated until it succeeds, with a delay in between', async () => {
  const { noted, after } = delays();
  let fails = 2;
  const done = await insist(
    async () => {
      if (fails-- > 0) throw new TypeError('no line');
      return 'here';
    },
    { after },
  );
  assert.equal(done, 'here');
  assert.deepEqual(noted, [1000, 2000]);
});

test('the delay doubles up to ten seconds', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 1000].map((failures) => delayAfter(failures)),
    [1000, 2000, 4000, 8000, 10_000, 10_000, 10_000],
  );
});

test('a task that is no longer wanted is not repeated', async () => {
  const { noted, after } = delays();
  const failures = [];
  let tries = 0;
  const done = await insist(
    () => {
      tries++;
      return Promise.reject(new Error('no line'));
    },
    { after, failed: (problem) => failures.push(problem.message), wanted: () => tries < 2 },
  );
  assert.equal(done, undefined);
  assert.equal(tries, 2);
  assert.deepEqual(failures, ['no line']);
  assert.deepEqual(noted, [1000]);
});

test('a failure that does not pass ends the attempts', async () => {
  const { noted, after } = delays();
  const failed = (/** @type {Error} */ problem) => {
    throw problem;
  };
  await assert.rejects(() => insist(() => Promise.reject(new Error('never')), { after, failed }), /never/);
  assert.deepEqual(noted, []);
});

import { assert, test } from '/test/harness.js';
import { Gatherer } from '/web/scene/render/detail-loader.js';

/** A gatherer with a clock that the test moves. */
function gathering(everyMs) {
  const taken = [];
  let now = 0;
  /** @type {{work: () => void, at: number} | null} */
  let planned = null;
  const clock = {
    now: () => now,
    after: (work, ms) => {
      planned = { work, at: now + ms };
      return 1;
    },
  };
  const gatherer = new Gatherer((arrived) => taken.push(arrived), everyMs, clock);
  const until = (time) => {
    if (planned && planned.at <= time) {
      const { work, at } = planned;
      planned = null;
      now = at;
      work();
    }
    now = time;
  };
  return { gatherer, taken, until };
}

test('what arrives after a pause is handed over at once, and what follows soon after together', () => {
  const { gatherer, taken, until } = gathering(200);
  gatherer.add('a', 'A');
  until(0);
  assert.deepEqual(taken, [['A']]);
  gatherer.add('b', 'B');
  until(100);
  gatherer.add('c', 'C');
  until(199);
  assert.deepEqual(taken, [['A']]);
  until(200);
  assert.deepEqual(taken, [['A'], ['B', 'C']]);
});

test('what waits is known by its key, and is replaced by what arrives later with the same', () => {
  const { gatherer, taken, until } = gathering(200);
  gatherer.add('a', 'old');
  assert.equal(gatherer.has('a'), true);
  assert.equal(gatherer.isEmpty, false);
  gatherer.add('a', 'new');
  until(0);
  assert.deepEqual(taken, [['new']]);
  assert.equal(gatherer.has('a'), false);
  assert.equal(gatherer.isEmpty, true);
});

test('what was forgotten is not handed over, and later arrivals are', () => {
  const { gatherer, taken, until } = gathering(200);
  gatherer.add('a', 'A');
  gatherer.clear();
  until(0);
  assert.deepEqual(taken, []);
  gatherer.add('b', 'B');
  until(200);
  assert.deepEqual(taken, [['B']]);
});

import { assert, test } from '/test/harness.js';
import { place } from '/web/scene/annotate/placement.js';

const free = { x: 0, y: 0, width: 300, height: 200 };
const label = (...places) => ({
  places: places.map(([x, y]) => ({ x, y, width: 60, height: 20 })),
  count: places.length,
  chosen: -1,
});

test('a label takes its first place, the next label another one', () => {
  const first = label([10, 10]),
    second = label([40, 15], [100, 10]);
  place([first, second], free, []);
  assert.deepEqual([first.chosen, second.chosen], [0, 1]);
});

test('a label without a free place is hidden', () => {
  const first = label([10, 10]),
    second = label([40, 15]);
  place([first, second], free, []);
  assert.equal(second.chosen, -1);
});

test('no label leaves the free area or covers a taken box', () => {
  const outside = label([250, 10]),
    covered = label([10, 100], [10, 150]);
  place([outside, covered], free, [{ x: 0, y: 90, width: 80, height: 30 }]);
  assert.deepEqual([outside.chosen, covered.chosen], [-1, 1]);
});

test('a label keeps its place as long as that is free', () => {
  const moving = label([10, 10], [100, 10]);
  moving.chosen = 1;
  place([moving], free, []);
  assert.equal(moving.chosen, 1);
});

test('no more labels are shown than the limit', () => {
  const labels = [label([0, 0]), label([0, 50]), label([0, 100])];
  place(labels, free, [], 2);
  assert.deepEqual(
    labels.map((each) => each.chosen),
    [0, 0, -1],
  );
});

import { assert, test } from '/test/harness.js';
import { choiceAt, comparedRows, stagesOf } from '/web/features/next-token/choice.js';

const DISTRIBUTION = {
  stages: [
    { name: 'model', kept: 100, rest: { count: 97, p: 0.1 } },
    { name: 'temperature', kept: 100, rest: { count: 97, p: 0.05 } },
    { name: 'topK', kept: 2, rest: { count: 0, p: 0 } },
    { name: 'topP', kept: 1, rest: { count: 0, p: 0 } },
  ],
  top: [
    { token: 7, text: ' a', p: [0.5, 0.6, 0.7, 1] },
    { token: 3, text: ' b', p: [0.3, 0.3, 0.3, 0] },
    { token: 5, text: ' c', p: [0.1, 0.05, 0, 0] },
  ],
  drawn: { token: 7, text: ' a' },
};

test('tokens without a row are counted and summed with all others', () => {
  const { rest, rows } = choiceAt(DISTRIBUTION, 0, 2);
  assert.deepEqual(
    rows.map(({ p }) => p),
    [0.5, 0.3],
  );
  assert.equal(rest.count, 98);
  assert.ok(Math.abs(rest.p - 0.2) < 1e-12);
});

test('a stage is compared with the one before, and tokens that it removes have probability 0', () => {
  const { rows, rest, kept } = choiceAt(DISTRIBUTION, 2, 3);
  assert.deepEqual(
    rows.map(({ before, p }) => [before, p]),
    [
      [0.6, 0.7],
      [0.3, 0.3],
      [0.05, 0],
    ],
  );
  assert.deepEqual([rest.count, rest.before, rest.p, kept], [0, 0.05, 0, 2]);
  assert.deepEqual(
    rows.map(({ drawn }) => drawn),
    [true, false, false],
  );
});

test('only stages that take effect are offered', () => {
  assert.deepEqual(stagesOf({ temperature: 0, topK: 40, topP: 0.5, seed: 0 }), [0, 1]);
  assert.deepEqual(stagesOf({ temperature: 1, topK: 0, topP: 0.9, seed: 0 }), [0, 1, 3]);
});

test('two models are compared row by row, and all others together', () => {
  const { rows, rest } = comparedRows(
    {
      top: [
        { token: 0, text: 'A', p: [0.75, 0.25] },
        { token: 1, text: 'B', p: [0.125, 0.5] },
      ],
      rest: { count: 1, p: [0.125, 0.25] },
    },
    1,
  );
  assert.deepEqual(rows, [{ token: 0, text: 'A', p: [0.75, 0.25] }]);
  assert.deepEqual(rest, { count: 2, p: [0.25, 0.75] });
});

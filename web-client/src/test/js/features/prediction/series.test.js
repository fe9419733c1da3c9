/** The bars of a series, with numbers worked out by hand. */
import { assert, test } from '/test/harness.js';
import { barsOf, ownScore } from '/web/features/prediction/series.js';

const texts = [
  { question: 1, room: 2, chance: 5, model: 1 },
  { question: 3, room: 4, chance: 7, model: 0 },
];

test('bars are bits a text, the fewest first', () => {
  assert.deepEqual(barsOf({ number: 1, phase: 'result', texts, mean: 4.5 }), [
    { name: 'model', bits: 0.5, share: 0.5 / 6 },
    { name: 'room', bits: 3, share: 0.5 },
    { name: 'mean', bits: 4.5, share: 0.75 },
    { name: 'chance', bits: 6, share: 1 },
  ]);
  assert.equal(barsOf({ number: 1, phase: 'on', texts }).length, 3);
});

test('the bar of a person who is worse than chance is the longest', () => {
  assert.deepEqual(
    barsOf({ number: 1, phase: 'result', texts, mean: 4.5 }, 12).map(({ name, share }) => [name, share]),
    [
      ['model', 0.5 / 12],
      ['room', 0.25],
      ['mean', 0.375],
      ['chance', 0.5],
      ['own', 1],
    ],
  );
});

test('a score of an earlier series is no score of this one', () => {
  const own = { number: 1, from: 1, bits: [2], mean: 2 };
  const view = (/** @type {number} */ number) =>
    /** @type {any} */ ({ room: { parts: { series: { number, phase: 'on' } }, own: { series: own } } });
  assert.equal(ownScore(view(1)), own);
  assert.equal(ownScore(view(2)), null);
});

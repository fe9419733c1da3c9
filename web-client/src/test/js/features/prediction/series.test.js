/** The bars of a series, with numbers worked out by hand. */
import { assert, test } from '/test/harness.js';
import { barsOf, bestOf, ownScore, whoIs } from '/web/features/prediction/series.js';

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

test('the bar of the model says which one if the page shows another, and so if there were several', () => {
  const view = (/** @type {string} */ title) => /** @type {any} */ ({ graph: { model: { title } } });
  const words = {
    text: (/** @type {string} */ key) => key,
    has: (/** @type {string} */ key) => key === 'models.stories',
  };
  const readBy = (/** @type {string[]} */ ...readers) =>
    /** @type {any} */ ({ number: 1, phase: 'result', texts: readers.map((reader, i) => ({ ...texts[i], reader })) });
  assert.equal(whoIs('model', readBy('Stories', 'Stories'), view('Stories'), words), 'game.who.model');
  assert.equal(whoIs('model', readBy('Stories', 'Stories'), view('Sorting'), words), 'Stories');
  const own = /** @type {any} */ ({
    number: 1,
    phase: 'result',
    texts: [{ ...texts[0], reader: 'Stories', preset: 'stories' }],
  });
  assert.equal(whoIs('model', own, view('Sorting'), words), 'models.stories', 'in the language of the page');
  assert.equal(whoIs('room', readBy('Stories', 'Stories'), view('Sorting'), words), 'game.who.room');
  assert.equal(whoIs('model', readBy('Stories', 'Sorting'), view('Sorting'), words), 'game.models');
  assert.equal(whoIs('model', { number: 1, phase: 'result', texts }, view('Sorting'), words), 'game.who.model');
});

test('of the best, people who share a place are in the order of their names, with numbers by their size', () => {
  const best = [
    { place: 1, name: 'Person 11', bits: 2, texts: 1 },
    { place: 1, name: 'Person 2', bits: 2, texts: 1 },
    { place: 3, name: 'Ada', bits: 3, texts: 1 },
  ];
  assert.deepEqual(
    bestOf({ number: 1, phase: 'result', best }, 'en').map(({ name }) => name),
    ['Person 2', 'Person 11', 'Ada'],
  );
});

test('a score of an earlier series is no score of this one', () => {
  const own = { number: 1, from: 1, bits: [2], mean: 2 };
  const view = (/** @type {number} */ number) =>
    /** @type {any} */ ({ room: { parts: { series: { number, phase: 'on' } }, own: { series: own } } });
  assert.equal(ownScore(view(1)), own);
  assert.equal(ownScore(view(2)), null);
});

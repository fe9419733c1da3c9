import { assert, test } from '/test/harness.js';
import {
  asked,
  isClose,
  isSmall,
  resultOf,
  strongestOf,
  tintsOf,
  unitsOf,
} from '/web/features/why/saliency/saliency-rows.js';

const answers = (/** @type {Record<string, number | null>} */ gaps) => (/** @type {string} */ baseline) =>
  baseline in gaps ? { baseline, gap: gaps[baseline] } : null;

test('small words are told from words that mean something by themselves', () => {
  for (const text of ['to', 'a', 'the']) assert.ok(isSmall(text, 'words'), text);
  for (const text of [' to', ' der']) assert.ok(isSmall(text, 'tokens'), text);
  for (const text of [' Tom', ' ball', ' dog', ' ran', 'ed', ',', '', ' 12']) assert.ok(!isSmall(text, 'tokens'), text);
  assert.ok(!isSmall('a', 'letters'));
});

test('keep-first is taken where the gap of the mean is more than 5 % of the target', () => {
  assert.equal(resultOf(answers({})), null);
  assert.deepEqual(resultOf(answers({ mean: 0.05 })), {
    answer: { baseline: 'mean', gap: 0.05 },
    isShown: true,
    tried: [],
  });
  assert.equal(resultOf(answers({ mean: 3 })), null);
  const kept = resultOf(answers({ mean: 3, 'keep-first': 0.0001 }));
  assert.equal(kept?.answer.baseline, 'keep-first');
  assert.equal(kept?.isShown, true);
  assert.deepEqual(kept?.tried, [{ baseline: 'mean', gap: 3 }]);
});

test('nothing is shown where both leave a gap', () => {
  const none = resultOf(answers({ mean: 3, 'keep-first': null }));
  assert.equal(none?.isShown, false);
  assert.equal(none?.answer.baseline, 'keep-first');
  assert.equal(isClose({ gap: null }), false);
  assert.deepEqual(asked('mean'), { baseline: 'mean' });
});

test('words are sums of their tokens', () => {
  const texts = ['The', ' cap', 'ital', ' of', ',', ' France', '’', 's', '\n', 'a'];
  const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  assert.equal(unitsOf(texts, values, false, false).length, 10);
  const words = unitsOf(texts, values, true, false);
  assert.deepEqual(
    words.map(({ text }) => text),
    ['The', ' capital', ' of', ',', ' France’s', '\n', 'a'],
  );
  assert.deepEqual(
    words.map(({ value }) => value),
    [1, 5, 4, 5, 21, 9, 10],
  );
  assert.deepEqual([words[1].from, words[1].to], [1, 3]);
  // a model that reads words has no spaces in them
  assert.equal(unitsOf(['Lily', 'and'], [1, 2], true, true).length, 2);
});

test('the strongest is by its absolute value', () => {
  assert.equal(strongestOf(unitsOf(['a', 'b'], [1, -2], false, false))?.from, 1);
  assert.equal(strongestOf(unitsOf(['a'], [0], false, false)), null);
});

test('what the baseline keeps and what is behind the place have no colour', () => {
  const units = unitsOf(['a', ' b', ' c', ' d'], [0, -4, 1, 0], false, false);
  const tints = tintsOf({ baseline: 'keep-first', position: 2 }, units, [0, -4, 1]);
  assert.deepEqual(
    tints.map(({ kind }) => kind),
    ['kept', 'against', 'for', 'later'],
  );
  assert.deepEqual(
    tints.map(({ share }) => share),
    [0, 1, 0.25, 0],
  );
  const mean = tintsOf(
    { baseline: 'mean', position: 3 },
    unitsOf(['a', ' b', ' c', ' d'], [3, -4, 1, 0], false, false),
    [3, -4, 1, 0],
  );
  assert.deepEqual([mean[0].kind, mean[0].share], ['for', 0.75]);
});

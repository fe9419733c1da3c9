import { assert, test } from '/test/harness.js';
import { numberedKeys, ownNumberAt } from '/web/features/figure/attention/attention-figure.js';
import { ribbonsOf } from '/web/features/figure/attention/ribbons.js';
import { placesOf } from '/web/features/figure/attention/word-places.js';

/** Each letter is 0.6 em wide. */
const measure = (/** @type {string} */ text, /** @type {number} */ px) => text.length * 0.6 * px;
const SEEN = Array(5).fill(true);
const ROW = [0.14, 0.01, 0.5, 0.07, 0.28];
const SHARES = { isPattern: true, least: 0.05, ownIsInTable: false };

test('the share of a word in itself has its number as any other has, unless the table below has it', () => {
  assert.deepEqual(numberedKeys(ROW, SEEN, SHARES), [2, 4, 0, 3]);
  assert.deepEqual(numberedKeys(ROW, SEEN, { ...SHARES, ownIsInTable: true }), [2, 0, 3]);
  assert.deepEqual(numberedKeys([0.6, 0.36, 0.04], SEEN, SHARES), [0, 1], 'a small one has none');
  assert.deepEqual(numberedKeys(ROW, [false, ...SEEN.slice(1)], SHARES), [2, 4, 3], 'of what the word sees');
  assert.deepEqual(
    numberedKeys([-3, 2, 1], SEEN, { ...SHARES, isPattern: false, ownIsInTable: true }),
    [1, 2, 0],
    'scores are all written',
  );
});

test('where words stand side by side, the share of the last one in itself has room on the right of its bar, unless the words need all of it', () => {
  const screens = {
    presenter: { width: 860, height: 520, narrow: false, hall: false },
    hall: { width: 968, height: 424, narrow: false, hall: true },
  };
  const checked = new Set();
  for (const [screen, area] of Object.entries(screens))
    for (let count = 2; count <= 64; count++) {
      const all = Array.from({ length: count }, (_, i) => ['The', 'capital', 'of', 'France', 'is', 'a'][i % 6]);
      const { mode, px, centres, pitch } = placesOf(all, area, measure);
      // a presenter's columns are wide enough for numbers
      if (screen === 'presenter' && mode === 'columns') continue;
      const bar = Math.min(area.hall ? 108 : 88, 0.92 * pitch);
      const last = ribbonsOf(
        centres.map(() => 1 / count),
        centres,
        bar,
        100,
      ).at(-1);
      const wide = measure('0.28', area.hall ? 28 : 15);
      const ofWords = all.reduce((sum, word) => sum + measure(word, px), 0) + 8 * (count - 1);
      if (mode === 'spaced' && ofWords > area.width - (area.hall ? 84 : 56)) continue;
      checked.add(mode);
      const at = ownNumberAt({ centre: centres.at(-1), bar, wide, width: area.width });
      assert.ok(at !== null, `${screen}, ${count} words, ${mode}: no room`);
      assert.ok(at - wide / 2 > last.foot[0] + bar, `${screen}, ${count} words: on the bar`);
    }
  assert.deepEqual([...checked].sort(), ['columns', 'spaced', 'ticks']);
});

test('without room on the right of the bar there is no number', () => {
  assert.equal(ownNumberAt({ centre: 900, bar: 60, wide: 40, width: 970 }), null);
  assert.equal(ownNumberAt({ centre: 900, bar: 60, wide: 40, width: 976 }), 956);
});

import { assert, test } from '/test/harness.js';
import { placesOf, withRoom } from '/web/features/figure/attention/word-places.js';

/** Each letter is 0.6 em wide. */
const measure = (/** @type {string} */ text, /** @type {number} */ px) => text.length * 0.6 * px;
const SCREENS = {
  presenter: { width: 860, height: 520, narrow: false, hall: false },
  hall: { width: 968, height: 480, narrow: false, hall: true },
  phone: { width: 374, height: 390, narrow: true, hall: false },
};
const textOf = (/** @type {number} */ count) =>
  Array.from({ length: count }, (_, i) => ['The', 'capital', 'of', 'France', 'is', 'a'][i % 6]);

test('words stand on their columns while these are wide enough, and below each other on a phone', () => {
  const modes = (/** @type {keyof typeof SCREENS} */ screen) =>
    [2, 5, 14, 64].map((count) => placesOf(textOf(count), SCREENS[screen], measure).mode);
  assert.deepEqual(modes('presenter'), ['columns', 'columns', 'spaced', 'ticks']);
  assert.deepEqual(modes('hall'), ['columns', 'columns', 'ticks', 'ticks']);
  assert.deepEqual(modes('phone'), ['columns', 'columns', 'list', 'list']);
});

test('words are inside of the area, in order, as large as the screen demands, and take at least half of its width or height', () => {
  for (const [screen, area] of Object.entries(SCREENS))
    for (let count = 2; count <= 64; count++) {
      const all = textOf(count);
      const { mode, px, centres } = placesOf(all, area, measure);
      const size = mode === 'list' ? area.height : area.width;
      assert.equal(centres.length, count);
      centres.forEach((at, i) =>
        assert.ok(at > 0 && at < size && (i === 0 || at > centres[i - 1]), `${screen} ${count}`),
      );
      assert.ok(px >= (screen === 'hall' ? 28 : 12), `${screen} ${count}: ${px} px`);
      const last = count - 1;
      if (count > 4)
        assert.ok(
          centres[last] - centres[0] >= size * 0.45,
          `${screen} ${count}: ${centres[last] - centres[0]} of ${size} px`,
        );
      if (mode === 'columns' || mode === 'spaced')
        for (let i = 1; i < count; i++)
          assert.ok(
            centres[i] - centres[i - 1] >= (measure(all[i], px) + measure(all[i - 1], px)) / 2 + 7,
            `${screen} ${count}: words touch`,
          );
    }
});

test('of words that touch, the more important one is written', () => {
  assert.deepEqual([...withRoom([2, 1, 0], [10, 20, 60], [30, 30, 30], 4)], [2, 1]);
  assert.deepEqual([...withRoom([0, 1, 2], [10, 20, 60], [30, 30, 30], 4)], [0, 2]);
});

import { assert, test } from '/test/harness.js';
import { randomNumbers } from '/test/random-numbers.js';
import { SHARES } from '/test/ui/share-cases.js';
import { numberedColumn, writtenChange, writtenRows } from '/web/ui/rounded-sums.js';
import { isCertain, percentage, roundedTo, shareText } from '/web/ui/rounding.js';
import { Words } from '/web/ui/words.js';

const words = new Words();
words.use({ locale: 'en-GB', next: { percent: [0, '', 'amount', ' %'] } });

test('shares have one decimal; one that is neither nothing nor all is not written as 0 or 100', () => {
  for (const [share, text] of SHARES) assert.equal(shareText(Number(share), words), text);
});

test('a share has the same figure whatever stands beside it', () => {
  const next = randomNumbers(1);
  for (let i = 0; i < 2000; i++) {
    const share = next() ** 3;
    const exact = (100 * share).toFixed(1);
    const { amount, sign } = percentage(share);
    assert.equal(`${sign}${amount.toFixed(1)}`, exact === '0.0' ? '<0.1' : exact === '100.0' ? '>99.9' : exact);
  }
});

test('a probability is practically certain from where its figure would be 100', () => {
  assert.deepEqual([0.9995, 1, 0.99949, undefined].map(isCertain), [true, true, false, false]);
});

const rounding = (/** @type {number} */ left) => ({ name: 'rounding', value: left });
const units = (/** @type {number} */ n) => Math.round(n * 100);

test('each figure is its number rounded by itself, whatever stands beside it, and the figures add up to the written total', () => {
  for (let seed = 1; seed < 200; seed++) {
    const next = randomNumbers(seed);
    const values = Array.from({ length: 1 + (seed % 12) }, () => (next() - 0.5) * 10);
    const total = values.reduce((sum, value) => sum + value, 0);
    for (let shown = 1; shown <= values.length; shown++) {
      const others = values.slice(shown);
      const rest = { name: 'others', value: others.reduce((sum, value) => sum + value, 0), isRest: true };
      const rows = [
        ...values.slice(0, shown).map((value, i) => ({ name: String(i), value })),
        ...(others.length > 0 ? [rest] : []),
      ];
      const written = writtenRows(rows, total, 2, rounding);
      for (let i = 0; i < shown; i++) assert.equal(written[i].figure, roundedTo(values[i], 2));
      assert.equal(
        written.reduce((sum, { figure }) => sum + units(figure), 0),
        units(total),
      );
      // only where nothing stands for all others, what rounding leaves has a row
      const isLeft = units(total) !== values.reduce((sum, value) => sum + units(value), 0);
      assert.equal(
        written.some(({ name }) => name === 'rounding'),
        others.length === 0 && isLeft,
      );
      if (others.length > 0) assert.ok(Math.abs(written[shown].figure - rest.value) <= 0.005 * (shown + 1) + 1e-9);
    }
  }
});

test('before and the written change make after', () => {
  assert.equal(writtenChange(2.4827, 0.1265, 2), -2.35);
  assert.equal(writtenChange(1, 1, 2), 0);
});

test('no two neighbouring columns have numbers that are read as one', () => {
  const named = (/** @type {number} */ every) =>
    Array.from({ length: 12 }, (_, i) => numberedColumn(i, every)).filter((name) => name !== '');
  assert.deepEqual(named(2), [2, 4, 6, 8, 10, 12]);
  assert.deepEqual(named(5), [1, 5, 10]);
  assert.equal(named(1).length, 12);
});

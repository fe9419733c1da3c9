import { assert, test } from '/test/harness.js';
import { numberedColumn, writtenChange, writtenOf } from '/web/ui/written.js';

/** A generator of the same numbers in each run. */
function numbers(seed) {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647 - 0.5;
}

test('figures add up to the written total, each off by less than one unit', () => {
  for (let seed = 1; seed < 200; seed++) {
    const next = numbers(seed);
    const values = Array.from({ length: 1 + (seed % 12) }, () => next() * 10);
    const total = values.reduce((sum, value) => sum + value, 0);
    const rounded = writtenOf(values.map((value) => ({ value })), total, 2);
    const units = (/** @type {number} */ n) => Math.round(n * 100);
    assert.equal(
      rounded.reduce((sum, n) => sum + units(n), 0),
      Math.round(total * 100),
    );
    values.forEach((value, i) => assert.ok(Math.abs(rounded[i] - value) < 0.01 + 1e-9));
  }
});

test('of single parts the weakest that rounding made smaller takes what is missing; an exact one stays', () => {
  const rows = [4.004, 0.013, 0, 0.003, -0.006].map((value) => ({ value }));
  assert.deepEqual(writtenOf(rows, 4.014, 2), [4, 0.01, 0, 0.01, -0.01]);
});

test('a part has the same figure beside however many others, and the rows add up', () => {
  const single = [4.4549, 0.0349, 0.0249, -0.0151].map((value) => ({ value, parts: 1 }));
  for (const shown of [2, 3, 4]) {
    const rest = single.slice(shown).reduce((sum, { value }) => sum + value, 0.0049);
    const written = writtenOf([...single.slice(0, shown), { value: rest, parts: 9 - shown }], 4.5, 2);
    assert.deepEqual(written.slice(0, shown), [4.45, 0.03, 0.02, -0.02].slice(0, shown));
    assert.equal(Math.round(100 * written.reduce((sum, n) => sum + n, 0)), 450);
  }
});

test('before and the written change make after', () => {
  assert.equal(writtenChange(2.4827, 0.1265, 2), -2.35);
  assert.equal(writtenChange(1, 1, 2), 0);
});

test('no two neighbouring columns have numbers that are read as one', () => {
  const named = (/** @type {number} */ every) => Array.from({ length: 12 }, (_, i) => numberedColumn(i, every)).filter((name) => name !== '');
  assert.deepEqual(named(2), [2, 4, 6, 8, 10, 12]);
  assert.deepEqual(named(5), [1, 5, 10]);
  assert.equal(named(1).length, 12);
});

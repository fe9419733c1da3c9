import { assert, test } from '/test/harness.js';
import { isCertain, percentages } from '/web/ui/shares.js';

const sum = (list) => list.reduce((total, { amount }) => total + amount, 0);

test('the percentages of a whole sum to 100', () => {
  const thirds = percentages([1 / 3, 1 / 3, 1 / 3], 1, true);
  assert.close(sum(thirds), 100, 1e-9);
  assert.deepEqual(thirds.map(({ amount }) => amount), [33.4, 33.3, 33.3]);
});

test('percentages of a part of the vocabulary are rounded one by one', () => {
  assert.deepEqual(percentages([0.12345, 0.01], 2, false), [
    { amount: 12.35, sign: '' },
    { amount: 1, sign: '' },
  ]);
});

test('a positive probability is not written as 0, nor one below 1 as 100', () => {
  assert.deepEqual(percentages([0.99999, 0.00001], 2, true), [
    { amount: 99.99, sign: '>' },
    { amount: 0.01, sign: '<' },
  ]);
});

test('one far below the last decimal is not made larger for the sum', () => {
  assert.deepEqual(percentages([0.993, 0.0034, 0.0012, 0.0024], 0, true), [
    { amount: 99, sign: '' },
    { amount: 1, sign: '<' },
    { amount: 1, sign: '<' },
    { amount: 1, sign: '<' },
  ]);
});

test('0 and 1 are written exactly', () => {
  assert.deepEqual(percentages([1, 0], 2, true), [
    { amount: 100, sign: '' },
    { amount: 0, sign: '' },
  ]);
});

test('a probability is practically certain from where two decimals would make it 100', () => {
  assert.equal(isCertain(0.99995), true);
  assert.equal(isCertain(1), true);
  assert.equal(isCertain(0.99994), false);
  assert.equal(isCertain(undefined), false);
});

import { assert, test } from '/test/harness.js';
import { beyondForecast, nextRows, numberLine, shiftRows, triedRows } from '/web/features/ablation/effect-rows.js';

test('the same tokens stand before and after, and the most probable of each is named', () => {
  const top = [
    { token: 5, text: 'Paris', p: [0.8, 0.1] },
    { token: 6, text: 'London', p: [0.1, 0.6] },
    { token: 7, text: 'Rome', p: [0.05, 0.2] },
  ];
  const rows = nextRows({ top }, 2);
  assert.deepEqual(
    rows.map(({ token, firstBefore, firstAfter }) => [token, firstBefore, firstAfter]),
    [
      [5, true, false],
      [6, false, true],
    ],
  );
});

test('a number line has all values and zero, in order, within its width', () => {
  for (const values of [
    [2.48, 0, -0.66],
    [8.7, 8.1],
    [-3, -3],
    [0, 0],
  ]) {
    const { at, marks } = numberLine(values);
    const places = [...values, 0].sort((a, b) => a - b).map(at);
    assert.ok(places.every((place, i) => place > 0 && place < 1 && (i === 0 || place >= places[i - 1])));
    assert.ok(marks.length > 1 && marks.length < 12 && marks.every((mark) => at(mark) >= 0 && at(mark) <= 1));
  }
});

test('the strongest shifts stand alone, then the others together and the divisor', () => {
  const shifts = [0.5, -2, 0, 0.25, 1].map((by, i) => ({ part: `p${i}`, by }));
  const rows = shiftRows(shifts, 0.125, 2, -0.125, 3);
  assert.deepEqual(
    rows.map(({ part, value, count }) => [part, value, count]),
    [
      ['p1', -2, 1],
      ['p4', 1, 1],
      ['', 0.75, 2],
      ['divisor', 0.125, 1],
    ],
  );
});

test('parts that were tried are ordered by what they do', () => {
  const row = (/** @type {number} */ head, /** @type {number} */ after, /** @type {number} */ top) => ({
    node: 'z',
    head,
    logit_difference: after,
    top,
  });
  const rows = triedRows({ rows: [row(0, 2.5, 7), row(1, -1, 8), row(2, 3, 7)], logit_difference: 2, a: 7 }, 2);
  assert.deepEqual(
    rows.map(({ head, by, loses }) => [head, by, loses]),
    [
      [1, -3, true],
      [2, 1, false],
      [0, 0.5, false],
    ],
  );
});

/** 10.994 − 32.148 is −21.154, but what is written is 10.99 and 32.15. */
test('what a part does alone is written as the change between the written figures', () => {
  const [row] = triedRows(
    { rows: [{ node: 'z', head: 2, logit_difference: 10.994, top: 1 }], logit_difference: 32.148, a: 1 },
    2,
  );
  assert.equal(row.written, -21.16);
});

test('shifts are rounded by themselves; the others, or a row of its own, take what rounding leaves of the written change', () => {
  const shifts = [-3.1496, 4.3051, -1.8849, 1.7149, -1.0749, 0.0049, 0.0149].map((by, i) => ({ part: `p${i}`, by }));
  for (const [most, last] of [
    [3, ''],
    [7, 'rounding'],
  ]) {
    const rows = shiftRows(shifts, -2.2866, Number(most), -2.35, 2);
    const alone = rows.filter(({ count, part }) => count === 1 && part !== 'rounding');
    for (const { value, figure } of alone) assert.close(figure, value, 0.005);
    assert.deepEqual(
      alone.slice(0, 3).map(({ figure }) => figure),
      [4.31, -3.15, -1.88],
    );
    assert.ok(rows.some(({ part }) => part === last));
    assert.equal(Math.round(100 * rows.reduce((sum, { figure }) => sum + figure, 0)), -235);
  }
});

test('what is beyond the forecast is said as other votes and the divisor, which add up to it as written', () => {
  // -7.0746 of 9.7549; the part's own vote was 1.8843, the others shift by -4.9553, the divisor makes -0.2350
  const answer = { before: 9.7549, forecast: 7.8706, logit_difference: 2.6803 };
  assert.deepEqual(beyondForecast(answer, -0.23, 2), { by: -5.19, votes: -4.96, divisor: -0.23 });
  assert.deepEqual(beyondForecast({ before: 1, forecast: 0.5, logit_difference: 0.5 }, -1.2, 2), {
    by: 0,
    votes: 1.2,
    divisor: -1.2,
  });
});

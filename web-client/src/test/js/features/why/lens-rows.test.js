import { assert, test } from '/test/harness.js';
import { cellsOf, groupsOf, jumpOf, leadOf, onScale, rowsOf, ticksOf } from '/web/features/why/lens/lens-rows.js';

const ANSWER = {
  points: [
    'blocks.0.hook_resid_pre',
    'blocks.0.hook_resid_mid',
    'blocks.0.hook_resid_post',
    'blocks.1.hook_resid_mid',
    'blocks.1.hook_resid_post',
  ],
  from: 2,
  rank_of_a: [900, 80, 2, 0, 0],
  p_of_a: [0, 0, 0.1, 0.4, 0.9],
  leads_from: 'blocks.1.hook_resid_mid',
  top: [[5], [5], [6], [7], [7]],
  p: [[0.9], [0.5], [0.3], [0.4], [0.9]],
};

test('rows are the start, and the half and the end of each layer', () => {
  const rows = rowsOf(ANSWER, true);
  assert.deepEqual(
    rows.map(({ layer, half }) => [layer, half]),
    [
      [null, false],
      [0, true],
      [0, false],
      [1, true],
      [1, false],
    ],
  );
  assert.deepEqual(
    rowsOf(ANSWER, false).map(({ point }) => point),
    [0, 2, 4],
  );
});

/** @param {number} most @param {any} [answer] */
const joined = (most, answer = ANSWER) => {
  const rows = rowsOf(answer, true);
  return groupsOf(cellsOf(answer, 2, rows), rows, most, leadOf(answer, rows)).map(({ from, to, cell, mixed, high }) => [
    from.point,
    to.point,
    mixed ? null : cell.token,
    high,
  ]);
};

test('each row stands alone where there is room', () => {
  const rows = rowsOf(ANSWER, true);
  assert.deepEqual(
    cellsOf(ANSWER, 2, rows).map(({ first }) => first),
    [true, false, true, true, false],
  );
  assert.deepEqual(joined(5), [
    [0, 0, 5, 0.9],
    [1, 1, 5, 0.5],
    [2, 2, 6, 0.3],
    [3, 3, 7, 0.4],
    [4, 4, 7, 0.9],
  ]);
});

test('without room those neighbours with the same guess are joined whose chances differ least, and the largest is told', () => {
  assert.deepEqual(joined(4), [
    [0, 1, 5, 0.9],
    [2, 2, 6, 0.3],
    [3, 3, 7, 0.4],
    [4, 4, 7, 0.9],
  ]);
  assert.deepEqual(joined(3), [
    [0, 1, 5, 0.9],
    [2, 2, 6, 0.3],
    [3, 4, 7, 0.9],
  ]);
});

test('with less room the weakest different guesses are one line; a strong one, the lead and the end are none of it', () => {
  const many = {
    ...ANSWER,
    top: [[1], [2], [3], [4], [7]],
    p: [[0.696], [0.1], [0.2], [0.05], [0.9]],
    leads_from: 'blocks.1.hook_resid_post',
  };
  assert.deepEqual(joined(4, many), [
    [0, 0, 1, 0.696],
    [1, 2, null, 0.2],
    [3, 3, 4, 0.05],
    [4, 4, 7, 0.9],
  ]);
  assert.deepEqual(joined(3, many), [
    [0, 0, 1, 0.696],
    [1, 3, null, 0.2],
    [4, 4, 7, 0.9],
  ]);
});

test('the lead is in the first row that is there, and the jump is the largest factor', () => {
  assert.equal(leadOf(ANSWER, rowsOf(ANSWER, true))?.point, 3);
  assert.equal(leadOf(ANSWER, rowsOf(ANSWER, false))?.point, 4);
  assert.equal(leadOf({ ...ANSWER, leads_from: null }, rowsOf(ANSWER, true)), null);
  assert.equal(jumpOf(rowsOf(ANSWER, true))?.to.point, 2);
});

test('places are on a log scale', () => {
  assert.equal(onScale(0, 1000), 1);
  assert.ok(Math.abs(onScale(999, 1000)) < 1e-9);
  assert.deepEqual(ticksOf(49152), [1, 10, 100, 1000, 10000]);
});

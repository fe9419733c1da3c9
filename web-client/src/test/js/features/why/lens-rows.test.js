import { assert, test } from '/test/harness.js';
import { cellsOf, groupsOf, jumpOf, leadOf, onScale, rowsOf, ticksOf } from '/web/features/why/lens/lens-rows.js';

const ANSWER = {
  points: ['blocks.0.hook_resid_pre', 'blocks.0.hook_resid_mid', 'blocks.0.hook_resid_post', 'blocks.1.hook_resid_mid', 'blocks.1.hook_resid_post'],
  from: 2,
  rank_of_a: [900, 80, 2, 0, 0],
  p_of_a: [0, 0, 0.1, 0.4, 0.9],
  leads_from: 'blocks.1.hook_resid_mid',
  top: [[5], [5], [6], [7], [7]],
  p: [[0.9], [0.5], [0.3], [0.4], [0.9]],
};

test('rows are the start, and the half and the end of each layer', () => {
  const rows = rowsOf(ANSWER, true);
  assert.deepEqual(rows.map(({ layer, half }) => [layer, half]), [[null, false], [0, true], [0, false], [1, true], [1, false]]);
  assert.deepEqual(rowsOf(ANSWER, false).map(({ point }) => point), [0, 2, 4]);
});

test('equal neighbours are one group, with the numbers of its last row', () => {
  const rows = rowsOf(ANSWER, true);
  const cells = cellsOf(ANSWER, 2, rows);
  assert.deepEqual(cells.map(({ first }) => first), [true, false, true, true, false]);
  const groups = groupsOf(cells, rows);
  assert.deepEqual(groups.map(({ from, to, cell }) => [from.point, to.point, cell.token, cell.p]), [[0, 1, 5, 0.5], [2, 2, 6, 0.3], [3, 4, 7, 0.9]]);
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

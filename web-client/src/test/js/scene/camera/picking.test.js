import { assert, test } from '/test/harness.js';
import { pick } from '/web/scene/camera/hit-test.js';

const block = (x, y, z, arm = -1) => ({ x, y, z, cols: 10, rows: 10, arm, column: 0 });
const plan = (blocks) => ({ blocks, columns: [{ x: 0 }] });
const ahead = { x: 0, y: 0, z: -1 };

test('a ray finds the column and the row under it', () => {
  const hit = pick(plan([block(0, 0, 0)]), [], { x: 3.5, y: -7.5, z: 50 }, ahead);
  assert.deepEqual([hit.block, hit.column, hit.row], [0, 3, 7]);
  assert.close(hit.distance, 49.5, 1e-9);
});

test('the nearer block is found', () => {
  const two = plan([block(0, 0, -20), block(0, 0, 0)]);
  assert.equal(pick(two, [], { x: 5, y: -5, z: 50 }, ahead).block, 1);
});

test('outside of all blocks there is no hit', () => {
  assert.equal(pick(plan([block(0, 0, 0)]), [], { x: -2, y: -5, z: 50 }, ahead), null);
});

test('the border belongs to the block, but to no cell', () => {
  const hit = pick(plan([block(0, 0, 0)]), [], { x: -0.1, y: -5, z: 50 }, ahead);
  assert.deepEqual([hit.block, hit.column, hit.row], [0, -1, -1]);
});

test('a block on a turned arm is hit at its turned place', () => {
  // after a quarter turn, a block from the left is towards the camera and is hit from the right
  const turned = { x: -10, y: 0, z: 0, cols: 10, rows: 10, arm: 0, column: 0 };
  const hit = pick(plan([turned]), [Math.PI / 2], { x: 50, y: -2.5, z: 4.5 }, { x: -1, y: 0, z: 0 });
  assert.deepEqual([hit.column, hit.row], [5, 2]);
});

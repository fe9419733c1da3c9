import { assert, test } from '/test/harness.js';
import { Texels } from '/web/scene/render/cell-store.js';

test('a freed range is allocated again, joined with adjacent free ranges', () => {
  const line = new Texels(10);
  const [a, b, c] = [line.take(4), line.take(3), line.take(3)];
  assert.deepEqual([a, b, c], [0, 4, 7]);
  assert.equal(line.take(1), null);
  line.give(0, 4);
  line.give(7, 3);
  assert.equal(line.take(5), null);
  line.give(4, 3);
  assert.equal(line.used, 0);
  assert.equal(line.take(10), 0);
});

import { assert, test } from '/test/harness.js';
import { ribbonLine, ribbonPath, ribbonsOf } from '/web/features/figure/attention/ribbons.js';

const near = (/** @type {number} */ a, /** @type {number} */ b) =>
  assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

test('the pieces of the bar are the shares, from the word itself to the furthest word', () => {
  const shares = [0.07, 0.01, 0.01, 0.9, 0.01];
  const ribbons = ribbonsOf(shares, [50, 150, 250, 350, 450], 88, 240);
  assert.deepEqual(
    ribbons.map(({ key }) => key),
    [0, 1, 2, 3, 4],
  );
  let at = 450 - 44;
  for (const key of [4, 3, 2, 1, 0]) {
    near(ribbons[key].piece[0], at);
    at += shares[key] * 88;
    near(ribbons[key].piece[1], at);
  }
  near(at, 450 + 44);
});

test('a ribbon is as wide at the word that is read as on the bar, and its foot is below the middle of that word', () => {
  const ribbons = ribbonsOf([0.25, 0.5, 0.25], [100, 200, 300], 80, 200);
  for (const { key, foot, piece, share } of ribbons.slice(0, 2)) {
    near(foot[1] - foot[0], share * 80);
    near(piece[1] - piece[0], share * 80);
    near((foot[0] + foot[1]) / 2, [100, 200, 300][key]);
  }
  assert.equal(ribbons[2].rise, 0);
});

test('ribbons nest: a word further away has the higher ribbon, and its piece is further outside', () => {
  for (const count of [2, 5, 6, 7, 14, 64]) {
    const centres = Array.from({ length: count }, (_, i) => 20 + 40 * i);
    const ribbons = ribbonsOf(
      centres.map(() => 1 / count),
      centres,
      30,
      225,
    );
    near(ribbons[0].rise, 225);
    for (let key = 1; key < count; key++) {
      assert.ok(ribbons[key].rise < ribbons[key - 1].rise);
      assert.ok(ribbons[key].piece[1] <= ribbons[key - 1].piece[0] + 1e-9);
    }
  }
});

test('a single token reads from itself alone', () => {
  const [only] = ribbonsOf([1], [100], 88, 240);
  assert.deepEqual([only.key, only.share, only.rise], [0, 1, 0]);
});

test('paths begin and end at the feet, also sideways', () => {
  const [ribbon] = ribbonsOf([0.5, 0.5], [100, 300], 40, 120);
  assert.equal(ribbonPath(ribbon, 200), 'M90 200A115 120 0 0 1 320 200L300 200A95 100 0 0 0 110 200Z');
  assert.equal(ribbonLine(ribbon, 200), 'M100 200A105 120 0 0 1 310 200');
  assert.equal(ribbonPath(ribbon, 80, true), 'M80 90A120 115 0 0 1 80 320L80 300A100 95 0 0 0 80 110Z');
});

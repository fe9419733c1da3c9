import { assert, test } from '/test/harness.js';
import { anglesOf, dialsOf, squaresIn } from '/web/features/figure/heads/rotation-figure.js';
import { strongestFew } from '/web/features/figure/heads/gather-figure.js';
import { linesOf, scaleOf, signedBars } from '/web/features/figure/neurons/bar-columns.js';
import { brokenLines, saidLines } from '/web/features/figure/strips/said-lines.js';
import {
  cellAt,
  cellPlace,
  columnsOf,
  gridOf,
  pooledTo,
  quantile,
  stackOf,
  strongest,
} from '/web/features/figure/strips/strip-grid.js';
import { levelOf, pathsOf, valueOfLevel } from '/web/features/figure/strips/strip.js';
import { sumText } from '/web/features/figure/strips/sum-figure.js';
import { indexIn } from '/web/features/figure/strips/vectors.js';
import { textLines } from '/web/features/figure/text/text-figure.js';

const close = (/** @type {number} */ a, /** @type {number} */ b) =>
  assert.ok(Math.abs(a - b) < 1e-6, `${a} is not ${b}`);

test('a vector of the usual models has cells of at least 8 px in a strip of a presenter’s page', () => {
  for (const count of [576, 768, 1536, 2048]) {
    const { columns, rows, cellWidth, cellHeight } = gridOf(count, 870, 130);
    assert.ok(columns * rows >= count && columns * (rows - 1) < count, `${count}: ${columns} × ${rows}`);
    const least = count <= 1536 ? 8 : 6;
    assert.ok(cellWidth >= least && cellHeight >= least, `${count}: ${cellWidth} × ${cellHeight} px`);
    assert.ok(cellWidth / cellHeight < 2 && cellHeight / cellWidth < 2, `${count}: cells are about square`);
  }
});

test('a sentence takes as many lines as its words need, and a word that is too long one of its own', () => {
  const linesIn = (/** @type {number} */ width) => saidLines('one two three', width, (text) => text.length);
  assert.deepEqual([20, 13, 12, 7, 5, 2].map(linesIn), [1, 1, 2, 2, 3, 3]);
  assert.equal(
    saidLines('', 10, (text) => text.length),
    1,
  );
});

test('strong words, which are wider, are measured as such, and keep to the marks beside them', () => {
  const wide = (/** @type {string} */ text, /** @type {boolean} */ isStrong) => text.length * (isStrong ? 2 : 1);
  assert.deepEqual(
    [17, 16].map((width) => saidLines('of “**is**”, **two**', width, wide)),
    [1, 2],
  );
});

test('a broken sentence keeps all of its words, and its lines fit', () => {
  const said = 'The model reads the number below each token';
  for (const width of [8, 12, 20, 60]) {
    const lines = brokenLines(said, width, (text) => text.length);
    assert.equal(lines.join(' '), said);
    assert.ok(
      lines.every((line) => line.length <= width),
      `${width}: ${lines}`,
    );
  }
});

test('a head’s few numbers are written in their cells where there is room', () => {
  const grid = gridOf(64, 870, 90, { width: 42, height: 17 });
  assert.ok(grid.figures && grid.cellWidth >= 42 && grid.cellHeight >= 17);
  assert.equal(gridOf(64, 374, 40, { width: 42, height: 17 }).figures, false);
});

test('columns that lines share divide the vector', () => {
  assert.deepEqual([columnsOf(64, 708, 40), columnsOf(64, 233, 12), columnsOf(8, 708, 40)], [16, 16, 8]);
});

test('the cell under a point is the cell that is drawn there', () => {
  const grid = gridOf(100, 500, 80);
  for (const i of [0, 7, 53, 99]) {
    const { x, y } = cellPlace(grid, i);
    assert.equal(cellAt(grid, 100, x + 1, y + 1), i);
  }
  assert.equal(cellAt(grid, 100, -1, 3), null);
  const incomplete = { columns: 10, rows: 2, cellWidth: 5, cellHeight: 5 };
  assert.equal(cellAt(incomplete, 13, 40, 7), null);
});

test('lines divide the height that the fixed ones leave by their shares', () => {
  assert.deepEqual(stackOf([{ fixed: 20, share: 1 }, { fixed: 10 }, { fixed: 20, share: 3 }], 250, 5), [
    { y: 0, height: 67.5 },
    { y: 72.5, height: 10 },
    { y: 87.5, height: 162.5 },
  ]);
});

test('the strongest numbers come first, and pools keep the sign of their strongest', () => {
  assert.deepEqual(strongest([0.5, -3, 2, -Infinity, 1], 3), [1, 2, 4]);
  assert.deepEqual(pooledTo([1, -4, 2, 3, 0], 2), [-4, 3]);
});

test('a level stands for numbers of nearly its colour, and every number is in one path', () => {
  for (const value of [-2, -0.7, -0.01, 0, 0.004, 0.3, 0.999, 5]) {
    const shown = Math.min(1, Math.max(-1, value));
    assert.ok(Math.abs(valueOfLevel(levelOf(value, 1), 1) - shown) < 0.02, `${value}`);
  }
  const grid = gridOf(6, 60, 20);
  const paths = pathsOf([1, -1, 0, 1, 0.5, -1], 1, grid);
  assert.equal([...paths.values()].join('').match(/M/g)?.length, 6);
  assert.equal(paths.get(40)?.match(/M/g)?.length, 2);
  assert.equal(paths.get(-40)?.match(/M/g)?.length, 2);
});

test('an index counts along the last axis first', () => {
  assert.deepEqual(indexIn([2, 3, 4], 17), [1, 1, 1]);
});

test('a pair turned by a quarter has a dial that says so, and the longest hand is 1', () => {
  const [before, after] = [
    [3, 0, 4, 1],
    [-4, 0, 3, 1],
  ];
  const [dial, still] = dialsOf(before, after, anglesOf(before, after));
  close(dial.degrees, 90);
  close(Math.hypot(...dial.before), 1);
  close(dial.before[0], 0.6);
  close(dial.after[0], -0.8);
  close(still.degrees, 0);
  close(Math.hypot(...still.after), 1);
  close(still.strength, 0.2);
});

test('a turn of more than half a circle is told from the shorter way back', () => {
  // one radian a position, at the position after the fourth step: 4 radians, although the hands are 2π − 4 apart
  const turned = (radians) => [Math.cos(radians), Math.sin(radians)];
  const [unit] = anglesOf(turned(0), turned(1));
  const [dial] = dialsOf(turned(0), turned(4), [4 * unit]);
  close(dial.degrees, (4 * 180) / Math.PI);
  close(anglesOf(turned(0), turned(4))[0], (4 * 180) / Math.PI - 360);
});

test('squares fill a box in rows', () => {
  assert.deepEqual(squaresIn(32, 870, 170), { columns: 16, size: 54.375 });
});

test('the weakest words are added up, so that the lines, times their shares, still sum to the whole', () => {
  const all = [0.1, 0.6, 0.05, 0.25].map((share, key) => ({ key, share, data: [key + 1, -key] }));
  const rows = strongestFew(all, 3);
  assert.deepEqual(
    rows.map(({ keys }) => keys),
    [[1], [3], [0, 2]],
  );
  close(rows[2].share, 0.15);
  // Σ share · (key + 1) and Σ share · −key, by hand
  const total = (i) => rows.reduce((sum, { keys, share, data }) => sum + (keys.length === 1 ? share : 1) * data[i], 0);
  close(total(0), 0.1 + 1.2 + 0.15 + 1);
  close(total(1), -0.6 - 0.1 - 0.75);
  assert.equal(strongestFew(all, 4).length, 4);
});

test('signed bars share a zero, and columns a scale', () => {
  const scale = scaleOf(
    [
      [3, -1],
      [0.5, 1],
    ],
    80,
  );
  assert.equal(scale, 20);
  assert.deepEqual(signedBars([3, -1], scale), {
    zero: 20,
    bars: [
      { x: 20, width: 60 },
      { x: 0, width: 20 },
    ],
  });
  assert.deepEqual(
    signedBars([0.5, 1], scale).bars.map(({ width }) => width),
    [10, 20],
  );
  assert.equal(signedBars([-2, -4], scaleOf([[-2, -4]], 100)).zero, 100);
  assert.equal(scaleOf([[0, 0]], 100), 100);
});

test('a title takes as many lines as it needs', () => {
  const measure = (text) => 10 * text.length;
  assert.deepEqual(linesOf('Gated neurons', 200, measure), ['Gated neurons']);
  assert.deepEqual(linesOf('Gated neurons', 90, measure), ['Gated', 'neurons']);
  assert.deepEqual(linesOf('Neurons', 20, measure), ['Neurons']);
});

test('a quantile leaves outliers out', () => {
  assert.equal(quantile([1, -2, 3, -100], 0.5), 3);
  assert.equal(quantile([0, 0], 0.98), 1);
});

const figure = (/** @type {number} */ value) => value.toFixed(2).replace('-', '−');

test('a sum is written with minus signs in the place of plus signs', () => {
  assert.equal(sumText([1.2, -0.3, 0.1, 1], figure), '1.20 − 0.30 + 0.10 = 1.00');
});

test('a sum whose rounded terms do not add up to the rounded sum is not said to be equal', () => {
  assert.equal(sumText([-4.186, 0.342, 5.234, 1.39], figure), '−4.19 + 0.34 + 5.23 ≈ 1.39');
  assert.equal(sumText([-0.125, -0.125, -0.25], figure), '−0.13 − 0.13 ≈ −0.25');
});

test('a text is as large as it fits, and of a long one the end is shown', () => {
  const measure = (/** @type {string} */ text, /** @type {number} */ px) => text.length * 0.6 * px;
  const sizes = { most: 72, least: 18, small: 14 };
  const few = textLines(
    ['The', 'capital', 'of', 'France', 'is'],
    ['504', '3575', '282', '4649', '314'],
    { width: 870, height: 400 },
    measure,
    sizes,
  );
  // 20 letters of 0.6 em and four gaps of 14 px: (870 − 56) / 12 = 67.8 px, tried in steps of 2
  assert.deepEqual([few.px, few.lines.length], [66, 1]);
  for (const line of few.lines) for (const { x, width } of line) assert.ok(x + width <= 870);
  const many = Array.from({ length: 900 }, () => 'word');
  const long = textLines(many, many, { width: 870, height: 400 }, measure, sizes);
  assert.equal(long.px, 18);
  assert.equal(long.lines.at(-1)?.at(-1)?.at, 899);
  assert.ok(long.first > 0 && long.lines.length * (18 * 1.35 + 14 * 1.5) <= 400);
});

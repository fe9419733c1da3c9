import { assert, test } from '/test/harness.js';
import { HALL_ROWS, Letters } from '/web/scene/annotate/letters.js';
import { meet } from '/web/scene/annotate/placement.js';
import { OverlayCanvas } from '/web/scene/render/overlay-canvas.js';

const TEXT = ['When', 'Lily', 'went', 'to', 'Lily'];
const PX = 18;
const TOP = 200;
const WHITE = [1, 1, 1];

/** Words for which three rows are too few. */
const LONG = ['whenever', 'somebody', 'everything', 'afterwards', 'nobody'];
/** How far below the block another one with arcs is, px. */
const BELOW = 350;

/** Cells in which the hall has room for one letter only, px. */
const SMALL = 9;

/**
 * The letters of one block, whose attention pair is that of the last token.
 * @param {import('/web/scene/annotate/placement.js').Box[]} taken boxes that panels cover
 * @param {{hall?: boolean, apart?: number, arcs?: boolean, px?: number, current?: number, marked?: number, spoken?: number[], above?: object[], block?: object, words?: string[], shares?: number[], labels?: import('/web/scene/annotate/placement.js').Box[], namedKeys?: number[]}} [how]
 */
function letters(
  taken,
  {
    hall = false,
    apart = 1,
    arcs = false,
    px = PX,
    current = TEXT.length - 1,
    marked = -1,
    spoken = [],
    above = [],
    block: more = {},
    words = null,
    shares = [],
    labels = [],
    namedKeys = [0],
  } = {},
) {
  const overlay = document.createElement('div');
  document.body.append(overlay);
  const letters = new Letters(new OverlayCanvas(overlay));
  const projection = {
    x: 0,
    y: 0,
    depth: 1,
    cell({ node }, column, row) {
      this.x = 100 + column * px;
      this.y = TOP + (node === 'pattern' ? BELOW : 0) + row * px;
      return this;
    },
    cellSize: () => px,
  };
  const block = {
    index: 0,
    z: 0,
    cols: TEXT.length,
    rows: TEXT.length,
    sequence: true,
    causal: false,
    role: 'query',
    node: 'scores',
    ...more,
  };
  const others = [...above, ...(arcs ? [{ node: 'pattern' }] : [])].map((each, i) => ({
    ...block,
    index: i + 1,
    ...each,
  }));
  const view = {
    plan: { blocks: [block, ...others] },
    projection,
    contrast: [1, ...others.map(() => 1)],
    spread: ({ node }) => (node === 'pattern' ? 2 : apart),
    marked: () => marked,
    spoken,
    isSeen: () => true,
    palette: { accent: WHITE, ink: WHITE, background: WHITE, roles: { key: WHITE, prediction: WHITE }, hall },
    viewport: { width: 800, height: 900, top: 0, bottom: 0, left: 0, right: 0 },
    text: TEXT,
    vocabulary: words,
    value: (_, column, row) => (column === marked ? shares[row] : 1),
    current,
    currentKey: 0,
    namedKeys,
  };
  letters.choose(/** @type {any} */ (view), taken);
  const firm = letters.firm.length;
  letters.addAlone([...taken, ...labels]);
  overlay.remove();
  return { placed: letters.placed, firm };
}

const lettersOver = (taken, how) => letters(taken, how).placed.map(({ text }) => text);

test('where a row of numbers stands right over a block, no letters cover it', () => {
  const numbers = { rows: 1, cols: TEXT.length, x: 0, y: -2, column: 0, arm: -1 },
    block = { x: 0, y: 0, column: 0, arm: -1 };
  assert.deepEqual(lettersOver([], { current: -1, block, above: [numbers] }), []);
  assert.deepEqual(
    lettersOver([], { current: -1, block, above: [{ ...numbers, y: -20 }] }).slice(0, TEXT.length),
    TEXT,
    'far above',
  );
});

test('each column has its token over it', () => {
  assert.deepEqual(lettersOver([]), TEXT);
});

test('words wider than their columns stand in two or three rows, none over another, before any leans', () => {
  for (const [px, rows] of [
    [30, 2],
    [PX, 3],
  ]) {
    const { placed } = letters([], { px });
    assert.deepEqual(
      placed.map(({ text }) => text),
      TEXT,
    );
    assert.ok(
      placed.every(({ lean }) => lean === 0),
      'upright',
    );
    assert.equal(new Set(placed.map(({ y }) => y)).size, rows, 'rows');
    assert.equal(placed.at(-1).y, Math.max(...placed.map(({ y }) => y)), 'the last word is next to its column');
    placed.forEach((a, i) => placed.slice(i + 1).forEach((b) => assert.ok(!meet(a, b), `${a.text} and ${b.text}`)));
  }
  const block = { sequence: false, cols: LONG.length, colFrom: 0, colAxis: 'd_vocab' },
    { placed } = letters([], { current: -1, words: LONG, block });
  assert.deepEqual(
    placed.map(({ text }) => text),
    LONG,
  );
  assert.ok(
    placed.every(({ lean }) => lean < 0),
    'longer words lean',
  );
});

test('where words stand at arcs, those over another block stand in one row, or the pair’s stands alone', () => {
  const over = (/** @type {number} */ px) => letters([], { px, arcs: true }).placed.filter(({ y }) => y < TOP);
  assert.deepEqual(
    over(60).map(({ text }) => text),
    TEXT,
  );
  assert.equal(new Set(over(60).map(({ y }) => y)).size, 1);
  assert.deepEqual(
    over(PX).map(({ text }) => text),
    [TEXT[4]],
  );
});

test('a token under a panel is left out', () => {
  assert.deepEqual(lettersOver([{ x: 0, y: 0, width: 110, height: TOP }]), TEXT.slice(1));
});

test('where the token of the attention pair has no room, no other stands beside its column', () => {
  // over the last column alone, higher than the short word before it reaches
  assert.deepEqual(lettersOver([{ x: 100 + 4.6 * PX, y: 0, width: 300, height: TOP }]), []);
});

test('without room for all, the hall has the last token, over its column or under it, wherever labels leave room', () => {
  const small = { hall: true, px: SMALL, current: -1 },
    above = { x: 0, y: 0, width: 800, height: TOP },
    below = { x: 0, y: TOP + TEXT.length * SMALL, width: 800, height: 200 };
  const at = (labels) => {
    const { placed, firm } = letters([], { ...small, labels });
    assert.equal(firm, 0, 'labels come first');
    return placed.map(({ text, y }) => [text, y < TOP ? 'over' : 'under']);
  };
  assert.deepEqual(at([]), [['Lily', 'over']]);
  assert.deepEqual(at([above]), [['Lily', 'under']]);
  assert.deepEqual(at([above, below]), []);
  // a name under the columns before it: the word begins at its column's edge
  const edge = 100 + 4 * SMALL;
  const [word] = letters([], { ...small, labels: [above, { ...below, width: edge - 3 }] }).placed;
  assert.ok(word.at.x === edge && word.x >= edge - 3 && word.align === 'left');
  assert.deepEqual(lettersOver([], { ...small, marked: 2 }), ['went'], 'a marked column comes before the last');
  assert.deepEqual(lettersOver([], { px: SMALL, current: -1 }), [], 'on other screens there is none');
  assert.deepEqual(lettersOver([], { ...small, px: 2.6 }), ['Lily'], 'also over a stream seen from afar');
  assert.deepEqual(lettersOver([], { ...small, px: 2 }), [], 'not where columns are lines');
});

test('over rows of numbers the hall has one word, over the upper one and never under it', () => {
  const row = { rows: 1, x: 0, y: -4, column: 0, arm: -1 },
    small = { hall: true, px: SMALL, current: -1, block: row };
  const [word, ...more] = letters([], small).placed;
  assert.deepEqual([word.text, more], ['Lily', []]);
  assert.ok(word.y + word.height <= TOP, 'over it');
  assert.deepEqual(lettersOver([], { ...small, labels: [{ x: 0, y: 0, width: 800, height: TOP }] }), []);
  assert.deepEqual(lettersOver([], { ...small, px: 30 }), [], 'not where the block beside has room for all words');
  assert.deepEqual(lettersOver([], { ...small, hall: false }), []);
  // the test's projection draws both rows in one place: only the upper one has asked for the word
  assert.equal(lettersOver([], { ...small, above: [{ ...row, y: -2 }] }).length, 1);
});

test('on every screen a marked column has its word, also in a table, and its most probable word has its row', () => {
  const words = ['a', 'ball', 'the', 'park'],
    small = { px: SMALL, current: -1, marked: 2, words };
  assert.deepEqual(lettersOver([], small), ['went']);
  assert.deepEqual(lettersOver([], { ...small, block: { sequence: false, colFrom: 1, colAxis: 'd_vocab' } }), ['park']);
  assert.deepEqual(lettersOver([], { ...small, block: { sequence: false, colFrom: 10, colAxis: 'n_ctx' } }), ['13']);
  const rows = { isShare: true, rows: 3, rowFrom: 1, rowAxis: 'd_vocab' };
  const [row, column] = letters([], { ...small, shares: [0.1, 0.2, 0.7], block: rows }).placed;
  assert.deepEqual([row.text, column.text], ['park', 'went']);
  assert.ok(row.x + row.width <= 100 && Math.abs(row.at.y - (TOP + 2.5 * SMALL)) < 1, 'left of its row');
  assert.deepEqual(lettersOver([], { ...small, marked: -1, shares: [0.1, 0.2, 0.7], block: rows }), []);
});

test('without room for all, tokens that words speak of stand over their columns on every screen, before the labels', () => {
  const small = { px: SMALL, current: -1, spoken: [0, 4] },
    { placed, firm } = letters([], small);
  assert.deepEqual(
    placed.map(({ text }) => text),
    [TEXT[0], TEXT[4]],
  );
  assert.equal(firm, 2);
  assert.deepEqual(lettersOver([], { ...small, spoken: [1, 99] }), [TEXT[1]], 'only those that the text has');
  assert.deepEqual(
    lettersOver([], { ...small, hall: true, spoken: [1], marked: 4 }),
    [TEXT[1], TEXT[4]],
    'and the marked one',
  );
  assert.deepEqual(
    lettersOver([{ x: 0, y: 0, width: 800, height: TOP }], { ...small, spoken: [0] }),
    [TEXT[0]],
    'or under it',
  );
  assert.equal(
    lettersOver([], { ...small, hall: true, spoken: [0, 1] }).length,
    2,
    'of two that would touch one stands under its column',
  );
});

test('over a table of positions stand as many of them as are upright', () => {
  const table = (cols) => ({
    current: -1,
    block: { sequence: false, cols, colFrom: 0, colAxis: 'n_ctx', rowAxis: 'd_model' },
  });
  assert.deepEqual(lettersOver([], table(9)), ['1', '2', '3', '4', '5', '6', '7', '8', '9']);
  assert.deepEqual(lettersOver([], table(1)), ['1']);
  const { placed } = letters([], table(100));
  assert.ok(
    placed.length > 5 && placed.length < 100 && placed.every(({ lean }) => lean === 0),
    `${placed.length} of 100`,
  );
  placed.slice(1).forEach(({ x }, i) => assert.ok(x >= placed[i].x + placed[i].width, 'none touches the next'));
});

test('mixed values are columns of the word that reads, not of a word that is read', () => {
  const of = (isMix) => lettersOver([], { hall: true, px: SMALL, current: 2, block: { role: 'value', isMix } });
  assert.deepEqual([of(true), of(false)], [['went'], ['When']]);
});

test('in the hall, where not every token has room, both ends of the strongest arc are named', () => {
  assert.deepEqual(lettersOver([], { hall: true, apart: 1.2 }), ['Lily', 'When']);
  assert.deepEqual(
    lettersOver([], { hall: true }),
    ['Lily'],
    'without arcs spread over the block, there is one column alone',
  );
});

test('where only the rows of some keys have room, the strongest key comes first and none lies over another', () => {
  const block = { causal: true, role: 'pattern', cols: 5, rows: 5 };
  const rows = (/** @type {any} */ how) =>
    letters([], { px: SMALL, block, ...how })
      .placed.filter(({ align }) => align === 'right')
      .map(({ text }) => text);
  assert.deepEqual(rows({ namedKeys: [0, 1, 3] }), ['When', 'to'], 'the second row is too near to the first');
  assert.deepEqual(rows({ namedKeys: [1, 0, 3] }), ['Lily', 'to']);
  assert.deepEqual(rows({ namedKeys: [0] }), ['When']);
});

test('in the hall, words stand beside rows that are as high as their lines, and beside lower ones only the strongest', () => {
  const block = { causal: true, cols: TEXT.length, rows: TEXT.length };
  const beside = (/** @type {number} */ px) =>
    letters([], { hall: true, px, block, current: -1 }).placed.filter(({ align }) => align === 'right');
  assert.deepEqual(
    beside(HALL_ROWS).map(({ text }) => text),
    TEXT,
  );
  assert.ok(beside(HALL_ROWS).every(({ size }) => size >= 28));
  assert.equal(beside(HALL_ROWS - 1).length, 1);
});

import { assert, test } from '/test/harness.js';
import { chosenOf, copyingAsked, headsOf, mapSize, sinksOf, sortedBy } from '/web/features/why/heads/heads-rows.js';
import { mostRead } from '/web/features/why/heads/patterns.js';
import { bothWays, pairAsked, pairRows, partOf } from '/web/features/why/heads/score-rows.js';

const table = (/** @type {(number | null)[][]} */ rows) => rows;
const ANSWER = {
  previous: table([
    [0.1, 0.9],
    [0.5, 0.5],
  ]),
  duplicate: table([
    [null, null],
    [null, null],
  ]),
  induction: table([
    [null, null],
    [null, null],
  ]),
  first: table([
    [0.6, 0.2],
    [0.5, 0.51],
  ]),
  repeated: {
    tokens: [1, 2, 1, 2],
    previous: [
      [0.3, 0.2],
      [0.1, 0.4],
    ],
    duplicate: [
      [0, 0.1],
      [0.2, 0.3],
    ],
    induction: [
      [0, 0],
      [0, 0.9],
    ],
    first: [
      [0, 0],
      [0, 0],
    ],
  },
};
const names = (/** @type {any[]} */ heads) => heads.map(({ layer, head }) => `${layer}.${head}`);

test('heads are sorted by a score on random tokens or on the text; equal ones stay in order, those without a score are last', () => {
  const heads = headsOf(ANSWER);
  assert.deepEqual(names(sortedBy(heads, 'previous', 'repeated')), ['1.1', '0.0', '0.1', '1.0']);
  assert.deepEqual(names(sortedBy(heads, 'previous', 'text')), ['0.1', '1.0', '1.1', '0.0']);
  assert.deepEqual(names(sortedBy(heads, 'duplicate', 'text')), ['0.0', '0.1', '1.0', '1.1']);
  assert.deepEqual(heads[3].scores.induction, { repeated: 0.9, text: null });
  assert.equal(sinksOf(heads), 2);
});

test('the heads that vote most for the answer or against it come first, and those without a vote last', () => {
  const vote = (/** @type {string} */ which, /** @type {number} */ by) => ({ part: `blocks.${which}`, a_minus_b: by });
  const attribution = [
    vote('0.attn.hook_result[0]', 1),
    vote('0.attn.hook_result[1]', -3),
    vote('1.attn.hook_result[0]', 2),
    vote('1.hook_mlp_out', 9),
  ];
  assert.deepEqual(names(sortedBy(headsOf(ANSWER, null, { attribution }), 'answer', 'text')), [
    '0.1',
    '1.0',
    '0.0',
    '1.1',
  ]);
  assert.equal(headsOf(ANSWER)[0].vote, null);
});

test('a word reads most what has the largest share of its row, and nothing behind it', () => {
  const pattern = [1, 0, 0, 0.7, 0.3, 0, 0.2, 0.5, 0.3];
  assert.deepEqual(mostRead(pattern, 3, 1), { key: 0, share: 0.7 });
  assert.deepEqual(mostRead(pattern, 3, 2), { key: 1, share: 0.5 });
});

test('copying is measured on no text, and missing until it is', () => {
  assert.deepEqual(headsOf(ANSWER)[0].scores.copying, { repeated: null, text: null });
  assert.deepEqual(
    headsOf(ANSWER, {
      copying: [
        [0.7, 0],
        [0, 0],
      ],
    })[0].scores.copying,
    { repeated: 0.7, text: 0.7 },
  );
  assert.deepEqual([copyingAsked('first'), copyingAsked('copying')], [{ copying: 'quick' }, { copying: 'usual' }]);
});

test('what is chosen has defaults', () => {
  assert.deepEqual(chosenOf({}), { sort: 'answer', on: 'text', dim: false });
  assert.deepEqual(chosenOf({ sort: 'nonsense', on: 'repeated', dim: '1' }), {
    sort: 'answer',
    on: 'repeated',
    dim: true,
  });
});

test('the longer side of the map is across', () => {
  assert.deepEqual(mapSize(30, 9, { width: 600, height: 400 }, 10), { across: true, columns: 30, rows: 9, square: 18 });
  assert.equal(mapSize(12, 12, { width: 600, height: 400 }, 10).across, false);
});

test('the pair is the chosen one, or what the target reads most', () => {
  const question = { tool: 'score', view: 'layer=1&head=0' };
  assert.deepEqual(pairAsked(question, { positions: 5 }), {
    layer: '1',
    head: '0',
    query: 4,
    key: 'most',
    pairs: 'usual',
  });
  assert.equal(pairAsked({ ...question, position: 2 }, { positions: 5 }).query, 2);
  const chosen = { ...question, view: 'layer=1&head=0&query=3&key=2' };
  assert.deepEqual([pairAsked(chosen, { positions: 5 }).query, pairAsked(chosen, { positions: 5 }).key], ['3', '2']);
  assert.deepEqual([pairAsked(chosen, { positions: 3 }).query, pairAsked(chosen, { positions: 3 }).key], [2, 'most']);
});

test('pairs and all others add up to the score', () => {
  const answer = {
    score: 1.005,
    rest: 0.1,
    rest_count: 6,
    pairs: [
      { query: 'a', key: 'b', value: 0.7 },
      { query: 'a', key: 'a', value: -0.3 },
      { query: 'b', key: 'a', value: 0.505 },
    ],
  };
  const { rows, score } = pairRows(answer, 3, 2);
  assert.deepEqual(
    rows.map(({ pair, count }) => [pair?.key ?? null, count]),
    [
      ['b', 1],
      ['a', 1],
      [null, 7],
    ],
  );
  assert.equal(Math.round(100 * rows.reduce((sum, { figure }) => sum + figure, 0)), Math.round(100 * score));
  assert.equal(pairRows({ ...answer, score: 0.905, rest: 0, rest_count: 0 }, 11, 2).rows.length, 3);
});

test('a pair has the same figure on a screen with all rows and on one with few, and both add up', () => {
  const pairs = [3.2551, 1.9351, 1.3451, -0.7549, 0.0351].map((value, i) => ({ query: 'q', key: String(i), value }));
  const answer = { score: 5.8155, pairs, rest: 0, rest_count: 0 };
  const [all, few] = [11, 3].map((most) => pairRows(answer, most, 2));
  assert.deepEqual(
    few.rows.slice(0, 2).map(({ figure }) => figure),
    [3.26, 1.94],
  );
  assert.deepEqual(
    all.rows.slice(0, 2).map(({ figure }) => figure),
    [3.26, 1.94],
  );
  for (const { rows, score } of [all, few])
    assert.equal(Math.round(100 * rows.reduce((sum, { figure }) => sum + figure, 0)), Math.round(100 * score));
});

test('parts have a kind, a layer and a head', () => {
  assert.deepEqual(partOf('blocks.3.attn.hook_result[2]'), { kind: 'head', layer: 3, head: 2 });
  assert.deepEqual(partOf('blocks.3.attn.b_O'), { kind: 'bias', layer: 3, head: null });
  assert.deepEqual(partOf('blocks.0.hook_mlp_out'), { kind: 'mlp', layer: 0, head: null });
  assert.deepEqual(
    ['hook_embed', 'hook_pos_embed', 'constant'].map((part) => partOf(part).kind),
    ['token', 'position', 'constant'],
  );
});

test('a word reads earlier ones and is read by later ones', () => {
  const pattern = [1, 0, 0, 0.4, 0.6, 0, 0.2, 0.3, 0.5];
  assert.deepEqual(bothWays(pattern, 3, 1), { reads: [0.4, 0.6], readBy: [0, 0.3] });
  assert.deepEqual(bothWays(pattern, 3, 2), { reads: [0.2, 0.3, 0.5], readBy: [0] });
});

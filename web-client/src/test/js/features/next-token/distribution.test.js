import { assert, test } from '/test/harness.js';
import {
  barsOf,
  choiceAt,
  comparedRows,
  isChoice,
  stagesOf,
  stripOf,
  tableOf,
} from '/web/features/next-token/distribution.js';

const DISTRIBUTION = {
  stages: [
    { name: 'model', kept: 100, rest: { count: 97, p: 0.1 } },
    { name: 'temperature', kept: 100, rest: { count: 97, p: 0.05 } },
    { name: 'topK', kept: 2, rest: { count: 0, p: 0 } },
    { name: 'topP', kept: 1, rest: { count: 0, p: 0 } },
  ],
  top: [
    { token: 7, text: ' a', p: [0.5, 0.6, 0.7, 1] },
    { token: 3, text: ' b', p: [0.3, 0.3, 0.3, 0] },
    { token: 5, text: ' c', p: [0.1, 0.05, 0, 0] },
  ],
  drawn: { token: 7, text: ' a' },
};

test('tokens without a row are counted and summed with all others', () => {
  const { rest, rows } = choiceAt(DISTRIBUTION, 0, 2);
  assert.deepEqual(
    rows.map(({ p }) => p),
    [0.5, 0.3],
  );
  assert.equal(rest.count, 98);
  assert.ok(Math.abs(rest.p - 0.2) < 1e-12);
});

test('a stage is compared with the one before, and tokens that it removes have probability 0', () => {
  const { rows, rest, kept } = choiceAt(DISTRIBUTION, 2, 3);
  assert.deepEqual(
    rows.map(({ before, p }) => [before, p]),
    [
      [0.6, 0.7],
      [0.3, 0.3],
      [0.05, 0],
    ],
  );
  assert.deepEqual([rest.count, rest.before, rest.p, kept], [0, 0.05, 0, 2]);
  assert.deepEqual(
    rows.map(({ drawn }) => drawn),
    [true, false, false],
  );
});

test('only stages that take effect are offered', () => {
  assert.deepEqual(stagesOf({ temperature: 0, topK: 40, topP: 0.5, seed: 0 }), [0, 1]);
  assert.deepEqual(stagesOf({ temperature: 1, topK: 0, topP: 0.9, seed: 0 }), [0, 1, 3]);
});

test('two models are compared row by row, and all others together', () => {
  const { rows, rest } = comparedRows(
    {
      top: [
        { token: 0, text: 'A', p: [0.75, 0.25] },
        { token: 1, text: 'B', p: [0.125, 0.5] },
      ],
      rest: { count: 1, p: [0.125, 0.25] },
    },
    1,
  );
  assert.deepEqual(rows, [{ token: 0, text: 'A', p: [0.75, 0.25] }]);
  assert.deepEqual(rest, { count: 2, p: [0.25, 0.75] });
});

/** A distribution over a vocabulary: each token with its probability after each stage, in descending order. */
function distribution(ps, { u, temperature = 1.2, listed = 200 }) {
  const kept = ps.filter((p) => p[3] > 0);
  let from = 0;
  const rank = kept.findIndex((p) => {
    from += p[3];
    return u < from;
  });
  const token = (p, i) => ({ token: i, text: ` ${'abcdefghijklmnop'[i] ?? i}`, p });
  return {
    vocabulary: ps.length,
    sampling: { temperature },
    top: ps.slice(0, listed).map(token),
    drawable: { count: kept.length, p: [0, 1, 2, 3].map((stage) => kept.reduce((all, p) => all + p[stage], 0)) },
    drawn: { ...token(ps[rank], rank), u, from: from - ps[rank][3], to: from },
  };
}

/** Six tokens, of which three can be drawn. */
const SIX = [0.5, 0.2, 0.1, 0.1, 0.05, 0.05].map((p, i) => [p, p, i < 4 ? p / 0.9 : 0, i < 3 ? p / 0.8 : 0]);

/** @param {number[]} shares @param {number[]} expected */
function assertShares(shares, expected) {
  assert.equal(shares.length, expected.length);
  shares.forEach((share, i) => assert.close(share, expected[i], 1e-9));
}

test('bars have the whole of a small vocabulary; of a large one the most probable, and all others together', () => {
  const next = [0.61, 0.305, 0.085].map((p, token) => ({ token, text: 'ABC'[token], p }));
  assert.deepEqual(barsOf(next, 3, 1).rest, null);
  assertShares(
    barsOf(next, 3, 1).rows.map(({ p }) => p),
    [0.61, 0.305, 0.085],
  );
  const { rows, rest } = barsOf(next, 50_000, 2);
  assert.deepEqual(
    rows.map(({ text }) => text),
    ['A', 'B'],
  );
  assert.equal(rest?.count, 49_998);
  assert.close(Number(rest?.p), 0.085, 1e-9);
});

test('the table has a row for each named token, for the others in the draw, and for those left out; columns sum to 1', () => {
  const { columns, rows } = tableOf(distribution(SIX, { u: 0.7 }));
  assert.deepEqual(columns, ['model', 'temperature', 'draw']);
  assert.deepEqual(
    rows.map(({ kind, text, count, drawn }) => [kind, text, count, drawn]),
    [
      ['token', ' a', 1, false],
      ['token', ' b', 1, true],
      ['token', ' c', 1, false],
      ['leftOut', '', 3, false],
    ],
  );
  const expected = [
    [0.5, 0.5, 0.625],
    [0.2, 0.2, 0.25],
    [0.1, 0.1, 0.125],
    [0.2, 0.2, 0],
  ];
  rows.forEach(({ shares }, i) => assertShares(shares, expected[i]));
});

test('a token that is drawn from far below has a row, and its place in the strip', () => {
  const ps = Array.from({ length: 1000 }, (_, i) => (i === 0 ? 0.5 : 0.5 / 999)).map((p) => [p, p, p, p]);
  const far = distribution(ps, { u: 0.9, temperature: 1, listed: 200 });
  const { columns, rows } = tableOf(far);
  assert.deepEqual(columns, ['model']);
  assert.deepEqual(
    rows.map(({ kind, drawn }) => [kind, drawn]),
    [
      ['token', false],
      ['token', false],
      ['token', true],
      ['others', false],
    ],
  );
  assert.equal(rows[3].count, 997);
  assert.close(
    rows.reduce((all, { shares }) => all + shares[0], 0),
    1,
    1e-9,
  );
  const { pieces, needle } = stripOf(far);
  const drawn = pieces.find(({ kind }) => kind === 'drawn');
  assert.ok(drawn && drawn.from <= needle && needle < drawn.to);
  assert.ok(Math.abs(needle - 0.9) < 1e-9);
});

test('the needle falls on the drawn token, among those that can be drawn', () => {
  for (const u of [0, 0.3, 0.63, 0.87, 0.88, 0.999]) {
    const { pieces, needle } = stripOf(distribution(SIX, { u }));
    const under = pieces.find(({ from, to }) => from <= needle && needle < to);
    assert.equal(under?.kind, 'drawn');
    assert.deepEqual(
      pieces.map(({ kind }) => kind === 'leftOut'),
      [false, false, false, true],
    );
    assert.ok(Math.abs(pieces[3].from - 0.8) < 1e-12);
    assert.equal(pieces[3].to, 1);
  }
});

test('three tokens are all named, also one that is left out', () => {
  const three = distribution(
    [
      [0.6, 0.7, 0.7, 0.7 / 0.95],
      [0.3, 0.25, 0.25, 0.25 / 0.95],
      [0.1, 0.05, 0.05, 0],
    ],
    { u: 0.1, temperature: 0.8 },
  );
  const { rows } = tableOf(three);
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    ['token', 'token', 'token'],
  );
  const expected = [
    [0.6, 0.7, 14 / 19],
    [0.3, 0.25, 5 / 19],
    [0.1, 0.05, 0],
  ];
  rows.forEach(({ shares }, i) => assertShares(shares, expected[i]));
});

test('there was a choice where the most probable token has less than nine tenths, or another one was drawn', () => {
  const next = (/** @type {number[]} */ ...shares) => shares.map((p, token) => ({ token, p }));
  assert.ok(isChoice(next(0.42, 0.4), null));
  assert.ok(!isChoice(next(0.97, 0.01), { token: 0 }));
  assert.ok(isChoice(next(0.97, 0.01), { token: 1 }));
  assert.ok(!isChoice([], null));
});

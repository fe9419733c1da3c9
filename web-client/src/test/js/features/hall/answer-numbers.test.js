import { assert, test } from '/test/harness.js';
import { barsOf, isChoice, sharesOf, stripOf, tableOf } from '/web/features/hall/answer-numbers.js';

const written = (/** @type {import('/web/features/hall/answer-numbers.js').Share[]} */ shares) => shares.map(({ sign, amount }) => `${sign}${amount}`);
const sum = (/** @type {import('/web/features/hall/answer-numbers.js').Share[]} */ shares) =>
  Math.round(shares.reduce((all, { sign, amount }) => all + (sign === '<' ? 0 : amount * 10), 0)) / 10;

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

test('what is left is 100 minus what is shown', () => {
  assert.deepEqual(written(sharesOf([0.7725, 0.0649, 0.0121], 0.1505)), ['77.3', '6.5', '1.2', '15']);
  assert.deepEqual(written(sharesOf([1 / 3, 1 / 3, 1 / 3], null)), ['33.4', '33.3', '33.3']);
  assert.deepEqual(written(sharesOf([0.99995], 0.00005)), ['>99.9', '<0.1']);
  assert.deepEqual(written(sharesOf([0.3335, 0.3335, 0.3329999], 1e-7)), ['33.4', '33.3', '33.3', '<0.1']);
});

test('bars sum to 100, whether the vocabulary is shown whole or not', () => {
  const next = [0.61, 0.305, 0.085].map((p, token) => ({ token, text: 'ABC'[token], p }));
  assert.deepEqual(barsOf(next, 3, 1).rest, null);
  assert.deepEqual(written(barsOf(next, 3, 1).rows.map(({ share }) => share)), ['61', '30.5', '8.5']);
  const { rows, rest } = barsOf(next, 50_000, 2);
  assert.deepEqual(rows.map(({ text }) => text), ['A', 'B']);
  assert.equal(rest?.count, 49_998);
  assert.equal(sum([...rows.map(({ share }) => share), /** @type {any} */ (rest).share]), 100);
});

test('the table has a row for each named token, for the others in the draw, and for those left out; columns sum to 100', () => {
  const { columns, rows } = tableOf(distribution(SIX, { u: 0.7 }));
  assert.deepEqual(columns, ['model', 'temperature', 'draw']);
  assert.deepEqual(rows.map(({ kind, text, count, drawn }) => [kind, text, count, drawn]), [
    ['token', ' a', 1, false],
    ['token', ' b', 1, true],
    ['token', ' c', 1, false],
    ['leftOut', '', 3, false],
  ]);
  assert.deepEqual(rows.map(({ shares }) => written(shares)), [
    ['50', '50', '62.5'],
    ['20', '20', '25'],
    ['10', '10', '12.5'],
    ['20', '20', '0'],
  ]);
});

test('a token that is drawn from far below has a row, and its place in the strip', () => {
  const ps = Array.from({ length: 1000 }, (_, i) => (i === 0 ? 0.5 : 0.5 / 999)).map((p) => [p, p, p, p]);
  const far = distribution(ps, { u: 0.9, temperature: 1, listed: 200 });
  const { columns, rows } = tableOf(far);
  assert.deepEqual(columns, ['model']);
  assert.deepEqual(rows.map(({ kind, drawn }) => [kind, drawn]), [['token', false], ['token', false], ['token', true], ['others', false]]);
  assert.equal(rows[3].count, 997);
  assert.equal(sum(rows.map(({ shares }) => shares[0])), 100);
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
    assert.deepEqual(pieces.map(({ kind }) => kind === 'leftOut'), [false, false, false, true]);
    assert.ok(Math.abs(pieces[3].from - 0.8) < 1e-12);
    assert.equal(pieces[3].to, 1);
  }
});

test('three tokens are all named, also one that is left out', () => {
  const three = distribution([[0.6, 0.7, 0.7, 0.7 / 0.95], [0.3, 0.25, 0.25, 0.25 / 0.95], [0.1, 0.05, 0.05, 0]], { u: 0.1, temperature: 0.8 });
  const { rows } = tableOf(three);
  assert.deepEqual(rows.map(({ kind, shares }) => [kind, ...written(shares)]), [
    ['token', '60', '70', '73.7'],
    ['token', '30', '25', '26.3'],
    ['token', '10', '5', '0'],
  ]);
});

test('there was a choice where the most probable token has less than nine tenths, or another one was drawn', () => {
  const next = (/** @type {number[]} */ ...shares) => shares.map((p, token) => ({ token, p }));
  assert.ok(isChoice(next(0.42, 0.4), null));
  assert.ok(!isChoice(next(0.97, 0.01), { token: 0 }));
  assert.ok(isChoice(next(0.97, 0.01), { token: 1 }));
  assert.ok(!isChoice([], null));
});

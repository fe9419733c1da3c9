import { assert, test } from '/test/harness.js';
import {
  leadBars,
  mapOf,
  mapSize,
  namedIn,
  openedOf,
  rowsOf,
  votesOf,
  waterfall,
  writtenVotes,
} from '/web/features/why/attribution/attribution-rows.js';

/** A generator of the same numbers in each run. */
function numbers(seed) {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647 - 0.5;
}

/** The answer about a model of 30 layers with 9 heads. */
function answer(seed, layers = 30, heads = 9) {
  const next = numbers(seed);
  const parts = ['hook_embed'];
  for (let layer = 0; layer < layers; layer++) {
    for (let head = 0; head < heads; head++) parts.push(`blocks.${layer}.attn.hook_result[${head}]`);
    parts.push(`blocks.${layer}.attn.b_O`, `blocks.${layer}.hook_mlp_out`);
  }
  parts.push('ln_final.b');
  return {
    attribution: parts.map((part) => ({
      part,
      a_minus_b: part.includes('.b') && !part.includes('blocks') ? 0 : next() ** 3 * 20,
    })),
  };
}

test('rows are at most as many as asked for, in order, and have every vote once', () => {
  for (let seed = 1; seed < 20; seed++) {
    const votes = votesOf(answer(seed));
    for (const most of [3, 5, 10]) {
      const rows = rowsOf(votes, most);
      assert.ok(rows.length <= most && rows.length >= most - 2, `${rows.length} rows of ${most}`);
      assert.deepEqual(
        rows.flatMap((row) => row.votes),
        votes.filter(({ value }) => value !== 0),
      );
    }
  }
});

test('a small model has a row for each part that adds something', () => {
  const votes = votesOf(answer(3, 1, 2));
  assert.equal(rowsOf(votes, 10).length, 5);
  assert.deepEqual(
    votes.map(({ kind }) => kind),
    ['embedding', 'head', 'head', 'bias', 'mlp', 'end'],
  );
});

test('a bar begins where the last ended', () => {
  assert.deepEqual(waterfall([1, -3, 4]), {
    bars: [
      { from: 0, to: 1 },
      { from: 1, to: -2 },
      { from: -2, to: 2 },
    ],
    least: -2,
    most: 2,
  });
});

test('the map has each head and MLP in its place', () => {
  const map = mapOf(votesOf(answer(5, 2, 3)));
  assert.equal(map.length, 2);
  assert.deepEqual(
    map[1].heads.map(({ part }) => part),
    [0, 1, 2].map((head) => `blocks.1.attn.hook_result[${head}]`),
  );
  assert.equal(map[0].mlp?.part, 'blocks.0.hook_mlp_out');
});

test('the opened part is read from the view', () => {
  assert.deepEqual(openedOf({ layer: '3', head: '0' }, []), { layer: 3, head: 0 });
  assert.deepEqual(openedOf({ layer: '3' }, []), { layer: 3, head: null });
  for (const view of [{}, { layer: 'x' }, { head: '1' }, { part: 'voter' }])
    assert.equal(openedOf(/** @type {any} */ (view), []), null);
});

test('a tour opens the head that votes most, until somebody opens another part', () => {
  const votes = votesOf({
    attribution: [
      { part: 'hook_embed', a_minus_b: 9 },
      { part: 'blocks.0.attn.hook_result[1]', a_minus_b: 2 },
      { part: 'blocks.1.attn.hook_result[3]', a_minus_b: -4 },
      { part: 'blocks.1.hook_mlp_out', a_minus_b: 5 },
    ],
  });
  assert.deepEqual(openedOf({ part: 'voter' }, votes), { layer: 0, head: 1 });
  assert.deepEqual(openedOf({ part: 'voter', layer: '1' }, votes), { layer: 1, head: null });
});

test('an opened part has a row of its own, also a weak one', () => {
  const votes = votesOf(answer(5));
  const weak = votes[7];
  const rows = rowsOf(votes, 5, [weak]);
  assert.ok(rows.some((row) => row.votes.length === 1 && row.votes[0] === weak));
  assert.ok(rows.length <= 5);
  assert.deepEqual(
    rows.flatMap((row) => row.votes),
    votes.filter(({ value }) => value !== 0),
  );
});

test('parts that a beat names have rows, also one that adds nothing any more', () => {
  const heard = answer(5);
  heard.attribution.find(({ part }) => part === 'blocks.1.attn.hook_result[3]').a_minus_b = 0;
  const votes = votesOf(heard);
  const facts = [
    'attribution sum for "a"',
    'attribution mlp 3 for "a"',
    'attribution head 2.4',
    'attribution head voter',
    'attribution mlp 99',
    'attention head 1.1 strongest',
  ];
  const named = namedIn(facts, votes);
  const voter = votes.filter(({ kind }) => kind === 'head').sort((a, b) => b.value - a.value)[0].part;
  assert.deepEqual(
    named.map(({ part }) => part),
    ['blocks.2.hook_mlp_out', 'blocks.1.attn.hook_result[3]', voter],
  );
  const alone = rowsOf(votes, 5, named)
    .filter((row) => row.votes.length === 1)
    .map((row) => row.votes[0]);
  for (const vote of named) assert.ok(alone.includes(vote), vote.part);
});

test('a map of many layers has a column for each, and fits', () => {
  const area = { width: 900, height: 560, hall: false };
  for (const isOpened of [false, true]) {
    const { across, height, labels } = mapSize(30, 10, area, isOpened);
    assert.equal(across, true);
    assert.ok(10 * (height + 2) + 90 <= area.height * (isOpened ? 0.52 : 0.9));
    assert.equal(labels, 2);
  }
  assert.deepEqual(mapSize(2, 5, area, false), { across: false, height: 44, labels: 1, isNamed: true });
  assert.deepEqual(mapSize(12, 13, area, false).across, false);
  const hall = mapSize(30, 10, { width: 860, height: 460, hall: true }, false);
  assert.ok(hall.across && 10 * (hall.height + 2) + 30 <= 140);
});

test('each row is rounded by itself, however many there are, and what rounding leaves is a row of its own', () => {
  const units = (/** @type {number} */ n) => Math.round(n * 100);
  for (let seed = 1; seed < 30; seed++) {
    const votes = votesOf(answer(seed));
    const total = votes.reduce((sum, { value }) => sum + value, 0);
    for (const most of [5, 7, 10]) {
      const written = writtenVotes(votes, most, [], total, 2);
      assert.ok(written.length <= most && written.length >= most - 3, `${written.length} rows of ${most}`);
      assert.equal(
        written.reduce((sum, { figure }) => sum + units(figure), 0),
        units(total),
      );
      const rows = written.filter(({ votes: [{ kind }] }) => kind !== 'rounding');
      for (const { value, figure } of rows) assert.equal(units(figure), units(value));
      const left = units(total) - rows.reduce((sum, { value }) => sum + units(value), 0);
      assert.deepEqual(
        written.slice(rows.length).map(({ figure }) => units(figure)),
        left === 0 ? [] : [left],
      );
    }
  }
});

test('the lead alone is the logits of both tokens, as bars from zero', () => {
  const [a, b] = leadBars({ logit_a: 12, logit_difference: 15, b: 41 });
  assert.deepEqual([a.of, a.value, a.from, a.to, a.zero], ['a', 12, 20, 100, 20]);
  assert.deepEqual([b.of, b.value, b.from, b.to], ['b', -3, 0, 20]);
  assert.deepEqual(
    leadBars({ logit_a: 8, logit_difference: 6, b: 41 }).map(({ value, from, to }) => [value, from, to]),
    [
      [8, 0, 100],
      [2, 0, 25],
    ],
  );
  // of a comparison with all others there is one
  assert.equal(leadBars({ logit_a: 8, logit_difference: 6, b: 'all' }).length, 1);
  assert.deepEqual(
    leadBars({ logit_a: 0, logit_difference: 0, b: 41 }).map(({ from, to }) => [from, to]),
    [
      [0, 0],
      [0, 0],
    ],
  );
});

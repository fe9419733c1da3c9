import { assert, test } from '/test/harness.js';
import {
  askedOf,
  chosenOf,
  found,
  groupsOf,
  pressed,
  termsOf,
  tiesOf,
  without,
} from '/web/features/why/embedding/embedding-view.js';
import { boxOf, edgeOf, median, nearestInFields, pointAt, scaleOf, together } from '/web/scene/places/framing.js';

const NOTHING = { word: null, isSum: false, plus: [], minus: [], sign: 'plus', after: null };

test('what is chosen is read from the view, and what cannot be read is left out', () => {
  assert.deepEqual(chosenOf({}), NOTHING);
  assert.deepEqual(chosenOf({ word: '7', sum: '1', plus: '1,2', minus: '3', sign: 'minus', after: '0' }), {
    word: 7,
    isSum: true,
    plus: [1, 2],
    minus: [3],
    sign: 'minus',
    after: 0,
  });
  assert.deepEqual(chosenOf({ word: '-7', sum: 'yes', plus: '1,x,,2', sign: 'times', after: '1.5' }), {
    ...NOTHING,
    plus: [1, 2],
  });
});

test('the request has the sum only while one is made', () => {
  assert.deepEqual(askedOf({ tool: 'embedding', view: 'word=4&plus=1,2&minus=3' }), { token: 4 });
  assert.deepEqual(askedOf({ tool: 'embedding', view: 'sum=1&plus=1,2&minus=3&after=2' }), {
    plus: '1,2',
    minus: '3',
    after: 2,
  });
  assert.deepEqual(askedOf({ tool: 'embedding' }), {});
});

test('pressed words are added and taken away by turns; a second press takes one out', () => {
  let chosen = { ...NOTHING, isSum: true };
  const press = (token) => {
    const changes = pressed(chosen, token);
    chosen = {
      ...chosen,
      ...chosenOf(
        Object.fromEntries(
          Object.entries({
            sum: 1,
            plus: chosen.plus.join(),
            minus: chosen.minus.join(),
            sign: chosen.sign,
            ...changes,
          })
            .filter(([, value]) => value !== null)
            .map(([name, value]) => [name, String(value)]),
        ),
      ),
    };
  };
  for (const token of [10, 20, 30]) press(token);
  assert.deepEqual([chosen.plus, chosen.minus], [[10, 30], [20]]);
  assert.deepEqual(termsOf(chosen), [
    { token: 10, sign: 'plus' },
    { token: 20, sign: 'minus' },
    { token: 30, sign: 'plus' },
  ]);
  assert.deepEqual(tiesOf(chosen, [40, 50]), [
    [20, 10],
    [30, 40],
  ]);
  assert.deepEqual(tiesOf(chosen, []), []);
  press(20);
  assert.deepEqual([chosen.plus, chosen.minus], [[10, 30], []]);
  assert.deepEqual(without(chosen, 10), { plus: '30', minus: null });
  assert.deepEqual(pressed(NOTHING, 5), { word: 5 });
});

test('a sum has at most six words', () => {
  assert.deepEqual(pressed({ ...NOTHING, isSum: true, plus: [1, 2, 3], minus: [4, 5, 6] }, 7), {});
});

test('a word is found with its space first, then in any case, then as a beginning', () => {
  const texts = ['king', ' King', ' king', 'kingdom', 'KING', ' a', '<end>', ''];
  assert.deepEqual(found(texts, ' king '), [2, 0, 1, 4, 3]);
  assert.deepEqual(found(texts, 'queen'), []);
  assert.deepEqual(found(texts, '  '), []);
});

test('groups are how tokens begin, or the kinds that the model says', () => {
  const texts = [' the', ' The', 'the', 'The', '⟨E2⟩', '<|endoftext|>', ' 12', 'שלום', ' '];
  const { of, names } = groupsOf(texts, []);
  assert.deepEqual([...of], [1, 2, 3, 4, 5, 6, 0, 3, 0]);
  assert.deepEqual(
    names.map(({ key, count }) => [key, count]),
    [
      ['other', 2],
      ['spaced', 1],
      ['spacedCapital', 1],
      ['bare', 2],
      ['bareCapital', 1],
      ['bytes', 1],
      ['special', 1],
    ],
  );
  const own = groupsOf(
    ['Lily', 'ball', 'and'],
    [
      { name: 'Names', tokens: [0] },
      { name: 'Things', tokens: [1] },
    ],
  );
  assert.deepEqual([...own.of], [1, 2, 0]);
  assert.deepEqual(
    own.names.map(({ name, key }) => name || key),
    ['other', 'Names', 'Things'],
  );
});

test('most places are within reach; a model of one token has a scale, too', () => {
  const places = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? i / 3 : 0));
  assert.ok(Math.abs(scaleOf(places) * 94 - 100) < 1e-9);
  assert.equal(scaleOf([0, 0, 0]), 1);
  assert.equal(scaleOf([]), 1);
});

test('the box holds nearly all points, and not the farthest', () => {
  const places = Float32Array.from({ length: 3000 }, (_, i) => (i < 3 ? 1e6 : (i % 97) - 48));
  const box = boxOf(places, 1000);
  assert.equal(box.length, 24);
  assert.ok(box.every((at) => Math.abs(at) <= 48));
});

test('the edge of a ball is on the ball, and not in the corners of its box', () => {
  const places = Float32Array.from({ length: 3000 }, (_, i) => {
    const at = Math.floor(i / 3),
      up = 1 - (2 * at) / 999,
      round = Math.sqrt(Math.max(0, 1 - up * up));
    return [round * Math.cos(2.4 * at), round * Math.sin(2.4 * at), up][i % 3];
  });
  const edge = edgeOf(places, 1000);
  assert.ok(edge.length >= 3 * 14 && edge.length <= 3 * 26);
  for (let i = 0; i < edge.length; i += 3)
    assert.ok(Math.abs(Math.hypot(edge[i], edge[i + 1], edge[i + 2]) - 1) < 1e-6);
  assert.ok(Math.max(...edge) > 0.95);
  assert.deepEqual(edgeOf(new Float32Array(0), 0), []);
});

test('words far from all others are left out of the view', () => {
  assert.deepEqual(
    together([
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
      [900, 0, 0],
    ]).length,
    3,
  );
  assert.deepEqual(together([[5, 5, 5]]), [[5, 5, 5]]);
  assert.equal(median([]), 0);
});

const SPREAD = [
  { x: 10, y: 10, depth: 5 },
  { x: 12, y: 10, depth: 3 },
  { x: 90, y: 10, depth: 4 },
  { x: 50, y: 50, depth: -1 },
];
const points = (isNamed = () => true) => ({ count: SPREAD.length, project: (i) => SPREAD[i], isNamed });

test('in each field the point nearest to the camera may be named', () => {
  const free = { x: 0, y: 0, width: 100, height: 100 };
  assert.deepEqual(nearestInFields(points(), free, { width: 40, height: 20 }), [1, 2]);
  assert.deepEqual(
    nearestInFields(
      points((i) => i !== 1),
      free,
      { width: 40, height: 20 },
    ),
    [2, 0],
  );
});

test('a press means the nearest point within reach, and none behind the camera', () => {
  assert.equal(pointAt(points(), 9, 10, 12), 0);
  assert.equal(pointAt(points(), 13, 10, 12), 1);
  assert.equal(pointAt(points(), 11, 10, 12), 1);
  assert.equal(pointAt(points(), 50, 50, 12), null);
});

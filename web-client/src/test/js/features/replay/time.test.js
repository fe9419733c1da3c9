import { assert, test } from '/test/harness.js';
import { markBeside, piecesOf, secondsIn, signsOf, stopsOf, timeText } from '/web/features/replay/time.js';

/** @param {[number, string][]} of @returns {any[]} */
const marks = (...of) => of.map(([t, kind]) => ({ t, kind }));
const times = (/** @type {{t: number}[]} */ of) => of.map(({ t }) => t);

test('a time is written with hours only if it has any, and read back as it was written', () => {
  const written = [0, 59_999, 972_000, 3_600_000, 4_572_000].map(timeText);
  assert.deepEqual(written, ['0:00', '0:59', '16:12', '1:00:00', '1:16:12']);
  assert.deepEqual(written.map(secondsIn), [0, 59, 972, 3600, 4572]);
  assert.deepEqual(['90', '1.5'].map(secondsIn), [90, 1.5]);
  for (const wrong of ['', '-1', '1:5', '1e3', '999999', '1:2:3:04', 'x'])
    assert.equal(secondsIn(wrong), undefined, wrong);
});

test('signs nearer than 16 px become one, counted from where the first of them lies', () => {
  // on 1000 px a second of a thousand is a pixel
  const asked = marks([0, 'beat'], [100_000, 'guess'], [115_000, 'poll'], [116_000, 'place'], [131_000, 'tool']);
  const signs = signsOf(asked, 1_000_000, 1000);
  assert.deepEqual(
    signs.map((sign) => [sign.t, times(sign.marks)]),
    [
      [100_000, [100_000, 115_000]],
      [116_000, [116_000, 131_000]],
    ],
  );
  assert.equal(signsOf(asked, 1_000_000, 16_000).length, 4);
  // a slider that is not laid out yet
  assert.equal(signsOf(asked, 1_000_000, 0).length, 1);
});

test('steps and beats have signs only where there is nothing else to go by', () => {
  const steps = marks([0, 'text'], [1000, 'step'], [2000, 'step']);
  assert.deepEqual(
    signsOf(steps, 10_000, 1000).map(({ t }) => t),
    [0, 1000, 2000],
  );
  const more = [...steps, ...marks([3000, 'guess'], [4000, 'gap'])];
  assert.deepEqual(
    signsOf(more, 10_000, 1000).map(({ t }) => t),
    [0, 3000, 4000],
  );
  const beat = [...steps, ...marks([5000, 'beat'])];
  assert.deepEqual(
    signsOf(beat, 10_000, 1000).map(({ t }) => t),
    [0],
  );
});

test('the pieces of the slider are the beats, and of a walk without any its texts; they cover it whole', () => {
  const evening = marks([0, 'text'], [1000, 'beat'], [1500, 'text'], [4000, 'beat'], [4000, 'beat'], [9000, 'beat']);
  const whole = (/** @type {any[]} */ pieces, /** @type {number} */ length) => {
    assert.equal(pieces[0].from, 0);
    assert.equal(pieces.at(-1).to, length);
    for (let i = 1; i < pieces.length; i++) assert.equal(pieces[i].from, pieces[i - 1].to);
    return pieces.map(({ from, mark }) => [from, mark?.kind ?? null]);
  };
  assert.deepEqual(whole(piecesOf(evening, 9000), 9000), [
    [0, null],
    [1000, 'beat'],
    [4000, 'beat'],
  ]);
  assert.deepEqual(whole(piecesOf(marks([0, 'text'], [500, 'guess'], [600, 'text']), 1000), 1000), [
    [0, 'text'],
    [600, 'text'],
  ]);
  // what is behind a tour is none of its beats
  assert.deepEqual(whole(piecesOf(marks([0, 'beat'], [400, 'end'], [700, 'beat']), 1000), 1000), [
    [0, 'beat'],
    [400, null],
    [700, 'beat'],
  ]);
  assert.deepEqual(whole(piecesOf([], 1000), 1000), [[0, null]]);
});

test('the keys of marks stop at each moment once, never at a pause, and soon after a mark go to the one before', () => {
  const all = marks([1000, 'beat'], [1000, 'step'], [4000, 'end'], [5000, 'gap'], [6000, 'guess'], [9000, 'step']);
  assert.deepEqual(times(stopsOf(all)), [1000, 6000, 9000]);
  const beside = (/** @type {number} */ t, /** @type {1 | -1} */ by) => markBeside(all, t, by)?.t ?? null;
  assert.deepEqual(
    [beside(0, 1), beside(1000, 1), beside(5990, 1), beside(6000, 1), beside(9000, 1)],
    [1000, 6000, 9000, 9000, null],
  );
  assert.deepEqual([beside(9500, -1), beside(6900, -1), beside(7001, -1), beside(1900, -1)], [6000, 1000, 6000, null]);
});

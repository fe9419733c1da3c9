import { assert, test } from '/test/harness.js';
import { firstAt, readingMs, sentencesOf, stepAt } from '/web/features/tour/film/film.js';

test('a text is read sentence by sentence, without what nobody says', () => {
  assert.deepEqual(sentencesOf('It reads 0.93 of Tom. Why? “Because.” He gave it!'), [
    'It reads 0.93 of Tom.',
    'Why?',
    '“Because.”',
    'He gave it!',
  ]);
  assert.deepEqual(sentencesOf('Wörter, z. B. „Tom“, stehen da. Danach nichts.'), [
    'Wörter, z. B. „Tom“, stehen da.',
    'Danach nichts.',
  ]);
  assert.deepEqual(sentencesOf('It is multiplied by W_Q.'), ['It is multiplied by W Q.']);
  assert.deepEqual(sentencesOf('\\text{score} = q \\cdot k'), ['score = q k']);
  for (const empty of ['', '  ', '…', '\\\\']) assert.deepEqual(sentencesOf(empty), []);
});

test('a sentence stands as long as reading it takes, and no shorter than it can be seen', () => {
  assert.equal(readingMs('One.'), 1500);
  // 170 words a minute
  assert.equal(Math.round(readingMs(Array(34).fill('word').join(' '))), 12_000);
});

test('the sentences of a beat are spread over its steps, and each step begins with its first', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((n) => stepAt(n, 3, 6)),
    [0, 0, 1, 1, 2, 2],
  );
  assert.deepEqual(
    [0, 1, 2].map((at) => firstAt(at, 3, 6)),
    [0, 2, 4],
  );
  assert.deepEqual(
    [0, 1, 2, 3].map((n) => stepAt(n, 1, 4)),
    [0, 0, 0, 0],
  );
  for (const [steps, sentences] of [
    [3, 1],
    [3, 2],
    [5, 7],
    [2, 9],
  ])
    for (let at = 0; at < steps; at++) {
      const first = firstAt(at, steps, sentences);
      if (first < sentences) assert.ok(stepAt(first, steps, sentences) >= at, `${at} of ${steps}, ${sentences}`);
    }
});

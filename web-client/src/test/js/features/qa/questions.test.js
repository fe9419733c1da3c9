import { assert, test } from '/test/harness.js';
import { similar, sorted } from '/web/features/qa/questions.js';

const rows = [
  ['Why does it look at Tom when the answer is Lily?', 23],
  ['Does it know that Tom and Lily are people?', 17],
  ['Who decided that there are four heads?', 9],
  ['Wären es auf Deutsch dieselben Köpfe?', 6],
].map(([text, people], i) => /** @type {any} */ ({ number: i + 1, text, people }));
const found = (/** @type {string} */ text) => similar(rows, text).map(({ number }) => number);

test('a question that says the same in other words is found while it is typed', () => {
  assert.deepEqual(found('Why Tom, if Lily is the answer?'), [1]);
  assert.deepEqual(found('WHO decided on four heads'), [3]);
  assert.deepEqual(found('dieselben köpfe auf deutsch'), [4]);
});

test('nothing is like a text without words, and a long question is not like one with a word of it', () => {
  for (const text of ['', '  ', '?!', 'is it', 'Why did nobody ever paint these blocks in another colour?'])
    assert.deepEqual(found(text), [], text);
});

test('questions stand by votes with the older first, or the newest first', () => {
  const some = [rows[3], { ...rows[2], people: 17 }, rows[1]];
  assert.deepEqual(
    sorted(some, 'people').map(({ number }) => number),
    [2, 3, 4],
  );
  assert.deepEqual(
    sorted(some, 'at').map(({ number }) => number),
    [4, 3, 2],
  );
});

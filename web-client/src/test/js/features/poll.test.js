/** What pages make of a poll: its rows, the mean of a scale, and what is right. */
import { assert, test } from '/test/harness.js';
import { isRight, longest, mean, pollOf, rows } from '/web/features/poll/poll.js';
import { words } from '/web/ui/words.js';

const asked = (/** @type {any} */ more) => ({
  kind: 'several',
  question: '?',
  options: ['A', 'B', 'C'],
  phase: 'revealed',
  answers: 4,
  counts: [3, 0, 4],
  ...more,
});

test('each option of several has the share of those who answered', () => {
  assert.deepEqual(
    rows(asked({})).map(({ count, of }) => [count, of]),
    [
      [3, 0.75],
      [0, 0],
      [4, 1],
    ],
  );
});

test('both rounds are drawn at one scale', () => {
  const all = rows(asked({ first: [1, 6, 0] }));
  assert.deepEqual(
    all.map(({ first }) => first),
    [1, 6, 0],
  );
  assert.equal(longest(all), 6);
  assert.equal(longest(rows(asked({ answers: 0, counts: undefined }))), 1);
});

test('a page has the words of its own language, or else those of the first', () => {
  const de = { question: 'Wie klar?', options: ['gar nicht', 'sehr'] };
  const question = asked({ kind: 'scale', options: ['not', 'very'], counts: [1, 0, 0, 2, 1], words: { de } });
  const view = /** @type {any} */ ({ room: { parts: { poll: { number: 1, question } } } });
  const before = words.language;
  try {
    for (const [language, ends] of /** @type {const} */ ([
      ['de', ['1 · gar nicht', '5 · sehr']],
      ['en', ['1 · not', '5 · very']],
    ])) {
      words.language = language;
      const shown = /** @type {any} */ (pollOf(view)).question;
      assert.equal(shown.question, language === 'de' ? de.question : '?');
      const all = rows(shown);
      assert.deepEqual([all[0].name, all[4].name], ends);
      assert.equal(all[3].count, 2);
    }
  } finally {
    words.language = before;
  }
});

test('a scale has five values, whose ends have words, and a mean', () => {
  const all = rows(asked({ kind: 'scale', options: ['not', 'very'], counts: [1, 0, 0, 2, 1] }));
  assert.deepEqual(
    all.map(({ name }) => name),
    ['1 · not', '2', '3', '4', '5 · very'],
  );
  assert.equal(mean([1, 0, 0, 2, 1]), 3.5);
  assert.equal(mean([0, 0, 0, 0, 0]), null);
});

test('an answer of several is right if it has all that is right, and nothing else', () => {
  const poll = asked({ right: [0, 2] });
  assert.equal(isRight(poll, { options: [0, 2] }), true);
  assert.equal(isRight(poll, { options: [0] }), false);
  assert.equal(isRight(poll, { options: [0, 1, 2] }), false);
  assert.equal(isRight(asked({}), { options: [0] }), null);
  assert.equal(isRight(poll, null), null);
});

test('what people wrote has the counts of both rounds', () => {
  const said = [
    { id: 'a', text: 'magic', count: 2 },
    { id: 'b', text: 'maths', first: 3 },
  ];
  assert.deepEqual(
    rows(asked({ kind: 'text', options: [], counts: undefined, said, first: [] })).map(({ name, count, first }) => [
      name,
      count,
      first,
    ]),
    [
      ['magic', 2, 0],
      ['maths', 0, 3],
    ],
  );
});

/** What is kept of a person's try, and what a room is asked. */
import { assert, test } from '/test/harness.js';
import { answerFact, askingOf } from '/web/features/tour/act/asking.js';
import { FactsHere } from '/web/features/tour/act/facts-here.js';
import { answered, fresh, hinted, onRun, revealed, skipped } from '/web/features/tour/act/progress-of.js';
import { askedOptions, distinct, offered, questionOf, roomAsking } from '/web/features/tour/act/room-asking.js';

const BEFORE = [
  { id: '1', text: 'C' },
  { id: '2', text: 'B' },
];

test('an answer can be changed until it is told, and then no more', () => {
  let tried = answered(answered(fresh('a/b', 't1'), '1'), '2');
  assert.equal(tried.answer, '2');
  tried = revealed(tried);
  assert.equal(tried.told, 'answered');
  assert.equal(answered(tried, '1').answer, '2');
  assert.equal(hinted(tried).hints, 0);
});

test('nothing is told without an answer, except to whoever skips', () => {
  assert.equal(revealed(fresh('a/b', 't1')).told, '');
  assert.deepEqual(skipped(answered(fresh('a/b', 't1'), '1')), {
    beat: 'a/b',
    trace: 't1',
    answer: null,
    hints: 0,
    told: 'skipped',
  });
});

test('there are three hints', () => {
  const all = [1, 2, 3, 4].reduce((tried) => hinted(tried), fresh('a/b', 't1'));
  assert.equal(all.hints, 3);
});

test('another text asks anew: what was told goes, an open answer stays only if it is the same token', () => {
  const open = hinted(answered(fresh('a/b', 't1'), '2'));
  assert.deepEqual(
    onRun(open, 't2', BEFORE, [
      { id: '1', text: 'A' },
      { id: '2', text: 'B' },
    ]),
    { beat: 'a/b', trace: 't2', answer: '2', hints: 1, told: '' },
  );
  assert.equal(
    onRun(open, 't2', BEFORE, [
      { id: '1', text: 'A' },
      { id: '2', text: 'A' },
    ]).answer,
    null,
  );
  assert.equal(onRun(open, 't2', BEFORE, [{ id: '1', text: 'A' }]).answer, null);
  assert.deepEqual(onRun(revealed(open), 't2', BEFORE, BEFORE), {
    beat: 'a/b',
    trace: 't2',
    answer: null,
    hints: 1,
    told: '',
  });
  assert.equal(onRun(open, 't1', BEFORE, []), open);
});

const ACT = {
  choose: 'tokens',
  right: 'strongest-key head 1.1 from last',
  question: [{ p: ['Which? ', { fact: 'token last' }] }],
  rightText: [{ p: [{ fact: 'prob next 1' }] }],
  wrongText: [{ p: [] }],
};
/** @type {import('../../../../main/web/features/tour/act/options.js').Option[]} */
const TOKENS = ['C', 'A', 'C'].map((text, position) => ({ id: String(position + 1), kind: 'token', text, position }));

test('before the answer is told only the facts of the question are asked for', () => {
  /** @type {string[]} */
  const wanted = [];
  const asking = askingOf(ACT, TOKENS, answered(fresh('a/b', 't1'), '1'), (facts) => {
    wanted.push(...facts);
    return null;
  });
  assert.deepEqual(wanted, ['token last']);
  assert.equal(asking.right, -1);
  assert.equal(asking.picture, null);
});

test('what is told comes from the facts of the run and of the answer', () => {
  const asked = /** @type {any[]} */ ([]);
  const factsOf = (/** @type {string[]} */ facts, /** @type {number | null} */ answer) => {
    asked.push(answer);
    return new Map(
      facts.map((fact) => [
        fact,
        fact.startsWith('strongest')
          ? { fact, kind: 'token', text: 'A', position: 1 }
          : { fact, kind: 'share', value: 0.5 },
      ]),
    );
  };
  const asking = askingOf(ACT, TOKENS, revealed(answered(fresh('a/b', 't1'), '3')), factsOf);
  assert.equal(asking.right, 1);
  assert.equal(asking.answer, TOKENS[2]);
  assert.ok(asked.includes(2), 'the position of the answer');
  // whoever skipped is told about the right one
  assert.equal(askingOf(ACT, TOKENS, skipped(fresh('a/b', 't1')), factsOf).answer, TOKENS[1]);
});

test('an answer is a fact of its kind', () => {
  assert.deepEqual(answerFact(TOKENS[1], 'A'), {
    fact: 'answer',
    kind: 'token',
    text: 'A',
    token: undefined,
    position: 1,
  });
  assert.equal(answerFact({ id: 'x', kind: 'own' }, 'the keys')?.text, 'the keys');
  assert.equal(answerFact(null, ''), null);
});

const asking = (/** @type {any[]} */ options, right = 1, values = /** @type {any} */ (null)) => ({
  options,
  right,
  picture: values && { kind: /** @type {const} */ ('share'), values },
});
const nameOf = (/** @type {any} */ option) => option.text ?? option.id;
const WORDS = { beat: 'a/b', trace: 't1', question: ' Which  one? ', nameOf };

test('a room is asked with names that differ, and told which is right', () => {
  assert.deepEqual(questionOf(asking(TOKENS), WORDS), {
    beat: 'a/b',
    right: 1,
    question: 'Which one?',
    options: ['C · 1', 'A', 'C · 3'],
  });
  assert.equal(questionOf(asking(TOKENS.slice(0, 1)), WORDS), null);
});

test('a room is offered at most six options, the same on every page', () => {
  const many = Array.from({ length: 9 }, (_, i) => ({ id: `1.${i + 1}`, kind: /** @type {const} */ ('head') }));
  const of = asking(many, 8, [9, 8, 7, 6, 5, 4, 3, 2, 1]);
  assert.deepEqual(offered(of), [0, 1, 2, 3, 4, 8]);
  const fields = /** @type {any} */ (questionOf(of, WORDS));
  assert.equal(fields.options[fields.right], '1.9');
  assert.deepEqual(
    askedOptions(
      of,
      {
        options: fields.options.map((/** @type {string} */ text) => ({ text })),
        other: false,
        phase: 'revealed',
        answers: 0,
      },
      nameOf,
    ),
    [0, 1, 2, 3, 4, 8],
  );
});

test('what comes next is asked by tokens, with all others last', () => {
  const options = [
    { id: 'token 4', kind: /** @type {const} */ ('next'), token: 4, text: ' a', p: 0.5 },
    { id: 'token 2', kind: /** @type {const} */ ('next'), token: 2, text: ' b', p: 0.2 },
    { id: 'other', kind: /** @type {const} */ ('other'), p: 0.3 },
  ];
  assert.deepEqual(questionOf(asking(options, 2), WORDS), {
    beat: 'a/b',
    right: 2,
    question: 'Which one?',
    trace: 't1',
    tokens: [4, 2],
    other: true,
  });
  const question = {
    options: [
      { text: ' a', token: 4 },
      { text: ' b', token: 2 },
    ],
    other: true,
    phase: /** @type {const} */ ('revealed'),
    answers: 0,
  };
  assert.deepEqual(askedOptions(asking(options, 2), question, nameOf), [0, 1, 2]);
  assert.equal(
    askedOptions(
      asking(options, 2),
      {
        ...question,
        options: [
          { text: ' a', token: 4 },
          { text: ' c', token: 9 },
        ],
      },
      nameOf,
    ),
    null,
  );
});

test('a question about another text is not taken for this one', () => {
  const question = {
    options: ['B · 1', 'A', 'C'].map((text) => ({ text })),
    other: false,
    phase: /** @type {const} */ ('revealed'),
    answers: 0,
  };
  assert.equal(askedOptions(asking(TOKENS), question, nameOf), null);
});

test('long words are cut to what a room takes', () => {
  const long = [
    { id: 'x'.repeat(90), kind: /** @type {const} */ ('own') },
    { id: 'y', kind: /** @type {const} */ ('own') },
  ];
  const fields = /** @type {any} */ (questionOf(asking(long), { ...WORDS, question: 'w'.repeat(300) }));
  assert.ok(fields.options[0].length <= 60);
  assert.equal(fields.question.length, 200);
  assert.deepEqual(distinct(['a', 'A', 'b']), ['a · 1', 'A · 2', 'b']);
});

test('the question of the beat is the open one, or the one that was revealed before', () => {
  const question = { beat: 'a/b', phase: 'open', options: [], other: false, answers: 0 };
  const room = { parts: { prediction: { number: 3, question } }, own: { prediction: { number: 3, option: 1 } } };
  assert.deepEqual(roomAsking(room, 'a/b'), { phase: 'open', number: 3, question, own: 1 });
  assert.equal(roomAsking(room, 'a/c').phase, 'none');
  assert.equal(roomAsking({ ...room, own: { prediction: { number: 2, option: 1 } } }, 'a/b').own, null);
  const revealed = { ...question, question: 'Which one?', phase: 'revealed' };
  const kept = { parts: { tour: { asked: { 'a/b': revealed } } }, own: {} };
  assert.deepEqual(roomAsking(kept, 'a/b'), { phase: 'revealed', number: null, question: revealed, own: null });
});

test('facts that fail are asked for again later', async () => {
  let asks = 0;
  /** @type {(() => void)[]} */
  const later = [];
  let changes = 0;
  const facts = new FactsHere(
    async (_, list) => {
      if (++asks === 1) throw new Error('away');
      return new Map(list.map((fact) => [fact, { fact, kind: 'count', value: 6 }]));
    },
    () => changes++,
    (fn) => later.push(fn),
  );
  assert.equal(facts.of({ id: 't1', promptLength: 1 }, ['positions']), null);
  assert.equal(facts.of({ id: 't1', promptLength: 1 }, ['positions']), null);
  await new Promise((done) => setTimeout(done));
  assert.equal(asks, 1);
  later[0]();
  facts.of({ id: 't1', promptLength: 1 }, ['positions']);
  await new Promise((done) => setTimeout(done));
  assert.equal(facts.of({ id: 't1', promptLength: 1 }, ['positions'])?.get('positions')?.value, 6);
  assert.equal(facts.of({ id: 't1', promptLength: 1 }, [])?.size, 0);
  assert.equal(changes, 2);
});

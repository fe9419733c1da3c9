import { assert, test } from '/test/harness.js';
import { blocksOf, chosen, factsIn, tokensIn, holds, withoutReply } from '/web/features/tour/forms.js';
import { factText, NO_FIGURE } from '/web/features/tour/fact-words.js';
import { Words } from '/web/ui/words.js';

const FACTS = new Map(
  Object.entries({
    'prob next 1': { kind: 'share', value: 0.59 },
    next: { kind: 'token', text: 'A', token: 0 },
    'token last': { kind: 'token', text: 'C', token: 2 },
    right: { kind: 'flag', value: false },
    lost: { error: { code: 'unknown' } },
  }).map(([fact, answer]) => [fact, { fact, ...answer }]),
);

test('a level without a text has no blocks, and one text serves all levels', () => {
  assert.deepEqual(blocksOf({ simple: [{ p: ['a'] }] }, 'simple'), [{ p: ['a'] }]);
  assert.equal(blocksOf({ simple: [{ p: ['a'] }] }, 'expert'), null);
  assert.deepEqual(blocksOf([{ p: ['a'] }], 'expert'), [{ p: ['a'] }]);
  assert.equal(blocksOf(undefined, 'simple'), null);
});

test('facts are found in texts, forms and conditions, each once, and not in links’ targets', () => {
  const rich = [
    {
      p: [
        'a ',
        { fact: 'next' },
        { if: { not: 'right' }, then: [{ strong: [{ fact: 'prob next 1' }] }], else: [{ fact: 'next' }] },
      ],
    },
    { list: [[{ if: { fact: 'x', op: '<', value: { fact: 'y' } }, then: [] }]], ordered: false },
    { p: [{ link: { fact: 'no' }, text: [{ fact: 'token last' }] }] },
  ];
  assert.deepEqual(factsIn(rich), ['next', 'right', 'prob next 1', 'x', 'y', 'token last']);
});

test('the tokens that words lead to are found at every depth, each once, and only those that the text has', () => {
  const rich = [
    {
      p: [
        'a ',
        { link: { token: 1 }, text: ['here'] },
        {
          if: { fact: 'right' },
          then: [{ strong: [{ link: { token: 'last' }, text: ['there'] }] }],
          else: [{ link: { token: 9 }, text: ['no'] }],
        },
      ],
    },
    {
      list: [
        [
          { link: { token: 1 }, text: ['again'] },
          { link: { tensors: ['x'] }, text: ['block'] },
        ],
      ],
      ordered: false,
    },
  ];
  assert.deepEqual(tokensIn(rich, 6), [1, 5]);
  assert.deepEqual(tokensIn(null, 6), []);
});

test('a condition compares numbers, tokens and facts', () => {
  const cases = [
    [{ fact: 'prob next 1', op: '<', value: 0.6 }, true],
    [{ fact: 'prob next 1', op: '>=', value: 0.6 }, false],
    [{ fact: 'next', op: '=', value: 'A' }, true],
    [{ fact: 'next', op: '!=', value: { fact: 'token last' } }, true],
    [{ fact: 'right' }, false],
    [{ not: { fact: 'right' } }, true],
    [{ not: 'right' }, true],
  ];
  for (const [condition, expected] of cases) assert.equal(holds(condition, FACTS), expected, JSON.stringify(condition));
});

test('tokens compare by their text, and by their place where both have one', () => {
  const at = (text, position) => ({
    fact: '',
    kind: 'token',
    text,
    token: 0,
    ...(position !== undefined && { position }),
  });
  const facts = new Map([
    ['a', at('A', 0)],
    ['b', at('A', 3)],
    ['next', at('A')],
    ['spaced', at(' A')],
  ]);
  const isSame = (fact, value, answer) => holds({ fact, op: '=', value }, facts, answer);
  assert.equal(isSame('a', { fact: 'b' }), false);
  assert.equal(isSame('a', { fact: 'next' }), true);
  assert.equal(isSame('b', { answer: true }, at('A', 3)), true);
  assert.equal(holds({ fact: 'a', op: '!=', value: { fact: 'b' } }, facts), true);
  assert.equal(isSame('spaced', 'A'), false);
  assert.equal(isSame('spaced', ' A'), true);
});

test('a condition about what is not known does not hold, and neither does its opposite', () => {
  for (const fact of ['lost', 'unasked']) {
    assert.equal(holds({ fact }, FACTS), null);
    assert.equal(holds({ not: { fact } }, FACTS), null);
  }
  assert.equal(holds({ fact: 'right' }, null), null);
  assert.equal(holds({ fact: 'next', op: '<', value: 3 }, FACTS), null);
});

test('the answer of a person can be compared', () => {
  const answer = { fact: 'answer', kind: 'token', text: 'A' };
  assert.equal(holds({ answer: true, op: '=', value: { fact: 'next' } }, FACTS, answer), true);
  assert.equal(holds({ fact: 'next', op: '=', value: { answer: true } }, FACTS, answer), true);
});

test('of a form the part is chosen whose condition holds, also within another', () => {
  const form = {
    if: { fact: 'right' },
    then: ['yes'],
    else: ['no, ', { if: { fact: 'prob next 1', op: '>', value: 0.5 }, then: ['but sure'] }],
  };
  assert.deepEqual(chosen(['It is ', form, '.'], FACTS), ['It is ', 'no, ', 'but sure', '.']);
  assert.deepEqual(chosen([{ if: { fact: 'lost' }, then: ['a'], else: ['b'] }], FACTS), []);
});

const words = new Words();
words.use({
  locale: 'en-GB',
  next: { percent: [0, '', 'amount', ' %'] },
  tour: {
    yes: 'yes',
    no: 'no',
    positive: 'positive',
    negative: 'negative',
    zero: 'zero',
    part: {
      head: [0, 'layer ', 'layer', ' head ', 'head', ''],
      mlp: [0, 'MLP ', 'layer', ''],
      embedding: 'the embedding',
    },
  },
});
const text = (answer) => factText(answer, words);

test('a share is a percentage that never reads as all or nothing if it is not', () => {
  assert.deepEqual(
    [0.5937, 0.00001, 0.99999, 1, 0, 0.1].map((value) => text({ kind: 'share', value })),
    ['59.4 %', '<0.1 %', '>99.9 %', '100 %', '0 %', '10.0 %'],
  );
});

test('numbers, counts, parts, flags, signs and tokens are written by their kind', () => {
  assert.equal(text({ kind: 'number', value: -1.234 }), '−1.23');
  assert.equal(text({ kind: 'number', value: 0 }), '0.00');
  // a difference is that of the two figures as they are written: 10.82 and 1.01
  assert.equal(text({ kind: 'number', value: -9.8178, before: 10.8238, after: 1.006 }), '−9.81');
  assert.equal(text({ kind: 'number', value: -0.00432, before: 1.00432, after: 1 }), '−0.0043');
  assert.equal(text({ kind: 'number', value: -0.00432 }), '−0.0043');
  assert.equal(text({ kind: 'number', value: 0.000012 }), '0.000012');
  assert.equal(text({ kind: 'count', value: 85728 }), '85,728');
  assert.equal(text({ kind: 'part', part: { layer: 2, head: 3 } }), 'layer 2 head 3');
  assert.equal(text({ kind: 'part', part: { layer: 1, mlp: true } }), 'MLP 1');
  assert.equal(text({ kind: 'part', part: { embedding: true } }), 'the embedding');
  assert.deepEqual(
    [true, false].map((value) => text({ kind: 'flag', value })),
    ['yes', 'no'],
  );
  assert.deepEqual(
    [1, -1, 0].map((value) => text({ kind: 'sign', value })),
    ['positive', 'negative', 'zero'],
  );
  assert.equal(text({ kind: 'token', text: ' Lily' }), 'Lily');
});

test('a figure that is not there is a dash', () => {
  for (const answer of [
    null,
    undefined,
    { error: {} },
    { kind: 'unknown' },
    { kind: 'number', value: null },
    { kind: 'share', value: NaN },
  ])
    assert.equal(text(answer), NO_FIGURE);
});

test('nobody is replied to who has not answered', () => {
  const fact = { fact: 'next' };
  const text = [{ p: ['Yes. It says ', fact, '.'] }, { p: ['Yes. And more.'] }];
  assert.deepEqual(withoutReply(text, 'Yes.'), [{ p: ['It says ', fact, '.'] }, { p: ['Yes. And more.'] }]);
  assert.deepEqual(withoutReply([{ p: [fact, ' it says.'] }], 'Yes.'), [{ p: [fact, ' it says.'] }]);
  assert.equal(withoutReply(null, 'Yes.'), null);
});

/** The options of acts, which of them is right, and the measured picture. */
import { assert, test } from '/test/harness.js';
import { fewOf, optionsOf, ownWords } from '/web/features/tour/act/options.js';
import { lengths, pictureFacts, pictureOf } from '/web/features/tour/act/picture.js';
import { rightFacts, rightOf } from '/web/features/tour/act/asking.js';
import { factText } from '/web/features/tour/fact-words.js';
import { words } from '/web/ui/words.js';

await words.loadRest();

const RUN = {
  text: ['C', 'B', 'A', 'B'],
  next: [
    { token: 3, text: ' zebra', p: 0.5 },
    { token: 1, text: ' apple', p: 0.25 },
    { token: 2, text: ' Bear', p: 0.125 },
  ],
};
const GRAPH = { sizes: { n_layers: 2, n_heads: 3, d_vocab: 9 } };
const of = (/** @type {any} */ act, run = RUN, graph = GRAPH) => optionsOf({ question: [], ...act }, run, graph, 'en');
const told = (/** @type {{right: string}} */ { right }, /** @type {any} */ answer) => new Map([[right, answer]]);
const ids = (/** @type {any[]} */ options) => options.map(({ id }) => id);

test('tokens are those that the asked one can read, with their places', () => {
  assert.deepEqual(ids(of({ choose: 'tokens', right: 'strongest-key head 1.2 from last' })), ['1', '2', '3', '4']);
  assert.deepEqual(ids(of({ choose: 'tokens', right: 'strongest-key head 1.2 from 3' })), ['1', '2', '3']);
  assert.deepEqual(ids(of({ choose: 'tokens', right: 'strongest-key head 1.2 from first' })), ['1']);
  assert.deepEqual(ids(of({ choose: 'tokens', right: 'strongest-key head 1.2 from 99' })), ['1', '2', '3', '4']);
  assert.deepEqual(
    of({ choose: 'tokens' }).map(({ text, position }) => [text, position]),
    [
      ['C', 0],
      ['B', 1],
      ['A', 2],
      ['B', 3],
    ],
  );
});

test('next tokens stand in the order of a dictionary, and all others together at the end', () => {
  const options = of({ choose: 'next', count: 3 });
  assert.deepEqual(
    options.map(({ text = '' }) => text),
    [' apple', ' Bear', ' zebra', ''],
  );
  assert.equal(options[3].kind, 'other');
  assert.close(options[3].p ?? 0, 0.125, 1e-9);
  // of a vocabulary that is all named there is nothing else
  assert.deepEqual(ids(of({ choose: 'next', count: 3 }, RUN, { sizes: { d_vocab: 3 } })), [
    'token 1',
    'token 2',
    'token 3',
  ]);
  assert.deepEqual(of({ choose: 'next' }, { ...RUN, next: [] }), []);
});

test('heads are those of the graph, counted from 1', () => {
  assert.deepEqual(ids(of({ choose: 'heads' })), ['1.1', '1.2', '1.3', '2.1', '2.2', '2.3']);
  assert.deepEqual(ids(of({ choose: 'heads', layer: 2 })), ['2.1', '2.2', '2.3']);
});

test('what is no kind of option has none', () => {
  assert.deepEqual(of({ choose: 'words' }), []);
  assert.deepEqual(of({ do: 'text' }), []);
});

test('a fact names the right token by its place, not by its letter', () => {
  const act = { question: [], choose: 'tokens', right: 'strongest-key head 1.2 from last' };
  const options = of(act);
  assert.deepEqual(rightFacts(act, options), ['strongest-key head 1.2 from last']);
  assert.equal(rightOf(act, options, told(act, { fact: '', kind: 'token', text: 'B', token: 1, position: 3 })), 3);
  assert.equal(rightOf(act, options, told(act, { fact: '', kind: 'token', text: 'B', token: 1, position: 1 })), 1);
  assert.equal(rightOf(act, options, told(act, { fact: '', error: { type: 'no-head' } })), -1);
  assert.equal(rightOf(act, options, null), -1);
});

test('a next token that is no option of its own is something else', () => {
  const act = { question: [], choose: 'next', count: 2, right: 'next' };
  const options = of(act);
  assert.equal(options[rightOf(act, options, told(act, { fact: '', kind: 'token', token: 3 }))].text, ' zebra');
  assert.equal(options[rightOf(act, options, told(act, { fact: '', kind: 'token', token: 8 }))].kind, 'other');
});

test('heads, signs and own options are named by parts, signs, ids and flags', () => {
  const heads = { question: [], choose: 'heads', right: 'strongest-effect' };
  assert.equal(rightOf(heads, of(heads), told(heads, { fact: '', kind: 'part', part: { layer: 2, head: 1 } })), 3);
  assert.equal(rightOf(heads, of(heads), told(heads, { fact: '', kind: 'part', part: { layer: 2, mlp: true } })), -1);
  const signs = { question: [], choose: 'signs', right: 'sign head 1.1 from last to 1 number 3' };
  assert.equal(rightOf(signs, of(signs), told(signs, { fact: '', kind: 'sign', value: -1 })), 1);
  assert.equal(rightOf(signs, of(signs), told(signs, { fact: '', kind: 'sign', value: 0 })), -1);
  const own = {
    question: [],
    options: [
      { id: 'queries', text: 'Q' },
      { id: 'keys', text: 'K' },
    ],
    right: 'keys',
  };
  assert.deepEqual(rightFacts(own, of(own)), []);
  assert.equal(rightOf(own, of(own), null), 1);
  const flag = {
    question: [],
    options: [
      { id: 'yes', text: 'Y' },
      { id: 'no', text: 'N' },
    ],
    right: 'sorts',
  };
  assert.deepEqual(rightFacts(flag, of(flag)), ['sorts']);
  assert.equal(rightOf(flag, of(flag), told(flag, { fact: '', kind: 'flag', value: false })), 1);
});

test('of own options the first is right whose condition holds in the run', () => {
  const leads = (/** @type {number} */ value) => ({ if: { fact: 'lens leads', op: '=', value }, id: `layer-${value}` });
  const act = {
    question: [],
    options: [
      { id: 'layer-1', text: '1' },
      { id: 'layer-2', text: '2' },
    ],
    right: [leads(1), leads(2)],
  };
  const options = of(act);
  const run = (/** @type {any} */ answer) =>
    rightOf(act, options, new Map([['lens leads', { fact: 'lens leads', ...answer }]]));
  assert.deepEqual(rightFacts(act, options), ['lens leads']);
  assert.deepEqual(
    [1, 2, 3].map((value) => run({ kind: 'count', value })),
    [0, 1, -1],
  );
  assert.equal(run({ error: { type: 'never-leads' } }), -1);
  assert.equal(pictureFacts(act, options), null);
});

test('the picture is drawn from the facts of which the right one is the largest', () => {
  const act = { question: [], choose: 'tokens', right: 'strongest-key head 1.2 from last' };
  const options = of(act);
  const facts = pictureFacts(act, options) ?? [];
  assert.deepEqual(facts.slice(0, 2), ['attention head 1.2 from last to 1', 'attention head 1.2 from last to 2']);
  const answers = new Map(
    facts.map((fact, i) => [
      fact,
      i === 1 ? { fact, error: {} } : { fact, kind: 'share', value: [0.5, 0, 0.25, 0.25][i] },
    ]),
  );
  const picture = pictureOf(act, options, answers);
  assert.deepEqual(picture, { kind: 'share', values: [0.5, null, 0.25, 0.25] });
  assert.deepEqual(lengths(/** @type {any} */ (picture)), [1, 0, 0.5, 0.5]);
  assert.equal(pictureOf(act, options, null), null);
  const heads = { question: [], choose: 'heads', layer: 1, right: 'strongest-head-voter for " Lily" against " Tom"' };
  assert.deepEqual(pictureFacts(heads, of(heads))?.[0], 'attribution head 1.1 for " Lily" against " Tom"');
  const effects = { ...heads, right: 'strongest-head-effect layer 1 by zero' };
  assert.deepEqual(pictureFacts(effects, of(effects)), [
    'effect head 1.1 by zero',
    'effect head 1.2 by zero',
    'effect head 1.3 by zero',
  ]);
});

/** The sentence and the bar of one question: 10.994 − 32.148 is −21.154, but 10.99 and 32.15 are written. */
test('a bar has the figure of the sentence beside it', () => {
  const act = { question: [], choose: 'heads', layer: 1, right: 'strongest-head-effect layer 1 by zero' };
  const options = of(act);
  const facts = pictureFacts(act, options) ?? [];
  const answers = new Map(
    facts.map((fact, i) => [
      fact,
      { fact, kind: 'number', before: 32.148, after: 10.994 + i, value: 10.994 + i - 32.148 },
    ]),
  );
  assert.deepEqual(pictureOf(act, options, answers)?.values.slice(0, 2), [-21.16, -20.16]);
  assert.equal(factText(answers.get(facts[0]), words), '−21.16');
});

test('what next tokens get is known without asking, and own options have no picture', () => {
  const next = { question: [], choose: 'next', count: 2, right: 'next' };
  assert.equal(pictureFacts(next, of(next)), null);
  assert.deepEqual(pictureOf(next, of(next), null)?.values, [0.25, 0.5, 0.25]);
  const own = { question: [], options: [{ id: 'a', text: 'A' }], right: 'a' };
  assert.equal(pictureOf(own, of(own), new Map()), null);
});

test('of many options those of which most is measured are kept, and the right one always', () => {
  const options = of({ choose: 'heads' });
  assert.deepEqual(ids(fewOf(options, 0, [0, 5, 1, -9, 2, 3], 3)), ['1.1', '1.2', '2.1']);
  assert.equal(fewOf(options, 0, [], 6), options);
  assert.deepEqual(ids(fewOf(options, 2, [], 2)), ['1.3', '2.3']);
});

test('own words may differ by level', () => {
  assert.equal(ownWords('Keys', 'simple'), 'Keys');
  assert.equal(ownWords({ simple: 'Labels', developer: 'Keys' }, 'simple'), 'Labels');
  assert.equal(ownWords({ developer: 'Keys' }, 'expert'), 'Keys');
  assert.deepEqual(ownWords([{ p: ['Keys'] }], 'simple'), [{ p: ['Keys'] }]);
});

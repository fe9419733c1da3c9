import { assert, test } from '/test/harness.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { expandGraph } from '/web/model/graph.js';
import { Trace } from '/web/model/trace.js';
import { checkSorted, remarksOn } from '/web/ui/remarks.js';
import { plain } from '/web/ui/rich-text.js';
import { Words } from '/web/ui/words.js';

const words = new Words();
await words.loadRest();
const [A, B, C] = [0, 1, 2];

test('a sorting model is checked against its own first tokens in order', () => {
  const order = (next, ...tokens) => checkSorted(3, tokens, next, 3)?.verdict ?? null;

  assert.equal(order(A, C, B), 'early');
  assert.equal(order(A, C, B, A), 'right');
  assert.equal(order(B, C, B, A), 'wrong');
  assert.equal(order(B, C, B, A, A), 'right');
  assert.equal(order(C, C, B, A, A, B), 'all');
  assert.equal(order(B, C, B, A, B), 'astray');
  assert.equal(checkSorted(3, [C, B, A, B], B, 4)?.verdict, 'off');
  assert.equal(checkSorted(3, [C, B, A, A, C], C, 4)?.verdict, 'astray');
  assert.equal(order(A, C, B, A, A, B, C), null);
  assert.deepEqual(checkSorted(4, [B, C, A, B], A, 4)?.order, [2, 0, 3, 1]);
});

/** The remarks on the last step of a model with three letters, for a text. */
function remarks(
  text,
  next,
  { task, step = 'logits', full = false, ended = false, checkpoint, drawn = null } = /** @type {any} */ ({}),
) {
  const graph = expandGraph({
    ...SMALL_GRAPH,
    model: { ...SMALL_GRAPH.model, ...(task && { task }), ...(checkpoint && { checkpoint }) },
  });
  const tokens = [...text].map((letter) => 'ABC'.indexOf(letter));
  const info = {
    id: 't',
    model: 'm',
    tokens,
    text: [...text],
    promptLength: 3,
    nCtx: 4,
    ended,
    next: [{ token: 'ABC'.indexOf(next), text: next, p: 1 }],
  };
  const trace = new Trace(info, graph, () => Promise.reject(new Error('nothing is fetched')));
  const sampling = { temperature: drawn ? 1 : 0, topK: 0, topP: 1, seed: 0 };
  return remarksOn({ graph, step, trace, full, sampling, draw: drawn && { drawn } }, words).map(
    ({ kind, text: said }) => [kind, plain(said)],
  );
}

test('the last step says whether the answer of a sorting model is right', () => {
  const sort = { task: { kind: 'sort', length: 3, of: 'letters' } };
  assert.deepEqual(remarks('CBA', 'A', sort)[0], ['right', 'That is right: in order, the letters are A B C.']);
  assert.deepEqual(remarks('CBAAB', 'C', sort)[0], ['right', 'That is right: all 3 letters are in order, A B C.']);
  assert.deepEqual(remarks('CBAA', 'C', sort)[0], [
    'wrong',
    'That is wrong: in order, the letters are A B C, so B should come next.',
  ]);
  assert.equal(remarks('CB', 'C', sort)[0][0], 'open');
  assert.deepEqual(remarks('CBAC', 'C', sort)[0], ['wrong', 'It has gone wrong: in order, the letters are A B C.']);
});

test('weights that have learned nothing are right by luck', () => {
  const of = (/** @type {number} */ update) => ({
    task: { kind: 'sort', length: 3, of: 'letters' },
    checkpoint: { update, updates: 1000 },
  });
  assert.deepEqual(remarks('CBA', 'A', of(0))[0], [
    'open',
    'Right by luck: these weights have learned nothing yet. In order, the letters are A B C.',
  ]);
  assert.equal(remarks('CBA', 'B', of(0))[0][0], 'wrong');
  assert.deepEqual(remarks('CBA', 'A', of(25))[0], ['right', 'That is right: in order, the letters are A B C.']);
});

test('with chance the drawn token comes next, and is what is checked', () => {
  const drawn = { token: B, text: 'B' };
  assert.ok(remarks('CBA', 'A', { drawn })[0][1].includes('Next, “B” joins the text'));
  const sort = { task: { kind: 'sort', length: 3, of: 'letters' }, drawn };
  assert.equal(remarks('CBA', 'A', sort)[0][0], 'wrong');
  assert.equal(remarks('CBAA', 'C', sort)[0][0], 'right');
});

test('the end of the walk says what was shown and what comes next', () => {
  const [[kind, said], ...others] = remarks('CBA', 'A');
  assert.deepEqual([kind, others], ['end', []]);
  assert.ok(
    said.includes('3 tokens, 3 layers of attention and MLP') && said.includes('Next, “A” joins the text'),
    said,
  );
  assert.ok(remarks('CBAA', 'B', { full: true })[0][1].includes('fills all 4 positions'));
  const [[, over]] = remarks('CBA', 'A', { ended: true });
  assert.ok(over.includes('The text has ended') && !over.includes('joins'), over);
  assert.deepEqual(remarks('CBA', 'A', { task: { kind: 'sort', length: 3, of: 'letters' }, step: 'embed' }), []);
});

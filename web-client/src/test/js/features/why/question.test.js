import { assert, test } from '/test/harness.js';
import { WHY_CASES } from '/test/features/why/why-cases.js';
import {
  askable,
  questionAfter,
  readTarget,
  targetOf,
  viewOf,
  withView,
  wordsOf,
  writeTarget,
} from '/web/features/why/question.js';

test('a target is read from a link as it was written', () => {
  for (const target of [{}, { position: 4 }, { a: 0, b: 'all' }, { b: 'second' }, { position: 0, a: 12, b: '7' }]) {
    const written = writeTarget(/** @type {any} */ (target)) ?? ',,';
    assert.deepEqual(readTarget(written), target);
  }
});

test('a link says nothing of the rival, which is there without a word, too', () => {
  assert.equal(writeTarget({ tool: 'lens', b: 'rival' }), undefined);
});

test('what is no target is not read', () => {
  for (const text of ['', '4', '4,5', 'a,b,c', '-1,,', '1,2,most', '1,2,3,4', '1.5,,'])
    assert.equal(readTarget(text), null);
});

test('the server gets what was chosen, and no defaults', () => {
  assert.deepEqual(targetOf({ tool: 'lens' }), { b: 'rival' });
  assert.deepEqual(targetOf({ tool: 'lens', b: 'second' }), {});
  assert.deepEqual(targetOf({ tool: 'lens', position: 0, b: 'all' }), { position: '0', b: 'all' });
});

test('a part is opened and closed', () => {
  const opened = withView({ tool: 'attribution' }, { layer: 3, head: 0 });
  assert.deepEqual(viewOf(opened), { layer: '3', head: '0' });
  assert.deepEqual(withView(opened, { layer: null, head: null }), { tool: 'attribution' });
});

test('without a head, all heads are asked about', () => {
  assert.deepEqual(askable({ tool: 'score', position: 2, view: 'sort=first' }), {
    tool: 'heads',
    position: 2,
    view: 'sort=first',
  });
  assert.deepEqual(askable({ tool: 'score', view: 'layer=1' }), { tool: 'heads', view: 'layer=1' });
  for (const question of [
    { tool: 'score', view: 'layer=1&head=2' },
    { tool: 'attribution', view: 'layer=1' },
    { tool: 'lens' },
  ])
    assert.deepEqual(askable(question), question);
});

test('a tool speaks of the word that is asked about and of those that are chosen in it', () => {
  assert.deepEqual(wordsOf({ tool: 'lens' }, 14), [13]);
  assert.deepEqual(wordsOf({ tool: 'score', position: 9, view: 'layer=1&query=9&key=3' }, 14), [9, 9, 3]);
  assert.deepEqual(wordsOf({ tool: 'score', view: 'key=most&word=40' }, 14), [13]);
});

test('alone, a move of the walk leaves of a question what it leaves in a room', () => {
  for (const [question, isSameStep, isSameShape, isSameText, left] of /** @type {any} */ (WHY_CASES))
    assert.deepEqual(questionAfter(question, { isSameStep, isSameShape, isSameText }), left);
});

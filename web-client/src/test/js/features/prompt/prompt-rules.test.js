import { assert, test } from '/test/harness.js';
import { objectionTo, rulesOf, tidied } from '/web/features/prompt/prompt-rules.js';

const RULES = { letters: ['A', 'B', 'C'], max: 4 };
const list = (items) => items.join(', ');
const judge = (text) => objectionTo(tidied(text, RULES), RULES, list);

test('letters that the model knows are accepted', () => {
  assert.equal(judge('CBAB'), null);
});

test('small letters become the capitals that the model knows', () => {
  assert.equal(tidied(' cBa ', RULES), 'CBA');
});

test('the objection to an unknown letter names it and the known ones', () => {
  assert.deepEqual(judge('CXB'), { key: 'prompt.unknown', values: { letters: 'A, B, C', letter: 'X' } });
  assert.equal(judge('A B')?.values.letter, ' ');
});

test('the objection to a long prompt has its length', () => {
  assert.deepEqual(judge('ABCAB'), { key: 'prompt.tooLong', values: { count: 5, max: 4 } });
});

test('an empty prompt is refused', () => {
  assert.equal(judge('  ')?.key, 'prompt.empty');
});

test('with a vocabulary of words the check is left to the server', () => {
  const graph = { vocabulary: ['hello', 'world'], model: { maxPrompt: 9 }, sizes: { n_ctx: 12 } };
  const rules = rulesOf(/** @type {any} */ (graph));
  assert.deepEqual(rules, { letters: null, max: 9 });
  assert.equal(objectionTo(tidied('any text at all', rules), rules, list), null);
});

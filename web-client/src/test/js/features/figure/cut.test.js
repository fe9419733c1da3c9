import { assert, test } from '/test/harness.js';
import { countedIn, formsOf, joinedOf, tellingWord, textOf, tokensOf } from '/web/features/figure/cut/cut.js';

/** What Llama 3.2 makes of the word: rules and numbers of its own tokenizer. @type {import('../../../../main/web/features/figure/cut/cut.js').Word} */
const STRAWBERRY = {
  how: 'merged',
  from: 0,
  to: 3,
  letters: [...'strawberry'],
  ends: [3, 5, 10],
  joins: [
    { at: 6, rule: 14 },
    { at: 0, rule: 21 },
    { at: 0, rule: 409 },
    { at: 6, rule: 663 },
    { at: 3, rule: 787 },
    { at: 6, rule: 14000 },
    { at: 5, rule: 42165 },
  ],
};

test('each join puts two neighbours together, and at the end the tokens are left', () => {
  const shown = (/** @type {import('../../../../main/web/features/figure/cut/cut.js').Part} */ part) =>
    textOf(STRAWBERRY.letters, part);
  const { joined, parts } = joinedOf(STRAWBERRY);
  assert.deepEqual(
    joined.map(({ left, right, rule }) => `${rule} ${shown(left)}+${shown(right)}`),
    ['14 e+r', '21 s+t', '409 st+r', '663 er+r', '787 a+w', '14000 err+y', '42165 b+erry'],
  );
  assert.deepEqual(parts.map(shown), ['str', 'aw', 'berry']);
  assert.deepEqual(tokensOf(STRAWBERRY).map(shown), ['str', 'aw', 'berry']);
  assert.deepEqual(joinedOf(STRAWBERRY, 2).parts.map(shown), ['st', 'r', 'a', 'w', 'b', 'er', 'r', 'y']);
});

test('the letter that is there most often is counted in each token', () => {
  const counted = countedIn(STRAWBERRY);
  assert.equal(counted?.letter, 'r');
  assert.deepEqual(counted?.counts, [1, 0, 2]);
  assert.equal(countedIn({ ...STRAWBERRY, letters: [...'word'], ends: [4] }), null);
});

test('the word with the most joins is shown first, and bytes of a letter are written as it', () => {
  const single = { ...STRAWBERRY, letters: ['a'], ends: [1], joins: [] };
  const mark = { ...STRAWBERRY, how: /** @type {const} */ ('mark') };
  assert.equal(tellingWord({ by: 'merges', rules: 9, retold: true, words: [mark, single, STRAWBERRY] }), 2);
  const word = ['S', '⟨C3⟩', '⟨9F⟩', 'e'];
  assert.equal(textOf(word, { from: 0, to: 4 }), 'Sße');
  assert.equal(textOf(word, { from: 1, to: 2 }), '⟨C3⟩');
});

test('a spelling that has the tokens of another one is named with it', () => {
  const form = { tokens: [1], pieces: ['a'] };
  const names = (/** @type {string[]} */ given) =>
    formsOf({ ...STRAWBERRY, forms: Object.fromEntries(given.map((name) => [name, form])) }).map(([name]) => name);
  assert.deepEqual(names(['space', 'start', 'capitals']), ['space', 'start', 'capitals']);
  assert.deepEqual(names(['space', 'capitals']), ['spaceOrStart', 'capitals']);
  assert.deepEqual(names(['space']), ['any']);
});

/** Which token counts of a word that somebody types. */
import { assert, test } from '/test/harness.js';
import { firstToken, inVocabulary } from '/web/features/prediction/first-token.js';

test('the first token is neither a mark of the beginning nor a space', () => {
  assert.deepEqual(firstToken({ tokens: [1, 7, 8], text: ['<s>', ' Fri', 'day'] }), {
    token: 7,
    text: ' Fri',
    isAll: false,
  });
  assert.deepEqual(firstToken({ tokens: [3, 7], text: [' ', 'Friday'] }), { token: 7, text: 'Friday', isAll: true });
  assert.equal(firstToken({ tokens: [1], text: ['<s>'] }), null);
});

test('a word of a vocabulary has a capital only where a sentence begins, or where it is always written so', () => {
  const vocabulary = [' the', ' The', ' Lily', '.', ' cat'];
  const tokenOf = (/** @type {string} */ word, /** @type {string[]} */ text) =>
    inVocabulary(vocabulary, word, text)?.token;
  assert.equal(tokenOf('the', ['Lily', ' saw']), 0);
  assert.equal(tokenOf('The', ['Lily', ' saw']), 0);
  assert.equal(tokenOf('the', ['Lily', ' ran', '.']), 1);
  assert.equal(tokenOf('lily', ['a']), 2);
  assert.equal(tokenOf('.', ['a']), 3);
  assert.equal(tokenOf('dog', ['a']), undefined);
});

import { assert, test } from '/test/harness.js';
import {
  fitOf,
  otherText,
  pairOf,
  readSwaps,
  replacementOf,
  secondOf,
  specialsBefore,
  swappedAt,
  swappedFirst,
  writeSwaps,
} from '/web/features/why/patching/second-text.js';

test('swaps say what the second text has instead, and are read again', () => {
  const first = [5, 6, 7, 8];
  const second = [5, 9, 7, 3];
  const written = writeSwaps(first, second);
  assert.equal(written, '1.6.9,3.8.3');
  assert.deepEqual(secondOf(first, readSwaps(String(written)), 10), second);
  assert.equal(writeSwaps(first, [...first]), null);
  assert.deepEqual(readSwaps(undefined), []);
});

test('swaps of another text, another tokenizer or no swaps at all make no text', () => {
  for (const text of ['1.7.9', '4.8.3', '1.6.10', '1.6', 'a.b.c', '1.6.9,', '-1.6.9']) {
    assert.equal(secondOf([5, 6, 7, 8], readSwaps(text), 10), null, text);
  }
  const trace = { info: { tokens: [5, 6] }, vocabulary: 10 };
  assert.deepEqual(pairOf({ swap: '1.7.9' }, trace), {
    second: [5, 6],
    isStrange: true,
    isEqual: true,
    intoFirst: false,
  });
  assert.deepEqual(pairOf({ swap: '1.6.9', into: 'first' }, trace), {
    second: [5, 9],
    isStrange: false,
    isEqual: false,
    intoFirst: true,
  });
  assert.equal(pairOf({ swap: '1.6.9', only: 'blocks.0.hook_resid_pre@1' }, trace).only, 'blocks.0.hook_resid_pre@1');
  assert.equal(
    pairOf({ swap: '1.6.9', only: 'blocks.0.hook_resid_pre@2' }, trace).only,
    undefined,
    'the text is shorter',
  );
  assert.deepEqual(otherText(pairOf({ swap: '1.6.9', into: 'first' }, trace)), { fromTokens: '5,9' });
  assert.deepEqual(otherText(pairOf({ swap: '1.6.9' }, trace)), { intoTokens: '5,9' });
});

test('a typed text is compared where it differs', () => {
  assert.deepEqual(fitOf([1, 2, 3, 4], [1, 2, 8, 9, 4]), { by: 1, from: 2, first: 1, typed: 2 });
  assert.deepEqual(fitOf([1, 2, 3, 4], [1, 4]), { by: -2, from: 1, first: 2, typed: 0 });
  assert.deepEqual(fitOf([1, 2], [1, 2]), { by: 0, from: 2, first: 0, typed: 0 });
  assert.deepEqual(fitOf([1, 1], [1, 1, 1]), { by: 1, from: 2, first: 0, typed: 1 });
  assert.deepEqual(fitOf([1, 2], [3, 4]), { by: 0, from: 0, first: 2, typed: 2 });
});

test('the first name behind the beginning is swapped, else the longest word', () => {
  assert.equal(swappedFirst(['Once', ' upon', ' a', ' lifetime']), 3);
  assert.equal(swappedFirst(['When', ' Lily', ' and', ' Tom']), 1);
  assert.equal(swappedFirst(['The', ' capital', ' of', ' France', ' is']), 3);
  assert.equal(swappedFirst(['<|im_start|>', 'It', ' rained', ',']), 2);
  assert.equal(swappedFirst(['a', ' longer', ' word', '.']), 1);
  assert.equal(swappedFirst(['C', 'B', 'A']), 1);
  assert.equal(swappedFirst(['<s>', '.', '1']), -1);
});

test('the word that somebody came to exchange is swapped, if there is one', () => {
  const text = ['When', ' Lily', ' went', ' to', '.'];
  assert.equal(swappedAt('3', text), 3);
  for (const asked of [undefined, '4', '9', '-1', 'x']) assert.equal(swappedAt(asked, text), 1);
});

test('the other word is written like the first and is not its other form', () => {
  const texts = { 1: ' france', 2: 'France', 3: ' French', 4: ' Italy', 5: ' 12', 6: ' Francis' };
  assert.equal(replacementOf(' France', [1, 2, 6, 3, 5, 4], texts), 3);
  assert.equal(replacementOf(' France', [6], texts), 6);
  assert.equal(replacementOf(' France', [1, 2, 5, 9], texts), null);
});

test('special tokens at the beginning are not typed', () => {
  assert.equal(specialsBefore(['<s>', '<|im_start|>', 'a', '<s>']), 2);
  assert.equal(specialsBefore(['a']), 0);
  assert.equal(specialsBefore(['<s>']), 1);
});

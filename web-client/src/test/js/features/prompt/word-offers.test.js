import { assert, test } from '/test/harness.js';
import { isBegun, offerFor, withWord, wordAt, wordsOf } from '/web/features/prompt/word-offers.js';

const WORDS = ['a', 'ball', 'bed', 'Ben', 'gave', 'Lily', 'the'];
const at = (text, refused = null) =>
  offerFor(WORDS, text.replace('|', ''), [text.indexOf('|'), text.indexOf('|')], refused);

test('the words of a model are those pieces that begin with a space, one form of each', () => {
  const graph = { model: { reads: 'words' }, vocabulary: ['<end>', ' the', ' The', ' Lily', '.', ' ball'] };
  assert.deepEqual(wordsOf(/** @type {any} */ (graph)), ['ball', 'Lily', 'the']);
});

test('a model that reads letters or pieces has no words to offer', () => {
  for (const reads of ['letters', 'pieces']) {
    assert.equal(wordsOf(/** @type {any} */ ({ model: { reads }, vocabulary: [' a'] })), null);
  }
});

test('the word at the caret ends at spaces and marks', () => {
  assert.deepEqual(wordAt('The ball, red', 6), { from: 4, to: 8, typed: 'ba' });
  assert.deepEqual(wordAt('The ball, red', 9), { from: 9, to: 9, typed: '' });
});

test('words that begin as typed are offered, whatever their case', () => {
  assert.deepEqual(at('the B|')?.words, ['ball', 'bed', 'Ben']);
  assert.deepEqual(at('the li|')?.words, ['Lily']);
});

test('a word that is complete and begins no other offers nothing', () => {
  assert.equal(at('gave|'), null);
  assert.deepEqual(at('a|')?.words, undefined);
});

test('between words all are offered', () => {
  assert.deepEqual(at('the |'), { kind: 'all', place: { from: 4, to: 4, typed: '' }, words: WORDS });
});

test('in place of selected words all are offered', () => {
  assert.deepEqual(offerFor(WORDS, 'the ball', [0, 8], null), {
    kind: 'all',
    place: { from: 0, to: 8, typed: '' },
    words: WORDS,
  });
});

test('for a refused word the nearest are offered, wherever the caret is', () => {
  const refused = { word: 'bell', nearest: ['ball', 'bed'] };
  assert.deepEqual(at('the bell. Lily |', refused), {
    kind: 'nearest',
    place: { from: 4, to: 8, typed: 'bell' },
    words: ['ball', 'bed'],
  });
  assert.equal(at('the bells |', refused)?.kind, 'all');
});

test('a refused word may still be in the making', () => {
  const offer = at('the be|', { word: 'be', nearest: ['bed'] });
  assert.equal(offer?.kind, 'begin');
  assert.ok(isBegun(offer, 'be'));
  assert.ok(!isBegun(offer, 'zebra'));
});

test('a chosen word replaces what was typed, has a space after it, and a capital at the beginning of a sentence', () => {
  assert.deepEqual(withWord('the ba', wordAt('the ba', 6), 'ball'), { text: 'the ball ', caret: 9 });
  assert.deepEqual(withWord('It fell. t', wordAt('It fell. t', 10), 'the'), { text: 'It fell. The ', caret: 13 });
  assert.deepEqual(withWord('a bell.', wordAt('a bell.', 4), 'ball'), { text: 'a ball.', caret: 6 });
});

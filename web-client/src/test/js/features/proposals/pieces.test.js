import { assert, test } from '/test/harness.js';
import { piecesOf, withWord } from '/web/features/proposals/pieces.js';

const cut = (/** @type {string} */ text, /** @type {string[]} */ tokens) =>
  piecesOf(text, tokens)
    .map((piece) => (piece.token ? `[${piece.text}]` : piece.text))
    .join('');

test('a text is cut where its tokens begin and end, and nothing of it is lost', () => {
  const text = 'The strawberry, Tom  said';
  const tokens = ['The', ' str', 'aw', 'berry', ',', ' Tom', ' ', ' said'];
  assert.equal(cut(text, tokens), '[The] [str][aw][berry][,] [Tom]  [said]');
  assert.equal(
    piecesOf(text, tokens)
      .map((piece) => piece.text)
      .join(''),
    text,
  );
});

test('special tokens and bytes are not in the text', () => {
  assert.equal(cut('Hi 🙂 there', ['<s>', 'Hi', ' ', '⟨F0⟩', ' there']), '[Hi] 🙂 there');
});

test('what was typed after the tokens were looked up, or in the midst of them, is not cut yet', () => {
  assert.equal(cut('The cat sat', ['The', ' cat']), '[The] [cat] sat');
  assert.equal(cut('The old cat', ['The', ' cat']), '[The] old cat');
  assert.equal(cut('', ['The']), '');
});

test('another word takes the place of one that the model does not know', () => {
  assert.equal(withWord('A Zebra ran', 'zebra', ' horse'), 'A horse ran');
  assert.equal(withWord('A cat ran', 'zebra', ' horse'), 'A cat ran');
});

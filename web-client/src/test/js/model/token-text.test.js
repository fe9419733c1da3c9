import { assert, test } from '/test/harness.js';
import { isBytes, isSpecial, tokenText, writeTokensOf } from '/web/model/token-text.js';

test('leading and trailing spaces, line ends and tabs are visible', () => {
  assert.equal(tokenText(' the'), '␣the');
  assert.equal(tokenText('  '), '␣␣');
  assert.equal(tokenText('\n\n'), '⏎⏎');
  assert.equal(tokenText('\t'), '⇥');
  assert.equal(tokenText('a b'), 'a b');
});

test('empty tokens and invisible characters are visible', () => {
  assert.equal(tokenText(''), '∅');
  assert.equal(tokenText('\u200b'), '⟨U+200B⟩');
  assert.equal(tokenText('\u202eabc'), '⟨U+202E⟩abc');
});

test('right-to-left text is isolated from its surroundings', () => {
  assert.equal(tokenText(' שלום'), '\u2068␣שלום\u2069');
  assert.equal(tokenText('🙂'), '🙂');
});

test('special tokens and bytes are distinguished from text', () => {
  assert.ok(isSpecial('<|im_start|>') && isSpecial('</s>') && !isSpecial('<b>') && !isSpecial('user'));
  assert.ok(isBytes('⟨F0⟩⟨9F⟩') && !isBytes('⟨F0⟩x') && !isBytes('F0'));
});

test('of a model of whole words, the space before a word is not written', () => {
  writeTokensOf(/** @type {any} */ ({ model: { reads: 'words' } }));
  assert.equal(tokenText(' the'), 'the');
  assert.equal(tokenText(','), ',');
  writeTokensOf(/** @type {any} */ ({ model: { reads: 'pieces' } }));
  assert.equal(tokenText(' the'), '␣the');
  writeTokensOf(null);
  assert.equal(tokenText(' the'), '␣the');
});

test('a token of another model is written as that model reads', () => {
  writeTokensOf(/** @type {any} */ ({ model: { reads: 'words' } }));
  assert.equal(tokenText(' the'), 'the');
  assert.equal(tokenText(' the', false), '␣the');
  writeTokensOf(null);
  assert.equal(tokenText(' the', true), 'the');
});

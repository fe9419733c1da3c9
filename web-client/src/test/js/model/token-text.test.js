import { assert, test } from '/test/harness.js';
import { isBytes, isSpecial, tokenText } from '/web/model/token-text.js';

test('spaces at the ends of a token, line ends and tabs are seen', () => {
  assert.equal(tokenText(' the'), '␣the');
  assert.equal(tokenText('  '), '␣␣');
  assert.equal(tokenText('\n\n'), '⏎⏎');
  assert.equal(tokenText('\t'), '⇥');
  assert.equal(tokenText('a b'), 'a b');
});

test('a token without any text is seen, and so are characters without any ink', () => {
  assert.equal(tokenText(''), '∅');
  assert.equal(tokenText('\u200b'), '⟨U+200B⟩');
  assert.equal(tokenText('\u202eabc'), '⟨U+202E⟩abc');
});

test('text that runs from right to left stands by itself, and turns nothing around it', () => {
  assert.equal(tokenText(' שלום'), '\u2068␣שלום\u2069');
  assert.equal(tokenText('🙂'), '🙂');
});

test("marks of the model's own and bytes are told from words", () => {
  assert.ok(isSpecial('<|im_start|>') && isSpecial('</s>') && !isSpecial('<b>') && !isSpecial('user'));
  assert.ok(isBytes('⟨F0⟩⟨9F⟩') && !isBytes('⟨F0⟩x') && !isBytes('F0'));
});

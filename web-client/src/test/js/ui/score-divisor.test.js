import { assert, test } from '/test/harness.js';
import { divisorOf, divisorSymbol, divisorText } from '/web/ui/score-divisor.js';
import { Words } from '/web/ui/words.js';

const words = new Words();
const text = (scale, dHead) => divisorText(divisorOf(scale, dHead), words);
const symbol = (scale, dHead) => divisorSymbol(divisorOf(scale, dHead), words);

test('the usual divisor is the root of the head’s size, even if that is a whole number', () => {
  assert.equal(text(1 / Math.sqrt(64), 64), '√64');
  assert.equal(text(1 / Math.sqrt(6), 6), '√6');
  assert.equal(symbol(1 / Math.sqrt(64), 64), '√d_{head}');
});

test('any other divisor is a number or a root', () => {
  assert.equal(text(1 / 64, 64), '64');
  assert.equal(text(1 / 8, 128), '8');
  assert.equal(symbol(1 / 8, 128), '8');
  assert.equal(text(1 / Math.sqrt(224), 256), '√224', 'Gemma 2 27B: query_pre_attn_scalar is not d_head');
  assert.equal(text(0.3, 64), '3.3333');
});

test('a mean is divided by its count', () => {
  assert.equal(text(1 / 768), '768');
  assert.equal(text(1 / 7), '7');
});

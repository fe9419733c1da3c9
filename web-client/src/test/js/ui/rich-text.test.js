import { assert, test } from '/test/harness.js';
import { parse, plain } from '/web/ui/rich-text.js';

test('markup is parsed into parts', () => {
  assert.deepEqual(parse('A **b** [query](q) W_{Q} e^{x}.'), [
    { text: 'A ', style: 'plain' },
    { text: 'b', style: 'strong' },
    { text: ' ', style: 'plain' },
    { text: 'query', style: 'role', role: 'q' },
    { text: ' W', style: 'plain' },
    { text: 'Q', style: 'sub' },
    { text: ' e', style: 'plain' },
    { text: 'x', style: 'sup' },
    { text: '.', style: 'plain' },
  ]);
});

test('plain text has no markup', () => {
  assert.equal(plain('A [query](q) **meets** a [key](k).'), 'A query meets a key.');
});

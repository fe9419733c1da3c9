import { assert, test } from '/test/harness.js';
import { cellOf, heldIn } from '/web/features/figure/attention/pattern-cells.js';

const node = /** @type {any} */ ({
  name: 'blocks.0.attn.hook_pattern',
  axes: [{ name: 'head' }, { name: 'q_pos' }, { name: 'k_pos' }],
});
const figure = (/** @type {any} */ held) => ({ context: { held }, node, head: 2, all: ['The', 'capital', 'of'] });

test('a cell of the figure has the head in focus, the word that reads and the word that is read', () => {
  assert.deepEqual(cellOf(node, 2, 1, 0), [2, 1, 0]);
  assert.deepEqual(heldIn(figure({ name: node.name, index: cellOf(node, 2, 1, 0) })), { q: 1, k: 0 });
});

test('a held cell of another tensor, another head or a longer text is not in the figure', () => {
  assert.equal(heldIn(figure(null)), null);
  assert.equal(heldIn(figure({ name: 'blocks.0.attn.hook_attn_scores', index: [2, 1, 0] })), null);
  assert.equal(heldIn(figure({ name: node.name, index: [1, 1, 0] })), null);
  assert.equal(heldIn(figure({ name: node.name, index: [2, 3, 0] })), null);
});

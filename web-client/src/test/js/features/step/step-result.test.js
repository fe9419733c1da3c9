import { assert, test } from '/test/harness.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { resultOf } from '/web/features/step/step-result.js';
import { expandGraph, stepNodes } from '/web/model/graph.js';
import { Words } from '/web/ui/words.js';

const graph = expandGraph(describe(SORTING));
const stepWith = (/** @type {string} */ name) =>
  /** @type {{id: string}} */ (graph.steps.find(({ id }) => stepNodes(graph, id).some((node) => node.name === name)))
    .id;
const words = new Words();
await words.change('en', 'developer');

test('the sentence about attention speaks of the head that is in front', () => {
  const share = [1, 0, 0.5, 0.5, 1, 0, 0.1, 0.9, 1, 0, 0.75, 0.25];
  const trace = /** @type {any} */ ({
    positions: 2,
    text: ['A', 'B'],
    tensor: () => ({ data: new Float32Array(share) }),
  });
  const said = (/** @type {number} */ head) =>
    resultOf(graph, stepWith('blocks.0.attn.hook_pattern'), trace, words, { head });
  assert.equal(said(1), 'Result: in head 2 the last token, B, looks most at B at position 2, with a share of 0.90.');
  assert.equal(said(2), 'Result: in head 3 the last token, B, looks most at A at position 1, with a share of 0.75.');
});

test('the sentence about the next token has its share in the distribution from which it is drawn', () => {
  const best = { token: 1, text: 'B', p: 0.5 };
  const trace = /** @type {any} */ ({ next: [best] });
  const said = (/** @type {any} */ draw) => resultOf(graph, stepWith('probs'), trace, words, { draw });
  assert.equal(said(null), 'Result: the model expects B next, at 50.0\u00a0%.');
  assert.equal(
    said({ top: [{ ...best, p: [0.5, 0.25, 0.25, 0.25] }] }),
    'Result: the model expects B next, at 25.0\u00a0%.',
  );
});

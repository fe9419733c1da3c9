import { assert, test } from '/test/harness.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { captionsOf } from '/web/scene/annotate/captions.js';
import { STEP } from '/web/scene/layout/focus.js';
import { layout } from '/web/scene/layout/layout.js';
import { targetFor } from '/web/scene/play/scene-target.js';

const graph = expandGraph(describe(SORTING)),
  plan = layout(graph, 6),
  HEADS = ['1', '2', '3'];
const spoken = (/** @type {string} */ key, /** @type {any} */ values) => (key === 'scene.head' ? `head ${values.head}` : key === 'scene.heads' ? `${values.heads} heads` : key);

/** @param {boolean} hall */
function captions(hall) {
  const target = targetFor(plan, graph.nodes, graph.byId.get('blocks.0.attn.out'), { dim: 0.28, dimDeep: 0.13, hall }, STEP);
  return captionsOf(target, plan, graph.nodes, spoken, hall);
}

test('where heads are added up, each head’s part of the table has its name below it, in the hall its number', () => {
  for (const [hall, name] of /** @type {[boolean, (n: string) => string][]} */ ([[false, (n) => `head ${n}`], [true, (n) => n]])) {
    const all = captions(hall),
      heads = HEADS.map((n) => all.find(({ text }) => text === name(n)));
    assert.deepEqual(heads.map((each) => each?.blocks), plan.byNode.get('blocks.0.attn.W_O').map(({ index }) => [index]));
    assert.ok(heads.every((each) => each?.sides.join() === 'below'), 'the lines from the heads are above');
  }
  assert.equal(captions(true).find(({ text }) => text.endsWith('W_O'))?.note, '3 heads');
});

test('there the bias is named below, too, and the result leaves room for it', () => {
  const [bias, result] = ['b_O', 'hook_attn_out'].map((name) => captions(true).find(({ text }) => text.endsWith(name)));
  assert.ok(bias?.sides.every((side) => side.startsWith('below')));
  assert.equal(result?.sides[0], 'below-after');
});

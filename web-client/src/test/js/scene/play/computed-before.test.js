import { assert, test } from '/test/harness.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { expandGraph } from '/web/model/graph.js';
import { computedBefore } from '/web/scene/play/timeline.js';

const graph = expandGraph(SMALL_GRAPH);

test('the nodes computed before a step exclude those of the step and of all later ones', () => {
  assert.deepEqual(
    [...computedBefore(graph, 'blocks.0.attn.scores')],
    ['hook_embed', 'blocks.0.hook_resid_pre', 'blocks.0.attn.hook_q'],
  );
  assert.ok(computedBefore(graph, 'blocks.1').has('blocks.0.hook_resid_post'));
  assert.ok(!computedBefore(graph, 'blocks.1').has('blocks.1.attn.hook_q'));
});

import { assert, test } from '/test/harness.js';
import { describeAlternating } from '/test/scene/alternating-description.js';
import { firstKey, sees } from '/web/model/attention-window.js';
import { expandGraph } from '/web/model/graph.js';

test('with a window, a query sees its own position and those right before it', () => {
  const alternating = expandGraph(describeAlternating());
  const local = alternating.nodes.get('blocks.0.attn.hook_pattern');
  const global = alternating.nodes.get('blocks.1.attn.hook_pattern');
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((query) => firstKey(local, query)),
    [0, 0, 0, 1, 2],
  );
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((query) => firstKey(global, query)),
    [0, 0, 0, 0, 0],
  );
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].filter((key) => sees(local, 4, key)),
    [2, 3, 4],
  );
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].filter((key) => sees(global, 4, key)),
    [0, 1, 2, 3, 4],
  );
});

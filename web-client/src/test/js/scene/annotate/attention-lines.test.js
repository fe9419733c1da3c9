import { assert, test } from '/test/harness.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { arcTop, patternArcs } from '/web/scene/annotate/attention-lines.js';
import { layout } from '/web/scene/layout/layout.js';

const plan = layout(expandGraph(describe(SORTING)), 6),
  [pattern] = plan.byNode.get('blocks.0.attn.hook_pattern');

test('the number of an arc stands at the arc’s highest point', () => {
  for (const spread of [1, 3.5])
    for (const [query, key] of [
      [5, 0],
      [5, 2],
      [3, 2],
      [4, 4],
    ]) {
      const { points } = patternArcs(pattern, query, () => 0.5, spread)[key];
      const highest = points.reduce((top, point) => (point.y < top.y ? point : top));
      const { column, above } = arcTop(6, query, key, spread);
      assert.ok(Math.abs(pattern.y - highest.y - above) < 1e-9, `${query} ${key} ${spread}: height`);
      assert.ok(Math.abs(highest.x - pattern.x - column) < 1e-9, `${query} ${key} ${spread}: column`);
    }
});

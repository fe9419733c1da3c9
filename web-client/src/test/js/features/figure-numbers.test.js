import { assert, test } from '/test/harness.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { FigureNumbers } from '/web/features/figure/figure-numbers.js';
import { expandGraph } from '/web/model/graph.js';
import { Trace } from '/web/model/trace.js';

const graph = expandGraph(SMALL_GRAPH);
const SCORES = 'blocks.0.attn.hook_attn_scores';

test('a figure asks for no part of a tensor that is hidden, and for one that is shown again', async () => {
  const asked = [];
  const numbers = new FigureNumbers(
    () => {},
    (path) => {
      asked.push(path);
      return Promise.resolve({ tensors: [{ data: new Float32Array([1]), colourScale: 1 }] });
    },
  );
  const info = { id: 't', model: 'm', tokens: [0, 1], text: ['A', 'B'], promptLength: 2, nCtx: 4, next: [] };
  const trace = new Trace(info, graph, () => Promise.reject(new Error('no frame is needed')));

  trace.hide([SCORES]);
  assert.equal(numbers.part(graph, trace, SCORES), null);
  assert.equal(asked.length, 0);

  trace.hide([]);
  numbers.part(graph, trace, SCORES);
  await Promise.resolve();
  assert.equal(asked.length, 1);
});

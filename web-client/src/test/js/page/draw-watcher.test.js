import { assert, test } from '/test/harness.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { expandGraph } from '/web/model/graph.js';
import { Trace } from '/web/model/trace.js';
import { DrawWatcher } from '/web/page/draw-watcher.js';

const graph = expandGraph(SMALL_GRAPH);

/** What a page reports as drawn at the output. @param {{}[]} next what it knows of the next token @param {boolean} shows */
function reported(next, shows) {
  const painted = [];
  const info = /** @type {any} */ ({ id: 't', model: 'm', tokens: [2, 1], next });
  const trace = Object.assign(new Trace(info, graph, async () => assert.fail('nothing is asked for')), {
    shows: () => shows,
  });
  const frame = globalThis.requestAnimationFrame;
  globalThis.requestAnimationFrame = /** @type {any} */ ((/** @type {() => void} */ drawn) => drawn());
  try {
    new DrawWatcher(() => {}).watch(
      /** @type {any} */ ({ trace, step: 'logits' }),
      /** @type {any} */ ({ graph, painted: (what) => painted.push(what) }),
    );
  } finally {
    globalThis.requestAnimationFrame = frame;
  }
  return painted;
}

test('a page that is not sent what comes next has drawn the output; one that is waits for it', () => {
  assert.deepEqual(reported([], false), [{ trace: 't', step: 'logits' }]);
  assert.deepEqual(reported([{}], false), []);
  assert.deepEqual(reported([{}], true), [{ trace: 't', step: 'logits' }]);
});

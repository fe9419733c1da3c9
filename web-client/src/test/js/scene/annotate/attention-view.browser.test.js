import { assert, test } from '/test/harness.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { AttentionView } from '/web/scene/annotate/attention-view.js';
import { layout } from '/web/scene/layout/layout.js';
import { targetFor } from '/web/scene/play/scene-target.js';

const graph = expandGraph(describe(SORTING)),
  plan = layout(graph, 6),
  DONE = { fly: 1, phase: 'done', compute: 1, done: true };
/** Each number says where it is: 100 · block of queries or keys + 10 · position + number; a score is its key. */
const numbers = {
  has: () => true,
  store: { value: (_, at) => at % 6 },
  valueIn: ({ node }, position, number) => (node.endsWith('hook_q') ? 100 : 200) + 10 * position + number,
};

/** The shares of each word in the six, whichever reads. */
const SHARES = [0.1, 0.02, 0.5, 0.04, 0.2, 0.14];

/** The captions' texts for head 2 of layer 1 at the scores. @param {any} product that is spoken of */
function textsWith(product) {
  const view = new AttentionView(
    plan,
    graph.nodes,
    /** @type {any} */ (numbers),
    (key, values) => `${key} ${Object.values(values ?? {})}`,
    {},
  );
  view.target = targetFor(
    plan,
    graph.nodes,
    graph.byId.get('blocks.0.attn.scores'),
    { dim: 0.28, dimDeep: 0.13, hall: false },
    { kind: 'head', layer: 0, head: 1 },
  );
  view.product = product;
  view.update(/** @type {any} */ (DONE), 0);
  const texts = view.captions([...'CBABBC']).map(({ text }) => text);
  view.dispose();
  return texts;
}

test('of a product that is spoken of, both numbers are written, and the whole score is not', () => {
  const product = { layer: 0, head: 1, query: 5, key: 2, number: 3 };
  assert.deepEqual(textsWith(product), [
    'scene.value 153.00',
    'scene.value 223.00',
    'scene.queryOf C,6',
    'scene.keyOf A,3',
  ]);
  assert.deepEqual(textsWith(null), ['scene.value 5.00', 'scene.queryOf C,6', 'scene.keyOf C,6']);
  assert.deepEqual(textsWith({ ...product, head: 0 }), textsWith(null), 'another head has no such product');
});

/** The view of head 2 of layer 1 at its pattern. @param {number[]} shares of each key */
function patternWith(shares) {
  const of = { ...numbers, store: { value: (_, at) => shares[at % 6] } };
  const view = new AttentionView(
    plan,
    graph.nodes,
    /** @type {any} */ (of),
    (key, values) => `${key} ${Object.values(values ?? {})}`,
    {},
  );
  view.target = targetFor(
    plan,
    graph.nodes,
    graph.byId.get('blocks.0.attn.pattern'),
    { dim: 0.28, dimDeep: 0.13, hall: false },
    { kind: 'head', layer: 0, head: 1 },
  );
  view.update(/** @type {any} */ (DONE), 0);
  const captions = view.captions([...'CBABBC']);
  const { pair } = view;
  view.dispose();
  return { texts: captions.map(({ text }) => text), pair };
}

test('beside the strongest arc, the share of a word in itself is written, from one twentieth on', () => {
  assert.deepEqual(patternWith(SHARES).texts, ['scene.value 0.50', 'scene.value 0.14']);
  assert.deepEqual(patternWith([0.1, 0.02, 0.6, 0.04, 0.2, 0.04]).texts, ['scene.value 0.60'], 'a small one is not');
  assert.deepEqual(
    patternWith([0.1, 0.02, 0.1, 0.04, 0.2, 0.54]).texts,
    ['scene.value 0.54'],
    'the strongest one is written once',
  );
});

test('the keys whose shares matter are named, the largest first', () => {
  assert.deepEqual(patternWith(SHARES).pair?.keys, [2, 4, 5, 0]);
});

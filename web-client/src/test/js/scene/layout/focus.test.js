import { assert, test } from '/test/harness.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import {
  STEP,
  blocksIn,
  isIn,
  isSame,
  nextHead,
  partOf,
  readFocus,
  wayTo,
  writeFocus,
} from '/web/scene/layout/focus.js';
import { layout } from '/web/scene/layout/layout.js';

const graph = expandGraph(describe(SORTING)),
  plan = layout(graph, 6);
const TEXTS = {
  '': { kind: 'step', head: 0 },
  'head.3': { kind: 'step', head: 2 },
  'word.3.5': { kind: 'step', head: 0, word: 2, joins: 5 },
  everything: { kind: 'everything' },
  embedding: { kind: 'section', section: 'embedding' },
  output: { kind: 'section', section: 'output' },
  'layer.2': { kind: 'layer', layer: 1 },
  'layer.1.attention': { kind: 'part', layer: 0, part: 'attention' },
  'layer.3.mlp': { kind: 'part', layer: 2, part: 'mlp' },
  'layer.2.head.3': { kind: 'head', layer: 1, head: 2 },
  'block.blocks.0.attn.hook_q@2': { kind: 'block', node: 'blocks.0.attn.hook_q', head: 1 },
  'block.logits': { kind: 'block', node: 'logits', head: null },
};
const names = (focus) => new Set([...blocksIn(plan, focus)].map((i) => plan.blocks[i].node));
const sorted = (names) => [...names].sort();

test('every focus has a text, which counts from 1 and is read back', () => {
  for (const [text, focus] of Object.entries(TEXTS)) {
    assert.equal(writeFocus(focus), text);
    assert.deepEqual(readFocus(text), focus, text);
    assert.ok(isIn(focus, graph), text);
  }
});

test('an invalid text, and a focus that the model does not have, are recognised', () => {
  for (const text of [
    'layer',
    'layer.',
    'layer.x',
    'layer.1.mlp.head.2',
    'attention',
    'block.',
    'head.',
    'block.a b',
    '.mlp',
  ])
    assert.equal(readFocus(text), null, text);
  for (const text of [
    'layer.0',
    'layer.4',
    'layer.1.head.4',
    'head.0',
    'head.4',
    'block.blocks.9.attn.hook_q',
    'block.logits@9',
  ])
    assert.ok(!isIn(readFocus(text), graph), text);
  for (const value of [
    null,
    undefined,
    3,
    'step',
    {},
    { kind: 'layer' },
    { kind: 'layer', layer: 0.5 },
    { kind: 'head', layer: 0, head: '1' },
    { kind: 'block', node: '__proto__', head: null },
  ])
    assert.ok(!isIn(value, graph), JSON.stringify(value));
});

test('a head consists of its arm and its part of the output weights, in one layer', () => {
  const blocks = [...blocksIn(plan, { kind: 'head', layer: 1, head: 2 })].map((i) => plan.blocks[i]);
  assert.ok(blocks.every((block) => block.layer === 1 && block.head === 2));
  assert.deepEqual(
    sorted(new Set(blocks.map((block) => block.node.replace('blocks.1.attn.', '')))),
    sorted([
      'hook_q',
      'hook_k',
      'hook_v',
      'W_Q',
      'W_K',
      'W_V',
      'W_O',
      'b_Q',
      'b_K',
      'b_V',
      'hook_attn_scores',
      'hook_pattern',
      'hook_z',
    ]),
  );
});

test('sections have the nodes that they compute and the tables that they read', () => {
  assert.deepEqual(
    sorted(names({ kind: 'section', section: 'embedding' })),
    sorted(['embed.W_E', 'hook_embed', 'pos_embed.W_pos', 'hook_pos_embed']),
  );
  const output = names({ kind: 'section', section: 'output' });
  for (const name of ['ln_final.hook_out', 'ln_final.w', 'unembed.W_U', 'logits', 'probs'])
    assert.ok(output.has(name), name);
  assert.ok(!output.has('blocks.2.hook_resid_post'));
  assert.ok(!output.has('blocks.2.attn.W_O'), 'derived nodes are not part of it');
});

test('the fan turns head by head and wraps around, at a step about one head as in a layer', () => {
  const sizes = graph.sizes;
  assert.deepEqual(nextHead(STEP, 1, sizes, 0, true), { kind: 'step', head: 1 });
  assert.deepEqual(nextHead(STEP, -1, sizes, 0, true), { kind: 'step', head: 2 });
  assert.deepEqual(nextHead(STEP, 1, sizes, 2, false), { kind: 'head', layer: 2, head: 0 });
  assert.deepEqual(nextHead({ kind: 'head', layer: 1, head: 2 }, 1, sizes, 0, false), {
    kind: 'head',
    layer: 1,
    head: 0,
  });
  assert.deepEqual(nextHead({ kind: 'layer', layer: 1 }, -1, sizes, 0, false), { kind: 'head', layer: 1, head: 2 });
});

test('outside of the layers, where the card speaks of no head, there is no next head', () => {
  assert.equal(nextHead(STEP, -1, graph.sizes, null, false), null);
  assert.equal(nextHead({ kind: 'everything' }, 1, graph.sizes, null, false), null);
  assert.deepEqual(
    nextHead({ kind: 'layer', layer: 2 }, 1, graph.sizes, null, false),
    { kind: 'head', layer: 2, head: 0 },
    'a layer has been chosen',
  );
});

test('the path to a block leads through its part of the machine', () => {
  const to = (name) => partOf(plan.anatomy, graph, name);
  const way = wayTo({ kind: 'block', node: 'blocks.1.attn.hook_k', head: 1 }, to).map(writeFocus);
  assert.deepEqual(way, [
    'everything',
    'layer.2',
    'layer.2.attention',
    'layer.2.head.2',
    'block.blocks.1.attn.hook_k@2',
  ]);
  assert.deepEqual(to('blocks.0.mlp.W_out'), { kind: 'part', layer: 0, part: 'mlp' });
  assert.deepEqual(to('unembed.W_U'), { kind: 'section', section: 'output' });
  assert.deepEqual(to('embed.W_E'), { kind: 'section', section: 'embedding' });
  assert.deepEqual(to('blocks.2.hook_resid_mid'), { kind: 'layer', layer: 2 });
  assert.equal(to('nothing'), null);
});

test('focuses are equal if they choose the same', () => {
  assert.ok(isSame({ kind: 'head', layer: 0, head: 1 }, { head: 1, layer: 0, kind: 'head' }));
  assert.ok(!isSame({ kind: 'head', layer: 0, head: 1 }, { kind: 'head', layer: 0, head: 2 }));
});

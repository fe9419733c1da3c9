import { assert, test } from '/test/harness.js';
import { GPT2_SMALL, SORTING, describe } from '/test/scene/gpt2-description.js';
import { traitsOf } from '/test/model/traits.js';
import { figureOf } from '/web/features/figure/figure-of.js';
import { expandGraph } from '/web/model/graph.js';
import { signOf } from '/web/features/figure/neurons/neurons-figure.js';

const description = describe(GPT2_SMALL);
/** What each head adds, which the handwritten description does not have. */
const RESULT = {
  name: 'blocks.{layer}.attn.hook_result',
  op: 'head_result',
  inputs: ['blocks.{layer}.attn.hook_z', 'blocks.{layer}.attn.W_O'],
  axes: [
    ['pos', 'pos'],
    ['head', 'n_heads'],
    ['d_model', 'd_model'],
  ],
  role: 'activation',
  derived: true,
};
const gpt2 = expandGraph({
  ...description,
  layer: { ...description.layer, nodes: [...description.layer.nodes, RESULT] },
});
const names = (/** @type {any[]} */ nodes) => nodes.map(({ name }) => name);
const at = (/** @type {string} */ step) => /** @type {any} */ (figureOf(gpt2, step));

test('a model whose cells are legible in the machine has no figures but that of how its text was cut', () => {
  const sorting = expandGraph(describe(SORTING));
  for (const { id } of sorting.steps) assert.equal(figureOf(sorting, id)?.kind, id === 'cut' ? 'cut' : undefined);
});

test('each step of GPT-2 has a figure of what it computes', () => {
  const kinds = Object.fromEntries(
    [...gpt2.before, ...gpt2.layers[1], gpt2.closedLayers[2], ...gpt2.after].map(({ id }) => [
      id,
      figureOf(gpt2, id)?.kind,
    ]),
  );
  assert.deepEqual(kinds, {
    start: 'text',
    cut: 'cut',
    embed: 'lookup',
    pos_embed: 'lookup',
    resid: 'sum',
    'blocks.1.ln1': 'norm',
    'blocks.1.attn.qkv': 'projections',
    'blocks.1.attn.scores': 'attention',
    'blocks.1.attn.pattern': 'attention',
    'blocks.1.attn.z': 'gather',
    'blocks.1.attn.out': 'heads',
    'blocks.1.resid_mid': 'sum',
    'blocks.1.ln2': 'norm',
    'blocks.1.mlp.pre': 'neurons',
    'blocks.1.mlp.post': 'neurons',
    'blocks.1.mlp.out': 'writing',
    'blocks.1.resid_post': 'sum',
    'blocks.2': 'sum',
    ln_final: 'norm',
    logits: 'logits',
    probs: 'probabilities',
  });
});

test('a figure shows what its result is computed from', () => {
  assert.equal(at('embed').table.name, 'embed.W_E');
  assert.equal(at('pos_embed').by, 'position');
  assert.deepEqual(names(at('resid').terms), ['hook_embed', 'hook_pos_embed']);
  const norm = at('blocks.1.ln1');
  assert.deepEqual(
    [norm.input.name, norm.mean.name, norm.divisor.name, ...names(norm.weights)],
    [
      'blocks.0.hook_resid_post',
      'blocks.1.ln1.hook_mean',
      'blocks.1.ln1.hook_scale',
      'blocks.1.ln1.w',
      'blocks.1.ln1.b',
    ],
  );
  assert.deepEqual(
    names(at('blocks.1.attn.qkv').outputs),
    ['q', 'k', 'v'].map((letter) => `blocks.1.attn.hook_${letter}`),
  );
  assert.deepEqual(
    [at('blocks.1.attn.z').pattern.name, at('blocks.1.attn.z').values.name],
    ['blocks.1.attn.hook_pattern', 'blocks.1.attn.hook_v'],
  );
  assert.equal(at('blocks.1.attn.out').results.name, 'blocks.1.attn.hook_result');
  assert.deepEqual(
    [at('blocks.1.mlp.pre').input.name, ...names(at('blocks.1.mlp.pre').columns)],
    ['blocks.1.ln2.hook_out', 'blocks.1.mlp.hook_pre'],
  );
  assert.deepEqual(names(at('blocks.1.mlp.post').columns), ['blocks.1.mlp.hook_pre', 'blocks.1.mlp.hook_post']);
  assert.deepEqual(
    [at('blocks.1.mlp.out').neurons.name, at('blocks.1.mlp.out').table.name],
    ['blocks.1.mlp.hook_post', 'blocks.1.mlp.W_out'],
  );
  assert.equal(at('logits').input.name, 'ln_final.hook_out');
  assert.equal(at('logits').table.name, 'unembed.W_U');
});

test('a closed layer is the stream that enters it, and all that its parts add', () => {
  const { node, terms } = at('blocks.2');
  assert.equal(node.name, 'blocks.2.hook_resid_post');
  assert.deepEqual(names(terms), ['blocks.1.hook_resid_post', 'blocks.2.hook_attn_out', 'blocks.2.hook_mlp_out']);
});

/** A gated MLP, and queries and keys that are rotated, as a Llama has them. */
function rotatedAndGated() {
  const axes = (/** @type {string[]} */ all) =>
    all.map((axis) => [axis, { pos: 'pos', head: 'n_heads' }[axis] ?? axis]);
  const node = (
    /** @type {string} */ name,
    /** @type {string} */ op,
    /** @type {string[]} */ inputs,
    /** @type {string[]} */ of,
  ) => ({ name, op, inputs, axes: axes(of), role: 'activation', traits: traitsOf(op, { axes: axes(of) }) });
  return expandGraph({
    v: 1,
    model: { title: 'Model' },
    sizes: { ...GPT2_SMALL, n_layers: 0 },
    before: {
      nodes: [
        ...['q', 'k'].map((letter) => node(letter, 'linear', ['x'], ['pos', 'head', 'd_head'])),
        ...['q', 'k'].map((letter) => node(`rot_${letter}`, 'rotate', [letter], ['pos', 'head', 'd_head'])),
        ...['pre', 'pre_linear'].map((name) => node(name, 'linear', ['x', `W_${name}`], ['pos', 'd_mlp'])),
        node('gate', 'silu', ['pre'], ['pos', 'd_mlp']),
        node('post', 'multiply', ['gate', 'pre_linear'], ['pos', 'd_mlp']),
      ],
      steps: [
        { id: 'rotate', nodes: ['rot_q', 'rot_k'] },
        { id: 'post', nodes: ['gate', 'post'] },
      ],
    },
    layer: { nodes: [], steps: [] },
    after: { nodes: [], steps: [] },
  });
}

test('a rotation shows each vector before and after it, a gate all its factors in order', () => {
  const graph = rotatedAndGated();
  const rotation = /** @type {any} */ (figureOf(graph, 'rotate'));
  assert.deepEqual(
    rotation.pairs.map((/** @type {any} */ { before, after }) => [before.name, after.name]),
    [
      ['q', 'rot_q'],
      ['k', 'rot_k'],
    ],
  );
  const { kind, columns } = /** @type {any} */ (figureOf(graph, 'post'));
  assert.equal(kind, 'neurons');
  assert.deepEqual(names(columns), ['pre', 'gate', 'pre_linear', 'post']);
  assert.deepEqual(
    columns.map((/** @type {any} */ _, /** @type {number} */ i) => signOf(columns, i)),
    ['', '→', '×', '='],
  );
});

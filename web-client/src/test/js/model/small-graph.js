import { traitsOf } from '/test/model/traits.js';

/** A description like GPT-2's, reduced to the nodes that tests of the walk and of traces need. */
export const SMALL_GRAPH = {
  v: 1,
  model: { id: 'm', preset: 'small', title: 'Small', architecture: 'gpt2', parameters: 1, maxPrompt: 4 },
  sizes: { d_model: 4, d_head: 2, d_mlp: 8, d_vocab: 3, n_layers: 3, n_heads: 2, n_key_value_heads: 2, n_ctx: 4 },
  vocabulary: ['A', 'B', 'C'],
  carry: { name: 'blocks.{layer}.hook_resid_pre', from: 'blocks.{previous}.hook_resid_post' },
  before: {
    nodes: [
      weight('embed.W_E', ['d_vocab', 'd_model']),
      node('hook_embed', 'embed', ['embed.W_E'], ['pos', 'd_model']),
      node('blocks.0.hook_resid_pre', 'add', ['hook_embed', 'hook_embed'], ['pos', 'd_model']),
    ],
    steps: [
      { id: 'start', chapter: 'start', nodes: [] },
      { id: 'embed', chapter: 'embedding', nodes: ['hook_embed'] },
      { id: 'resid', chapter: 'embedding', nodes: ['blocks.0.hook_resid_pre'] },
    ],
  },
  layer: {
    nodes: [
      weight('blocks.{layer}.attn.W_Q', [['head', 'n_heads'], 'd_model', 'd_head']),
      node(
        'blocks.{layer}.attn.hook_q',
        'linear',
        ['blocks.{layer}.hook_resid_pre', 'blocks.{layer}.attn.W_Q'],
        ['pos', ['head', 'n_heads'], 'd_head'],
      ),
      node(
        'blocks.{layer}.attn.hook_attn_scores',
        'scores',
        ['blocks.{layer}.attn.hook_q', 'blocks.{layer}.attn.hook_q'],
        [
          ['head', 'n_heads'],
          ['q_pos', 'pos'],
          ['k_pos', 'pos'],
        ],
      ),
      node(
        'blocks.{layer}.hook_resid_post',
        'add',
        ['blocks.{layer}.hook_resid_pre', 'blocks.{layer}.hook_resid_pre'],
        ['pos', 'd_model'],
      ),
    ],
    steps: [
      { id: 'blocks.{layer}.attn.qkv', chapter: 'attention', nodes: ['blocks.{layer}.attn.hook_q'] },
      { id: 'blocks.{layer}.attn.scores', chapter: 'attention', nodes: ['blocks.{layer}.attn.hook_attn_scores'] },
      { id: 'blocks.{layer}.resid_post', chapter: 'mlp', nodes: ['blocks.{layer}.hook_resid_post'] },
    ],
  },
  after: {
    nodes: [node('logits', 'linear', ['blocks.{last}.hook_resid_post', 'embed.W_E'], ['pos', 'd_vocab'])],
    steps: [{ id: 'logits', chapter: 'output', nodes: ['logits'] }],
  },
};

function axes(list) {
  return list.map((axis) => (typeof axis === 'string' ? [axis, axis] : axis));
}

function node(name, op, inputs, sizes) {
  const named = axes(sizes);
  const traits = traitsOf(op, { axes: named, scale: Math.SQRT1_2 });
  return { name, op, inputs, axes: named, role: 'activation', frame: 'activation', derived: false, params: {}, traits };
}

function weight(name, sizes) {
  const traits = traitsOf('weight');
  return {
    name,
    op: 'weight',
    inputs: [],
    axes: axes(sizes),
    role: 'weight',
    frame: 'weight',
    derived: false,
    params: {},
    traits,
  };
}

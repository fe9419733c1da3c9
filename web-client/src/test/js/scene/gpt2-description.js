import { traitsOf } from '/test/model/traits.js';

/**
 * A handwritten description of GPT-2 (docs/protocol.md) of any size, for tests of the scene.
 */
const SIZE_OF = { pos: 'pos', q_pos: 'pos', k_pos: 'pos', head: 'n_heads', one: 1 };
const LAYER = 'blocks.{layer}.';

function node(name, op, inputs, axes, role, frame = role, derived = false) {
  return {
    name,
    op,
    inputs,
    axes: axes.map((axis) => [axis, SIZE_OF[axis] ?? axis]),
    role,
    frame,
    derived,
    params: {},
    traits: traitsOf(op, { axes: axes.map((axis) => [axis, axis]) }),
  };
}

const weight = (name, axes, frame = 'weight') => node(name, 'weight', [], axes, 'weight', frame);

function norm(name, x) {
  return [
    node(`${name}.hook_mean`, 'mean', [x], ['pos', 'one'], 'aggregate'),
    node(`${name}.hook_scale`, 'deviation', [x, `${name}.hook_mean`], ['pos', 'one'], 'aggregate'),
    node(
      `${name}.hook_normalized`,
      'normalize',
      [x, `${name}.hook_mean`, `${name}.hook_scale`],
      ['pos', 'd_model'],
      'activation',
    ),
    weight(`${name}.w`, ['d_model']),
    weight(`${name}.b`, ['d_model']),
    node(
      `${name}.hook_out`,
      'affine',
      [`${name}.hook_normalized`, `${name}.w`, `${name}.b`],
      ['pos', 'd_model'],
      'activation',
    ),
  ];
}

const normNodes = (name) => ['hook_mean', 'hook_scale', 'hook_normalized', 'hook_out'].map((each) => `${name}.${each}`);

function headed(letter, role) {
  const w = `${LAYER}attn.W_${letter}`,
    b = `${LAYER}attn.b_${letter}`;
  return [
    weight(w, ['head', 'd_model', 'd_head'], role),
    weight(b, ['head', 'd_head'], role),
    node(
      `${LAYER}attn.hook_${letter.toLowerCase()}`,
      'linear',
      [`${LAYER}ln1.hook_out`, w, b],
      ['pos', 'head', 'd_head'],
      role,
    ),
  ];
}

const LAYER_NODES = [
  ...norm(`${LAYER}ln1`, `${LAYER}hook_resid_pre`),
  ...headed('Q', 'query'),
  ...headed('K', 'key'),
  ...headed('V', 'value'),
  node(
    `${LAYER}attn.hook_attn_scores_unscaled`,
    'scores',
    [`${LAYER}attn.hook_q`, `${LAYER}attn.hook_k`],
    ['head', 'q_pos', 'k_pos'],
    'aggregate',
    'aggregate',
    true,
  ),
  node(
    `${LAYER}attn.hook_attn_scores`,
    'scores',
    [`${LAYER}attn.hook_q`, `${LAYER}attn.hook_k`],
    ['head', 'q_pos', 'k_pos'],
    'aggregate',
  ),
  node(
    `${LAYER}attn.hook_pattern`,
    'softmax',
    [`${LAYER}attn.hook_attn_scores`],
    ['head', 'q_pos', 'k_pos'],
    'aggregate',
  ),
  node(
    `${LAYER}attn.hook_z`,
    'mix',
    [`${LAYER}attn.hook_pattern`, `${LAYER}attn.hook_v`],
    ['pos', 'head', 'd_head'],
    'value',
  ),
  weight(`${LAYER}attn.W_O`, ['head', 'd_head', 'd_model'], 'value'),
  weight(`${LAYER}attn.b_O`, ['d_model']),
  node(
    `${LAYER}hook_attn_out`,
    'linear',
    [`${LAYER}attn.hook_z`, `${LAYER}attn.W_O`, `${LAYER}attn.b_O`],
    ['pos', 'd_model'],
    'activation',
  ),
  node(
    `${LAYER}hook_resid_mid`,
    'add',
    [`${LAYER}hook_resid_pre`, `${LAYER}hook_attn_out`],
    ['pos', 'd_model'],
    'activation',
  ),
  ...norm(`${LAYER}ln2`, `${LAYER}hook_resid_mid`),
  weight(`${LAYER}mlp.W_in`, ['d_model', 'd_mlp']),
  weight(`${LAYER}mlp.b_in`, ['d_mlp']),
  node(
    `${LAYER}mlp.hook_pre`,
    'linear',
    [`${LAYER}ln2.hook_out`, `${LAYER}mlp.W_in`, `${LAYER}mlp.b_in`],
    ['pos', 'd_mlp'],
    'activation',
  ),
  node(`${LAYER}mlp.hook_post`, 'gelu', [`${LAYER}mlp.hook_pre`], ['pos', 'd_mlp'], 'activation'),
  weight(`${LAYER}mlp.W_out`, ['d_mlp', 'd_model']),
  weight(`${LAYER}mlp.b_out`, ['d_model']),
  node(
    `${LAYER}hook_mlp_out`,
    'linear',
    [`${LAYER}mlp.hook_post`, `${LAYER}mlp.W_out`, `${LAYER}mlp.b_out`],
    ['pos', 'd_model'],
    'activation',
  ),
  node(
    `${LAYER}hook_resid_post`,
    'add',
    [`${LAYER}hook_resid_mid`, `${LAYER}hook_mlp_out`],
    ['pos', 'd_model'],
    'activation',
  ),
];

const LAYER_STEPS = [
  ['ln1', 'norm1', normNodes(`${LAYER}ln1`)],
  ['attn.qkv', 'attention', ['q', 'k', 'v'].map((each) => `${LAYER}attn.hook_${each}`)],
  ['attn.scores', 'attention', [`${LAYER}attn.hook_attn_scores`]],
  ['attn.pattern', 'attention', [`${LAYER}attn.hook_pattern`]],
  ['attn.z', 'mix', [`${LAYER}attn.hook_z`]],
  ['attn.out', 'mix', [`${LAYER}hook_attn_out`]],
  ['resid_mid', 'mix', [`${LAYER}hook_resid_mid`]],
  ['ln2', 'norm2', normNodes(`${LAYER}ln2`)],
  ['mlp.pre', 'mlp', [`${LAYER}mlp.hook_pre`]],
  ['mlp.post', 'mlp', [`${LAYER}mlp.hook_post`]],
  ['mlp.out', 'mlp', [`${LAYER}hook_mlp_out`]],
  ['resid_post', 'mlp', [`${LAYER}hook_resid_post`]],
].map(([id, chapter, nodes]) => ({ id: `${LAYER}${id}`, chapter, nodes }));

/** @param {Record<string, number>} sizes */
export const describe = (sizes) => ({
  v: 1,
  model: { id: 'm', preset: 'p', title: 'Model', architecture: 'gpt2', parameters: 1, maxPrompt: sizes.n_ctx },
  sizes,
  vocabulary: null,
  carry: { name: 'blocks.{layer}.hook_resid_pre', from: 'blocks.{previous}.hook_resid_post' },
  before: {
    nodes: [
      weight('embed.W_E', ['d_vocab', 'd_model']),
      node('hook_embed', 'embed', ['embed.W_E'], ['pos', 'd_model'], 'activation'),
      weight('pos_embed.W_pos', ['n_ctx', 'd_model']),
      node('hook_pos_embed', 'pos_embed', ['pos_embed.W_pos'], ['pos', 'd_model'], 'activation'),
      node('blocks.0.hook_resid_pre', 'add', ['hook_embed', 'hook_pos_embed'], ['pos', 'd_model'], 'activation'),
    ],
    steps: [
      { id: 'start', chapter: 'start', nodes: [] },
      { id: 'cut', chapter: 'start', nodes: [] },
      { id: 'embed', chapter: 'embedding', nodes: ['hook_embed'] },
      { id: 'pos_embed', chapter: 'embedding', nodes: ['hook_pos_embed'] },
      { id: 'resid', chapter: 'embedding', nodes: ['blocks.0.hook_resid_pre'] },
    ],
  },
  layer: { nodes: LAYER_NODES, steps: LAYER_STEPS },
  after: {
    nodes: [
      ...norm('ln_final', 'blocks.{last}.hook_resid_post'),
      weight('unembed.W_U', ['d_model', 'd_vocab'], 'prediction'),
      node('logits', 'linear', ['ln_final.hook_out', 'unembed.W_U'], ['pos', 'd_vocab'], 'prediction'),
      node('probs', 'softmax', ['logits'], ['pos', 'd_vocab'], 'prediction'),
    ],
    steps: [
      { id: 'ln_final', chapter: 'output', nodes: normNodes('ln_final') },
      { id: 'logits', chapter: 'output', nodes: ['logits'] },
      { id: 'probs', chapter: 'output', nodes: ['probs'] },
    ],
  },
});

/** As Qwen3 and Gemma 3 have it: each head's queries and keys are divided by their root mean square. @param {Record<string, number>} sizes */
export function describeWithNormsOfHeads(sizes) {
  const plain = describe(sizes),
    normed = (/** @type {string} */ letter, /** @type {string} */ role) => {
      const x = `${LAYER}attn.hook_${letter}`,
        name = `${LAYER}attn.${letter}_norm`;
      return [
        node(`${name}.hook_scale`, 'deviation', [x], ['pos', 'head', 'one'], 'aggregate'),
        node(`${name}.hook_normalized`, 'normalize', [x, `${name}.hook_scale`], ['pos', 'head', 'd_head'], role),
        weight(`${name}.w`, ['d_head'], role),
        node(`${name}.hook_out`, 'affine', [`${name}.hook_normalized`, `${name}.w`], ['pos', 'head', 'd_head'], role),
      ];
    },
    norms = [...normed('q', 'query'), ...normed('k', 'key')];
  const nodes = plain.layer.nodes.map((each) =>
      each.traits.attention === 'scores'
        ? { ...each, inputs: ['q', 'k'].map((of) => `${LAYER}attn.${of}_norm.hook_out`) }
        : each,
    ),
    at = nodes.findIndex(({ traits }) => traits.attention === 'scores'),
    steps = [...plain.layer.steps];
  steps.splice(steps.findIndex(({ id }) => id.endsWith('attn.qkv')) + 1, 0, {
    id: `${LAYER}attn.norm`,
    chapter: 'attention',
    nodes: norms.filter(({ traits }) => !traits.table).map(({ name }) => name),
  });
  return { ...plain, layer: { nodes: [...nodes.slice(0, at), ...norms, ...nodes.slice(at)], steps } };
}

/** The sorting model. */
export const SORTING = {
  d_model: 48,
  d_head: 16,
  d_mlp: 192,
  d_vocab: 3,
  n_layers: 3,
  n_heads: 3,
  n_key_value_heads: 3,
  n_ctx: 11,
};
/** GPT-2 small. */
export const GPT2_SMALL = {
  d_model: 768,
  d_head: 64,
  d_mlp: 3072,
  d_vocab: 50257,
  n_layers: 12,
  n_heads: 12,
  n_key_value_heads: 12,
  n_ctx: 1024,
};

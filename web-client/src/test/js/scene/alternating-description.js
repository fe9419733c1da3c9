import { ALTERNATING } from '/test/scene/alternating-graph.js';

/** The complete description of a model with this many alternating layers. @param {number} [layers] */
export const describeAlternating = (layers = ALTERNATING.sizes.n_layers) => ({
  v: 1,
  model: { id: 'm', preset: 'p', title: 'Alternating', architecture: 'alternating', parameters: 1, maxPrompt: 9 },
  vocabulary: null,
  ...ALTERNATING,
  sizes: { ...ALTERNATING.sizes, n_layers: layers },
});

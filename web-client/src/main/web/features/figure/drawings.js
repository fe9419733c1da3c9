/** The drawings of figures: each kind loads when a step has one, so that the first figure waits for no other. */

/** Draws a figure. @typedef {(context: import('./figure.js').FigureContext, kind: any) => unknown} Draw */

/** Loads what draws each kind of figure. @type {Record<string, () => Promise<Draw>>} */
export const KINDS = {
  attention: async () => (await import('./attention/attention-figure.js')).attentionFigure,
  text: async () => (await import('./text/text-figure.js')).textFigure,
  cut: async () => (await import('./cut/cut-figure.js')).cutFigure,
  experts: async () => (await import('./experts/experts-figure.js')).expertsFigure,
  lookup: async () => (await import('./strips/lookup-figure.js')).lookupFigure,
  sum: async () => (await import('./strips/sum-figure.js')).sumFigure,
  norm: async () => (await import('./strips/norm-figure.js')).normFigure,
  projections: async () => (await import('./heads/projections-figure.js')).projectionsFigure,
  rotation: async () => (await import('./heads/rotation-figure.js')).rotationFigure,
  gather: async () => (await import('./heads/gather-figure.js')).gatherFigure,
  heads: async () => (await import('./heads/heads-figure.js')).headsFigure,
  neurons: async () => (await import('./neurons/neurons-figure.js')).neuronsFigure,
  writing: async () => (await import('./neurons/writing-figure.js')).writingFigure,
  vector: async () => (await import('./strips/vector-figure.js')).vectorFigure,
  logits: async () => (await import('./neurons/logits-figure.js')).logitsFigure,
  probabilities: async () => (await import('./neurons/probabilities-figure.js')).probabilitiesFigure,
};

/**
 * The drawing of each kind of figure. Each loads when a step has a figure of its kind, so that the first one comes early.
 *
 * @typedef {(context: import('./figure.js').FigureContext, kind: any) => unknown} Draw
 */
import { loadLate } from '../../ui/late-words.js';
import { words } from '../../ui/words.js';

/** A drawing, once what it says of vectors is there, too. @param {() => Promise<Draw>} load @returns {() => Promise<Draw>} */
const ofVectors = (load) => async () => {
  const [draw] = await Promise.all([load(), words.has('vectors.nameTitle') || loadLate('vectors', () => {})]);
  return draw;
};

/** @type {Record<import('./figure-of.js').FigureKind['kind'], () => Promise<Draw>>} */
export const DRAWINGS = {
  attention: async () => (await import('./attention/attention-figure.js')).attentionFigure,
  text: async () => (await import('./text/text-figure.js')).textFigure,
  cut: async () => (await import('./cut/cut-figure.js')).cutFigure,
  experts: async () => (await import('./experts/experts-figure.js')).expertsFigure,
  lookup: ofVectors(async () => (await import('./strips/lookup-figure.js')).lookupFigure),
  sum: ofVectors(async () => (await import('./strips/sum-figure.js')).sumFigure),
  norm: ofVectors(async () => (await import('./strips/norm-figure.js')).normFigure),
  projections: ofVectors(async () => (await import('./heads/projections-figure.js')).projectionsFigure),
  rotation: ofVectors(async () => (await import('./heads/rotation-figure.js')).rotationFigure),
  gather: ofVectors(async () => (await import('./heads/gather-figure.js')).gatherFigure),
  heads: ofVectors(async () => (await import('./heads/heads-figure.js')).headsFigure),
  neurons: ofVectors(async () => (await import('./neurons/neurons-figure.js')).neuronsFigure),
  writing: ofVectors(async () => (await import('./neurons/writing-figure.js')).writingFigure),
  vector: ofVectors(async () => (await import('./strips/vector-figure.js')).vectorFigure),
  logits: ofVectors(async () => (await import('./neurons/logits-figure.js')).logitsFigure),
  probabilities: ofVectors(async () => (await import('./neurons/probabilities-figure.js')).probabilitiesFigure),
};

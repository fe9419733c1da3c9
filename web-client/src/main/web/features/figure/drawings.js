/** The drawings of figures, which load when a step has one. */
import { attentionFigure } from './attention/attention-figure.js';
import { cutFigure } from './cut/cut-figure.js';
import { expertsFigure } from './experts/experts-figure.js';
import { gatherFigure } from './heads/gather-figure.js';
import { headsFigure } from './heads/heads-figure.js';
import { projectionsFigure } from './heads/projections-figure.js';
import { rotationFigure } from './heads/rotation-figure.js';
import { logitsFigure } from './neurons/logits-figure.js';
import { probabilitiesFigure } from './neurons/probabilities-figure.js';
import { neuronsFigure } from './neurons/neurons-figure.js';
import { writingFigure } from './neurons/writing-figure.js';
import { lookupFigure } from './strips/lookup-figure.js';
import { normFigure } from './strips/norm-figure.js';
import { sumFigure } from './strips/sum-figure.js';
import { vectorFigure } from './strips/vector-figure.js';
import { textFigure } from './text/text-figure.js';

/** Draws each kind of figure. @type {Record<string, (context: import('./figure.js').FigureContext, kind: any) => unknown>} */
export const DRAW = {
  attention: attentionFigure,
  text: textFigure,
  cut: cutFigure,
  experts: expertsFigure,
  lookup: lookupFigure,
  sum: sumFigure,
  norm: normFigure,
  projections: projectionsFigure,
  rotation: rotationFigure,
  gather: gatherFigure,
  heads: headsFigure,
  neurons: neuronsFigure,
  writing: writingFigure,
  vector: vectorFigure,
  logits: logitsFigure,
  probabilities: probabilitiesFigure,
};

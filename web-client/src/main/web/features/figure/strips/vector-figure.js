/** One vector made of another. */
import { nameOf } from '../../../ui/cell-words.js';
import { words } from '../../../ui/words.js';
import { equation } from './equation.js';
import { framed, positionOf, wordAt } from './frame.js';
import { columnNote } from './sum-figure.js';
import { vectorAt } from './vectors.js';

/**
 * @param {import('../figure.js').Stage} stage
 * @param {import('../figure-of.js').VectorKind} kind
 * @returns {unknown} null until the numbers have arrived
 */
export function vectorFigure(stage, { node, input }) {
  const position = positionOf(stage);
  const from = vectorAt(stage, input, position);
  const to = vectorAt(stage, node, position);
  if (!from || !to) return null;
  const values = {
    layer: Number(node.layer) + 1,
    name: nameOf(node, words),
    word: wordAt(stage),
    size: to.data.length,
    from: nameOf(input, words),
  };
  const lines = [
    { sign: '', name: nameOf(input, words), note: '', vector: from },
    { sign: '→', name: nameOf(node, words), note: columnNote(stage, position, to.data.length), vector: to },
  ];
  const said = words.text('figure.vectorSaid', values);
  return framed(stage, {
    title: words.text('figure.nameTitle', values),
    said,
    spoken: said,
    node,
    draw: (box) => equation(stage, lines, box),
  });
}

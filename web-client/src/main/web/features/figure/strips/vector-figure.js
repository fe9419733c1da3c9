/** One vector made of another. */
import { nameOf } from '../../../ui/cell-words.js';
import { words } from '../../../ui/words.js';
import { equation } from './equation.js';
import { framed, positionOf, wordAt } from './frame.js';
import { columnNote } from './sum-figure.js';
import { vectorAt } from './vectors.js';

/**
 * @param {import('../figure.js').FigureContext} context
 * @param {import('../figure-of.js').VectorKind} kind
 * @returns {unknown} null until the numbers have arrived
 */
export function vectorFigure(context, { node, input }) {
  const position = positionOf(context);
  const from = vectorAt(context, input, position);
  const to = vectorAt(context, node, position);
  if (!from || !to) return null;
  const values = {
    layer: Number(node.layer) + 1,
    name: nameOf(node, words),
    word: wordAt(context),
    size: to.data.length,
    from: nameOf(input, words),
  };
  const lines = [
    { sign: '', name: nameOf(input, words), note: '', vector: from },
    { sign: '→', name: nameOf(node, words), note: columnNote(context, position, to.data.length), vector: to },
  ];
  const said = words.text('vectors.vectorSaid', values);
  return framed(context, {
    title: words.text('vectors.nameTitle', values),
    said,
    spoken: said,
    node,
    draw: (box) => equation(context, lines, box),
  });
}

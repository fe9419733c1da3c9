/**
 * Vectors added number by number: two terms of a step, or all that a closed layer adds to the stream.
 *
 * @typedef {import('../figure.js').FigureContext} FigureContext
 */
import { wordOf } from '../../../ui/running-word.js';
import { nameOf } from '../../../ui/cell-words.js';
import { words } from '../../../ui/words.js';
import { roundedTo } from '../../../ui/rounding.js';
import { equation } from './equation.js';
import { framed, positionOf } from './frame.js';
import { quantile, strongest } from './strip-grid.js';
import { vectorAt } from './vectors.js';

/** How many of the numbers that changed most are marked. */
const MARKED = 3;
/** Digits after the point of the numbers that are added. */
const DIGITS = 2;
/** The share of numbers that are within the scale. */
const SHOWN = 0.98;

/**
 * @param {import('../figure.js').FigureContext} context
 * @param {import('../figure-of.js').SumKind} kind
 * @returns {unknown} null until the numbers have arrived
 */
export function sumFigure(context, { node, terms }) {
  const position = positionOf(context);
  const parts = terms.map((term) => vectorAt(context, term, position));
  const sum = vectorAt(context, node, position);
  if (!sum || parts.some((part) => part === null)) return null;
  // One scale for all lines, at which few outliers do not leave the others pale.
  const scale = quantile(sum.data, SHOWN);
  const vectors = /** @type {import('./strip.js').Vector[]} */ (parts).map((part) => ({ ...part, scale }));
  const word = wordOf(context.trace.text[position]);
  const size = sum.data.length;
  const change = Array.from(sum.data, (value, i) => value - vectors[0].data[i]);
  const marks = strongest(change, MARKED);
  const most = marks[0];
  const written = sumText([...vectors.map(({ data }) => data[most]), sum.data[most]], (value) =>
    words.number(value, DIGITS),
  );
  const lines = [
    ...vectors.map((vector, i) => ({
      sign: i === 0 ? '' : '+',
      name: nameIn(node, terms[i]),
      note: i === 0 ? columnNote(context, position, size) : '',
      vector,
      marks,
    })),
    {
      sign: '=',
      name: nameOf(node, words),
      note: [
        ...['vectors.mostChanged', 'vectors.number'].map((key) => words.text(key, { number: most + 1, sum: written })),
        written,
      ],
      vector: { ...sum, scale },
      marks,
    },
  ];
  const isLayer = terms.length > 2;
  const title = words.text(isLayer ? 'vectors.layerTitle' : 'vectors.nameTitle', {
    name: nameOf(node, words),
    layer: Number(node.layer) + 1,
    word,
  });
  const said = words.text(isLayer ? 'vectors.layerSaid' : 'vectors.sumSaid', { size, word });
  return framed(context, {
    title,
    said,
    spoken: words.text('vectors.sumSpoken', { names: terms.map((term) => nameOf(term, words)), word, size }),
    node,
    draw: (box) => equation(context, lines, box),
  });
}

/** A tensor's name; if it is another layer's, with that layer. @param {Node} node of the figure @param {Node} term */
function nameIn(node, term) {
  const name = nameOf(term, words);
  return term.layer !== null && term.layer !== node.layer
    ? words.text('vectors.fromLayer', { name, layer: term.layer + 1 })
    : name;
}

/** @typedef {import('../../../model/graph.js').Node} Node */

/**
 * "1.20 − 0.30 = 0.90", with minus signs in the place of plus signs; with "≈" if the rounded terms do not add up to the rounded sum.
 * @param {number[]} values the last is the sum
 * @param {(value: number) => string} format with {@link DIGITS} digits
 */
export function sumText(values, format) {
  const figures = values.map(format),
    steps = values.map((value) => Math.round(roundedTo(value, DIGITS) * 10 ** DIGITS)),
    adds = steps.slice(0, -1).reduce((all, each) => all + each, 0) === steps.at(-1);
  const terms = figures
    .slice(0, -1)
    .map((figure, i) => (i === 0 ? figure : figure.startsWith('−') ? `− ${figure.slice(1)}` : `+ ${figure}`));
  return `${terms.join(' ')} ${adds ? '=' : '≈'} ${figures.at(-1)}`;
}

/** Where a vector of the stream stands in the whole. @param {FigureContext} figureContext @param {number} position @param {number} size */
export function columnNote({ trace }, position, size) {
  return words.text('vectors.column', {
    size,
    column: position + 1,
    columns: trace.positions,
    word: wordOf(trace.text[position]),
  });
}

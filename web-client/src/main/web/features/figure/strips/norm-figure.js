/** A norm: a vector, the one or two numbers that bring it to scale, the learned weights, and the result. */
import { css } from '../../../scene/render/colour.js';
import { nameOf } from '../../../ui/cell-words.js';
import { words } from '../../../ui/words.js';
import { equation } from './equation.js';
import { framed, positionOf, wordAt } from './frame.js';
import { columnNote } from './sum-figure.js';
import { vectorAt, whole } from './vectors.js';

/** The learned weights' strips are lower than the others. */
const LOW = 0.55;

/**
 * @param {import('../figure.js').FigureContext} context
 * @param {import('../figure-of.js').NormKind} kind
 * @returns {unknown} null until the numbers have arrived
 */
export function normFigure(context, { node, input, mean, divisor, weights }) {
  const position = positionOf(context);
  const before = vectorAt(context, input, position);
  const after = vectorAt(context, node, position);
  const scale = vectorAt(context, divisor, position);
  const average = mean && vectorAt(context, mean, position);
  const learned = weights.flatMap((weight) => whole(context, weight) ?? []);
  if (!before || !after || !scale || (mean && !average) || learned.length < weights.length) return null;
  const { area, palette } = context;
  const word = wordAt(context);
  const size = before.data.length;
  const colour = css(palette.roles[divisor.role]);
  const number = (/** @type {Node} */ of, /** @type {string} */ sign, /** @type {number} */ value) => ({
    sign,
    value: words.number(value, 2),
    name: nameOf(of, words),
    colour,
  });
  const lines = [
    { sign: '', name: nameOf(input, words), note: columnNote(context, position, size), vector: before },
    ...(average && mean ? [number(mean, '−', average.data[0])] : []),
    number(divisor, '÷', scale.data[0]),
    // on a phone, the weights are named only
    ...weights.map((weight, i) => ({
      sign: i === 0 ? '×' : '+',
      name: nameOf(weight, words),
      note: words.text('vectors.learned'),
      ...(area.narrow ? { colour: css(palette.roles[weight.role]) } : { vector: learned[i], share: LOW }),
    })),
    { sign: '=', name: nameOf(node, words), note: '', vector: after },
  ];
  const title = words.text('vectors.nameTitle', { name: nameOf(node, words), layer: Number(node.layer) + 1, word });
  const said = words.text('vectors.normSaid', {
    size,
    word,
    number: words.number(scale.data[0], 2),
    name: nameOf(divisor, words),
    mean: mean ? 'yes' : 'no',
    weights: weights.length,
  });
  return framed(context, { title, said, spoken: said, node, draw: (box) => equation(context, lines, box) });
}

/** @typedef {import('../../../model/graph.js').Node} Node */

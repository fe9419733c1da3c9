/**
 * The neurons of a word: all of them as a strip, and the strongest as bars before and after each operation.
 *
 * @typedef {import('../../../model/graph.js').Node} Node
 */
import { css } from '../../../scene/render/colour.js';
import { nameOf } from '../../../ui/cell-words.js';
import { words } from '../../../ui/words.js';
import { equation } from '../strips/equation.js';
import { formOf, framed, positionOf, wordAt } from '../strips/frame.js';
import { columnNote } from '../strips/sum-figure.js';
import { strongest } from '../strips/strip-grid.js';
import { shortNameOf } from '../strips/short-name.js';
import { vectorAt } from '../strips/vectors.js';
import { barColumns, linesIn } from './bar-columns.js';

/** The most neurons with bars. */
const MOST = 8;
/** The strips' share of the height. */
const STRIPS = { normal: 0.5, hall: 0.44, narrow: 0.46 };
/** A phone has room for this many columns of bars. */
const NARROW = 3;

/**
 * @param {import('../figure.js').FigureContext} context
 * @param {import('../figure-of.js').NeuronsKind} kind
 * @returns {unknown} null until the numbers have arrived
 */
export function neuronsFigure(context, { node, columns, input }) {
  const { area, palette } = context;
  const position = positionOf(context);
  const vectors = columns.map((column) => vectorAt(context, column, position));
  const from = input && vectorAt(context, input, position);
  if (vectors.includes(null) || (input && !from)) return null;
  const all = /** @type {import('../strips/strip.js').Vector[]} */ (vectors);
  // the first column decides before the curve, the last one after it
  const deciding = input ? 0 : all.length - 1;
  const count = all[deciding].data.length;
  const names = columns.map((column) => shortNameOf(context.graph, column));
  const values = {
    layer: Number(node.layer) + 1,
    name: names[deciding],
    word: wordAt(context),
    count,
    size: from?.data.length ?? 0,
  };
  const said = words.text(input ? 'vectors.neuronsSaid' : 'vectors.neuronsAfter', values);
  return framed(context, {
    title: words.text('vectors.neuronsTitle', values),
    said,
    spoken: said,
    node,
    draw: ({ width, height }) => {
      const above = height * STRIPS[formOf(area)];
      const order = strongest(all[deciding].data, Math.min(MOST, linesIn(area, height - above)));
      const lines = [
        ...(input && from
          ? [
              {
                sign: '',
                name: nameOf(input, words),
                note: columnNote(context, position, from.data.length),
                vector: from,
                share: 0.8,
              },
            ]
          : []),
        {
          sign: input ? '→' : '',
          name: names[deciding],
          note: words.text('vectors.allNeurons', values),
          vector: all[deciding],
          marks: order,
        },
      ];
      const short = area.narrow && columns.length > NARROW;
      const lineNames = order.map((i) =>
        words.text(
          short ? 'vectors.neuronNumber' : area.narrow || area.hall ? 'vectors.neuronShort' : 'vectors.neuron',
          {
            n: i + 1,
            count,
          },
        ),
      );
      const shown = columns.map((column, c) => ({
        title: names[c],
        colour: css(palette.roles[column.role]),
        sign: signOf(columns, c),
        values: order.map((i) => all[c].data[i]),
      }));
      // on a phone, the last steps of the computation
      const last = short
        ? shown.slice(-NARROW).map((column, c) => (c === 0 ? { ...column, sign: '' } : column))
        : shown;
      return [
        equation(context, lines, { width, height: above }),
        barColumns(
          context,
          lineNames,
          last,
          { width, height: height - above - 10, y: above + 10 },
          { kind: short ? words.text('vectors.neuronHead') : '' },
        ),
      ];
    },
  });
}

/** What leads from the columns before to this one: a curve, a product, or nothing if they are computed side by side. @param {Node[]} columns @param {number} at */
export function signOf(columns, at) {
  const { traits, inputs } = columns[at];
  if (at === 0) return '';
  if (traits.gate) return '=';
  if (columns.slice(0, at).some(({ name }) => inputs.includes(name))) return '→';
  // a factor of the product that follows
  return columns.some((column) => column.traits.gate && column.inputs.includes(columns[at].name)) ? '×' : '';
}

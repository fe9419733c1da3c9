/** What all heads of a layer add to the stream: the strongest heads' vectors, the others together, and their sum. */
import { css } from '../../../scene/render/colour.js';
import { nameOf } from '../../../ui/cell-words.js';
import { words } from '../../../ui/words.js';
import { equation } from '../strips/equation.js';
import { framed, positionOf, wordAt } from '../strips/frame.js';
import { columnNote } from '../strips/sum-figure.js';
import { vectorAt } from '../strips/vectors.js';

/** How many heads have strips of their own: as many on every screen, since the presenter speaks of them. */
const ALONE = 3;
const LOW = 0.6;

/**
 * @param {import('../figure.js').FigureContext} context
 * @param {import('../figure-of.js').HeadsKind} kind
 * @returns {unknown} null until the numbers have arrived
 */
export function headsFigure(context, { node, results }) {
  const { graph, palette } = context;
  const position = positionOf(context);
  const heads = graph.sizes.n_heads;
  const sum = vectorAt(context, node, position);
  const all = vectorAt(context, results, position);
  if (!sum || !all) return null;
  const size = sum.data.length;
  const of = Array.from({ length: heads }, (_, head) =>
    Float32Array.from({ length: size }, (_, i) => all.data[head * size + i]),
  );
  const order = of.map((data, head) => ({ head, length: lengthOf(data) })).sort((a, b) => b.length - a.length);
  const alone = order.slice(0, Math.min(heads, ALONE));
  // also the bias, where there is one
  const rest = Float32Array.from(sum.data, (value, i) => alone.reduce((left, { head }) => left - of[head][i], value));
  const isBiased = node.inputs.length > 2;
  const others = heads - alone.length;
  const colour = css(palette.roles.value);
  const lines = [
    ...alone.map(({ head }, i) => ({
      sign: i === 0 ? '' : '+',
      name: words.text('vectors.headNumber', { head: head + 1 }),
      note: i === 0 ? words.text('vectors.strongestHeads', { count: alone.length, heads }) : '',
      colour,
      share: LOW,
      vector: {
        data: of[head],
        scale: sum.scale,
        role: node.role,
        cell: { name: results.name, index: (/** @type {number} */ at) => [position, head, at] },
      },
    })),
    ...(others > 0 || isBiased
      ? [
          {
            sign: '+',
            name: words.text(isBiased ? 'vectors.otherHeadsBias' : 'vectors.otherHeads', { count: others }),
            note: '',
            colour,
            share: LOW,
            vector: { data: rest, scale: sum.scale, role: node.role },
          },
        ]
      : []),
    { sign: '=', name: nameOf(node, words), note: columnNote(context, position, size), vector: sum },
  ];
  const values = { layer: Number(node.layer) + 1, name: nameOf(node, words), word: wordAt(context), size, heads };
  const said = words.text('vectors.headsSaid', values);
  return framed(context, {
    title: words.text('vectors.nameTitle', values),
    said,
    spoken: said,
    node,
    draw: (box) => equation(context, lines, box),
  });
}

/** The Euclidean length of a vector. @param {ArrayLike<number>} data */
export const lengthOf = (data) => Math.sqrt(Array.from(data).reduce((sum, value) => sum + value * value, 0));

/** Vectors of one head, such as queries, keys and values, each made of one vector of the stream by a matrix product. */
import { nameOf } from '../../../ui/cell-words.js';
import { words } from '../../../ui/words.js';
import { equation } from '../strips/equation.js';
import { framed, positionOf, wordAt } from '../strips/frame.js';
import { columnNote } from '../strips/sum-figure.js';
import { headIn, vectorAt } from '../strips/vectors.js';

/**
 * @param {import('../figure.js').FigureContext} context
 * @param {import('../figure-of.js').ProjectionsKind} kind
 * @returns {unknown} null until the numbers have arrived
 */
export function projectionsFigure(context, { node, input, outputs }) {
  const { graph } = context;
  const position = positionOf(context);
  const from = vectorAt(context, input, position);
  const vectors = outputs.flatMap(
    (output) => vectorAt(context, output, position, headIn(graph, output, context.head)) ?? [],
  );
  if (!from || vectors.length < outputs.length) return null;
  const word = wordAt(context);
  const lines = [
    {
      sign: '',
      name: nameOf(input, words),
      note: columnNote(context, position, from.data.length),
      vector: from,
      share: 0.9,
    },
    ...outputs.map((output, i) => ({
      sign: '→',
      name: nameOf(output, words),
      note: headNote(context, output),
      vector: vectors[i],
    })),
  ];
  const values = {
    layer: Number(node.layer) + 1,
    head: context.head + 1,
    word,
    size: from.data.length,
    each: graph.sizes.d_head,
    names: outputs.map((output) => nameOf(output, words)),
  };
  const said = words.text('vectors.projectionsSaid', values);
  return framed(context, {
    title: words.text('figure.head', values),
    said,
    spoken: said,
    heads: graph.sizes.n_heads,
    node: input,
    draw: (box) => equation(context, lines, box),
  });
}

/** The numbers of one head, and which heads share them. @param {import('../figure.js').FigureContext} context @param {import('../../../model/graph.js').Node} node */
export function headNote({ graph, head }, node) {
  const own = node.axes.find(({ name }) => name === 'head')?.size;
  const heads = graph.sizes.n_heads;
  const values = { size: graph.sizes.d_head, head: head + 1, heads };
  if (typeof own !== 'number' || own === heads) return words.text('vectors.ofHead', values);
  const each = heads / own,
    at = headIn(graph, node, head);
  return words.text('vectors.ofShared', {
    ...values,
    head: at + 1,
    heads: own,
    from: at * each + 1,
    to: (at + 1) * each,
  });
}

/** Vectors of one head, such as queries, keys and values, each made of one vector of the stream by a matrix product. */
import { nameOf } from '../../../ui/cell-words.js';
import { words } from '../../../ui/words.js';
import { equation } from '../strips/equation.js';
import { framed, positionOf, wordAt } from '../strips/frame.js';
import { columnNote } from '../strips/sum-figure.js';
import { headIn, vectorAt } from '../strips/vectors.js';

/**
 * @param {import('../figure.js').Stage} stage
 * @param {import('../figure-of.js').ProjectionsKind} kind
 * @returns {unknown} null until the numbers have arrived
 */
export function projectionsFigure(stage, { node, input, outputs }) {
  const { graph } = stage;
  const position = positionOf(stage);
  const from = vectorAt(stage, input, position);
  const vectors = outputs.map((output) => vectorAt(stage, output, position, headIn(graph, output, stage.head)));
  if (!from || vectors.includes(null)) return null;
  const word = wordAt(stage);
  const lines = [
    {
      sign: '',
      name: nameOf(input, words),
      note: columnNote(stage, position, from.data.length),
      vector: from,
      share: 0.9,
    },
    ...outputs.map((output, i) => ({
      sign: '→',
      name: nameOf(output, words),
      note: headNote(stage, output),
      vector: vectors[i],
    })),
  ];
  const values = {
    layer: Number(node.layer) + 1,
    head: stage.head + 1,
    word,
    size: from.data.length,
    each: graph.sizes.d_head,
    names: outputs.map((output) => nameOf(output, words)),
  };
  const said = words.text('figure.projectionsSaid', values);
  return framed(stage, {
    title: words.text('figure.head', values),
    said,
    spoken: said,
    heads: graph.sizes.n_heads,
    node: input,
    draw: (box) => equation(stage, lines, box),
  });
}

/** The numbers of one head, and which heads share them. @param {import('../figure.js').Stage} stage @param {import('../../../model/graph.js').Node} node */
export function headNote({ graph, head }, node) {
  const own = node.axes.find(({ name }) => name === 'head')?.size;
  const heads = graph.sizes.n_heads;
  const values = { size: graph.sizes.d_head, head: head + 1, heads };
  if (typeof own !== 'number' || own === heads) return words.text('figure.ofHead', values);
  const each = heads / own,
    at = headIn(graph, node, head);
  return words.text('figure.ofShared', {
    ...values,
    head: at + 1,
    heads: own,
    from: at * each + 1,
    to: (at + 1) * each,
  });
}

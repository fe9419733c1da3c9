/** What the neurons write back to the stream: each of the strongest times its row of the table, the others together, and their sum. */
import { nameOf } from '../../../ui/cell-words.js';
import { words } from '../../../ui/words.js';
import { equation } from '../strips/equation.js';
import { framed, positionOf, wordAt } from '../strips/frame.js';
import { columnNote } from '../strips/sum-figure.js';
import { strongest } from '../strips/strip-grid.js';
import { rowOf, vectorAt } from '../strips/vectors.js';

/** How many neurons have strips of their own: as many on every screen, since the presenter speaks of them. */
const ALONE = 3;
const LOW = 0.6;

/**
 * @param {import('../figure.js').FigureContext} context
 * @param {import('../figure-of.js').WritingKind} kind
 * @returns {unknown} null until the numbers have arrived
 */
export function writingFigure(context, { node, neurons, table }) {
  const position = positionOf(context);
  const active = vectorAt(context, neurons, position);
  const sum = vectorAt(context, node, position);
  if (!active || !sum) return null;
  const order = strongest(active.data, ALONE);
  const axis = table.axes[0].name;
  const rows = order.map((i) => rowOf(context, table, axis, i));
  if (rows.includes(null)) return null;
  const count = active.data.length;
  const parts = order.map((neuron, r) =>
    Float32Array.from(
      /** @type {NonNullable<typeof rows[number]>} */ (rows[r]).data,
      (weight) => weight * active.data[neuron],
    ),
  );
  // also the bias, where there is one
  const rest = Float32Array.from(sum.data, (value, i) => parts.reduce((left, part) => left - part[i], value));
  const isBiased = node.inputs.length > 2;
  const lines = [
    ...order.map((neuron, r) => ({
      sign: r === 0 ? '' : '+',
      name: words.text('vectors.neuronTimes', { n: neuron + 1, value: words.number(active.data[neuron], 2) }),
      note: r === 0 ? words.text('vectors.neuronRow', { count: order.length, neurons: count }) : '',
      share: LOW,
      vector: { data: parts[r], scale: sum.scale, role: node.role },
    })),
    {
      sign: '+',
      name: words.text(isBiased ? 'vectors.otherNeuronsBias' : 'vectors.otherNeurons', { count: count - order.length }),
      note: '',
      share: LOW,
      vector: { data: rest, scale: sum.scale, role: node.role },
    },
    { sign: '=', name: nameOf(node, words), note: columnNote(context, position, sum.data.length), vector: sum },
  ];
  const values = {
    layer: Number(node.layer) + 1,
    name: nameOf(node, words),
    word: wordAt(context),
    size: sum.data.length,
    count,
  };
  const said = words.text('vectors.writingSaid', values);
  return framed(context, {
    title: words.text('vectors.nameTitle', values),
    said,
    spoken: said,
    node,
    draw: (box) => equation(context, lines, box),
  });
}

import { assert, test } from '/test/harness.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { inputsOf } from '/web/features/cell/inspected-cell.js';

const graph = expandGraph(describe(SORTING));
const cell = (name, ...index) => ({ name, cell: index, value: 1 });
const names = (explanation) => inputsOf(explanation, graph).map(({ name, index }) => `${name}[${index}]`);

test('the inputs of a product are both factors and the addend, without duplicates', () => {
  const explanation = {
    ...cell('blocks.0.attn.hook_q', 0, 0, 0),
    kind: 'sum',
    scale: 1,
    terms: [[cell('x', 0, 1), cell('W', 1, 0)], [cell('x', 0, 1), cell('W', 2, 0)], [cell('b', 0)]],
  };
  assert.deepEqual(names(explanation), ['x[0,1]', 'W[1,0]', 'W[2,0]', 'b[0]']);
});

test('every kind of explanation names all inputs', () => {
  assert.deepEqual(names({ ...cell('p', 0), kind: 'softmax', of: cell('s', 1), over: [cell('s', 0), cell('s', 1)] }), [
    's[1]',
    's[0]',
  ]);
  assert.deepEqual(
    names({ ...cell('n', 0), kind: 'normalized', x: cell('x', 3), mean: cell('m', 0), scale: cell('d', 0) }),
    ['x[3]', 'm[0]', 'd[0]'],
  );
  assert.deepEqual(names({ ...cell('r', 0), kind: 'rotation', x: cell('q', 1), other: cell('q', 9), angle: 0.5 }), [
    'q[1]',
    'q[9]',
  ]);
  assert.deepEqual(names({ ...cell('s', 0, 2, 5), kind: 'masked', query: 2, key: 5 }), []);
  assert.deepEqual(names({ ...cell('W', 0), kind: 'learned' }), []);
});

test('the inputs of an embedding are the whole row of the table', () => {
  const explanation = { ...cell('hook_embed', 3, 7), kind: 'sum', scale: 1, terms: [[cell('embed.W_E', 2, 7)]] };
  assert.deepEqual(
    names(explanation),
    Array.from({ length: 48 }, (_, i) => `embed.W_E[2,${i}]`),
  );
});

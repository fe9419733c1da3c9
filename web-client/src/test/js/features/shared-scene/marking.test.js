import { assert, test } from '/test/harness.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { expandGraph } from '/web/model/graph.js';
import { markOn, markWords } from '/web/features/shared-scene/marking.js';

const SCORES = [{ name: 'head' }, { name: 'q_pos' }, { name: 'k_pos' }];
const STREAM = [{ name: 'pos' }, { name: 'd_model' }];
const cell = { name: 'scores', index: [1, 3, 2] };

test('repeated presses mark the cell, its row, its head, its block, and nothing', () => {
  const kinds = [];
  let marks = [];
  for (let i = 0; i < 5; i++) {
    const next = markOn(marks, cell, SCORES);
    marks = next.marks;
    kinds.push([next.kind, marks.map(({ index }) => index.join())]);
  }
  assert.deepEqual(kinds, [
    ['cell', ['1,3,2']],
    ['row', ['1,3,-1']],
    ['head', ['1,-1,-1']],
    ['block', ['-1,-1,-1']],
    ['none', []],
  ]);
});

test('a tensor without heads skips the mark of a head', () => {
  const stream = { name: 'resid', index: [3, 7] };
  const block = markOn([{ name: 'resid', index: [3, -1] }], stream, STREAM);
  assert.equal(block.kind, 'block');
});

test('marks of other cells stay', () => {
  const other = { name: 'resid', index: [0, 0] };
  const { marks } = markOn([other], cell, SCORES);
  assert.deepEqual(marks, [other, cell]);
});

test('what is marked is said with the coordinates that the mark has', () => {
  const graph = expandGraph(SMALL_GRAPH);
  const words = /** @type {any} */ ({
    table: { tensor: { 'attn.hook_attn_scores': 'Score' } },
    has: () => true,
    text: (key, values) => `${key.replace('cell.', '')} ${values.layer ?? values.n}`,
  });
  const said = (index) => markWords(graph, { name: 'blocks.0.attn.hook_attn_scores', index }, null, words);
  assert.equal(said([1, 3, 2]), 'Score · layer 1 · axis.head 2 · axis.q_pos 4 · axis.k_pos 3');
  assert.equal(said([1, 3, -1]), 'Score · layer 1 · axis.head 2 · axis.q_pos 4');
  assert.equal(said([-1, -1, -1]), 'Score · layer 1');
});

import { assert, test } from '/test/harness.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { traitsOf } from '/test/model/traits.js';
import { expandGraph } from '/web/model/graph.js';
import { Trace } from '/web/model/trace.js';
import { cellWords, formulaOf, nameOf } from '/web/ui/cell-words.js';
import { plain } from '/web/ui/rich-text.js';
import { Words } from '/web/ui/words.js';

const graph = expandGraph(SMALL_GRAPH);
const words = new Words();
await Promise.all([words.load(), words.loadRest()]);

const info = { id: 't', model: 'm', tokens: [2, 1], text: ['C', 'B'], promptLength: 2, nCtx: 4, next: [] };
const trace = new Trace(info, graph, () => Promise.reject(new Error('nothing is fetched')));

test('a cell’s texts count from 1, its hook name from 0', () => {
  const said = cellWords(graph, 'blocks.0.attn.hook_attn_scores', [1, 1, 0], trace, words);
  assert.equal(said.what, 'Score');
  assert.equal(said.where, 'layer 1 · head 2 · query of “B” at position 2 · key of “C” at position 1');
  assert.equal(said.hook, 'blocks.0.attn.hook_attn_scores[1, 1, 0]');
});

test('a cell of a head has a row, counted from 1', () => {
  const { where } = cellWords(graph, 'blocks.0.attn.hook_q', [1, 1, 1], trace, words);
  assert.equal(where, 'layer 1 · token “B” at position 2 · head 2 · row 2 of 2');
});

test('a matrix of weights has a "from" and a "to" axis', () => {
  const { where } = cellWords(graph, 'blocks.0.attn.W_Q', [0, 3, 1], trace, words);
  assert.equal(where, 'layer 1 · head 1 · from 4 of 4 · to 2 of 2');
});

/** The graph with another node in the step of the queries. */
function beside(op, inputs, more = {}) {
  const odd = structuredClone(SMALL_GRAPH);
  odd.layer.nodes.push(
    /** @type {any} */ ({
      name: 'blocks.{layer}.ln1.hook_scale',
      op,
      inputs,
      axes: [
        ['pos', 'pos'],
        ['one', 1],
      ],
      role: 'aggregate',
      frame: 'aggregate',
      derived: false,
      params: {},
      traits: traitsOf(op),
      ...more,
    }),
  );
  odd.layer.steps[0].nodes.push('blocks.{layer}.ln1.hook_scale');
  const all = expandGraph(odd);
  return { graph: all, node: /** @type {any} */ (all.nodes.get('blocks.0.ln1.hook_scale')) };
}

test('a node that shares its step with others has its own formula', () => {
  const { graph: all, node } = beside('rms', ['blocks.{layer}.hook_resid_pre']);
  assert.equal(plain(formulaOf(all, node, trace, words)), 'root mean square = √( Σ Residual stream2 / n + ε )');
  const q = /** @type {any} */ (all.nodes.get('blocks.1.attn.hook_q'));
  assert.equal(formulaOf(all, q, trace, words), '[Stream after MLP](act) · [W_{Q}](weight)');
});

test('the only node of a step has the step’s formula, also in a closed layer', () => {
  for (const layer of [0, 1]) {
    const scores = /** @type {any} */ (graph.nodes.get(`blocks.${layer}.attn.hook_attn_scores`));
    assert.ok(plain(formulaOf(graph, scores, trace, words)).startsWith('score = query · key'));
  }
});

test('a weight has no formula', () => {
  assert.equal(formulaOf(graph, /** @type {any} */ (graph.nodes.get('embed.W_E')), trace, words), '');
});

test('the divisor of a norm is named by its kind', () => {
  assert.equal(nameOf(beside('rms', []).node, words), 'Root mean square of the column');
  assert.equal(nameOf(beside('deviation', []).node, words), 'Spread σ of the column');
});

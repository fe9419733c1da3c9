import { assert, test } from '/test/harness.js';
import { FOCUS_CASES } from '/test/features/focus/focus-cases.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { NOTHING, choiceAt, choiceOf, isSameChoice, ownAt, withCell, withFocus } from '/web/features/focus/choice.js';
import { focusName } from '/web/features/focus/focus-name.js';
import { STEP, carried } from '/web/scene/layout/focus.js';

const graph = expandGraph(describe(SORTING));
const SCORES = 'blocks.0.attn.scores',
  PATTERN = 'blocks.0.attn.pattern',
  CELL = { name: 'blocks.0.attn.hook_attn_scores', index: [0, 4, 2] };
const at = (step, trace = 't', model = 'm') => ({ model, trace, step });
const head = (h) => ({ kind: 'step', head: h });
const chosen = (on, more = {}, place = at(SCORES)) => ({ ...NOTHING, on, ...more, at: place });

test('a cell and a word end with the step and with the text; a head stays while the walk is in its layer', () => {
  const all = chosen(head(2), { cell: CELL, tensors: ['blocks.0.attn.hook_q'] });
  assert.equal(choiceAt(all, at(SCORES), graph), all);
  assert.deepEqual(choiceAt(all, at(SCORES, 't2'), graph), chosen(head(2), {}, at(SCORES, 't2')));
  assert.deepEqual(choiceAt(all, at(PATTERN), graph), chosen(head(2), {}, at(PATTERN)));
  assert.deepEqual(choiceAt(all, at('blocks.1.attn.scores'), graph).on, STEP);
  assert.deepEqual(choiceAt(all, at('probs'), graph).on, STEP);
});

test('the word of a cut ends with the text, also for a person who looks around', () => {
  const word = { kind: 'step', head: 0, word: 1, joins: 3 };
  const cut = chosen(word, {}, at('cut'));
  assert.deepEqual(choiceAt(cut, at('cut'), graph).on, word);
  assert.deepEqual(choiceAt(cut, at('cut', 't2'), graph).on, STEP);
  assert.deepEqual(ownAt(cut, at('cut', 't2'))?.on, STEP);
  assert.deepEqual(choiceAt(cut, at('embed'), graph).on, STEP);
});

test('a part of the machine ends with the step, and the whole machine stays', () => {
  const after = (on) => choiceAt(chosen(on), at(PATTERN), graph).on;
  assert.deepEqual(after({ kind: 'layer', layer: 0 }), STEP);
  assert.deepEqual(after({ kind: 'part', layer: 0, part: 'attention' }), STEP);
  assert.deepEqual(after({ kind: 'section', section: 'output' }), STEP);
  assert.deepEqual(after({ kind: 'head', layer: 0, head: 1 }), head(1));
  assert.deepEqual(after({ kind: 'head', layer: 1, head: 1 }), STEP);
  assert.deepEqual(after({ kind: 'block', node: CELL.name, head: 1 }), head(1));
  assert.deepEqual(after({ kind: 'block', node: CELL.name, head: null }), STEP);
  assert.deepEqual(after({ kind: 'everything' }), { kind: 'everything' });
  assert.deepEqual(choiceAt(chosen({ kind: 'everything' }), at(SCORES, 'u', 'other'), graph).on, {
    kind: 'everything',
  });
  assert.deepEqual(choiceAt(chosen(head(2)), at(SCORES, 'u', 'other'), graph).on, STEP);
});

test('who looks around at another part of the machine keeps it over steps; a cell or a head of the step ends with the step', () => {
  const layer = { kind: 'layer', layer: 1 };
  assert.deepEqual(ownAt(chosen(layer, { cell: CELL }), at(PATTERN)), chosen(layer, {}, at(PATTERN)));
  assert.equal(ownAt(chosen(head(1), { cell: CELL }), at(PATTERN)), null);
  assert.equal(ownAt(chosen(layer), at(SCORES, 'u', 'other')), null);
  const held = chosen(head(0), { cell: CELL });
  assert.equal(ownAt(held, at(SCORES)), held);
});

test('turning the fan takes a held cell along; any other part lets it go', () => {
  const held = { ...NOTHING, cell: CELL, tensors: ['blocks.0.attn.hook_q'] };
  assert.deepEqual(withFocus(held, head(2), graph), {
    ...held,
    on: head(2),
    cell: { name: CELL.name, index: [2, 4, 2] },
  });
  assert.deepEqual(withFocus(held, { kind: 'head', layer: 0, head: 1 }, graph).cell?.index, [1, 4, 2]);
  for (const on of [{ kind: 'layer', layer: 1 }, { kind: 'everything' }, { kind: 'block', node: CELL.name, head: 1 }])
    assert.deepEqual(withFocus(held, /** @type {any} */ (on), graph), { ...NOTHING, on });
  assert.equal(withFocus(held, { kind: 'head', layer: 1, head: 1 }, graph).cell, null);
});

test('a held cell turns the fan to its head, at a step that shows a single one', () => {
  const cell = { ...CELL, index: [2, 4, 2] };
  assert.deepEqual(withCell(NOTHING, cell, graph, SCORES), { ...NOTHING, on: head(2), cell });
  assert.deepEqual(withCell(NOTHING, cell, graph, 'blocks.0.attn.qkv').on, STEP);
  assert.deepEqual(withCell(NOTHING, cell, graph, 'blocks.1.attn.scores').on, STEP);
  const layer = { ...NOTHING, on: { kind: 'layer', layer: 0 } };
  assert.deepEqual(withCell(/** @type {any} */ (layer), cell, graph, SCORES), { ...layer, cell });
  assert.deepEqual(withCell({ ...NOTHING, cell }, null, graph, SCORES), NOTHING);
});

test('what another model said is left out', () => {
  const said = {
    on: { kind: 'head', layer: 7, head: 0 },
    cell: { name: 'blocks.9.hook_mlp_out', index: [0, 0] },
    tensors: ['logits', 'nothing'],
  };
  assert.deepEqual(choiceOf(said, graph), { ...NOTHING, tensors: ['logits'] });
  assert.deepEqual(choiceOf(undefined, graph), { ...NOTHING, tensors: [] });
  assert.ok(!isSameChoice(NOTHING, { ...NOTHING, cell: CELL }));
});

test('the part in focus has a name, except what the step itself is about', () => {
  const words = {
    text: (key, values) =>
      key === 'scene.layer' ? `Layer ${values.layer}` : key === 'focus.head' ? `head ${values.head}` : key,
  };
  const name = (step, on) => focusName(graph, step, on, words);
  assert.equal(name(SCORES, head(2)), 'Layer 1 · head 3');
  assert.equal(name('blocks.0.attn.qkv', head(2)), '');
  assert.equal(name('probs', STEP), '');
  assert.equal(name('probs', { kind: 'head', layer: 1, head: 0 }), 'Layer 2 · head 1');
  assert.equal(name('start', { kind: 'layer', layer: 2 }), 'Layer 3');
  assert.equal(name('start', { kind: 'part', layer: 2, part: 'mlp' }), 'Layer 3 · focus.mlp');
  assert.equal(name('start', { kind: 'section', section: 'output' }), 'scene.output');
  assert.equal(name('start', { kind: 'everything' }), 'focus.everything');
  const named = { text: (key) => (key.endsWith('embed.W_E') ? 'W_{E}' : key) };
  assert.equal(focusName(graph, 'start', { kind: 'block', node: 'embed.W_E', head: null }, named), 'W_{E}');
  assert.ok(/^Layer 2 · .+ · head 2$/.test(name('start', { kind: 'block', node: 'blocks.1.attn.hook_q', head: 1 })));
});

test('the page expects of a focus after a step what the server leaves of it', () => {
  for (const [on, from, to, left] of /** @type {any} */ (FOCUS_CASES))
    assert.deepEqual(carried(on, from, to), left, JSON.stringify([on, from, to]));
});

import { assert, test } from '/test/harness.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { expandGraph } from '/web/model/graph.js';
import { definitionOf, termOf } from '/web/features/glossary/terms.js';
import { parse, plain } from '/web/ui/rich-text.js';
import { Words } from '/web/ui/words.js';

const words = new Words();
await Promise.all([words.load(), words.loadRest()]);
const graph = expandGraph(SMALL_GRAPH);
const VALUES = { ...SMALL_GRAPH.sizes, positions: 6, heads: 3, length: 6, of: 'letters', certain: 'yes' };

/** All texts of the steps, with their markup, by step. @returns {[string, string][]} */
const texts = Object.entries(words.table.step).flatMap(([id, step]) =>
  [step, ...Object.values(step)].flatMap(({ text = [], caption }) =>
    [...text, caption ?? ''].flatMap((message) =>
      ['sort', ''].map((kind) => [id, words.fill(message, { ...VALUES, kind })]),
    ),
  ),
);
const marked = (/** @type {string} */ role) =>
  texts.flatMap(([id, text]) => parse(text).flatMap((part) => (part.role === role ? [[id, plain(part.text)]] : [])));

test('every word that is marked as a term is in the glossary', () => {
  assert.ok(marked('term').length > 10);
  for (const [id, word] of marked('term')) assert.ok(termOf(word, words) !== null, `${word}, in ${id}`);
});

test('token, parameter, bias, head, MLP, neuron and softmax are marked at the step that first needs them', () => {
  const steps = (key) => [
    ...new Set(marked('term').flatMap(([id, word]) => (termOf(word, words) === key ? [id] : []))),
  ];
  assert.deepEqual(steps('token'), ['start']);
  assert.deepEqual(steps('parameter'), ['embed']);
  assert.deepEqual(steps('bias'), ['ln1']);
  assert.deepEqual(steps('head'), ['attn.qkv']);
  assert.deepEqual(steps('softmax'), ['attn.pattern']);
  assert.deepEqual(steps('mlp'), ['mlp.pre']);
  assert.deepEqual(steps('neuron'), ['mlp.pre']);
});

test('a term is found in every form, and with markup', () => {
  assert.equal(termOf('Queries', words), 'query');
  assert.equal(termOf('W Q'.replace(' ', ''), words), 'weight');
  assert.equal(termOf('attention  output', words), 'attention');
  assert.equal(termOf('crumb', words), null);
  assert.equal(termOf('constructor', words), null);
});

test('no word has two definitions, and each definition is short and filled in', () => {
  const seen = new Map();
  for (const [key, { names }] of Object.entries(words.table.glossary.term)) {
    for (const name of names) {
      const word = plain(words.fill(name, {})).toLowerCase();
      assert.equal(seen.get(word), undefined, word);
      seen.set(word, key);
    }
    const { says } = definitionOf(key, graph, words);
    assert.ok(says.length <= 180 && says.endsWith('.'), `${key}: ${says.length}`);
    assert.ok(!/(?<![_^])\{/.test(says), says);
  }
});

test('Simple’s words of what is changed explain the volume, in each language', async () => {
  for (const language of ['en', 'de']) {
    const simple = new Words();
    simple.language = language;
    simple.level = 'simple';
    await Promise.all([simple.load(), simple.loadRest()]);
    const said = simple.text('ablation.off', { than: 'more', by: '1', votes: '+2', divisor: '−1' }),
      marked = parse(said).flatMap(({ role, text }) => (role ? [text] : []));
    assert.deepEqual(
      marked.map((word) => termOf(word, simple)),
      ['norm'],
      said,
    );
  }
});

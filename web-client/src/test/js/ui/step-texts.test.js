import { assert, test } from '/test/harness.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { describeAlternating } from '/test/scene/alternating-description.js';
import { traitsOf } from '/test/model/traits.js';
import { expandGraph } from '/web/model/graph.js';
import { Trace } from '/web/model/trace.js';
import { nextRows } from '/web/features/next-token/distribution.js';
import { placeOf, stepTexts } from '/web/ui/step-texts.js';
import { plain } from '/web/ui/rich-text.js';
import { Words } from '/web/ui/words.js';

const graph = expandGraph(SMALL_GRAPH);
const words = new Words();
await Promise.all([words.load(), words.loadRest()]);

const GPT2_STEPS = [
  'start',
  'embed',
  'pos_embed',
  'resid',
  'ln1',
  'attn.qkv',
  'attn.scores',
  'attn.pattern',
  'attn.z',
  'attn.out',
  'resid_mid',
  'ln2',
  'mlp.pre',
  'mlp.post',
  'mlp.out',
  'resid_post',
  'layer',
  'ln_final',
  'logits',
  'probs',
];

const trace = new Trace(
  {
    id: 't',
    model: 'm',
    tokens: [2, 1],
    text: ['C', 'B'],
    promptLength: 2,
    nCtx: 4,
    next: [
      { token: 1, text: 'B', p: 0.6 },
      { token: 0, text: 'A', p: 0.3 },
      { token: 2, text: 'C', p: 0.1 },
    ],
  },
  graph,
  () => Promise.reject(new Error('nothing is fetched')),
);

/** All variants of a step's texts: the base, and those of other models. */
const forms = (/** @type {string} */ id) => {
  const { title, text, formula, caption, ...variants } = words.table.step[id];
  return [
    { title, text, caption },
    ...Object.values(variants).map((variant) => ({ title, text, caption, ...variant })),
  ];
};

for (const id of [...GPT2_STEPS, 'attn.rotate']) {
  test(`the step ${id} has texts for every model: a title, one to three sentences, a caption`, () => {
    for (const texts of forms(id)) {
      assert.ok(texts.title.length > 0 && texts.title.length <= 48, `title of ${id}`);
      assert.ok(texts.text.length >= 1 && texts.text.length <= 2, `paragraphs of ${id}`);
      const sentences = texts.text.join(' ').match(/[.?!](?=\s|$)/g) ?? [];
      assert.ok(sentences.length >= 1 && sentences.length <= 3, `${id}, ${sentences.length} sentences: ${texts.text}`);
      // Two lines on a hall's screen of 1024 px, in the widest font.
      for (const kind of ['sort', '']) {
        const sizes = {
          ...graph.sizes,
          heads: 12,
          group: 4,
          positions: 11,
          layer: 2,
          next: 'A',
          p: '99.99 %',
          certain: 'yes',
          kind,
          length: 6,
          of: 'letters',
        };
        const caption = plain(words.fill(texts.caption, sizes));
        assert.ok(caption.length <= 100, `caption of ${id}: ${caption.length}`);
      }
    }
  });
}

test('the first step says what the model was trained to do, as far as that is known', () => {
  const start = (task) => {
    const told = expandGraph({ ...SMALL_GRAPH, model: { ...SMALL_GRAPH.model, ...(task && { task }) } });
    const { text, caption } = stepTexts(told, 'start', trace, words);
    return [plain(text[0]), plain(caption)];
  };
  const [card, hall] = start({ kind: 'sort', length: 6, of: 'letters' });
  assert.ok(
    card.startsWith('This language model was trained to put six letters in order. It reads the text above as 2 tokens'),
    card,
  );
  assert.ok(hall.startsWith('This model was trained to put six letters in order'), hall);
  assert.ok(start({ kind: 'sort', length: 4, of: 'tokens' })[1].includes('put 4 tokens in order'));
  const own = 'It was trained to tell stories to small children.';
  assert.ok(start({ kind: 'told', sentence: own })[0].startsWith(own));
  assert.equal(start({ kind: 'told', sentence: own })[1], own);
  const [unknown, read] = start(null);
  assert.ok(unknown.includes('This language model continues text. It reads'), unknown);
  assert.equal(read, 'A real language model reads 2 tokens and works out which comes next.');
});

test('the first step speaks of cells to point at only where the machine is in view', () => {
  const second = (/** @type {number} */ d_model) =>
    plain(
      stepTexts(expandGraph({ ...SMALL_GRAPH, sizes: { ...SMALL_GRAPH.sizes, d_model } }), 'start', trace, words)
        .text[1],
    );
  assert.ok(second(48).startsWith('Every cell is one number'), second(48));
  assert.ok(second(576).startsWith('All that follows is numbers:'), second(576));
});

test('a probability that rounds to 1 is called practically certain', () => {
  const probs = structuredClone(SMALL_GRAPH);
  probs.after.steps.push({ id: 'probs', chapter: 'output', nodes: [] });
  const shown = (p) => {
    const sure = new Trace({ ...trace.info, next: [{ token: 1, text: 'B', p }] }, graph, () =>
      Promise.reject(new Error()),
    );
    const { text, caption } = stepTexts(expandGraph(probs), 'probs', sure, words);
    return `${plain(text[1])} ${plain(caption)}`;
  };
  assert.ok(/answers “B”, practically certain\. The model’s answer: B, practically certain\.$/.test(shown(0.9996)));
  assert.ok(/answers “B”, at 99\.9\u00a0%\. The model’s answer: B, at 99\.9\u00a0%\.$/.test(shown(0.999)));
});

test('the place of a step within its chapter counts from 1', () => {
  assert.deepEqual(placeOf(graph, 'blocks.0.attn.scores', words), {
    chapter: 'Self-attention',
    n: 2,
    count: 2,
    layer: 'Layer 1',
    id: 'attn.scores',
  });
});

test('consecutive closed layers are one chapter that names them', () => {
  const place = placeOf(graph, 'blocks.2', words);
  assert.equal(place.chapter, 'Layers 2 to 3');
  assert.equal(place.n, 2);
  assert.equal(place.layer, 'Layer 3');
});

test('texts contain the model’s own numbers', () => {
  assert.ok(stepTexts(graph, 'blocks.0.attn.scores', trace, words).text[0].includes('√2'));
  assert.ok(stepTexts(graph, 'embed', trace, words).text[0].includes('4 numbers'));
});

test('the divisor of scores in texts is the model’s', () => {
  const alternating = expandGraph(describeAlternating());
  const local = stepTexts(alternating, 'blocks.0.attn.scores', null, words),
    global = stepTexts(alternating, 'blocks.1.attn.scores', null, words);
  assert.ok(local.text[0].includes('divided by √6'));
  assert.ok(local.formula.endsWith('/ √d_{head}'));
  assert.ok(global.text[0].includes('divided by 6'));
  assert.ok(global.formula.endsWith('/ 6'));
});

test('texts of layers with a window mention it', () => {
  const alternating = expandGraph(describeAlternating());
  for (const step of ['attn.scores', 'attn.pattern']) {
    assert.ok(stepTexts(alternating, `blocks.2.${step}`, null, words).text.join().includes('window'), step);
    assert.ok(!stepTexts(alternating, `blocks.3.${step}`, null, words).text.join().includes('window'), step);
  }
});

test('the variant of a step’s texts follows from its ops', () => {
  const biased = structuredClone(SMALL_GRAPH);
  biased.layer.nodes[1].inputs.push('blocks.{layer}.attn.b_Q');
  assert.ok(stepTexts(expandGraph(biased), 'blocks.0.attn.qkv', trace, words).formula.includes('b_{Q}'));
  assert.ok(!stepTexts(graph, 'blocks.0.attn.qkv', trace, words).formula.includes('b_{Q}'));
});

test('variants for shared keys, tied tables and a stream without position vectors follow from the graph', () => {
  const odd = structuredClone(SMALL_GRAPH);
  odd.sizes.n_key_value_heads = 1;
  odd.layer.nodes[1].inputs[0] = 'blocks.{layer}.ln1.hook_scale';
  odd.layer.nodes.unshift({
    ...odd.layer.nodes[1],
    name: 'blocks.{layer}.ln1.hook_scale',
    op: 'rms',
    traits: traitsOf('rms'),
    inputs: ['hook_embed'],
  });
  odd.before.nodes[0].traits = traitsOf('transpose');
  const grouped = expandGraph(odd);
  assert.ok(stepTexts(grouped, 'blocks.0.attn.qkv', trace, words).text[1].includes('Every 2 of the **2 heads**'));
  assert.ok(stepTexts(grouped, 'embed', trace, words).text[1].includes('[residual stream]'));
  assert.ok(stepTexts(grouped, 'logits', trace, words).text[0].includes('used once more'));
  assert.ok(!stepTexts(graph, 'embed', trace, words).text.join().includes('[residual stream]'));
  assert.ok(!stepTexts(graph, 'logits', trace, words).text.join().includes('used once more'));
});

test('attention reads the normalised stream where a norm made it, and else the stream, though a sum is worked out row by row, too', () => {
  const told = (/** @type {string} */ op) => {
    const other = structuredClone(SMALL_GRAPH);
    other.layer.nodes[1].inputs[0] = 'blocks.{layer}.hook_read';
    other.layer.nodes.unshift({
      ...other.layer.nodes[1],
      name: 'blocks.{layer}.hook_read',
      op,
      traits: traitsOf(op),
      inputs: ['hook_embed'],
    });
    return stepTexts(expandGraph(other), 'blocks.0.attn.qkv', trace, words).text.join();
  };
  assert.ok(told('rms').includes('normalised stream'));
  assert.ok(!told('add').includes('normalised stream'));
});

test('a step without texts is named by its id', () => {
  const odd = structuredClone(SMALL_GRAPH);
  odd.after.steps[0].id = 'rotary';
  assert.equal(stepTexts(expandGraph(odd), 'rotary', trace, words).title, 'rotary');
});

test('a small vocabulary is shown whole and in its own order', () => {
  const rows = nextRows(trace, graph, words, 6);
  assert.deepEqual(
    rows.map(({ text, written, best }) => [text, written, best]),
    [
      ['A', '30.0\u00a0%', false],
      ['B', '60.0\u00a0%', true],
      ['C', '10.0\u00a0%', false],
    ],
  );
});

test('of a large vocabulary the most probable tokens come first', () => {
  assert.deepEqual(
    nextRows(trace, graph, words, 2).map(({ text }) => text),
    ['B', 'A'],
  );
});

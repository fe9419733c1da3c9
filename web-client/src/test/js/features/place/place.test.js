/** A question for a place: its places, which cell stands for which, and what the machine shows of the answers. */
import { assert, test } from '/test/harness.js';
import { heatOf, hiddenFor, partOf, placeAt, placesOf, rowsOf } from '/web/features/place/place.js';
import { keep } from '/web/features/talk/keep.js';

const axis = (/** @type {string} */ name, /** @type {number | 'pos'} */ size) => ({ name, size });
const node = (
  /** @type {string} */ name,
  /** @type {number | null} */ layer,
  /** @type {any[]} */ axes,
  /** @type {string[]} */ ...inputs
) => [name, { name, layer, axes, inputs, derived: false, traits: {} }];
/** @type {any} two layers of three heads, of which two share one of keys */
const GRAPH = {
  sizes: { n_layers: 2, n_heads: 3 },
  model: { preset: 'm' },
  byId: new Map([['embed', { nodes: ['embed'] }]]),
  nodes: new Map(
    /** @type {any} */ ([
      node('embed', null, [axis('pos', 'pos'), axis('d_model', 8)]),
      node('k1', 1, [axis('pos', 'pos'), axis('head', 1), axis('d_head', 2)]),
      node('pattern0', 0, [axis('head', 3), axis('q_pos', 'pos'), axis('k_pos', 'pos')]),
      node('out0', 0, [axis('pos', 'pos'), axis('d_model', 8)]),
      node('pattern1', 1, [axis('head', 3), axis('q_pos', 'pos'), axis('k_pos', 'pos')]),
      node('out1', 1, [axis('pos', 'pos'), axis('d_model', 8)], 'out0', 'pattern1'),
      node('logits', null, [axis('pos', 'pos'), axis('d_vocab', 9)], 'out1'),
    ]),
  ),
};
/** @type {any} */
const ROW = { of: 'attention', row: [1, 2, 3] };
const asked = (/** @type {any} */ more) => ({ trace: 't', phase: 'open', answers: 0, ...more });
const SAID = { percent: (/** @type {number} */ share) => `${100 * share} %`, right: 'right' };

test('the places are all words, all heads layer by layer, or all layers', () => {
  assert.deepEqual(placesOf(asked({ kind: 'word', size: [3] })), [[0], [1], [2]]);
  assert.deepEqual(placesOf(asked({ kind: 'head', size: [2, 2] })), [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]);
});

test('a touched cell is the word that is looked at, the head, or the layer', () => {
  const at = (/** @type {string} */ name, /** @type {number[]} */ index, /** @type {any} */ question) =>
    placeAt({ node: name, index }, question, GRAPH);
  const word = { kind: 'word', size: [4] },
    head = { kind: 'head', size: [2, 3] },
    layer = { kind: 'layer', size: [2] };
  assert.deepEqual(at('embed', [2, 7], word), [2]);
  assert.deepEqual(at('pattern1', [0, 3, 1], word), [1]);
  assert.equal(at('embed', [4, 7], word), null);
  assert.deepEqual(at('pattern1', [2, 3, 1], head), [1, 2]);
  assert.equal(at('k1', [2, 0, 1], head), null);
  assert.equal(at('embed', [2, 7], head), null);
  assert.deepEqual(at('k1', [2, 0, 1], layer), [1]);
  assert.equal(at('embed', [2, 7], layer), null);
  assert.equal(at('gone', [0], layer), null);
  assert.equal(placeAt(null, asked(word), GRAPH), null);
});

test('rows have shares of those who answered, and the right place though nobody chose it', () => {
  const question = asked({
    kind: 'word',
    size: [4],
    answers: 4,
    counts: [
      { at: [2], count: 3 },
      { at: [0], count: 1 },
    ],
    right: { at: [1], by: 0.5 },
  });
  assert.deepEqual(
    rowsOf(question, ([position]) => `w${position}`).map(({ name, count, of, isRight }) => [name, count, of, isRight]),
    [
      ['w2', 3, 0.75, false],
      ['w0', 1, 0.25, false],
      ['w1', 0, 0, true],
    ],
  );
  assert.deepEqual(rowsOf(asked({ kind: 'word', size: [4] }), String), []);
});

test('words are striped in the row that is asked about, by their share of the most', () => {
  const question = asked({
    kind: 'word',
    size: [4],
    measure: ROW,
    answers: 4,
    counts: [
      { at: [2], count: 3 },
      { at: [0], count: 1 },
    ],
    right: { at: [2] },
  });
  const { heat = [], guesses = [] } = heatOf(question, GRAPH, 'embed', SAID);
  assert.deepEqual(heat, [
    { node: 'pattern1', head: 2, index: [2, 3, 2], share: 1, isRight: true },
    { node: 'pattern1', head: 2, index: [2, 3, 0], share: 0.25 / 0.75, isRight: false },
  ]);
  assert.deepEqual(
    guesses.map(({ text, note, leads }) => [text, note, leads]),
    [
      ['75 %', 'right', true],
      ['25 %', '', false],
    ],
  );
  assert.deepEqual(partOf(question, GRAPH, 'embed'), { kind: 'block', node: 'pattern1', head: 2 });
  const free = asked({ kind: 'word', size: [4], answers: 1, counts: [{ at: [3], count: 1 }] });
  assert.deepEqual(heatOf(free, GRAPH, 'embed', SAID).heat, [
    { node: 'embed', head: null, index: [3, -1], share: 1, isRight: false },
  ]);
});

test('heads and layers are coloured by their share of the most', () => {
  const counts = [
    { at: [1, 2], count: 2 },
    { at: [0, 0], count: 1 },
  ];
  const heads = heatOf(asked({ kind: 'head', size: [2, 3], answers: 3, counts }), GRAPH, 'embed', SAID);
  assert.deepEqual(heads.votes, [
    { on: { kind: 'head', layer: 1, head: 2 }, share: 1 },
    { on: { kind: 'head', layer: 0, head: 0 }, share: 0.5 },
  ]);
  assert.deepEqual(
    heads.guesses?.map(({ node: at, head }) => [at, head]),
    [
      ['pattern1', 2],
      ['pattern0', 0],
    ],
  );
  const layers = heatOf(
    asked({ kind: 'layer', size: [2], answers: 1, counts: [{ at: [1], count: 1 }] }),
    GRAPH,
    'embed',
    SAID,
  );
  assert.deepEqual(layers.votes, [{ on: { kind: 'layer', layer: 1 }, share: 1 }]);
  assert.equal(layers.guesses?.[0].node, 'out1');
});

test('until the reveal those who do not drive are shown neither the pairs of the layer that is asked about nor what is computed from them', () => {
  const view = (/** @type {string} */ phase, mayDrive = false) =>
    /** @type {any} */ ({
      graph: GRAPH,
      room: {
        mayDrive,
        parts: { place: { number: 1, question: asked({ kind: 'word', size: [4], measure: ROW, phase }) } },
      },
    });
  assert.deepEqual(hiddenFor(view('open')), ['pattern1', 'out1', 'logits']);
  assert.deepEqual(hiddenFor(view('closed')), ['pattern1', 'out1', 'logits']);
  assert.deepEqual(hiddenFor(view('revealed')), []);
  assert.deepEqual(hiddenFor(view('open', true)), []);
  assert.deepEqual(hiddenFor(/** @type {any} */ ({ graph: GRAPH, room: null })), []);
});

test('a talk keeps the open question, with indices from 1', () => {
  const shown = (/** @type {any} */ place) =>
    keep(
      /** @type {any} */ ({
        graph: GRAPH,
        info: { tokens: [1, 2, 3, 4], text: ['a', 'b', 'c', 'd'], promptLength: 4 },
        text: 'abcd',
        step: 'embed',
        focus: { kind: 'step', head: 0 },
        sampling: { temperature: 0, topK: 0, topP: 1, seed: 0 },
        textOf: () => null,
        place,
      }),
    ).scene.ask;
  assert.deepEqual(shown(asked({ kind: 'word', size: [4], measure: ROW })), {
    place: 'word',
    head: '2.3',
    token: 'last',
  });
  assert.deepEqual(shown(asked({ kind: 'head', size: [2, 3], measure: { of: 'removal' }, question: 'Which?' })), {
    place: 'head',
    question: 'Which?',
    measured: true,
  });
  assert.deepEqual(shown(asked({ kind: 'layer', size: [2] })), { place: 'layer' });
});

import { assert, test } from '/test/harness.js';
import { seriesOf, standing } from '/web/features/checkpoints/series.js';

const PRESETS = /** @type {any} */ ([
  { id: 'other', model: 'b1', prompt: '' },
  { id: 'nano-sort', model: 'a1', checkpoints: [0, 25, 100], updates: 1000 },
]);

const graph = (/** @type {object} */ model) => /** @type {any} */ ({ model });

test('a model stands at the end of its checkpoints', () => {
  const series = seriesOf(graph({ id: 'a1' }), PRESETS);
  assert.deepEqual(series?.points, [
    { update: 0, name: 'nano-sort@0' },
    { update: 25, name: 'nano-sort@25' },
    { update: 100, name: 'nano-sort@100' },
    { update: null, name: 'a1' },
  ]);
  assert.equal(series?.at, 3);
  assert.equal(series?.updates, 1000);
});

test('a checkpoint stands at its update', () => {
  const series = seriesOf(graph({ id: 'c1', checkpoint: { of: 'a1', preset: 'nano-sort', update: 25 } }), PRESETS);
  assert.equal(series?.at, 1);
});

test('a model without checkpoints has no series, nor has one that is not known yet', () => {
  assert.equal(seriesOf(graph({ id: 'b1' }), PRESETS), null);
  assert.equal(seriesOf(graph({ id: 'a1' }), []), null);
  assert.equal(seriesOf(null, PRESETS), null);
});

test('words say at which update the weights stand', () => {
  const words = {
    text: (/** @type {string} */ key, /** @type {any} */ values) => `${key} ${JSON.stringify(values ?? null)}`,
  };
  assert.equal(standing(25, 1000, words), 'checkpoints.noteOf {"update":25,"updates":1000}');
  assert.equal(standing(0, null, words), 'checkpoints.note {"update":0}');
  assert.equal(standing(null, 1000, words), 'checkpoints.endOf {"updates":1000}');
  assert.equal(standing(null, null, words), 'checkpoints.end null');
});

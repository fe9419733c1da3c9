import { assert, test } from '/test/harness.js';
import { GPT2_SMALL, describe } from '/test/scene/gpt2-description.js';
import { chapters, expandGraph, stepsAround } from '/web/model/graph.js';
import { railOf } from '/web/features/step/rail-bars.js';

const LAYERS = 30;
const graph = expandGraph(describe({ ...GPT2_SMALL, n_layers: LAYERS }));
const nameOf = (steps) => {
  const layers = [...new Set(steps.map(({ layer }) => layer))];
  return layers.length > 1
    ? `Layers ${layers[0] + 1} to ${layers.at(-1) + 1}`
    : steps[0].closed
      ? `Layer ${layers[0] + 1}`
      : steps[0].chapter;
};
const rail = (step, width) =>
  railOf(
    chapters(graph, step).map(({ steps }) => steps),
    step,
    width,
    nameOf,
  );
const TARGET = 24;

/** A step before the layers, in the first, a closed layer, steps of other open layers, and one after them. */
const first = graph.steps[0].id,
  last = graph.steps.at(-1).id,
  inLayer = (layer, n = 1) => graph.layers[layer][n].id;
const PLACES = [first, inLayer(0), 'blocks.7', inLayer(14), inLayer(14, 4), inLayer(LAYERS - 1), last];

// widths of the rail in windows of 1600 and 1280 px, of the narrowest with columns, and of one that is too narrow for names
for (const width of [930, 780, 520, 400])
  test(`${width} px hold a rail of ${LAYERS} layers whose bars are at least 24 px wide, wherever the walk is`, () => {
    for (const step of PLACES) {
      const { chapters: shown, space } = rail(step, width);
      assert.ok(
        shown.reduce((sum, { least }) => sum + least, (shown.length - 1) * space) <= width,
        `${step}: ${shown.map(({ name, least }) => `${name} ${least}`)}`,
      );
      for (const { bars, least } of shown) assert.ok(least >= bars.length * TARGET, step);
      assert.deepEqual(
        shown.flatMap(({ bars }) => bars.flat().map(({ id }) => id)),
        stepsAround(graph, step).map(({ id }) => id),
      );
      // the steps of the open chapter have bars of their own
      const here = shown.find(({ steps }) => steps.some(({ id }) => id === step));
      if (!here.steps.some(({ closed }) => closed)) assert.equal(here.bars.length, here.steps.length, step);
    }
  });

test('an open layer keeps its chapters, beside layers in words', () => {
  const shown = rail(inLayer(14), 810).chapters,
    names = shown.map(({ name }) => name),
    own = [...new Set(graph.layers[14].map(({ chapter }) => chapter))];
  for (const name of own) assert.ok(names.includes(name), `${name} in ${names}`);
  assert.ok(names.includes('Layers 1 to 14') && names.includes('Layers 16 to 30'), `${names}`);
  // letters are about 7 px wide
  for (const { name, least } of shown)
    if (own.includes(name) || name.startsWith('Layers')) assert.ok(least >= 7 * name.length, `${name}: ${least} px`);
});

test('a short rail has a bar for each step', () => {
  const small = expandGraph(describe({ ...GPT2_SMALL, n_layers: 3 })),
    groups = chapters(small, first).map(({ steps }) => steps);
  for (const { bars } of railOf(groups, first, 930, nameOf).chapters)
    assert.ok(bars.every(({ length }) => length === 1));
});

/** A share has one figure, whoever writes it: the panel, the hall, an act, a question, a tour's text. */
import { readdir, readFile } from 'node:fs/promises';
import { assert, test } from '/test/harness.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { randomNumbers } from '/test/random-numbers.js';
import { expandGraph } from '/web/model/graph.js';
import { Trace } from '/web/model/trace.js';
import { words } from '/web/ui/words.js';

globalThis.ResizeObserver ??= /** @type {any} */ (
  class {
    observe() {}
  }
);
const [
  { HallAnswer },
  { CheckpointSlider },
  { UpdateCard },
  bars,
  { optionsOfQuestion },
  { percent, percentInWords },
  { factText },
  { stepTexts },
] = await Promise.all([
  import('/web/features/hall/hall-answer.js'),
  import('/web/features/checkpoints/checkpoint-slider.js'),
  import('/web/features/training/update/update-card.js'),
  import('/web/features/next-token/next-bars.js'),
  import('/web/features/tour/act/question.js'),
  import('/web/features/prediction/rows.js'),
  import('/web/features/tour/fact-words.js'),
  import('/web/ui/step-texts.js'),
]);
await Promise.all([words.load(), words.loadRest()]);

/** A template's text with its markup. @param {any} template @returns {string} */
function written(template) {
  if (template === null || template === undefined || ['symbol', 'function', 'boolean'].includes(typeof template))
    return '';
  if (Array.isArray(template)) return template.map(written).join('');
  if (template.strings)
    return template.strings
      .map(
        (/** @type {string} */ text, /** @type {number} */ i) =>
          text + (i < template.values.length ? written(template.values[i]) : ''),
      )
      .join('');
  return typeof template === 'object' ? '' : String(template);
}

const plain = (/** @type {string} */ html) => html.replace(/<\/?[a-z!][^>]*>/gi, ' ');
const figures = (/** @type {string} */ html) => plain(html).match(/[<>]?\d[\d,.]*\u00a0%/g) ?? [];
/** The figures in the row of each token that has one. @param {unknown} template */
function rowsOf(template) {
  const rows = written(template).split(/(?=<li|<div class="option"|<b><bdi>|<p class="more")/);
  return new Map(
    rows.flatMap((row) => {
      const name = /T\d+T/.exec(plain(row))?.[0];
      return name ? [[name, figures(row)]] : [];
    }),
  );
}

/** What is to be written, from the number itself. @param {number} p */
function figureOf(p) {
  const rounded = (100 * p).toFixed(1);
  return `${rounded === '0.0' ? '<0.1' : rounded === '100.0' ? '>99.9' : rounded}\u00a0%`;
}

const random = randomNumbers(1);

/** Random probabilities that sum to 1, the largest first; of some nearly all is in the first. @param {number} count */
function distribution(count) {
  const sharpness = 12 * random();
  const weights = Array.from({ length: count }, () => Math.exp(sharpness * random()));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return weights.map((weight) => weight / sum).sort((a, b) => b - a);
}

const probs = structuredClone(SMALL_GRAPH);
probs.after.steps.push({ id: 'probs', chapter: 'output', nodes: [] });

/** Every writer, with the rows that it writes of a distribution. @param {number[]} ps @returns {Record<string, Map<string, string[]>>} */
function allWriters(ps) {
  const graph = expandGraph({ ...probs, sizes: { ...probs.sizes, d_vocab: ps.length } });
  const next = ps.map((p, token) => ({ token, text: `T${token}T`, p }));
  const trace = new Trace(
    { id: 't', model: 'm', tokens: [1], text: ['B'], promptLength: 1, nCtx: 4, next },
    graph,
    () => Promise.reject(new Error('nothing is fetched')),
  );
  const sampling = { temperature: 0, topK: 0, topP: 1, seed: 1 };
  const view = /** @type {any} */ ({
    graph,
    trace,
    sampling,
    full: false,
    checkpoints: { at: 0, asked: 0, updates: 10, points: [{ name: 'a', update: 1 }], score: null, isScored: false },
  });
  const tile = (/** @type {number} */ _, /** @type {string} */ text) => text;
  const twice = next.map((each) => ({ ...each, p: [each.p, each.p, each.p, each.p] }));
  const rest = { count: 0, p: 0 };
  const shown = (/** @type {any} */ element) => rowsOf(Object.assign(element, { view }).render());
  const each = (/** @type {(p: number) => string} */ write) =>
    new Map(next.map(({ text, p }) => [text, figures(write(p))]));
  const loss = (/** @type {number} */ p) =>
    written(
      Object.assign(new UpdateCard(), {
        view: {
          update: {
            phase: 'loss',
            text: { loss: -Math.log(p), losses: [-Math.log(p)], targets: ['B'] },
            update: { update: 1, texts: 1, loss: 1, learningRate: 0.1 },
          },
        },
      }).render(),
    );
  const options = next.map(({ text, p }) => ({ kind: 'next', id: text, text, p }));
  return {
    panel: rowsOf(bars.barsOfTheModel(view, null, tile)),
    hall: shown(new HallAnswer()),
    checkpoints: shown(new CheckpointSlider()),
    'after a stage': rowsOf(
      bars.barsAfterAStage(
        view,
        { top: twice, stages: Array(4).fill({ kept: ps.length, rest }), drawn: next[0] },
        1,
        tile,
      ),
    ),
    'two models': rowsOf(bars.barsOfTwoModels({ top: twice, rest: { count: 0, p: [0, 0] }, kl: [0, 0] }, tile)),
    act: rowsOf(
      optionsOfQuestion(
        /** @type {any} */ ({ options, told: true, right: 0, tried: {}, picture: { kind: 'share', values: ps } }),
        { name: 'x', does: {} },
      ),
    ),
    question: each(percent),
    'question in words': each((p) => percentInWords(p).replace('less than ', '<').replace('more than ', '>')),
    tour: each((p) => factText(/** @type {any} */ ({ kind: 'share', value: p }), words)),
    update: each((p) => loss(p)),
    step: new Map([[next[0].text, figures(stepTexts(graph, 'probs', trace, words).text.join(' ')).slice(0, 1)]]),
  };
}

test('every writer writes the same figure for the same share, in any distribution and beside any others', () => {
  /** @type {Record<string, number>} */
  const counted = {};
  for (let i = 0; i < 60; i++) {
    const ps = distribution([2, 3, 4, 9, 40][i % 5]);
    for (const [writer, rows] of Object.entries(allWriters(ps))) {
      for (const [name, said] of rows) {
        const expected = figureOf(ps[Number(name.slice(1, -1))]);
        // the hall and a step say in words what is practically certain
        if (said.length === 0 && expected.startsWith('>')) continue;
        assert.ok(said.length > 0 && said.every((figure) => figure === expected), `${writer}: ${said} for ${expected}`);
        counted[writer] = (counted[writer] ?? 0) + 1;
      }
    }
  }
  for (const [writer, count] of Object.entries(counted)) assert.ok(count >= 30, `${writer}: ${count}`);
  assert.equal(Object.keys(counted).length, 11);
});

test('no text but that of shares writes a per cent of a number that is a share of a distribution', async () => {
  // what remains of a difference, a gap, how much of a spread three axes hold, one constant, and how many of a neuron's places fit
  const OTHERS = [
    'why.patch.percent',
    'why.patch.recoveredBy',
    'saliency.percent',
    'saliency.none',
    'places.explained',
    'places.explainedHall',
    'training.nats',
    'neurons.share',
    'neurons.base',
  ];
  const strings = new URL('../../../main/web/strings/en/', import.meta.url);
  const found = new Set();
  const collect = (/** @type {any} */ value, /** @type {string} */ key) => {
    if (typeof value === 'string') {
      if (/\{[^}]*\}[^{]*%/.test(value) && /\}\**\s%/.test(value)) found.add(key);
    } else for (const [name, each] of Object.entries(value)) collect(each, key ? `${key}.${name}` : name);
  };
  for (const file of await readdir(strings, { recursive: true }))
    if (file.endsWith('.json')) collect(JSON.parse(await readFile(new URL(file, strings), 'utf8')), '');
  assert.deepEqual(
    [...found].filter((key) => !OTHERS.includes(key)),
    ['next.percent'],
  );
  const sources = new URL('../../../main/web/', import.meta.url);
  const users = [];
  for (const file of await readdir(sources, { recursive: true })) {
    if (file.endsWith('.js') && (await readFile(new URL(file, sources), 'utf8')).includes("'next.percent'"))
      users.push(file);
  }
  assert.deepEqual(users, ['ui/rounding.js']);
});

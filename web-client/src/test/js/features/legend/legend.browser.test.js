import { assert, test } from '/test/harness.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { Legend } from '/web/features/legend/legend.js';
import { expandGraph } from '/web/model/graph.js';
import { Signal } from '/web/ui/signal.js';
import { words } from '/web/ui/words.js';

const graph = expandGraph(describe(SORTING)),
  STOPS = {
    act: ['#231700', '#92702a', '#f5e1bc'],
    agg: ['#041e1e', '#408484', '#c8eceb'],
    q: ['#001738', '#256dc7', '#cee2fe'],
    k: ['#300003', '#a51623', '#ffc8c4'],
    v: ['#002409', '#2f9c52', '#c3f9cd'],
  };

/** The roles of the ramps at a step, and all that the legend says. @param {string | null} step */
async function legend(step) {
  await Promise.all([words.load(), words.loadRest()]);
  const style = document.documentElement.style;
  for (const [role, stops] of Object.entries(STOPS)) style.setProperty(`--cell-${role}`, stops.join(' '));
  const element = new Legend();
  element.view = /** @type {any} */ ({ graph, step, cell: new Signal(null), trace: null, weights: null });
  document.body.append(element);
  await element.updateComplete;
  const ramps = [...element.renderRoot.querySelectorAll('.ramp')].map(
    (ramp) => /** @type {HTMLElement} */ (ramp).style.background,
  );
  const rgb = (/** @type {string} */ hex) =>
    `rgb(${[1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)).join(', ')})`;
  const roles = ramps.map((ramp) => Object.keys(STOPS).find((role) => ramp.includes(rgb(STOPS[role][1]))));
  const text = element.renderRoot.textContent?.replace(/\s+/g, ' ').trim();
  element.remove();
  for (const role of Object.keys(STOPS)) style.removeProperty(`--cell-${role}`);
  return { roles, text };
}

test('the legend has the ramp of what the step computes', async () => {
  assert.deepEqual((await legend('hook_embed')).roles, ['act'], 'a step that there is not');
  assert.deepEqual((await legend('embed')).roles, ['act']);
  assert.deepEqual((await legend('blocks.0.attn.qkv')).roles, ['q', 'k', 'v']);
  assert.deepEqual((await legend('blocks.0.attn.scores')).roles, ['agg']);
  assert.deepEqual((await legend('blocks.1')).roles, ['act'], 'a whole layer results in the stream');
  assert.deepEqual((await legend('blocks.0.ln1')).roles, ['act'], 'not that of the averages on the way');
});

test('shares have a ramp from 0 to 1, and only the kinds are named that a step shows', async () => {
  assert.equal((await legend('blocks.0.attn.pattern')).text, '0.00 1.00 aggregates');
  assert.equal((await legend('embed')).text, 'negative positive weightsactivations');
  assert.equal((await legend('start')).text, 'negative positive weightsactivationsaggregates');
});

test('the scale of a held cell is there once its tensor has arrived, which may be after the step is drawn', async () => {
  await Promise.all([words.load(), words.loadRest()]);
  let tensor = null;
  const trace = Object.assign(new EventTarget(), { tensor: () => tensor }),
    arrive = (/** @type {string} */ name) =>
      trace.dispatchEvent(new CustomEvent('change', { detail: { names: [name] } }));
  const element = new Legend(),
    said = () => element.renderRoot.textContent?.replace(/\s+/g, ' ').trim();
  element.view = /** @type {any} */ ({
    graph,
    step: 'embed',
    cell: new Signal({ name: 'hook_embed', index: [0, 0] }),
    trace,
    weights: null,
  });
  document.body.append(element);
  await element.updateComplete;
  assert.equal(said(), 'negative positive');
  tensor = { colourScale: 0.94 };
  arrive('hook_pos_embed');
  await element.updateComplete;
  assert.equal(said(), 'negative positive', 'another tensor');
  arrive('hook_embed');
  await element.updateComplete;
  assert.equal(said(), '−0.94 0.94');
  element.remove();
  tensor = { colourScale: 2 };
  arrive('hook_embed');
  assert.ok(!element.isUpdatePending, 'it is not on the page any more');
});

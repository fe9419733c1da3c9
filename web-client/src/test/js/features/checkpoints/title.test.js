import { assert, test } from '/test/harness.js';
import { nameCheckpoint } from '/web/features/checkpoints/series.js';
import { titleOf } from '/web/ui/model-words.js';
import { Words } from '/web/ui/words.js';

const BASE = { of: 'm', preset: 'nano-sort', title: 'Sorting model' };

/** The title of a checkpoint of the sorting model in some texts. */
function title(/** @type {any} */ checkpoint, /** @type {Words} */ words, preset = `nano-sort@${checkpoint.update}`) {
  const model = { preset, title: 'Sorting model, step …', checkpoint: { ...BASE, ...checkpoint } };
  nameCheckpoint(/** @type {any} */ ({ model }), words);
  return titleOf(model, words);
}

async function wordsIn(/** @type {string} */ language) {
  const words = new Words();
  await words.change(language);
  return words;
}

test('a checkpoint is named by its model and its update, in the language of the page', async () => {
  const english = await wordsIn('en'),
    german = await wordsIn('de');
  assert.equal(title({ update: 0, updates: 1000 }, english), 'Sorting model, after 0 updates');
  assert.equal(title({ update: 0, updates: 1000 }, german), 'Sortiermodell, nach 0 Updates');
  assert.equal(title({ update: 1, updates: null }, german), 'Sortiermodell, nach 1 Update');
  assert.equal(titleOf({ preset: 'nano-sort', title: 'Sorting model' }, german), 'Sortiermodell');
  await german.change('en');
  assert.equal(title({ update: 1200 }, german), 'Sorting model, after 1,200 updates');
});

test('one of a training on this server is named by its seed, too', async () => {
  const at = { update: 1200, updates: 2000, seed: 4711 };
  assert.equal(title(at, await wordsIn('en'), 'nano-sort+4711@1200'), 'Sorting model, seed 4711, after 1,200 updates');
  assert.equal(
    title(at, await wordsIn('de'), 'nano-sort+4711@1200'),
    'Sortiermodell, Startwert 4711, nach 1.200 Updates',
  );
});

test('a checkpoint of a model with no title in this language keeps that of its model; before the texts have loaded, its own', async () => {
  const mine = { of: 'm', preset: 'mine', title: 'My own', update: 3 };
  assert.equal(title(mine, await wordsIn('de'), 'mine@3'), 'My own, nach 3 Updates');
  assert.equal(title(mine, new Words(), 'mine@3'), 'Sorting model, step …');
  nameCheckpoint(null, new Words());
});

import { assert, test } from '/test/harness.js';
import { AUTOPLAY_CASES, PACES } from '/test/live/autoplay-cases.js';
import { HandTime, settled } from '/test/live/by-hand.js';
import { info, shows, source, storage } from '/test/live/conductor-by-hand.js';
import { PLAY_MS, SoloConductor } from '/web/live/solo-conductor.js';
import { nextStep } from '/web/model/graph.js';

async function solo(kept = storage()) {
  const log = [];
  const conductor = new SoloConductor({ source: /** @type {any} */ (source(log)), storage: kept, now: () => 50 });
  const shown = shows(conductor);
  await conductor.start();
  return { conductor, shown, log, kept };
}

async function soloAt(wanted, given = source()) {
  const kept = storage();
  kept.setItem('orrery.solo', JSON.stringify({ model: 'm', tokens: [1, 1], promptLength: 2, step: 'embed' }));
  const conductor = new SoloConductor({ source: /** @type {any} */ (given), storage: kept, now: () => 50, wanted });
  const missing = await conductor.start();
  return { conductor, missing };
}

test('alone, the walk starts at the first step with the preset’s own prompt', async () => {
  const { conductor, shown, log } = await solo();
  assert.deepEqual(log, [{ model: 'm', prompt: 'CB' }]);
  assert.deepEqual(shown, [{ trace: 't21', step: 'start', startAt: null, from: null }]);
  assert.ok(conductor.mayDrive);
});

test('alone, an address decides where to begin, whatever this tab showed before', async () => {
  const { conductor, missing } = await soloAt({ preset: 'small', tokens: [2, 1, 0], given: 2, step: 'logits' });
  assert.deepEqual(missing, []);
  assert.deepEqual(conductor.trace?.info.tokens, [2, 1, 0]);
  assert.equal(conductor.trace?.info.promptLength, 2);
  assert.equal(conductor.step, 'logits');
});

test('alone, an address may contain a prompt as text', async () => {
  const { conductor } = await soloAt({ prompt: 'BA' });
  assert.deepEqual(conductor.trace?.info.tokens, [1, 0]);
  assert.equal(conductor.step, 'start');
});

test('alone, a step that the model does not have is reported and replaced by the first one', async () => {
  const { conductor, missing } = await soloAt({ step: 'blocks.77.ln1' });
  assert.deepEqual(missing, ['step']);
  assert.equal(conductor.step, 'start');
});

test('alone, tokens of an unavailable model are not used for another', async () => {
  const { conductor, missing } = await soloAt({ preset: 'gpt9', tokens: [0, 0] });
  assert.deepEqual(missing, ['preset', 'prompt']);
  assert.deepEqual(conductor.trace?.info.tokens, [2, 1]);
});

test('alone, a prompt that the model cannot read is reported and replaced by its own', async () => {
  const refusing = source();
  const { run } = refusing;
  refusing.run = async (recipe) => {
    if (recipe.prompt === '??') throw Object.assign(new Error('no'), { status: 422 });
    return run(recipe);
  };
  const { conductor, missing } = await soloAt({ prompt: '??', step: 'embed' }, refusing);
  assert.deepEqual(missing, ['prompt']);
  assert.deepEqual(conductor.trace?.info.tokens, [2, 1]);
  assert.equal(conductor.step, 'embed');
});

/** A server that begins with a model of words, which reads no letters. */
function withWords() {
  const given = source();
  const { presets } = given;
  return {
    ...given,
    presets: async () => [
      { id: 'tales', title: 'Tales', model: 'w', reads: 'words', prompt: '' },
      { ...(await presets())[0], reads: 'letters' },
    ],
    graph: async () => given.graph(),
    run: async (recipe) => {
      const readable = recipe.model === 'w' ? /^[a-z ]+$/ : /^[A-C]+$/;
      if (recipe.prompt && !readable.test(recipe.prompt)) throw Object.assign(new Error('no'), { status: 422 });
      return { ...info(recipe.tokens ?? [1, 0]), model: recipe.model };
    },
  };
}

test('alone, letters of an address without a model are for a model of letters, words for one that reads them', async () => {
  for (const [wanted, model] of [
    [{ prompt: 'BA' }, 'm'],
    [{ tokens: [1, 0] }, 'm'],
    [{ prompt: 'one day' }, 'w'],
  ]) {
    const { conductor, missing } = await soloAt(wanted, /** @type {any} */ (withWords()));
    assert.deepEqual(missing, []);
    assert.equal(conductor.trace?.info.model, model);
  }
});

test('alone, a text that no model reads is reported, and the first model begins', async () => {
  const none = {
    ...withWords(),
    presets: async () => [{ id: 'tales', title: 'Tales', model: 'w', reads: 'words', prompt: '' }],
  };
  const { conductor, missing } = await soloAt({ prompt: 'BA' }, /** @type {any} */ (none));
  assert.deepEqual(missing, ['prompt']);
  assert.equal(conductor.trace?.info.model, 'w');
});

test('alone, a reload keeps the model that is not the first', async () => {
  const { conductor } = await soloAt({}, /** @type {any} */ (withWords()));
  assert.equal(conductor.trace?.info.model, 'm');
  assert.deepEqual(conductor.trace?.info.tokens, [1, 1]);
});

test('alone, next and back move at once and stop at the ends', async () => {
  const { conductor, shown } = await solo();
  conductor.back();
  conductor.next();
  assert.deepEqual(shown.slice(1), [{ trace: 't21', step: 'embed', startAt: 50, from: 'start' }]);
  conductor.go('logits');
  conductor.next();
  assert.equal(conductor.step, 'logits');
});

test('alone, a closed layer opens and closes', async () => {
  const { conductor } = await solo();
  conductor.go('blocks.1');
  conductor.toggleLayer();
  assert.equal(conductor.step, 'blocks.1.attn.qkv');
  conductor.next();
  conductor.toggleLayer();
  assert.equal(conductor.step, 'blocks.1');
});

test('alone, going to a step that the model does not have is ignored', async () => {
  const { conductor } = await solo();
  conductor.go('blocks.9');
  assert.equal(conductor.step, 'start');
});

test('alone, a new token and a new prompt keep the step', async () => {
  const { conductor, log } = await solo();
  conductor.go('embed');
  await conductor.generate();
  assert.equal(conductor.trace?.id, 't210');
  assert.equal(conductor.step, 'embed');
  await conductor.prompt('AB');
  assert.equal(conductor.trace?.id, 't01');
  assert.equal(conductor.step, 'embed');
  assert.deepEqual(log.slice(1), [
    { trace: 't21', generate: { temperature: 0, topK: 0, topP: 1, seed: 0 } },
    { model: 'm', prompt: 'AB' },
  ]);
});

test('alone, a scene’s changed model writes each token', async () => {
  const { conductor, log } = await solo();
  log.length = 0;
  const scene = {
    model: 'm',
    text: { prompt: 'CB' },
    generated: 2,
    changes: (/** @type {number} */ length) => [`token@${length - 1}=cut`],
    step: 'embed',
  };
  await conductor.bring(scene, null, async () => () => {});
  const asked = log.map(({ changes, generate }) => changes?.join() ?? (generate ? 'generate' : 'prompt'));
  assert.deepEqual(asked, ['prompt', 'token@1=cut', 'generate', 'token@2=cut', 'generate', 'token@3=cut']);
});

test('alone, what scenes show ends with them, and a reload does not know of it', async () => {
  const { conductor, kept } = await solo();
  conductor.go('embed');
  conductor.sample({ temperature: 1 });
  const scene = {
    model: 'm',
    text: { prompt: 'AB' },
    changes: () => ['token@0=cut'],
    step: 'logits',
    sampling: { temperature: 2 },
    fixed: true,
  };
  const here = () => [
    conductor.trace?.info.tokens.join(),
    conductor.trace?.info.changes?.join(),
    conductor.step,
    conductor.sampling.temperature,
  ];
  const own = here();
  await conductor.bring(scene, null, async () => () => {});
  await conductor.bring({ ...scene, step: 'start' }, null, async () => () => {});
  conductor.go('logits');
  assert.deepEqual(here(), ['0,1', 'token@0=cut', 'logits', 2]);
  const again = await solo(kept);
  assert.deepEqual([again.shown[0].trace, again.shown[0].step], ['t21', 'embed']);

  await conductor.endScenes(null);
  assert.deepEqual(here(), own);
  await conductor.endScenes({ tokens: [0], model: 'letters' });
  assert.deepEqual(here(), own, 'there is no scene to end');

  // what was typed for a scene is read where the person was; the model's own changes stay with the scene
  await conductor.bring({ ...scene, fixed: false }, null, async () => () => {});
  await conductor.prompt('CC');
  assert.equal(conductor.trace?.info.changes?.join(), 'token@0=cut');
  await conductor.endScenes({ tokens: [2, 2], model: 'm' });
  assert.deepEqual(here(), ['2,2', own[1], 'embed', 1]);
});

test('alone, a text in place of a scene’s ends what the scene has set', async () => {
  const { conductor, kept } = await solo();
  let left = 0;
  conductor.addEventListener('left', () => left++);
  await conductor.bring(
    {
      model: 'm',
      text: { prompt: 'AB' },
      changes: () => ['token@0=cut'],
      step: 'logits',
      sampling: { temperature: 2 },
      fixed: true,
    },
    null,
    async () => () => {},
  );
  await conductor.prompt('CC');
  assert.deepEqual(
    [
      conductor.trace?.info.tokens,
      conductor.trace?.info.changes ?? [],
      conductor.sampling.temperature,
      conductor.inScene,
      left,
    ],
    [[2, 2], [], 0, false, 1],
  );
  assert.equal((await solo(kept)).conductor.trace?.id, 't22');
});

test('alone, nothing is generated beyond the context, and a notice says so', async () => {
  const { conductor, log } = await solo();
  await conductor.prompt('CBAB');
  const notices = [];
  conductor.addEventListener('notice', ({ detail }) => notices.push(detail));
  await conductor.generate();
  assert.equal(log.length, 2);
  assert.deepEqual(notices, [{ key: 'problem.context-full', values: { limit: 4 } }]);
});

test('alone, reset goes back to the prompt and the first step', async () => {
  const { conductor, log } = await solo();
  conductor.go('embed');
  await conductor.generate();
  await conductor.reset();
  assert.deepEqual(log.at(-1), { model: 'm', tokens: [2, 1] });
  assert.equal(conductor.step, 'start');
});

test('alone, a reload restores the run and the step', async () => {
  const { conductor, kept } = await solo();
  await conductor.generate();
  conductor.go('embed');
  const { shown, log } = await solo(kept);
  assert.deepEqual(log, [
    { model: 'm', tokens: [2, 1] },
    { trace: 't21', append: [0] },
  ]);
  assert.equal(shown[0].trace, 't210');
  assert.equal(shown[0].step, 'embed');
});

test('alone, a restarted server computes the run again', async () => {
  const log = [];
  let forgotten = true;
  const outside = source(log);
  const asked = [];
  outside.frame = async (path) => {
    asked.push(path);
    if (forgotten) throw Object.assign(new Error('unknown trace'), { status: 404 });
    return new Promise(() => {});
  };
  const run = outside.run;
  outside.run = async (recipe) => {
    if (log.length > 0) forgotten = false;
    return run(recipe);
  };
  const conductor = new SoloConductor({ source: /** @type {any} */ (outside), storage: storage(), now: () => 0 });
  await conductor.start();
  conductor.go('embed');
  await settled();
  assert.deepEqual(log.at(-1), { model: 'm', tokens: [2, 1] });
  assert.ok(asked.filter((path) => path.endsWith('/steps/embed')).length >= 2);
  conductor.dispose();
});

test('alone, a running computation is cancelled by the next one, or when it is stopped', async () => {
  const own = source(),
    /** @type {AbortSignal[]} */ given = [];
  const slow = {
    ...own,
    run: (recipe, signal) => {
      if (recipe.prompt === 'CB') return own.run(recipe);
      given.push(signal);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
  };
  const conductor = new SoloConductor({ source: /** @type {any} */ (slow), storage: storage(), now: () => 0 });
  await conductor.start();
  const first = conductor.prompt('AB');
  const second = conductor.prompt('BA');
  await first;
  assert.deepEqual(
    given.map(({ aborted }) => aborted),
    [true, false],
  );
  conductor.stop();
  await second;
  assert.ok(given[1].aborted);
  assert.equal(conductor.trace?.id, 't21');
});

test('alone, the walk passes the layers that the run does not name, also while the model is changed in the middle of it', async () => {
  const given = source();
  const { run } = given;
  given.run = async (recipe) => ({
    ...(await run(recipe)),
    ...(recipe.changes && { id: 'changed', changes: recipe.changes }),
    visits: recipe.changes ? [0, 1] : [0, 2],
  });
  const conductor = new SoloConductor({ source: /** @type {any} */ (given), storage: storage(), now: () => 50 });
  await conductor.start();
  conductor.go('blocks.0.resid_post');
  conductor.next();
  assert.equal(conductor.step, 'blocks.2');
  await conductor.setChanges(['blocks.2.hook_mlp_out=zero']);
  assert.equal(conductor.trace?.info.id, 'changed');
  conductor.back();
  assert.equal(conductor.step, 'blocks.0.resid_post');
  conductor.next();
  assert.equal(conductor.step, 'blocks.2');
  await conductor.append([0]);
  assert.deepEqual(conductor.trace?.info.visits, [0, 2]);
});

test('autoplay goes on, stops and starts over as in a room, at its own pace', async () => {
  assert.equal(PLAY_MS, PACES.alone);
  for (const [doings, place, playing] of AUTOPLAY_CASES) {
    const time = new HandTime();
    const { after, cancel } = time;
    const conductor = new SoloConductor({ source: /** @type {any} */ (source()), storage: storage(), after, cancel });
    await conductor.start();
    const { graph } = conductor;
    const steps = [/** @type {string} */ (conductor.step)];
    for (let step = nextStep(graph, steps[0]); step; step = nextStep(graph, step.id)) steps.push(step.id);
    for (const [what, turns] of /** @type {any} */ (doings)) {
      if (typeof what === 'number') conductor.go(steps.at(what));
      else conductor[what]();
      time.pass(turns * PLAY_MS);
    }
    const why = JSON.stringify(doings);
    assert.equal(conductor.step, steps.at(/** @type {number} */ (place)), why);
    assert.equal(conductor.playing, playing, why);
  }
});

test('alone, the page’s language chooses among the same model for several languages, unless an address or the tab does', async () => {
  const languages = { en: 'small', de: 'klein' };
  const of = (id, model) => ({ id, title: id, model, parameters: 1, prompt: 'CB', languages });
  const given = {
    ...source(),
    presets: async () => [of('small', 'm'), { ...of('other', 'x'), languages: {} }, of('klein', 'd')],
  };
  const begun = async (language, { wanted = {}, kept = null } = {}) => {
    const asked = [];
    const watched = {
      ...given,
      run: (recipe) => (asked.push(recipe.model), given.run(recipe)),
      graph: () => given.graph('m'),
    };
    const tab = storage();
    if (kept) tab.setItem('orrery.solo', JSON.stringify(kept));
    await new SoloConductor({
      source: /** @type {any} */ (watched),
      storage: tab,
      now: () => 50,
      language,
      wanted,
    }).start();
    return asked[0];
  };
  assert.equal(await begun('de'), 'd');
  assert.equal(await begun('en'), 'm');
  assert.equal(await begun('fr'), 'm');
  assert.equal(await begun('de', { wanted: { preset: 'small' } }), 'm');
  assert.equal(await begun('de', { kept: { model: 'm', tokens: [1], promptLength: 1, step: 'embed' } }), 'm');
});

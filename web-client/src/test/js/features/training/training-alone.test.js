import { assert, test } from '/test/harness.js';
import { settled } from '/test/live/by-hand.js';
import { TrainingAlone } from '/web/features/training/training-alone.js';

/** A page, and a trainer that makes an update for each request and can be told to fail. */
function alone({ updates = 1000 } = {}) {
  const asked = [];
  const rests = [];
  const notices = [];
  const acts = [];
  let update = 0;
  const page = {
    conductor: {
      graph: { model: { id: 'm' } },
      readWith: async (id) => void (page.conductor.graph = { model: { id, checkpoint: { of: 'm' } } }),
    },
    say: ({ problem }) => notices.push(problem.code),
    act: (name, value) => acts.push([name, value]),
    requestUpdate: () => training.drawn(),
  };
  const server = { failure: /** @type {any} */ (null) };
  const ask = async (body) => {
    asked.push(body);
    if (server.failure) throw server.failure;
    if (body.do === 'begin') update = 0;
    else if (body.do !== 'pause') update = Math.min(updates, update + 1);
    const look = body.do === 'look' ? { look: { model: 'after', update } } : {};
    return {
      ...look,
      training: 't',
      model: `m+${update}${body.do}`,
      of: 'm',
      seed: body.seed ?? 1,
      update,
      updates,
      learningRate: 0.1,
      ...(update > 0 ? { loss: 1 / update } : {}),
    };
  };
  const training = new TrainingAlone(/** @type {any} */ (page), {
    ask,
    rest: () => new Promise((end) => rests.push(end)),
  });
  return {
    acts,
    training,
    page,
    asked,
    notices,
    server,
    rest: async () => (rests.splice(0).forEach((end) => end()), settled()),
  };
}

test('a training begins at its first weights and goes on, no faster than screens can follow', async () => {
  const { training, page, asked, rest } = alone();
  await training.begin();
  await settled();
  assert.deepEqual(asked, [
    { do: 'begin', model: 'm', seed: 1 },
    { do: 'run', training: 't', after: 0, perSecond: 0 },
  ]);
  assert.equal(page.conductor.graph.model.id, 'm+1run');
  training.speed(5);
  await rest();
  assert.deepEqual(asked.at(-1), { do: 'run', training: 't', after: 1, perSecond: 5 });
  assert.deepEqual(training.course?.curve, [
    { update: 1, loss: 1 },
    { update: 2, loss: 0.5 },
  ]);
});

test('a pause stands still with the weights of the server, and one update can be made', async () => {
  const { training, page, asked, rest } = alone();
  await training.begin();
  await training.pause();
  assert.equal(training.course?.running, false);
  assert.equal(page.conductor.graph.model.id, 'm+1pause');
  await rest();
  assert.equal(asked.length, 3);
  await training.step();
  assert.equal(training.course?.update, 2);
  assert.equal(training.course?.running, false);
});

test('it ends at the last update', async () => {
  const { training, asked, rest } = alone({ updates: 2 });
  await training.begin();
  await settled();
  await rest();
  await rest();
  assert.equal(training.course?.running, false);
  assert.equal(asked.length, 3);
  await training.run();
  assert.equal(asked.length, 3);
});

test('again takes the next seed, from the model that is trained', async () => {
  const { training, asked } = alone();
  await training.begin();
  await settled();
  await training.again();
  assert.deepEqual(asked.filter((body) => body.do === 'begin').at(-1), { do: 'begin', model: 'm', seed: 2 });
});

test('a refusal is said, and leaves the page where it was', async () => {
  const { training, page, notices, server } = alone();
  server.failure = Object.assign(new Error('no'), { code: 'training-busy', status: 409 });
  await training.begin();
  assert.deepEqual(notices, ['training-busy']);
  assert.equal(training.course, null);
  assert.equal(page.conductor.graph.model.id, 'm');
});

test('if a room takes its place, the training ends and the weights stay', async () => {
  const { training, page, notices, server, rest } = alone();
  await training.begin();
  await settled();
  server.failure = Object.assign(new Error('no'), { code: 'training-gone', status: 409 });
  await rest();
  assert.deepEqual(notices, ['training-gone']);
  assert.equal(training.course, null);
  assert.equal(page.conductor.graph.model.id, 'm+1run');
});

test('another model ends the training', async () => {
  const { training, page, asked, rest } = alone();
  await training.begin();
  await settled();
  page.conductor.graph = /** @type {any} */ ({ model: { id: 'other' } });
  training.drawn();
  assert.equal(training.course, null);
  await rest();
  assert.equal(asked.length, 2);
});

test('an update is looked at phase by phase, and its weights are taken at the end', async () => {
  const { training, asked, acts } = alone();
  await training.look('forward');
  assert.equal(asked.length, 0, 'without a training there is nothing to look at');
  await training.begin();
  await training.pause();
  await training.look('forward');
  assert.deepEqual(training.course?.look, { phase: 'forward', update: { model: 'after', update: 2 } });
  assert.equal(asked.at(-1).do, 'look');
  const { length } = asked;
  await training.look('loss');
  assert.equal(training.course?.look.phase, 'loss');
  assert.equal(asked.length, length, 'the update has been made already');
  assert.deepEqual(acts.at(-1), ['focus', { kind: 'section', section: 'output' }]);
  await training.look('end');
  assert.equal(asked.at(-1).do, 'pause');
  assert.equal(training.course?.look, null);
  assert.deepEqual(acts.at(-1), ['focus', { kind: 'step', head: 0 }]);
});

test('whoever walks on ends the look, and the training is still there', async () => {
  const { training, page } = alone();
  await training.begin();
  await training.pause();
  await training.look('gradients');
  training.drawn();
  assert.ok(training.course?.look);
  page.conductor.step = 'blocks.1.attn.pattern';
  training.drawn();
  assert.equal(training.course?.look, null);
  assert.ok(training.course);
});

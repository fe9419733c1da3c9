import { assert, test } from '/test/harness.js';
import { settled } from '/test/live/by-hand.js';
import { TrainingAlone } from '/web/features/training/training-alone.js';

/** A page, and a trainer that makes an update for each request and can be told to fail. */
function alone({ updates = 1000 } = {}) {
  const asked = [];
  const rests = [];
  const notices = [];
  let update = 0;
  const page = {
    conductor: { graph: { model: { id: 'm' } }, readWith: async (id) => void (page.conductor.graph = { model: { id, checkpoint: { of: 'm' } } }) },
    say: ({ problem }) => notices.push(problem.code),
    requestUpdate: () => training.drawn(),
  };
  const server = { failure: /** @type {any} */ (null) };
  const ask = async (body) => {
    asked.push(body);
    if (server.failure) throw server.failure;
    if (body.do === 'begin') update = 0;
    else if (body.do !== 'pause') update = Math.min(updates, update + 1);
    return { training: 't', model: `m+${update}${body.do}`, of: 'm', seed: body.seed ?? 1, update, updates, learningRate: 0.1, ...(update > 0 ? { loss: 1 / update } : {}) };
  };
  const training = new TrainingAlone(/** @type {any} */ (page), { ask, rest: () => new Promise((end) => rests.push(end)) });
  return { training, page, asked, notices, server, rest: async () => (rests.splice(0).forEach((end) => end()), settled()) };
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
  assert.deepEqual(training.course?.curve, [{ update: 1, loss: 1 }, { update: 2, loss: 0.5 }]);
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

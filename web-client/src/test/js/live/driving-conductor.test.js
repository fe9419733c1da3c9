import { assert, test } from '/test/harness.js';
import { settled } from '/test/live/by-hand.js';
import { info, lastCommand, room, source, state } from '/test/live/conductor-by-hand.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { expandGraph } from '/web/model/graph.js';
import { afterText } from '/web/features/shared-scene/feature.js';

test('the presenter’s panels change at the key press, the scene when the room says so', async () => {
  const { socket, conductor, shown } = await room();
  conductor.next();
  assert.equal(conductor.step, 'embed');
  assert.equal(shown.length, 1);
  const { id, do: does, cursor } = lastCommand(socket);
  assert.deepEqual([does, cursor], ['next', undefined]);
  socket.says({ type: 'state', seq: 2, start: 90, state: state('embed'), by: id });
  assert.deepEqual(shown.at(-1), { trace: 't21', step: 'embed', startAt: 90, from: 'start' });
});

test('pressing twice quickly does not make the panels go back for a moment', async () => {
  const { socket, conductor } = await room();
  conductor.next();
  const first = lastCommand(socket).id;
  conductor.next();
  assert.equal(conductor.step, 'resid');
  socket.says({ type: 'state', seq: 2, start: 90, state: state('embed'), by: first });
  assert.equal(conductor.step, 'resid');
});

test('a step that the room resolves otherwise is corrected by its answer', async () => {
  const { socket, conductor, shown } = await room();
  conductor.next();
  const { id } = lastCommand(socket);
  socket.says({ type: 'state', seq: 2, start: 90, state: state('embed'), by: 'of another driver' });
  assert.equal(conductor.step, 'embed');
  socket.says({ type: 'state', seq: 3, start: 120, state: state('resid'), by: id });
  assert.equal(conductor.step, 'resid');
  conductor.back();
  assert.deepEqual([lastCommand(socket).do, conductor.step], ['back', 'embed']);
  socket.says({ type: 'state', seq: 4, start: 150, state: state('start'), by: lastCommand(socket).id });
  assert.deepEqual([conductor.step, shown.at(-1)?.step], ['start', 'start']);
});

test('going on passes the layers that the run does not visit, before the room has answered', async () => {
  const { socket, conductor } = await room();
  const visits = [0, 2];
  socket.says({
    type: 'state',
    seq: 2,
    start: 0,
    state: state('blocks.0.resid_post', { trace: { ...info([2, 1]), visits } }),
    by: '',
  });
  conductor.next();
  assert.equal(conductor.step, 'blocks.2');
});

test('at the last step going on waits for the token, and is pressed once', async () => {
  const { socket, conductor } = await room();
  socket.says({ type: 'state', seq: 2, start: 0, state: state('logits'), by: '' });
  conductor.next(true);
  conductor.next(true);
  assert.deepEqual([conductor.step, conductor.generating, socket.sentOf('command').length], ['logits', true, 1]);
  socket.says({
    type: 'refused',
    id: lastCommand(socket).id,
    reason: 'context-full',
    code: 'context-full',
    detail: 'Full.',
  });
  assert.ok(!conductor.generating);
});

test('going on in a tour expects no step of the walk', async () => {
  const { socket, conductor } = await room();
  conductor.foresight = { ...conductor.foresight, holdsWalk: ({ tour }) => tour !== undefined };
  const tour = { tour: 't', route: 5, beat: 'a/b', at: 0, began: 1, beatBegan: 1 };
  socket.says({ type: 'state', seq: 2, start: 0, state: state('start', { tour }), by: '' });
  conductor.next();
  assert.deepEqual([lastCommand(socket).do, conductor.step], ['next', 'start']);
  conductor.stepBy(1);
  assert.deepEqual([lastCommand(socket).do, conductor.step], ['go', 'embed']);
});

test('a refused command takes the panels back, and a notice says why', async () => {
  const { socket, conductor } = await room();
  const notices = [];
  conductor.addEventListener('notice', ({ detail }) => notices.push(detail));
  conductor.next();
  socket.says({
    type: 'refused',
    id: lastCommand(socket).id,
    reason: 'stale',
    code: 'stale',
    detail: 'Somebody else moved.',
  });
  assert.equal(conductor.step, 'start');
  assert.deepEqual(
    notices.map(({ problem }) => problem.code),
    ['stale'],
  );
});

test('a prediction without an answer expires, and the room’s state is shown', async () => {
  const { conductor, time, socket } = await room();
  conductor.next();
  socket.says({ type: 'state', seq: 2, start: 0, state: state('resid') });
  assert.equal(conductor.step, 'embed');
  time.pass(5000);
  assert.equal(conductor.step, 'resid');
});

test('a grown run keeps the step and is shown with the former run', async () => {
  const { conductor, socket, shown } = await room();
  conductor.generate();
  assert.ok(conductor.generating);
  const { id } = lastCommand(socket);
  const grown = state('start', { trace: info([2, 1, 0], 2), cursor: { trace: 't210', step: 'start' } });
  socket.says({ type: 'state', seq: 2, start: 60, state: grown, by: id });
  assert.ok(!conductor.generating);
  assert.equal(conductor.trace?.parent?.id, 't21');
  assert.deepEqual(shown.at(-1), { trace: 't210', step: 'start', startAt: 60, from: 'start' });
});

test('a prompt is sent by HTTP, and the command names the run', async () => {
  const { conductor, socket, log } = await room();
  await conductor.prompt('AB');
  assert.deepEqual(log, [{ model: 'm', prompt: 'AB' }]);
  assert.equal(lastCommand(socket).do, 'prompt');
  assert.equal(lastCommand(socket).trace, 't01');
});

test('presenting commands are predicted, and taken back when they are refused', async () => {
  const { conductor, socket } = await room();
  conductor.foresight = {
    ...conductor.foresight,
    predict: (name, view, command) => afterText.predicts?.[name]?.(view, command),
  };
  conductor.command({ do: 'mark', marks: [{ name: 'logits', index: [-1, 0] }] });
  conductor.command({ do: 'share', on: true });
  assert.deepEqual(conductor.room?.parts.marks, [{ name: 'logits', index: [-1, 0] }]);
  assert.ok(conductor.room?.parts.sharing);
  socket.says({ type: 'refused', id: lastCommand(socket).id, reason: 'not-driving', detail: 'No.' });
  assert.equal(conductor.room?.parts.marks, undefined);
  assert.ok(!conductor.room?.parts.sharing);
});

test('going to a step leaves the lobby at once', async () => {
  const { conductor, enter, socket, time } = await room();
  socket.breaks();
  time.pass(400);
  await enter('start', { state: state('start', { lobby: true, began: 0 }) });
  assert.ok(conductor.room?.lobby);
  conductor.next();
  assert.ok(!conductor.room?.lobby);
});

test('a co-presenter drives while holding the wheel, and may ask for it before', async () => {
  const { conductor, socket } = await room('co-presenter');
  assert.ok(!conductor.mayDrive);
  conductor.next();
  assert.equal(socket.sentOf('command').length, 0);
  conductor.command({ do: 'ask-wheel', on: true });
  assert.equal(lastCommand(socket).do, 'ask-wheel');
  const wheel = { holder: 'p1', offered: '', asking: [], freeAt: 0 };
  socket.says({ type: 'state', seq: 2, start: 0, state: state('start', { wheel }), by: lastCommand(socket).id });
  await settled();
  assert.ok(conductor.mayDrive);
  conductor.next();
  assert.equal(lastCommand(socket).do, 'next');
});

test('a presenter without the wheel moves nothing', async () => {
  const { conductor, socket } = await room();
  const wheel = { holder: 'p7', offered: '', asking: [], freeAt: 0 };
  socket.says({ type: 'state', seq: 2, start: 0, state: state('start', { wheel }) });
  await settled();
  conductor.next();
  assert.equal(conductor.step, 'start');
  conductor.command({ do: 'take-wheel' });
  assert.equal(lastCommand(socket).do, 'take-wheel');
});

test('the newest place of the light is sent, not more often than its interval', async () => {
  const { conductor, socket, time } = await room();
  for (let i = 0; i < 50; i++) {
    conductor.pointing.point({ name: 'logits', index: [0, i] });
    time.pass(10);
  }
  time.pass(100);
  const points = socket.sentOf('point');
  assert.ok(points.length <= 9, `${points.length} were sent in half a second`);
  assert.deepEqual(points.at(-1).cell, { name: 'logits', index: [0, 49] });
  conductor.pointing.point(null);
  time.pass(100);
  assert.deepEqual(socket.sentOf('point').at(-1), { type: 'point' });
});

test('a step that is chosen while another model loads refers to the state that is shown', async () => {
  let arrive = () => {};
  const other = { ...SMALL_GRAPH, model: { ...SMALL_GRAPH.model, id: 'n' } };
  const slow = {
    ...source(),
    graph: async (model) => {
      if (model !== 'n') return expandGraph(SMALL_GRAPH);
      await new Promise((then) => {
        arrive = () => then(undefined);
      });
      return expandGraph(other);
    },
  };
  const { conductor, socket } = await room('presenter', { source: slow });
  const before = socket.sentOf('command').length;
  const there = {
    ...state('start'),
    trace: { ...info([2, 1, 0]), model: 'n' },
    cursor: { trace: 't210', step: 'start' },
  };
  socket.says({ type: 'state', seq: 9, start: 0, state: there, by: '' });
  conductor.go('embed');
  const press = socket.sentOf('command')[before];
  assert.equal(press.cursor.trace, 't21');
  assert.ok(press.at < 9, `given at ${press.at}`);

  arrive();
  await settled();
  conductor.go('embed');
  const later = socket.sentOf('command')[before + 1];
  assert.equal(later.cursor.trace, 't210');
  assert.equal(later.at, 9);
});

test('a prompt that is being computed can be cancelled without effect', async () => {
  let finish = (_) => {};
  let given = null;
  const slow = {
    ...source(),
    run: (_, signal) => {
      given = signal;
      return new Promise((resolve) => {
        finish = resolve;
      });
    },
  };
  const { conductor, socket } = await room('presenter', { source: slow });
  const prompting = conductor.prompt('AB');
  assert.ok(conductor.computing);
  conductor.stop();
  assert.ok(/** @type {any} */ (given).aborted);
  finish(info([0, 1]));
  await prompting;
  assert.ok(!conductor.computing);
  assert.deepEqual(
    socket.sentOf('command').map((command) => command.do),
    ['stop'],
  );
});

import { assert, test } from '/test/harness.js';
import { lastCommand, room, state } from '/test/live/conductor-by-hand.js';

test('without a connection the presenter goes on, and the room follows after the reconnect', async () => {
  const { conductor, socket, sockets, shown, time, enter } = await room();
  socket.breaks();
  conductor.next();
  assert.equal(conductor.step, 'embed');
  assert.equal(shown.at(-1)?.step, 'embed');
  time.pass(150);
  const again = await enter('start');
  assert.equal(sockets.length, 2);
  assert.equal(conductor.step, 'embed');
  assert.equal(shown.at(-1)?.step, 'embed');
  const { id, cursor } = lastCommand(again);
  assert.equal(cursor.step, 'embed');
  again.says({ type: 'state', seq: 2, start: 900, state: state('embed'), by: id });
  assert.equal(shown.length, 2, 'the scene shows the step already');
});

test('a restored room that somebody else has moved meanwhile wins', async () => {
  const { conductor, socket, shown, time, enter } = await room();
  socket.breaks(1012);
  conductor.next();
  time.pass(150);
  const again = await enter('resid', { epoch: 'other', seq: 2 });
  const { id, at } = lastCommand(again);
  assert.equal(at, 1, 'what the presenter had seen');
  again.says({ type: 'refused', id, reason: 'stale', detail: '' });
  assert.equal(conductor.step, 'resid');
  assert.equal(shown.at(-1)?.step, 'resid');
});

test('light and camera are sent again if the room may not have received them', async () => {
  const { conductor, socket, enter, time } = await room();
  const said = (/** @type {import('/test/live/by-hand.js').HandSocket} */ to) => {
    time.pass(100);
    return to.sentOf('point');
  };
  const light = { name: 'logits', index: [0, 1] };
  conductor.pointing.point(light);
  time.pass(100);
  socket.breaks(1012);
  time.pass(400);
  const second = await enter('start', { epoch: 'other' });
  assert.deepEqual(said(second), [{ type: 'point', cell: light }]);

  second.breaks();
  conductor.pointing.point(null);
  time.pass(400);
  const third = await enter('start');
  assert.deepEqual(said(third), [{ type: 'point' }]);

  third.breaks();
  time.pass(400);
  assert.deepEqual(said(await enter('start')), [], 'another device of the same presenter may have pointed in between');
});

test('a restored room goes to the step to which the presenter moved without the server', async () => {
  const { conductor, socket, shown, time, enter } = await room();
  socket.breaks(1012);
  conductor.next();
  conductor.next();
  time.pass(400);
  const again = await enter('start', { epoch: 'other' });
  assert.equal(conductor.step, 'resid');
  assert.deepEqual(lastCommand(again).cursor, { trace: 't21', step: 'resid' });
  assert.equal(shown.at(-1)?.step, 'resid');
});

test('a hall’s screen goes on alone while the server is away, and returns to the room afterwards', async () => {
  const { conductor, socket, shown, time, enter } = await room('projector');
  conductor.next();
  assert.equal(conductor.step, 'start');
  socket.breaks();
  assert.ok(conductor.goesAlone);
  conductor.next();
  assert.equal(shown.at(-1)?.step, 'embed');
  time.pass(400);
  await enter('resid');
  assert.ok(!conductor.goesAlone);
  assert.equal(conductor.step, 'resid');
  assert.equal(shown.at(-1)?.step, 'resid');
});

test('presenter and screen in one browser move together without the server', async () => {
  const heard = [];
  const channel = () => ({
    /** @type {((event: any) => void)[]} */
    listeners: [],
    postMessage: (data) => heard.push(data),
    addEventListener(_, listener) {
      this.listeners.push(listener);
    },
  });
  const presenter = await room('presenter', { siblings: channel() });
  const siblings = channel();
  const screen = await room('projector', { siblings });
  presenter.conductor.next();
  assert.deepEqual(heard, [], 'with a connection, only the server moves them');
  presenter.socket.breaks();
  screen.socket.breaks();
  presenter.conductor.next();
  siblings.listeners.forEach((listener) => listener({ data: heard[0] }));
  assert.equal(screen.conductor.step, presenter.conductor.step);
  siblings.listeners.forEach((listener) => listener({ data: { trace: 'other', step: 'start' } }));
  siblings.listeners.forEach((listener) => listener({ data: { trace: 't21', step: 'nowhere' } }));
  assert.equal(screen.conductor.step, presenter.conductor.step);

  // The room withholds the next token from the screen; at the output the presenter's page passes on what it has.
  const { trace } = screen.conductor;
  if (trace) trace.info = { ...trace.info, next: [] };
  presenter.conductor.go('logits');
  const [last] = heard.slice(-1);
  assert.deepEqual(last.next, presenter.conductor.trace?.info.next);
  siblings.listeners.forEach((listener) => listener({ data: last }));
  assert.equal(screen.conductor.step, 'logits');
  assert.deepEqual(screen.conductor.trace?.info.next, last.next);
  assert.ok(heard.slice(0, -1).every(({ next }) => next === undefined));
});

import { assert, test } from '/test/harness.js';
import { room, state } from '/test/live/conductor-by-hand.js';

test('a page that joins late jumps to the room’s step', async () => {
  const { shown } = await room('attendee');
  assert.deepEqual(shown, [{ trace: 't21', step: 'start', startAt: null, from: null }]);
});

test('a state moves the scene at the shared start time', async () => {
  const { socket, shown } = await room('attendee');
  socket.says({ type: 'state', seq: 2, start: 120, state: state('embed') });
  assert.deepEqual(shown.at(-1), { trace: 't21', step: 'embed', startAt: 120, from: 'start' });
});

test('an attendee cannot drive', async () => {
  const { conductor, socket } = await room('attendee');
  conductor.next();
  conductor.play();
  conductor.generate();
  conductor.reset();
  conductor.darken(true);
  assert.equal(socket.sentOf('command').length, 0);
  assert.equal(conductor.step, 'start');
});

test('a missing room ends the conductor', async () => {
  const { conductor, socket } = await room('attendee');
  socket.breaks(4404);
  assert.equal(conductor.status, 'ended');
  assert.equal(conductor.endedBy, 4404);
});

test('a page at a closed room says so, and goes on when its presenter has opened it', async () => {
  const { conductor, sockets, time, enter } = await room('attendee');
  sockets[0].breaks(4410);
  assert.equal(conductor.endedBy, 4410);
  time.pass(1000);
  sockets[1].breaks(1012);
  assert.equal(conductor.endedBy, 4410);
  time.pass(2000);
  await enter('embed', { epoch: 'opened again' });
  assert.equal(conductor.endedBy, null);
  assert.equal(conductor.status, 'open');
  assert.equal(conductor.step, 'embed');
});

test('counts replace members of the state, until a newer state comes', async () => {
  const { conductor, socket } = await room('presenter');
  socket.says({ type: 'counts', seq: 1, state: { lost: { steps: { start: 2 } }, prediction: null } });
  assert.deepEqual(conductor.room.parts.lost, { steps: { start: 2 } });
  assert.equal(conductor.room.parts.prediction, null);
  socket.says({ type: 'state', seq: 2, start: 120, state: state('embed') });
  assert.equal(conductor.room.parts.lost, undefined);
  // They waited behind the state, which has newer ones.
  socket.says({ type: 'counts', seq: 1, state: { lost: { steps: { start: 3 } } } });
  assert.equal(conductor.room.parts.lost, undefined);
  socket.says({ type: 'counts', seq: 3, state: { lost: { steps: { embed: 1 } } } });
  assert.deepEqual(conductor.room.parts.lost, { steps: { embed: 1 } });
  assert.equal(conductor.step, 'embed');
});

test('the driver’s pointer is received separately from the state', async () => {
  const { conductor, socket } = await room('attendee');
  let heard = 0;
  conductor.addEventListener('pointer', () => heard++);
  socket.says({ type: 'pointer', cell: [{ name: 'logits', index: [0, 1] }], pose: [] });
  assert.equal(heard, 1);
  assert.deepEqual(conductor.pointer, { cell: { name: 'logits', index: [0, 1] }, pose: null });
});

import { assert, test } from '/test/harness.js';
import { HandSocket, HandTime, settled } from '/test/live/by-hand.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { Connection } from '/web/live/connection.js';
import { DrivingConductor } from '/web/live/driving-conductor.js';
import { RoomConductor } from '/web/live/room-conductor.js';
import { SoloConductor } from '/web/live/solo-conductor.js';
import { expandGraph } from '/web/model/graph.js';

const info = (tokens, promptLength = tokens.length) => ({
  id: `t${tokens.join('')}`,
  model: 'm',
  tokens,
  text: tokens.map((token) => 'ABC'[token]),
  promptLength,
  nCtx: 4,
  next: [{ token: 0, text: 'A', p: 1 }],
});

/** A server over HTTP that knows one model; frames never come. */
const source = (log = []) => ({
  presets: async () => [{ id: 'small', title: 'Small', model: 'm', parameters: 1, prompt: 'CB' }],
  graph: async () => expandGraph(SMALL_GRAPH),
  weights: async () => [],
  run: async (recipe) => {
    log.push(recipe);
    if (recipe.generate) return info([...recipe.trace.slice(1)].map(Number).concat(0), 2);
    if (recipe.append) return info([...recipe.trace.slice(1)].map(Number).concat(recipe.append), 2);
    return info(recipe.tokens ?? [...recipe.prompt].map((letter) => 'ABC'.indexOf(letter)));
  },
  frame: () => new Promise(() => {}),
});

const storage = () => {
  const map = new Map();
  return { getItem: (key) => map.get(key) ?? null, setItem: (key, value) => map.set(key, value), map };
};

const shows = (conductor) => {
  const list = [];
  conductor.addEventListener('show', ({ detail }) =>
    list.push({ trace: detail.trace.id, step: detail.step, startAt: detail.startAt, from: detail.from?.step ?? null }),
  );
  return list;
};

async function solo(kept = storage()) {
  const log = [];
  const conductor = new SoloConductor({ source: /** @type {any} */ (source(log)), storage: kept, now: () => 50 });
  const shown = shows(conductor);
  await conductor.start();
  return { conductor, shown, log, kept };
}

test('alone, one starts at the first step with the preset’s own prompt', async () => {
  const { conductor, shown, log } = await solo();
  assert.deepEqual(log, [{ model: 'm', prompt: 'CB' }]);
  assert.deepEqual(shown, [{ trace: 't21', step: 'start', startAt: null, from: null }]);
  assert.ok(conductor.mayDrive);
});

async function soloAt(wanted, given = source()) {
  const kept = storage();
  kept.setItem('orrery.solo', JSON.stringify({ model: 'm', tokens: [1, 1], promptLength: 2, step: 'embed' }));
  const conductor = new SoloConductor({ source: /** @type {any} */ (given), storage: kept, now: () => 50, wanted });
  const missing = await conductor.start();
  return { conductor, missing };
}

test('alone, an address begins where it says, whatever this tab showed before', async () => {
  const { conductor, missing } = await soloAt({ preset: 'small', tokens: [2, 1, 0], given: 2, step: 'logits' });
  assert.deepEqual(missing, []);
  assert.deepEqual(conductor.trace?.info.tokens, [2, 1, 0]);
  assert.equal(conductor.trace?.info.promptLength, 2);
  assert.equal(conductor.step, 'logits');
});

test('alone, an address may hold a prompt as text', async () => {
  const { conductor } = await soloAt({ prompt: 'BA' });
  assert.deepEqual(conductor.trace?.info.tokens, [1, 0]);
  assert.equal(conductor.step, 'start');
});

test('alone, a step that the model does not have is told of and is the first one', async () => {
  const { conductor, missing } = await soloAt({ step: 'blocks.77.ln1' });
  assert.deepEqual(missing, ['step']);
  assert.equal(conductor.step, 'start');
});

test('alone, the tokens of a model that is not here are not read by another', async () => {
  const { conductor, missing } = await soloAt({ preset: 'gpt9', tokens: [0, 0] });
  assert.deepEqual(missing, ['preset', 'prompt']);
  assert.deepEqual(conductor.trace?.info.tokens, [2, 1]);
});

test('alone, a prompt that the model cannot read is told of, and its own is shown', async () => {
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

test('alone, a step that the model does not have is left', async () => {
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

test('alone, nothing is generated beyond the context, and the person is told', async () => {
  const { conductor, log } = await solo();
  await conductor.prompt('CBAB');
  const notices = [];
  conductor.addEventListener('notice', ({ detail }) => notices.push(detail.key));
  await conductor.generate();
  assert.equal(log.length, 2);
  assert.deepEqual(notices, ['refused.context-full']);
});

test('alone, reset goes back to the prompt alone and the first step', async () => {
  const { conductor, log } = await solo();
  conductor.go('embed');
  await conductor.generate();
  await conductor.reset();
  assert.deepEqual(log.at(-1), { model: 'm', tokens: [2, 1] });
  assert.equal(conductor.step, 'start');
});

test('alone, a reload comes back to the same run and step', async () => {
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

test('alone, a server that was started anew is told of the run again', async () => {
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

const state = (step, more = {}) => ({
  trace: info([2, 1]),
  cursor: { trace: 't21', step },
  playing: false,
  blank: false,
  code: 'K7M4QX',
  lobby: false,
  began: 5,
  address: 'http://192.168.1.20:8080',
  sharing: false,
  wheel: { holder: 'presenter', offered: '', asking: [], freeAt: 0 },
  ...more,
});

async function room(role = 'presenter', outside = {}) {
  const time = new HandTime();
  const sockets = [];
  const open = () => {
    sockets.push(new HandSocket());
    return /** @type {any} */ (sockets.at(-1));
  };
  const connection = new Connection(open, () => ({ view: role }), time);
  const log = [];
  const conductor = new (role === 'attendee' ? RoomConductor : DrivingConductor)(connection, {
    source: /** @type {any} */ (source(log)),
    now: time.now,
    after: time.after,
    ...outside,
  });
  const shown = shows(conductor);
  connection.start();
  const enter = async (at, more = {}) => {
    const socket = sockets.at(-1);
    socket.opens();
    socket.says({ type: 'welcome', v: 1, epoch: 'e', seq: 1, role, me: 's', id: role === 'presenter' ? role : 'p1', state: state(at), ...more });
    await settled();
    return socket;
  };
  const socket = await enter('start');
  connection.clock.sample(0, 0, 0);
  return { time, sockets, socket, conductor, shown, log, enter };
}

const lastCommand = (socket) => socket.sentOf('command').at(-1);

test('whoever comes late jumps to where the room is', async () => {
  const { shown } = await room('attendee');
  assert.deepEqual(shown, [{ trace: 't21', step: 'start', startAt: null, from: null }]);
});

test('a state moves the scene at the shared start time', async () => {
  const { socket, shown } = await room('attendee');
  socket.says({ type: 'state', seq: 2, start: 120, state: state('embed') });
  assert.deepEqual(shown.at(-1), { trace: 't21', step: 'embed', startAt: 120, from: 'start' });
});

test('the presenter’s panels answer at the key press, the scene when the room says so', async () => {
  const { socket, conductor, shown } = await room();
  conductor.next();
  assert.equal(conductor.step, 'embed');
  assert.equal(shown.length, 1);
  const { id, cursor } = lastCommand(socket);
  assert.deepEqual(cursor, { trace: 't21', step: 'embed' });
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

test('a refused command takes the panels back, and says why', async () => {
  const { socket, conductor } = await room();
  const notices = [];
  conductor.addEventListener('notice', ({ detail }) => notices.push(detail));
  conductor.next();
  socket.says({ type: 'refused', id: lastCommand(socket).id, reason: 'stale', detail: 'Somebody else moved.' });
  assert.equal(conductor.step, 'start');
  assert.deepEqual(notices, [{ key: 'refused.stale', detail: 'Somebody else moved.' }]);
});

test('what was foretold and never answered is given up for what the room says', async () => {
  const { conductor, time, socket } = await room();
  conductor.next();
  socket.says({ type: 'state', seq: 2, start: 0, state: state('resid') });
  assert.equal(conductor.step, 'embed');
  time.pass(5000);
  assert.equal(conductor.step, 'resid');
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

test('with the line down the presenter goes on, and the room follows when it is back', async () => {
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
  assert.equal(shown.length, 2, 'the scene is there already');
});

test('a restored room has the last word', async () => {
  const { conductor, socket, shown, time, enter } = await room();
  socket.breaks(1012);
  conductor.next();
  time.pass(150);
  await enter('resid', { epoch: 'other' });
  assert.equal(conductor.step, 'resid');
  assert.equal(shown.at(-1)?.step, 'resid');
});

test('a grown run keeps the step and is shown from the one before', async () => {
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

test('a prompt goes by HTTP, and the command names the run', async () => {
  const { conductor, socket, log } = await room();
  await conductor.prompt('AB');
  assert.deepEqual(log, [{ model: 'm', prompt: 'AB' }]);
  assert.equal(lastCommand(socket).do, 'prompt');
  assert.equal(lastCommand(socket).trace, 't01');
});

test('a room that is not there ends it', async () => {
  const { conductor, socket } = await room('attendee');
  socket.breaks(4404);
  assert.equal(conductor.status, 'ended');
  assert.equal(conductor.endedBy, 4404);
});

test('what is staged is foretold, and taken back when it is refused', async () => {
  const { conductor, socket } = await room();
  conductor.staging.mark([{ name: 'logits', index: [-1, 0] }]);
  conductor.staging.share(true);
  assert.deepEqual(conductor.room?.marks, [{ name: 'logits', index: [-1, 0] }]);
  assert.ok(conductor.room?.sharing);
  socket.says({ type: 'refused', id: lastCommand(socket).id, reason: 'not-driving', detail: 'No.' });
  assert.deepEqual(conductor.room?.marks, []);
  assert.ok(!conductor.room?.sharing);
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

test('a co-presenter drives while the wheel is theirs, and may ask for it before', async () => {
  const { conductor, socket } = await room('co-presenter');
  assert.ok(!conductor.mayDrive);
  conductor.next();
  assert.equal(socket.sentOf('command').length, 0);
  conductor.staging.askForWheel(true);
  assert.equal(lastCommand(socket).do, 'ask-wheel');
  const wheel = { holder: 'p1', offered: '', asking: [], freeAt: 0 };
  socket.says({ type: 'state', seq: 2, start: 0, state: state('start', { wheel }), by: lastCommand(socket).id });
  await settled();
  assert.ok(conductor.mayDrive);
  conductor.next();
  assert.equal(lastCommand(socket).do, 'go');
});

test('a presenter whose wheel is another’s moves nothing', async () => {
  const { conductor, socket } = await room();
  const wheel = { holder: 'p7', offered: '', asking: [], freeAt: 0 };
  socket.says({ type: 'state', seq: 2, start: 0, state: state('start', { wheel }) });
  await settled();
  conductor.next();
  assert.equal(conductor.step, 'start');
  conductor.staging.takeWheel();
  assert.equal(lastCommand(socket).do, 'take-wheel');
});

test('of the light’s places the newest is sent, no more often than a person sees', async () => {
  const { conductor, socket, time } = await room();
  for (let i = 0; i < 50; i++) {
    conductor.staging.light({ name: 'logits', index: [0, i] });
    time.pass(10);
  }
  time.pass(100);
  const points = socket.sentOf('point');
  assert.ok(points.length <= 9, `${points.length} were sent in half a second`);
  assert.deepEqual(points.at(-1).cell, { name: 'logits', index: [0, 49] });
  conductor.staging.light(null);
  time.pass(100);
  assert.deepEqual(socket.sentOf('point').at(-1), { type: 'point' });
});

test('where the driver points is heard apart from the state', async () => {
  const { conductor, socket } = await room('attendee');
  let heard = 0;
  conductor.addEventListener('pointer', () => heard++);
  socket.says({ type: 'pointer', cell: [{ name: 'logits', index: [0, 1] }], pose: [] });
  assert.equal(heard, 1);
  assert.deepEqual(conductor.pointer, { cell: { name: 'logits', index: [0, 1] }, pose: null });
});

test('a press while another model is still fetched means the step that is seen, not the model that was left', async () => {
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
  const there = { ...state('start'), trace: { ...info([2, 1, 0]), model: 'n' }, cursor: { trace: 't210', step: 'start' } };
  socket.says({ type: 'state', seq: 9, start: 0, state: there, by: '' });
  conductor.next();
  const press = socket.sentOf('command')[before];
  assert.equal(press.cursor.trace, 't21');
  assert.ok(press.at < 9, `given at ${press.at}`);

  arrive();
  await settled();
  conductor.next();
  const later = socket.sentOf('command')[before + 1];
  assert.equal(later.cursor.trace, 't210');
  assert.equal(later.at, 9);
});

test('light and camera are said again where the room may not know of them', async () => {
  const { conductor, socket, enter, time } = await room();
  const said = (/** @type {HandSocket} */ to) => {
    time.pass(100);
    return to.sentOf('point');
  };
  const light = { name: 'logits', index: [0, 1] };
  conductor.staging.light(light);
  time.pass(100);
  socket.breaks(1012);
  time.pass(400);
  const second = await enter('start', { epoch: 'other' });
  assert.deepEqual(said(second), [{ type: 'point', cell: light }]);

  second.breaks();
  conductor.staging.light(null);
  time.pass(400);
  const third = await enter('start');
  assert.deepEqual(said(third), [{ type: 'point' }]);

  third.breaks();
  time.pass(400);
  assert.deepEqual(said(await enter('start')), [], 'another device of the same presenter may point meanwhile');
});

test('where the presenter has gone without the server is where a restored room goes', async () => {
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

test('a screen in the hall goes on by itself while the server is away, and back to the room after', async () => {
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

test('presenter and screen in one browser go on together', async () => {
  const heard = [];
  const channel = () => ({
    /** @type {((event: any) => void)[]} */
    listeners: [],
    postMessage: (data) => heard.push(data),
    addEventListener(_, listener) {
      this.listeners.push(listener);
    },
  });
  const presenter = await room('presenter', { beside: channel() });
  const beside = channel();
  const screen = await room('projector', { beside });
  presenter.conductor.next();
  assert.deepEqual(heard, [], 'with the server there, it is the server that says so');
  presenter.socket.breaks();
  screen.socket.breaks();
  presenter.conductor.next();
  beside.listeners.forEach((listener) => listener({ data: heard[0] }));
  assert.equal(screen.conductor.step, presenter.conductor.step);
  beside.listeners.forEach((listener) => listener({ data: { trace: 'other', step: 'start' } }));
  beside.listeners.forEach((listener) => listener({ data: { trace: 't21', step: 'nowhere' } }));
  assert.equal(screen.conductor.step, presenter.conductor.step);
});

test('a prompt that is still computed can be stopped, and nothing comes of it', async () => {
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
  assert.deepEqual(socket.sentOf('command').map((command) => command.do), ['stop']);
});

test('alone, a text that is asked for is given up when another takes its place, or when it is stopped', async () => {
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
  assert.deepEqual(given.map(({ aborted }) => aborted), [true, false]);
  conductor.stop();
  await second;
  assert.ok(given[1].aborted);
  assert.equal(conductor.trace?.id, 't21');
});

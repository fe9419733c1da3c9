import { assert, test } from '/test/harness.js';
import { HandSocket, HandTime } from '/test/live/by-hand.js';
import { frameBytes } from '/test/model/bytes.js';
import { Connection } from '/web/live/connection.js';
import { decodeFrame } from '/web/model/frame.js';

function begin() {
  const time = new HandTime();
  /** @type {HandSocket[]} */
  const sockets = [];
  const open = () => {
    sockets.push(new HandSocket());
    return /** @type {any} */ (sockets[sockets.length - 1]);
  };
  const connection = new Connection(
    open,
    () => ({ view: 'attendee' }),
    time,
    (take) => take(decodeFrame),
  );
  const heard = [];
  for (const type of ['welcome', 'state', 'refused', 'people', 'frame', 'status', 'silence', 'ended']) {
    connection.addEventListener(type, (event) => heard.push([type, /** @type {CustomEvent} */ (event).detail]));
  }
  connection.start();
  return { time, sockets, connection, heard };
}

const welcome = (more = {}) => ({
  type: 'welcome',
  v: 1,
  epoch: 'e',
  seq: 3,
  role: 'attendee',
  me: 's',
  state: {},
  ...more,
});

function welcomed() {
  const all = begin();
  all.sockets[0].opens();
  all.sockets[0].says(welcome());
  return all;
}

test('the first message is hello, with the version and the page’s identity', () => {
  const { sockets } = begin();
  sockets[0].opens();
  assert.deepEqual(sockets[0].sent, [{ type: 'hello', v: 1, view: 'attendee' }]);
});

test('pings say that the person looks around, and what stands in the middle of the view', () => {
  const { sockets, connection, time } = welcomed();
  const last = () => sockets[0].sentOf('ping').at(-1);
  connection.looking(true);
  time.pass(300);
  assert.deepEqual([last().looking, last().sees], [true, undefined]);
  connection.looking(true, 'layer.1.mlp');
  time.pass(300);
  assert.equal(last().sees, 'layer.1.mlp');
  connection.looking(false);
  time.pass(300);
  assert.deepEqual([last().looking, last().sees], [undefined, undefined]);
});

test('eight quick pings follow the welcome, then slow ones', () => {
  const { sockets, time } = welcomed();
  time.pass(750);
  assert.equal(sockets[0].sentOf('ping').length, 8);
  time.pass(1500);
  assert.equal(sockets[0].sentOf('ping').length, 9);
});

test('a line that answers nothing is called silent within three seconds, and open again with the next word', () => {
  const { sockets, connection, heard, time } = welcomed();
  const answer = () => sockets[0].says({ type: 'pong', t: sockets[0].sentOf('ping').at(-1).t, serverTime: 0 });
  for (let i = 0; i < 40; i++) {
    time.pass(100);
    answer();
  }
  assert.equal(connection.isSilent, false);
  time.pass(3000);
  assert.equal(connection.isSilent, true);
  assert.equal(connection.status, 'open', 'a busy server may still answer');
  answer();
  assert.equal(connection.isSilent, false);
  time.pass(3000);
  sockets[0].breaks();
  assert.equal(connection.isSilent, false);
  assert.equal(connection.status, 'lost');
  assert.deepEqual(
    heard.filter(([type]) => type === 'silence').map(([, isSilent]) => isSilent),
    [true, false, true, false],
  );
});

test('pongs set the clock', () => {
  const { sockets, connection, time } = welcomed();
  const { t } = sockets[0].sentOf('ping')[0];
  time.pass(20);
  sockets[0].says({ type: 'pong', t, serverTime: 1010 });
  assert.equal(connection.clock.toLocal(1010), 10);
});

test('after a loss it reconnects after a random part of a growing delay', () => {
  const { sockets, connection, time } = welcomed();
  sockets[0].breaks(1012);
  assert.equal(connection.status, 'lost');
  time.pass(149);
  assert.equal(sockets.length, 1);
  time.pass(1);
  assert.equal(sockets.length, 2);
  sockets[1].breaks();
  time.pass(299);
  assert.equal(sockets.length, 2);
  time.pass(1);
  assert.equal(sockets.length, 3);
  sockets[2].opens();
  sockets[2].says(welcome());
  assert.equal(connection.status, 'open');
});

test('the delay never exceeds ten seconds', () => {
  const { sockets, time } = welcomed();
  for (let i = 0; i < 20; i++) {
    sockets[sockets.length - 1].breaks();
    time.pass(5000);
  }
  assert.equal(sockets.length, 21);
});

test('attempts continue while the server is away for an hour, until it is back', () => {
  const { sockets, connection, time } = welcomed();
  sockets[0].breaks(1012);
  for (let minute = 0; minute < 60; minute++) {
    const before = sockets.length;
    for (let second = 0; second < 60; second++) {
      time.pass(1000);
      const newest = sockets[sockets.length - 1];
      if (newest.readyState === 0) newest.breaks();
    }
    assert.ok(sockets.length > before, `minute ${minute}`);
    assert.equal(connection.status, 'lost');
  }
  time.pass(10_000);
  sockets[sockets.length - 1].opens();
  sockets[sockets.length - 1].says(welcome({ epoch: 'after the restart' }));
  assert.equal(connection.status, 'open');
});

for (const code of [4400, 4401, 4403, 4404, 4409]) {
  test(`a close with ${code} is final and is emitted`, () => {
    const { sockets, connection, heard, time } = welcomed();
    sockets[0].breaks(code);
    time.pass(60_000);
    assert.equal(connection.status, 'ended');
    assert.equal(sockets.length, 1);
    assert.deepEqual(heard.at(-1), ['ended', { code }]);
  });
}

for (const code of [1001, 1006, 1009, 1012, 4402, 4408, 4410, 4429]) {
  test(`a close with ${code} is not final`, () => {
    const { sockets, time } = welcomed();
    sockets[0].breaks(code);
    time.pass(1000);
    assert.equal(sockets.length, 2);
  });
}

test('a command has the seq at which it was given', () => {
  const { sockets, connection } = welcomed();
  sockets[0].says({ type: 'state', seq: 9, start: 0, state: {} });
  const id = connection.command({ do: 'play' });
  assert.deepEqual(sockets[0].sentOf('command'), [{ type: 'command', id, at: 9, do: 'play' }]);
});

test('a command without an answer is sent again after a loss, with the same id', () => {
  const { sockets, connection, time } = welcomed();
  const id = connection.command({ do: 'play' });
  sockets[0].breaks();
  time.pass(150);
  sockets[1].opens();
  assert.equal(sockets[1].sentOf('command').length, 0, 'before the welcome');
  sockets[1].says(welcome());
  assert.equal(sockets[1].sentOf('command')[0].id, id);
});

test('an answer to a command answers all earlier ones', () => {
  const { sockets, connection, time } = welcomed();
  connection.command({ do: 'play' });
  const second = connection.command({ do: 'pause' });
  const third = connection.command({ do: 'play' });
  sockets[0].says({ type: 'state', seq: 5, start: 0, state: {}, by: second });
  sockets[0].breaks();
  time.pass(150);
  sockets[1].opens();
  sockets[1].says(welcome());
  assert.deepEqual(
    sockets[1].sentOf('command').map((message) => message.id),
    [third],
  );
});

test('a refused command is not sent again', () => {
  const { sockets, connection, time } = welcomed();
  sockets[0].says({ type: 'refused', id: connection.command({ do: 'play' }), reason: 'not-allowed', detail: '' });
  sockets[0].breaks();
  time.pass(150);
  sockets[1].opens();
  sockets[1].says(welcome());
  assert.equal(sockets[1].sentOf('command').length, 0);
});

test('commands that were not answered before the room’s restart are repeated, and know nothing that it has lost', () => {
  const { sockets, connection, time } = welcomed();
  const early = connection.command({ do: 'pause' }, 2);
  const played = connection.command({ do: 'play' }, 7);
  sockets[0].breaks(1012);
  time.pass(150);
  sockets[1].opens();
  sockets[1].says(welcome({ epoch: 'f', seq: 5 }));
  assert.deepEqual(sockets[1].sentOf('command'), [
    { type: 'command', id: early, at: 2, do: 'pause' },
    { type: 'command', id: played, at: 5, do: 'play' },
  ]);
  assert.ok(connection.fresh);
});

test('a connection that is silent for fifteen seconds is dead', () => {
  const { sockets, connection, time } = welcomed();
  time.pass(25_000);
  assert.ok(sockets[0].closed);
  assert.ok(sockets.length > 1);
  assert.equal(connection.status, 'lost');
});

test('a painted step is reported at once, but not more often than four times a second', () => {
  const { sockets, connection, time } = welcomed();
  time.pass(800);
  const before = sockets[0].sent.length;
  connection.painted({ trace: 't', step: 'a' });
  time.pass(0);
  connection.painted({ trace: 't', step: 'b' });
  connection.painted({ trace: 't', step: 'c' });
  time.pass(249);
  assert.equal(sockets[0].sent.length, before + 1);
  time.pass(1);
  const pings = sockets[0].sentOf('ping').slice(-2);
  assert.deepEqual(pings[0].painted, { trace: 't', step: 'a' });
  assert.deepEqual(pings[1].painted, { trace: 't', step: 'c' });
});

test('unknown messages and malformed frames are ignored', () => {
  const { sockets, heard } = welcomed();
  const before = heard.length;
  sockets[0].says({ type: 'confetti' });
  sockets[0].says(new ArrayBuffer(3));
  assert.equal(heard.length, before);
});

test('a state in a frame’s header is emitted before the frame, even if the numbers are malformed', () => {
  const { sockets, connection, heard } = welcomed();
  const before = heard.length;
  const state = { type: 'state', seq: 4, start: 5, state: { cursor: { trace: 't', step: 'embed' } } };
  const header = { said: state, model: 'm', trace: 't', step: 'embed', tensors: [] };
  sockets[0].says(frameBytes(header, new Uint8Array(0), { seq: 4n, start: 5, flags: 2 }));
  assert.deepEqual(
    heard.slice(before).map(([type]) => type),
    ['state', 'frame'],
  );
  assert.deepEqual(heard[before][1], state);
  assert.equal(connection.seq, 4);
  const broken = { ...header, said: { ...state, seq: 5 }, tensors: [{ name: 'x' }] };
  sockets[0].says(frameBytes(broken, new Uint8Array(0), { seq: 5n, flags: 2 }));
  assert.equal(heard.length, before + 3);
  assert.equal(connection.seq, 5);
});

test('a page that becomes visible again reconnects without the delay', () => {
  const { sockets, connection } = welcomed();
  sockets[0].breaks();
  connection.hasten();
  assert.equal(sockets.length, 2);
});

test('a connection that died while the phone slept is replaced within a second of waking', () => {
  const { sockets, connection, time } = welcomed();
  time.pass(3000);
  time.time += 600_000;
  connection.hasten();
  time.pass(900);
  assert.equal(sockets.length, 2);
  assert.ok(sockets[0].closed);
  sockets[1].opens();
  sockets[1].says(welcome({ seq: 9 }));
  assert.equal(connection.status, 'open');
  assert.equal(connection.seq, 9);
});

/** A page and its room on connections with this round trip, each of which may die: it then silently drops all messages. */
function live(roundTrip) {
  const time = new HandTime();
  time.random = () => 1;
  const room = { seq: 3 };
  /** @type {(HandSocket & {dead?: boolean})[]} */
  const lines = [];
  const connection = new Connection(
    () => {
      /** @type {HandSocket & {dead?: boolean}} */
      const line = new HandSocket();
      lines.push(line);
      const later = (fn, ms) => time.after(() => line.dead || line.closed || fn(), ms);
      line.send = (text) => {
        const { type, t } = JSON.parse(text);
        if (type === 'hello') later(() => line.says(welcome({ seq: room.seq })), roundTrip);
        if (type === 'ping') later(() => line.says({ type: 'pong', t, serverTime: time.time }), roundTrip);
      };
      // TCP's handshake, then WebSocket's.
      later(() => line.opens(), 2 * roundTrip);
      return /** @type {any} */ (line);
    },
    () => ({ view: 'attendee' }),
    time,
  );
  connection.start();
  time.pass(5000);
  return { time, room, lines, connection };
}

const WAKINGS = {
  'whose line died': ({ connection }) => connection.hasten(),
  'whose line was closed meanwhile': ({ lines, connection }) => {
    lines[0].breaks();
    connection.hasten();
  },
  'who hears only then that the line is closed': ({ lines, connection }) => {
    connection.hasten();
    lines[0].breaks();
  },
};

for (const [who, wakes] of Object.entries(WAKINGS)) {
  // Clocks of some browsers stop while the phone sleeps.
  for (const slept of [0, 600_000]) {
    test(`a phone that slept, ${who}, has the newest state within two seconds of waking, its clock ${slept / 1000} s on`, () => {
      const all = live(300);
      assert.equal(all.connection.status, 'open');
      all.lines[0].dead = true;
      all.room.seq = 9;
      all.time.time += slept;
      wakes(all);
      all.time.pass(2000);
      assert.equal(all.lines.length, 2);
      assert.equal(all.connection.status, 'open');
      assert.equal(all.connection.seq, 9);
    });
  }
}

test('an attempt to connect that died during the sleep is replaced, too, even if the clock had stopped', () => {
  const all = live(300);
  all.lines[0].breaks();
  all.connection.hasten();
  all.lines[1].dead = true;
  all.room.seq = 9;
  all.time.pass(300);
  all.connection.hasten();
  all.connection.hasten();
  all.time.pass(2000);
  assert.equal(all.lines.length, 3);
  assert.equal(all.connection.status, 'open');
  assert.equal(all.connection.seq, 9);
});

test('a running attempt to connect is not cancelled when the page becomes visible again', () => {
  const all = live(300);
  all.lines[0].breaks();
  all.connection.hasten();
  all.time.pass(10);
  all.connection.hasten();
  all.time.pass(2000);
  assert.equal(all.lines.length, 2);
  assert.equal(all.connection.status, 'open');
});

test('messages that were received before the sleep do not count as an answer', () => {
  const { sockets, connection, time } = welcomed();
  time.pass(3000);
  const before = time.time;
  time.time += 600_000;
  connection.hasten();
  sockets[0].says({ type: 'pong', t: before, serverTime: 1 });
  sockets[0].says({ type: 'people', count: 2 });
  time.pass(900);
  assert.equal(sockets.length, 2);
  assert.ok(sockets[0].closed);
});

test('a connection that answers after waking is kept', () => {
  const { sockets, connection, time } = welcomed();
  time.pass(3000);
  const asked = time.time;
  connection.hasten();
  time.pass(40);
  sockets[0].says({ type: 'pong', t: asked, serverTime: 1 });
  time.pass(5000);
  assert.equal(sockets.length, 1);
  assert.equal(connection.status, 'open');
});

test('waking twice does not reconnect twice', () => {
  const { sockets, connection, time } = welcomed();
  sockets[0].breaks();
  connection.hasten();
  connection.hasten();
  time.pass(10);
  assert.equal(sockets.length, 2);
});

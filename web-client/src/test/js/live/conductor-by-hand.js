/** A conductor whose time, connection and server are controlled by the test. */
import { HandSocket, HandTime, settled } from '/test/live/by-hand.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { Connection } from '/web/live/connection.js';
import { DrivingConductor } from '/web/live/driving-conductor.js';
import { RoomConductor } from '/web/live/room-conductor.js';
import { expandGraph } from '/web/model/graph.js';

export const info = (tokens, promptLength = tokens.length) => ({
  id: `t${tokens.join('')}`,
  model: 'm',
  tokens,
  text: tokens.map((token) => 'ABC'[token]),
  promptLength,
  nCtx: 4,
  next: [{ token: 0, text: 'A', p: 1 }],
});

/** An HTTP server with one model, which never answers requests for frames. */
export const source = (log = []) => ({
  presets: async () => [{ id: 'small', title: 'Small', model: 'm', parameters: 1, prompt: 'CB' }],
  graph: async () => expandGraph(SMALL_GRAPH),
  weights: async () => [],
  run: async (recipe) => {
    log.push(recipe);
    const known = [...(recipe.trace ?? 't').split('~')[0].slice(1)].map(Number);
    if (recipe.generate) return info(known.concat(0), 2);
    if (recipe.append) return info(known.concat(recipe.append), 2);
    const text = recipe.trace
      ? info(known, 2)
      : info(recipe.tokens ?? [...recipe.prompt].map((letter) => 'ABC'.indexOf(letter)));
    return recipe.changes?.length > 0 ? { ...text, id: `${text.id}~changed`, changes: recipe.changes } : text;
  },
  frame: () => new Promise(() => {}),
});

export const storage = () => {
  const map = new Map();
  return { getItem: (key) => map.get(key) ?? null, setItem: (key, value) => map.set(key, value), map };
};

export const shows = (conductor) => {
  const list = [];
  conductor.addEventListener('show', ({ detail }) =>
    list.push({ trace: detail.trace.id, step: detail.step, startAt: detail.startAt, from: detail.from?.step ?? null }),
  );
  return list;
};

export const state = (step, more = {}) => ({
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

export async function room(role = 'presenter', outside = {}) {
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
    socket.says({
      type: 'welcome',
      v: 1,
      epoch: 'e',
      seq: 1,
      role,
      me: 's',
      id: role === 'presenter' ? role : 'p1',
      state: state(at),
      ...more,
    });
    await settled();
    return socket;
  };
  const socket = await enter('start');
  connection.clock.sample(0, 0, 0);
  return { time, sockets, socket, conductor, shown, log, enter };
}

export const lastCommand = (socket) => socket.sentOf('command').at(-1);

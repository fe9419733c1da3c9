/** Pages with routes and clocks of their own, and a server between them, in simulated time. */
import { assert, test } from '/test/harness.js';
import { HandSocket, HandTime } from '/test/live/by-hand.js';
import { Connection } from '/web/live/connection.js';

const SERVER_AHEAD = 1_700_000_000_000;
const PERCENT = 100;

/** A page whose clock is `shift` ms ahead, at the end of a route of `oneWay` ms in both directions. */
function page(time, oneWay, shift, jitter) {
  const socket = new HandSocket();
  const timing = { ...time, now: () => time.time + shift, random: time.random, after: time.after, cancel: time.cancel };
  const connection = new Connection(
    () => /** @type {any} */ (socket),
    () => ({ view: 'attendee' }),
    timing,
  );
  /** @type {number[]} true times at which a step begins here */
  const starts = [];
  connection.addEventListener('state', (event) => {
    const local = connection.clock.toLocal(/** @type {CustomEvent} */ (event).detail.start);
    starts.push(/** @type {number} */ (local) - shift);
  });
  const travel = () => oneWay + jitter();
  const receive = (message) => time.after(() => socket.says(message), travel());
  const send = socket.send.bind(socket);
  socket.send = (text) => {
    send(text);
    const message = JSON.parse(text);
    if (message.type !== 'ping') return;
    time.after(() => receive({ type: 'pong', t: message.t, serverTime: SERVER_AHEAD + time.time }), travel());
  };
  connection.start();
  socket.opens();
  socket.says({ type: 'welcome', v: 1, epoch: 'e', seq: 0, role: 'attendee', me: 'm', state: {} });
  return { receive, starts };
}

/** The 99th percentile of the spread of start times over a hundred steps, for pages on these routes, ms. */
function apart(routes, jitter) {
  const time = new HandTime();
  const pages = routes.map((oneWay, i) => page(time, oneWay, [0, -5400, 8200, 61_000][i % 4], jitter));
  time.pass(3000);
  for (let seq = 1; seq <= PERCENT; seq++) {
    for (const { receive } of pages) receive({ type: 'state', seq, start: SERVER_AHEAD + time.time + 250, state: {} });
    time.pass(500);
  }
  const spreads = pages[0].starts.map((_, i) => {
    const starts = pages.map((one) => one.starts[i]);
    return Math.max(...starts) - Math.min(...starts);
  });
  assert.equal(spreads.length, PERCENT);
  return spreads.sort((a, b) => a - b)[PERCENT - 2];
}

test('pages with different clocks start together on steady routes of 5 to 400 ms', () => {
  const spread = apart([5, 30, 120, 400], () => 0);
  assert.ok(spread < 0.01, `${spread} ms apart`);
});

test('they start within 20 ms of each other with a random delay of up to 30 ms per message and direction', () => {
  let state = 1;
  // Park and Miller's generator, with a fixed seed.
  const chance = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const spread = apart([5, 30, 120, 400], () => 30 * chance());
  assert.ok(spread <= 20, `${spread} ms apart`);
});

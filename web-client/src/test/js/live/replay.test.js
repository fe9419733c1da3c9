/** Recordings that were made by hand, played by a clock that the test moves. */
import { assert, test } from '/test/harness.js';
import { HandTime, settled } from '/test/live/by-hand.js';
import { info, shows, source, state } from '/test/live/conductor-by-hand.js';
import { Recording, RecordingProblem, readManifest, readRows } from '/web/live/recording.js';
import { ReplayConductor } from '/web/live/replay-conductor.js';
import { ReplayConnection } from '/web/live/replay-connection.js';

/** The server's clock of the recorded room is this far ahead of the recording's time, ms. */
const AHEAD = 7000;
const whole = (t, step, more) => ({ t, seq: t, clock: t + AHEAD, state: state(step, more) });
const moved = (t, step, more = {}) => ({
  t,
  seq: t,
  clock: t + AHEAD,
  state: { cursor: { trace: 't21', step }, ...more },
});
const question = (number, phase, more = {}) => ({
  number,
  question: { phase, answers: 0, options: [{ text: 'A' }, { text: 'B' }], other: false, ...more },
});

const STRETCHES = () => [
  [whole(0, 'start'), { t: 1500, pointer: { cell: [{ name: 'n', index: [1] }], pose: [] } }, moved(2000, 'embed')],
  [
    whole(10_000, 'embed', { prediction: question(1, 'open') }),
    moved(14_000, 'embed', { prediction: question(1, 'revealed', { counts: [1, 2] }) }),
    { t: 14_500, counts: { prediction: question(1, 'revealed', { counts: [1, 3] }) } },
    { t: 16_000, seq: 5, clock: 16_000 + AHEAD, state: {}, gone: ['prediction'] },
  ],
  [whole(40_000, 'start')],
];
const MANIFEST = {
  format: 1,
  id: 'x',
  room: 'K7M4QX',
  title: 'Evening',
  version: '1',
  begun: 0,
  length: 60_000,
  state: 'ended',
  models: [],
  stretches: [0, 10_000, 40_000],
  marks: [],
  voice: [],
  captions: [],
};

/** A page that replays. @param {{manifest?: any, stretches?: any[][], from?: number, rate?: number}} [how] */
async function replay({ manifest = { ...MANIFEST }, stretches = STRETCHES(), from = 0, rate } = {}) {
  const time = new HandTime(),
    read = [],
    log = [];
  const recording = new Recording({
    manifest: async () => structuredClone(manifest),
    stretch: async (n) => {
      read.push(n);
      return structuredClone(stretches[n]);
    },
  });
  const connection = new ReplayConnection(recording, { from, rate, timing: time });
  const conductor = new ReplayConductor(connection, {
    source: /** @type {any} */ (source(log)),
    now: time.now,
    after: time.after,
  });
  const shown = shows(conductor);
  connection.start();
  await settled();
  /** Lets time pass, with what is fetched meanwhile. @param {number} ms */
  const pass = async (ms) => {
    for (let left = ms; left > 0; left -= 100) {
      time.pass(Math.min(100, left));
      await settled();
    }
  };
  const to = async (t) => {
    connection.seek(t);
    await settled();
  };
  return { time, read, log, recording, connection, conductor, shown, pass, to, manifest, stretches };
}

test('a recording shows what the room was shown, at its times', async () => {
  const { connection, conductor, shown, pass } = await replay();
  assert.equal(conductor.step, 'start');
  assert.equal(conductor.mayDrive, false);
  connection.play();
  await pass(1400);
  assert.equal(conductor.pointer.cell, null);
  await pass(200);
  assert.deepEqual(conductor.pointer.cell, { name: 'n', index: [1] });
  await pass(300);
  assert.equal(conductor.step, 'start');
  await pass(200);
  assert.equal(conductor.step, 'embed');
  // the scene moves when the room's did
  assert.ok(Math.abs((shown.at(-1)?.startAt ?? 0) - 2000) <= 100);
  await pass(8000);
  assert.equal(conductor.room?.parts.prediction?.question.phase, 'open');
  await pass(4000);
  assert.deepEqual(conductor.room?.parts.prediction?.question.counts, [1, 2]);
  await pass(600);
  assert.deepEqual(conductor.room?.parts.prediction?.question.counts, [1, 3]);
  await pass(2000);
  assert.equal(conductor.room?.parts.prediction, undefined);
});

test('a seek shows the whole moment, whichever was shown before, and reads one stretch', async () => {
  const { connection, conductor, read, to, shown } = await replay();
  await to(15_000);
  assert.deepEqual(conductor.room?.parts.prediction?.question.counts, [1, 3]);
  assert.equal(shown.at(-1)?.startAt, null);
  await to(1700);
  assert.equal(conductor.step, 'start');
  assert.equal(conductor.room?.parts.prediction, undefined);
  assert.deepEqual(conductor.pointer.cell, { name: 'n', index: [1] });
  await to(14_200);
  assert.deepEqual(conductor.room?.parts.prediction?.question.counts, [1, 2]);
  await to(99_000);
  assert.equal(connection.t, 60_000);
  assert.equal(conductor.step, 'start');
  // each once, with the one behind it
  assert.deepEqual([...read].sort(), [0, 1, 2]);
});

test('it plays faster and slower, stops at its end, and begins again from there', async () => {
  const { connection, pass, to } = await replay();
  connection.play();
  await pass(1000);
  connection.setRate(2);
  await pass(1000);
  assert.equal(connection.t, 3000);
  connection.setRate(0.5);
  await pass(1000);
  assert.equal(connection.t, 3500);
  connection.pause();
  await pass(1000);
  assert.equal(connection.t, 3500);
  await to(59_900);
  connection.setRate(1);
  connection.play();
  await pass(500);
  assert.equal(connection.playing, false);
  assert.equal(connection.t, 60_000);
  connection.play();
  await pass(500);
  assert.equal(connection.playing, true);
  assert.ok(connection.t <= 600);
});

test('times of the room’s server are times of this page while it plays', async () => {
  const { connection, pass, to } = await replay();
  await to(12_000);
  connection.play();
  await pass(1000);
  assert.ok(Math.abs(connection.clock.toLocal(AHEAD + 12_000) - 0) <= 1);
  connection.setRate(2);
  // what was 4 s ago in the room was 2 s ago here
  assert.ok(Math.abs(connection.clock.toLocal(AHEAD + 9000) - (1000 - 2000)) <= 1);
});

test('idle time is skipped, but neither a voice nor a question that waits for an answer', async () => {
  const { connection, pass, to } = await replay();
  connection.setSkips(true);
  await to(2000);
  connection.play();
  await pass(3000);
  // 2 s after the last change it is 1 s before the next
  assert.ok(connection.t >= 9000 && connection.t < 10_500, String(connection.t));
  await pass(2000);
  assert.ok(connection.t < 13_000, 'the question stays open');
  connection.pause();
  await to(17_000);
  connection.play();
  await pass(2500);
  assert.ok(connection.t >= 39_000, String(connection.t));
  const spoken = await replay({
    manifest: { ...MANIFEST, voice: [{ part: 0, t: 0, length: 9000, type: 'a', bytes: 1 }] },
  });
  spoken.connection.setSkips(true);
  await spoken.to(2000);
  spoken.connection.play();
  await spoken.pass(3000);
  assert.ok(spoken.connection.t <= 5000);
});

test('a question is answered by oneself before the reveal, and the answer stays with it', async () => {
  const { connection, conductor, to, pass } = await replay();
  await to(12_000);
  conductor.command({ do: 'guess', number: 1, option: 1 });
  assert.deepEqual(conductor.room?.own.prediction, { number: 1, option: 1 });
  connection.play();
  await pass(2500);
  assert.equal(conductor.room?.parts.prediction?.question.phase, 'revealed');
  assert.deepEqual(conductor.room?.own.prediction, { number: 1, option: 1 });
  conductor.command({ do: 'guess', number: 1, option: 0 });
  assert.deepEqual(conductor.room?.own.prediction, { number: 1, option: 1 }, 'after the reveal nothing counts');
  await to(0);
  assert.deepEqual(conductor.room?.own, {});
  await to(11_000);
  assert.deepEqual(conductor.room?.own.prediction, { number: 1, option: 1 });
});

test('whoever looks around moves their own walk, and finds the recording where it was', async () => {
  const { connection, conductor, pass, to, log } = await replay();
  await to(12_000);
  connection.play();
  await pass(500);
  await conductor.lookAround();
  await settled();
  assert.equal(conductor.mayDrive, true);
  assert.equal(conductor.room?.parts.prediction, undefined);
  assert.deepEqual(log, [{ trace: 't21', changes: [] }]);
  const { t } = connection;
  conductor.go('start');
  assert.equal(conductor.step, 'start');
  await conductor.setChanges(['zero blocks.0.attn']);
  await settled();
  assert.deepEqual(conductor.trace?.info.changes, ['zero blocks.0.attn']);
  await pass(9000);
  assert.equal(connection.t, t);
  conductor.comeBack();
  await settled();
  assert.equal(conductor.mayDrive, false);
  assert.equal(conductor.step, 'embed');
  assert.equal(conductor.trace?.info.changes, undefined);
  assert.equal(conductor.room?.parts.prediction?.question.phase, 'open');
  assert.equal(connection.playing, true);
});

test('whoever looks around has what was added to the prompt as added, of which the server no longer knows', async () => {
  const [first, ...others] = STRETCHES();
  first[0].state.trace = info([2, 1], 1);
  const { conductor, log } = await replay({ stretches: [first, ...others] });
  await conductor.lookAround();
  await settled();
  assert.equal(conductor.trace?.info.promptLength, 1);
  await conductor.takeBack();
  await settled();
  assert.deepEqual(log.at(-1).tokens, [2]);
});

test('who may pass a recording on is told the key of its link, and any other word for its access keeps it closed', () => {
  const of = (/** @type {object} */ more) => {
    const { access, key } = readManifest({ ...MANIFEST, ...more });
    return [access, key];
  };
  assert.deepEqual(of({ access: 'link', key: 'k' }), ['link', 'k']);
  assert.deepEqual(of({ access: 'open' }), ['open', undefined]);
  assert.deepEqual(of({ access: 'all', key: 7 }), ['closed', undefined]);
});

test('other commands change nothing: the room is not there', async () => {
  const { conductor, shown } = await replay();
  conductor.next();
  conductor.play();
  conductor.command({ do: 'lost', on: true });
  conductor.command({ do: 'undo' });
  await settled();
  assert.equal(conductor.step, 'start');
  assert.equal(shown.length, 1);
});

test('a room that is still recorded is read on: live about a second late, and an hour late by the same way', async () => {
  const live = { ...MANIFEST, state: 'on', length: 12_000, stretches: [0, 10_000] };
  const { connection, conductor, pass, manifest, stretches } = await replay({ manifest: live, from: 0 });
  // as the room goes on
  let at = 12_000;
  const goOn = async (ms) => {
    for (let left = ms; left > 0; left -= 500) {
      at += 500;
      manifest.length = at;
      await pass(500);
    }
  };
  connection.play();
  connection.setRate(2);
  assert.equal(connection.isLive, false);
  assert.equal(Math.round(connection.edge / 1000), 12);
  await goOn(12_000);
  assert.equal(connection.isLive, true);
  assert.equal(connection.rate, 1, 'who has caught up goes on with the room');
  stretches[1].push(moved(at + 100, 'start', { blank: true }));
  await goOn(3000);
  assert.equal(conductor.room?.blank, true);
  assert.ok(at - connection.t < 2500, String(at - connection.t));
  manifest.state = 'ended';
  await pass(4000);
  assert.equal(connection.t, manifest.length);
  assert.equal(connection.isLive, false);
});

test('whoever catches up is with the room by one press: it plays at once, and at the speed of the room when it is there', async () => {
  const live = { ...MANIFEST, state: 'on', length: 4000, stretches: [0] };
  const { connection, pass, manifest, stretches } = await replay({ manifest: live, rate: 1.5 });
  assert.equal(connection.playing, true);
  assert.equal(connection.rate, 1.5);
  let behind = connection.edge - connection.t;
  assert.ok(behind >= 4000);
  for (let s = 1; connection.rate > 1; s++) {
    assert.ok(s < 10, 'half a second comes nearer each second');
    manifest.length += 1000;
    await pass(1000);
  }
  behind = connection.edge - connection.t;
  assert.equal(connection.rate, 1);
  assert.equal(connection.isLive, true);
  assert.ok(behind < 2000, String(behind));
  stretches[0].push(moved(manifest.length + 500, 'start', { blank: true }));
  for (let s = 0; s < 4; s++) {
    manifest.length += 1000;
    await pass(1000);
  }
  assert.equal(connection.state?.blank, true);
  assert.equal(connection.playing, true);
  assert.ok(Math.abs(connection.edge - connection.t - behind) < 1000, 'it stays with the room');
});

test('whoever watches a recording that ends unshared is told that, and not that it was never theirs', async () => {
  const { connection, recording, pass } = await replay({
    manifest: { ...MANIFEST, state: 'on', length: 4000, stretches: [0] },
  });
  recording.load = async () => {
    throw new RecordingProblem('forbidden');
  };
  await pass(1500);
  assert.equal(connection.refused?.reason, 'over');
});

test('a part that cannot be read is left out in words, and what is behind it plays', async () => {
  const stretches = STRETCHES();
  stretches[1] = /** @type {any} */ ({ rows: 'none' });
  const { connection, conductor, pass, to } = await replay({ stretches });
  const said = [];
  connection.addEventListener('trouble', (event) => said.push(/** @type {CustomEvent} */ (event).detail));
  await to(9000);
  connection.play();
  await pass(2000);
  assert.deepEqual(said, [10_000]);
  assert.equal(conductor.status, 'open');
  assert.ok(connection.t >= 40_000);
});

test('rows after one that is malformed do not count', () => {
  const rows = readRows([whole(0, 'start'), { t: 1, seq: 1, state: 3 }, moved(2, 'embed')], 0);
  assert.equal(rows.length, 1);
  const later = readRows([whole(5, 'start'), moved(3, 'embed'), { t: 6, news: 'unknown' }], 0);
  assert.deepEqual(
    later.map(({ t }) => t),
    [5, 5],
  );
});

test('what is no recording, or of another format, is refused by a reason', async () => {
  const reasonOf = (manifest) => {
    try {
      readManifest(manifest);
      return 'none';
    } catch (problem) {
      return /** @type {any} */ (problem).reason;
    }
  };
  assert.equal(reasonOf(MANIFEST), 'none');
  assert.equal(reasonOf({ ...MANIFEST, format: 2 }), 'format');
  assert.equal(reasonOf({}), 'format');
  const wrong = [
    null,
    [],
    'text',
    { ...MANIFEST, stretches: null },
    { ...MANIFEST, stretches: [5, 1] },
    { ...MANIFEST, stretches: Array.from({ length: 60_000 }, (_, i) => i) },
    { ...MANIFEST, length: 2 ** 40 },
    { ...MANIFEST, length: -1 },
    { ...MANIFEST, length: '1' },
    { ...MANIFEST, state: 'going' },
  ];
  for (const each of wrong) assert.equal(reasonOf(each), 'damaged', JSON.stringify(each)?.slice(0, 80));
  const { connection, conductor } = await replay({ manifest: { ...MANIFEST, format: 9 } });
  assert.equal(connection.refused?.reason, 'format');
  assert.equal(conductor.endedBy, 0);
  const empty = await replay({ stretches: [[], [], []] });
  assert.equal(empty.connection.refused?.reason, 'damaged');
  // marks that are none are left out, the others stand in order
  const marks = [{ t: 9, kind: 'beat' }, { t: 'x', kind: 'beat' }, { t: 1, kind: '<b>' }, null, { t: 3, kind: 'poll' }];
  assert.deepEqual(
    readManifest({ ...MANIFEST, marks }).marks.map(({ t }) => t),
    [3, 9],
  );
});

test('while the people of a recording gather, the walk is shown and not their lobby', async () => {
  const stretches = STRETCHES();
  stretches[0] = [whole(0, 'start', { lobby: true }), moved(2000, 'embed', { lobby: false })];
  const { connection, conductor, to } = await replay({ stretches });
  assert.equal(connection.state?.lobby, true);
  assert.equal(conductor.room?.lobby, false);
  assert.equal(conductor.step, 'start');
  await to(3000);
  assert.equal(connection.state?.lobby, false);
  assert.equal(conductor.step, 'embed');
});

test('a lost network is waited for', async () => {
  let isThere = false;
  const time = new HandTime();
  const recording = new Recording({
    manifest: async () => ({ ...MANIFEST }),
    stretch: async (n) => {
      if (!isThere) throw new Error('no network');
      return STRETCHES()[n];
    },
  });
  const connection = new ReplayConnection(recording, { timing: time });
  const conductor = new ReplayConductor(connection, { source: /** @type {any} */ (source()), after: time.after });
  connection.start();
  await settled();
  assert.equal(conductor.status, 'lost');
  isThere = true;
  time.pass(1500);
  await settled();
  assert.equal(conductor.status, 'open');
  assert.equal(conductor.step, 'start');
  assert.equal(info([2, 1]).id, conductor.trace?.info.id);
});

/** Recordings that somebody has written to do harm. Whatever is in them, the replay plays what can be read, or is refused by a reason. */
import process from 'node:process';
import { assert, test } from '/test/harness.js';
import { HandTime, settled } from '/test/live/by-hand.js';
import { source, state } from '/test/live/conductor-by-hand.js';
import { random as randomFrom, tries } from '/test/fuzz.js';
import { Recording, RecordingProblem, readManifest, readRows } from '/web/live/recording.js';
import { ReplayConductor } from '/web/live/replay-conductor.js';
import { ReplayConnection } from '/web/live/replay-connection.js';

const LONGEST = 50 * 3_600_000;
const whole = (/** @type {number} */ t) => ({
  t,
  seq: t,
  clock: t + 7000,
  state: state('start', {
    prediction: {
      number: 1,
      question: { phase: 'open', answers: 0, options: [{ text: 'A' }, { text: 'B' }], other: false },
    },
  }),
});
const RECORDING = {
  manifest: {
    format: 1,
    id: 'x',
    room: 'K7M4QX',
    title: 'Evening',
    version: '1',
    begun: 0,
    length: 60_000,
    state: 'ended',
    models: [{ id: 'm', name: 'Small', preset: 'small', offered: true }],
    stretches: [0, 10_000, 40_000],
    marks: [
      { t: 0, kind: 'beat', tour: 'talk-1', beat: 'a/b', title: 'A' },
      { t: 5, kind: 'guess', revealed: 9 },
    ],
    voice: [{ part: 0, t: 0, length: 20_000, type: 'audio/webm;codecs=opus', bytes: 9 }],
    captions: ['en'],
    mayEdit: false,
  },
  stretches: [
    [
      whole(0),
      { t: 1500, pointer: { cell: [{ name: 'n', index: [1] }], pose: [] } },
      {
        t: 2000,
        beat: { tour: 'talk-1', beat: 'a/b', served: { en: { chapters: [{ id: 'a', beats: [{ id: 'b' }] }] } } },
      },
      { t: 3000, seq: 2, clock: 10_000, state: { cursor: { trace: 't21', step: 'embed' } } },
    ],
    [
      whole(10_000),
      { t: 14_500, counts: { prediction: null } },
      { t: 16_000, seq: 5, state: {}, gone: ['prediction'] },
    ],
    [whole(40_000)],
  ],
};

/** As JSON, since a value of it may be what no literal here is: Infinity, a member `__proto__`, an object without text. */
const HOSTILE = [
  ...['null', 'true', '-1', '0.5', '1099511627776', '1e999', '-1e999', '""', '"<img src=x onerror=alert(1)>"'],
  ...['[]', '{}', '[null]', '[[]]', '{"toString": 1, "valueOf": 1}', '{"__proto__": {"t": 1}, "constructor": 1}'],
  ...['"../../api/rooms"', '{"length": 1099511627776}', '[1e999, -1]', `"${'9'.repeat(100_000)}"`],
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `${'{"state":'.repeat(5000)}1${'}'.repeat(5000)}`,
  JSON.stringify(Array.from({ length: 60_000 }, (_, i) => i)),
];

/** Every place of a value of JSON. @param {any} value @returns {any[][]} */
const places = (value, path = /** @type {any[]} */ ([])) =>
  typeof value === 'object' && value !== null
    ? Object.keys(value).flatMap((name) => [[...path, name], ...places(value[name], [...path, name])])
    : [];

const PLACES = places(RECORDING);

/** A recording with hostile values at some places. @param {() => number} random from 0 to 1 */
function spoiled(random) {
  const recording = structuredClone(RECORDING);
  const pick = (/** @type {any[]} */ list) => list[Math.floor(random() * list.length)];
  const said = [];
  for (let n = 1 + Math.floor(random() * 3); n > 0; n--) {
    const path = pick(PLACES),
      value = pick(HOSTILE);
    /** @type {any} */
    let at = recording;
    for (const name of path.slice(0, -1)) at = at?.[name];
    if (typeof at !== 'object' || at === null) continue;
    at[path.at(-1)] = JSON.parse(value);
    said.push(`${path.join('.')} = ${value.slice(0, 40)}`);
  }
  return { recording, said: said.join(', ') };
}

/** Plays a recording here and there. @param {any} recording @returns {Promise<ReplayConnection>} */
async function played({ manifest, stretches }) {
  const time = new HandTime();
  const connection = new ReplayConnection(
    new Recording({ manifest: async () => manifest, stretch: async (n) => stretches?.[n] }),
    { timing: time },
  );
  const conductor = new ReplayConductor(connection, {
    source: /** @type {any} */ (source()),
    now: time.now,
    after: time.after,
  });
  connection.start();
  await settled();
  connection.setSkips(true);
  for (const t of [0, 15_000, 2 ** 40, -1]) {
    connection.seek(t);
    await settled();
    conductor.command({ do: 'guess', number: 1, option: 1 });
    connection.play();
    time.pass(4000);
    await settled();
  }
  connection.close();
  return connection;
}

test('whatever a recording holds, it is played as far as it can be read, or refused by a reason', async () => {
  const random = randomFrom(41);
  const ends = { played: 0, refused: 0 };
  /** @type {string[]} */
  const thrown = [];
  let said = '';
  const heard = (/** @type {any} */ error) => thrown.push(`${said}: ${error?.stack ?? error}`);
  process.on('uncaughtException', heard).on('unhandledRejection', heard);
  try {
    for (const n of tries(300)) {
      const bad = spoiled(random);
      said = `${n}: ${bad.said}`;
      const { refused, t, status } = await played(bad.recording).catch(
        (error) => (heard(error), { refused: null, t: 0, status: 'open' }),
      );
      if (refused) ends.refused++;
      else ends.played++;
      assert.ok(refused === null || refused instanceof RecordingProblem, said);
      assert.ok(refused ? status === 'ended' : t >= 0 && t <= LONGEST, said);
    }
    await new Promise((soon) => setTimeout(soon));
  } finally {
    process.off('uncaughtException', heard).off('unhandledRejection', heard);
  }
  assert.deepEqual(thrown.slice(0, 3), []);
  assert.ok(ends.refused > 10 && ends.played > 150, JSON.stringify(ends));
});

test('a question whose number is none is shown, and no answer to it is kept', async () => {
  const recording = structuredClone(RECORDING);
  Object.assign(recording.stretches[0][0].state.prediction, { number: { toString: 1, valueOf: 1 } });
  const { refused, t } = await played(recording);
  assert.equal(refused, null);
  assert.ok(t > 0);
});

test('a manifest’s lists are bounded, in order, and of the declared types, whatever they were', () => {
  const random = randomFrom(7);
  const values = HOSTILE.map((text) => JSON.parse(text)),
    value = () => values[Math.floor(random() * values.length)];
  const marks = Array.from({ length: 60_000 }, (_, i) => ({ t: LONGEST - i, kind: 'beat', title: 'T'.repeat(1000) }));
  const piece = (/** @type {number} */ t) => ({ part: t, t, length: 20_000, type: 'audio/webm', bytes: 9 });
  for (const n of tries(60)) {
    const hostile = Array.from({ length: 20 }, () => ({
      ...marks[0],
      [n % 2 ? 'tour' : 'beat']: value(),
      revealed: value(),
    }));
    const pieces = Array.from({ length: 20 }, () => ({
      ...piece(5),
      [['part', 't', 'type', 'bytes'][n % 4]]: value(),
    }));
    const manifest = readManifest({
      ...RECORDING.manifest,
      title: value(),
      models: [...hostile, ...pieces, value()],
      marks: [...hostile, value()],
      voice: [...pieces, value(), piece(9), piece(3)],
      captions: [value(), 'de'],
    });
    for (const mark of manifest.marks)
      for (const [name, of] of Object.entries(mark))
        assert.ok(['t', 'revealed'].includes(name) ? of >= 0 && of <= LONGEST : of.length <= 400, `${name} ${of}`);
    for (const { part, t, length, type, bytes } of manifest.voice) {
      assert.ok([part, t, length, bytes].every((each) => each >= 0 && each <= LONGEST));
      assert.ok(Number.isInteger(part) && typeof type === 'string' && type.length <= 400);
    }
    assert.deepEqual(
      manifest.voice.map(({ t }) => t),
      manifest.voice.map(({ t }) => t).sort((a, b) => a - b),
    );
    assert.ok(manifest.captions.every((each) => typeof each === 'string' && each !== ''));
  }
  const many = readManifest({ ...RECORDING.manifest, marks, voice: marks.map((_, i) => piece(i)) });
  assert.equal(many.marks.length, 50_000);
  assert.ok(many.marks.every(({ t, title = '' }, i) => title.length === 400 && (i === 0 || t >= many.marks[i - 1].t)));
  assert.equal(many.voice.length, 10_000);
});

test('whatever the rows of a stretch hold, those that are read are in order and begin with a whole state', () => {
  const random = randomFrom(17);
  const ends = { read: 0, refused: 0 };
  for (const n of tries(300)) {
    const { recording, said } = spoiled(random);
    const all = [recording.stretches].flat(2);
    // in any order, some of them twice
    const rows = Array.from({ length: 1 + random() * 12 }, () => all[Math.floor(random() * all.length)]);
    let before = 0;
    try {
      const read = readRows(random() < 0.1 ? all[0] : rows, 0);
      assert.ok(read.find(({ state: each }) => each)?.isWhole, `${n}: ${said}`);
      for (const { t } of read) {
        assert.ok(Number.isFinite(t) && t >= before && t <= LONGEST, `${said}: ${t}`);
        before = t;
      }
      ends.read++;
    } catch (problem) {
      if (!(problem instanceof RecordingProblem)) throw problem;
      ends.refused++;
    }
  }
  assert.ok(ends.refused > 10 && ends.read > 100, JSON.stringify(ends));
});

test('rows that go back, that are nested too deep, or that are too many end where they do', () => {
  const deep = { t: 9, seq: 1, state: { tour: JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) } };
  assert.equal(readRows([whole(0), { t: 5, seq: 1, state: {} }, deep, { t: 10, seq: 1, state: {} }], 0).length, 2);
  const back = Array.from({ length: 60_000 }, (_, i) => ({ t: 60_000 - i, seq: 1, state: {} }));
  const rows = readRows([whole(60_000), ...back], 0);
  assert.equal(rows.length, 50_000);
  assert.ok(rows.every(({ t }) => t === 60_000));
  for (const t of [2 ** 40, -1, '5', null, [0]])
    assert.equal(readRows([whole(0), { t, seq: 1, state: {} }], 0).length, 1);
});

test('of a recording that has been read for hours no more is kept than of its last minutes', async () => {
  const served = Object.fromEntries(
    Array.from({ length: 100 }, (_, i) => [`l${i}`, { chapters: [{ id: 'a', beats: [{ id: 'b' }] }] }]),
  );
  let read = 0;
  const recording = new Recording({
    manifest: async () => ({ ...RECORDING.manifest, stretches: Array.from({ length: 300 }, (_, i) => i * 10) }),
    stretch: async (n) => (read++, [whole(n * 10), { t: n * 10, beat: { tour: 'talk-1', beat: `a/b${n}`, served } }]),
  });
  await recording.load();
  for (let n = 0; n < 300; n++) await recording.stretch(n);
  assert.equal(recording.beats.size, 2000);
  assert.ok(recording.beats.has('talk-1 a/b299 l99') && !recording.beats.has('talk-1 a/b0 l0'));
  assert.equal(read, 300);
  for (let n = 292; n < 300; n++) await recording.stretch(n);
  assert.equal(read, 300, 'the last eight are kept');
  await recording.stretch(291);
  assert.equal(read, 301, 'no other is');
});

test('words of a talk that are malformed are left out', async () => {
  const hostile = HOSTILE.map((text) => JSON.parse(text));
  const good = { chapters: [{ id: 'a', beats: [{ id: 'b' }] }] };
  const served = Object.fromEntries(
    hostile.flatMap((each, i) => [
      [`x${i}`, each],
      [`y${i}`, { chapters: [each] }],
      [`z${i}`, { chapters: [{ id: 'a', beats: [each] }] }],
    ]),
  );
  for (const tour of ['talk-1', ...hostile]) {
    const recording = new Recording({
      manifest: async () => RECORDING.manifest,
      stretch: async () => [
        whole(0),
        { t: 1, beat: { tour: 'talk-1', beat: 'a/b', served: { en: good } } },
        { t: 2, beat: { tour, beat: 'a/c', served: { ...served, en: good } } },
      ],
    });
    await recording.load();
    await recording.stretch(0);
    assert.ok(recording.beats.has('talk-1 a/b en'));
    for (const { chapters } of recording.beats.values())
      assert.ok(chapters.every(({ beats }) => beats.every((beat) => typeof beat === 'object' && beat !== null)));
  }
});

test('a recording of which nothing can be read is refused, and not asked for all of it', async () => {
  let asked = 0;
  const recording = new Recording({
    manifest: async () => ({ ...RECORDING.manifest, stretches: Array.from({ length: 50_000 }, () => 0) }),
    stretch: async () => (asked++, []),
  });
  const connection = new ReplayConnection(recording, { timing: new HandTime() });
  await connection.start();
  for (let n = 0; connection.refused === null && n < 300; n++) await settled();
  assert.equal(connection.refused?.reason, 'damaged');
  assert.ok(asked <= 200, String(asked));
});

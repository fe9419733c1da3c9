import { assert, test } from '/test/harness.js';
import { Problem } from '/web/live/http.js';
import { KeptVoice, memoryStore } from '/web/features/voice/kept-voice.js';
import { chosenType, follow, heard, piecesBetween } from '/web/features/voice/pieces.js';
import { VoiceRecorder } from '/web/features/voice/voice-recorder.js';

const WEBM = 'audio/webm;codecs=opus';
const piece = (/** @type {number} */ t, /** @type {number} */ length) => ({ part: t, t, length, type: WEBM });

test('where two pieces overlap, the later one is heard', () => {
  const voice = [piece(0, 20_300), piece(20_000, 20_300), piece(50_000, 5000)];
  assert.deepEqual(
    voice.map((_, n) => heard(voice, n)),
    [
      { from: 0, to: 20_000 },
      { from: 20_000, to: 40_300 },
      { from: 50_000, to: 55_000 },
    ],
  );
  assert.deepEqual(piecesBetween(voice, 20_100, 45_000), [1]);
  assert.deepEqual(piecesBetween(voice, 41_000, 49_000), []);
});

test('Opus is preferred, and a browser without any of the forms uses its own', () => {
  assert.equal(
    chosenType(() => true),
    WEBM,
  );
  assert.equal(
    chosenType((type) => type === 'audio/mp4'),
    'audio/mp4',
  );
  assert.equal(
    chosenType(() => false),
    '',
  );
});

test('the voice is sought when it is far off, and else brought in step by a rate that is hardly heard', () => {
  assert.deepEqual(follow(0, 1.5), { seek: false, rate: 1.5 });
  assert.equal(follow(900, 1).seek, true);
  assert.equal(follow(-900, 1).seek, true);
  for (const late of [-140, -40, 40, 140]) {
    const { seek, rate } = follow(late, 2);
    assert.equal(seek, false);
    assert.ok(Math.sign(rate - 2) === Math.sign(late), 'it hurries when it is late');
    assert.ok(Math.abs(rate / 2 - 1) <= 1 / 12, String(rate));
  }
});

test('a voice that follows comes within 15 ms of what is heard in a few seconds, at any rate, though a seek takes time', () => {
  const SOUGHT_IN = 75;
  for (const rate of [0.5, 1, 3])
    for (const distance of [-900, -60, 60, 900]) {
      let late = distance;
      for (let passed = 0; passed < 10_000; passed += 250) {
        const how = follow(late, rate);
        late = how.seek ? SOUGHT_IN * rate : late - 250 * (how.rate - rate);
      }
      assert.ok(Math.abs(late / rate) <= 15, `${distance} at ${rate}: ${late}`);
    }
});

/** A recorder in place of the browser's, and a clock that is turned by hand. */
function studio() {
  let now = 0;
  /** @type {{at: number, fn: () => void}[]} */
  const timers = [];
  /** @type {any[]} */
  const recorders = [];
  const make = (/** @type {any} */ _stream, /** @type {any} */ { mimeType }) => {
    const recorder = {
      mimeType,
      state: 'inactive',
      start() {
        recorder.state = 'recording';
        recorder.began = now;
      },
      stop() {
        recorder.state = 'inactive';
        recorder.ondataavailable({ data: new Blob(['end']) });
        recorder.onstop();
      },
      slice: () => recorder.ondataavailable({ data: new Blob(['slice']) }),
      /** @type {any} */ ondataavailable: null,
      /** @type {any} */ onstop: null,
      began: NaN,
    };
    recorders.push(recorder);
    return recorder;
  };
  return {
    recorders,
    outside: /** @type {any} */ ({
      make,
      isSupported: (/** @type {string} */ type) => type === WEBM,
      after: (/** @type {() => void} */ fn, /** @type {number} */ ms) => timers.push({ at: now + ms, fn }),
    }),
    now: () => now,
    /** @param {number} ms */
    pass(ms) {
      const end = now + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers.splice(timers.indexOf(next), 1);
        now = next.at;
        next.fn();
      }
      now = end;
    },
  };
}

test('each piece begins before the last one ends, so that nothing is lost between two', () => {
  const { outside, now, pass, recorders } = studio();
  /** @type {any[]} */
  const kept = [];
  const recorder = new VoiceRecorder(
    /** @type {any} */ ({}),
    () => now() + 5000,
    (each) => kept.push(each),
    outside,
  );
  recorder.start();
  pass(65_000);
  recorder.stop();
  const whole = kept.filter((each) => each.whole);
  assert.deepEqual(
    whole.map(({ t }) => t),
    [5000, 25_000, 45_000, 65_000],
  );
  for (let i = 1; i < whole.length; i++) assert.ok(whole[i - 1].t + whole[i - 1].length > whole[i].t);
  assert.ok(whole.every(({ length, type }) => length <= 30_000 && type === WEBM));
  assert.equal(recorders.filter(({ state }) => state === 'recording').length, 0);
});

test('nothing is recorded while the recording does not record, nor after the voice was stopped', () => {
  const { outside, now, pass, recorders } = studio();
  let on = false;
  const recorder = new VoiceRecorder(
    /** @type {any} */ ({}),
    () => (on ? now() : null),
    () => {},
    outside,
  );
  recorder.start();
  assert.equal(recorder.records, false);
  on = true;
  recorder.start();
  pass(1000);
  recorder.stop();
  pass(60_000);
  assert.equal(recorders.filter(({ state }) => state === 'recording').length, 0);
  assert.equal(recorders.filter(({ began }) => began >= 0).length, 1);
});

test('what a piece has so far is kept each second, with its length', () => {
  const { outside, now, pass, recorders } = studio();
  /** @type {any[]} */
  const kept = [];
  new VoiceRecorder(/** @type {any} */ ({}), now, (each) => kept.push(each), outside).start();
  pass(1000);
  recorders[0].slice();
  pass(1000);
  recorders[0].slice();
  assert.deepEqual(
    kept.map(({ length, whole, blob }) => [length, whole, blob.size]),
    [
      [1000, false, 5],
      [2000, false, 10],
    ],
  );
});

/** A server that answers as it is told. @param {(path: string, init: any) => void} answers */
function keptWith(answers, store = memoryStore()) {
  /** @type {string[]} */
  const sent = [];
  const clock = { now: 0, isHeld: false };
  /** What waits, and for how long. @type {{fn: () => void, ms: number}[]} */
  const timers = [];
  /** @type {any} */
  const outside = {
    now: () => clock.now,
    after: (/** @type {() => void} */ fn, /** @type {number} */ ms) => {
      timers.push({ fn, ms });
      if (!clock.isHeld) queueMicrotask(fn);
    },
    send: async (/** @type {string} */ path, /** @type {any} */ init) => {
      answers(path, init);
      sent.push(path);
    },
  };
  return {
    kept: new KeptVoice(
      store,
      (code) => (code === 'MINE' ? 'key' : null),
      () => {},
      outside,
    ),
    sent,
    clock,
    timers,
    store,
  };
}

const recorded = (/** @type {number} */ t, whole = true) => ({
  t,
  length: 20_299.5,
  type: WEBM,
  blob: new Blob(['voice']),
  whole,
});

test('pieces that a lost line keeps back are sent in their order once it is there', async () => {
  let failures = 3;
  const { kept, sent } = keptWith((_, { headers }) => {
    assert.equal(headers.Authorization, 'Bearer key');
    assert.equal(headers['Content-Type'], WEBM);
    if (failures-- > 0) throw new Problem({ status: 0, code: 'unreachable' });
  });
  await Promise.all([kept.keep('r', 'MINE', recorded(0.7)), kept.keep('r', 'MINE', recorded(20_000.2))]);
  await kept.send();
  for (let i = 0; sent.length < 2 && i < 100; i++) await new Promise((soon) => setTimeout(soon));
  assert.deepEqual(sent, ['/api/recordings/r/voice/0?length=20300', '/api/recordings/r/voice/20000?length=20300']);
  assert.equal(kept.problem, null);
  assert.equal(kept.waiting, 0);
});

test('a piece that the server refuses for good is given up, and the next one is sent', async () => {
  const { kept, sent, store } = keptWith((path) => {
    if (path.includes('/voice/0?')) throw new Problem({ status: 409, code: 'voice-taken' });
  });
  await kept.keep('r', 'MINE', recorded(0));
  assert.equal(/** @type {any} */ (kept.problem)?.code, 'voice-taken');
  await kept.keep('r', 'MINE', recorded(20_000));
  assert.equal(sent.length, 1);
  assert.deepEqual(await store.all(), []);
});

test('a page that was reloaded sends what the former one had begun, once nobody adds to it', async () => {
  const store = memoryStore();
  await keptWith(() => {}, store).kept.keep('r', 'MINE', recorded(0, false));
  const after = keptWith(() => {}, store);
  after.clock.isHeld = true;
  after.clock.now = 3000;
  await after.kept.send();
  assert.deepEqual(after.sent, []);
  // by itself, also if this page records nothing
  assert.equal(after.timers.length, 1);
  after.clock.now += after.timers[0].ms;
  after.timers[0].fn();
  for (let i = 0; after.sent.length < 1 && i < 100; i++) await new Promise((soon) => setTimeout(soon));
  assert.equal(after.sent.length, 1);
  assert.deepEqual(await store.all(), []);
});

test('the pieces of another room wait for its key', async () => {
  const { kept, sent, store } = keptWith(() => {});
  await kept.keep('r', 'OTHER', recorded(0));
  assert.deepEqual(sent, []);
  assert.equal((await store.all()).length, 1);
});

test('a full store says so, and keeps what it has', async () => {
  const { kept, store } = keptWith(() => {});
  for (let n = 0; n < 601; n++) await kept.keep('r', 'OTHER', recorded(n * 20_000));
  assert.equal(kept.problem, 'full');
  assert.equal((await store.all()).length, 600);
});

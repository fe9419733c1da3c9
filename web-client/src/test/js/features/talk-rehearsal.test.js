import { assert, test } from '/test/harness.js';
import { Device } from '/web/features/talk/device.js';
import { foundScene } from '/web/features/talk/keep.js';
import { isSlow, minutesOf, planOf, Stopwatch } from '/web/features/talk/stopwatch.js';
import { Talks } from '/web/features/talk/talks.js';

const beat = (/** @type {string} */ id, seconds = 60) => ({ id, seconds, scene: {}, words: { en: { title: id } } });
const storage = () => {
  let stored = /** @type {string | null} */ (null);
  return {
    getItem: () => stored,
    setItem: (/** @type {string} */ _, /** @type {string} */ text) => {
      stored = text;
    },
  };
};

test('a beat has the time for which it is shown: going back adds, a pause does not count', () => {
  const watch = new Stopwatch();
  watch.show('a', 1000);
  watch.show('a', 5000);
  watch.show('b', 31_000);
  watch.pause(true, 41_000);
  assert.ok(watch.paused);
  assert.equal(watch.of('b', 99_000), 10_000);
  watch.pause(false, 101_000);
  watch.show('a', 106_000);
  watch.show('c', 108_000);
  assert.deepEqual([watch.of('a', 110_000), watch.of('b', 110_000), watch.of('c', 110_000)], [32_000, 15_000, 2000]);
  assert.equal(watch.total(110_000), 49_000);
  // a clock that knows nothing of the pause
  assert.deepEqual(watch.began(110_000), { began: 61_000, beatBegan: 108_000 });
  assert.deepEqual(watch.run(110_000, false), { a: 32, b: 15 });
  assert.deepEqual(watch.run(110_000, true), { a: 32, b: 15, c: 2 });
});

test('a beat that begins in a pause begins with what follows it', () => {
  const watch = new Stopwatch();
  watch.show('a', 0);
  watch.pause(true, 10_000);
  watch.show('b', 50_000);
  assert.ok(watch.paused);
  watch.pause(false, 60_000);
  assert.deepEqual(watch.run(75_400, true), { a: 10, b: 15 });
});

test('the plan is the mean of the runs in quarters of a minute, where they have the beat', () => {
  const beats = ['a', 'b', 'c', 'd'].map((id) => beat(id));
  assert.deepEqual(
    planOf(
      [
        { a: 60, b: 100, gone: 9 },
        { a: 100, d: 3 },
      ],
      beats,
    ),
    { a: 75, b: 105, d: 15 },
  );
  assert.deepEqual(planOf([], beats), {});
  assert.deepEqual(
    [74, 75, 200].map((seconds) => isSlow(seconds, 60)),
    [false, true, true],
  );
  const words = /** @type {any} */ ({
    number: (/** @type {number} */ value, /** @type {number} */ decimals) => value.toFixed(decimals),
  });
  assert.deepEqual(
    [120, 90, 75, 100].map((seconds) => minutesOf(seconds, words)),
    ['2', '1.5', '1.25', '1.67'],
  );
});

test('a talk on the device keeps its last two runs, also when its plan is taken back', () => {
  const kept = storage(),
    device = new Device(kept);
  device.put([beat('a'), beat('b')], null);
  const { open } = device.said,
    seconds = () => device.talk(open)?.beats.map((each) => each.seconds);
  for (const run of [{ a: 1 }, { a: 70, b: 20 }, { a: 90 }]) device.rehearsed(open, run);
  device.plan({ a: 75, gone: 15 });
  assert.deepEqual(seconds(), [75, 60]);
  device.rehearsed(open, { b: 30 });
  device.undo();
  assert.deepEqual(seconds(), [60, 60]);
  assert.deepEqual(new Device(kept).talk(open)?.runs, [{ a: 90 }, { b: 30 }]);
  assert.ok(!('runs' in device.said.talks[0]), 'a cover has no runs');
});

test('what is found is kept with what it sets, and a text of another model from its first step', () => {
  const shown = { model: 'tiny', text: 'Tom went', step: 'probs', level: 'own', language: 'own' };
  assert.deepEqual(foundScene({ step: 'embed' }, shown), { ...shown, step: 'embed' });
  assert.deepEqual(foundScene({ lab: { tool: 'lens' } }, shown), { ...shown, lab: { tool: 'lens' } });
  const own = { level: 'own', language: 'own' };
  assert.deepEqual(foundScene({ model: 'tiny', text: 'x' }, shown), {
    model: 'tiny',
    text: 'x',
    step: 'probs',
    ...own,
  });
  assert.deepEqual(foundScene({ model: 'b', text: 'x' }, shown), { model: 'b', text: 'x', step: 'start', ...own });
});

/** The talk has been fetched. */
const arrived = () => new Promise((done) => setTimeout(done));

/** A page that walks a talk of three beats, with a clock turned by hand. */
function rehearsing() {
  const time = { now: 0 },
    global = /** @type {any} */ (globalThis),
    before = { performance: global.performance, window: global.window };
  Object.assign(global, { performance: { now: () => time.now * 1000 }, window: new EventTarget() });
  const conductor = Object.assign(new EventTarget(), {
    mayDrive: true,
    sent: /** @type {any[]} */ ([]),
    room: /** @type {any} */ ({ parts: { talk: { talks: [{ id: 'talk-1', version: 1 }], open: 'talk-1' } } }),
    command(/** @type {any} */ said) {
      this.sent.push(said);
    },
  });
  const beats = ['a', 'b', 'c'].map((id) => ({ id, key: `talk/${id}` }));
  const tour = {
    on: false,
    index: 0,
    beats,
    rehearsed: () => null,
    shown: /** @type {{beatBegan: number | null} | null} */ ({ beatBegan: Infinity }),
    walks: (/** @type {string} */ id) => tour.on && id === 'talk-1',
    get beat() {
      return beats[tour.index];
    },
    start: async (/** @type {any} */ { beat: key }) => {
      tour.index = beats.findIndex((each) => each.key === key);
      tour.on = true;
    },
    goTo: async (/** @type {string} */ key) => tour.start({ beat: key }),
    end: () => {
      tour.on = false;
    },
  };
  /** @type {any[]} */
  const said = [];
  const page = /** @type {any} */ ({
    page: 'presenter',
    code: 'ABC',
    conductor,
    ports: { tour: { part: tour, load: async () => tour } },
    say: (/** @type {any} */ notice) => said.push(notice.key),
    requestUpdate() {},
  });
  const talks = new Talks(page);
  talks.served = async () => ({ talk: beats.map(({ id }) => beat(id)), cannot: {}, runs: [] });
  talks.toggle(true);
  const at = (/** @type {number} */ seconds, /** @type {number} */ index = tour.index) => {
    time.now = seconds;
    tour.index = index;
    talks.follow(false);
  };
  const runs = () => conductor.sent.filter((each) => each.do === 'talk-run').map(({ seconds }) => seconds);
  const close = () => Object.assign(global, before);
  return { talks, tour, conductor, at, runs, said, close };
}

test('a rehearsal measures its beats, and ends behind the last one with the walk', async () => {
  const { talks, tour, at, runs, said, close } = rehearsing();
  await arrived();
  at(5);
  await talks.rehearse();
  assert.ok(talks.shown.walk?.rehearses);
  at(65, 1);
  at(75, 0);
  at(80, 1);
  at(90, 2);
  assert.ok(talks.isLast);
  at(120);
  assert.deepEqual(tour.rehearsed(), { began: 5000, beatBegan: 90_000 });
  talks.finish(true);
  close();
  assert.deepEqual(runs(), [{ a: 65, b: 20, c: 30 }]);
  assert.ok(!tour.on && !talks.rehearses && tour.rehearsed() === null);
  assert.deepEqual(said, ['talk.measured']);
});

test('a rehearsal that begins while the title is shown goes on', async () => {
  const { talks, conductor, at, runs, close } = rehearsing();
  await arrived();
  const { talk } = conductor.room.parts;
  talk.ended = true;
  await talks.rehearse();
  at(1, 0);
  assert.equal(talks.shown.walk?.rehearses, true);
  talk.ended = false;
  at(20, 2);
  talk.ended = true;
  at(30);
  close();
  assert.equal(talks.shown.walk, null);
  assert.deepEqual(runs(), [{ a: 20, c: 10 }]);
});

test('whichever way a rehearsal is left, it ends, and has the times of its finished beats', async () => {
  const ways = /** @type {[string, (all: ReturnType<typeof rehearsing>) => void][]} */ ([
    ['the tour ends', ({ tour }) => tour.end()],
    ['another talk is opened', ({ conductor }) => (conductor.room.parts.talk.open = 'talk-2')],
    ['somebody else drives', ({ conductor }) => (conductor.mayDrive = false)],
    ['it is stopped', ({ talks }) => talks.finish(false)],
    ['the page is left', () => globalThis.window.dispatchEvent(new Event('pagehide'))],
  ]);
  for (const [why, leave] of ways) {
    const all = rehearsing();
    await arrived();
    all.at(0);
    await all.talks.rehearse();
    all.at(40, 1);
    all.at(50);
    leave(all);
    all.at(60);
    all.at(90);
    all.close();
    assert.deepEqual(all.runs(), [{ a: 40 }], why);
    assert.ok(!all.talks.rehearses && all.tour.rehearsed() === null, why);
  }
});

test('whoever comes in the middle of a beat counts from where it began', async () => {
  const { talks, tour, at, close } = rehearsing();
  await arrived();
  // the page knows the beat before it knows the server's clock
  Object.assign(tour, { on: true, index: 1, shown: null });
  at(8);
  assert.equal(talks.shown.walk, null);
  tour.shown = { beatBegan: 4000 };
  at(10);
  assert.equal(talks.shown.walk?.of('b'), 6);
  at(15, 2);
  at(17);
  assert.deepEqual(
    ['b', 'c'].map((id) => talks.shown.walk?.of(id)),
    [11, 2],
  );
  close();
});

test('a run without a finished beat, and a walk that is no rehearsal, keep nothing', async () => {
  const { talks, tour, at, runs, said, close } = rehearsing();
  await arrived();
  await talks.go('a');
  at(10, 1);
  assert.equal(talks.shown.walk?.of('a'), 0);
  at(30, 2);
  assert.equal(talks.shown.walk?.of('b'), 20);
  tour.end();
  at(40);
  assert.equal(talks.shown.walk, null);
  await talks.rehearse();
  at(50);
  talks.finish(false);
  close();
  assert.deepEqual(runs(), []);
  assert.deepEqual(said, ['talk.notMeasured']);
});

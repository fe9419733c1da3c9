import { assert, test } from '/test/harness.js';
import { cursorAt, lengthOf, secondsOf, stepSeconds } from '/web/features/tour/cursor.js';
import { lineOf, placeOf, secondsAt } from '/web/features/tour/line-layout.js';
import { lateBy, paceOf, timeText } from '/web/features/tour/clock.js';
import { linkedTour, OfferedTours } from '/web/features/tour/list/tour-list.js';
import { beatsOf, indexOf, lengthName, routeOf } from '/web/features/tour/tours.js';
import { words } from '/web/ui/words.js';

const beat = (id, route, seconds, steps = ['embed']) => ({
  id,
  route,
  seconds,
  scene: { model: 'm', steps },
  title: id,
  texts: {},
});
const TOUR = {
  routes: [{ minutes: 5 }, { minutes: 20 }],
  chapters: [
    { id: 'one', title: 'One', beats: [beat('a', 5, { 5: 10, 20: 20 }), beat('b', 20, { 20: 30 }, ['x', 'y', 'z'])] },
    {
      id: 'two',
      title: 'A second chapter with a long name',
      beats: [beat('c', 20, { 20: 40 }), beat('d', 5, { 5: 20, 20: 60 })],
    },
  ],
};
const LONG = beatsOf(TOUR, 20);

test('a route has the beats of all shorter ones, with its own seconds', () => {
  assert.deepEqual(
    LONG.map(({ key, planned }) => [key, planned]),
    [
      ['one/a', 20],
      ['one/b', 30],
      ['two/c', 40],
      ['two/d', 60],
    ],
  );
  assert.deepEqual(
    beatsOf(TOUR, 5).map(({ key, planned }) => [key, planned]),
    [
      ['one/a', 10],
      ['two/d', 20],
    ],
  );
});

test('a route asks about its own beats only', () => {
  const check = [
    { id: 'q', again: 'a' },
    { id: 'r', again: 'b' },
  ];
  const tour = { ...TOUR, chapters: [{ ...TOUR.chapters[0], check }, TOUR.chapters[1]] };
  const asked = (/** @type {number} */ minutes) =>
    beatsOf(tour, minutes).map(({ chapter }) => chapter.check.map(({ id }) => id));
  assert.deepEqual(asked(5), [['q'], []]);
  assert.deepEqual(asked(20), [['q', 'r'], ['q', 'r'], [], []]);
});

test('alone a beat takes a reader’s seconds, and a route says about how long that is in the level', () => {
  const alone = { ...beat('a', 5, { 20: 80 }), alone: { simple: 25, expert: 50 } };
  const tour = { routes: [{ minutes: 20 }], chapters: [{ id: 'one', title: 'One', beats: [alone] }] };
  assert.deepEqual(
    ['', 'simple', 'expert'].map((level) => beatsOf(tour, 20, level)[0].planned),
    [80, 25, 50],
  );
  const { table, level } = words;
  words.use({ tours: { minutes: [0, '', 'minutes', ' min'], about: [0, 'about ', 'minutes', ' min'] } });
  const route = { minutes: 60, alone: { simple: 30, developer: 35 } };
  words.level = 'simple';
  assert.equal(lengthName(route, true), 'about 30 min');
  assert.equal(lengthName(route, false), '60 min');
  words.use(table);
  words.level = level;
});

test('an unknown route is the next shorter one, or the shortest', () => {
  assert.deepEqual(
    [undefined, 5, 19, 20, 1].map((minutes) => routeOf(TOUR, minutes)),
    [20, 5, 5, 20, 5],
  );
});

test('a beat that the route leaves out is the next that it has', () => {
  const short = beatsOf(TOUR, 5);
  assert.deepEqual(
    ['one/a', 'one/b', 'two/c', 'two/d'].map((key) => indexOf(TOUR, short, key)),
    [0, 1, 1, 1],
  );
  assert.equal(indexOf(TOUR, short, 'two/nowhere'), -1);
});

test('the cursor is in the beat and the step that are planned for a second', () => {
  assert.deepEqual(cursorAt(LONG, 0), { index: 0, at: 0, within: 0 });
  assert.deepEqual(cursorAt(LONG, 19), { index: 0, at: 0, within: 19 });
  assert.deepEqual(cursorAt(LONG, 20), { index: 1, at: 0, within: 0 });
  assert.deepEqual(cursorAt(LONG, 33), { index: 1, at: 1, within: 3 });
  assert.deepEqual(cursorAt(LONG, 49.5), { index: 1, at: 2, within: 9.5 });
});

test('what is before or behind the route is its beginning or its end', () => {
  for (const seconds of [-5, NaN]) assert.deepEqual(cursorAt(LONG, seconds), { index: 0, at: 0, within: 0 });
  assert.deepEqual(cursorAt(LONG, 1e9), { index: 3, at: 0, within: 60 });
});

test('every step of every beat begins where the cursor finds it', () => {
  LONG.forEach(({ scene: { steps } }, index) =>
    steps.forEach((_, at) => {
      const { within, ...found } = cursorAt(LONG, secondsOf(LONG, index, at));
      assert.deepEqual(found, { index, at });
      assert.ok(within < 1e-6);
    }),
  );
  assert.equal(lengthOf(LONG), 150);
  assert.equal(stepSeconds(LONG[1]), 10);
});

const bars = (line) => line.flatMap((stretch) => stretch.bars);

test('the timeline fills its width, and no bar is narrower than can be seen', () => {
  for (const width of [320, 800, 1400]) {
    const line = lineOf(LONG, width, 1),
      last = bars(line).at(-1);
    assert.ok(Math.abs(last.left + last.width - width) < 1e-6);
    bars(line).forEach((bar, i, all) =>
      assert.ok(bar.width >= 4 && (i === 0 || bar.left > all[i - 1].left + all[i - 1].width)),
    );
  }
});

test('a place on the timeline and a second of the route are the same thing', () => {
  const line = lineOf(LONG, 700, 0);
  for (const seconds of [0, 3, 19.9, 20, 49, 50, 89, 120, 149])
    assert.ok(Math.abs(secondsAt(line, placeOf(line, seconds)) - seconds) < 0.01, String(seconds));
});

test('a press between two bars belongs to the bar before, and outside to the first or last', () => {
  const line = lineOf(LONG, 700, 0),
    [first, second] = bars(line);
  assert.equal(cursorAt(LONG, secondsAt(line, (first.left + first.width + second.left) / 2)).index, 0);
  assert.equal(secondsAt(line, -50), 0);
  assert.equal(cursorAt(LONG, secondsAt(line, 9999)).index, 3);
});

test('names of chapters are left out where they have no room, except the present one’s', () => {
  assert.deepEqual(
    lineOf(LONG, 900, 0).map(({ shows }) => shows),
    ['all', 'all'],
  );
  assert.deepEqual(
    lineOf(LONG, 200, 0).map(({ shows }) => shows),
    ['title', 'none'],
  );
  assert.deepEqual(
    lineOf(LONG, 300, 0).map(({ shows }) => shows),
    ['all', 'none'],
  );
  // it would reach beyond the line, over the controls beside it
  assert.deepEqual(
    lineOf(LONG, 20, 0).map(({ shows }) => shows),
    ['none', 'none'],
  );
  assert.deepEqual(
    lineOf(LONG, 900, 0).map(({ minutes }) => minutes),
    [1, 2],
  );
});

test('the present name, which may be wider than its bars, covers no other name', () => {
  // the last name ends at the line's end, over the bars of the chapter before
  assert.deepEqual(
    lineOf(LONG, 290, 3).map(({ shows }) => shows),
    ['none', 'title'],
  );
  assert.deepEqual(
    lineOf(LONG, 200, 3).map(({ shows }) => shows),
    ['title', 'none'],
    'longer than the line',
  );
  const chapter = (id, title, n) => ({
    id,
    title,
    beats: Array.from({ length: n }, (_, i) => beat(`${id}${i}`, 5, { 5: 30 })),
  });
  const beats = beatsOf(
    {
      routes: [{ minutes: 5 }],
      chapters: [
        chapter('a', 'Start', 4),
        chapter('b', 'Letters become numbers', 2),
        chapter('c', 'Attention', 8),
        chapter('d', 'End', 4),
      ],
    },
    5,
  );
  assert.deepEqual(
    lineOf(beats, 700, 0).map(({ shows }) => shows),
    ['all', 'none', 'all', 'all'],
  );
  assert.deepEqual(
    lineOf(beats, 700, 4).map(({ shows }) => shows),
    ['all', 'title', 'none', 'all'],
  );
});

test('a line that has no width yet has places, and none outside', () => {
  const line = lineOf(LONG, 0, 0);
  assert.ok(bars(line).every(({ left, width }) => Number.isFinite(left) && width >= 0));
});

test('a talk is as late as its beat was begun, and on time within some seconds', () => {
  assert.deepEqual(
    [100, 109.4, 91, 110, 180.4, 90, 20].map((begun) => lateBy(100, begun)),
    [0, 0, 0, 10, 80, -10, -80],
  );
  const said = (/** @type {number | null} */ began, /** @type {number | null} */ beatBegan) =>
    paceOf(
      { beats: LONG.slice(0, 3).map((beat) => ({ ...beat, planned: 60 })), index: 2, began, beatBegan },
      /** @type {any} */ ({ text: (/** @type {string} */ key, /** @type {any} */ { time }) => `${key} ${time}` }),
    );
  // two minutes are planned before the third beat
  assert.deepEqual(said(5000, 5000 + 200_000), { late: true, text: 'tour.late 1:20' });
  assert.deepEqual(said(5000, 5000 + 75_000), { late: false, text: 'tour.early 0:45' });
  assert.deepEqual(said(5000, 5000 + 121_000), { late: false, text: 'tour.onTime 0:00' });
  assert.deepEqual(said(null, 9).text, 'tour.onTime 0:00');
  assert.deepEqual([0, 5, 65, -3, 3600].map(timeText), ['0:00', '0:05', '1:05', '0:00', '60:00']);
});

test('the list of tours follows the language, and an answer in the one before is dropped', async () => {
  const { language } = words;
  /** @type {Record<string, (tours: any[]) => void>} */
  const answers = {};
  let drawn = 0;
  const host = {
    addController() {},
    removeController() {},
    requestUpdate: () => drawn++,
    updateComplete: Promise.resolve(true),
  };
  const offered = new OfferedTours(host, (asked) => new Promise((answer) => (answers[asked] = answer)));
  words.language = 'en';
  offered.hostUpdate();
  assert.deepEqual(Object.keys(answers), [], 'nobody has asked for them');
  offered.load();
  words.language = 'de';
  offered.hostUpdate();
  offered.hostUpdate();
  answers.de([{ id: 'deutsch' }]);
  answers.en([{ id: 'english' }]);
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(offered.list, [{ id: 'deutsch' }]);
  assert.ok(drawn > 0);
  words.language = language;
});

test('a link opens the tour that stands in place of the named one where the page reads its language', async () => {
  const offered = async (/** @type {string} */ language) =>
    /** @type {any} */ (language === 'de' ? [{ id: 'abend', insteadOf: 'evening' }] : [{ id: 'evening' }]);
  assert.equal(await linkedTour('evening', 'de', offered), 'abend');
  assert.equal(await linkedTour('evening', 'en', offered), 'evening');
  assert.equal(await linkedTour('mine', 'de', offered), 'mine');
  assert.equal(await linkedTour('evening', 'de', () => Promise.reject(new Error('away'))), 'evening');
});

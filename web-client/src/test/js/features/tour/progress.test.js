/** Progress on the device: forbidden, full, damaged and older storage. */
import { assert, test } from '/test/harness.js';
import { tourAddress, tourProgress } from '/web/features/tour/list/tour-list.js';
import { chapterProgress, Progress } from '/web/features/tour/progress.js';

const KEY = 'orrery.tours';

/** @param {Record<string, string>} [held] */
function storage(held = {}) {
  return {
    held,
    getItem: (/** @type {string} */ key) => held[key] ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void (held[key] = value),
  };
}

test('beats and answers are kept, each tour by itself', () => {
  const store = storage();
  const progress = new Progress(() => store);
  progress.shown('one', 20, 'a/b');
  progress.shown('one', 20, 'a/c');
  progress.shown('one', 5, 'a/b');
  progress.checked('one', 'a/q', false);
  progress.checked('one', 'a/q', true);
  progress.shown('two', 60, 'x/y');
  const again = new Progress(() => store);
  assert.deepEqual(again.of('one'), { beats: ['a/b', 'a/c'], checks: { 'a/q': true }, last: 'a/b', route: 5 });
  assert.equal(again.of('two').last, 'x/y');
  assert.deepEqual(again.of('three').beats, []);
  again.forget('one');
  assert.equal(new Progress(() => store).of('one').last, '');
});

test('storage that is forbidden or full leaves progress as long as the page is there', () => {
  const forbidden = new Progress(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  forbidden.shown('one', 5, 'a/b');
  forbidden.checked('one', 'a/q', true);
  assert.deepEqual(forbidden.of('one'), { beats: ['a/b'], checks: { 'a/q': true }, last: 'a/b', route: 5 });

  const full = new Progress(() => ({
    getItem: () =>
      JSON.stringify({ version: 1, tours: { one: { beats: ['a/a'], checks: {}, last: 'a/a', route: 5 } } }),
    setItem() {
      throw new DOMException('full', 'QuotaExceededError');
    },
  }));
  full.shown('one', 5, 'a/b');
  assert.deepEqual(full.of('one').beats, ['a/a', 'a/b']);
});

test('what another version stored, or what is damaged, counts as nothing', () => {
  for (const held of [
    '{',
    'null',
    '7',
    '{"version":2,"tours":{"one":{"beats":[],"last":"a/b","route":5}}}',
    '{"version":1,"tours":[1]}',
    '{"version":1}',
  ]) {
    assert.equal(new Progress(() => storage({ [KEY]: held })).of('one').last, '', held);
  }
  const partly = JSON.stringify({
    version: 1,
    tours: { bad: { beats: [1] }, worse: null, good: { beats: ['a/b'], last: 'a/b', route: 5, checks: [] } },
  });
  const progress = new Progress(() => storage({ [KEY]: partly }));
  assert.equal(progress.of('bad').last, '');
  assert.deepEqual(progress.of('good'), { beats: ['a/b'], last: 'a/b', route: 5, checks: {} });
  assert.deepEqual(progress.of('constructor').beats, []);
});

test('showing the same beat again writes nothing', () => {
  let writes = 0;
  const store = storage();
  const progress = new Progress(() => ({
    getItem: store.getItem,
    setItem: (key, value) => (writes++, store.setItem(key, value)),
  }));
  progress.shown('one', 5, 'a/b');
  progress.shown('one', 5, 'a/b');
  assert.equal(writes, 1);
});

test('a chapter is done when all its beats were shown and its questions answered right', () => {
  const chapter = { id: 'a', beats: [{ id: 'b' }, { id: 'c' }], check: [{ id: 'q' }] };
  const walked = { beats: ['a/b', 'x/c'], checks: { 'a/q': false }, last: 'a/b', route: 5 };
  assert.deepEqual(chapterProgress(walked, chapter), { seen: 1, of: 2, right: 0, questions: 1, done: false });
  assert.equal(chapterProgress({ ...walked, beats: ['a/b', 'a/c'] }, chapter).done, false);
  assert.equal(chapterProgress({ ...walked, beats: ['a/b', 'a/c'], checks: { 'a/q': true } }, chapter).done, true);
});

test('progress of a tour is that of the route that was walked', () => {
  const tour = {
    id: 'one',
    title: '',
    question: '',
    languages: [],
    model: null,
    chapters: 2,
    routes: [
      { minutes: 5, seconds: 280, beats: 4 },
      { minutes: 60, seconds: 3500, beats: 40 },
    ],
  };
  const walked = { beats: ['a/b', 'a/c'], checks: {}, last: 'a/c', route: 5 };
  assert.deepEqual(tourProgress(tour, walked), { seen: 2, of: 4, begun: true });
  assert.deepEqual(tourProgress(tour, { ...walked, route: 33 }), { seen: 2, of: 40, begun: true });
  assert.deepEqual(tourProgress(tour, { beats: [], checks: {}, last: '', route: 0 }), {
    seen: 0,
    of: 40,
    begun: false,
  });
});

test('an address has what it needs and no more', () => {
  assert.equal(tourAddress('how it', 5, 'a/b'), '/solo#tour=how%20it&route=5&beat=a/b');
  assert.equal(tourAddress('one'), '/solo#tour=one');
});

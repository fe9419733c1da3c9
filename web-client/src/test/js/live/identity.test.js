import { assert, test } from '/test/harness.js';
import { keepMe, me, normalCode, spokenCode } from '/web/live/identity.js';
import { keepPresenterKey, presenterPath, takePresenterKey } from '/web/live/presenter-key.js';

function pageAt(hash, forbidden = false) {
  const map = new Map();
  const storage = {
    getItem: (k) => map.get(k) ?? null,
    setItem: (k, v) => map.set(k, v),
    removeItem: (k) => map.delete(k),
  };
  const page = {
    location: { hash, pathname: '/r/K7M4QX/present', search: '' },
    history: { state: null, replaceState: (_state, _title, url) => page.replaced.push(url) },
    replaced: /** @type {string[]} */ ([]),
    get sessionStorage() {
      if (forbidden) throw new Error('forbidden');
      return storage;
    },
  };
  return /** @type {any} */ (page);
}

test('the key is removed from the address at once and survives a reload', () => {
  const page = pageAt('#key=s%2Fcret');
  assert.equal(takePresenterKey('AAA111', page), 's/cret');
  assert.deepEqual(page.replaced, ['/r/K7M4QX/present']);
  page.location.hash = '';
  assert.equal(takePresenterKey('AAA111', page), 's/cret');
});

test('without storage the key lasts as long as the page', () => {
  const page = pageAt('#key=k', true);
  assert.equal(takePresenterKey('BBB222', page), 'k');
  page.location.hash = '';
  assert.equal(takePresenterKey('BBB222', page), 'k');
});

test('a link that was cut in the middle of an escape still has a key', () => {
  const page = pageAt('#key=abc%');
  assert.equal(takePresenterKey('DDD444', page), 'abc%');
  assert.deepEqual(page.replaced, ['/r/K7M4QX/present']);
});

test('the whole link is accepted as a key', () => {
  const page = pageAt('');
  keepPresenterKey('EEE555', ' http://192.168.0.7:8080/r/EEE555/present#key=s%2Fcret ', page);
  assert.equal(takePresenterKey('EEE555', page), 's/cret');
  keepPresenterKey('EEE555', ' abc ', page);
  assert.equal(takePresenterKey('EEE555', page), 'abc');
});

test('a person’s secret is stored by room and view', () => {
  const page = pageAt('');
  keepMe('CCC333', 'attendee', 'secret', page);
  assert.equal(me('CCC333', 'attendee', page), 'secret');
  assert.equal(me('CCC333', 'presenter', page), null);
});

test('codes ignore case, spaces and hyphens, and are displayed in groups of three', () => {
  assert.equal(normalCode(' k7m 4qx'), 'K7M4QX');
  assert.equal(normalCode('k7m-4qx'), 'K7M4QX');
  assert.equal(spokenCode('k7m4qx'), 'K7M 4QX');
});

test('a presenter’s link leads to its room on this server', () => {
  assert.equal(presenterPath('http://192.168.0.7:8080/r/K7M4QX/present#key=abc', ''), '/r/K7M4QX/present#key=abc');
});

test('a key alone needs the room’s code', () => {
  assert.equal(presenterPath('abc', 'k7m 4qx'), '/r/K7M4QX/present#key=abc');
  assert.equal(presenterPath('abc', ''), null);
  assert.equal(presenterPath('', 'K7M4QX'), null);
});

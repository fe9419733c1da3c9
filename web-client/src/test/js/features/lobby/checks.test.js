import { assert, test } from '/test/harness.js';
import { checksOf, choicesOf, preselected } from '/web/features/lobby/checks.js';

/** Returns keys instead of texts, so that the choice is tested and not the wording. */
const words = /** @type {any} */ ({
  has: () => false,
  text: (key, values = {}) => `${key} ${Object.values(values).join(' ')}`.trim(),
});
const LAN = 'http://192.168.1.20:8080';
const reach = (more = {}) => ({
  publicUrl: '',
  container: false,
  addresses: [
    { address: LAN, network: 'wlan0', kind: 'network' },
    { address: 'http://172.17.0.1:8080', network: 'docker0', kind: 'bridge' },
  ],
  reached: [],
  ...more,
});
const view = (address, people = {}) =>
  /** @type {any} */ ({ room: { parts: { address } }, people, graph: { model: { title: 'Sorting model' } } });
const stateOf = (id, facts) => {
  const all = { view: view(LAN), reach: reach(), clock: 3, loaded: true, origin: LAN, words, ...facts };
  const check = checksOf(all).find((each) => each.id === id);
  return [check?.state, check?.why.split(' ')[0]];
};

test('the address check is done once another device has used the address', () => {
  assert.deepEqual(stateOf('address', {}), ['waiting', 'preflight.address.waiting']);
  assert.deepEqual(stateOf('address', { reach: reach({ reached: ['10.0.0.9:8080'] }) })[0], 'waiting');
  assert.deepEqual(stateOf('address', { reach: reach({ reached: ['192.168.1.20:8080'] }) })[0], 'done');
});

test('an address that only this computer can open fails the check', () => {
  for (const address of ['http://localhost:8080', 'http://127.0.0.1:8080', 'http://[::1]:8080']) {
    assert.deepEqual(stateOf('address', { view: view(address) }), ['wrong', 'preflight.address.loopback']);
  }
});

test('an address of a former network fails the check', () => {
  const old = view('http://10.0.0.7:8080');
  assert.deepEqual(stateOf('address', { view: old }), ['wrong', 'preflight.address.gone']);
  assert.equal(stateOf('address', { view: old, origin: 'http://10.0.0.7:8080' })[0], 'waiting');
  assert.equal(stateOf('address', { view: old, reach: reach({ publicUrl: 'http://10.0.0.7:8080' }) })[0], 'waiting');
  assert.equal(stateOf('address', { view: old, reach: reach({ reached: ['10.0.0.7:8080'] }) })[0], 'done');
  assert.equal(stateOf('address', { view: old, reach: null })[0], 'waiting');
  assert.equal(stateOf('address', { view: view('http://talk.example:8080') })[0], 'waiting');
});

test('in a container, the container’s own address fails the check', () => {
  const inside = reach({ container: true });
  assert.deepEqual(stateOf('address', { view: view('http://localhost:8080'), reach: inside }), [
    'wrong',
    'preflight.address.loopbackInContainer',
  ]);
  assert.deepEqual(stateOf('address', { reach: inside }), ['wrong', 'preflight.address.container']);
  assert.equal(stateOf('address', { view: view('http://10.1.1.1:8080'), reach: inside })[0], 'waiting');
});

test('the checks of clock, model and projector are done when they are ready', () => {
  assert.equal(stateOf('clock', { clock: null })[0], 'waiting');
  assert.equal(stateOf('clock', { clock: 3 })[0], 'done');
  assert.equal(stateOf('clock', { clock: 300 })[0], 'wrong');
  assert.equal(stateOf('model', { loaded: false })[0], 'waiting');
  assert.equal(stateOf('model', {})[0], 'done');
  assert.equal(stateOf('screen', {})[0], 'waiting');
  assert.equal(stateOf('screen', { view: view(LAN, { screens: 1 }) })[0], 'done');
});

test('the talk check names the beats that cannot be played here, and why', () => {
  const beat = (/** @type {string} */ id, title = `Title ${id}`) => ({ id, words: { en: { title } } });
  const talk = (/** @type {any} */ cannot) => ({ talk: { beats: [beat('a'), beat('b'), beat('c')], cannot } });
  const said = (/** @type {any} */ more) => {
    const all = { view: { ...view(LAN), ...more }, reach: reach(), clock: 3, loaded: true, origin: LAN };
    const list = (/** @type {string[]} */ names) => names.join(' + ');
    return checksOf({ ...all, words: { ...words, language: 'en', list } }).find(({ id }) => id === 'talk');
  };
  assert.equal(said({}), undefined);
  assert.equal(said({ talk: { talk: { beats: [], cannot: {} } } }), undefined);
  assert.deepEqual(said({ talk: talk({}) }), {
    id: 'talk',
    state: 'done',
    what: 'preflight.talk.title',
    why: 'preflight.talk.done 3',
  });
  const lost = said({ talk: talk({ b: { detail: 'no such model' }, c: { detail: 'too little memory' } }) });
  assert.equal(lost?.state, 'wrong');
  assert.equal(lost?.why, 'preflight.talk.lost Title b + Title c no such model');
});

test('the choice is among the server’s own addresses, this page’s address first', () => {
  const all = choicesOf(reach(), LAN, LAN, words).map(({ address }) => address);
  assert.deepEqual(all, [LAN, 'http://172.17.0.1:8080']);
  const local = choicesOf(reach(), 'http://localhost:8080', 'http://localhost:8080', words);
  assert.deepEqual(
    local.map(({ address }) => address),
    [LAN, 'http://172.17.0.1:8080', 'http://localhost:8080'],
  );
});

test('a container’s own addresses are not offered, a public one is the first', () => {
  const inside = choicesOf(reach({ container: true }), 'http://10.1.1.1:8080', 'http://10.1.1.1:8080', words);
  assert.deepEqual(
    inside.map(({ address }) => address),
    ['http://10.1.1.1:8080'],
  );
  const open = choicesOf(reach({ publicUrl: 'https://orrery.example' }), LAN, 'https://orrery.example', words);
  assert.equal(open[0].address, 'https://orrery.example');
});

test('a chosen address that is none of them stays in the list, as the chosen one', () => {
  const [old] = choicesOf(reach(), LAN, 'http://10.0.0.7:8080', words);
  assert.deepEqual([old.address, old.text.split(' ')[0]], ['http://10.0.0.7:8080', 'preflight.address.chosen']);
});

test('an address is listed once, as the public one if it is that', () => {
  for (const container of [false, true]) {
    const all = choicesOf(reach({ publicUrl: LAN, container }), LAN, LAN, words);
    assert.deepEqual(
      all.map(({ text }) => text.split(' ')[0]),
      container ? ['preflight.address.public'] : ['preflight.address.public', 'preflight.address.bridge'],
    );
  }
});

test('an address that only this computer can open is replaced by one that others can reach, and no other is', () => {
  const here = 'http://127.0.0.1:8080';
  assert.equal(preselected(reach(), here), LAN);
  assert.equal(preselected(reach({ publicUrl: 'https://orrery.example' }), here), 'https://orrery.example');
  assert.equal(preselected(reach(), 'http://talk.example:8080'), null);
  // neither a container's own addresses nor bridges lead here from outside
  assert.equal(preselected(reach({ container: true }), here), null);
  assert.equal(preselected(reach({ addresses: reach().addresses.slice(1) }), here), null);
  assert.equal(preselected(null, here), null);
});

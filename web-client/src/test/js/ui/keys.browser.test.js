import { assert, test } from '/test/harness.js';
import { DRIVING_FEATURES } from '/web/page/driving-features.js';
import { Features } from '/web/ui/features.js';
import { actionOf } from '/web/ui/keys.js';
import { keyCaps } from '/web/features/help/key-caps.js';

const KEYS = new Features([...DRIVING_FEATURES]).keys;

/** The action of a key press while an element has the focus. */
function press(key, page = 'presenter', { on = document.body, ...init } = {}) {
  let action = null;
  const listen = (event) => {
    action = actionOf(event, page, KEYS);
  };
  window.addEventListener('keydown', listen, { once: true });
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init }));
  window.removeEventListener('keydown', listen);
  return action;
}

function element(markup) {
  const holder = document.createElement('div');
  holder.innerHTML = markup;
  document.body.append(holder);
  return /** @type {HTMLElement} */ (holder.firstElementChild);
}

for (const [key, action] of [
  ['ArrowRight', 'next'],
  ['PageDown', 'next'],
  ['Enter', 'next'],
  ['ArrowLeft', 'back'],
  ['PageUp', 'back'],
  [' ', 'play'],
  ['b', 'blank'],
  ['B', 'blank'],
  ['.', 'blank'],
  ['f', 'fullscreen'],
  ['F', 'fullscreen'],
  ['?', 'help'],
]) {
  test(`for a presenter the key "${key}" is ${action}`, () => {
    assert.equal(press(key, 'presenter', { shiftKey: key === '?' }), action);
  });
}

for (const page of ['solo', 'presenter', 'attendee', 'projector'])
  test(`? and H open the sheet of keys on the page ${page}`, () => {
    assert.equal(press('?', page, { shiftKey: true }), 'help');
    assert.equal(press('h', page), 'help');
  });

test('no key has an action in a text field', () => {
  for (const markup of ['<input>', '<textarea></textarea>', '<div contenteditable="true"></div>', '<select></select>']) {
    const on = element(markup);
    for (const { keys } of KEYS) for (const key of keys) assert.equal(press(key, 'presenter', { on }), null, `${key} in ${markup}`);
  }
});

test('a text field inside a shadow root counts as a text field', () => {
  const host = element('<div></div>');
  const root = host.attachShadow({ mode: 'open' });
  root.innerHTML = '<input>';
  assert.equal(press('b', 'presenter', { on: /** @type {HTMLElement} */ (root.firstElementChild) }), null);
});

test('Enter and space belong to the focused button, other keys do not', () => {
  const on = element('<button>Press</button>');
  assert.equal(press('Enter', 'presenter', { on }), null);
  assert.equal(press(' ', 'presenter', { on }), null);
  assert.equal(press('ArrowRight', 'presenter', { on }), 'next');
});

test('a key with a modifier is the browser’s own', () => {
  assert.equal(press('f', 'presenter', { ctrlKey: true }), null);
  assert.equal(press('b', 'presenter', { metaKey: true }), null);
  assert.equal(press('ArrowLeft', 'presenter', { altKey: true }), null);
});

test('arrow keys with Shift turn the machine and do not move the walk', () => {
  assert.equal(press('ArrowRight', 'presenter', { shiftKey: true }), null);
});

test('a repeated key counts once', () => {
  assert.equal(press('ArrowRight', 'presenter', { repeat: true }), null);
});

test('an attendee’s keys do not drive', () => {
  for (const { keys, action } of KEYS) {
    if (['fullscreen', 'help', 'cell', 'overview', 'follow', 'headBefore', 'headAfter', 'link', 'picture', 'theme', 'escape'].includes(action)) continue;
    for (const key of keys) assert.equal(press(key, 'attendee'), null, key);
  }
});

test('no key is listed twice', () => {
  const all = KEYS.flatMap(({ keys }) => keys);
  assert.equal(new Set(all).size, all.length);
});

test('a letter is shown once, as on its cap', () => {
  const blank = KEYS.find(({ action }) => action === 'blank');
  assert.deepEqual(keyCaps(/** @type {any} */ (blank)), ['B', '.']);
});

for (const [key, action] of [
  ['F5', 'start'],
  ['l', 'laser'],
  ['m', 'mark'],
  ['M', 'unmark'],
  ['v', 'share'],
  ['z', 'undo'],
  ['q', 'gather'],
]) {
  test(`for a presenter the key "${key}" is ${action}, and for nobody else`, () => {
    assert.equal(press(key, 'presenter', { shiftKey: key === 'M' }), action);
    for (const page of ['solo', 'attendee', 'projector']) assert.equal(press(key, page), null);
  });
}

test('for a presenter and a person alone the key "r" is ready, and for nobody else', () => {
  for (const page of ['solo', 'presenter']) assert.equal(press('r', page), 'ready', page);
  for (const page of ['attendee', 'projector']) assert.equal(press('r', page), null, page);
});

test('Escape closes on all pages that can hold a cell, and has no action on the hall’s screen', () => {
  for (const page of ['solo', 'presenter', 'attendee']) assert.equal(press('Escape', page), 'escape', page);
  assert.equal(press('Escape', 'projector'), null);
});

test('no key has two actions on one page', () => {
  for (const page of ['solo', 'presenter', 'attendee', 'projector']) {
    const keys = KEYS.filter(({ who }) => who.includes(/** @type {any} */ (page))).flatMap((row) => row.keys);
    assert.equal(new Set(keys).size, keys.length, page);
  }
});

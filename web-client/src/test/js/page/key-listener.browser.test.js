import { assert, test } from '/test/harness.js';
import { listenToKeys } from '/web/page/key-listener.js';

/** What the page was asked to do. @type {[string, any?][]} */
let acted = [];
/** Whether a handler behind the page's listener heard the last press. */
let heard = false;
let letGo = 0;
/** @type {any} */
const dialogs = {};
const page = /** @type {any} */ ({
  page: 'presenter',
  features: {
    declared: [{ dialogs: ['test-dialog', 'other-dialog'] }, {}],
    parts: [{ keyStates: () => states }],
    tell: (/** @type {string} */ member) => member === 'letGo' && letGo++,
  },
  element: (/** @type {string} */ tag) => dialogs[tag] ?? null,
  act: (/** @type {string} */ action, /** @type {any} */ value) =>
    acted.push(value === undefined ? [action] : [action, value]),
});
const states = {};
listenToKeys(page);
document.body.addEventListener('keydown', () => (heard = true));

/** @returns {{acted: [string, any?][], prevented: boolean, heard: boolean}} */
function press(
  /** @type {string} */ key,
  /** @type {{on?: Element} & KeyboardEventInit} */ { on = document.body, ...init } = {},
) {
  acted = [];
  heard = false;
  const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init });
  on.dispatchEvent(event);
  return { acted, prevented: event.defaultPrevented, heard };
}

/** @returns {any} */
function element(/** @type {string} */ markup) {
  const holder = document.createElement('div');
  holder.innerHTML = markup;
  document.body.append(holder);
  return holder.firstElementChild;
}

const NOTHING = { acted: [], prevented: false, heard: true };

test('a key acts once: no other listener hears it', () => {
  assert.deepEqual(press('b'), { acted: [['blank']], prevented: true, heard: false });
  assert.deepEqual(press('ü'), NOTHING);
});

test('what somebody writes belongs to the field, also inside a shadow root', () => {
  for (const markup of [
    '<input>',
    '<input type="number">',
    '<textarea></textarea>',
    '<div contenteditable="true"></div>',
  ]) {
    const on = element(markup);
    for (const key of ['b', 'ArrowRight', 'Enter', ' ', 'Backspace'])
      assert.deepEqual(press(key, { on }), NOTHING, `${key} in ${markup}`);
  }
  const root = element('<div></div>').attachShadow({ mode: 'open' });
  root.innerHTML = '<input>';
  assert.deepEqual(press('b', { on: root.firstElementChild }), NOTHING);
});

test('a field in a dialog that has just been closed takes no keys', () => {
  const dialog = element('<dialog><textarea></textarea></dialog>');
  const on = dialog.firstElementChild;
  dialog.showModal();
  assert.deepEqual(press('b', { on }), NOTHING);
  dialog.close();
  assert.deepEqual(press('b', { on }).acted, [['blank']]);
});

test('after a slider or a list was touched, letters act, arrows are its own, and the clicker steps and takes the focus from it', () => {
  for (const markup of ['<input type="range">', '<select><option>1</option></select>']) {
    const on = element(markup);
    on.focus();
    assert.deepEqual(press('b', { on }).acted, [['blank']]);
    assert.deepEqual(press('ArrowRight', { on }), NOTHING);
    assert.equal(document.activeElement, on);
    const before = letGo;
    assert.deepEqual(press('PageDown', { on }), { acted: [['next']], prevented: true, heard: false });
    assert.equal(document.activeElement, document.body);
    assert.equal(letGo, before + 1);
  }
});

test('Enter and space belong to the focused button; what only says that it is one is pressed once', () => {
  const button = element('<button>Press</button>');
  assert.deepEqual(press('Enter', { on: button }), NOTHING);
  assert.deepEqual(press('ArrowRight', { on: button }).acted, [['next']]);
  const word = element('<span role="button" tabindex="0"><b>word</b></span>');
  let clicks = 0;
  word.addEventListener('click', () => clicks++);
  for (const key of ['Enter', ' '])
    assert.deepEqual(press(key, { on: word }), { acted: [], prevented: true, heard: false });
  press('Enter', { on: word, repeat: true });
  assert.equal(clicks, 2);
});

test('an element that names its kind gets its own keys; what it leaves goes on to the browser or the page', () => {
  const map = element('<div data-keys="map" tabindex="0"></div>');
  let takes = true;
  const got = [];
  map.addEventListener('own-key', (/** @type {CustomEvent} */ event) => {
    got.push(event.detail);
    if (takes) event.preventDefault();
  });
  assert.deepEqual(press('ArrowRight', { on: map }), { acted: [], prevented: true, heard: false });
  assert.deepEqual(press('PageDown', { on: map }).acted, [['next']]);
  takes = false;
  assert.deepEqual(press('ArrowRight', { on: map }).acted, [['next']]);
  assert.deepEqual(got, ['ArrowRight', 'ArrowRight']);

  const field = element('<div data-keys="words"><textarea></textarea></div>').firstElementChild;
  assert.deepEqual(press('Enter', { on: field }), NOTHING);
});

test('a key with a modifier is the browser’s own', () => {
  assert.deepEqual(press('f', { ctrlKey: true }), NOTHING);
  assert.deepEqual(press('b', { metaKey: true }), NOTHING);
  assert.deepEqual(press('ArrowLeft', { altKey: true }), NOTHING);
  assert.deepEqual(press('ArrowRight', { shiftKey: true }), NOTHING);
});

test('a dialog in front takes all keys; the clicker closes it and steps', () => {
  const closed = [];
  const dialog = (/** @type {string} */ tag, /** @type {string[] | undefined} */ ownKeys) => {
    const host = document.createElement(tag);
    document.body.append(host);
    const close = () => {
      closed.push(tag);
      dialogs[tag].open = false;
    };
    return (dialogs[tag] = Object.assign(host, {
      open: true,
      ownKeys,
      renderRoot: { querySelector: () => ({ close }) },
    }));
  };
  dialog('test-dialog', ['b']);
  assert.deepEqual(press('b').acted, [['readyKey', 'b']]);
  assert.deepEqual(press('g'), NOTHING);
  const front = dialog('other-dialog', undefined);
  front.tabIndex = 0;
  front.focus();
  assert.deepEqual(press('b'), NOTHING);
  dialogs['test-dialog'].tabIndex = 0;
  dialogs['test-dialog'].focus();
  assert.deepEqual(press('b').acted, [['readyKey', 'b']]);
  assert.deepEqual(press('PageDown').acted, [['next']]);
  assert.deepEqual(closed, ['test-dialog', 'other-dialog']);
  assert.deepEqual(press('b').acted, [['blank']]);
});

import { assert, test } from '/test/harness.js';
import { atEnd } from '/web/ui/step-texts.js';

const view = (more = {}) =>
  /** @type {any} */ ({ room: {}, answer: { here: true }, full: false, trace: { info: { ended: false } }, ...more });

test('from the last step the walk goes on by adding the next token', () => {
  assert.equal(atEnd(view()), 'add');
  assert.equal(atEnd(view({ room: null, answer: null })), 'add');
});

test('what is hidden from room and presenter is shown before it is added', () => {
  const hidden = { answer: { here: false } };
  assert.equal(atEnd(view(hidden)), 'show');
  assert.equal(atEnd(view({ ...hidden, full: true })), 'show');
  assert.equal(atEnd(view({ ...hidden, room: null })), 'add');
});

test('nothing is added to a full context, nor by going on to a text that the model has ended', () => {
  assert.equal(atEnd(view({ full: true })), 'full');
  assert.equal(atEnd(view({ trace: { info: { ended: true } } })), 'ended');
});

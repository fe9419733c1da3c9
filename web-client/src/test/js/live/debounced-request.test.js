import { assert, test } from '/test/harness.js';
import { DebouncedRequest } from '/web/live/debounced-request.js';

/** @param {object} [options] A request whose delays and answers the test controls. */
function byHand(options = {}) {
  const sent = [];
  const answers = [];
  const heard = [];
  /** @type {(() => void)[]} */
  const planned = [];
  const request = new DebouncedRequest(
    (key) => {
      sent.push(key);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    },
    (answer) => heard.push(answer),
    { after: (fn) => planned.push(fn), ...options },
  );
  return { request, sent, answers, heard, rest: () => planned.splice(0).forEach((fn) => fn()) };
}
const settle = () => new Promise((resolve) => setTimeout(resolve));

test('only a key that rests is sent, and once', () => {
  const { request, sent, rest } = byHand();
  request.answer('a');
  request.answer('b');
  request.answer('b');
  rest();
  request.answer('b');
  rest();
  assert.deepEqual(sent, ['b']);
});

test('an overtaken answer is not reported, but cached', async () => {
  const { request, sent, answers, heard, rest } = byHand({ most: 2 });
  request.answer('a');
  rest();
  request.answer('b');
  rest();
  answers[1].resolve(2);
  await settle();
  answers[0].resolve(1);
  await settle();
  assert.deepEqual(heard, [2]);
  assert.equal(request.answer('a'), 1);
  rest();
  assert.deepEqual(sent, ['a', 'b']);
});

test('the oldest answer is evicted', async () => {
  const { request, answers, rest } = byHand({ most: 1 });
  for (const [i, key] of ['a', 'b'].entries()) {
    request.answer(key);
    rest();
    answers[i].resolve(key);
    await settle();
  }
  assert.equal(request.answer('a'), null);
  assert.equal(request.answer('b'), 'b');
});

test('a failure is reported until the key changes', async () => {
  const { request, sent, answers, heard, rest } = byHand();
  request.answer('a');
  rest();
  answers[0].reject(new Error('no line'));
  await settle();
  assert.deepEqual(heard, [null]);
  assert.equal(request.failure.message, 'no line');
  request.answer('a');
  rest();
  assert.deepEqual(sent, ['a']);
  request.answer('b');
  assert.equal(request.failure, null);
});

test('a failed request is sent again by the next call if it is to be', async () => {
  const { request, sent, answers, heard, rest } = byHand({ again: true });
  request.answer('a');
  rest();
  answers[0].reject(new Error('no line'));
  await settle();
  request.answer('a');
  rest();
  assert.deepEqual(sent, ['a', 'a']);
  assert.deepEqual(heard, []);
});

test('nothing is sent or reported for a key that is forgotten', async () => {
  const { request, sent, answers, heard, rest } = byHand();
  request.answer('a');
  request.forget();
  rest();
  request.answer('b');
  rest();
  request.forget();
  answers[0].resolve(2);
  await settle();
  assert.deepEqual(sent, ['b']);
  assert.deepEqual(heard, []);
});

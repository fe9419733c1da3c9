import { assert, test } from '/test/harness.js';
import { TokenPreview } from '/web/features/prompt/token-preview.js';
import { words } from '/web/ui/words.js';

/** A tokenizer whose answers the test gives. */
function byHand() {
  const waiting = [];
  const planned = [];
  const heard = [];
  const preview = new TokenPreview(() => heard.push(preview.answer?.count ?? preview.problem), {
    ask: () => new Promise((resolve, reject) => waiting.push({ resolve, reject })),
    after: (fn) => planned.push(fn),
  });
  return { preview, waiting, heard, rest: () => planned.splice(0).forEach((fn) => fn()) };
}
const settle = () => new Promise((resolve) => setTimeout(resolve));

test('only the last of several quick inputs is sent', () => {
  const { preview, waiting, rest } = byHand();
  preview.ask({ text: 'a' });
  preview.ask({ text: 'ab' });
  rest();
  assert.equal(waiting.length, 1);
});

test('who asks for fewer look-ups gets one after so long without another letter', () => {
  /** @type {number[]} */
  const pauses = [];
  const after = (/** @type {() => void} */ _, /** @type {number} */ ms) => pauses.push(ms);
  new TokenPreview(() => {}, { ask: () => new Promise(() => {}), after }).ask({ text: 'a' }, 500);
  assert.deepEqual(pauses, [500]);
});

test('an answer that a newer request has overtaken is dropped', async () => {
  const { preview, waiting, heard, rest } = byHand();
  preview.ask({ text: 'a' });
  rest();
  preview.ask({ text: 'ab' });
  rest();
  waiting[1].resolve({ count: 2 });
  await settle();
  waiting[0].resolve({ count: 1 });
  await settle();
  assert.deepEqual(heard, [2]);
});

test('the server’s error is shown, and "too many requests" is repeated', async () => {
  words.use({ problem: { 'no-tokens-for-text': [0, 'No token for this: ', 'reason', ''] } });
  const { preview, waiting, heard, rest } = byHand();
  preview.ask({ text: 'a' });
  rest();
  waiting[0].reject({ status: 429, code: 'too-many-prompts', params: { retryAfter: 1 } });
  await settle();
  rest();
  await settle();
  waiting[1].reject({ status: 422, code: 'no-tokens-for-text', params: { reason: 'x' } });
  await settle();
  assert.deepEqual(heard, ['No token for this: x']);
});

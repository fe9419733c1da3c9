import { assert, test } from '/test/harness.js';
import { TokenPreview } from '/web/features/prompt/token-preview.js';

/** A tokenizer whose answers are given by hand. */
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

test('only the last of what was typed in one go is asked for', () => {
  const { preview, waiting, rest } = byHand();
  preview.ask({ text: 'a' });
  preview.ask({ text: 'ab' });
  rest();
  assert.equal(waiting.length, 1);
});

test('an answer that a newer question has overtaken is dropped', async () => {
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

test('why a text cannot be cut is said in the words of the server, and one that is asked too often is asked again', async () => {
  const { preview, waiting, heard, rest } = byHand();
  preview.ask({ text: 'a' });
  rest();
  waiting[0].reject({ status: 429, message: 'too fast' });
  await settle();
  rest();
  waiting[1].reject({ status: 422, message: 'No token for this.' });
  await settle();
  assert.deepEqual(heard, ['No token for this.']);
});

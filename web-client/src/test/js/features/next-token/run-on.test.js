import { assert, test } from '/test/harness.js';
import { ending, RunOn, tokensToAdd } from '/web/features/next-token/run-on.js';

const info = (length, nCtx, ended = false) => ({ tokens: Array(length).fill(0), nCtx, ended });

test('as many tokens are asked for as were chosen, and no more than the context has room for', () => {
  assert.equal(tokensToAdd(null, info(5, 128)), 123);
  assert.equal(tokensToAdd(20, info(5, 128)), 20);
  assert.equal(tokensToAdd(20, info(120, 128)), 8);
  assert.equal(tokensToAdd(20, info(128, 128)), 1, 'the conductor then says that the context is full');
});

test('a text that has come to an end says why, unless all tokens have come or another text is shown', () => {
  assert.deepEqual(ending(info(12, 128, true), 5, 40), { key: 'next.ranToEnd', values: { added: 7 } });
  assert.deepEqual(ending(info(128, 128), 5, 1), { key: 'next.ranFull', values: { limit: 128 } });
  assert.deepEqual(ending(info(12, 128), 5, 9), { key: 'next.ranStopped', values: { added: 7 } });
  assert.equal(ending(info(12, 128), 5, 1), null);
  assert.equal(ending(info(4, 128), 5, 9), null);
});

test('a second press stops it', () => {
  const done = [];
  const conductor = {
    coming: 0,
    trace: { info: info(5, 16) },
    generate: (tokens) => done.push(tokens),
    stop: () => done.push('stop'),
  };
  const runOn = new RunOn({ conductor, requestUpdate: () => done.push('update') });
  runOn.press();
  runOn.choose(3);
  runOn.press();
  conductor.coming = 2;
  runOn.press();
  assert.deepEqual(done, [11, 'update', 3, 'stop']);
});

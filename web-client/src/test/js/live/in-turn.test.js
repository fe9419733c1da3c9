import { assert, test } from '/test/harness.js';
import { inTurn } from '/web/live/solo-conductor.js';

/** Answers in the given order; an answer with a code is a problem. */
function answers(...list) {
  return async () => {
    const answer = list.shift();
    if (answer.code) throw answer;
    return answer;
  };
}

const inLine = (place, retryAfter) => ({ code: 'in-line', params: { place }, retryAfter });

test('a text is requested again when its turn comes', async () => {
  const waits = [],
    places = [];
  const done = await inTurn(answers(inLine(6, 7), inLine(2, 1), { id: 't1' }), {
    signal: new AbortController().signal,
    told: (problem) => places.push(problem.params.place),
    after: (fn, ms) => {
      waits.push(ms);
      fn();
    },
  });
  assert.equal(done.id, 't1');
  assert.deepEqual(places, [6, 2]);
  assert.deepEqual(waits, [7000, 1000]);
});

test('another problem ends the wait', async () => {
  const { signal } = new AbortController(),
    ask = answers(inLine(2, 1), Object.assign(new Error('too long'), { code: 'prompt-too-long' }));
  await assert.rejects(() => inTurn(ask, { signal, told: () => {}, after: (fn) => fn() }), /too long/);
});

test('a text that was given up is not requested again', async () => {
  const running = new AbortController();
  let requests = 0;
  const ask = async () => {
      requests++;
      throw Object.assign(new Error('in line'), inLine(2, 1));
    },
    after = (fn) => {
      running.abort();
      fn();
    };
  await assert.rejects(() => inTurn(ask, { signal: running.signal, told: () => {}, after }), /in line/);
  assert.equal(requests, 1);
});

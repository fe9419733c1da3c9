/** What a page in a file is answered where it asks for a part of what the file has. */
import { assert, test } from '/test/harness.js';
import { FileAnswers } from '/web/live/file-answers.js';

const LENS = '/api/traces/t/why/lens?a=3&b=7&position=5';
const WHOLE = { from: 0, points: ['p'], top: [[1, 2, 3, 4, 5, 6]] };

const file = () =>
  new FileAnswers(
    {
      models: [],
      cards: [],
      traces: [],
      records: [],
      prompts: {},
      frames: {},
      answers: {
        [LENS]: WHOLE,
        '/api/traces/t/compare/u?position=5': { tokens: [1] },
        '/api/tokens?model=m&text=+Lily': { tokens: [9] },
      },
    },
    new Float32Array(0),
    new Uint8Array(0),
    {},
  );

test('a file answers with the whole of which a page asks a part', async () => {
  const answers = file();
  for (const part of ['&from=5&to=6', '&from=0&to=5', ''])
    assert.deepEqual(await (await answers.answer(`${LENS}${part}`)).json(), WHOLE);
  assert.deepEqual(await (await answers.answer('/api/traces/t/compare/u?position=5&count=20')).json(), { tokens: [1] });
});

test('a file refuses what it has about something else', async () => {
  const answers = file();
  for (const path of [
    '/api/traces/t/why/lens?a=3&b=7&position=4&from=4&to=5',
    '/api/traces/t/compare/u?position=4&count=20',
    '/api/traces/t/why/circuit?a=3&b=7&position=5&from=x&to=y',
  ]) {
    const refused = await answers.answer(path);
    assert.equal(refused.status, 404);
    assert.equal((await refused.json()).code, 'not-in-file');
  }
});

test('a file knows the tokens of the words that its beats name', async () => {
  const ask = (/** @type {object} */ body) => file().answer('/api/tokens', { body: JSON.stringify(body) });
  assert.deepEqual(await (await ask({ model: 'm', text: ' Lily' })).json(), { tokens: [9] });
  assert.equal((await ask({ model: 'm', text: 'Tom' })).status, 404);
});

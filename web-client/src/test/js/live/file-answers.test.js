/** What a page in a file is answered where it asks for a part of what the file has. */
import { assert, test } from '/test/harness.js';
import { FileAnswers } from '/web/live/file-answers.js';
import { decodeFrame } from '/web/model/frame.js';

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

/** A large model's run, of which the file has the patterns of heads, and what was drawn. */
const PATTERNS = [
  [[1], [0.25, 0.75], [0.5, 0.25, 0.25]],
  [[1], [0.5, 0.5], [0.125, 0.375, 0.5]],
];

function large() {
  const frame = new Uint8Array([1, 2, 3]);
  return new FileAnswers(
    {
      models: [
        {
          id: 'm',
          graph: /** @type {any} */ ({}),
          weights: [],
          rows: [{ name: 'pattern', axes: ['head', 'q_pos', 'k_pos'], shape: [2, 'pos', 'pos'], ground: 0 }],
        },
      ],
      cards: [],
      traces: [{ info: /** @type {any} */ ({ id: 't', model: 'm' }), rows: [0, 1, 2], scales: [1], cards: -1 }],
      records: [0, 1, 2].map((position) => [0, position]),
      prompts: {},
      frames: { '/api/traces/t/steps/attn': [0, 3] },
      answers: {},
    },
    Float32Array.from([0, 1, 2].flatMap((query) => PATTERNS.flatMap((head) => head[query]))),
    frame,
    {},
  );
}

test('a file has the patterns of all heads of a large model, of which pages ask for some or for all', async () => {
  const read = async (/** @type {string} */ asked) =>
    decodeFrame(await (await large().answer(`/api/traces/t/tensors/pattern${asked}`)).arrayBuffer()).tensors[0];
  const [first, second] = PATTERNS.map((head) => head.flatMap((row) => [...row, ...new Array(3 - row.length).fill(0)]));
  assert.deepEqual([...(await read('')).data], [...first, ...second]);
  assert.deepEqual([...(await read('?heads=1:2')).data], second);
});

test('what else was drawn of a large model is as the server sent it, and nothing is made of its patterns', async () => {
  const file = large();
  const step = await file.answer('/api/traces/t/steps/attn');
  assert.deepEqual([...new Uint8Array(await step.arrayBuffer())], [1, 2, 3]);
  for (const path of ['steps/logits', 'explain?name=pattern&cell=0,0,0', 'tensors/pattern?pool=2', 'tensors/other'])
    assert.equal((await file.answer(`/api/traces/t/${path}`)).status, 404);
});

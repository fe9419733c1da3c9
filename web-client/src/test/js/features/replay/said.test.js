import { assert, test } from '/test/harness.js';
import { Said } from '/web/features/replay/said.js';
import { words } from '/web/ui/words.js';

await words.loadRest();

const TALK = 'talk-x';
const p = (/** @type {any[]} */ ...parts) => ({ p: parts });
/** A talk's beat, with figures in its second sentence and its fourth, of which the last is a token that looks like the end of a sentence. */
const served = {
  chapters: [
    {
      id: 'one',
      beats: [
        {
          id: 'one',
          title: 'A word is a list',
          texts: {
            developer: [
              p(
                'Each word is a list. It has ',
                { fact: 'size parameters' },
                '. After ',
                { fact: 'token 2' },
                {
                  if: { fact: 'size parameters', op: '>', value: 1000 },
                  then: [' comes B.'],
                  else: [' comes A.'],
                },
              ),
              p({ em: 'Four.' }),
            ],
            expert: [p('A row of the table.')],
          },
        },
      ],
    },
  ],
};

/** The run that was shown with a beat. */
const RUN = { id: 'run', promptLength: 2 };

/** @param {any[]} marks @param {{from: number, text: string}[]} [cues] */
async function said(marks, cues = []) {
  const page = /** @type {any} */ ({
    connection: {
      state: { trace: { model: 'm' } },
      recording: {
        manifest: { marks },
        beats: new Map([[`${TALK} one en`, served]]),
        at: async (/** @type {number} */ t) => ({ state: { trace: { ...RUN, model: 'm', shown: t } } }),
      },
    },
    conductor: { graph: null, trace: null },
    ports: {
      voice: { cues: () => cues },
      tour: {
        facts: async (/** @type {any} */ run, /** @type {string[]} */ list) => {
          assert.deepEqual([run, list], [RUN, ['size parameters', 'token 2']]);
          return new Map([
            [list[0], { fact: list[0], kind: 'count', value: 1200 }],
            [list[1], { fact: list[1], kind: 'token', text: '!' }],
          ]);
        },
      },
    },
    requestUpdate() {},
  });
  /** @type {Said | undefined} */
  let all;
  await new Promise((come) => (all = new Said(page, () => come(undefined))));
  return /** @type {Said} */ (all);
}

const MARKS = [
  { t: 0, kind: 'text', title: 'Tom went' },
  { t: 1000, kind: 'beat', tour: TALK, beat: 'one', title: 'as it was called' },
  { t: 1100, kind: 'step', step: 'embed' },
  { t: 3000, kind: 'guess', title: 'Which?' },
  { t: 4000, kind: 'beat', tour: TALK, beat: 'gone', title: 'Kept title' },
  { t: 6000, kind: 'step', step: 'embed' },
];

test('a transcript has beats with their words, and questions; the step that came with a beat is no line', async () => {
  const lines = (await said(MARKS)).lines.map(({ t, kind, text }) => [t, kind, text]);
  assert.deepEqual(lines.slice(0, 3), [
    [0, 'chapter', 'The text: Tom went'],
    [1000, 'chapter', 'A word is a list'],
    // sentences with figures come with these: they are the run's
    [1000, 'line', 'Each word is a list. Four.'],
  ]);
  assert.deepEqual(lines.slice(3), [
    [3000, 'question', 'Which?'],
    // of a beat whose words the recording does not have, its title
    [4000, 'chapter', 'Kept title'],
    [6000, 'line', 'A step'],
  ]);
});

test('a question is in the language of the page, if it was asked in that, too', async () => {
  const all = await said([
    { t: 0, kind: 'poll', title: 'Welche?', titles: { en: 'Which?' } },
    { t: 1000, kind: 'poll', title: 'Warum?', titles: { fr: 'Pourquoi ?' } },
  ]);
  assert.deepEqual(
    all.lines.map(({ text }) => text),
    ['Which?', 'Warum?'],
  );
});

test('sentences with figures read as the page showed them, once somebody has seen their line', async () => {
  const all = await said(MARKS);
  const [, beat, step] = MARKS;
  assert.equal(all.lacks(beat), true);
  assert.equal(all.lacks(step), false);
  await all.read(beat);
  assert.equal(all.lacks(beat), false);
  assert.equal(
    all.lines.find(({ t, kind }) => t === 1000 && kind === 'line')?.text,
    'Each word is a list. It has 1,200. After ! comes B.',
  );
});

test('captions stand for the beats’ words, each at its time', async () => {
  const { lines } = await said(MARKS.slice(1, 4), [
    { from: 2000, text: 'As I said,' },
    { from: 1500, text: 'Look at this.' },
  ]);
  assert.deepEqual(
    lines.map(({ t, kind, text }) => [t, kind, text]),
    [
      [1000, 'chapter', 'A word is a list'],
      [1500, 'cue', 'Look at this.'],
      [2000, 'cue', 'As I said,'],
      [3000, 'question', 'Which?'],
    ],
  );
});

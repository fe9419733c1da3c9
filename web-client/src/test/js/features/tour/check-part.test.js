/** Which run a chapter's questions are about. */
import { assert, test } from '/test/harness.js';
import { CheckPart } from '/web/features/tour/check/check-part.js';

const GRAPH = { sizes: { n_layers: 1, n_heads: 2, d_vocab: 3 } };
const info = (/** @type {string} */ id, /** @type {string[]} */ changes) => ({
  id,
  model: 'm',
  text: ['C', 'B'],
  tokens: [2, 1],
  promptLength: 2,
  next: [],
  changes,
});
const SHOWN = info('changed', ['blocks.0.attn.hook_z[1]=mean']);
const RUNS = { before: info('unchanged', []), last: SHOWN };

/** A chapter of two beats with a question about one of them; the last is shown. @param {string} again @param {string[]} [route] the beats of the route */
function asked(again, route = ['before', 'last', 'next']) {
  const beats = [
    { id: 'before', title: 'Before' },
    { id: 'last', title: 'Without a head' },
  ];
  const chapter = {
    id: 'c',
    title: 'C',
    beats,
    check: [
      {
        id: 'q',
        again,
        choose: 'tokens',
        right: 'strongest-key head 1.1 from last',
        question: [],
        rightText: [],
        wrongText: [],
      },
    ],
  };
  /** @type {string[]} */
  const facts = [];
  const onRoute = route.map((id) => ({ key: `c/${id}`, id, title: beats.find((beat) => beat.id === id)?.title ?? id }));
  const tour = {
    ...{ tour: { id: 't' }, checking: true, chapter, beat: beats[1], beats: onRoute, index: route.indexOf('last') },
    recipeOf: (/** @type {any} */ beat) => ({ beat: beat.id, changes: () => [] }),
    facts: async (/** @type {any} */ run, /** @type {string[]} */ list) => {
      facts.push(run.id);
      return new Map(list.map((fact) => [fact, { fact, kind: 'token', position: 0 }]));
    },
  };
  const conductor = {
    trace: { info: SHOWN },
    graph: GRAPH,
    runOf: async (/** @type {any} */ { beat }) => ({
      info: RUNS[/** @type {'before' | 'last'} */ (beat)],
      graph: GRAPH,
    }),
  };
  /** @type {string[]} */
  const acts = [];
  const page = /** @type {any} */ ({
    ports: { tour: { part: tour, facts: tour.facts } },
    conductor,
    requestUpdate: () => {},
    act: (/** @type {string} */ name) => acts.push(name),
  });
  const progress = /** @type {any} */ ({ of: () => ({ checks: {} }), checked: () => {} });
  return { part: new CheckPart(page, progress), facts, acts };
}

const arrived = () => new Promise((done) => setTimeout(done));

test('a question has the figures of the beat that it is about, and names it while another run is shown', async () => {
  const { part, facts } = asked('before');
  assert.equal(part.view, null);
  await arrived();
  assert.deepEqual(part.view?.about, { title: 'Before', text: ['C', 'B'], changes: [] });
  part.choose('1');
  part.reveal();
  assert.equal(part.view?.asking.right, -1);
  await arrived();
  assert.equal(part.view?.asking.right, 0);
  assert.deepEqual([...new Set(facts)], ['unchanged']);
});

test('a question about the beat that is shown names nothing', async () => {
  const { part, facts } = asked('last');
  assert.equal(part.view, null);
  await arrived();
  assert.equal(part.view?.about, null);
  part.choose('1');
  part.reveal();
  assert.ok(part.view);
  await arrived();
  assert.deepEqual([...new Set(facts)], ['changed']);
});

test('after the last question the tour goes on, or ends where it has no further beat', async () => {
  for (const [route, act] of /** @type {[string[], string][]} */ ([
    [['before', 'last', 'next'], 'tourBeat'],
    [['before', 'last'], 'tourEnd'],
  ])) {
    const { part, acts } = asked('last', route);
    assert.equal(part.view, null);
    await arrived();
    part.choose('1');
    part.reveal();
    part.next();
    assert.deepEqual(acts, [act]);
  }
});

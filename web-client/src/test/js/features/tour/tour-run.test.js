import { assert, test } from '/test/harness.js';
import {
  changesOf,
  choiceOf,
  differs,
  hidingOf,
  isLeft,
  marksOf,
  placeIn,
  productOf,
  withholdsFacts,
} from '/web/features/tour/choice-of.js';
import { PREDICTIONS, sendBeat, sendRow } from '/web/features/tour/in-room.js';
import { FactBook } from '/web/features/tour/facts.js';
import { Player } from '/web/features/tour/player.js';
import { TourFile } from '/web/features/tour/tour-file.js';
import { OwnText } from '/web/features/tour/own-text.js';

const GRAPH = /** @type {any} */ ({
  nodes: new Map([['blocks.0.attn.hook_q', {}]]),
  sizes: { n_layers: 3, n_heads: 3 },
  byId: new Map(),
});
const INFO = { tokens: [2, 1, 0], text: ['C', 'B', 'A'], promptLength: 3 };
const HELD = { name: 'blocks.0.attn.hook_q', index: [0, 'last', 2] };

test('the last position of a scene is that of its text', () => {
  assert.deepEqual(choiceOf({ held: HELD }, INFO, GRAPH).cell, { name: HELD.name, index: [0, 2, 2] });
  assert.deepEqual(changesOf({ changes: ['blocks.1.attn.hook_attn_scores[2,last,1]=cut', 'token@last=cut'] }, 3), [
    'blocks.1.attn.hook_attn_scores[2,2,1]=cut',
    'token@2=cut',
  ]);
});

test('a row of cells is marked, and not held', () => {
  const scene = { held: { ...HELD, index: [0, 'last', -1] } };
  assert.equal(choiceOf(scene, INFO, GRAPH).cell, null);
  assert.deepEqual(marksOf(scene, INFO, GRAPH), [{ name: HELD.name, index: [0, 2, -1] }]);
  assert.deepEqual(marksOf({ held: HELD }, INFO, GRAPH), []);
});

test('a scene is about the token that it holds', () => {
  const axes = [
    { name: 'head_index', size: 3 },
    { name: 'q_pos', size: 'pos' },
    { name: 'k_pos', size: 'pos' },
  ];
  const graph = /** @type {any} */ ({ nodes: new Map([['pattern', { axes }]]) });
  const about = (/** @type {any} */ index) => placeIn({ held: { name: 'pattern', index } }, INFO, graph);
  assert.deepEqual([about([0, 1, -1]), about([0, 'last', 0]), about([0, -1, 1])], [1, 2, null]);
  assert.deepEqual(
    [placeIn({ held: { name: 'gone', index: [0] } }, INFO, graph), placeIn({}, INFO, graph)],
    [null, null],
  );
});

test('a beat that asks for the sign of a product shows the two numbers of it', () => {
  const product = { layer: 1, head: 0, query: 'last', key: 2, number: 3 };
  assert.deepEqual(productOf({ choose: 'signs', product }, 6), { layer: 1, head: 0, query: 5, key: 2, number: 3 });
  assert.deepEqual(productOf({ choose: 'signs', product: { ...product, query: 4, key: 'last' } }, 3), {
    layer: 1,
    head: 0,
    query: 4,
    key: 2,
    number: 3,
  });
  for (const act of [
    null,
    undefined,
    { choose: 'heads', right: 'strongest-head-voter' },
    { choose: 'signs', right: 'positive' },
  ])
    assert.equal(productOf(act, 6), null);
});

test('what another model does not have is left out', () => {
  assert.deepEqual(
    choiceOf(
      { held: { name: 'gone', index: [0] }, tensors: ['gone', HELD.name], on: { kind: 'layer', layer: 99 } },
      INFO,
      GRAPH,
    ),
    {
      on: { kind: 'step', head: 0 },
      cell: null,
      tensors: [HELD.name],
    },
  );
});

const SEEN = { step: 'embed', focus: { kind: 'step', head: 0 }, info: INFO, why: null };

test('a view is the beat’s until its step, part, changes, tool or text is another', () => {
  const scene = { steps: ['embed', 'logits'] };
  assert.equal(differs(scene, 0, SEEN), false);
  assert.equal(differs(scene, 1, SEEN), true);
  assert.equal(differs(scene, 0, { ...SEEN, focus: { kind: 'everything' } }), true);
  assert.equal(differs(scene, 0, { ...SEEN, info: { ...INFO, changes: ['token@1=cut'] } }), true);
  assert.equal(differs(scene, 0, { ...SEEN, why: { tool: 'lens' } }), true);
  assert.equal(differs(scene, 0, { ...SEEN, info: { ...INFO, promptLength: 2 } }), true);
  assert.equal(differs({ ...scene, text: 'BBB' }, 0, SEEN), true);
  assert.equal(differs({ ...scene, text: 'CBA' }, 0, SEEN), false);
});

test('whoever looks at another part has not left the beat, whose text says the same', () => {
  const scene = { steps: ['embed', 'logits'] };
  assert.equal(isLeft(scene, 0, { ...SEEN, focus: { kind: 'everything' } }), false);
  assert.equal(isLeft(scene, 1, SEEN), true);
  assert.equal(isLeft(scene, 0, { ...SEEN, why: { tool: 'lens' } }), true);
  assert.equal(isLeft({ ...scene, text: 'BBB' }, 0, SEEN), true);
});

test('a beat’s text does not tell what comes next in another text, or while the room guesses it', () => {
  const scene = { text: 'CBA' },
    other = { text: 'BBB' };
  const asked = (/** @type {any} */ prediction) => /** @type {any} */ ({ parts: { prediction } });
  const [hidden, shown] = [true, false].map((hidesNext) => ({ info: INFO, hidesNext }));
  const nothing = asked(undefined),
    guess = asked({ hides: true, question: { phase: 'open' } });
  assert.equal(withholdsFacts(scene, hidden, nothing), false);
  assert.equal(withholdsFacts(other, hidden, nothing), true);
  assert.equal(withholdsFacts(other, hidden, null), true);
  assert.equal(withholdsFacts(other, shown, nothing), false);
  assert.equal(withholdsFacts(scene, hidden, guess), true);
  assert.equal(withholdsFacts(scene, shown, guess), false);
  // the words of a beat that asks are written for its question
  assert.equal(withholdsFacts(scene, hidden, asked({ hides: true, question: { beat: 'a/b' } })), false);
  assert.equal(withholdsFacts(other, hidden, nothing, { do: 'text' }), false);
});

test('only a question about what comes next promises it for an answer', () => {
  const scene = { model: 'nano-sort', steps: ['start'], answer: false };
  assert.equal(hidingOf({ act: { choose: 'next' }, scene }, false), 'asked');
  assert.equal(hidingOf({ act: { choose: 'next' }, scene }, true), '');
  assert.equal(hidingOf({ act: { choose: 'own' }, scene }, true), 'later');
  assert.equal(hidingOf({ scene }, false), 'later');
  assert.equal(hidingOf({ scene: { ...scene, answer: true } }, false), '');
});

test('what an act asks for or shows is part of its beat', () => {
  const scene = { steps: ['embed', 'logits'] },
    shown = { kind: 'layer', layer: 1 };
  const changed = { ...SEEN, info: { ...INFO, changes: ['token@1=cut'] } };
  assert.equal(differs(scene, 0, changed, { do: 'switch' }), false);
  assert.equal(differs(scene, 0, changed, { do: 'text' }), true);
  assert.equal(differs({ ...scene, text: 'BBB' }, 0, SEEN, { do: 'text' }), false);
  assert.equal(differs({ ...scene, text: 'BBB' }, 0, SEEN, { do: 'switch' }), true);
  assert.equal(differs(scene, 0, { ...SEEN, focus: shown }, { show: { on: shown } }), false);
  assert.equal(differs(scene, 0, { ...SEEN, focus: { kind: 'everything' } }, { show: { on: shown } }), true);
});

test('a row that a hint marks for a room is added to what is marked, once', () => {
  const row = { name: 'hook_embed', index: [1, -1] },
    before = { name: 'hook_embed', index: [0, 0] };
  /** @type {any[]} */
  const sent = [];
  const parts = { marks: [before] };
  const conductor = {
    room: { parts },
    command: (/** @type {any} */ command) => (sent.push(command), (parts.marks = command.marks)),
  };
  sendRow(conductor, row);
  sendRow(conductor, row);
  assert.deepEqual(sent, [{ do: 'mark', marks: [before, row] }]);
});

test('the beat beside the present one is the room’s to find; another one, and any without the room, is named', () => {
  const sent = /** @type {any[]} */ ([]);
  const view = /** @type {any} */ ({ lobby: false, parts: { tour: { tour: 't', beat: 'a/b' } } });
  const conductor = (/** @type {string} */ status) => ({
    status,
    command: (/** @type {any} */ command, /** @type {any} */ expected) => (
      sent.push(command),
      PREDICTIONS[command.do](view, { ...command, ...expected })
    ),
  });
  const to = { tour: 't', route: 5, beat: 'a/c', at: 0, level: 'simple' },
    named = { do: 'beat', tour: 't', route: 5, beat: 'a/c', step: 0, level: 'simple' };
  sendBeat(conductor('open'), to, 1);
  assert.equal(view.parts.tour.beat, 'a/c');
  sendBeat(conductor('open'), to, -1);
  sendBeat(conductor('open'), to, 0);
  sendBeat(conductor('lost'), to, 1);
  assert.deepEqual(sent, [{ do: 'next', level: 'simple' }, { do: 'back', level: 'simple' }, named, named]);
});

test('a text that is typed at a beat without one is the tour’s from then on, for the same model', () => {
  const typed = new OwnText(),
    scene = { model: 'nano-sort', steps: ['embed'] };
  typed.begin({ tokens: [2, 1], promptLength: 2 });
  typed.follow({ tokens: [2, 1, 0], promptLength: 2 }, scene);
  assert.equal(typed.tokens, null, 'a token that the model added is no text');
  typed.follow({ tokens: [0, 0, 1], promptLength: 2 }, scene);
  assert.deepEqual(typed.textOf({ ...scene, model: 'nano-sort@100' }, 'CB'), { tokens: [0, 0] });
  assert.deepEqual(typed.textOf({ ...scene, text: 'BB' }, 'CB'), { prompt: 'BB' });
  assert.deepEqual(typed.textOf({ ...scene, model: 'tiny-tales' }, 'CB'), { prompt: 'CB' });
  typed.forget();
  assert.deepEqual(typed.textOf(scene, 'CB'), { prompt: 'CB' });
  assert.deepEqual(typed.textOf(scene, ''), { tokens: [0] });
});

test('a text that is typed at a beat with one of its own stays there', () => {
  const typed = new OwnText();
  typed.follow({ tokens: [1], promptLength: 1 }, { model: 'm', steps: ['a'], text: 'C' });
  assert.equal(typed.tokens, null);
});

/** A clock that is moved by hand. */
function hand() {
  const due = [];
  return {
    due,
    after: (fn, ms) => {
      const one = { fn, ms };
      due.push(one);
      return one;
    },
    cancel: (one) => due.splice(due.indexOf(one), due.includes(one) ? 1 : 0),
    next: () => due.shift()?.fn(),
  };
}

test('playing goes on after the planned time at its speed, and stops at the end', () => {
  const clock = hand();
  let left = 2;
  const player = new Player(
    { seconds: () => 10, on: () => left-- > 0 && (player.plan(), true), changed: () => {} },
    clock,
  );
  player.play();
  assert.deepEqual(
    clock.due.map(({ ms }) => ms),
    [10_000],
  );
  player.change(2);
  assert.deepEqual(
    clock.due.map(({ ms }) => ms),
    [5000],
    'the former time is given up',
  );
  clock.next();
  clock.next();
  assert.equal(player.playing, true);
  clock.next();
  assert.equal(player.playing, false);
  assert.equal(clock.due.length, 0);
});

test('a pause ends what was planned', () => {
  const clock = hand();
  const player = new Player({ seconds: () => 10, on: () => assert.fail('moved'), changed: () => {} }, clock);
  player.play();
  player.pause();
  assert.equal(clock.due.length, 0);
  player.plan();
  assert.equal(clock.due.length, 0, 'nothing is planned while nothing plays');
});

const RUN = { id: 'a', promptLength: 3 };
const OTHER = { id: 'b', promptLength: 3 };
const settled = () => new Promise((soon) => setTimeout(soon, 0));

/** @param {(path: string, init: any) => any} answer */
function bookOf(answer) {
  const asked = [],
    clock = hand();
  let changes = 0;
  const send = async (path, init) => {
    asked.push({ path, init });
    return answer(path, init);
  };
  const book = new FactBook(() => changes++, { send, after: clock.after });
  return { book, asked, clock, changes: () => changes };
}
const answers = (path) => ({
  facts: new URLSearchParams(path.split('?')[1])
    .getAll('fact')
    .map((fact) => ({ fact, kind: 'count', value: fact.length })),
});

test('the facts of what is shown are asked for together, and once', async () => {
  const { book, asked, changes } = bookOf(answers);
  book.want(RUN, [['next', 'text']]);
  book.want(RUN, [['next', 'text']]);
  assert.equal(book.known(RUN, ['next', 'text']), null);
  await settled();
  assert.equal(book.known(RUN, ['next', 'text'])?.get('text')?.value, 4);
  book.want(RUN, [['text']]);
  await settled();
  assert.equal(asked.length, 1);
  assert.equal(asked[0].path, '/api/traces/a/facts?fact=next&fact=text&prompt=3');
  assert.equal(changes(), 1);
});

test('another run is asked anew, and the request for what was left is cancelled', async () => {
  const { book, asked } = bookOf(
    (path, { signal }) =>
      new Promise((done, fail) =>
        path.includes('/a/') ? signal.addEventListener('abort', () => fail(new Error('gone'))) : done(answers(path)),
      ),
  );
  book.want(RUN, [['next']]);
  book.want(OTHER, [['next']]);
  await settled();
  assert.equal(asked[0].init.signal.aborted, true);
  assert.equal(book.known(RUN, ['next']), null);
  assert.equal(book.known(OTHER, ['next'])?.get('next')?.value, 4);
});

test('another beat of the same run keeps what is on its way for it, and cancels the rest', () => {
  const { book, asked } = bookOf(() => new Promise(() => {}));
  book.want(RUN, [['next'], ['text']]);
  book.want(RUN, [['next', 'positions']]);
  assert.deepEqual(
    asked.map(({ init }) => init.signal.aborted),
    [false, true, false],
  );
  assert.ok(asked[2].path.includes('fact=positions') && !asked[2].path.includes('fact=next'));
  book.forget();
  assert.deepEqual(
    asked.map(({ init }) => init.signal.aborted),
    [true, true, true],
  );
});

test('more facts than a request may have are asked for in several', async () => {
  const { book, asked } = bookOf(answers);
  const many = Array.from({ length: 100 }, (_, i) => `token ${i + 1}`);
  book.want(RUN, [many]);
  await settled();
  assert.deepEqual(
    asked.map(({ path }) => path.match(/fact=/g)?.length),
    [64, 36],
  );
  assert.equal(book.known(RUN, many)?.size, 100);
});

test('facts that the server refuses have no figure; while it is away they are asked for again', async () => {
  let status = 400;
  const { book, asked, clock } = bookOf((path) => {
    if (status) throw Object.assign(new Error('no'), { status, code: 'unknown-fact' });
    return answers(path);
  });
  book.want(RUN, [['nonsense']]);
  await settled();
  assert.equal(book.known(RUN, ['nonsense'])?.get('nonsense')?.error.type, 'unknown-fact');
  status = 503;
  book.want(RUN, [['next']]);
  await settled();
  book.want(RUN, [['next']]);
  assert.equal(asked.length, 2, 'not at once');
  status = 0;
  clock.next();
  book.want(RUN, [['next']]);
  await settled();
  assert.equal(book.known(RUN, ['next'])?.get('next')?.value, 4);
});

test('what is said about an answer is asked with its position, from 1', async () => {
  const { book, asked } = bookOf(answers);
  const facts = await book.once(RUN, ['token answer'], {
    answer: 0,
    turns: { room: 'K7M4QX', headers: { Authorization: 'Bearer k' } },
  });
  assert.equal(facts.get('token answer')?.value, 12);
  assert.ok(asked[0].path.endsWith('&answer=1&room=K7M4QX'));
  assert.equal(asked[0].init.headers.Authorization, 'Bearer k');
});

test('a tour that is being written is asked for each second and replaced; one that is not, never', async () => {
  const clock = hand(),
    served = [{ id: 't', version: '1', watched: true }, null, { id: 't', version: '2', watched: true }],
    asked = [];
  let changes = 0;
  const file = new TourFile(() => changes++, assert.fail, {
    fetch: async (_, how) => (asked.push(how.version), /** @type {any} */ (served.shift())),
    after: clock.after,
  });
  await file.load('t', 'en', undefined, null);
  assert.equal(file.tour?.version, '1');
  clock.next();
  await settled();
  assert.equal(file.tour?.version, '1');
  clock.next();
  await settled();
  assert.equal(file.tour?.version, '2');
  assert.deepEqual(asked, [undefined, '1', '1']);
  file.close();
  clock.next();
  await settled();
  assert.equal(asked.length, 3, 'not after it was left');
});

test('a server that does not answer leaves the tour as it was', async () => {
  const clock = hand();
  let fails = false;
  const fetch = async () => {
    if (fails) throw new Error('away');
    return /** @type {any} */ ({ id: 't', version: '1', watched: true });
  };
  const file = new TourFile(() => {}, assert.fail, { fetch, after: clock.after });
  await file.load('t', 'en', undefined, null);
  fails = true;
  clock.next();
  await settled();
  assert.equal(file.tour?.version, '1');
  assert.equal(clock.due.length, 1, 'it is asked again');
});

test('an edit with a mistake in it is reported once, advice never', async () => {
  const clock = hand(),
    mistake = { file: 't/tour.yaml', line: 3, reason: 'No.', advice: false },
    advice = { ...mistake, line: 2, advice: true },
    served = [{ problems: [advice] }, { problems: [advice, mistake] }, null, {}].map(
      (each, i) => each && { id: 't', version: String(i), watched: true, ...each },
    ),
    broken = [];
  const file = new TourFile(() => {}, assert.fail, {
    fetch: async () => /** @type {any} */ (served.shift()),
    after: clock.after,
    broken: (each) => broken.push(each),
  });
  await file.load('t', 'en', undefined, null);
  assert.deepEqual(broken, []);
  for (let i = 0; i < 3; i++) {
    clock.next();
    await settled();
    assert.deepEqual(broken, [mistake]);
  }
  assert.equal(file.tour?.version, '3');
});

test('a change of the language brings the tour anew, and the last request counts', async () => {
  const waiting = [];
  const file = new TourFile(() => {}, assert.fail, {
    fetch: (_, { language }) =>
      new Promise((done) => waiting.push(() => done(/** @type {any} */ ({ id: 't', version: language, language })))),
  });
  const first = file.load('t', 'en', undefined, null);
  waiting.shift()();
  await first;
  file.follow('de', undefined, null);
  file.follow('en', undefined, null);
  waiting[1]();
  waiting[0]();
  await settled();
  assert.equal(file.tour?.language, 'en');
});

test('a tour of whatever is on screen takes the prompt there, without what was generated', () => {
  const typed = new OwnText();
  typed.take({ tokens: [2, 1, 0, 1], promptLength: 3 }, { steps: ['embed'], model: 'nano-sort@4' });
  assert.deepEqual(typed.textOf({ steps: ['embed'], model: 'nano-sort' }, 'AAA'), { tokens: [2, 1, 0] });
  assert.deepEqual(typed.textOf({ steps: ['embed'], model: 'tiny-tales' }, 'Once'), { prompt: 'Once' });
});

import { assert, test } from '/test/harness.js';
import { Arrivals, presented, send } from '/web/features/talk/exchange.js';
import { Device, MOST_BEATS } from '/web/features/talk/device.js';
import { cellWords, idOf, keep, titleOf } from '/web/features/talk/keep.js';
import { ShownScene } from '/web/features/talk/shown-scene.js';
import { parts, Talks } from '/web/features/talk/talks.js';
import { writeTalk } from '/web/features/talk/yaml.js';

const axes = (/** @type {[string, number | 'pos'][]} */ ...all) => all.map(([name, size]) => ({ name, size }));
const NODES = /** @type {[string, any][]} */ ([
  ['blocks.1.attn.hook_q', { layer: 1, axes: axes(['pos', 'pos'], ['head', 4], ['d_head', 8]) }],
  ['blocks.1.attn.hook_k', { layer: 1, axes: axes(['pos', 'pos'], ['head', 2], ['d_head', 8]) }],
  ['blocks.1.attn.hook_pattern', { layer: 1, axes: axes(['head', 4], ['q_pos', 'pos'], ['k_pos', 'pos']) }],
  ['blocks.1.mlp.W_in', { layer: 1, axes: axes(['d_model', 32], ['d_mlp', 128]) }],
]);
const GRAPH = /** @type {any} */ ({
  model: { id: 'm', preset: 'tiny' },
  sizes: { n_layers: 2, n_heads: 4 },
  vocabulary: null,
  nodes: new Map(NODES),
  byId: new Map([['blocks.1.attn.scores', { layer: 1 }]]),
});
const INFO = /** @type {any} */ ({
  id: 't',
  tokens: [5, 6, 7],
  text: ['Tom', ' went', ' to'],
  promptLength: 2,
  next: [],
});
const GREEDY = { temperature: 0, topK: 0, topP: 1, seed: 0 };
/** @param {Record<string, any>} [changes] @returns {any} */
const shown = (changes = {}) => ({
  graph: GRAPH,
  info: INFO,
  text: 'Tom went',
  step: 'blocks.1.attn.scores',
  focus: { kind: 'step', head: 0 },
  sampling: GREEDY,
  texts: null,
  textOf: (/** @type {number} */ token) => (token === 9 ? ' Lily' : null),
  ...changes,
});
/** @param {Record<string, any>} [changes] */
const kept = (changes) => keep(shown(changes));

test('a beat names its model, its text and its step, and nothing that is as usual', () => {
  assert.deepEqual(kept(), {
    scene: { model: 'tiny', text: 'Tom went', written: [' to'], step: 'blocks.1.attn.scores' },
    lost: [],
    whole: true,
  });
});

test('each focus is written in words that count from 1', () => {
  const cases = /** @type {[any, any][]} */ ([
    [
      { kind: 'step', head: 2 },
      { head: '2.3', view: 'step' },
    ],
    [
      { kind: 'step', head: 0, word: 1, joins: 0 },
      { word: 2, joins: 0 },
    ],
    [{ kind: 'everything' }, { everything: true }],
    [{ kind: 'section', section: 'output' }, { section: 'output' }],
    [{ kind: 'layer', layer: 1 }, { layer: 2 }],
    [
      { kind: 'part', layer: 0, part: 'mlp' },
      { layer: 1, part: 'mlp' },
    ],
    [{ kind: 'head', layer: 1, head: 3 }, { head: '2.4' }],
    [
      { kind: 'block', node: 'blocks.1.attn.hook_k', head: 1 },
      { block: 'blocks.1.attn.hook_k', head: '2.3' },
    ],
  ]);
  for (const [focus, words] of cases) assert.deepEqual(kept({ focus }).scene.focus, words);
});

test('a cell is named by token, key, head and number, or by its index where these do not say it', () => {
  const of = (/** @type {string} */ name, /** @type {number[]} */ index) => cellWords({ name, index }, GRAPH, 3);
  assert.deepEqual(of('blocks.1.attn.hook_q', [2, 3, 0]), {
    block: 'blocks.1.attn.hook_q',
    token: 'last',
    head: '2.4',
    number: 1,
  });
  assert.deepEqual(of('blocks.1.attn.hook_pattern', [0, 1, 0]), {
    block: 'blocks.1.attn.hook_pattern',
    head: '2.1',
    token: 2,
    key: 1,
  });
  assert.deepEqual(of('blocks.1.attn.hook_pattern', [0, -1, 0]), {
    block: 'blocks.1.attn.hook_pattern',
    head: '2.1',
    key: 1,
  });
  // two query heads share this one
  assert.deepEqual(of('blocks.1.attn.hook_k', [2, 1, 4]), { block: 'blocks.1.attn.hook_k', at: ['last', 2, 5] });
  assert.deepEqual(of('blocks.1.mlp.W_in', [0, 127]), { block: 'blocks.1.mlp.W_in', at: [1, 128] });
  assert.deepEqual(of('blocks.1.mlp.W_in', [-1, 127]), { block: 'blocks.1.mlp.W_in', at: ['all', 128] });
});

test('blocks have the words of tours, with their layer if nothing else says it', () => {
  const query = 'blocks.1.attn.hook_q',
    key = 'blocks.1.attn.hook_k';
  const { scene } = kept({
    focus: { kind: 'block', node: query, head: 3 },
    held: { name: query, index: [2, -1, 0] },
    marks: [{ name: key, index: [2, 1, 4] }],
    tensors: [query, key, 'blocks.1.mlp.W_in'],
    blocks: { [query]: { block: 'queries', layer: 2 }, [key]: { block: 'keys' } },
  });
  assert.deepEqual(scene.focus, { block: 'queries', head: '2.4' });
  assert.deepEqual(scene.held, { block: 'queries', layer: 2, token: 'last', number: 1 });
  assert.deepEqual(scene.marks, [{ block: 'keys', at: ['last', 2, 5] }]);
  assert.deepEqual(scene.lit, [query, 'keys', 'blocks.1.mlp.W_in']);
});

test('the tool, the question, the changes and what is set for all are kept', () => {
  const { scene, lost } = kept({
    why: { tool: 'attribution', position: 2, a: 9, b: 'all', view: 'layer=1&head=1' },
    asked: {
      options: [
        { text: ' Lily', token: 9 },
        { text: ' Tom', token: 5 },
      ],
      other: true,
      right: 0,
    },
    info: {
      ...INFO,
      changes: [
        'blocks.1.attn.hook_z[3]=scale:0.5',
        'token@1=cut',
        'blocks.0.attn.hook_attn_scores[0,2,1]=cut',
        'blocks.0.hook_mlp_out=mean',
        'blocks.1.mlp.hook_router[4]=force',
      ],
    },
    texts: { level: 'simple' },
    answer: 'hidden',
    second: 'tiny-llama',
    compares: true,
    exhibit: 'gpt3',
    camera: [1, 2, 3, 0.123456, 5, 6],
    sampling: { ...GREEDY, temperature: 1.5, seed: 7 },
    tensors: ['blocks.1.attn.hook_q'],
  });
  assert.deepEqual(lost, []);
  assert.deepEqual(scene.lab, {
    tool: 'attribution',
    position: 'last',
    a: ' Lily',
    b: 'all',
    view: { layer: '1', head: '1' },
  });
  assert.deepEqual(scene.ask, { next: [' Lily', ' Tom'], other: true, right: 1 });
  assert.deepEqual(scene.changes, [
    { head: '2.4', do: 'scale', by: 0.5 },
    { token: 2, do: 'cut' },
    { edge: { head: '1.1', query: 3, key: 2 }, do: 'cut' },
    { mlp: 1, do: 'mean' },
    { expert: '2.5', do: 'force' },
  ]);
  assert.deepEqual([scene.level, scene.language], ['simple', 'own']);
  assert.deepEqual(scene.sampling, { temperature: 1.5, seed: 7 });
  assert.deepEqual(scene.camera, [1, 2, 3, 0.123, 5, 6]);
  assert.deepEqual(
    [scene.answer, scene.compare, scene.gallery, scene.lit],
    ['hidden', 'tiny-llama', 'gpt3', ['blocks.1.attn.hook_q']],
  );
});

test('a tool that nobody gave a rival is kept with the rival that pages show, and not with the one that tours compare with', () => {
  assert.deepEqual(kept({ why: { tool: 'lens' } }).scene.lab, { tool: 'lens', b: 'rival' });
});

test('a beat is what was shown when it was kept, whatever is shown before the server has answered', async () => {
  const why = { question: /** @type {any} */ ({ tool: 'lens', position: 2 }) };
  const room = { parts: /** @type {any} */ ({ answer: { hidden: true } }) };
  const conductor = {
    graph: GRAPH,
    trace: { info: INFO },
    step: 'blocks.1.attn.scores',
    focus: { kind: 'step', head: 0 },
    sampling: GREEDY,
    room,
  };
  const { fetch } = globalThis;
  globalThis.fetch = async () => {
    why.question = null;
    room.parts.answer = undefined;
    return new Response(JSON.stringify({ tokens: [5, 6] }), { headers: { 'Content-Type': 'application/json' } });
  };
  try {
    const made = await new ShownScene(/** @type {any} */ ({ conductor, ports: { why }, say() {} })).keep();
    assert.equal(made?.scene.lab?.tool, 'lens');
    assert.equal(made?.scene.answer, 'hidden');
  } finally {
    globalThis.fetch = fetch;
  }
});

test('what cannot be kept is named', () => {
  assert.deepEqual(kept({ training: true }).lost, ['training']);
  assert.deepEqual(kept({ text: null }), { ...kept({ text: null }), lost: ['text'], whole: false });
  assert.deepEqual(kept({ info: { ...INFO, changes: ['blocks.1.attn.hook_z[0]@2=zero'] } }).lost, ['changes']);
  assert.deepEqual(kept({ why: { tool: 'lens', a: 8 } }).lost, ['tool']);
  assert.deepEqual(kept({ compares: true, second: null }).lost, ['second']);
  const trained = { ...GRAPH, model: { ...GRAPH.model, checkpoint: { preset: 'tiny', update: 30 } } };
  assert.equal(kept({ graph: trained }).whole, false);
});

test('ids can be read, and are given once', () => {
  assert.equal(idOf('It looks at Tom!'), 'it-looks-at-tom');
  assert.equal(idOf('Überall', ['uberall']), 'uberall-2');
  assert.equal(idOf('数字'), 'beat');
  assert.equal([...titleOf('x'.repeat(60))].length, 40);
});

test('a title is cut between words; one whose end says most, at its front', () => {
  assert.equal(
    titleOf('Layer 1 · Head 2: Scores become shares of attention'),
    'Layer 1 · Head 2: Scores become shares…',
  );
  assert.equal(
    titleOf('When Lily and Tom went to the park, Tom gave a ball to …', true),
    '…went to the park, Tom gave a ball to …',
  );
  assert.equal(titleOf('The opposite of hot is …', true), 'The opposite of hot is …');
});

// talks write down their times when the page is left
globalThis.window ??= /** @type {any} */ (new EventTarget());

/** A room with one beat, whose server answers when it is told to. */
function roomOfOne() {
  const sent = /** @type {any[]} */ ([]),
    room = { parts: { talk: { talks: [{ id: 'talk-1', version: 1, title: '' }], open: 'talk-1' } } };
  const conductor = Object.assign(new EventTarget(), {
    room,
    runsAhead: false,
    command: (/** @type {any} */ command) => {
      sent.push(command);
      conductor.runsAhead = true;
    },
  });
  let beat = { id: 'a', version: 1, seconds: 60, scene: {}, words: { en: { title: 'a' } } };
  const talks = new Talks(/** @type {any} */ ({ code: 'AAAAAA', conductor, ports: {}, requestUpdate() {}, say() {} }));
  talks.served = async () => ({ talk: [beat], cannot: {} });
  const settle = async (/** @type {any} */ now, /** @type {number} */ version) => {
    beat = { ...now, version };
    conductor.runsAhead = false;
    room.parts.talk.talks[0] = { id: 'talk-1', version, title: '' };
    conductor.dispatchEvent(new Event('change'));
    await new Promise((done) => setTimeout(done));
  };
  return { talks, sent, settle, beat };
}

test('quick changes of one beat follow each other, each on what the one before has made', async () => {
  const { talks, sent, settle, beat } = roomOfOne();
  talks.toggle(true);
  await settle(beat, 1);
  const say = (/** @type {any} */ changes) => (/** @type {any} */ each) => ({
    ...each,
    words: { en: { ...each.words.en, ...changes } },
  });
  talks.change('a', say({ title: 'b' }));
  talks.change('a', say({ notes: 'n' }));
  talks.toggle(false);
  assert.deepEqual(
    sent.map(({ version }) => version),
    [1],
  );
  await settle(sent[0].beat, 7);
  assert.equal(sent.length, 2);
  assert.equal(sent[1].version, 7);
  assert.deepEqual(sent[1].beat.words.en, { title: 'b', notes: 'n' });
});

test('a change of a beat that somebody else has changed meanwhile says which one was seen', async () => {
  const { talks, sent, settle, beat } = roomOfOne();
  talks.toggle(true);
  await settle(beat, 1);
  talks.change('a', (each) => ({ ...each, seconds: 90 }));
  assert.equal(sent[0].version, 1);
  // refused: the room has another one's
  await settle({ ...beat, seconds: 30 }, 5);
  assert.equal(sent.length, 1);
  talks.change('a', (each) => ({ ...each, seconds: 45 }));
  assert.equal(sent[1].version, 5);
});

test('beats that are kept before the talk has arrived have ids of their own, and follow each other', async () => {
  const { talks, sent, beat } = roomOfOne();
  for (let n = 0; n < 3; n++) await talks.add([beat]);
  assert.deepEqual(
    sent.map(({ beats, after }) => [beats[0].id, after]),
    [
      ['a-2', undefined],
      ['a-3', 'a-2'],
      ['a-4', 'a-3'],
    ],
  );
});

test('a file has the tour and each language, with hostile texts in quotes', () => {
  const text = writeTalk({
    title: 'My talk: "one"',
    date: '2 May',
    beats: [
      {
        id: 'a',
        seconds: 90,
        scene: { model: 'tiny', text: '--- # no\n...', step: 'embed', focus: { head: '2.10' } },
        words: { en: { title: 'yes' } },
      },
      {
        id: 'b',
        seconds: 60,
        hidden: true,
        scene: { model: 'tiny', text: '*a & !b', step: 'probs', marks: [{ block: 'probs', at: [1, 'all'] }] },
        words: { de: { title: 'Zwei', notes: 'a\u2028b' } },
      },
    ],
  });
  const documents = text.split('\n---\n');
  assert.equal(documents.length, 3);
  assert.ok(documents[0].includes('text: "--- # no\\n..."') && documents[0].includes('hidden: true'));
  assert.ok(documents[0].includes('focus: {head: "2.10"}') && documents[0].includes('- block: probs'));
  assert.ok(documents[1].includes('language: de') && documents[1].includes('notes: "a\\u2028b"'));
  assert.ok(documents[2].includes('a: {title: "yes"}') || documents[2].includes('title: "yes"'));
});

test('beats go to the room in messages that it takes', () => {
  const beats = Array.from({ length: 50 }, (_, i) => ({
    id: `b${i}`,
    seconds: 60,
    scene: { text: 'x'.repeat(300) },
    words: {},
  }));
  const groups = parts(beats, 2000);
  assert.deepEqual(groups.flat(), beats);
  for (const group of groups) assert.ok(JSON.stringify(group).length <= 2000);
});

test('a talk on the device is changed, taken back and found again; where it does not fit nothing is lost', () => {
  let stored = /** @type {string | null} */ (null),
    isFull = false;
  const storage = {
    getItem: () => stored,
    setItem: (/** @type {string} */ _, /** @type {string} */ text) => {
      if (isFull) throw new Error('QuotaExceededError');
      stored = text;
    },
  };
  const beat = (/** @type {string} */ id) => ({ id, seconds: 60, scene: {}, words: { en: { title: id } } });
  const device = new Device(storage);
  device.put([beat('a'), beat('b')], null);
  device.put([beat('c')], 'a');
  device.move('b', '');
  const ids = () => device.talk(device.said.open)?.beats.map(({ id }) => id);
  assert.deepEqual(ids(), ['b', 'a', 'c']);
  device.drop('a');
  const { version } = device.said.talks[0];
  device.undo();
  assert.deepEqual(ids(), ['b', 'a', 'c']);
  assert.ok(device.said.talks[0].version > version);
  isFull = true;
  assert.throws(() => device.put([beat('d')], null), /talk.full/);
  assert.deepEqual(ids(), ['b', 'a', 'c']);
  isFull = false;
  assert.throws(
    () =>
      device.put(
        Array.from({ length: MOST_BEATS }, (_, i) => beat(`n${i}`)),
        null,
      ),
    /talk.(full|tooLong)/,
  );
  assert.deepEqual(new Device(storage).said, device.said);
  stored = '{"talks":7}';
  assert.deepEqual(new Device(storage).said, { talks: [], open: '' });
});

/** Storage of a browser, which its tabs share: each hears what the others change. */
function tabs() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  /** @type {{tab: object, hear: (event: {key: string}) => void}[]} */
  const listeners = [];
  const tab = () => {
    const own = /** @type {any} */ ({
      localStorage: {
        getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
        removeItem: (/** @type {string} */ name) => kept.delete(name),
        setItem: (/** @type {string} */ name, /** @type {string} */ text) => {
          if (text.length > 100_000) throw new Error('full');
          kept.set(name, text);
          for (const each of listeners) if (each.tab !== own) each.hear({ key: name });
        },
      },
      addEventListener: (/** @type {string} */ _, /** @type {any} */ hear) => listeners.push({ tab: own, hear }),
    });
    return own;
  };
  return { tab };
}

/** @param {string} title of the beat */
const openTalk = (title) =>
  /** @type {any} */ ({
    shown: {
      cover: { title: 'Names' },
      talk: {
        id: 'talk-1',
        beats: [{ id: 'one', seconds: 60, scene: { model: 'tiny', step: 'embed' }, words: { en: { title } } }],
      },
    },
  });

test('a talk waits for another room until its page is open, and arrives there once', () => {
  const { tab } = tabs();
  assert.deepEqual(presented(tab()), []);
  assert.equal(new Arrivals('AAA', () => {}, tab()).take(), null);
  for (const title of ['First', 'Other']) assert.ok(send(openTalk(title), 'BBB', tab()));
  let told = 0;
  const arrivals = new Arrivals('BBB', () => told++, tab());
  assert.ok(arrivals.take()?.includes('First'));
  assert.ok(arrivals.take()?.includes('Other'));
  assert.equal(arrivals.take(), null);
  assert.deepEqual(presented(tab()), ['BBB', 'AAA']);
  assert.ok(send(openTalk('Second'), 'BBB', tab()));
  assert.equal(told, 1);
  assert.ok(arrivals.take()?.includes('Second'));
  assert.ok(!send(openTalk('x'.repeat(200_000)), 'BBB', tab()));
  assert.equal(arrivals.take(), null);
});

test('the rooms that this browser has presented are the newest eight, whatever stands in their place', () => {
  const { tab } = tabs();
  for (let n = 1; n <= 10; n++) new Arrivals(`R${n}`, () => {}, tab());
  assert.deepEqual(presented(tab()), ['R10', 'R9', 'R8', 'R7', 'R6', 'R5', 'R4', 'R3']);
  for (const broken of ['{', '7', '[7, null, "AAA"]']) {
    tab().localStorage.setItem('orrery.presented', broken);
    assert.deepEqual(presented(tab()), broken.startsWith('[') ? ['AAA'] : []);
  }
});

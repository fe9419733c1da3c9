/** What an embedded page takes from the page around it: the right handshake, and no more than it can do. */
import { assert, test } from '/test/harness.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { expandGraph } from '/web/model/graph.js';
import { EmbedPort } from '/web/features/embed/port.js';

const GRAPH = expandGraph(SMALL_GRAPH);
const [STEP, NEXT] = GRAPH.steps.map(({ id }) => id);

/** A frame in a page, whose messages are listed. */
function frame() {
  const said = [];
  const parent = { postMessage: (message, to) => said.push({ message, to }) };
  const own = Object.assign(new EventTarget(), {
    parent,
    document: { querySelector: () => null, querySelectorAll: () => [] },
    requestAnimationFrame: (then) => then(),
    sessionStorage: { getItem: () => null, setItem() {}, removeItem() {} },
  });
  // the channel may take its first commands at once
  let now = 10_000;
  const moves = [];
  const conductor = Object.assign(new EventTarget(), { graph: GRAPH, trace: null, step: STEP, mayDrive: true });
  // as on a page, an action waits for the deferred modules
  let isLoaded = false;
  const page = {
    code: '',
    conductor,
    ports: {},
    loadDeferred: async () => void (isLoaded = true),
    act(...asked) {
      moves.push(asked);
      if (isLoaded) conductor.step = asked[1] ?? conductor.step;
    },
  };
  const port = new EmbedPort(own, () => now);
  port.serve(page);
  const hear = (data, ports = [], source = parent) =>
    own.dispatchEvent(Object.assign(new Event('message'), { data, ports, source, origin: 'https://slides.example' }));
  return { said, hear, moves, page, port, pass: (ms) => (now += ms) };
}

/** The parent's end of the channel, which answers at once. */
function channel() {
  const heard = [];
  const end = {
    onmessage: (_) => {},
    isClosed: false,
    postMessage: (data) => heard.push(data),
    close: () => (end.isClosed = true),
  };
  return { heard, end, say: (data) => end.onmessage({ data }) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const errors = (heard) => heard.flatMap(({ error }) => (error ? error.code : []));

/** A frame that has met its parent. */
function met() {
  const all = frame(),
    its = channel();
  all.hear({ orrery: 'connect', nonce: all.said[0].message.nonce }, [its.end]);
  return { ...all, ...its };
}

test('only the parent with the nonce of this frame opens the channel, and once', () => {
  const { said, hear, port } = frame(),
    { end } = channel();
  const { nonce } = said[0].message;
  for (const [data, ports, source] of [
    [{ orrery: 'connect', nonce: 'guessed' }, [end], undefined],
    [{ orrery: 'connect', nonce }, [end], {}],
    [{ orrery: 'connect', nonce }, [], undefined],
    [null, [end], undefined],
    ['connect', [end], undefined],
  ])
    hear(data, ports, source);
  assert.equal(port.isOpen, false);
  hear({ orrery: 'hello' });
  const second = said.at(-1).message.nonce;
  assert.ok(second !== nonce);
  hear({ orrery: 'connect', nonce }, [end]);
  assert.equal(port.isOpen, false);
  hear({ orrery: 'connect', nonce: second }, [end]);
  assert.equal(port.isOpen, true);
  const other = channel();
  hear({ orrery: 'connect', nonce: second }, [other.end]);
  assert.deepEqual(other.heard, []);
});

test('commands are carried out, and what cannot be done is refused in turn', async () => {
  const { say, heard, moves, page } = met();
  say({ id: 1, do: 'go', step: NEXT });
  say({ id: 2, do: 'go', step: 'nowhere' });
  say({ id: 3, do: 'dance' });
  say({ id: 4, do: 'text', text: '' });
  say({ id: 5, do: 'key', key: 'k' });
  page.conductor.mayDrive = false;
  say({ id: 6, do: 'next' });
  await settled();
  assert.deepEqual(moves, [['go', NEXT]]);
  assert.equal(heard.find(({ id }) => id === 1).state.step, NEXT);
  assert.deepEqual(errors(heard), ['no-step', 'not-understood', 'no-text', 'no-room', 'not-driver']);
});

test('megabytes, other things than commands, and floods do nothing', async () => {
  const { say, heard, moves, end, port, pass } = met();
  say({ id: 1, do: 'text', text: 'x'.repeat(1 << 21) });
  say({ id: 2, do: 'go', step: { deep: 1 } });
  for (const odd of [null, 7, 'go', [], {}, { id: 'one', do: 'next' }]) say(odd);
  await settled();
  assert.deepEqual(errors(heard), ['too-long', 'too-long', ...Array.from({ length: 6 }, () => 'not-understood')]);
  for (let i = 0; i < 200; i++) say({ id: 100 + i, do: 'next' });
  await settled();
  assert.equal(moves.length, 32);
  assert.equal(errors(heard).filter((code) => code === 'too-fast').length, 1);
  pass(1000);
  say({ id: 500, do: 'next' });
  await settled();
  assert.equal(moves.length, 33);
  for (let i = 0; i < 1100; i++) say({ id: 1000 + i, do: 'next' });
  assert.equal(end.isClosed, true);
  assert.equal(port.isOpen, false);
});

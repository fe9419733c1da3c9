import { assert, test } from '/test/harness.js';
import { goodFor, Measured } from '/web/features/prompt/good-for.js';

test('a text has a sure answer if one token is likely, and many if none comes more often than all others', () => {
  assert.deepEqual([1, 0.8, 0.79, 0.5, 0.49, 0, undefined].map(goodFor), ['sure', 'sure', '', '', 'many', 'many', '']);
});

const ready = (text, more = {}) => ({ model: 'm', text, chat: false, key: '', kept: false, ...more });

test('each text is read once, one after the other, while the list is open', async () => {
  const asked = [];
  const chances = { a: 0.9, b: 0.2 };
  const measured = new Measured({
    async run({ prompt }) {
      asked.push(prompt);
      if (prompt === 'unknown') throw Object.assign(new Error(), { status: 400 });
      return { next: [{ p: chances[prompt] }] };
    },
  });
  const list = [ready('a'), ready('unknown'), ready('turn', { chat: true }), ready('b')];
  let changes = 0;
  const all = measured.measure(
    () => list,
    () => changes++,
  );
  await measured.measure(
    () => list,
    () => assert.ok(false, 'two are measured at once'),
  );
  await all;
  assert.deepEqual(asked, ['a', 'unknown', 'b']);
  assert.equal(changes, 3);
  assert.deepEqual(list.map(measured.of.bind(measured)), ['sure', '', '', 'many']);
  await measured.measure(
    () => [...list, ready('a', { kept: true })],
    () => changes++,
  );
  assert.equal(changes, 3);
});

test('a list that was closed, and a busy server, end the measuring; the next opening goes on', async () => {
  let status = 429;
  const asked = [];
  const measured = new Measured({
    async run({ prompt }) {
      asked.push(prompt);
      if (status !== 200) throw Object.assign(new Error(), { status });
      return { next: [{ p: 1 }] };
    },
  });
  const list = [ready('a'), ready('b')];
  let open = true;
  const measure = () =>
    measured.measure(
      () => (open ? list : []),
      () => (open = false),
    );
  await measure();
  assert.deepEqual(list.map(measured.of.bind(measured)), ['', '']);
  status = 200;
  await measure();
  assert.deepEqual(asked, ['a', 'a']);
  open = true;
  await measure();
  assert.deepEqual(asked, ['a', 'a', 'b']);
});
